/**
 * Early payoff: all that is left of a price in parts is paid elsewhere at once, as the merchant says. Every part is kept with a fact and a
 * charge of its own, one after the other, and all of it is written in one transaction or not at all.
 */
import { assert, type Id, type Outcome, ok, present, refuse } from '../kernel/index.ts';
import type { HotConnection } from '../platform/db/index.ts';
import type { Fact } from '../rooms/conduct/index.ts';
import {
  applyMove,
  isTerminal,
  partsLeft,
  payOffMinor,
  type Pledge,
  type PledgeRefusal,
  unpaidParts,
} from '../rooms/pledge/index.ts';
import { consequencesOf, endCharge } from './consequences.ts';
import { loadMoves, type MoveCommand, type MoveState } from './move-pledge.ts';
import type { OfferVersions } from './offer-versions.ts';
import type { RequestKey } from './replay.ts';
import { STAGE_RULES } from './stage-rules.ts';
import type { Tools, World } from './write-set.ts';

export interface PayOffCommand {
  readonly request: RequestKey;
  readonly merchantId: Id<'pty'>;
  readonly pledgeId: Id<'plg'>;
  /** What was paid, in minor units: when another amount is owed, nothing is written. Null when it is not said. */
  readonly amountMinor: number | null;
}

export type PayOffRefusal =
  | 'pledge_unknown'
  | 'promisor_erased'
  | 'key_reused_with_other_body'
  | 'nothing_to_pay_off'
  | 'payoff_is_another_amount'
  | PledgeRefusal;

export interface PayOffAnswer {
  /** The fact of the last part. */
  readonly factId: Id<'fct'>;
  readonly fact: Fact | null;
}

interface Hands {
  readonly world: World;
  readonly tools: Tools;
  readonly state: MoveState;
}

/** Runs a batch; answers are in the order of the commands. */
export async function payOffPledges(
  connection: HotConnection,
  world: World,
  tools: Tools,
  versions: OfferVersions,
  commands: readonly PayOffCommand[],
): Promise<Outcome<PayOffAnswer, PayOffRefusal>[]> {
  const asMoves = commands.map((command) => asMove(command, world));
  const state = await loadMoves(connection, world, tools, versions, asMoves, (pledges) => [...pledges.keys()]);
  const outcomes = commands.map((command): Outcome<PayOffAnswer, PayOffRefusal> => {
    const pledge = state.pledges.get(command.pledgeId);
    if (pledge === undefined || pledge.merchantId !== command.merchantId) return refuse('pledge_unknown');
    if (state.writes.party(pledge.partyId)?.life === 'erased') return refuse('promisor_erased');
    const before = state.answers.again<PayOffRefusal>(pledge.partyId, command.request);
    if (before !== null) return before;
    const outcome = payOff(command, pledge, versions, { world, tools, state });
    state.answers.remember({
      partyId: pledge.partyId,
      request: command.request,
      answer: outcome.ok ? 'done' : outcome.reason,
      factId: outcome.ok ? outcome.value.factId : null,
      recordedAt: world.now,
    });
    return outcome;
  });
  await connection.run(state.writes.calls(state.answers));
  return outcomes;
}

function asMove({ request, pledgeId, merchantId }: PayOffCommand, { now }: World): MoveCommand {
  const mover = { by: 'promisee', merchantId, reporter: 'merchant' } as const;
  return { request, pledgeId, mover, move: { name: 'fulfil', effectiveAt: null }, at: now };
}

/** Refusals in their declared order; the first part decides whether any of it may be said now. */
function payOff(
  { amountMinor }: PayOffCommand,
  pledge: Pledge,
  versions: OfferVersions,
  hands: Hands,
): Outcome<PayOffAnswer, PayOffRefusal> {
  const { state, world } = hands;
  const rules = { terms: versions.get(pledge.versionId).terms, costs: STAGE_RULES };
  if (isTerminal(pledge.state)) return refuse('pledge_is_over');
  const charges = [...state.charges.values()].filter(({ pledgeId }) => pledgeId === pledge.pledgeId);
  const owedMinor = payOffMinor(STAGE_RULES, rules.terms, pledge, charges);
  if (owedMinor === null) return refuse('nothing_to_pay_off');
  if (amountMinor !== null && amountMinor !== owedMinor) return refuse('payoff_is_another_amount');
  const left = partsLeft(STAGE_RULES, rules.terms, pledge);
  const missed = unpaidParts(STAGE_RULES, rules.terms, pledge, charges).filter(({ seq }) => seq < (left[0]?.seq ?? 0));
  let last: Fact | null = null;
  for (const { seq } of left) {
    const before = present(state.pledges.get(pledge.pledgeId), 'a_pledge_stays_in_its_batch');
    const move = { name: 'fulfil', effectiveAt: null, seq } as const;
    const outcome = applyMove(before, rules, { by: 'promisee', move }, world.now);
    assert(outcome.ok || last === null, 'what_holds_for_one_part_holds_for_all');
    if (!outcome.ok) return outcome;
    if (last === null)
      for (const charge of missed) endCharge(charge, 'collected', 'merchant', before, world.now, hands);
    last = consequencesOf(before, outcome.value, 'merchant', world.now, hands).fact;
    state.pledges.set(pledge.pledgeId, outcome.value.pledge);
  }
  const fact = present(last, 'a_part_was_left');
  return ok({ factId: fact.factId, fact });
}
