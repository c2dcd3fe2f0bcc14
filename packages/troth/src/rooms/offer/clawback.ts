/**
 * How much of a discount is taken back when the promise that it was given for does not come about. Only what was really enjoyed can
 * be taken back, never a fee on top: the person is at worst where the ordinary price would have left them.
 */
import { assert } from '../../kernel/index.ts';

/**
 * `all_enjoyed`: everything enjoyed goes back. `pro_rata`: the part of the promise that was done has earned the same part of the
 * discount. `nothing`: the person keeps all of it.
 */
export type ClawbackShare = 'all_enjoyed' | 'pro_rata' | 'nothing';

/** The published rule of an offer: what is taken back at the end of the period, and what when the person leaves before it. */
export interface ClawbackRule {
  readonly unmet: ClawbackShare;
  readonly leftEarly: ClawbackShare;
}

export interface ClawbackCase {
  /** Discounts that were enjoyed; those of purchases taken back are no longer in it. Minor units. */
  readonly enjoyedMinor: number;
  /** The most discount the offer promised. What a shop gave beyond it was a gift. Minor units. */
  readonly discountTotalMinor: number;
  /** The most the person agreed to lose, as read before the promise. Minor units. */
  readonly ceilingMinor: number;
  /** What was done of what was promised: visits, minor units spent, or minutes; whole, `target` at least 1. */
  readonly earned: { readonly done: number; readonly target: number };
  readonly ending: 'unmet' | 'left_early';
  readonly rule: ClawbackRule;
}

/**
 * Minor units to take back. In this order:
 *
 * 1. done ≥ target: nothing, however the pledge ended;
 * 2. the discount that counts is the smaller of what was enjoyed and what was promised;
 * 3. of it, by the rule of that ending: all; nothing; or `counts × (target − done) ÷ target`, **rounded down**, so that a fraction
 *    of a minor unit stays with the person;
 * 4. never more than the agreed ceiling.
 *
 * Exact for every amount up to the largest that money may be; numbers that cannot be are a bug of the caller.
 */
export function clawbackMinor({
  enjoyedMinor,
  discountTotalMinor,
  ceilingMinor,
  earned,
  ending,
  rule,
}: ClawbackCase): number {
  for (const amount of [enjoyedMinor, discountTotalMinor, ceilingMinor, earned.done])
    assert(Number.isSafeInteger(amount) && amount >= 0, 'a_clawback_counts_whole_numbers');
  assert(Number.isSafeInteger(earned.target) && earned.target >= 1, 'a_clawback_needs_a_target');
  if (earned.done >= earned.target) return 0;
  const countsMinor = Math.min(enjoyedMinor, discountTotalMinor);
  const share = ending === 'unmet' ? rule.unmet : rule.leftEarly;
  return Math.min(ceilingMinor, notEarnedMinor(countsMinor, earned, share));
}

function notEarnedMinor(countsMinor: number, { done, target }: ClawbackCase['earned'], share: ClawbackShare): number {
  switch (share) {
    case 'nothing':
      return 0;
    case 'all_enjoyed':
      return countsMinor;
    case 'pro_rata':
      // A product of two amounts leaves the safe integers; bigint division drops the fraction.
      return Number((BigInt(countsMinor) * BigInt(target - done)) / BigInt(target));
  }
}
