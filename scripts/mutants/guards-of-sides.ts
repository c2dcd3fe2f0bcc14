// Guards of who may say what of a stage and when, and of offers and orders that could not be kept.
import { type Guard, of } from './guard.ts';

const cases = of('rooms/pledge', 'rooms/pledge/stages.test.ts');
const things = of('rooms/pledge', 'rooms/pledge/money-of-things.test.ts');
const always = of('rooms/pledge', 'rooms/pledge/stages.property.test.ts');
const offers = of('rooms/offer', 'rooms/offer/offer.test.ts');
const orders = of('rooms/offer', 'rooms/offer/obligations.test.ts');

const OF_SIDES: readonly Guard[] = [
  cases(
    'a claim goes with a thing',
    'by-obligee.ts',
    "if (claimMinor !== null && findCurrent(pledge)?.type !== 'return_item')",
    'if (false)',
  ),
  cases(
    'only the operator decides what the promisee owes',
    'by-promisee.ts',
    "obligorOf(pledge) === 'promisor' ?",
    'true ?',
  ),
  cases(
    'what is to be reached is not just said to be',
    'by-obligee.ts',
    "if (isToReach(stage) || (stage?.type === 'pay'",
    "if ((stage?.type === 'pay'",
  ),
  cases(
    'what is returned cannot be called off',
    'by-obligor.ts',
    "if (!isToReach(stage) && !isPaidFirst && !isUndelivered) return refuse('move_not_possible_now');",
    '',
  ),
  cases(
    'what was declared is not bought',
    'by-promisor.ts',
    "if (pledge.declaredAt !== null) return refuse('already_declared');\n      return buyOut",
    'return buyOut',
  ),
  cases(
    'only what is sold is bought',
    'by-promisor.ts',
    'if (rules.terms.consequences.buyOut === undefined)',
    'if (false)',
  ),
  things(
    'a claim is charged as it was made',
    'charges.ts',
    'pledge.claimMinor ?? terms.consequences.loss?.capMinor ?? 0',
    'terms.consequences.loss?.capMinor ?? 0',
  ),
  always(
    'a verdict waits for the promisor’s last stage',
    'stages.ts',
    "if (!stillOwes(before) || stillOwes(after)) return 'none';",
    "if (!stillOwes(before)) return 'none';",
  ),
  always('a verdict is the promisor’s own', 'stages.ts', "if (owedBy === 'promisee') continue;", ''),
];

const contradiction = (reason: string, guard: string, instead: string): Guard =>
  offers(reason.replaceAll('_', ' '), 'contradictions-of-stages.ts', guard, instead);

const OF_OFFERS: readonly Guard[] = [
  contradiction('something_is_promised_besides_a_deposit', '!t.obligations.some(isKept)', 'false'),
  contradiction('there_is_one_target', '.slice(1)', '.slice(2)'),
  contradiction(
    'escrow_waits_for_a_delivery_after_it',
    "!isLaterOf(t, i, (o) => o.type === 'deliver')",
    "!t.obligations.some((o) => o.type === 'deliver')",
  ),
  contradiction(
    'custody_is_followed_by_a_refund',
    "!isLaterOf(t, i, (o) => o.type === 'refund')",
    "!t.obligations.some((o) => o.type === 'refund')",
  ),
  contradiction(
    'a_refund_follows_a_deposit',
    "t.obligations.slice(0, i).some((o) => payAmount(o)?.into === 'custody')",
    "t.obligations.some((o) => payAmount(o)?.into === 'custody')",
  ),
  contradiction(
    'the_desk_comes_after_the_person',
    "!t.obligations.slice(0, i).some((o) => o.type === 'attend')",
    'false',
  ),
  contradiction(
    'a_deposit_is_in_custody_and_nothing_else_is',
    "'deposit' in pay.amount !== (pay.into === 'custody')",
    "'deposit' in pay.amount && pay.into !== 'custody'",
  ),
  contradiction(
    'each_part_is_at_least_one_unit',
    'pay.amount.fixedMinor < pay.parts.count',
    'pay.amount.fixedMinor < pay.parts.count - 1',
  ),
  contradiction('keeping_needs_a_payment_right_after', "payAmount(t.obligations[i + 1])?.into !== 'shop'", 'false'),
  contradiction(
    'no_more_is_taken_back_than_enjoyed',
    'clawback.capMinor > grant.upToMinor',
    'clawback.capMinor > grant.upToMinor + 1',
  ),
  contradiction(
    'nothing_is_sold_above_its_value',
    't.consequences.buyOut.priceMinor > t.item.valueMinor',
    't.consequences.buyOut.priceMinor > t.item.valueMinor + 1',
  ),
  orders('an order stays within the cap', 'obligations.ts', 'amountMinor > capMinor', 'amountMinor > capMinor + 1'),
  orders('an order has a unit for each part', 'obligations.ts', 'amountMinor < atLeast', 'amountMinor < atLeast - 1'),
  orders(
    'an amount is told only where it is asked',
    'obligations.ts',
    "amountMinor === undefined ? ok(null) : refuse('amount_not_asked'",
    "true ? ok(null) : refuse('amount_not_asked'",
  ),
];

const rows = of('rooms/pledge', 'rooms/pledge/apply-move.test.ts');
const limits = of('rooms/pledge', 'rooms/pledge/limits.test.ts');
const OF_TIMES: readonly Guard[] = [
  limits(
    'a notice waits for the grace to pass, to the instant',
    'by-obligee.ts',
    'now <= pledge.graceUntil',
    'now < pledge.graceUntil',
  ),
  limits('nothing happened in the future', 'by-obligee.ts', 'if (effectiveAt > now)', 'if (effectiveAt > now + 1n)'),
  limits(
    'nothing happened before the pledge',
    'by-obligee.ts',
    'if (effectiveAt < (pledge.begunAt ?? pledge.offeredAt))',
    'if (effectiveAt < (pledge.begunAt ?? pledge.offeredAt) - 1n)',
  ),
  rows('a notice needs evidence', 'by-obligee.ts', 'if (evidenceCount < 1)', 'if (evidenceCount < 0)'),
  limits(
    'kept at the end of the grace is kept in time',
    'endings.ts',
    "end: effectiveAt <= current.graceUntil ? 'met' : 'met_late'",
    "end: effectiveAt < current.graceUntil ? 'met' : 'met_late'",
  ),
];

export const GUARDS_OF_SIDES: readonly Guard[] = [...OF_SIDES, ...OF_OFFERS, ...OF_TIMES];
