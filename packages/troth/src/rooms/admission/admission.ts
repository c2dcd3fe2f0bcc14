/**
 * The decision how much is granted on trust. Pure and quick: reasons are codes with numbers, put into words only when somebody reads.
 *
 * Whatever is missing or fails leads to ordinary terms: no limit, no row, a row that cannot be evaluated. Nothing here can punish;
 * the worst answer is the deposit that everybody would pay without Troth.
 */
import { assert, type Currency } from '../../kernel/index.ts';
import type { OfferTerms } from '../offer/index.ts';
import { expectedLossMinor, rowThatHolds, type CompiledPolicy } from './policy.ts';

/** The parts of an offer that a decision reads. */
export type AdmissionTerms = Pick<OfferTerms, 'ladder' | 'currency' | 'context' | 'grants'> & {
  readonly item?: { readonly valueMinor: number };
};

/** All a decision reads. Amounts in the offer's currency. */
export interface AdmissionInput {
  readonly policy: CompiledPolicy;
  readonly terms: AdmissionTerms;
  /** The person's limit in this currency over all shops; null when there is none, which grants nothing. */
  readonly exposure: { readonly limitMinor: number; readonly openMinor: number } | null;
  /** Probability, in millionths, that a promise in this context is broken: that of the person's cell. */
  readonly cellProbabilityPpm: number;
  /** What is left of the offer's loss budget in this period. */
  readonly budgetLeftMinor: number;
  readonly unpaidMinor: number;
  readonly openPledgeCount: number;
  /** Of them, those with this shop; 0 where the policy does not ask. */
  readonly openHereCount: number;
  /** `ordinary`: the person prefers to pay the deposit, and nothing else is looked at. */
  readonly choice: 'trust' | 'ordinary';
}

export type AdmissionOutcome = 'full' | 'partial' | 'ordinary';

/** One reason: a code and the numbers that were seen. Kept as it is; put into words by `renderReasons`. */
export type ReasonCode =
  | {
      readonly code: 'decided';
      readonly outcome: AdmissionOutcome;
      readonly grantedMinor: number;
      readonly depositMinor: number;
      readonly currency: Currency;
    }
  | { readonly code: 'nothing_to_waive' }
  | { readonly code: 'person_chose_ordinary' }
  | { readonly code: 'no_limit_in_currency' }
  | { readonly code: 'policy_could_not_be_evaluated'; readonly row: number }
  | { readonly code: 'row_holds'; readonly row: number; readonly wantedMinor: number }
  | { readonly code: 'no_row_holds'; readonly rows: number }
  | {
      readonly code: 'limit_covers';
      readonly limitMinor: number;
      readonly openMinor: number;
      readonly wantedMinor: number;
      readonly coveredMinor: number;
    }
  | { readonly code: 'budget_covers'; readonly wantedMinor: number; readonly coveredMinor: number }
  | {
      readonly code: 'seen';
      readonly unpaidMinor: number;
      readonly openMinor: number;
      readonly openPledgeCount: number;
      readonly lossOfAllMinor: number;
    }
  /** Where the policy asks for it. */
  | { readonly code: 'seen_here'; readonly openHereCount: number }
  | WouldChange;

/** A change that was carried out on the input, and what deciding again then gave. */
export interface WouldChange {
  readonly code: 'would_change';
  readonly changes: readonly Change[];
  readonly outcome: AdmissionOutcome;
  readonly grantedMinor: number;
}

/** What a person can do, or wait for. */
export type Change =
  | { readonly what: 'pay_what_is_unpaid'; readonly from: number; readonly to: number }
  | {
      readonly what: 'return_open_items';
      readonly from: number;
      readonly to: number;
      readonly openFromMinor: number;
      readonly openToMinor: number;
    }
  | { readonly what: 'end_open_here'; readonly from: number; readonly to: number }
  | { readonly what: 'lower_open_exposure'; readonly from: number; readonly to: number }
  | { readonly what: 'wait_for_next_draw'; readonly from: number; readonly to: number; readonly on: string };

export interface AdmissionDecision {
  readonly outcome: AdmissionOutcome;
  /** A step of the ladder, or 0. */
  readonly grantedMinor: number;
  /** What is left to pay as an ordinary deposit. */
  readonly depositMinor: number;
  /** Row of the policy that held, null when none did or none was asked. */
  readonly matchedRow: number | null;
  /** Of what was granted; this is what the loss budget is charged with. */
  readonly expectedLossMinor: number;
  readonly reasons: readonly ReasonCode[];
}

/** Decides one order. The same input always gives the same answer. */
export function decideAdmission(input: AdmissionInput): AdmissionDecision {
  const { terms, exposure, cellProbabilityPpm } = input;
  const ladder = terms.ladder;
  assert(cellProbabilityPpm >= 0 && cellProbabilityPpm <= 1_000_000, 'break_probability_is_between_0_and_1');
  if (terms.grants.length === 0 || ladder.length === 0) return decided(input, 0, null, [{ code: 'nothing_to_waive' }]);
  if (input.choice === 'ordinary') return decided(input, 0, null, [{ code: 'person_chose_ordinary' }]);
  if (exposure === null) return decided(input, 0, null, [{ code: 'no_limit_in_currency' }, ...seen(input, 0)]);
  const held = rowThatHolds(input.policy, {
    openExposureMinor: exposure.openMinor,
    openPledgeCount: input.openPledgeCount,
    openHereCount: input.openHereCount,
    unpaidMinor: input.unpaidMinor,
    itemValueMinor: terms.item?.valueMinor ?? 0,
    upToMinor: upToMinorOf(terms),
    ladderTopMinor: ladder[ladder.length - 1] as number,
    context: terms.context,
    cellProbabilityPpm,
  });
  const facts = seen(input, exposure.openMinor);
  if (typeof held !== 'number')
    return decided(input, 0, null, [{ code: 'policy_could_not_be_evaluated', row: held.failedRow }, ...facts]);
  if (held < 0) return decided(input, 0, null, [{ code: 'no_row_holds', rows: input.policy.rows.length }, ...facts]);
  const step = Math.min((input.policy.rows[held] as { readonly step: number }).step, ladder.length);
  const wantedMinor = step === 0 ? 0 : (ladder[step - 1] as number);
  if (wantedMinor === 0) return decided(input, 0, held, [{ code: 'row_holds', row: held, wantedMinor }, ...facts]);
  const underLimit = stepUnder(ladder, step, exposure.limitMinor - exposure.openMinor);
  const underBudget = stepWithLossUnder(ladder, underLimit, cellProbabilityPpm, input.budgetLeftMinor);
  const underLimitMinor = underLimit === 0 ? 0 : (ladder[underLimit - 1] as number);
  const grantedMinor = underBudget === 0 ? 0 : (ladder[underBudget - 1] as number);
  return decided(input, grantedMinor, held, [
    { code: 'row_holds', row: held, wantedMinor },
    {
      code: 'limit_covers',
      limitMinor: exposure.limitMinor,
      openMinor: exposure.openMinor,
      wantedMinor,
      coveredMinor: underLimitMinor,
    },
    { code: 'budget_covers', wantedMinor: underLimitMinor, coveredMinor: grantedMinor },
    ...facts,
  ]);
}

/** The deposit that ordinary terms ask for. */
export function upToMinorOf(terms: AdmissionTerms): number {
  return terms.grants.find((grant) => grant.type !== 'access')?.upToMinor ?? 0;
}

function decided(
  input: AdmissionInput,
  grantedMinor: number,
  matchedRow: number | null,
  why: readonly ReasonCode[],
): AdmissionDecision {
  const leftMinor = upToMinorOf(input.terms) - grantedMinor;
  const outcome: AdmissionOutcome = leftMinor <= 0 ? 'full' : grantedMinor > 0 ? 'partial' : 'ordinary';
  const lossMinor = expectedLossMinor(grantedMinor, input.cellProbabilityPpm);
  const first: ReasonCode = {
    code: 'decided',
    outcome,
    grantedMinor,
    depositMinor: leftMinor,
    currency: input.terms.currency,
  };
  return {
    outcome,
    grantedMinor,
    depositMinor: leftMinor,
    matchedRow,
    expectedLossMinor: lossMinor,
    reasons: [first, ...why],
  };
}

function seen(input: AdmissionInput, openMinor: number): readonly ReasonCode[] {
  const lossOfAllMinor = expectedLossMinor(upToMinorOf(input.terms), input.cellProbabilityPpm);
  const { unpaidMinor, openPledgeCount, openHereCount } = input;
  const all: ReasonCode = { code: 'seen', unpaidMinor, openMinor, openPledgeCount, lossOfAllMinor };
  return input.policy.readsOpenHere ? [all, { code: 'seen_here', openHereCount }] : [all];
}

/** Highest step not above `step` that fits into the headroom; 0 when none does. */
function stepUnder(ladder: readonly number[], step: number, headroomMinor: number): number {
  let at = step;
  while (at > 0 && (ladder[at - 1] as number) > headroomMinor) at--;
  return at;
}

function stepWithLossUnder(ladder: readonly number[], step: number, breakPpm: number, budgetLeftMinor: number): number {
  let at = step;
  while (at > 0 && expectedLossMinor(ladder[at - 1] as number, breakPpm) > budgetLeftMinor) at--;
  return at;
}

interface Visible {
  readonly outcome: AdmissionOutcome;
  readonly grantedMinor: number;
  readonly depositMinor: number;
}

/** What a merchant may know of a decision. A type that has any other part of a decision is not assignable to it. */
export type MerchantAnswer = Visible & { readonly [K in Exclude<keyof AdmissionDecision, keyof Visible>]?: never };

/** Outcome and amounts, and nothing that reveals a reason. */
export function forMerchant(decision: AdmissionDecision): MerchantAnswer {
  return { outcome: decision.outcome, grantedMinor: decision.grantedMinor, depositMinor: decision.depositMinor };
}
