/**
 * The side that was let down says that it was put right: the shop, that the thing came back after all or was made good in kind; the person,
 * that the shop has done late what it owed, and then what was still held of a deposit is booked as given back. A fact of its own that stands
 * beside the one it repairs; that one is never edited. What is paid afterwards is a fact by itself.
 */
import { type Id, type Outcome, ok, present, refuse } from '../kernel/index.ts';
import type { HotConnection } from '../platform/db/index.ts';
import { ownWordOf } from '../rooms/party/index.ts';
import { loadDisputes } from './dispute-state.ts';
import { moveDetail } from './fact-detail.ts';
import type { Pledge } from '../rooms/pledge/index.ts';
import { type FactFound, findRepairs, RepairsFound } from './facts-found.ts';
import type { RequestKey } from './replay.ts';
import type { ContestAnswer } from './contest-fact.ts';
import type { Tools, World } from './write-set.ts';

export interface MakeGoodCommand {
  readonly request: RequestKey;
  readonly speaker:
    | { readonly by: 'promisee'; readonly merchantId: Id<'pty'>; readonly pledgeId: Id<'plg'> }
    | { readonly by: 'promisor'; readonly partyId: Id<'pty'> };
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
  const [rows] = await connection.run([findRepairs([...state.pledges.keys()])]);
  const repairs = new RepairsFound(rows?.rows ?? []);
  const outcomes = commands.map((command): Outcome<ContestAnswer, MakeGoodRefusal> => {
    const { request, speaker, factId, how } = command;
    const fact = state.facts.get(factId);
    if (fact === undefined || fact.pledgeId === null || !mayMend(speaker, fact)) return refuse('fact_unknown');
    const { partyId, merchantId, pledgeId } = fact;
    const party = present(state.writes.party(partyId), 'a_pledge_has_a_promisor');
    if (party.life === 'erased') return refuse('promisor_erased');
    const before = state.answers.again<MakeGoodRefusal>(partyId, request);
    if (before !== null) return before;
    const refusal = !wasMissedFor(speaker, fact)
      ? 'nothing_to_put_right'
      : repairs.has(factId)
        ? 'already_put_right'
        : null;
    const remember = (answer: string, about: Id<'fct'> | null) =>
      state.answers.remember({ partyId, request, answer, factId: about, recordedAt: world.now });
    if (refusal !== null) {
      remember(refusal, null);
      return refuse(refusal);
    }
    repairs.add(factId);
    const pledge = present(state.pledges.get(pledgeId), 'a_fact_is_about_a_pledge');
    const refundMinor = speaker.by === 'promisor' ? depositOwedMinor(pledge) - repairs.paidOutMinor(pledgeId) : 0;
    const back = { partyId, merchantId, pledgeId, amountMinor: refundMinor, currency: pledge.currency };
    const transfers =
      refundMinor > 0 ? [state.writes.transfer('custody_refund', { ...back, effectiveAt: world.now }, world.now)] : [];
    const said = { how, repairs: factId, ...(refundMinor > 0 ? { refundMinor } : {}) };
    const recorded = state.writes.record(partyId, {
      merchantId,
      subjectId: pledgeId,
      kind: 'made_good',
      context: pledge.context,
      reporter: speaker.by === 'promisor' ? ownWordOf(party.kind) : 'merchant',
      effectiveAt: world.now,
      recordedAt: world.now,
      weightMilli: 0,
      detail: moveDetail(pledge, said, [], transfers),
    });
    remember('done', recorded.factId);
    return ok({ factId: recorded.factId, fact: recorded });
  });
  await connection.run(state.writes.calls(state.answers));
  return outcomes;
}

/** Another's fact is as unknown as one that does not exist. */
function mayMend(speaker: MakeGoodCommand['speaker'], fact: FactFound): boolean {
  return speaker.by === 'promisor'
    ? fact.partyId === speaker.partyId
    : fact.merchantId === speaker.merchantId && fact.pledgeId === speaker.pledgeId;
}

/** Whether the fact says that the other side did not do, or did late, what it owed the speaker. */
function wasMissedFor(speaker: MakeGoodCommand['speaker'], fact: FactFound): boolean {
  return speaker.by === 'promisor'
    ? fact.kind === 'let_down'
    : fact.verdict === 'broken' || fact.verdict === 'kept_late';
}

/** What the promisee kept of a deposit beyond its time. */
function depositOwedMinor(pledge: Pledge): number {
  const refund = pledge.obligations.find((owed) => owed.type === 'refund');
  return refund?.state === 'missed' ? (refund.asked ?? 0) : 0;
}
