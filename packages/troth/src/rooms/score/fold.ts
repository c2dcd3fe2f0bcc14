/**
 * A fold: one party's promises in one context, summed by the party's own 30-day periods in thousandths of a full fact. Whole numbers
 * only, so the order in which facts arrive does not matter and taking one back is exact.
 */
import { assert } from '../../kernel/index.ts';

/** What one fact, or several, add. A promise is in exactly one of the three: kept in time, kept late, or broken. */
export interface FoldDelta {
  readonly keptMilli: number;
  readonly brokenMilli: number;
  readonly lateMilli: number;
}

export interface FoldBucket extends FoldDelta {
  readonly period: number;
}

/** Ascending by period, at most one bucket each, none of them empty. */
export type Fold = readonly FoldBucket[];

export const EMPTY_FOLD: Fold = [];

/** The fold with one more fact in a period. */
export function addToFold(fold: Fold, period: number, delta: FoldDelta): Fold {
  return changed(fold, period, delta, 1);
}

/** The fold as if the fact had never been added. Taking out what was never in is a bug. */
export function removeFromFold(fold: Fold, period: number, delta: FoldDelta): Fold {
  return changed(fold, period, delta, -1);
}

/** Facts on file in thousandths, however old: what "enough to say something" is measured by. */
export function milliOnFile(fold: Fold): number {
  let sum = 0;
  for (const bucket of fold) sum += bucket.keptMilli + bucket.brokenMilli + bucket.lateMilli;
  return sum;
}

function changed(fold: Fold, period: number, delta: FoldDelta, sign: 1 | -1): Fold {
  assert(Number.isSafeInteger(period), 'fold_period_must_be_whole');
  let at = fold.length;
  while (at > 0 && (fold[at - 1] as FoldBucket).period >= period) at--;
  const there = fold[at]?.period === period ? (fold[at] as FoldBucket) : null;
  const bucket: FoldBucket = {
    period,
    keptMilli: counted((there?.keptMilli ?? 0) + sign * counted(delta.keptMilli)),
    brokenMilli: counted((there?.brokenMilli ?? 0) + sign * counted(delta.brokenMilli)),
    lateMilli: counted((there?.lateMilli ?? 0) + sign * counted(delta.lateMilli)),
  };
  const empty = bucket.keptMilli === 0 && bucket.brokenMilli === 0 && bucket.lateMilli === 0;
  return [...fold.slice(0, at), ...(empty ? [] : [bucket]), ...fold.slice(there === null ? at : at + 1)];
}

function counted(milli: number): number {
  assert(Number.isSafeInteger(milli) && milli >= 0, 'fold_counts_are_whole_and_never_negative');
  return milli;
}
