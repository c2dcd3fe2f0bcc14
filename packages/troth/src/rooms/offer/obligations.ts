/**
 * When the obligations of an offer fall due for one order. Elapsed minutes are absolute; whatever is said in days or as a local
 * date is worked out in the offer's own timezone, so a day of 23 or 25 hours is a whole day.
 */
import { type Instant, MINUTE_US, ok, type Outcome, refuse } from '../../kernel/index.ts';
import { instalmentParts } from './instalment-parts.ts';
import { findLocalDay, localDueAt } from './local-times.ts';
import { checkLines, type OrderedLine, takesLines } from './order-lines.ts';
import type { OrderRefusal } from './refusals.ts';
import { partCount, planOf, stageDates } from './stages.ts';
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
  /** What is tried at home, line by line; they add up to the amount. */
  readonly lines?: readonly OrderedLine[];
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
  /** Of what may be kept instead: the lines of the order, where it says them. */
  readonly lines?: readonly OrderedLine[];
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
  const lines = checkLines(terms, order);
  if (!lines.ok) return lines;
  const amount = checkAmount(terms, order);
  if (!amount.ok) return amount;
  const born: BornObligation[] = [];
  let first: BornObligation | null = null;
  let from = start.value.startsAt;
  let endsAt = from;
  for (const { seq, term, part } of planOf(terms)) {
    if (isMetered(term)) continue;
    if (part === 1) from = endsAt;
    const { dueAt, graceUntil } = stageDates(terms, seq, from, first === null ? start.value.dayEndsAt : null);
    const stage: BornObligation = {
      seq,
      type: term.type,
      owedBy: term.owedBy,
      state: first === null ? 'open' : 'waiting',
      startsAt: from,
      dueAt,
      graceUntil,
      asked: askedOf(term, part, order),
      isDeposit: isDeposit(term),
      ...(order.lines !== undefined && takesLines(terms, term) ? { lines: order.lines } : {}),
    };
    if (graceUntil > endsAt) endsAt = graceUntil;
    first ??= stage;
    born.push(stage);
  }
  if (first !== null && !(first.dueAt > now && first.dueAt > first.startsAt))
    return refuse(first.type === 'attend' ? 'window_already_over' : 'due_already_past', {
      pointers: [pointerOf(order)],
    });
  addMetered(terms, born, start.value.startsAt, endsAt);
  return ok(born);
}

/** A metered payment falls due after the longest that everything before it can take. */
function addMetered(terms: OfferTerms, born: BornObligation[], startsAt: Instant, endsAt: Instant): void {
  const plan = planOf(terms);
  if (born.length === plan.length) return;
  for (const { seq, term } of plan) {
    if (!isMetered(term)) continue;
    const dueAt = payDueAt(term, endsAt);
    const graceUntil = dueAt + BigInt(term.graceMinutes) * MINUTE_US;
    born.push({
      seq,
      type: 'pay',
      owedBy: term.owedBy,
      state: 'follows',
      startsAt,
      dueAt,
      graceUntil,
      asked: null,
      isDeposit: false,
    });
  }
  if (born.some((owed, index) => owed.seq !== index + 1)) born.sort((a, b) => a.seq - b.seq);
}

/** Whether only the admission tells how much it is. */
function isDeposit(term: ObligationTerms): boolean {
  return term.type === 'refund' || (term.type === 'pay' && !isMetered(term) && 'deposit' in term.amount);
}

/** What one part of a line of the terms asks for: minor units, visits or minutes; null where nothing is counted or it is told later. */
function askedOf(term: ObligationTerms, part: number, order: OrderTimes): number | null {
  switch (term.type) {
    case 'reach_count':
      return term.count;
    case 'reach_amount':
      return term.amountMinor;
    case 'reach_hours':
      return term.hours * 60;
    case 'pay': {
      if (isMetered(term) || 'billedUpToMinor' in term.amount || 'deposit' in term.amount) return null;
      const totalMinor = 'fixedMinor' in term.amount ? term.amount.fixedMinor : (order.amountMinor ?? 0);
      const parts = instalmentParts(totalMinor, partCount(term));
      return (parts.ok ? parts.value[part - 1] : undefined) ?? null;
    }
    case 'refund':
    case 'return_item':
    case 'attend':
    case 'deliver':
    case 'confirm':
      return null;
  }
}

interface OrderedAmount {
  readonly capMinor: number;
  readonly atLeast: number;
}
const NONE: readonly OrderedAmount[] = [];

/** The payments whose amount the order tells. */
function orderedAmounts(terms: OfferTerms): readonly OrderedAmount[] {
  let found: OrderedAmount[] | null = null;
  for (const term of terms.obligations) {
    if (term.type !== 'pay' || isMetered(term) || !('orderedUpToMinor' in term.amount)) continue;
    found ??= [];
    found.push({ capMinor: term.amount.orderedUpToMinor, atLeast: partCount(term) });
  }
  return found ?? NONE;
}

/** An amount is told exactly when the terms leave it to the order, at least one minor unit for each part, and within the cap. */
function checkAmount(terms: OfferTerms, { amountMinor }: OrderTimes): Outcome<null, OrderRefusal> {
  const asked = orderedAmounts(terms);
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
