/**
 * A shop says that a broken or late promise was put right: the thing came back after all, or it was made good in kind. A fact of its own
 * that stands beside the one it repairs; that one is never edited. What is paid afterwards is a fact by itself.
 */
import { type Id, type Outcome, ok, present, refuse } from '../kernel/index.ts';
import type { HotConnection } from '../platform/db/index.ts';
import { loadDisputes } from './dispute-state.ts';
import { moveDetail } from './fact-detail.ts';
import { findPutRight, putRightBy } from './facts-found.ts';
import type { RequestKey } from './replay.ts';
import type { ContestAnswer } from './contest-fact.ts';
import type { Tools, World } from './write-set.ts';

export interface MakeGoodCommand {
  readonly request: RequestKey;
  readonly merchantId: Id<'pty'>;
  readonly pledgeId: Id<'plg'>;
  /** The fact that is put right. */
  readonly factId: Id<'fct'>;
  readonly how: 'late' | 'in_kind';
}

export type MakeGoodRefusal =
  | 'fact_unknown'
  | 'nothing_to_put_right'
  | 'already_put_right'
  | 'promisor_erased'
  | 'key_reused_with_other_body';

/** Runs a batch; answers are in the order of the commands. */
export async function makeGood(
  connection: HotConnection,
  world: World,
  tools: Tools,
  commands: readonly MakeGoodCommand[],
): Promise<Outcome<ContestAnswer, MakeGoodRefusal>[]> {
  const asked = commands.map(({ request, factId }) => {
    return { partyId: null, keyHash: request.keyHash, factId, disputeId: null };
  });
  const state = await loadDisputes(connection, world, tools, asked);
  const [rows] = await connection.run([findPutRight([...state.pledges.keys()])]);
  const putRight = new Set((rows?.rows ?? []).map(putRightBy));
  const outcomes = commands.map((command): Outcome<ContestAnswer, MakeGoodRefusal> => {
    const { request, merchantId, pledgeId, factId, how } = command;
    const fact = state.facts.get(factId);
    if (fact === undefined || fact.merchantId !== merchantId || fact.pledgeId !== pledgeId)
      return refuse('fact_unknown');
    const { partyId } = fact;
    if (state.writes.party(partyId)?.life === 'erased') return refuse('promisor_erased');
    const before = state.answers.again<MakeGoodRefusal>(partyId, request);
    if (before !== null) return before;
    const refusal =
      fact.verdict !== 'broken' && fact.verdict !== 'kept_late'
        ? 'nothing_to_put_right'
        : putRight.has(factId)
          ? 'already_put_right'
          : null;
    const remember = (answer: string, about: Id<'fct'> | null) =>
      state.answers.remember({ partyId, request, answer, factId: about, recordedAt: world.now });
    if (refusal !== null) {
      remember(refusal, null);
      return refuse(refusal);
    }
    putRight.add(factId);
    const pledge = present(state.pledges.get(pledgeId), 'a_fact_is_about_a_pledge');
    const recorded = state.writes.record(partyId, {
      merchantId,
      subjectId: pledgeId,
      kind: 'made_good',
      context: pledge.context,
      reporter: 'merchant',
      effectiveAt: world.now,
      recordedAt: world.now,
      weightMilli: 0,
      detail: moveDetail(pledge, { how, repairs: factId }, [], []),
    });
    remember('done', recorded.factId);
    return ok({ factId: recorded.factId, fact: recorded });
  });
  await connection.run(state.writes.calls(state.answers));
  return outcomes;
}
