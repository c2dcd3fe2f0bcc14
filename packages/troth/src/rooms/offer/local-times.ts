/** Local days and due times told by the clock of a place. A day of 23 or 25 hours is a whole day. */
import { Temporal } from 'temporal-polyfill';
import { assert, type Instant } from '../../kernel/index.ts';

/** The instant of a due time told in days and by the clock of the place. */
export function localDueAt(
  timezone: string,
  startsAt: Instant,
  due: { readonly afterDays: number; readonly atLocalTime: string },
): Instant {
  const key = `${timezone} ${due.afterDays} ${due.atLocalTime}`;
  const known = localDues.get(key);
  if (known !== undefined && known.dayStartsAt <= startsAt && startsAt < known.dayEndsAt) return known.dueAt;
  const today = zoned(timezone, startsAt).toPlainDate();
  const plainTime = Temporal.PlainTime.from(due.atLocalTime);
  const dueAt = instantOf(today.add({ days: due.afterDays }).toZonedDateTime({ timeZone: timezone, plainTime }));
  const dayStartsAt = instantOf(today.toZonedDateTime(timezone));
  if (localDues.size >= LOCAL_DAYS_KEPT_MAX) localDues.clear();
  localDues.set(key, { dayStartsAt, dayEndsAt: instantOf(today.add({ days: 1 }).toZonedDateTime(timezone)), dueAt });
  return dueAt;
}

const LOCAL_DAYS_KEPT_MAX = 4096;
/** The last day asked about, per rule: orders of one day are due at one instant, and calendars cost more than everything else. */
const localDues = new Map<
  string,
  { readonly dayStartsAt: Instant; readonly dayEndsAt: Instant; readonly dueAt: Instant }
>();
const localDays = new Map<string, { readonly startsAt: Instant; readonly endsAt: Instant }>();

/** First and last instant (exclusive) of a local day, or null when the text names no day. Where midnight is skipped the day starts later. */
export function findLocalDay(
  timezone: string,
  localDate: string,
): { readonly startsAt: Instant; readonly endsAt: Instant } | null {
  const key = `${timezone} ${localDate}`;
  const known = localDays.get(key);
  if (known !== undefined) return known;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(localDate)) return null;
  let date: Temporal.PlainDate;
  try {
    date = Temporal.PlainDate.from(localDate, { overflow: 'reject' });
  } catch {
    return null;
  }
  const day = {
    startsAt: instantOf(date.toZonedDateTime(timezone)),
    endsAt: instantOf(date.add({ days: 1 }).toZonedDateTime(timezone)),
  };
  // Some zones once jumped over a whole day (Samoa, 30 December 2011): such a day has no time to be there in.
  if (day.endsAt <= day.startsAt) return null;
  if (localDays.size >= LOCAL_DAYS_KEPT_MAX) localDays.clear();
  localDays.set(key, day);
  return day;
}

/** Whether the timezone is one the calendar knows. Offsets such as `+08:00` are not names and are refused. */
export function isTimezone(text: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]*$/.test(text)) return false;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text).timeZoneId.length > 0;
  } catch {
    return false;
  }
}

/** Wall time of an instant in a zone. */
export function zoned(timezone: string, at: Instant): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochNanoseconds(at * 1000n).toZonedDateTimeISO(timezone);
}

/** Microseconds since 1970 of a local time. */
export function instantOf(time: Temporal.ZonedDateTime): Instant {
  const nanoseconds = time.epochNanoseconds;
  assert(nanoseconds % 1000n === 0n, 'local_times_have_whole_microseconds');
  return nanoseconds / 1000n;
}
