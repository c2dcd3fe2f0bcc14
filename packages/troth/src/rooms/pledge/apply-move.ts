/** One move on one pledge: the table decides whether it exists, the speaker's rules whether it may happen now. Pure. */
import { assert, type Instant, ok, type Outcome, refuse } from '../../kernel/index.ts';
import { decideForPromisee } from './by-promisee.ts';
import { decideForPromisor } from './by-promisor.ts';
import { decideForTime } from './by-time.ts';
import type { Rules } from './endings.ts';
import { isMove, isTerminal, movesFrom } from './moves.ts';
import type { MoveEffect, Pledge } from './pledge.ts';
import type { PledgeRefusal } from './refusals.ts';

export type AnswerKind = 'on_my_way' | 'already_returned' | 'was_there' | 'this_is_wrong';

export type PromisorMove =
  | { readonly name: 'accept' | 'decline' | 'extend' | 'declare' | 'cancel' }
  | { readonly name: 'answer'; readonly answer: AnswerKind }
  /** How many times the person has confirmed this pledge before; facts tell. */
  | { readonly name: 'confirm'; readonly confirmedCount: number };

export type PromiseeMove =
  /** `effectiveAt`: when it came back or was attended, if not now. */
  | { readonly name: 'fulfil'; readonly effectiveAt: Instant | null }
  | { readonly name: 'begin' | 'cancel' | 'withdraw' | 'break' }
  /** How many pieces of evidence of this pledge the notice names and were found. */
  | { readonly name: 'notice'; readonly evidenceCount: number };

export type Move =
  | { readonly by: 'promisor'; readonly move: PromisorMove }
  | { readonly by: 'promisee'; readonly move: PromiseeMove }
  | { readonly by: 'time'; readonly move: { readonly name: 'fall_due' } };

/**
 * The effect of `move` at `now`, or the rule that says no. `rules.terms` are those of the version the pledge was born with.
 * Refusals are checked in the order of refusals.ts.
 */
export function applyMove(pledge: Pledge, rules: Rules, move: Move, now: Instant): Outcome<MoveEffect, PledgeRefusal> {
  if (isTerminal(pledge.state)) return refuse('pledge_is_over');
  if (movesFrom(move.move.name, move.by, pledge.state).length === 0) return refuse('move_not_possible_now');
  const outcome = decide(pledge, rules, move, now);
  if (!outcome.ok) return outcome;
  const after = outcome.value.pledge;
  assert(isMove(move.move.name, move.by, pledge.state, after.state), 'every_transition_is_a_row_of_the_table');
  assert(isTerminal(after.state) === (after.endedAt !== null), 'only_ended_pledges_have_an_end');
  assert(!isTerminal(after.state) || after.nextDueAt === null, 'nothing_falls_due_after_the_end');
  assert(after.chargedMinor <= after.ceilingMinor, 'charges_never_pass_the_ceiling');
  return ok(outcome.value);
}

function decide(pledge: Pledge, rules: Rules, move: Move, now: Instant): Outcome<MoveEffect, PledgeRefusal> {
  switch (move.by) {
    case 'promisor':
      return decideForPromisor(pledge, rules, move.move, now);
    case 'promisee':
      return decideForPromisee(pledge, rules, move.move, now);
    case 'time':
      return decideForTime(pledge, rules, now);
  }
}
