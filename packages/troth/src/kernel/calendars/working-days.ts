/**
 * Counting days the way the law counts them. The day on which something happens is not counted, the next one is the first
 * (民法典 art. 201); the last day lasts until midnight, and when it is a day off it is the next working day instead (art. 203).
 * A day is a whole day of the place: 23 or 25 hours where the clocks change.
 */
import { Temporal } from 'temporal-polyfill';
import { assert, type Instant } from '../index.ts';
import { findHolidayYear, type HolidayCalendar, isWorkingDay } from './holiday-calendar.ts';

export const COUNTED_DAYS_MAX = 366;

export interface CountedDays {
  /** The end of the last day: the first instant of the day after it. What happens before this instant is in time. */
  readonly endsAt: Instant;
  /** The last day, `YYYY-MM-DD` in the timezone asked for. */
  readonly lastDayOn: string;
  /** Years met on the way whose holidays are not in the calendar: only weekends were left out there. */
  readonly weekendsOnlyYears: readonly number[];
}

/** The end of the n-th working day after the local day of `at`; `days` from 1 to {@link COUNTED_DAYS_MAX}. */
export function workingDaysAfter(calendar: HolidayCalendar, timezone: string, at: Instant, days: number): Instant {
  return countWorkingDays(calendar, timezone, at, days).endsAt;
}

/** The same, with the day it is and what is not known about the years it crosses. */
export function countWorkingDays(calendar: HolidayCalendar, timezone: string, at: Instant, days: number): CountedDays {
  assertCountable(days);
  const walk = new Walk(calendar, timezone, at);
  for (let left = days; left > 0; left -= 1) walk.toNextWorkingDay();
  return walk.counted();
}

/** The end of the n-th day after the local day of `at`, working or not; moved on to a working day when it falls on a day off. */
export function countDays(calendar: HolidayCalendar, timezone: string, at: Instant, days: number): CountedDays {
  assertCountable(days);
  const walk = new Walk(calendar, timezone, at);
  for (let left = days; left > 0; left -= 1) walk.toNextDay();
  if (!walk.isWorked()) walk.toNextWorkingDay();
  return walk.counted();
}

function assertCountable(days: number): void {
  assert(Number.isInteger(days) && days >= 1 && days <= COUNTED_DAYS_MAX, 'days_are_counted_from_1_to_366');
}

const DAY_STARTS_KEPT_MAX = 4096;
/** Everybody's refund of one week crosses the same midnights, and finding one in a zone costs more than everything else. */
const dayStarts = new Map<string, Instant>();

/** Walks over local days, one at a time, and remembers the years whose holidays it did not find. */
class Walk {
  private readonly calendar: HolidayCalendar;
  private readonly timezone: string;
  private readonly unknown = new Set<number>();
  private day: Temporal.PlainDate;

  constructor(calendar: HolidayCalendar, timezone: string, at: Instant) {
    this.calendar = calendar;
    this.timezone = timezone;
    this.day = Temporal.Instant.fromEpochNanoseconds(at * 1000n)
      .toZonedDateTimeISO(timezone)
      .toPlainDate();
  }

  toNextDay(): void {
    this.day = this.day.add({ days: 1 });
    // A zone that moves over the date line leaves a day out (Samoa, 30 December 2011): nobody could work on it.
    if (this.startOf(this.day) === this.startOf(this.day.add({ days: 1 }))) this.day = this.day.add({ days: 1 });
    if (findHolidayYear(this.calendar, this.day.year) === null) this.unknown.add(this.day.year);
  }

  toNextWorkingDay(): void {
    this.toNextDay();
    while (!this.isWorked()) this.toNextDay();
  }

  isWorked(): boolean {
    return isWorkingDay(this.calendar, this.day.toString(), this.day.dayOfWeek);
  }

  counted(): CountedDays {
    return {
      endsAt: this.startOf(this.day.add({ days: 1 })),
      lastDayOn: this.day.toString(),
      weekendsOnlyYears: [...this.unknown],
    };
  }

  private startOf(day: Temporal.PlainDate): Instant {
    const key = `${this.timezone} ${day}`;
    let startsAt = dayStarts.get(key);
    if (startsAt === undefined) {
      startsAt = day.toZonedDateTime(this.timezone).epochNanoseconds / 1000n;
      if (dayStarts.size >= DAY_STARTS_KEPT_MAX) dayStarts.clear();
      dayStarts.set(key, startsAt);
    }
    return startsAt;
  }
}
