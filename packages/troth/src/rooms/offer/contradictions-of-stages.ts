/** Where one obligation of an offer needs another, or contradicts it. Part of the list in contradictions.ts, and in its order. */
import type { Kinds } from './kinds/kind.ts';
import type { OfferRefusal } from './refusals.ts';
import {
  findObligation,
  isMetered,
  moneyGrant,
  type ObligationTerms,
  type OfferTerms,
  type PayAmountTerms,
} from './terms.ts';

export type Rule = readonly [reason: OfferRefusal, at: (terms: OfferTerms, kinds: Kinds) => readonly string[]];

export const when = (holds: boolean | undefined, ...pointers: readonly string[]): readonly string[] =>
  holds === true ? pointers : [];

type Held = (obligation: ObligationTerms, index: number, terms: OfferTerms) => boolean | undefined;

/** The pointers of all obligations for which something holds. */
const each =
  (member: string, holds: Held) =>
  (terms: OfferTerms): readonly string[] =>
    terms.obligations.flatMap((one, i) => when(holds(one, i, terms), `/obligations/${i}${member}`));

function payAmount(obligation: ObligationTerms | undefined): PayAmountTerms | null {
  return obligation?.type === 'pay' && !isMetered(obligation) ? obligation : null;
}

function isTarget({ type }: ObligationTerms): boolean {
  return type === 'reach_count' || type === 'reach_amount' || type === 'reach_hours';
}

function hasTarget(terms: OfferTerms): boolean {
  return terms.obligations.some(isTarget);
}

/** Whether it is owed whatever is waived, and ends by something that somebody does. */
function isKept(obligation: ObligationTerms): boolean {
  const pay = payAmount(obligation);
  return pay !== null ? !('deposit' in pay.amount) : obligation.type !== 'refund' && !isMetered(obligation);
}

function isLaterOf(terms: OfferTerms, index: number, holds: (obligation: ObligationTerms) => boolean): boolean {
  return terms.obligations.slice(index + 1).some(holds);
}

function isRepeated(obligation: ObligationTerms, index: number, terms: OfferTerms): boolean {
  const same = (other: ObligationTerms): boolean => {
    if (other.type !== obligation.type || other.owedBy !== obligation.owedBy) return false;
    return payAmount(other)?.into === payAmount(obligation)?.into;
  };
  return terms.obligations.findIndex(same) < index;
}

export const CONTRADICTIONS_OF_STAGES: readonly Rule[] = [
  ['obligation_repeated', each('', isRepeated)],
  [
    'wait_before_being_there',
    each(
      '/owedBy',
      (one, i, t) =>
        one.type === 'attend' &&
        one.owedBy === 'promisee' &&
        !t.obligations.slice(0, i).some((o) => o.type === 'attend'),
    ),
  ],
  [
    'escrow_without_delivery',
    each('/into', (one, i, t) => payAmount(one)?.into === 'escrow' && !isLaterOf(t, i, (o) => o.type === 'deliver')),
  ],
  [
    'custody_without_refund',
    each('/into', (one, i, t) => payAmount(one)?.into === 'custody' && !isLaterOf(t, i, (o) => o.type === 'refund')),
  ],
  [
    'refund_without_custody',
    each(
      '',
      (one, i, t) => one.type === 'refund' && !t.obligations.slice(0, i).some((o) => payAmount(o)?.into === 'custody'),
    ),
  ],
  [
    'deposit_outside_custody',
    each('/into', (one) => {
      const pay = payAmount(one);
      return pay !== null && 'deposit' in pay.amount !== (pay.into === 'custody');
    }),
  ],
  [
    'deposit_without_waiver',
    each('/amount', (one, _, t) => {
      const pay = payAmount(one);
      return pay !== null && 'deposit' in pay.amount && moneyGrant(t)?.type !== 'deposit_waiver';
    }),
  ],
  // Where the whole deposit is waived, a promise would be left that owes nothing.
  ['nothing_to_keep', (t) => when(!t.obligations.some(isKept), '/obligations')],
  [
    'parts_without_price',
    each('/parts', (one) => {
      const pay = payAmount(one);
      if (pay?.parts === undefined) return false;
      const isTooSmall = 'fixedMinor' in pay.amount && pay.amount.fixedMinor < pay.parts.count;
      return pay.into !== 'shop' || 'billedUpToMinor' in pay.amount || isTooSmall;
    }),
  ],
  [
    'due_or_parts',
    each('', (one) => {
      const pay = payAmount(one);
      return pay !== null && (pay.due === undefined) === (pay.parts === undefined);
    }),
  ],
  [
    'debits_out_of_order',
    each('/debits', (one) => {
      const pay = payAmount(one);
      if (pay?.debits === undefined) return false;
      const after = pay.debits.retryMinutesAfter ?? [];
      const isMixed = after.some((minutes, i) => i > 0 && minutes <= (after[i - 1] ?? 0));
      return pay.into !== 'shop' || isMixed || (after.at(-1) ?? 0) > pay.graceMinutes;
    }),
  ],
  [
    'or_pay_without_pay',
    each(
      '/orPay',
      (one, i, t) => one.type === 'return_item' && one.orPay && payAmount(t.obligations[i + 1])?.into !== 'shop',
    ),
  ],
];

export const CONTRADICTIONS_OF_TARGETS: readonly Rule[] = [
  [
    'buy_out_without_return',
    (t) => when(t.consequences.buyOut && findObligation(t, 'return_item') === null, '/consequences/buyOut'),
  ],
  [
    'buy_out_above_item_value',
    (t) =>
      when(
        t.item && t.consequences.buyOut && t.consequences.buyOut.priceMinor > t.item.valueMinor,
        '/consequences/buyOut/priceMinor',
      ),
  ],
  ['unmet_without_target', (t) => when(t.consequences.unmet !== undefined && !hasTarget(t), '/consequences/unmet')],
  [
    'discount_without_target',
    (t) => when(moneyGrant(t)?.type === 'discount' && !hasTarget(t), '/grants', '/obligations'),
  ],
  // A line is counted once, under its number: nothing would say which of two targets it is counted for.
  ['more_than_one_target', (t) => t.obligations.flatMap((one, i) => when(isTarget(one), `/obligations/${i}`)).slice(1)],
  [
    'clawback_without_discount',
    (t) => when(t.consequences.clawback && moneyGrant(t)?.type !== 'discount', '/consequences/clawback'),
  ],
  ['clawback_above_discount', (t) => when(aboveDiscount(t), '/consequences/clawback/capMinor')],
  ['programme_without_target', (t) => when(t.programme !== undefined && !hasTarget(t), '/programme')],
  [
    'programme_partner_repeated',
    ({ programme }) =>
      (programme?.partners ?? []).flatMap((one, i, all) => when(all.indexOf(one) < i, `/programme/partners/${i}`)),
  ],
];

function aboveDiscount(terms: OfferTerms): boolean {
  const grant = moneyGrant(terms);
  const clawback = terms.consequences.clawback;
  return grant?.type === 'discount' && clawback !== undefined && clawback.capMinor > grant.upToMinor;
}
