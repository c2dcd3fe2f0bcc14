/**
 * What a batch about disputes has read, with the parties locked, and what it is going to write. Which party a fact or a dispute belongs
 * to never changes, so that is looked up first, and the lock is taken before anything that can change is read.
 */
import { type Id, type Instant, present } from '../kernel/index.ts';
import type { HotConnection } from '../platform/db/index.ts';
import { findFoldsOfParties, foldFromJson, periodOf } from '../rooms/conduct/index.ts';
import {
  countsAs,
  type Dispute,
  disputeFromRow,
  type DisputeSide,
  findDisputes,
  findDisputesOfPledges,
} from '../rooms/dispute/index.ts';
import { lockParties, partyFromRow } from '../rooms/party/index.ts';
import { findPledges, type Pledge, pledgesFromRows, type Verdict } from '../rooms/pledge/index.ts';
import { addToFold, EMPTY_FOLD, type Fold, type FoldDelta, removeFromFold } from '../rooms/score/index.ts';
import { type Charge, chargeFromRow, findChargesOfPledges } from '../rooms/settlement/index.ts';
import { beginIn } from './begin.ts';
import { factFromRow, type FactFound, findFacts } from './facts-found.ts';
import { AnswerBook, findAnswers } from './replay.ts';
import { type Tools, type World, WriteSet } from './write-set.ts';

export interface DisputeState {
  readonly facts: ReadonlyMap<Id<'fct'>, FactFound>;
  readonly pledges: Map<Id<'plg'>, Pledge>;
  readonly charges: Map<Id<'chg'>, Charge>;
  readonly folds: Map<string, Fold>;
  readonly disputes: Map<Id<'dsp'>, Dispute>;
  readonly writes: WriteSet;
  readonly answers: AnswerBook;
}

/** What one command asks about. */
export interface AskedAbout {
  /** The person who speaks; null for anybody else. */
  readonly partyId: Id<'pty'> | null;
  readonly keyHash: string | null;
  readonly factId: Id<'fct'> | null;
  readonly disputeId: Id<'dsp'> | null;
}

export async function loadDisputes(
  connection: HotConnection,
  world: World,
  tools: Tools,
  asked: readonly AskedAbout[],
): Promise<DisputeState> {
  const first = await connection.run([
    ...beginIn(world.worldId, []),
    findFacts(asked.flatMap((one) => one.factId ?? [])),
    findDisputes(asked.flatMap((one) => one.disputeId ?? [])),
  ]);
  const [factRows = [], disputeRows = []] = first.slice(-2).map((answer) => answer.rows);
  const named = factRows.map(factFromRow);
  const opened = disputeRows.map(disputeFromRow);
  const partyOf = new Map<string, Id<'pty'>>([
    ...named.map((fact) => [fact.factId, fact.partyId] as const),
    ...opened.map((dispute) => [dispute.disputeId, dispute.partyId] as const),
  ]);
  const keyed = asked.flatMap(({ partyId, keyHash, factId, disputeId }) => {
    const party = partyId ?? partyOf.get(factId ?? disputeId ?? '');
    return keyHash === null || party === undefined ? [] : [{ partyId: party, keyHash }];
  });
  const partyIds = [...new Set([...partyOf.values(), ...asked.flatMap((one) => one.partyId ?? [])])];
  const pledgeIds = [...new Set([...named, ...opened].flatMap((one) => one.pledgeId ?? []))];
  const merchantIds = [...named, ...opened].map((one) => one.merchantId);
  const second = await connection.run([
    ...beginIn(world.worldId, merchantIds).slice(1),
    lockParties(partyIds),
    findAnswers(keyed),
    findPledges(pledgeIds),
    findDisputesOfPledges(pledgeIds),
    findChargesOfPledges(pledgeIds),
    findFacts(opened.map((dispute) => dispute.factId)),
    findFoldsOfParties(partyIds),
  ]);
  const [parties = [], answers = [], pledges = [], disputes = [], charges = [], contested = [], folds = []] = second
    .slice(-7)
    .map((answer) => answer.rows);
  return {
    facts: new Map([...named, ...contested.map(factFromRow)].map((fact) => [fact.factId, fact])),
    pledges: pledgesFromRows(pledges),
    charges: new Map(charges.map(chargeFromRow).map((charge) => [charge.chargeId, charge])),
    folds: new Map(
      folds.map(([party, context, buckets]) => [
        `pty_${(party as string).replaceAll('-', '')}${context}`,
        foldFromJson(buckets as string),
      ]),
    ),
    disputes: new Map(disputes.map(disputeFromRow).map((dispute) => [dispute.disputeId, dispute])),
    writes: new WriteSet(
      world,
      tools,
      parties.map((row) => partyFromRow(row, world.worldId, tools.vault)),
    ),
    answers: new AnswerBook(answers, world.now),
  };
}

/** Disputes about a fact, as the batch has left them so far. */
export function disputesAbout(state: DisputeState, factId: Id<'fct'>): Dispute[] {
  return [...state.disputes.values()].filter((dispute) => dispute.factId === factId);
}

/** Counts a fact anew after a dispute about it was opened, or ended: the fact stays, the sums say what counts of it now. */
export function reweigh(state: DisputeState, fact: FactFound, before: readonly Dispute[]): void {
  const { partyId, context, weightMilli } = fact;
  const was = countsAs(fact.verdict, before);
  const is = countsAs(fact.verdict, disputesAbout(state, fact.factId));
  if (was === is || context === 'none') return;
  const key = `${partyId}${context}`;
  const period = periodOf(partyId, fact.recordedAt);
  const without = removeFromFold(state.folds.get(key) ?? EMPTY_FOLD, period, deltaOf(was, weightMilli));
  const fold = addToFold(without, period, deltaOf(is, weightMilli));
  state.folds.set(key, fold);
  state.writes.setFold(partyId, context, fold);
}

function deltaOf(verdict: Verdict, milli: number): FoldDelta {
  return {
    keptMilli: verdict === 'kept' ? milli : 0,
    brokenMilli: verdict === 'broken' ? milli : 0,
    lateMilli: verdict === 'kept_late' ? milli : 0,
  };
}

/** Keeps the words of somebody about a pledge, sealed with its promisor's key, under an id. */
export function keepWords(
  state: DisputeState,
  dispute: Pick<Dispute, 'partyId' | 'merchantId' | 'pledgeId'>,
  evidenceId: Id<'evd'>,
  said: { readonly by: DisputeSide | 'operator'; readonly words: string; readonly at: Instant },
): void {
  state.writes.say({
    evidenceId,
    partyId: dispute.partyId,
    merchantId: dispute.merchantId,
    pledgeId: dispute.pledgeId,
    mediaType: 'text/plain',
    suppliedBy: said.by,
    effectiveAt: said.at,
    recordedAt: said.at,
    words: said.words,
    partyKey: present(state.writes.party(dispute.partyId)?.key, 'an_erased_party_says_nothing'),
  });
}
