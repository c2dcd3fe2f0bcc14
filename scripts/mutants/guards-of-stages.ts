// Guards of promises kept stage after stage: what is owed next, what is paid, held and given back, and what leaves a mark.
import { type Guard, of } from './guard.ts';

const targets = of('rooms/pledge', 'rooms/pledge/money-of-targets.test.ts');
const payments = of('rooms/pledge', 'rooms/pledge/money-of-payments.test.ts');
const cases = of('rooms/pledge', 'rooms/pledge/stages.test.ts');
const trials = of('', 'doors/api/stories/trial.pg.test.ts');
const payOff = of('', 'doors/api/stories/pay-off.pg.test.ts');
const offers = of('rooms/offer', 'rooms/offer/offer.test.ts');
const lines = of('rooms/pledge', 'rooms/pledge/order-lines.test.ts');
const refusedLines = of('rooms', 'rooms/offer/obligations.test.ts');
const held = of('rooms/pledge', 'rooms/pledge/money-held.test.ts');
const lives = of('', '../../../sim/lifecycles/lives.test.ts');

const OF_MEANT: readonly Guard[] = [
  cases(
    'who names a stage pays for no other one',
    'apply-move.ts',
    'move.move.seq !== undefined && move.move.seq !== runs',
    'move.move.seq !== undefined && false',
  ),
  trials(
    'of orders of one batch each sees the ones before it open with the shop',
    'journeys/open-pledge.ts',
    'state.openHere.set(here, (state.openHere.get(here) ?? 0) + 1);',
    'state.openHere.set(here, state.openHere.get(here) ?? 0);',
  ),
  trials(
    'what has ended with a shop makes room',
    'rooms/pledge/queries.ts',
    'and merchant_id = u.merchant_id and ended_at is null) o',
    'and merchant_id = u.merchant_id) o',
  ),
  payOff(
    'who pays off another amount than is owed pays nothing',
    'journeys/pay-off.ts',
    'amountMinor !== null && amountMinor !== owedMinor',
    'amountMinor !== null && amountMinor < owedMinor',
  ),
  payOff('what was missed is paid with the rest', 'journeys/pay-off.ts', 'if (last === null)\n', 'if (false)\n'),
  payOff(
    'what was paid of a part is not paid again',
    'rooms/pledge/pay-off.ts',
    'sum + amountMinor - paidMinor',
    'sum + amountMinor',
  ),
  offers(
    'a debit is retried within the grace',
    'contradictions-of-stages.ts',
    '(after.at(-1) ?? 0) > pay.graceMinutes',
    '(after.at(-1) ?? 0) > pay.graceMinutes + 1',
  ),
  offers(
    'retries come one after the other',
    'contradictions-of-stages.ts',
    'minutes <= (after[i - 1] ?? 0)',
    'minutes < (after[i - 1] ?? 0)',
  ),
  lines(
    'a line comes back once',
    'by-obligee.ts',
    'named.some((line) => line?.isBack === true)',
    'named.every((line) => line?.isBack === true)',
  ),
  lines('what came back is not paid', 'order-lines.ts', 'asked: keptMinor(lines) }', 'asked: owed.asked }'),
  lines(
    'all of it back is nothing asked for',
    'endings.ts',
    'whenEnded(after, current.seq, ending.end)',
    "whenEnded(after, current.seq, 'void')",
  ),
  refusedLines(
    'lines come to the amount',
    'offer/order-lines.ts',
    'totalOfLines(lines) === amountMinor',
    'totalOfLines(lines) <= (amountMinor ?? 0)',
  ),
  refusedLines(
    'no line is above what one may be',
    'offer/order-lines.ts',
    'priceMinor > eachMinor',
    'priceMinor > eachMinor + 1',
  ),
];

const OF_TARGETS: readonly Guard[] = [
  targets(
    'what leaves no mark cannot be noticed',
    'by-obligee.ts',
    'if (leavesNoMark(rules.terms, findCurrent(pledge)))',
    'if (false)',
  ),
  targets(
    'unmet leaves no mark where the offer says so',
    'stages.ts',
    "isToReach(stage) && terms.consequences.unmet === 'no_mark'",
    'false',
  ),
  targets(
    'nothing is counted after the grace',
    'by-tally.ts',
    'if (now > pledge.graceUntil)',
    'if (now > pledge.graceUntil + 1n)',
  ),
  targets(
    'a line counts once',
    'by-tally.ts',
    "if (known !== null) return refuse('line_counted_already'",
    "if (known === null && false) return refuse('line_counted_already'",
  ),
  targets(
    'discounts stay within what was granted',
    'by-tally.ts',
    'stage.enjoyedMinor + line.discountMinor > discountCapMinor',
    'line.discountMinor > discountCapMinor',
  ),
  targets(
    'a line taken back takes its discount back',
    'by-tally.ts',
    'enjoyedMinor: stage.enjoyedMinor + sign * line.discountMinor',
    'enjoyedMinor: stage.enjoyedMinor + line.discountMinor',
  ),
  targets(
    'a line taken back takes its visit back',
    'by-tally.ts',
    'done: stage.done + sign * unit',
    'done: stage.done + unit',
  ),
  targets(
    'a shop that ends it itself takes nothing back',
    'endings.ts',
    "by === 'promisor' && pledge.acceptedAt !== null ?",
    'pledge.acceptedAt !== null ?',
  ),
  targets('leaving early has its own rule', 'charges.ts', "'left_early');", "'unmet');"),
];

const OF_PAYMENTS: readonly Guard[] = [
  payments(
    'a bill stays within its cap',
    'by-tally.ts',
    'if (amountMinor > term.amount.billedUpToMinor)',
    'if (amountMinor > term.amount.billedUpToMinor + 1)',
  ),
  payments('a bill goes down only', 'by-tally.ts', 'amountMinor >= stage.asked', 'amountMinor > stage.asked'),
  payments(
    'what was not billed in time is not owed',
    'by-time.ts',
    "if (stage.type === 'pay' && (stage.asked ?? 0) === 0)",
    'if (false)',
  ),
  payments('a price is one debit', 'charges.ts', '(stage.asked ?? 0) - stage.done', '(stage.asked ?? 0)'),
  payments(
    'brought back, nothing is paid for it',
    'stages.ts',
    "return end === 'void' || !mayBeKept(rules, terms, current) || !isPaidInstead(rules, terms, current, waiting);",
    'return true;',
  ),
  payments(
    'brought back, no part of it is paid',
    'stages.ts',
    'rules.termOf(terms, waiting.seq).term === rules.termOf(terms, current.seq + 1).term',
    'waiting.seq === current.seq + 1',
  ),
  payments(
    'what was not delivered is not paid for',
    'stages.ts',
    "if (current.type === 'deliver') return waiting.type === 'refund';",
    '',
  ),
  payments(
    'a missed part makes no other due',
    'stages.ts',
    'const dates = isLaterPart ? notBefore(next, now) :',
    'const dates = false ? notBefore(next, now) :',
  ),
  payments(
    'a missed part ends no other',
    'stages.ts',
    "current.type !== 'refund' : isNextPart;",
    "current.type !== 'refund' : false;",
  ),
  payments(
    'a return cannot be let go while it may still be made',
    'by-obligee.ts',
    '|| mayStillReturn(pledge, rules)',
    '',
  ),
  payments(
    'nobody pays for a delivery nobody speaks of',
    'by-time.ts',
    "if (stage.type === 'deliver') return endsUnspoken(pledge, rules, now);",
    '',
  ),
  payments(
    'what is let go is forgiven',
    'endings.ts',
    "{ seq: current.seq, end: 'forgiven' }",
    "{ seq: current.seq, end: 'collected' }",
  ),
];

const OF_HELD_MONEY: readonly Guard[] = [
  held(
    'an answer alone earns no escrow',
    'by-time.ts',
    "if (stage.type === 'deliver' && pledge.declaredAt === null) return endsUnspoken(pledge, rules, now);",
    '',
  ),
  held(
    'silence gives no deposit back',
    'by-time.ts',
    "if (stage.type === 'refund') return endsBroken(pledge, rules, now);",
    '',
  ),
  cases(
    'a delivery is proved when it is declared',
    'by-obligor.ts',
    "if (stage?.type === 'deliver' && evidenceCount < 1)",
    'if (false)',
  ),
  held(
    'what was declared as delivered is not called off',
    'by-obligor.ts',
    "stage?.type === 'deliver' && pledge.declaredAt === null",
    "stage?.type === 'deliver'",
  ),
  held(
    'a deposit cannot be given up by a button',
    'by-obligee.ts',
    "if (findCurrent(pledge)?.type === 'refund' || ",
    'if (',
  ),
  held('what is earned was delivered', 'held.ts', "isMet(owed) ? 'escrow_earn' : 'escrow_refund'", "'escrow_earn'"),
  held(
    'escrow goes back whichever stage ends it',
    'held.ts',
    "was === owed.state || (was !== 'open' && was !== 'waiting')",
    "was === owed.state || was !== 'open'",
  ),
  held(
    'a deposit is given back after a miss',
    'stages.ts',
    "if (end === 'missed') {",
    "if (end === 'missed' && waiting.type === 'refund') return false;\n  if (end === 'missed') {",
  ),
  held(
    'a deposit that nobody paid is not given back',
    'stages.ts',
    "if (waiting.type === 'refund' && paidInto(rules, terms, current) === 'custody') return false;",
    '',
  ),
  held(
    'nothing left of a deposit is nothing owed',
    'held.ts',
    "asked === 0 ? ('void' as const) : owed.state",
    'owed.state',
  ),
  held('charges come from the deposit first', 'charges.ts', 'leftMinor -= paidMinor;', ''),
  held(
    'what is held goes back when the promise is over',
    'held.ts',
    "...moved(heldMinor(costs, terms, pledge, 'custody'), 'custody_refund'),\n  ];",
    '];',
  ),
  held(
    'the promisee that missed something has let the promisor down',
    'stages.ts',
    "if (owed.owedBy === 'promisee') return 'let_down';",
    '',
  ),
  held(
    'a refund is counted from when it came back',
    'stages.ts',
    "next.owedBy === 'promisee' ? effectiveAt : now",
    'now',
  ),
  held(
    'what is paid first is not owed later',
    'by-time.ts',
    "if (into === 'escrow' || into === 'custody') return endsUnspoken(pledge, rules, now);",
    '',
  ),
  lives(
    'a price is one debit, whatever is lived',
    'rooms/pledge/charges.ts',
    '(stage.asked ?? 0) - stage.done',
    '(stage.asked ?? 0)',
  ),
];

export const GUARDS_OF_STAGES: readonly Guard[] = [...OF_TARGETS, ...OF_MEANT, ...OF_PAYMENTS, ...OF_HELD_MONEY];
