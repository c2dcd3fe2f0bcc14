/**
 * The one arithmetic of what a pledge can cost. Settlement charges by these functions and the accept page promises by
 * `mostItCanCost`, so the ceiling a person read is the ceiling that holds.
 *
 * Units are charged as they begin. Usage is capped over the whole pledge, extensions included. Late time counts from the end of the
 * grace. Late fees and loss together never exceed the deposit that ordinary terms would have asked for.
 */
import { assert } from '../../kernel/index.ts';
import { clawbackMinor } from './clawback.ts';
import { dueMinutesMax } from './obligations.ts';
import type { OrderTimes } from './obligations.ts';
import { depositMinor, isMetered, meteredPay, moneyGrant, type OfferTerms } from './terms.ts';

export interface MostItCanCost {
  /** Everything done in time and not extended. */
  readonly onTimeMinor: number;
  /** Kept in the end, but as late as can be; or for an appointment, cancelled too late. */
  readonly lateMinor: number;
  /** Not kept at all. */
  readonly lostMinor: number;
  /** No combination of charges is ever above this. */
  readonly ceilingMinor: number;
}

function begunUnits(minutes: number, unitMinutes: number): number {
  return minutes <= 0 ? 0 : Math.ceil(minutes / unitMinutes);
}

function capped(units: number, perUnitMinor: number, capMinor: number): number {
  // Compared before multiplying: years of minutes at a high price would leave the safe integers.
  return units >= capMinor / perUnitMinor ? capMinor : units * perUnitMinor;
}

/** What the use of so many minutes costs. */
export function usageMinor(terms: OfferTerms, usedMinutes: number): number {
  const usage = terms.consequences.usage;
  if (usage === undefined || meteredPay(terms) === null) return 0;
  return capped(begunUnits(usedMinutes - usage.freeMinutes, usage.unitMinutes), usage.perUnitMinor, usage.capMinor);
}

/** Late fee for so many minutes after the grace has ended. */
export function lateFeeMinor(terms: OfferTerms, minutesAfterGrace: number): number {
  const late = terms.consequences.late;
  if (late === undefined) return 0;
  const fee = capped(begunUnits(minutesAfterGrace, late.unitMinutes), late.perUnitMinor, late.capMinor);
  return withinDeposit(terms, fee);
}

/** What a lost or damaged item costs when the merchant claims `claimedMinor` and `lateFeeMinor` is already charged. */
export function lossMinor(terms: OfferTerms, claimedMinor: number, lateFeeAlreadyMinor: number): number {
  assert(claimedMinor >= 0 && lateFeeAlreadyMinor >= 0, 'loss_claim_must_not_be_negative');
  const loss = terms.consequences.loss;
  if (loss === undefined) return 0;
  const together = withinDeposit(terms, lateFeeAlreadyMinor + Math.min(claimedMinor, loss.capMinor));
  return Math.max(0, together - lateFeeAlreadyMinor);
}

export function noShowFeeMinor(terms: OfferTerms): number {
  return terms.consequences.noShow?.feeMinor ?? 0;
}

/** Fee for cancelling so many minutes before the start (negative: after it). */
export function lateCancelFeeMinor(terms: OfferTerms, minutesBeforeStart: number): number {
  const rule = terms.consequences.lateCancel;
  if (rule === undefined || minutesBeforeStart >= rule.freeUntilMinutesBefore) return 0;
  return rule.feeMinor;
}

/** What keeping the item costs, instead of returning it; null when the offer does not sell it. */
export function buyOutMinor(terms: OfferTerms): number | null {
  return terms.consequences.buyOut?.priceMinor ?? null;
}

/** What is taken back of the discounts enjoyed, by the published rule. Nothing where the offer takes nothing back. */
export function takenBackMinor(
  terms: OfferTerms,
  enjoyedMinor: number,
  earned: { readonly done: number; readonly target: number },
  ending: 'unmet' | 'left_early',
): number {
  const rule = terms.consequences.clawback;
  if (rule === undefined) return 0;
  const discountTotalMinor = moneyGrant(terms)?.upToMinor ?? 0;
  return clawbackMinor({ enjoyedMinor, discountTotalMinor, ceilingMinor: rule.capMinor, earned, ending, rule });
}

/** The price itself: every payment that is a promise of its own, in the shop's hand or in escrow. A deposit is no price. */
export function priceMinor(terms: Pick<OfferTerms, 'obligations'>, order: OrderTimes): number {
  return paid(terms, order, ['shop', 'escrow']);
}

/** The part of the price that becomes a charge. What goes into escrow is paid beforehand and owed to nobody. */
export function payCeilingMinor(terms: Pick<OfferTerms, 'obligations'>, order: OrderTimes): number {
  return paid(terms, order, ['shop']);
}

function paid(terms: Pick<OfferTerms, 'obligations'>, order: OrderTimes, into: readonly string[]): number {
  return terms.obligations.reduce((sum, term) => {
    if (term.type !== 'pay' || isMetered(term) || !into.includes(term.into)) return sum;
    if ('fixedMinor' in term.amount) return sum + term.amount.fixedMinor;
    if ('orderedUpToMinor' in term.amount) return sum + (order.amountMinor ?? term.amount.orderedUpToMinor);
    return 'billedUpToMinor' in term.amount ? sum + term.amount.billedUpToMinor : sum;
  }, 0);
}

/** Four numbers for the accept page. They hold for every order of these terms. */
export function mostItCanCost(terms: OfferTerms, order: OrderTimes): MostItCanCost {
  const { usage, late, loss, lateCancel, clawback } = terms.consequences;
  const usageCap = usage === undefined || meteredPay(terms) === null ? 0 : usage.capMinor;
  const lateCap = withinDeposit(terms, late?.capMinor ?? 0);
  const lateAndLoss = withinDeposit(terms, (late?.capMinor ?? 0) + (loss?.capMinor ?? 0));
  const kept = Math.max(lateAndLoss, buyOutMinor(terms) === null ? 0 : lateCap + (buyOutMinor(terms) ?? 0));
  const notThere = noShowFeeMinor(terms);
  const cancelledLate = lateCancel?.feeMinor ?? 0;
  const price = priceMinor(terms, order);
  const back = clawback?.capMinor ?? 0;
  const onTimeMinor = price + usageMinor(terms, dueMinutesMax(terms, order));
  const lateMinor = Math.max(price + usageCap + lateCap, cancelledLate);
  const ceilingMinor = price + usageCap + kept + Math.max(notThere, cancelledLate) + back;
  return { onTimeMinor, lateMinor, lostMinor: price + usageCap + lateAndLoss + notThere + back, ceilingMinor };
}

function withinDeposit(terms: OfferTerms, amountMinor: number): number {
  const deposit = depositMinor(terms);
  return deposit === 0 ? amountMinor : Math.min(amountMinor, deposit);
}
