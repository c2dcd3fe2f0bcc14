/** The other side answers a dispute, in words that are sealed like those that opened it. Nothing is counted and nothing moves. */
import { type Id, type Outcome, present, refuse, ok } from '../kernel/index.ts';
import type { HotConnection } from '../platform/db/index.ts';
import { type Dispute, type DisputeRefusal, type DisputeSide, moveDispute } from '../rooms/dispute/index.ts';
import { type ContestAnswer, recordSaid } from './contest-fact.ts';
import { type DisputeState, keepWords, loadDisputes } from './dispute-state.ts';
import type { RequestKey } from './replay.ts';
import type { Tools, World } from './write-set.ts';

export interface AnswerDisputeCommand {
  readonly request: RequestKey;
  readonly disputeId: Id<'dsp'>;
  readonly speaker: { readonly by: DisputeSide; readonly partyId: Id<'pty'> };
  /** Cleaned, not empty. */
  readonly statement: string;
}

export type AnswerDisputeRefusal =
  | DisputeRefusal
  | 'dispute_unknown'
  | 'promisor_erased'
  | 'key_reused_with_other_body';

/** Runs a batch; answers are in the order of the commands. */
export async function answerDisputes(
  connection: HotConnection,
  world: World,
  tools: Tools,
  commands: readonly AnswerDisputeCommand[],
): Promise<Outcome<ContestAnswer, AnswerDisputeRefusal>[]> {
  const state = await loadDisputes(
    connection,
    world,
    tools,
    commands.map(({ request, disputeId }) => ({ partyId: null, keyHash: request.keyHash, factId: null, disputeId })),
  );
  const outcomes = commands.map((command) =>
    onceAbout(state, command, world, () => answerOne(command, world, tools, state)),
  );
  await connection.run(state.writes.calls(state.answers));
  return outcomes;
}

/** Answers a request about a dispute once, and remembers the answer under the dispute's person. */
export function onceAbout<R extends string>(
  state: DisputeState,
  { request, disputeId }: { readonly request: RequestKey; readonly disputeId: Id<'dsp'> },
  world: World,
  decide: () => Outcome<ContestAnswer, R | 'dispute_unknown'>,
): Outcome<ContestAnswer, R | 'dispute_unknown' | 'promisor_erased' | 'key_reused_with_other_body'> {
  const partyId = state.disputes.get(disputeId)?.partyId;
  if (partyId === undefined) return refuse('dispute_unknown');
  if (state.writes.party(partyId)?.life === 'erased') return refuse('promisor_erased');
  const before = state.answers.again<R>(partyId, request);
  if (before !== null) return before;
  const outcome = decide();
  // Whose it is not has nothing remembered under another's name.
  if (!outcome.ok && outcome.reason === 'dispute_unknown') return outcome;
  state.answers.remember({
    partyId,
    request,
    answer: outcome.ok ? 'done' : outcome.reason,
    factId: outcome.ok ? outcome.value.factId : null,
    recordedAt: world.now,
  });
  return outcome;
}

function answerOne(
  { disputeId, speaker, statement }: AnswerDisputeCommand,
  world: World,
  tools: Tools,
  state: DisputeState,
): Outcome<ContestAnswer, DisputeRefusal | 'dispute_unknown'> {
  const dispute = present(state.disputes.get(disputeId), 'a_known_dispute_is_there');
  if (!isSide(dispute, speaker)) return refuse('dispute_unknown');
  const answerId = tools.ids.next('evd', world.now);
  const moved = moveDispute(dispute, { name: 'answer', by: speaker.by, answerId }, world.now);
  if (!moved.ok) return moved;
  keepWords(state, dispute, answerId, { by: speaker.by, words: statement, at: world.now });
  state.disputes.set(disputeId, moved.value);
  state.writes.moveDispute(moved.value);
  const pledge = present(state.pledges.get(dispute.pledgeId), 'a_dispute_is_about_a_pledge');
  const said = { dispute: disputeId, contests: dispute.factId, statementId: answerId };
  return ok(recordSaid(state, pledge, { kind: 'dispute_answered', by: speaker.by, said }, world));
}

/** Another's dispute is as unknown as one that does not exist. */
function isSide(dispute: Dispute, { by, partyId }: AnswerDisputeCommand['speaker']): boolean {
  return partyId === (by === 'merchant' ? dispute.merchantId : dispute.partyId);
}
