/**
 * Payment in parts: how much each part is and when it falls due, fixed at acceptance. There is no interest and no fee: the parts are
 * the price, to the minor unit.
 */
import { Temporal } from 'temporal-polyfill';
import { AMOUNT_MINOR_MAX, assert, type Instant, ok, type Outcome, refuse } from '../../kernel/index.ts';
import { zoned } from './local-times.ts';
import type { InstalmentRefusal } from './refusals.ts';

export const INSTALMENT_PARTS_MAX = 60;

/**
 * The parts of a total, first part first. Every part is the whole share; the minor units that are left over go one each to the
 * first parts. So ¥100 in three is ¥33.34, ¥33.33, ¥33.33, and in yen, which has no smaller unit, ¥34, ¥33, ¥33.
 *
 * Refused: fewer than 1 or more than {@link INSTALMENT_PARTS_MAX} parts, and a total too small to put 1 minor unit into each.
 */
export function instalmentParts(totalMinor: number, partCount: number): Outcome<readonly number[], InstalmentRefusal> {
  assert(Number.isInteger(totalMinor) && totalMinor >= 0 && totalMinor <= AMOUNT_MINOR_MAX, 'a_total_is_an_amount');
  if (!Number.isInteger(partCount) || partCount < 1 || partCount > INSTALMENT_PARTS_MAX)
    return refuse('parts_out_of_range');
  if (totalMinor < partCount) return refuse('total_below_parts');
  const leftOver = totalMinor % partCount;
  const share = (totalMinor - leftOver) / partCount;
  return ok(Array.from({ length: partCount }, (_, place) => (place < leftOver ? share + 1 : share)));
}

/** When the parts fall due, in the calendar of the offer's timezone. */
export interface InstalmentSchedule {
  readonly unit: 'days' | 'months';
  /** From the day of the start to the first part; 0 is the day itself. */
  readonly firstAfter: number;
  /** From each part to the next; at least 1. */
  readonly every: number;
  /** Time of that day as the clocks there show it, `HH:MM`. */
  readonly atLocalTime: string;
}

/**
 * The due times of the parts, each later than the one before. Every part is counted from the day of the start and not from the part
 * before it, so a start on the 31st falls due on 28 or 29 February, and on 31 March again. Where the clocks skip that time of day it is
 * the same span later; where they show it twice it is the first. With `firstAfter` 0 the first time may lie before the start: whether
 * an order may begin with a part already due is not decided here.
 */
export function instalmentDueTimes(
  timezone: string,
  startsAt: Instant,
  schedule: InstalmentSchedule,
  partCount: number,
): readonly Instant[] {
  const { unit, firstAfter, every, atLocalTime } = schedule;
  assert(Number.isInteger(firstAfter) && firstAfter >= 0, 'a_first_part_is_never_on_an_earlier_day');
  assert(Number.isInteger(every) && every >= 1, 'parts_fall_due_one_after_another');
  const startsOn = zoned(timezone, startsAt).toPlainDate();
  const plainTime = Temporal.PlainTime.from(atLocalTime);
  return Array.from({ length: partCount }, (_, place) => {
    const day = startsOn.add({ [unit]: firstAfter + place * every });
    return day.toZonedDateTime({ timeZone: timezone, plainTime }).epochNanoseconds / 1000n;
  });
}

/** What is left to pay when somebody pays everything at once: the parts not yet paid, nothing added and nothing taken off. */
export function earlyPayoffMinor(parts: readonly number[], paidCount: number): number {
  assert(Number.isInteger(paidCount) && paidCount >= 0 && paidCount <= parts.length, 'paid_parts_are_among_the_parts');
  return parts.slice(paidCount).reduce((sum, part) => sum + part, 0);
}
