/**
 * A charge is paid elsewhere, at once or in parts, as the merchant says, or is let go. It ends once. Books, unpaid amount and file move
 * together.
 */
import { assert, type Id, type Outcome, ok, present, refuse } from '../kernel/index.ts';
import type { HotConnection } from '../platform/db/index.ts';
import type { Fact } from '../rooms/conduct/index.ts';
import { applyMove, findCurrent, type Pledge } from '../rooms/pledge/index.ts';
import { unpaidMinorOf } from '../rooms/settlement/index.ts';
import { consequencesOf, endCharge, payPartOf } from './consequences.ts';
import { loadMoves, type MoveCommand, type MoveState } from './move-pledge.ts';
import type { OfferVersions } from './offer-versions.ts';
import type { RequestKey } from './replay.ts';
import { STAGE_RULES } from './stage-rules.ts';
import type { Tools, World } from './write-set.ts';

export interface SettleCommand {
  readonly request: RequestKey;
  readonly merchantId: Id<'pty'>;
  readonly pledgeId: Id<'plg'>;
  readonly chargeId: Id<'chg'>;
  readonly end: 'collected' | 'forgiven';
  /** How much was paid now, in minor units; null: all that is still owed. */
  readonly partMinor: number | null;
}

export type SettleRefusal =
  | 'pledge_unknown'
  | 'promisor_erased'
  | 'charge_unknown'
  | 'charge_is_settled'
  | 'part_is_more_than_is_owed'
  | 'key_reused_with_other_body';

export interface SettleAnswer {
  readonly factId: Id<'fct'>;
  readonly fact: Fact | null;
}

export async function settleCharges(
  connection: HotConnection,
  world: World,
  tools: Tools,
  versions: OfferVersions,
  commands: readonly SettleCommand[],
): Promise<Outcome<SettleAnswer, SettleRefusal>[]> {
  const asMoves = commands.map((command) => asMove(command, world));
  const state = await loadMoves(connection, world, tools, versions, asMoves, (pledges) => [...pledges.keys()]);
  const hands = { world, tools, state };
  const outcomes = commands.map((command): Outcome<SettleAnswer, SettleRefusal> => {
    const pledge = state.pledges.get(command.pledgeId);
    if (pledge === undefined || pledge.merchantId !== command.merchantId) return refuse('pledge_unknown');
    if (state.writes.party(pledge.partyId)?.life === 'erased') return refuse('promisor_erased');
    const before = state.answers.again<SettleRefusal>(pledge.partyId, command.request);
    if (before !== null) return before;
    const outcome = settleOne(command, pledge, versions, hands);
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

/** What the end of a charge is for a pledge whose running stage is this payment. */
function asMove({ request, pledgeId, merchantId, end }: SettleCommand, { now }: World): MoveCommand {
  const mover = { by: 'promisee', merchantId, reporter: 'merchant' } as const;
  const move = end === 'collected' ? ({ name: 'fulfil', effectiveAt: null } as const) : ({ name: 'release' } as const);
  return { request, pledgeId, mover, move, at: now };
}

function settleOne(
  command: SettleCommand,
  pledge: Pledge,
  versions: OfferVersions,
  hands: { readonly world: World; readonly tools: Tools; readonly state: MoveState },
): Outcome<SettleAnswer, SettleRefusal> {
  const { state, world } = hands;
  const charge = state.charges.get(command.chargeId);
  if (charge === undefined || charge.pledgeId !== command.pledgeId) return refuse('charge_unknown');
  if (charge.state !== 'open') return refuse('charge_is_settled');
  const partMinor = command.partMinor ?? unpaidMinorOf(charge);
  if (partMinor > unpaidMinorOf(charge)) return refuse('part_is_more_than_is_owed');
  const isPart = partMinor < unpaidMinorOf(charge);
  const stage = findCurrent(pledge);
  // The charge of the payment that runs: paying the last of it is keeping it, and the pledge goes on or is over.
  if (!isPart && stage !== null && stage.seq === charge.seq && stage.type === 'pay') {
    const { move } = asMove(command, world);
    assert(move.name === 'fulfil' || move.name === 'release', 'a_charge_ends_by_being_paid_or_let_go');
    const rules = { terms: versions.get(pledge.versionId).terms, costs: STAGE_RULES };
    const outcome = applyMove(pledge, rules, { by: 'promisee', move }, world.now);
    assert(outcome.ok, 'a_payment_that_runs_can_be_made');
    const { ended } = consequencesOf(pledge, outcome.value, 'merchant', world.now, hands);
    state.pledges.set(pledge.pledgeId, outcome.value.pledge);
    const fact = present(ended.get(charge.chargeId), 'the_charge_ended_with_its_stage');
    return ok({ factId: fact.factId, fact });
  }
  const fact = isPart
    ? payPartOf(charge, partMinor, pledge, world.now, hands)
    : endCharge(charge, command.end, 'merchant', pledge, world.now, hands);
  return ok({ factId: fact.factId, fact });
}
