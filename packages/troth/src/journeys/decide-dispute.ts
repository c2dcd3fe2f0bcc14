/** The operator decides a dispute in writing: the fact stands, or it is set aside for good, by a norm that is named. */
import { type Id, type Outcome, ok, present } from '../kernel/index.ts';
import type { HotConnection } from '../platform/db/index.ts';
import { type DisputeOutcome, type DisputeRefusal, moveDispute } from '../rooms/dispute/index.ts';
import type { NormId } from '../rooms/rulebook/index.ts';
import { onceAbout } from './answer-dispute.ts';
import type { ContestAnswer } from './contest-fact.ts';
import { type DisputeState, keepWords, loadDisputes } from './dispute-state.ts';
import { endDispute, type EndHands, loadVersions } from './end-dispute.ts';
import type { OfferVersions } from './offer-versions.ts';
import type { RequestKey } from './replay.ts';
import type { Tools, World } from './write-set.ts';

export interface DecideDisputeCommand {
  readonly request: RequestKey;
  readonly disputeId: Id<'dsp'>;
  readonly outcome: DisputeOutcome;
  readonly norm: NormId;
  /** The written outcome, cleaned, not empty. */
  readonly text: string;
}

export type DecideDisputeRefusal =
  | DisputeRefusal
  | 'dispute_unknown'
  | 'promisor_erased'
  | 'key_reused_with_other_body';

/** Runs a batch; answers are in the order of the commands. Only the operator's key may lead here. */
export async function decideDisputes(
  connection: HotConnection,
  world: World,
  tools: Tools,
  versions: OfferVersions,
  commands: readonly DecideDisputeCommand[],
): Promise<Outcome<ContestAnswer, DecideDisputeRefusal>[]> {
  const state = await loadDisputes(
    connection,
    world,
    tools,
    commands.map(({ request, disputeId }) => ({ partyId: null, keyHash: request.keyHash, factId: null, disputeId })),
  );
  const hands = { world, tools, versions };
  await loadVersions(state, hands);
  const outcomes = commands.map((command) =>
    onceAbout<DisputeRefusal>(state, command, world, () => decideOne(command, hands, state)),
  );
  await connection.run(state.writes.calls(state.answers));
  return outcomes;
}

function decideOne(
  { disputeId, outcome, norm, text }: DecideDisputeCommand,
  hands: EndHands,
  state: DisputeState,
): Outcome<ContestAnswer, DisputeRefusal> {
  const { world, tools } = hands;
  const dispute = present(state.disputes.get(disputeId), 'a_known_dispute_is_there');
  const outcomeId = tools.ids.next('evd', world.now);
  const moved = moveDispute(dispute, { name: 'decide', outcome, norm, outcomeId }, world.now);
  if (!moved.ok) return moved;
  keepWords(state, dispute, outcomeId, { by: 'operator', words: text, at: world.now });
  return ok(endDispute(state, moved.value, 'operator', hands));
}
