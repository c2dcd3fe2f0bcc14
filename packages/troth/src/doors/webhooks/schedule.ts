/** When an event is tried again. The schedule is published; the clock it runs by is the world's. */
import { assert, SECOND_US, type Instant } from '../../kernel/index.ts';

const MINUTE_S = 60;
const HOUR_S = 3_600;

/** How long after the failure of one attempt the next one comes; the first comes at once. Standard Webhooks' own example. */
export const RETRY_DELAYS_S: readonly number[] = [
  0,
  5,
  5 * MINUTE_S,
  30 * MINUTE_S,
  2 * HOUR_S,
  5 * HOUR_S,
  10 * HOUR_S,
  14 * HOUR_S,
  20 * HOUR_S,
  24 * HOUR_S,
];

export const ATTEMPT_COUNT_MAX = RETRY_DELAYS_S.length;

/** A receiver may ask for more time than the schedule gives, up to a day; never for less. */
export const RETRY_AFTER_MAX_S = 24 * HOUR_S;

/**
 * When to try again after `attemptCount` attempts have failed, the last at `failedAt`; null when that was the last one.
 * `retryAfterS` is what the receiver asked for, or null.
 */
export function nextAttemptAt(attemptCount: number, failedAt: Instant, retryAfterS: number | null): Instant | null {
  assert(Number.isInteger(attemptCount) && attemptCount >= 1, 'an_attempt_was_made');
  const delayS = RETRY_DELAYS_S[attemptCount];
  if (delayS === undefined) return null;
  const askedS = retryAfterS === null ? 0 : Math.min(retryAfterS, RETRY_AFTER_MAX_S);
  return failedAt + BigInt(Math.max(delayS, Math.ceil(askedS))) * SECOND_US;
}

const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** `Retry-After` in seconds from now: a number of seconds or an HTTP date (RFC 9110 §10.2.3); null when it is neither. */
export function retryAfterSeconds(header: string | undefined, wallNow: Instant): number | null {
  if (header === undefined) return null;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const atMs = HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(atMs) ? null : Math.max(0, (atMs - Number(wallNow / 1_000n)) / 1_000);
}
