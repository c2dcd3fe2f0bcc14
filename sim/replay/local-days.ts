/**
 * Local days of a place as instants. The table gives days without a time and times of day without a zone; both mean the
 * clock on the clinic's wall, summer time included.
 */
import { Temporal } from 'temporal-polyfill';
import { DAY_US, HOUR_US, MINUTE_US, SECOND_US } from '../../packages/troth/src/kernel/clock.ts';
import type { Instant } from '../../packages/troth/src/kernel/clock.ts';

export interface LocalDay {
  /** `2016-04-29`. */
  readonly date: string;
  readonly startsAt: Instant;
  /** First instant of the next day. */
  readonly endsAt: Instant;
}

export interface LocalDays {
  /** Null when there is no such day. */
  findDay(date: string): LocalDay | null;
  /** Wall-clock time `18:38:08` on a day; null when it is none. An hour that happens twice means the first, one left out the later. */
  findTime(date: string, time: string): Instant | null;
  /** The day in which an instant lies. */
  dayOf(at: Instant): LocalDay;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^([01]\d|2[0-3]):([0-5]\d):([0-5]\d)$/;

const instantOf = (zoned: Temporal.ZonedDateTime): Instant => zoned.epochNanoseconds / 1000n;

/** Days in one time zone. Each day is worked out once: calendars are slow, tables are long. */
export function localDaysOf(zone: string): LocalDays {
  const days = new Map<string, LocalDay | null>();

  const workOut = (date: string): LocalDay | null => {
    if (!DATE.test(date)) return null;
    let plain: Temporal.PlainDate;
    try {
      plain = Temporal.PlainDate.from(date, { overflow: 'reject' });
    } catch {
      return null;
    }
    const startsAt = instantOf(plain.toZonedDateTime(zone));
    return { date, startsAt, endsAt: instantOf(plain.add({ days: 1 }).toZonedDateTime(zone)) };
  };

  const findDay = (date: string): LocalDay | null => {
    const known = days.get(date);
    if (known !== undefined) return known;
    const day = workOut(date);
    days.set(date, day);
    return day;
  };

  const findTime = (date: string, time: string): Instant | null => {
    const match = TIME.exec(time);
    const day = findDay(date);
    if (match === null || day === null) return null;
    if (day.endsAt - day.startsAt === DAY_US) {
      const [, hours, minutes, seconds] = match;
      return (
        day.startsAt +
        BigInt(Number(hours)) * HOUR_US +
        BigInt(Number(minutes)) * MINUTE_US +
        BigInt(Number(seconds)) * SECOND_US
      );
    }
    return instantOf(Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zone));
  };

  const dayOf = (at: Instant): LocalDay => {
    const date = Temporal.Instant.fromEpochNanoseconds(at * 1000n)
      .toZonedDateTimeISO(zone)
      .toPlainDate()
      .toString();
    return findDay(date) as LocalDay;
  };

  return { findDay, findTime, dayOf };
}
