/**
 * What a pledge costs when it ends. The arithmetic of an offer's tariffs is the offer's own and is handed in; here it is decided
 * which of them apply, and that all of them together never pass the ceiling that was shown before the promise was made.
 */
import { assert, type Instant, MINUTE_US } from '../../kernel/index.ts';
import type { OfferTerms } from '../offer/index.ts';
import type { ChargeKind, Obligation, PlannedCharge, Pledge } from './pledge.ts';
import { isToReach } from './stages.ts';
import { stoodBetween } from './stood.ts';

/** The offer room's arithmetic, as the accept page used it. Minutes are whole minutes begun. */
export interface CostRules {
  usageMinor(terms: OfferTerms, usedMinutes: number): number;
  lateFeeMinor(terms: OfferTerms, minutesAfterGrace: number): number;
  lossMinor(terms: OfferTerms, claimedMinor: number, lateFeeAlreadyMinor: number): number;
  noShowFeeMinor(terms: OfferTerms): number;
  lateCancelFeeMinor(terms: OfferTerms, minutesBeforeStart: number): number;
  buyOutMinor(terms: OfferTerms): number | null;
  /** What is taken back of the discounts enjoyed, when the promise ends unmet or is left early. */
  takenBackMinor(
    terms: OfferTerms,
    enjoyedMinor: number,
    earned: { done: number; target: number },
    ending: 'unmet' | 'left_early',
  ): number;
}

function minutesBegun(from: Instant, to: Instant): number {
  return to <= from ? 0 : Number((to - from + MINUTE_US - 1n) / MINUTE_US);
}

/** As many of them as the clock of the pledge ran: what a dispute stopped costs nothing. */
function minutesRun({ stood }: Pledge, from: Instant, to: Instant): number {
  return minutesBegun(from, to - stoodBetween(stood, from, to));
}

/** Charges of a stage that was kept, in time or late: of a thing, its use, and the lateness after the grace. */
export function chargesWhenKept(
  costs: CostRules,
  terms: OfferTerms,
  pledge: Pledge,
  stage: Obligation,
  endedAt: Instant,
): PlannedCharge[] {
  return withinCeiling(pledge, stage, used(costs, terms, pledge, stage, endedAt));
}

function used(costs: CostRules, terms: OfferTerms, pledge: Pledge, stage: Obligation, endedAt: Instant): Wanted {
  if (stage.type !== 'return_item' || pledge.begunAt === null) return [];
  return [
    ['usage', costs.usageMinor(terms, minutesRun(pledge, pledge.begunAt, endedAt))],
    ['late_fee', costs.lateFeeMinor(terms, minutesRun(pledge, pledge.graceUntil, endedAt))],
  ];
}

/** Charges when the thing is kept for its price: the use, the lateness, and the price. */
export function chargesWhenBoughtOut(
  costs: CostRules,
  terms: OfferTerms,
  pledge: Pledge,
  stage: Obligation,
  now: Instant,
): PlannedCharge[] {
  const price = ['buy_out', costs.buyOutMinor(terms) ?? 0] as const;
  return withinCeiling(pledge, stage, [...used(costs, terms, pledge, stage, now), price]);
}

/**
 * Charges of a stage that was broken: for a thing, its use up to the due time and the loss, as much as was claimed; for an appointment, the
 * no-show fee; for what was to be reached, the discounts that were not earned. A missed payment stays the charge it already is.
 */
export function chargesWhenBroken(
  costs: CostRules,
  terms: OfferTerms,
  pledge: Pledge,
  stage: Obligation,
): PlannedCharge[] {
  if (isToReach(stage)) return clawback(costs, terms, pledge, stage, 'unmet');
  switch (stage.type) {
    case 'attend':
      return withinCeiling(pledge, stage, [['no_show_fee', costs.noShowFeeMinor(terms)]]);
    case 'return_item':
      return withinCeiling(pledge, stage, [
        ['usage', costs.usageMinor(terms, minutesRun(pledge, pledge.begunAt ?? pledge.dueAt, pledge.dueAt))],
        ['loss', costs.lossMinor(terms, pledge.claimMinor ?? terms.consequences.loss?.capMinor ?? 0, 0)],
      ]);
    default:
      return [];
  }
}

/** The fee for cancelling too late, nothing while cancelling is free; leaving early what was to be reached, what was not earned. */
export function chargesWhenCancelled(
  costs: CostRules,
  terms: OfferTerms,
  pledge: Pledge,
  now: Instant,
): PlannedCharge[] {
  const stage = pledge.obligations.find((owed) => owed.state === 'open');
  if (stage === undefined) return [];
  // Past the due time it is not early any more.
  if (isToReach(stage))
    return clawback(costs, terms, pledge, stage, pledge.state === 'lapsed' ? 'unmet' : 'left_early');
  // Whole minutes that are left count in full: a second less than the free limit is late.
  const left = pledge.startsAt - now;
  const minutesBefore = left >= 0n ? Number(left / MINUTE_US) : -minutesBegun(pledge.startsAt, now);
  return withinCeiling(pledge, stage, [['late_cancel_fee', costs.lateCancelFeeMinor(terms, minutesBefore)]]);
}

function clawback(
  costs: CostRules,
  terms: OfferTerms,
  pledge: Pledge,
  stage: Obligation,
  ending: 'unmet' | 'left_early',
): PlannedCharge[] {
  const earned = { done: stage.done, target: stage.asked ?? 0 };
  return withinCeiling(pledge, stage, [['clawback', costs.takenBackMinor(terms, stage.enjoyedMinor, earned, ending)]]);
}

/** What a payment asks for and has not become a charge yet. */
export function priceOf(stage: Obligation): PlannedCharge[] {
  const amountMinor = (stage.asked ?? 0) - stage.done;
  return amountMinor <= 0 ? [] : [{ kind: 'price', amountMinor, seq: stage.seq, fromDeposit: false }];
}

/** The charges that a deposit of `heldMinor` pays at once, in order; one that it covers in part becomes two. */
export function withinDeposit(
  charges: readonly PlannedCharge[],
  heldMinor: number,
): { readonly charges: readonly PlannedCharge[]; readonly paidMinor: number } {
  if (heldMinor === 0 || charges.length === 0) return { charges, paidMinor: 0 };
  let leftMinor = heldMinor;
  const split = charges.flatMap((charge): PlannedCharge[] => {
    const paidMinor = Math.min(charge.amountMinor, leftMinor);
    leftMinor -= paidMinor;
    const paid = paidMinor > 0 ? [{ ...charge, amountMinor: paidMinor, fromDeposit: true }] : [];
    const open = charge.amountMinor - paidMinor;
    return open > 0 ? [...paid, { ...charge, amountMinor: open }] : paid;
  });
  return { charges: split, paidMinor: heldMinor - leftMinor };
}

type Wanted = readonly (readonly [ChargeKind, number])[];

function withinCeiling(pledge: Pledge, stage: Obligation, wanted: Wanted): PlannedCharge[] {
  let leftMinor = pledge.ceilingMinor - pledge.chargedMinor;
  assert(leftMinor >= 0, 'charges_never_pass_the_ceiling');
  const charges: PlannedCharge[] = [];
  for (const [kind, wantedMinor] of wanted) {
    const amountMinor = Math.min(wantedMinor, leftMinor);
    if (amountMinor === 0) continue;
    leftMinor -= amountMinor;
    charges.push({ kind, amountMinor, seq: stage.seq, fromDeposit: false });
  }
  return charges;
}

export function totalMinor(charges: readonly PlannedCharge[]): number {
  return charges.reduce((sum, charge) => sum + charge.amountMinor, 0);
}
