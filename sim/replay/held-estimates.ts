/**
 * What was held about each person before each appointment, worked out in memory by the same rule and the same timetable as the
 * replay through the API: a kept appointment is on file when its day ends, a broken one when silence has run out.
 */
import { SECOND_US } from '../../packages/troth/src/kernel/clock.ts';
import type { Instant } from '../../packages/troth/src/kernel/clock.ts';
import type { AppointmentRow } from './appointment-rows.ts';
import type { Scored } from './auc.ts';
import { brokenAtOf } from './timetable.ts';
import type { ReplayDay } from './timetable.ts';

/** One estimate, with what else the report needs to know about the moment it was held. */
export interface Held extends Scored {
  readonly date: string;
  /** Facts that had been on the person's file by then. */
  readonly factCount: number;
  /** The last fact on file: 1 broken, 0 kept, null nothing. */
  readonly lastOutcome: 0 | 1 | null;
}

export interface KnownFact {
  readonly wasKept: boolean;
  /** When the promise entered the books: at the end of the day on which it was booked. */
  readonly bookedAt: Instant;
  readonly recordedAt: Instant;
}

/** The estimate that the next promise will be broken, given what is on file; facts come in the order recorded. */
export type EstimateRule = (facts: readonly KnownFact[], now: Instant, person: string) => number;

interface Pending extends KnownFact {
  readonly person: string;
}

/** Facts of all people in the order in which they enter the files; `outcomes` may be somebody else's (the shuffle check). */
function factsInOrder(timetable: readonly ReplayDay[], outcomes: ReadonlyMap<string, boolean>): Pending[] {
  const facts = timetable.flatMap(({ booked, closesAt }) =>
    booked.map((row) => {
      const wasKept = outcomes.get(row.appointmentId) as boolean;
      return {
        person: row.patientId,
        wasKept,
        bookedAt: closesAt,
        recordedAt: wasKept ? row.day.endsAt - SECOND_US : brokenAtOf(row),
      };
    }),
  );
  return facts.sort((one, other) =>
    one.recordedAt < other.recordedAt ? -1 : one.recordedAt > other.recordedAt ? 1 : 0,
  );
}

/** The outcome of each appointment as the table has it. */
export function outcomesOf(rows: readonly AppointmentRow[]): ReadonlyMap<string, boolean> {
  return new Map(rows.map((row) => [row.appointmentId, row.wasKept]));
}

/** One entry for each appointment, in time order. */
export function holdEstimates(
  timetable: readonly ReplayDay[],
  outcomes: ReadonlyMap<string, boolean>,
  rule: EstimateRule,
): readonly Held[] {
  const pending = factsInOrder(timetable, outcomes);
  const files = new Map<string, KnownFact[]>();
  const held: Held[] = [];
  let next = 0;
  for (const { day, appointments } of timetable) {
    for (; next < pending.length && (pending[next] as Pending).recordedAt <= day.startsAt; next += 1) {
      const fact = pending[next] as Pending;
      const file = files.get(fact.person);
      if (file === undefined) files.set(fact.person, [fact]);
      else file.push(fact);
    }
    for (const row of appointments) {
      const facts = files.get(row.patientId) ?? [];
      const last = facts.at(-1);
      held.push({
        person: row.patientId,
        date: day.date,
        estimate: rule(facts, day.startsAt, row.patientId),
        isMissed: outcomes.get(row.appointmentId) === false,
        factCount: facts.length,
        lastOutcome: last === undefined ? null : last.wasKept ? 0 : 1,
      });
    }
  }
  return held;
}
