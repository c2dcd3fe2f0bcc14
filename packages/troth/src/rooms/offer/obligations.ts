/**
 * When the obligations of an offer fall due for one order. Elapsed minutes are absolute; whatever is said in days or as a local
 * date is worked out in the offer's own timezone, so a day of 23 or 25 hours is a whole day.
 */
import { Temporal } from 'temporal-polyfill';
import { MINUTE_US, assert, ok, refuse, unreachable, type Instant, type Outcome } from '../../kernel/index.ts';
import type { OrderRefusal } from './refusals.ts';
import { findObligation, type ObligationTerms, type ObligationType, type OfferTerms } from './terms.ts';

/** When one order starts. An appointment is either at an instant or on a whole local day (`YYYY-MM-DD`); a rental starts now unless it says when. */
export interface OrderTimes {
  readonly startsAt?: Instant;
  readonly onLocalDate?: string;
}

export interface BornObligation {
  /** Place in the offer's list, from 1. */
  readonly seq: number;
  readonly type: ObligationType;
  readonly owedBy: 'promisor';
  readonly startsAt: Instant;
  readonly dueAt: Instant;
  /** Until then nothing is recorded. Never before `dueAt`. */
  readonly graceUntil: Instant;
}

/** Clocks of shops differ a little; an order may say it started this long ago. */
export const START_TOLERANCE_US = 15n * MINUTE_US;
export const START_AHEAD_MAX_US = 366n * 24n * 60n * MINUTE_US;

/** The obligations of one order in the offer's order, or why the order cannot be promised. */
export function bornObligations(
  terms: OfferTerms,
  order: OrderTimes,
  now: Instant,
): Outcome<readonly BornObligation[], OrderRefusal> {
  const start = startOf(terms, order, now);
  if (!start.ok) return start;
  const born: BornObligation[] = [];
  let endsAt = start.value.startsAt;
  terms.obligations.forEach((obligation, index) => {
    if (obligation.type === 'pay') return;
    const dueAt = dueAtOf(terms, obligation, start.value);
    const graceUntil = dueAt + BigInt(obligation.graceMinutes) * MINUTE_US;
    if (graceUntil > endsAt) endsAt = graceUntil;
    born.push({
      seq: index + 1,
      type: obligation.type,
      owedBy: obligation.owedBy,
      startsAt: start.value.startsAt,
      dueAt,
      graceUntil,
    });
  });
  terms.obligations.forEach((obligation, index) => {
    if (obligation.type !== 'pay') return;
    const dueAt = payDueAt(obligation, endsAt);
    const graceUntil = dueAt + BigInt(obligation.graceMinutes) * MINUTE_US;
    born.push({
      seq: index + 1,
      type: 'pay',
      owedBy: obligation.owedBy,
      startsAt: start.value.startsAt,
      dueAt,
      graceUntil,
    });
  });
  for (const obligation of born) {
    if (obligation.dueAt > now && obligation.dueAt > obligation.startsAt) continue;
    return refuse(obligation.type === 'attend' ? 'window_already_over' : 'due_already_past', {
      pointers: [pointerOf(order)],
    });
  }
  return ok(born.sort((a, b) => a.seq - b.seq));
}

/**
 * When a metered payment falls due once the use has ended at `endedAt`. At birth, before anybody knows that, the end of the longest
 * grace stands in for it, so the promise is never stricter than what was shown.
 */
export function payDueAt(obligation: Extract<ObligationTerms, { type: 'pay' }>, endedAt: Instant): Instant {
  return endedAt + BigInt(obligation.due.afterEndMinutes) * MINUTE_US;
}

/** Whole minutes begun between two instants; 0 when the second is not later. */
export function minutesBegun(from: Instant, to: Instant): number {
  return to <= from ? 0 : Number((to - from + MINUTE_US - 1n) / MINUTE_US);
}

/** The most minutes an order can run and still be on time; 0 when nothing is to be returned. */
export function dueMinutesMax(terms: OfferTerms, order: OrderTimes): number {
  const obligation = findObligation(terms, 'return_item');
  if (obligation === null) return 0;
  if ('afterMinutes' in obligation.due) return obligation.due.afterMinutes;
  if (order.startsAt === undefined) {
    const [hours = '0', minutes = '0'] = obligation.due.atLocalTime.split(':');
    return obligation.due.afterDays * 1440 + Number(hours) * 60 + Number(minutes) + 60; // from midnight, and the clocks may go back an hour
  }
  return minutesBegun(order.startsAt, localDueAt(terms.timezone, order.startsAt, obligation.due));
}

interface Start {
  readonly startsAt: Instant;
  /** End of the local day when the order named one, otherwise null. */
  readonly dayEndsAt: Instant | null;
}

function startOf(terms: OfferTerms, order: OrderTimes, now: Instant): Outcome<Start, OrderRefusal> {
  const attends = findObligation(terms, 'attend') !== null;
  if (order.startsAt !== undefined && order.onLocalDate !== undefined)
    return refuse('start_given_twice', { pointers: ['/startsAt', '/onLocalDate'] });
  if (order.onLocalDate !== undefined) {
    if (!attends) return refuse('local_date_needs_an_appointment', { pointers: ['/onLocalDate'] });
    const day = findLocalDay(terms.timezone, order.onLocalDate);
    if (day === null) return refuse('local_date_invalid', { pointers: ['/onLocalDate'] });
    if (day.startsAt > now + START_AHEAD_MAX_US) return refuse('start_too_far_ahead', { pointers: ['/onLocalDate'] });
    return ok({ startsAt: day.startsAt, dayEndsAt: day.endsAt });
  }
  if (order.startsAt === undefined) {
    if (attends) return refuse('start_missing', { pointers: ['/startsAt', '/onLocalDate'] });
    return ok({ startsAt: now, dayEndsAt: null });
  }
  if (order.startsAt > now + START_AHEAD_MAX_US) return refuse('start_too_far_ahead', { pointers: ['/startsAt'] });
  if (!attends && order.startsAt < now - START_TOLERANCE_US)
    return refuse('start_in_the_past', { pointers: ['/startsAt'] });
  return ok({ startsAt: order.startsAt, dayEndsAt: null });
}

function dueAtOf(terms: OfferTerms, obligation: Exclude<ObligationTerms, { type: 'pay' }>, start: Start): Instant {
  switch (obligation.type) {
    case 'attend':
      return start.dayEndsAt ?? start.startsAt + BigInt(obligation.windowMinutes) * MINUTE_US;
    case 'return_item':
      if ('afterMinutes' in obligation.due) return start.startsAt + BigInt(obligation.due.afterMinutes) * MINUTE_US;
      return localDueAt(terms.timezone, start.startsAt, obligation.due);
    default:
      return unreachable(obligation, 'obligation_type_must_have_a_due_time');
  }
}

function pointerOf(order: OrderTimes): string {
  return order.onLocalDate === undefined ? '/startsAt' : '/onLocalDate';
}

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

function instantOf(time: Temporal.ZonedDateTime): Instant {
  const nanoseconds = time.epochNanoseconds;
  assert(nanoseconds % 1000n === 0n, 'local_times_have_whole_microseconds');
  return nanoseconds / 1000n;
}
