/**
 * How likely a promise in one context is to be broken: the simplest calibrated rule. A beta prior, and the person's own facts with a
 * half-life of twelve periods (about a year).
 */
import { assert } from '../../kernel/index.ts';
import { stillCounting } from './ageing.ts';
import type { Fold, FoldDelta } from './fold.ts';
import type { Prior } from './priors.ts';

export const HALF_LIFE_PERIODS = 12;

/** A promise kept, but late, says a little of what a broken one says. A choice, not a measurement. */
export const LATE_AS_BROKEN = 0.25;

const DECAY_STEPS = 1200;
const DECAY: readonly number[] = Array.from({ length: DECAY_STEPS }, (_, age) => 2 ** (-age / HALF_LIFE_PERIODS));

/** What a fact of this age still weighs, between 0 and 1. */
export function decayAt(agePeriods: number): number {
  return agePeriods <= 0 ? 1 : (DECAY[agePeriods] ?? 0);
}

/** Facts as the two numbers that a beta distribution counts. */
export interface Counts {
  readonly breaks: number;
  readonly keeps: number;
}

/** What one bucket counts, before it ages. */
export function countsOf(delta: FoldDelta): Counts {
  return {
    breaks: (delta.brokenMilli + LATE_AS_BROKEN * delta.lateMilli) / 1000,
    keeps: (delta.keptMilli + (1 - LATE_AS_BROKEN) * delta.lateMilli) / 1000,
  };
}

/** The decayed facts of all buckets up to and including `periodNow`. */
export function decayedCounts(fold: Fold, periodNow: number): Counts {
  let breaks = 0;
  let keeps = 0;
  for (const bucket of fold) {
    if (bucket.period > periodNow) break;
    const weight = decayAt(periodNow - bucket.period);
    const counts = countsOf(bucket);
    breaks += weight * counts.breaks;
    keeps += weight * counts.keeps;
  }
  return { breaks, keeps };
}

/** Probability that the next promise is broken, by everything on file that has not left it. Strictly between 0 and 1. */
export function breakProbability(fold: Fold, periodNow: number, prior: Prior): number {
  assert(prior.breaks > 0 && prior.keeps > 0, 'prior_must_be_positive');
  const { breaks, keeps } = decayedCounts(stillCounting(fold, periodNow), periodNow);
  return (prior.breaks + breaks) / (prior.breaks + prior.keeps + breaks + keeps);
}
