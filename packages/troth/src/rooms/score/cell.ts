/**
 * What decisions read of a person: one of at most four unnamed cells per context, drawn once per person and period from the periods
 * before it. Any number of shops asking about any number of offers learn the same two bits at most, and a shop's own report changes
 * nothing before the next draw.
 *
 * A cell is never stored. It is drawn again from the fold by replaying the periods, so that hysteresis needs no memory: a person near
 * a border does not swing to and fro, and a little noise from the person's own key hides on which side of it a single fact would fall.
 */
import { assert } from '../../kernel/index.ts';
import type { Context } from '../offer/index.ts';
import { stillCounting } from './ageing.ts';
import { countsOf, decayAt } from './estimate.ts';
import type { Fold, FoldBucket } from './fold.ts';
import { priorOf } from './priors.ts';

export type Cell = 0 | 1 | 2 | 3;

/** Where everybody starts, and where nothing on file leads back to. */
export const FIRST_CELL: Cell = 1;

/** Borders between neighbouring cells, in log odds against the context's prior. */
const BORDERS = [-0.7, 0.5, 1.6] as const;
/** How far beyond a border one must be to cross it. */
const HYSTERESIS = 0.2;
/** Largest noise either way; below the hysteresis, so that noise alone never moves anybody back and forth. */
const NOISE = 0.1;
/** Odds that a cell stands for, against the prior's. */
const ODDS: readonly [number, number, number, number] = [0.3, 1, 2.9, 9];

/** The cell for decisions in `period`. Reads only periods before it. `drawKey` is 32 secret bytes of this person. */
export function cellOf(whole: Fold, context: Context, period: number, drawKey: Uint8Array): Cell {
  // What has left is gone from all earlier draws too, so that no hysteresis remembers it.
  const fold = stillCounting(whole, period);
  const first = fold[0];
  if (first === undefined || first.period >= period) return FIRST_CELL;
  const prior = priorOf(context);
  const seed = seedOf(drawKey, context);
  const fade = decayAt(1);
  let cell: Cell = FIRST_CELL;
  let breaks = 0;
  let keeps = 0;
  let next = 0;
  for (let drawn = first.period + 1; drawn <= period; drawn++) {
    const bucket = fold[next];
    if (bucket !== undefined && bucket.period === drawn - 1) {
      const counts = countsOf(bucket satisfies FoldBucket);
      breaks += counts.breaks;
      keeps += counts.keeps;
      next++;
    }
    breaks *= fade;
    keeps *= fade;
    const odds = ((prior.breaks + breaks) * prior.keeps) / ((prior.keeps + keeps) * prior.breaks);
    cell = moved(cell, Math.log(odds) + noiseAt(seed, drawn));
  }
  return cell;
}

/** The probability that a cell stands for, in millionths. */
export function cellProbabilityPpm(cell: Cell, context: Context): number {
  const prior = priorOf(context);
  const odds = (prior.breaks / prior.keeps) * ODDS[cell];
  return Math.round((odds / (1 + odds)) * 1_000_000);
}

/** What a decision reads: draws the cell and gives its probability. */
export function admissionProbabilityPpm(fold: Fold, context: Context, period: number, drawKey: Uint8Array): number {
  return cellProbabilityPpm(cellOf(fold, context, period, drawKey), context);
}

function moved(from: Cell, logOdds: number): Cell {
  let cell: number = from;
  while (cell < 3 && logOdds > (BORDERS[cell] as number) + HYSTERESIS) cell++;
  while (cell > 0 && logOdds < (BORDERS[cell - 1] as number) - HYSTERESIS) cell--;
  return cell as Cell;
}

/** Noise in one context says nothing of the noise in another. Never renumbered: it would draw everybody again. */
const SALT: Readonly<Record<Context, number>> = {
  mobility: 1,
  stay: 2,
  retail: 3,
  care: 4,
  culture: 5,
  civic: 6,
  dining: 7,
  sport: 8,
  work: 9,
};

function seedOf(drawKey: Uint8Array, context: Context): number {
  assert(drawKey.length === 32, 'draw_key_has_32_bytes');
  let seed = SALT[context];
  for (let at = 0; at < 32; at += 4) {
    const word =
      (drawKey[at] as number) |
      ((drawKey[at + 1] as number) << 8) |
      ((drawKey[at + 2] as number) << 16) |
      ((drawKey[at + 3] as number) << 24);
    seed = mixed(seed ^ word);
  }
  return seed;
}

function noiseAt(seed: number, period: number): number {
  return (mixed(seed ^ Math.imul(period, 0x9e3779b1)) / 2 ** 31 - 1) * NOISE;
}

/** Spreads 32 bits evenly (the finaliser of MurmurHash3); noise needs no more. */
function mixed(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
