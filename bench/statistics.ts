/** Best, median and spread of the rounds of one measure. */
export type Summary = {
  readonly rounds: number;
  readonly best: number;
  readonly median: number;
  readonly worst: number;
  /** (best − worst) ÷ median: how far the rounds lie apart. */
  readonly spread: number;
};

export type Direction = 'more_is_better' | 'less_is_better';

/** Median of a non-empty list; the mean of the middle two for an even count. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('median of nothing');
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[sorted.length >> 1]!;
  return sorted.length % 2 === 1 ? upper : (sorted[(sorted.length >> 1) - 1]! + upper) / 2;
}

/** Summarises the rounds of one measure; `direction` says which end is the best one. */
export function summarise(values: readonly number[], direction: Direction): Summary {
  const middle = median(values);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const [best, worst] = direction === 'more_is_better' ? [high, low] : [low, high];
  return { rounds: values.length, best, median: middle, worst, spread: middle === 0 ? 0 : (high - low) / middle };
}

/**
 * Rounds with too much foreign CPU say more about the neighbours than about the code. They are left out, by the same
 * rule for both sides, unless fewer than `leastCount` would remain: then all are kept, and the report shows it.
 */
export function quietOnly<T extends { readonly otherShare: number }>(
  rounds: readonly T[],
  leastCount: number,
): readonly T[] {
  const quiet = rounds.filter((round) => round.otherShare <= OTHER_SHARE_MAX);
  return quiet.length >= leastCount ? quiet : rounds;
}

/** A round with more foreign CPU than this is not quoted as a rate. */
export const OTHER_SHARE_MAX = 0.1;
