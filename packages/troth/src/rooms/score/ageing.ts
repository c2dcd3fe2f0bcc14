/**
 * What decisions still count of what speaks against somebody. A fold knows the period in which a fact was recorded, not the instant
 * from which its five years run, so a period leaves whole, before the first of its facts must: no draw counts a fact beyond its limit,
 * not for a second, and within a period the answer does not change. What is left away early weighs less than a thirtieth by then.
 */
import type { Fold } from './fold.ts';

/**
 * Draws that still count a period of broken promises, of thirty days each. A broken promise ends when it is recorded; the last of
 * these draws is over 60 × 30 days after the period began, which is less than five years.
 */
export const BROKEN_COUNTS_PERIODS = 59;
/** A late return may be recorded up to half a year after it came back: ninety days for a notice, thirty each to answer and decide. */
export const LATE_COUNTS_PERIODS = 53;

/** The fold as the draw of `period` may read it. */
export function stillCounting(fold: Fold, period: number): Fold {
  const first = fold[0];
  if (first === undefined || period - first.period <= LATE_COUNTS_PERIODS) return fold;
  return fold.flatMap((bucket) => {
    const age = period - bucket.period;
    const brokenMilli = age > BROKEN_COUNTS_PERIODS ? 0 : bucket.brokenMilli;
    const lateMilli = age > LATE_COUNTS_PERIODS ? 0 : bucket.lateMilli;
    return bucket.keptMilli + brokenMilli + lateMilli === 0 ? [] : [{ ...bucket, brokenMilli, lateMilli }];
  });
}
