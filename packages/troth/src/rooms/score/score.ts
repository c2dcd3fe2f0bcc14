/**
 * The number, a summary for the person; no decision reads it. 650 stands for 20 promises kept to 1 broken and every 60 points double
 * the odds. It comes with what it rests on, how sure it is, and the moves that add up to it exactly.
 */
import type { Instant } from '../../kernel/index.ts';
import type { Context } from '../offer/index.ts';
import { countsOf, decayAt } from './estimate.ts';
import { milliOnFile, type Fold, type FoldBucket } from './fold.ts';
import { SCORE_PRIOR } from './priors.ts';

export const POINTS_LOW = 350;
export const POINTS_HIGH = 950;
const POINTS_AT_START = 650;
const POINTS_TO_DOUBLE = 60;
const ODDS_AT_START = 20;
/** Below five full facts there is too little to say anything: thin is not bad. */
export const THIN_BELOW_MILLI = 5000;
/** Periods that count as recent: about three months. */
const RECENT_PERIODS = 3;
/** What another kind of promise or another shop says, in facts, and how much that can be. */
const BREADTH_EACH = 0.25;
const BREADTH_MAX = 2;
/** Two-sided 90 %. */
const NORMAL_90 = 1.645;

export interface ScoreInput {
  readonly folds: readonly { readonly context: Context; readonly fold: Fold }[];
  readonly periodNow: number;
  readonly pledgeCount: number;
  readonly shopCount: number;
  /** When the first of these facts happened; null when there are none. */
  readonly sinceAt: Instant | null;
}

export type Dimension = 'kept_promises' | 'recent_conduct' | 'breadth';

/** One step on the way to the number. */
export type Move =
  | { readonly what: 'start'; readonly points: number }
  | {
      readonly what: 'kept' | 'late' | 'broken';
      readonly context: Context;
      readonly period: number;
      readonly milli: number;
      readonly dimension: Dimension;
      readonly points: number;
    }
  | {
      readonly what: 'breadth';
      readonly shops: number;
      readonly contexts: number;
      readonly dimension: 'breadth';
      readonly points: number;
    }
  | { readonly what: 'end_of_scale'; readonly points: number };

export interface RestsOn {
  readonly pledges: number;
  readonly shops: number;
  readonly contexts: number;
  readonly sinceAt: Instant | null;
  /** Full facts on file in thousandths; below `THIN_BELOW_MILLI` there is no number. */
  readonly factMilli: number;
}

export interface Score {
  /** Null when there is too little to say. */
  readonly points: number | null;
  readonly restsOn: RestsOn;
  /** 90 % of it lies in here; null with the number. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** They add up to `points` exactly; empty when there is no number. */
  readonly moves: readonly Move[];
  /** The same moves summed by what a person can act on. */
  readonly dimensions: Readonly<Record<Dimension, number>>;
}

/** The number by everything on file, this very moment. */
export function scoreOf(input: ScoreInput): Score {
  const lived = input.folds.filter(({ fold }) => fold.length > 0);
  const factMilli = lived.reduce((sum, { fold }) => sum + milliOnFile(fold), 0);
  const restsOn = {
    pledges: input.pledgeCount,
    shops: input.shopCount,
    contexts: lived.length,
    sinceAt: input.sinceAt,
    factMilli,
  };
  if (factMilli < THIN_BELOW_MILLI) {
    return {
      points: null,
      restsOn,
      interval: null,
      moves: [],
      dimensions: { kept_promises: 0, recent_conduct: 0, breadth: 0 },
    };
  }
  const walk = new Walk();
  for (const { context, bucket } of inOrder(lived)) takeIn(walk, context, bucket, input.periodNow);
  widen(walk, lived, input.shopCount);
  const spread = NORMAL_90 * Math.sqrt(1 / walk.breaks + 1 / walk.keeps) * (POINTS_TO_DOUBLE / Math.LN2);
  const { points, moves } = walk.end();
  const interval = { low: clamp(Math.round(walk.exact() - spread)), high: clamp(Math.round(walk.exact() + spread)) };
  return { points, restsOn, interval, moves, dimensions: byDimension(moves) };
}

/** Odds of keeping to breaking as points, before rounding and the ends of the scale. */
export function pointsOfOdds(odds: number): number {
  return POINTS_AT_START + POINTS_TO_DOUBLE * Math.log2(odds / ODDS_AT_START);
}

/** Adds up facts one after the other and notes by how much each moved the rounded number, so that the sum is exact. */
class Walk {
  breaks = SCORE_PRIOR.breaks;
  keeps = SCORE_PRIOR.keeps;
  readonly #moves: Move[] = [{ what: 'start', points: POINTS_AT_START }];
  #at = POINTS_AT_START;

  exact(): number {
    return pointsOfOdds(this.keeps / this.breaks);
  }

  step(breaks: number, keeps: number, move: (points: number) => Move): void {
    this.breaks += breaks;
    this.keeps += keeps;
    const to = Math.round(this.exact());
    this.#moves.push(move(to - this.#at));
    this.#at = to;
  }

  end(): { readonly points: number; readonly moves: readonly Move[] } {
    const points = clamp(this.#at);
    if (points !== this.#at) this.#moves.push({ what: 'end_of_scale', points: points - this.#at });
    return { points, moves: this.#moves };
  }
}

function takeIn(walk: Walk, context: Context, bucket: FoldBucket, periodNow: number): void {
  const weight = decayAt(periodNow - bucket.period);
  const dimension: Dimension = periodNow - bucket.period < RECENT_PERIODS ? 'recent_conduct' : 'kept_promises';
  const none = { keptMilli: 0, brokenMilli: 0, lateMilli: 0 };
  const parts = [
    ['kept', { ...none, keptMilli: bucket.keptMilli }],
    ['late', { ...none, lateMilli: bucket.lateMilli }],
    ['broken', { ...none, brokenMilli: bucket.brokenMilli }],
  ] as const;
  for (const [what, part] of parts) {
    const milli = part.keptMilli + part.lateMilli + part.brokenMilli;
    if (milli === 0) continue;
    const counts = countsOf(part);
    walk.step(weight * counts.breaks, weight * counts.keeps, (points) => ({
      what,
      context,
      period: bucket.period,
      milli,
      dimension,
      points,
    }));
  }
}

function widen(walk: Walk, lived: ScoreInput['folds'], shops: number): void {
  const contexts = lived.filter(({ fold }) => fold.some((bucket) => bucket.keptMilli + bucket.lateMilli > 0)).length;
  const breadth = Math.min(BREADTH_MAX, BREADTH_EACH * (Math.max(0, shops - 1) + Math.max(0, contexts - 1)));
  if (breadth > 0)
    walk.step(0, breadth, (points) => ({ what: 'breadth', shops, contexts, dimension: 'breadth', points }));
}

function inOrder(folds: ScoreInput['folds']): readonly { readonly context: Context; readonly bucket: FoldBucket }[] {
  const all = folds.flatMap(({ context, fold }) => fold.map((bucket) => ({ context, bucket })));
  return all.sort(
    (a, b) => a.bucket.period - b.bucket.period || (a.context < b.context ? -1 : a.context > b.context ? 1 : 0),
  );
}

function byDimension(moves: readonly Move[]): Readonly<Record<Dimension, number>> {
  const sums = { kept_promises: 0, recent_conduct: 0, breadth: 0 };
  for (const move of moves) if ('dimension' in move) sums[move.dimension] += move.points;
  return sums;
}

function clamp(points: number): number {
  return Math.min(POINTS_HIGH, Math.max(POINTS_LOW, points));
}
