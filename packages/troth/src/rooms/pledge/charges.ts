/**
 * What a pledge costs when it ends. The arithmetic of an offer's tariffs is the offer's own and is handed in; here it is decided
 * which of them apply, and that all of them together never pass the ceiling that was shown before the promise was made.
 */
import { assert, type Instant, MINUTE_US } from '../../kernel/index.ts';
import type { OfferTerms } from '../offer/index.ts';
import type { ChargeKind, PlannedCharge, Pledge } from './pledge.ts';

/** The offer room's arithmetic, as the accept page used it. Minutes are whole minutes begun. */
export interface CostRules {
  usageMinor(terms: OfferTerms, usedMinutes: number): number;
  lateFeeMinor(terms: OfferTerms, minutesAfterGrace: number): number;
  lossMinor(terms: OfferTerms, claimedMinor: number, lateFeeAlreadyMinor: number): number;
  noShowFeeMinor(terms: OfferTerms): number;
  lateCancelFeeMinor(terms: OfferTerms, minutesBeforeStart: number): number;
}

function minutesBegun(from: Instant, to: Instant): number {
  return to <= from ? 0 : Number((to - from + MINUTE_US - 1n) / MINUTE_US);
}

/** Charges of a promise that was kept, in time or late: the use, and the lateness after the grace. */
export function chargesWhenKept(
  costs: CostRules,
  terms: OfferTerms,
  pledge: Pledge,
  endedAt: Instant,
): PlannedCharge[] {
  if (pledge.begunAt === null) return [];
  return withinCeiling(pledge, [
    ['usage', costs.usageMinor(terms, minutesBegun(pledge.begunAt, endedAt))],
    ['late_fee', costs.lateFeeMinor(terms, minutesBegun(pledge.graceUntil, endedAt))],
  ]);
}

/** Charges of a broken promise: for a thing, its use up to the due time and the loss; for an appointment, the no-show fee. */
export function chargesWhenBroken(costs: CostRules, terms: OfferTerms, pledge: Pledge): PlannedCharge[] {
  if (pledge.begunAt === null) return withinCeiling(pledge, [['no_show_fee', costs.noShowFeeMinor(terms)]]);
  return withinCeiling(pledge, [
    ['usage', costs.usageMinor(terms, minutesBegun(pledge.begunAt, pledge.dueAt))],
    ['loss', costs.lossMinor(terms, terms.consequences.loss?.capMinor ?? 0, 0)],
  ]);
}

/** The fee for cancelling too late; nothing while cancelling is free. */
export function chargesWhenCancelled(
  costs: CostRules,
  terms: OfferTerms,
  pledge: Pledge,
  now: Instant,
): PlannedCharge[] {
  // Whole minutes that are left count in full: a second less than the free limit is late.
  const left = pledge.startsAt - now;
  const minutesBefore = left >= 0n ? Number(left / MINUTE_US) : -minutesBegun(pledge.startsAt, now);
  return withinCeiling(pledge, [['late_cancel_fee', costs.lateCancelFeeMinor(terms, minutesBefore)]]);
}

function withinCeiling(pledge: Pledge, wanted: readonly (readonly [ChargeKind, number])[]): PlannedCharge[] {
  let leftMinor = pledge.ceilingMinor - pledge.chargedMinor;
  assert(leftMinor >= 0, 'charges_never_pass_the_ceiling');
  const charges: PlannedCharge[] = [];
  for (const [kind, wantedMinor] of wanted) {
    const amountMinor = Math.min(wantedMinor, leftMinor);
    if (amountMinor === 0) continue;
    leftMinor -= amountMinor;
    charges.push({ kind, amountMinor });
  }
  return charges;
}

export function totalMinor(charges: readonly PlannedCharge[]): number {
  return charges.reduce((sum, charge) => sum + charge.amountMinor, 0);
}
