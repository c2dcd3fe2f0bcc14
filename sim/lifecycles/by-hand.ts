/** What an offer’s own numbers allow, worked out from its text alone. */
import type { OfferTerms } from '../../packages/troth/src/rooms/offer/index.ts';
import type { ChargeKind, Pledge } from '../../packages/troth/src/rooms/pledge/index.ts';

/** The most that all charges of one kind can be (for a price: of one stage), in minor units. */
export function mostOf(kind: ChargeKind, terms: OfferTerms, before: Pledge, seq: number): number {
  const { usage, late, loss, noShow, lateCancel, buyOut, clawback } = terms.consequences;
  switch (kind) {
    case 'usage':
      return usage?.capMinor ?? 0;
    case 'late_fee':
      return late?.capMinor ?? 0;
    case 'loss':
      return Math.min(loss?.capMinor ?? 0, before.claimMinor ?? Number.MAX_SAFE_INTEGER);
    case 'no_show_fee':
      return noShow?.feeMinor ?? 0;
    case 'late_cancel_fee':
      return lateCancel?.feeMinor ?? 0;
    case 'buy_out':
      return buyOut?.priceMinor ?? 0;
    case 'clawback':
      return clawback?.capMinor ?? 0;
    case 'price':
      return before.obligations.find((owed) => owed.seq === seq)?.asked ?? 0;
  }
}

/** What was counted of one target, from the lines that were reported and not taken back. */
export interface Tally {
  readonly done: number;
  readonly enjoyedMinor: number;
}

/** Discounts enjoyed and not earned: all of them, or the share of the promise that was not done, rounded down. */
export function clawbackByHand(
  terms: OfferTerms,
  target: number,
  { done, enjoyedMinor }: Tally,
  isLeftEarly: boolean,
): number {
  const rule = terms.consequences.clawback;
  if (rule === undefined || done >= target) return 0;
  const notEarned = {
    all_enjoyed: enjoyedMinor,
    pro_rata: Number((BigInt(enjoyedMinor) * BigInt(target - done)) / BigInt(target)),
    nothing: 0,
  };
  return Math.min(rule.capMinor, notEarned[isLeftEarly ? rule.leftEarly : rule.unmet]);
}
