/**
 * One side contests a fact: the person one on their file, the shop one of a pledge made to it. The fact stays as it is; beside it stands
 * a fact of its own that names it, and the words, sealed. Until the dispute ends, what speaks against the person is not counted, and
 * the clock of a running pledge stands still.
 */
import { type Id, isoFromInstant, type Outcome, ok, present, refuse } from '../kernel/index.ts';
import type { HotConnection } from '../platform/db/index.ts';
import type { Fact, FactKind } from '../rooms/conduct/index.ts';
import { aboutOf, type DisputeSide, dutyOf, isDisputeOver, openDispute } from '../rooms/dispute/index.ts';
import { holdClock, type Pledge } from '../rooms/pledge/index.ts';
import { type DisputeState, disputesAbout, keepWords, loadDisputes, reweigh } from './dispute-state.ts';
import { moveDetail } from './fact-detail.ts';
import type { FactFound } from './facts-found.ts';
import type { RequestKey } from './replay.ts';
import type { Tools, World } from './write-set.ts';

/** Who contests: a person, or a shop that promises, what is on their own file, a merchant what was recorded of a pledge made to it. */
export type Contester =
  | { readonly by: 'person' | 'promisor'; readonly partyId: Id<'pty'> }
  | { readonly by: 'merchant'; readonly merchantId: Id<'pty'>; readonly pledgeId: Id<'plg'> };

export interface ContestCommand {
  readonly request: RequestKey;
  readonly speaker: Contester;
  readonly factId: Id<'fct'>;
  /** Cleaned, not empty. */
  readonly statement: string;
}

export type ContestRefusal =
  | 'fact_unknown'
  | 'fact_cannot_be_contested'
  | 'fact_is_contested'
  | 'fact_is_set_aside'
  | 'promisor_erased'
  | 'key_reused_with_other_body';

export interface ContestAnswer {
  readonly factId: Id<'fct'>;
  /** Null for an answer given before: its fact is to be read again. */
  readonly fact: Fact | null;
}

/** Runs a batch; answers are in the order of the commands. */
export async function contestFacts(
  connection: HotConnection,
  world: World,
  tools: Tools,
  commands: readonly ContestCommand[],
): Promise<Outcome<ContestAnswer, ContestRefusal>[]> {
  const state = await loadDisputes(
    connection,
    world,
    tools,
    commands.map(({ request, speaker, factId }) => ({
      partyId: speaker.by === 'merchant' ? null : speaker.partyId,
      keyHash: request.keyHash,
      factId,
      disputeId: null,
    })),
  );
  const outcomes = commands.map((command) => answerOne(command, world, tools, state));
  await connection.run(state.writes.calls(state.answers));
  return outcomes;
}

function answerOne(
  command: ContestCommand,
  world: World,
  tools: Tools,
  state: DisputeState,
): Outcome<ContestAnswer, ContestRefusal> {
  const { request, speaker, factId } = command;
  const found = state.facts.get(factId);
  const contested = found !== undefined && isTheirs(speaker, found) ? found : null;
  // A shop that names what is not its own has no person under whom the refusal could be remembered.
  const partyId = speaker.by === 'merchant' ? contested?.partyId : speaker.partyId;
  if (partyId === undefined) return refuse('fact_unknown');
  if (state.writes.party(partyId)?.life === 'erased') return refuse('promisor_erased');
  const before = state.answers.again<ContestRefusal>(partyId, request);
  if (before !== null) return before;
  const outcome = contestOne(command, contested, world, tools, state);
  state.answers.remember({
    partyId,
    request,
    answer: outcome.ok ? 'done' : outcome.reason,
    factId: outcome.ok ? outcome.value.factId : null,
    recordedAt: world.now,
  });
  return outcome;
}

/** Another's fact is as unknown as one that does not exist. */
function isTheirs(speaker: Contester, fact: FactFound): boolean {
  return speaker.by === 'merchant'
    ? fact.merchantId === speaker.merchantId && fact.pledgeId === speaker.pledgeId
    : fact.partyId === speaker.partyId;
}

/** What belongs to a dispute already: it is answered there. */
const OF_DISPUTES: readonly FactKind[] = ['contested', 'dispute_answered', 'dispute_decided', 'dispute_lapsed'];

function contestOne(
  { speaker, statement }: ContestCommand,
  contested: FactFound | null,
  world: World,
  tools: Tools,
  state: DisputeState,
): Outcome<ContestAnswer, ContestRefusal> {
  if (contested === null) return refuse('fact_unknown');
  if (contested.leavesAt !== null && contested.leavesAt <= world.now) return refuse('fact_unknown');
  if (contested.pledgeId === null || OF_DISPUTES.includes(contested.kind)) return refuse('fact_cannot_be_contested');
  const earlier = disputesAbout(state, contested.factId);
  if (earlier.some((one) => one.openedBy === speaker.by || !isDisputeOver(one.state)))
    return refuse('fact_is_contested');
  if (earlier.some((one) => one.outcome === 'corrected')) return refuse('fact_is_set_aside');
  const pledge = present(state.pledges.get(contested.pledgeId), 'a_fact_is_about_a_pledge');
  const statementId = tools.ids.next('evd', world.now);
  keepWords(state, pledge, statementId, { by: speaker.by, words: statement, at: world.now });
  const paidMinor = contested.chargeId === null ? 0 : (state.charges.get(contested.chargeId)?.paidMinor ?? 0);
  const dispute = openDispute(
    {
      disputeId: tools.ids.next('dsp', world.now),
      partyId: pledge.partyId,
      merchantId: pledge.merchantId,
      pledgeId: pledge.pledgeId,
      factId: contested.factId,
      about: aboutOf(contested),
      openedBy: speaker.by,
      duty: dutyOf({ paidMinor, obligations: pledge.obligations }),
      statementId,
      reporter: contested.reporter,
    },
    world.now,
  );
  state.disputes.set(dispute.disputeId, dispute);
  state.writes.openDispute(dispute);
  reweigh(state, contested, earlier);
  const after = dispute.stopsClock ? stopped(pledge, world, state) : pledge;
  const said = {
    answerBy: isoFromInstant(dispute.answerBy),
    contests: contested.factId,
    decideBy: isoFromInstant(dispute.decideBy),
    dispute: dispute.disputeId,
    statementId,
  };
  return ok(recordSaid(state, after, { kind: 'contested', by: speaker.by, said }, world));
}

/** Stops the clock of a pledge that still runs; a clock that stands already stands on. */
function stopped(pledge: Pledge, world: World, state: DisputeState): Pledge {
  if (pledge.endedAt !== null || pledge.disputedAt !== null) return pledge;
  const held = holdClock(pledge, world.now);
  state.pledges.set(held.pledgeId, held);
  state.writes.move(held);
  return held;
}

/** Records what somebody said in a dispute, with the pledge as it stands after it. */
export function recordSaid(
  state: DisputeState,
  pledge: Pledge,
  of: {
    readonly kind: 'contested' | 'dispute_answered' | 'dispute_decided' | 'dispute_lapsed';
    readonly by: DisputeSide | 'operator' | 'system';
    readonly said: { readonly [key: string]: string | number };
  },
  world: World,
): ContestAnswer {
  const fact = state.writes.record(pledge.partyId, {
    merchantId: pledge.merchantId,
    subjectId: pledge.pledgeId,
    kind: of.kind,
    context: pledge.context,
    reporter: of.by,
    effectiveAt: world.now,
    recordedAt: world.now,
    weightMilli: 0,
    detail: moveDetail(pledge, of.said, [], []),
  });
  return { factId: fact.factId, fact };
}
