/**
 * The town's day. Shops write things down three times a day, just before the hour at which something may fall due, so what
 * happened in time is always on record in time; the clock needs three moves a day and no more.
 */
import { DAY_US, HOUR_US, MINUTE_US } from '../../packages/troth/src/kernel/clock.ts';
import type { Instant } from '../../packages/troth/src/kernel/clock.ts';
import type { DayPart } from './trades.ts';

/** The town keeps China Standard Time, which has no summer time. */
export const TOWN_ZONE = 'Asia/Shanghai';
const ZONE_US = 8n * HOUR_US;

/** When shops write down what happened: 08:30, 14:30 and 21:30. */
const STOPS_US: readonly bigint[] = [
  8n * HOUR_US + 30n * MINUTE_US,
  14n * HOUR_US + 30n * MINUTE_US,
  21n * HOUR_US + 30n * MINUTE_US,
];
/** Things are due at closing time. */
const CLOSING_US = 22n * HOUR_US;
/** Both sessions of appointments are SESSION_MINUTES long and end 30 minutes after the stop that writes down who came. */
const SESSIONS_US = [
  { opens: 9n * HOUR_US, closes: 15n * HOUR_US },
  { opens: 16n * HOUR_US, closes: CLOSING_US },
] as const;
export const SESSION_MINUTES = 360;

/** Midnight, town time, of the day in which the instant lies. */
export function midnightOf(at: Instant): Instant {
  const local = at + ZONE_US;
  return local - (((local % DAY_US) + DAY_US) % DAY_US) - ZONE_US;
}

/** 0 is Monday. */
export function weekdayOf(at: Instant): number {
  const days = Number((midnightOf(at) + ZONE_US) / DAY_US);
  return (((days + 3) % 7) + 7) % 7;
}

export function stopAt(midnight: Instant, part: DayPart): Instant {
  return midnight + (STOPS_US[part] as bigint);
}

/** The first stop strictly after the instant. */
export function nextStop(at: Instant): Instant {
  const midnight = midnightOf(at);
  const today = STOPS_US.map((stop) => midnight + stop).find((stop) => stop > at);
  return today ?? midnight + DAY_US + (STOPS_US[0] as bigint);
}

/** Closing time so many evenings later. */
export function dueAfter(at: Instant, evenings: number): Instant {
  return midnightOf(at) + BigInt(evenings) * DAY_US + CLOSING_US;
}

/** The appointment session of a day: 0 is 09:00–15:00, 1 is 16:00–22:00. */
export function sessionOf(
  midnight: Instant,
  session: 0 | 1,
): { readonly opensAt: Instant; readonly closesAt: Instant } {
  const { opens, closes } = SESSIONS_US[session];
  return { opensAt: midnight + opens, closesAt: midnight + closes };
}

/** An instant between two, never after the latter's stop: `share` in [0, 1). */
export function between(from: Instant, to: Instant, share: number): Instant {
  return from + (BigInt(Math.floor(share * 1_000_000)) * (to - from)) / 1_000_000n;
}
