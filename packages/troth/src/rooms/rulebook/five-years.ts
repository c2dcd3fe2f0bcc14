/**
 * What counts against a person is kept for five years from its end (norm `five_year_limit`): to the second, by the clock of the world.
 * A year is a calendar year in UTC. Where the day five years later does not exist, the last day of that February ends it.
 */
import { assert, type Instant, instantFromIso, isoFromInstant, present } from '../../kernel/index.ts';
import type { NormId } from './norms.ts';

export const NEGATIVE_FACT_NORM: NormId = 'five_year_limit';
export const NEGATIVE_FACT_YEARS = 5;

/** From this instant on, what ended at `endedAt` is neither counted nor shown. */
export function leavesAt(endedAt: Instant): Instant {
  return shifted(endedAt, NEGATIVE_FACT_YEARS) ?? firstOfMarch(endedAt, NEGATIVE_FACT_YEARS);
}

/** What ended at this instant, or earlier, has left by `now`. */
export function leftBy(now: Instant): Instant {
  return shifted(now, -NEGATIVE_FACT_YEARS) ?? firstOfMarch(now, -NEGATIVE_FACT_YEARS) - 1n;
}

export function hasLeft(endedAt: Instant, now: Instant): boolean {
  return endedAt <= leftBy(now);
}

/** The same day and time of another year; null for a 29 February that the year does not have. */
function shifted(at: Instant, years: number): Instant | null {
  const text = isoFromInstant(at);
  return instantFromIso(yearOf(text, years) + text.slice(4));
}

function firstOfMarch(at: Instant, years: number): Instant {
  return present(instantFromIso(`${yearOf(isoFromInstant(at), years)}-03-01T00:00:00Z`), 'a_year_has_a_first_of_march');
}

function yearOf(iso: string, years: number): string {
  const year = Number(iso.slice(0, 4)) + years;
  assert(year >= 1000 && year <= 9999, 'a_year_has_four_digits');
  return String(year);
}
