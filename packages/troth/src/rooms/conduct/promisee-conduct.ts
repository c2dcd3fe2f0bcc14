/**
 * The promisee's side of the same file. A merchant promises too: to hold to what was agreed, and to report only what it can hold to.
 * Every pledge that came to its end is a promise kept, and so is each delivery or refund on the way; a notice taken back or left undecided
 * after an answer, a cancellation after the person had promised, what the promisee owed and missed, and a report that a dispute has shown to
 * be false, are promises broken. Same shape, same periods, another role: its context begins with `promisee `.
 */
import type { Context } from '../offer/index.ts';
import type { FactKind, Reporter } from './fact.ts';

/** What a terminal fact says about the promisee. */
export interface PromiseeConduct {
  readonly keptMilli: number;
  readonly brokenMilli: number;
  readonly lateMilli: number;
}

/** An ordinary end weighs little, since the merchant decides how many there are; a broken word of its own weighs in full. */
export const PROMISEE_KEPT_MILLI = 250;
export const PROMISEE_BROKEN_MILLI = 1000;

const KEPT: PromiseeConduct = { keptMilli: PROMISEE_KEPT_MILLI, brokenMilli: 0, lateMilli: 0 };
const BROKEN: PromiseeConduct = { keptMilli: 0, brokenMilli: PROMISEE_BROKEN_MILLI, lateMilli: 0 };

/** The parts of a fact that say how the promisee behaved. */
export interface EndSeen {
  readonly kind: FactKind;
  readonly reporter: Reporter;
  /** Whether the person had promised already. */
  readonly wasAccepted: boolean;
  /** Whether what has ended was owed by the promisee itself. */
  readonly isOwn: boolean;
  /** Whether the obligee left an answer undecided. */
  readonly isUndecided: boolean;
  /** Whether a dispute was decided against what the promisee had reported. */
  readonly isFalseReport: boolean;
}

/** What an end adds to the promisee's file; null when it says nothing about the promisee. */
export function promiseeConduct(end: EndSeen): PromiseeConduct | null {
  switch (end.kind) {
    case 'withdrawn':
      // A notice about what the promisee owed, taken back by the person, clears it.
      return end.isOwn ? KEPT : BROKEN;
    case 'kept':
      // The promisee had claimed a break and then did not decide.
      return end.isUndecided && !end.isOwn ? BROKEN : KEPT;
    case 'broken':
      return KEPT;
    case 'let_down':
      return BROKEN;
    case 'met':
      // On the way only what it owed itself says something about it, and a claim that it did not decide.
      return end.isOwn ? KEPT : end.isUndecided ? BROKEN : null;
    case 'dispute_decided':
      return end.isFalseReport ? BROKEN : null;
    case 'cancelled':
      return end.reporter === 'merchant' && end.wasAccepted ? BROKEN : null;
    default:
      return null;
  }
}

/** Where the promisee's conduct is kept on its file; `%` stands for all contexts. */
export function promiseeContext(context: Context | '' | '%'): string {
  return `promisee ${context}`;
}
