/** What a replay remembers of each step it has done: enough to go on after a crash, and to report at the end. */
import type { Held } from './held-estimates.ts';
import type { Journal } from './journal.ts';

export interface BegunStep {
  readonly step: 'begun';
  /** SHA-256 of the table replayed; another table is another replay. */
  readonly table: string;
  readonly worldId: number;
  readonly operatorKey: string;
  readonly merchantKey: string;
  readonly offerId: string;
  readonly importId: string;
}

/** Pledges entered on a day: the clinic's number of the appointment and of its pledge. */
export interface BookedStep {
  readonly step: 'booked';
  readonly date: string;
  readonly pledges: readonly (readonly [appointmentId: string, pledgeId: string])[];
  readonly refused: readonly (readonly [appointmentId: string, reason: string])[];
}

export interface ReadStep {
  readonly step: 'read';
  readonly date: string;
  readonly held: readonly Held[];
}

export interface DoneStep {
  readonly step: 'noticed' | 'kept' | 'ended';
  readonly date: string;
}

export type ReplayStep = BegunStep | BookedStep | ReadStep | DoneStep;

/** What earlier runs have left behind. */
export interface ReplayState {
  readonly begun: BegunStep | null;
  /** Which steps of which days are done, as `step date`. */
  readonly done: Set<string>;
  readonly pledgeOf: Map<string, string>;
  readonly refusedOf: Map<string, string>;
  readonly held: Held[];
}

/** Goes through the journal once. */
export function stateOf(journal: Journal<ReplayStep>): ReplayState {
  const state: ReplayState = { begun: null, done: new Set(), pledgeOf: new Map(), refusedOf: new Map(), held: [] };
  let begun: BegunStep | null = null;
  for (const step of journal.done) {
    if (step.step === 'begun') begun = step;
    else take(state, step);
  }
  return { ...state, begun };
}

/** Adds one step to the state. */
export function take(state: ReplayState, step: Exclude<ReplayStep, BegunStep>): void {
  state.done.add(`${step.step} ${step.date}`);
  if (step.step === 'read') state.held.push(...step.held);
  if (step.step !== 'booked') return;
  for (const [appointmentId, pledgeId] of step.pledges) state.pledgeOf.set(appointmentId, pledgeId);
  for (const [appointmentId, reason] of step.refused) state.refusedOf.set(appointmentId, reason);
}
