/**
 * What somebody prepaid before a target, and how much of it was used: the case that the legal ceiling of a prepayment is worked out for.
 * Null where nothing was prepaid, or where what was used is not counted in money.
 */
import { HOLIDAY_CALENDARS, type Instant } from '../kernel/index.ts';
import { moneyGrant, type OfferTerms, termOf } from '../rooms/offer/index.ts';
import { findCurrent, type Pledge } from '../rooms/pledge/index.ts';
import { NO_REASON_DAYS_MIN, noReasonOf, noReasonUntil, type PrepaidCase } from '../rooms/rulebook/index.ts';
import type { Charge } from '../rooms/settlement/index.ts';

/** As if the person asked for it back at `now`, of their own accord: the least that law gives them. */
export function prepaidCaseOf(
  pledge: Pledge,
  terms: OfferTerms,
  charges: readonly Charge[],
  now: Instant,
): PrepaidCase | null {
  const stage = findCurrent(pledge);
  if (stage?.type !== 'reach_amount' || moneyGrant(terms)?.type === 'deposit_waiver') return null;
  const prepaid = charges.filter(
    ({ kind, state, seq }) =>
      kind === 'price' && state === 'collected' && seq < stage.seq && termOf(terms, seq).term.type === 'pay',
  );
  const paidAt = prepaid[0]?.settledAt ?? null;
  const paidMinor = prepaid.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  if (paidAt === null || paidMinor === 0) return null;
  const until = noReasonUntil(HOLIDAY_CALENDARS.CN, terms.timezone, paidAt, NO_REASON_DAYS_MIN);
  return {
    currency: terms.currency,
    paidMinor,
    giftMinor: 0,
    usedFullPriceMinor: stage.done + stage.enjoyedMinor,
    usedDiscountedMinor: stage.done,
    usedAgreedMinor: null,
    cause: 'person',
    noReason: noReasonOf(until, now, 'no'),
  };
}
