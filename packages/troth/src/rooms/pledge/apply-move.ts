/** One move on one pledge: the table decides whether it exists, the rules of what is said whether it may happen now. Pure. */
import { assert, type Instant, ok, type Outcome, refuse } from '../../kernel/index.ts';
import { decideForObligee } from './by-obligee.ts';
import { decideForObligor } from './by-obligor.ts';
import { overrule } from './by-operator.ts';
import { decideForPromisee } from './by-promisee.ts';
import { decideForPromisor } from './by-promisor.ts';
import { decideForTime } from './by-time.ts';
import { decideTally } from './by-tally.ts';
import type { Rules } from './endings.ts';
import { isTerminal, movesFrom } from './find-moves.ts';
import { heldOn, letClockRun } from './hold.ts';
import type { MoveEffect, Pledge, Side } from './pledge.ts';
import type { PledgeRefusal } from './refusals.ts';
import { findCurrent } from './stages.ts';

export type AnswerKind = 'on_my_way' | 'already_returned' | 'was_there' | 'this_is_wrong';

/** One line of what is counted: a visit, a purchase, an hour. `lineNo` is the obligee's own number, counted once. */
export interface CountedLine {
  readonly lineNo: string;
  readonly count: number;
  readonly amountMinor: number;
  readonly minutes: number;
  readonly discountMinor: number;
}

/** Which stage the speaker means, by its `seq`; not said, the one that runs. */
interface Meant {
  readonly seq?: number;
}

type Plain<N extends string> = N extends string ? { readonly name: N } : never;

/** What somebody says. Who may say it, and when, is the table's. */
export type Said =
  | Plain<'accept' | 'decline' | 'extend' | 'buy_out' | 'cancel' | 'begin' | 'withdraw' | 'break'>
  | (Plain<'release'> & Meant)
  /** How many times the person has confirmed this pledge before; facts tell. */
  | { readonly name: 'confirm'; readonly confirmedCount: number }
  /** `evidenceCount`: of this pledge, named and found. */
  | { readonly name: 'declare'; readonly evidenceCount: number }
  | { readonly name: 'answer'; readonly answer: AnswerKind }
  /** `effectiveAt`: when it came back, was attended, paid or delivered, if not now. */
  /** `lineNos`: only these lines of the order came back. */
  | ({ readonly name: 'fulfil'; readonly effectiveAt: Instant | null; readonly lineNos?: readonly string[] } & Meant)
  | { readonly name: 'notice'; readonly evidenceCount: number; readonly claimMinor: number | null }
  /** `known`: what is counted under this number already. */
  | { readonly name: 'report'; readonly line: CountedLine; readonly known: CountedLine | null }
  | { readonly name: 'take_back'; readonly known: CountedLine | null }
  | { readonly name: 'bill'; readonly amountMinor: number };

export type Move =
  | { readonly by: Side; readonly move: Said }
  | { readonly by: 'operator'; readonly move: { readonly name: 'overrule' } }
  | { readonly by: 'time'; readonly move: { readonly name: 'fall_due' } };

/**
 * The effect of `move` at `now`, or the rule that says no. `rules.terms` are those of the version the pledge was born with.
 * Refusals are checked in the order of refusals.ts.
 */
export function applyMove(pledge: Pledge, rules: Rules, move: Move, now: Instant): Outcome<MoveEffect, PledgeRefusal> {
  if (isTerminal(pledge.state)) return refuse('pledge_is_over');
  const stage = findCurrent(pledge);
  const runs = stage?.seq;
  if ('seq' in move.move && move.move.seq !== undefined && move.move.seq !== runs)
    return refuse('stage_is_not_running', { pointers: ['/seq'], detail: `stage ${runs} runs` });
  const obligor = stage?.owedBy ?? 'promisor';
  const rows = movesFrom(move.move.name, move.by, pledge.state, obligor);
  if (rows.length === 0) return refuse('move_not_possible_now');
  if (pledge.disputedAt !== null) {
    if (move.by === 'time') return refuse('move_not_possible_now');
    if (isAgainstTheOther(move.move.name)) return refuse('pledge_is_disputed');
  }
  // Whoever speaks while the clock stands still is answered by the deadlines as they are at this moment.
  const running = letClockRun(pledge, now);
  const outcome = decideFor(move, running, rules, now);
  if (!outcome.ok) return outcome;
  const effect = heldOn(pledge, outcome.value, now);
  const after = effect.pledge;
  assert(
    rows.some((row) => row.to === after.state),
    'every_transition_is_a_row_of_the_table',
  );
  assert(isTerminal(after.state) === (after.endedAt !== null), 'only_ended_pledges_have_an_end');
  assert(!isTerminal(after.state) || after.nextDueAt === null, 'nothing_falls_due_after_the_end');
  assert(after.chargedMinor <= after.ceilingMinor, 'charges_never_pass_the_ceiling');
  return ok(effect);
}

/** What one side holds against the other waits for the end of a dispute; everything that helps goes on. */
function isAgainstTheOther(move: Move['move']['name']): boolean {
  return move === 'notice' || move === 'break';
}

function decideFor(move: Move, pledge: Pledge, rules: Rules, now: Instant): Outcome<MoveEffect, PledgeRefusal> {
  switch (move.by) {
    case 'time':
      return decideForTime(pledge, rules, now);
    case 'operator':
      return overrule(pledge, rules, now);
    case 'promisor':
    case 'promisee':
      return decide(pledge, rules, move.by, move.move, now);
  }
}

function decide(pledge: Pledge, rules: Rules, by: Side, said: Said, now: Instant): Outcome<MoveEffect, PledgeRefusal> {
  switch (said.name) {
    case 'accept':
    case 'decline':
    case 'confirm':
    case 'extend':
    case 'buy_out':
      return decideForPromisor(pledge, rules, said, now);
    case 'begin':
    case 'break':
      return decideForPromisee(pledge, rules, said.name, now);
    case 'report':
    case 'take_back':
    case 'bill':
      return decideTally(pledge, rules, said, now);
    case 'cancel':
    case 'declare':
    case 'answer':
      return decideForObligor(pledge, rules, by, said, now);
    case 'fulfil':
    case 'release':
    case 'notice':
    case 'withdraw':
      return decideForObligee(pledge, rules, said, now);
  }
}
