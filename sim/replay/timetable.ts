/**
 * The replay day by day. On each day that has something to do the clock stops three times: at midnight, to read the estimates held
 * before the day's appointments; in the morning, when the clinic gives notice of yesterday's missed ones; and at the day's
 * last second, when it enters what was booked and who came. The table knows no times of appointments, so an
 * appointment may be kept until its local day ends.
 */
import { HOUR_US, SECOND_US } from '../../packages/troth/src/kernel/clock.ts';
import type { Instant } from '../../packages/troth/src/kernel/clock.ts';
import type { AppointmentRow } from './appointment-rows.ts';
import type { LocalDay, LocalDays } from './local-days.ts';

/** After midnight, the clinic's morning. */
export const MORNING_US = 9n * HOUR_US;
/** How long a person may answer a notice of the clinic before silence counts. */
export const ANSWER_HOURS = 24;

export interface ReplayDay {
  readonly day: LocalDay;
  /** Appointments of this day: their estimates are read at `day.startsAt`. */
  readonly appointments: readonly AppointmentRow[];
  readonly morningAt: Instant;
  /** Missed on the day before: notice is given at `morningAt`. */
  readonly toNotice: readonly AppointmentRow[];
  readonly closesAt: Instant;
  /** Booked during this day, in order: entered at `closesAt`. */
  readonly booked: readonly AppointmentRow[];
  /** Kept on this day: reported at `closesAt`. */
  readonly kept: readonly AppointmentRow[];
}

/** Days with something to do, in order. Every row is booked once, read once, and then either kept once or noticed once. */
export function timetableOf(rows: readonly AppointmentRow[], days: LocalDays): readonly ReplayDay[] {
  const booked = Map.groupBy(rows, (row) => days.dayOf(row.scheduledAt).date);
  const appointments = Map.groupBy(rows, (row) => row.day.date);
  const toNotice = Map.groupBy(
    rows.filter((row) => !row.wasKept),
    (row) => days.dayOf(row.day.endsAt).date,
  );
  const dates = [...new Set([...booked.keys(), ...appointments.keys(), ...toNotice.keys()])].sort();
  return dates.map((date) => {
    const day = days.findDay(date) as LocalDay;
    const ofDay = appointments.get(date) ?? [];
    return {
      day,
      appointments: ofDay,
      morningAt: day.startsAt + MORNING_US,
      toNotice: toNotice.get(date) ?? [],
      closesAt: day.endsAt - SECOND_US,
      booked: booked.get(date) ?? [],
      kept: ofDay.filter((row) => row.wasKept),
    };
  });
}

/** When silence makes a missed appointment a broken promise. */
export function brokenAtOf(row: AppointmentRow): Instant {
  return row.day.endsAt + MORNING_US + BigInt(ANSWER_HOURS) * HOUR_US;
}

/** The instant by which everything in the table has ended. */
export function replayEndsAt(timetable: readonly ReplayDay[]): Instant | null {
  const last = timetable.at(-1);
  return last === undefined ? null : last.day.endsAt + MORNING_US + BigInt(ANSWER_HOURS) * HOUR_US;
}
