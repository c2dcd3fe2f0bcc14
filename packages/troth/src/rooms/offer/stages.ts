/**
 * Stages: the obligations of one order, kept one after the other. The first runs from the start of the order; each of the others from
 * the end of the one before. Until then its dates are the latest they can be, so what a person reads is never stricter than what comes.
 * A metered payment is no stage: it follows from the use.
 */
import {
  assert,
  HOLIDAY_CALENDARS,
  type Instant,
  MINUTE_US,
  present,
  unreachable,
  workingDaysAfter,
} from '../../kernel/index.ts';
import { instalmentDueTimes } from './instalment-parts.ts';
import { localDueAt } from './local-times.ts';
import { isMetered, type ObligationTerms, type OfferTerms, type PayAmountTerms } from './terms.ts';

export type StageState = 'open' | 'waiting';

export interface StageDates {
  readonly startsAt: Instant;
  readonly dueAt: Instant;
  /** Never before `dueAt`. */
  readonly graceUntil: Instant;
}

/** The number of obligations that one line of the terms is born as: one, or one for each part of a payment. */
export function partCount(obligation: ObligationTerms): number {
  return obligation.type === 'pay' && !isMetered(obligation) ? (obligation.parts?.count ?? 1) : 1;
}

/** A line of the terms, and which part of it an obligation is (from 1). */
export interface TermOfObligation {
  readonly seq: number;
  readonly term: ObligationTerms;
  readonly part: number;
}

const plans = new WeakMap<readonly ObligationTerms[], readonly TermOfObligation[]>();

/** What every order of these terms is born with, in order; worked out once for each version. */
export function planOf({ obligations }: Pick<OfferTerms, 'obligations'>): readonly TermOfObligation[] {
  const known = plans.get(obligations);
  if (known !== undefined) return known;
  const lines = obligations.flatMap((term) =>
    Array.from({ length: partCount(term) }, (_, index) => ({ term, part: index + 1 })),
  );
  const plan = lines.map((line, index) => ({ ...line, seq: index + 1 }));
  plans.set(obligations, plan);
  return plan;
}

/** The line of the terms that the obligation `seq` (from 1) was born from. */
export function termOf(terms: Pick<OfferTerms, 'obligations'>, seq: number): TermOfObligation {
  return present(planOf(terms)[seq - 1], 'an_obligation_is_born_from_a_line_of_the_terms');
}

/** The dates of one stage when it opens at `from`. `dayEndsAt`: the end of the local day that an order named instead of a time. */
export function stageDates(
  terms: Pick<OfferTerms, 'obligations' | 'timezone'>,
  seq: number,
  from: Instant,
  dayEndsAt: Instant | null,
): StageDates {
  const { term, part } = termOf(terms, seq);
  const dueAt = dueOf(terms, term, part, from, dayEndsAt);
  return { startsAt: from, dueAt, graceUntil: dueAt + BigInt(term.graceMinutes) * MINUTE_US };
}

/** The dates of a payment whose amount was told at `at`: its own due time runs from then. */
export function billedDates(terms: Pick<OfferTerms, 'obligations' | 'timezone'>, seq: number, at: Instant): StageDates {
  const { term } = termOf(terms, seq);
  assert(term.type === 'pay' && !isMetered(term), 'only_a_payment_is_billed');
  const dueAt = plainDue(terms.timezone, at, present(term.due, 'a_payment_has_a_due_time'));
  return { startsAt: at, dueAt, graceUntil: dueAt + BigInt(term.graceMinutes) * MINUTE_US };
}

function dueOf(
  { timezone }: Pick<OfferTerms, 'timezone'>,
  term: ObligationTerms,
  part: number,
  from: Instant,
  dayEndsAt: Instant | null,
): Instant {
  switch (term.type) {
    case 'attend':
      return dayEndsAt ?? from + BigInt(term.windowMinutes) * MINUTE_US;
    case 'refund':
      return workingDaysAfter(HOLIDAY_CALENDARS[term.due.calendar], timezone, from, term.due.workingDays);
    case 'pay':
      assert(!isMetered(term), 'a_metered_payment_is_no_stage');
      if (term.parts !== undefined)
        return present(
          instalmentDueTimes(timezone, from, term.parts, term.parts.count)[part - 1],
          'a_part_has_its_date',
        );
      return plainDue(timezone, from + billingTime(term), present(term.due, 'a_payment_has_a_due_time'));
    case 'return_item':
    case 'reach_count':
    case 'reach_amount':
    case 'reach_hours':
    case 'deliver':
    case 'confirm':
      return plainDue(timezone, from, term.due);
    default:
      return unreachable(term, 'obligation_type_must_have_a_due_time');
  }
}

/** How long a shop may take to tell the amount; its due time runs from then. */
function billingTime(term: PayAmountTerms): bigint {
  return 'billedUpToMinor' in term.amount ? BigInt(term.amount.billWithinMinutes) * MINUTE_US : 0n;
}

type PlainDue = Extract<ObligationTerms, { type: 'deliver' }>['due'];

/** The due time of something that begins at `from`: elapsed minutes, or days and the clock of the place. */
export function plainDue(timezone: string, from: Instant, due: PlainDue): Instant {
  return 'afterMinutes' in due ? from + BigInt(due.afterMinutes) * MINUTE_US : localDueAt(timezone, from, due);
}
