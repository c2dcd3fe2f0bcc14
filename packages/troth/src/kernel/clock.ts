/**
 * Time is handed in. An instant is a bigint of microseconds since 1970-01-01T00:00:00Z (PostgreSQL's own precision);
 * this file is the only one that reads the wall clock.
 */

export type Instant = bigint;

export interface Clock {
  now(): Instant;
}

export const SECOND_US = 1_000_000n;
export const MINUTE_US = 60n * SECOND_US;
export const HOUR_US = 60n * MINUTE_US;
export const DAY_US = 24n * HOUR_US;

/** The machine's own clock. */
export const wallClock: Clock = { now: () => BigInt(Date.now()) * 1000n };

/** Milliseconds of a clock that never goes back, for measuring durations only. */
export function elapsedMs(): number {
  return performance.now();
}

/** A clock that stands still until it is set; for tests and test worlds. */
export function fixedClock(at: Instant): Clock & { set(to: Instant): void } {
  let current = at;
  return {
    now: () => current,
    set: (to) => {
      current = to;
    },
  };
}

const ISO = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?\d*(Z|[+-]\d{2}(?::?\d{2})?)$/;

/** Reads an ISO 8601 instant with an explicit offset (or PostgreSQL's text form); null when it is not one. */
export function instantFromIso(text: string): Instant | null {
  const match = ISO.exec(text);
  if (match === null) return null;
  const [, date, time, fraction = '', zone = 'Z'] = match;
  const offset =
    zone === 'Z'
      ? 'Z'
      : zone.length === 3
        ? `${zone}:00`
        : zone.length === 5
          ? `${zone.slice(0, 3)}:${zone.slice(3)}`
          : zone;
  const ms = Date.parse(`${date}T${time}${offset}`);
  if (Number.isNaN(ms)) return null;
  // Date.parse rolls 31 February over into March; an impossible day is refused instead.
  const day = Number((date as string).slice(8));
  const month = Number((date as string).slice(5, 7));
  if (new Date(Date.UTC(Number((date as string).slice(0, 4)), month - 1, day)).getUTCDate() !== day) return null;
  return BigInt(ms) * 1000n + BigInt(fraction.padEnd(6, '0'));
}

const REMEMBERED_MAX = 4096;
const remembered = new Map<Instant, string>();

/** ISO 8601 in UTC, with as many fraction digits as needed: none, three or six. */
export function isoFromInstant(at: Instant): string {
  // The instants of one batch repeat many times: now, due, end of grace.
  let text = remembered.get(at);
  if (text === undefined) {
    text = writeIso(at);
    if (remembered.size >= REMEMBERED_MAX) remembered.clear();
    remembered.set(at, text);
  }
  return text;
}

function writeIso(at: Instant): string {
  const us = ((at % SECOND_US) + SECOND_US) % SECOND_US;
  const ms = (at - us) / 1000n;
  const base = new Date(Number(ms)).toISOString().slice(0, 19);
  if (us === 0n) return `${base}Z`;
  const digits = us.toString().padStart(6, '0');
  return digits.endsWith('000') ? `${base}.${digits.slice(0, 3)}Z` : `${base}.${digits}Z`;
}
