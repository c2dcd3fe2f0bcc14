/**
 * When the obligations of an offer fall due for one order. Elapsed minutes are absolute; whatever is said in days or as a local
 * date is worked out in the offer's own timezone, so a day of 23 or 25 hours is a whole day.
 */
import { type Instant, MINUTE_US, ok, type Outcome, refuse } from '../../kernel/index.ts';
import { instalmentParts } from './instalment-parts.ts';
import { findLocalDay, localDueAt } from './local-times.ts';
import type { OrderRefusal } from './refusals.ts';
import { partCount, stageDates } from './stages.ts';
import {
  findObligation,
  isMetered,
  type MeteredPay,
  type ObligationTerms,
  type ObligationType,
  type OfferTerms,
} from './terms.ts';

/** What one order says itself. `amountMinor` where the terms leave the amount to the order. An appointment is either at an instant or on a whole local day (`YYYY-MM-DD`); a rental starts now unless it says when. */
export interface OrderTimes {
  readonly startsAt?: Instant;
  readonly onLocalDate?: string;
  readonly amountMinor?: number;
}

export interface BornObligation {
  /** Place in the order's list, from 1. */
  readonly seq: number;
  readonly type: ObligationType;
  readonly owedBy: 'promisor' | 'promisee';
  /** The first stage is open, those after it wait; a metered payment follows from the use. */
  readonly state: 'open' | 'waiting' | 'follows';
  readonly startsAt: Instant;
  readonly dueAt: Instant;
  /** Until then nothing is recorded. Never before `dueAt`. */
  readonly graceUntil: Instant;
  /** What is to be paid or reached: minor units, visits or minutes. Null where nothing is counted, or where it is told later. */
  readonly asked: number | null;
  /** Whether `asked` is the deposit that is not waived, which only the admission tells. */
  readonly isDeposit: boolean;
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
  const amount = checkAmount(terms, order);
  if (!amount.ok) return amount;
  const born: BornObligation[] = [];
  let endsAt = start.value.startsAt;
  let isFirst = true;
  let seq = 0;
  for (const term of terms.obligations) {
    if (isMetered(term)) {
      seq += 1;
      continue;
    }
    const asked = askedOf(term, order);
    const from = endsAt;
    for (let part = 1; part <= partCount(term); part += 1) {
      seq += 1;
      const dayEndsAt = isFirst ? start.value.dayEndsAt : null;
      const dates = stageDates(terms, seq, from, dayEndsAt);
      const state = isFirst ? 'open' : 'waiting';
      born.push({ seq, type: term.type, owedBy: term.owedBy, state, ...dates, ...asked(part) });
      if (dates.graceUntil > endsAt) endsAt = dates.graceUntil;
      isFirst = false;
    }
  }
  const first = born[0];
  if (first !== undefined && !(first.dueAt > now && first.dueAt > first.startsAt))
    return refuse(first.type === 'attend' ? 'window_already_over' : 'due_already_past', {
      pointers: [pointerOf(order)],
    });
  return ok(withMetered(terms, born, start.value.startsAt, endsAt));
}

/** A metered payment falls due after the longest that everything before it can take. */
function withMetered(
  terms: OfferTerms,
  born: readonly BornObligation[],
  startsAt: Instant,
  endsAt: Instant,
): readonly BornObligation[] {
  let seq = 0;
  const metered = terms.obligations.flatMap((term): readonly BornObligation[] => {
    seq += partCount(term);
    if (!isMetered(term)) return [];
    const dueAt = payDueAt(term, endsAt);
    const graceUntil = dueAt + BigInt(term.graceMinutes) * MINUTE_US;
    const nothing = { asked: null, isDeposit: false };
    return [{ seq, type: 'pay', owedBy: term.owedBy, state: 'follows', startsAt, dueAt, graceUntil, ...nothing }];
  });
  return metered.length === 0 ? born : [...born, ...metered].sort((a, b) => a.seq - b.seq);
}

/** What a line of the terms asks for, by part. */
function askedOf(
  term: ObligationTerms,
  order: OrderTimes,
): (part: number) => Pick<BornObligation, 'asked' | 'isDeposit'> {
  switch (term.type) {
    case 'reach_count':
      return () => ({ asked: term.count, isDeposit: false });
    case 'reach_amount':
      return () => ({ asked: term.amountMinor, isDeposit: false });
    case 'reach_hours':
      return () => ({ asked: term.hours * 60, isDeposit: false });
    case 'refund':
      return () => ({ asked: null, isDeposit: true });
    case 'pay': {
      if (isMetered(term) || 'billedUpToMinor' in term.amount) return () => ({ asked: null, isDeposit: false });
      if ('deposit' in term.amount) return () => ({ asked: null, isDeposit: true });
      const totalMinor = 'fixedMinor' in term.amount ? term.amount.fixedMinor : (order.amountMinor ?? 0);
      const parts = instalmentParts(totalMinor, partCount(term));
      return (part) => ({ asked: (parts.ok ? parts.value[part - 1] : undefined) ?? null, isDeposit: false });
    }
    case 'return_item':
    case 'attend':
    case 'deliver':
    case 'confirm':
      return () => ({ asked: null, isDeposit: false });
  }
}

/** An amount is told exactly when the terms leave it to the order, at least one minor unit for each part, and within the cap. */
function checkAmount(terms: OfferTerms, { amountMinor }: OrderTimes): Outcome<null, OrderRefusal> {
  const asked = terms.obligations.flatMap((term) =>
    term.type === 'pay' && !isMetered(term) && 'orderedUpToMinor' in term.amount
      ? [{ capMinor: term.amount.orderedUpToMinor, atLeast: partCount(term) }]
      : [],
  );
  if (asked.length === 0)
    return amountMinor === undefined ? ok(null) : refuse('amount_not_asked', { pointers: ['/amountMinor'] });
  if (amountMinor === undefined || asked.some(({ atLeast }) => amountMinor < atLeast))
    return refuse('amount_missing', { pointers: ['/amountMinor'] });
  if (asked.some(({ capMinor }) => amountMinor > capMinor))
    return refuse('amount_above_cap', { pointers: ['/amountMinor'] });
  return ok(null);
}

/**
 * When a metered payment falls due once the use has ended at `endedAt`. At birth, before anybody knows that, the end of the longest
 * grace stands in for it, so the promise is never stricter than what was shown.
 */
export function payDueAt(obligation: MeteredPay, endedAt: Instant): Instant {
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

function pointerOf(order: OrderTimes): string {
  return order.onLocalDate === undefined ? '/startsAt' : '/onLocalDate';
}
