/** What a replay remembers of each step it has done: enough to go on after a crash, and to report at the end. */
import type { ShopDoor } from '../api-client.ts';
import type { Journal } from './journal.ts';

export interface BegunStep {
  readonly step: 'begun';
  /** SHA-256 of the table replayed; another table is another replay. */
  readonly table: string;
  readonly worldId: number;
  readonly operatorKey: string;
  readonly shop: ShopDoor;
  readonly importId: string;
}

/** People who were not known before: the clinic's number, the party, and how the clinic knows it here. */
export interface EnrolledStep {
  readonly step: 'enrolled';
  readonly date: string;
  readonly people: readonly (readonly [patientId: string, partyId: string, reference: string])[];
}

/** Pledges entered on a day: the clinic's number of the appointment and of its pledge. */
export interface BookedStep {
  readonly step: 'booked';
  readonly date: string;
  readonly pledges: readonly (readonly [appointmentId: string, pledgeId: string])[];
  readonly refused: readonly (readonly [appointmentId: string, reason: string])[];
}

/** Estimates read at the beginning of a day, one for each person with an appointment; null for whom nothing was on file. */
export interface ReadStep {
  readonly step: 'read';
  readonly date: string;
  readonly estimates: readonly (readonly [patientId: string, estimate: number | null])[];
}

export interface DoneStep {
  readonly step: 'noticed' | 'kept' | 'ended';
  readonly date: string;
}

export type ReplayStep = BegunStep | EnrolledStep | BookedStep | ReadStep | DoneStep;

/** What earlier runs have left behind. */
export interface ReplayState {
  readonly begun: BegunStep | null;
  /** Which steps of which days are done, as `step date`. */
  readonly done: Set<string>;
  /** By the clinic's number of the person: party and reference. */
  readonly personOf: Map<string, { readonly partyId: string; readonly reference: string }>;
  readonly pledgeOf: Map<string, string>;
  readonly refusedOf: Map<string, string>;
  /** By date and the clinic's number of the person. */
  readonly estimateOf: Map<string, number | null>;
}

/** Goes through the journal once. */
export function stateOf(journal: Journal<ReplayStep>): ReplayState {
  const state: ReplayState = {
    begun: null,
    done: new Set(),
    personOf: new Map(),
    pledgeOf: new Map(),
    refusedOf: new Map(),
    estimateOf: new Map(),
  };
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
  switch (step.step) {
    case 'enrolled':
      for (const [patientId, partyId, reference] of step.people) state.personOf.set(patientId, { partyId, reference });
      break;
    case 'booked':
      for (const [appointmentId, pledgeId] of step.pledges) state.pledgeOf.set(appointmentId, pledgeId);
      for (const [appointmentId, reason] of step.refused) state.refusedOf.set(appointmentId, reason);
      break;
    case 'read':
      for (const [patientId, estimate] of step.estimates) state.estimateOf.set(`${step.date} ${patientId}`, estimate);
      break;
    default:
  }
}
