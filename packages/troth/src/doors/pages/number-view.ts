/** What is shown of a person's own number, of its moves and of whoever looked. Never part of a page for a shop. */
import type { Instant } from '../../kernel/clock.ts';
import type { Text } from './format.ts';
import type { Life } from './rings.ts';

export interface MoveLine {
  readonly life: Life;
  readonly what: Text;
  readonly at: Instant;
  /** Whole points, negative for down. */
  readonly deltaPoints: number;
  /** A contested move counts and is marked; one set aside is shown and not counted. */
  readonly counting: 'counted' | 'contested' | 'set_aside';
  readonly whyHref: string | null;
}

/** What the number rests on; never stated without it. */
export interface RestsOn {
  readonly pledgeCount: number;
  readonly shopCount: number;
  readonly sinceAt: Instant | null;
}

/** Promises that ended in the last year. */
export interface Tally {
  readonly onTime: number;
  readonly late: number;
  readonly broken: number;
  readonly repaired: number;
}

export type NumberView =
  | {
      readonly kind: 'points';
      readonly points: number;
      readonly low: number;
      readonly high: number;
      readonly restsOn: RestsOn;
      readonly tally: Tally;
      readonly updatedAt: Instant;
      /** Points and date from which the moves are counted; moves in order of time. */
      readonly start: { readonly at: Instant; readonly points: number };
      readonly moves: readonly MoveLine[];
      /** Such as `Return the camera by 18:00` → `would help`. */
      readonly wouldMove: readonly { readonly what: Text; readonly effect: Text }[];
    }
  /** Too little to say: a dash, never 350. */
  | {
      readonly kind: 'thin';
      readonly restsOn: RestsOn;
      readonly moreKept: number;
      readonly moves: readonly MoveLine[];
    };

/** One look by somebody, with the one answer they got and on what basis. */
export interface LookLine {
  readonly who: string;
  readonly at: Instant;
  readonly purpose: Text;
  readonly answer: Text;
  readonly basis: Text;
}

export const SCALE_LOW = 350;
export const SCALE_HIGH = 950;
