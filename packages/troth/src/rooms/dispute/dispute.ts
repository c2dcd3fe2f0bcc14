/**
 * A dispute: one side of a pledge says that a fact, a charge or a decision is not so. The other side answers, the operator decides in
 * writing. Pure: the time is handed in. What was said is evidence elsewhere; here are only the ids of it.
 */
import { assert, DAY_US, type Id, type Instant, type Outcome, ok, refuse } from '../../kernel/index.ts';
import type { Reporter } from '../conduct/index.ts';
import type { NormId } from '../rulebook/index.ts';
import { type DisputeSide, type DisputeState, isDisputeMove, isDisputeOver } from './moves.ts';
import type { DisputeRefusal } from './refusals.ts';

/** How long the other side has to answer: a rule of the house. */
export const ANSWER_DAYS = 7;
/** How long the operator has to decide, from the opening (norm `dispute_marked_at_once`: 征信业管理条例 art. 25). */
export const DECIDE_DAYS = 20;

export type DisputeAbout = 'fact' | 'charge' | 'admission';
/** What the shop owes in the matter: when it is a refund, its silence decides for the person. */
export type Duty = 'none' | 'refund';
/** Whether the fact stands, or is set aside for good. */
export type DisputeOutcome = 'upheld' | 'corrected';

export interface Dispute {
  readonly disputeId: Id<'dsp'>;
  readonly partyId: Id<'pty'>;
  readonly merchantId: Id<'pty'>;
  readonly pledgeId: Id<'plg'>;
  /** The fact contested; it is never edited. */
  readonly factId: Id<'fct'>;
  readonly about: DisputeAbout;
  readonly openedBy: DisputeSide;
  readonly duty: Duty;
  /** Whether the clock of the pledge stands still while it is open. */
  readonly stopsClock: boolean;
  readonly state: DisputeState;
  readonly outcome: DisputeOutcome | null;
  readonly norm: NormId | null;
  readonly statementId: Id<'evd'>;
  readonly answerId: Id<'evd'> | null;
  readonly outcomeId: Id<'evd'> | null;
  readonly openedAt: Instant;
  readonly answerBy: Instant;
  readonly decideBy: Instant;
  /** When time moves it; null once it has ended. */
  readonly nextDueAt: Instant | null;
  readonly answeredAt: Instant | null;
  readonly endedAt: Instant | null;
}

/** What a dispute is opened with. */
export type DisputeToOpen = Pick<
  Dispute,
  'disputeId' | 'partyId' | 'merchantId' | 'pledgeId' | 'factId' | 'about' | 'openedBy' | 'duty' | 'statementId'
> & {
  /** Who reported the fact contested. */
  readonly reporter: Reporter;
};

/** A dispute as it is born. Time moves it when a duty-bound shop has been silent, or when the operator is late. */
export function openDispute({ reporter, ...of }: DisputeToOpen, now: Instant): Dispute {
  const answerBy = now + BigInt(ANSWER_DAYS) * DAY_US;
  const decideBy = now + BigInt(DECIDE_DAYS) * DAY_US;
  return {
    ...of,
    stopsClock: stopsClock(of, reporter),
    state: 'open',
    outcome: null,
    norm: null,
    answerId: null,
    outcomeId: null,
    openedAt: now,
    answerBy,
    decideBy,
    nextDueAt: silenceDecides(of) ? answerBy : decideBy,
    answeredAt: null,
    endedAt: null,
  };
}

/** How much was granted does not concern how it runs; and one's own word stops nobody's clock. */
function stopsClock({ about, openedBy }: Pick<Dispute, 'about' | 'openedBy'>, reporter: Reporter): boolean {
  return about !== 'admission' && reporter !== openedBy;
}

/** Norm `silence_never_profits`: the one who owes the money back does not win by saying nothing. */
function silenceDecides({ duty, openedBy }: Pick<Dispute, 'duty' | 'openedBy'>): boolean {
  return duty === 'refund' && openedBy !== 'merchant';
}

export type DisputeMove =
  | { readonly name: 'answer'; readonly by: DisputeSide; readonly answerId: Id<'evd'> }
  | {
      readonly name: 'decide';
      readonly outcome: DisputeOutcome;
      readonly norm: NormId;
      readonly outcomeId: Id<'evd'>;
    }
  | { readonly name: 'fall_due' };

/** The dispute after `move` at `now`, or the rule that says no. */
export function moveDispute(dispute: Dispute, move: DisputeMove, now: Instant): Outcome<Dispute, DisputeRefusal> {
  if (isDisputeOver(dispute.state)) return refuse('dispute_is_over');
  const moved = decide(dispute, move, now);
  if (!moved.ok) return moved;
  const by = move.name === 'answer' ? 'other_side' : move.name === 'decide' ? 'operator' : 'time';
  assert(isDisputeMove(move.name, by, dispute.state, moved.value.state), 'every_dispute_moves_by_the_table');
  return moved;
}

function decide(dispute: Dispute, move: DisputeMove, now: Instant): Outcome<Dispute, DisputeRefusal> {
  switch (move.name) {
    case 'answer':
      if (move.by === dispute.openedBy) return refuse('dispute_is_your_own');
      if (dispute.state === 'answered') return refuse('dispute_is_answered');
      if (now >= dispute.answerBy) return refuse('answer_time_is_over');
      return ok({
        ...dispute,
        state: 'answered',
        answerId: move.answerId,
        answeredAt: now,
        nextDueAt: dispute.decideBy,
      });
    case 'decide':
      if (dispute.state === 'open' && now < dispute.answerBy) return refuse('answer_time_still_runs');
      return ok(decided(dispute, move, now));
    case 'fall_due':
      if (dispute.nextDueAt === null || now < dispute.nextDueAt) return refuse('dispute_is_not_due');
      if (dispute.state === 'open' && silenceDecides(dispute))
        return ok(decided(dispute, { outcome: 'corrected', norm: 'silence_never_profits', outcomeId: null }, now));
      return ok({ ...dispute, state: 'lapsed', nextDueAt: null, endedAt: now });
  }
}

function decided(
  dispute: Dispute,
  { outcome, norm, outcomeId }: Pick<Dispute, 'outcome' | 'norm' | 'outcomeId'>,
  now: Instant,
): Dispute {
  return { ...dispute, state: 'decided', outcome, norm, outcomeId, nextDueAt: null, endedAt: now };
}
