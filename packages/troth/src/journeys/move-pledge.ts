/**
 * Keep the promise (守约): every move after birth, by whoever may speak, in one shape. The table of moves and the rules of the pledge
 * decide; what follows for exposure, books, file and logbook is written in the same transaction.
 */
import { type Id, type Instant, type Outcome, ok, refuse } from '../kernel/index.ts';
import type { Answer, Call, HotConnection } from '../platform/db/index.ts';
import { type Fact, findFolds, foldFromJson, type Reporter } from '../rooms/conduct/index.ts';
import { lateCancelFeeMinor, lateFeeMinor, lossMinor, noShowFeeMinor, usageMinor } from '../rooms/offer/index.ts';
import { lockPartiesOfPledges, partyFromRow } from '../rooms/party/index.ts';
import {
  applyMove,
  type CostRules,
  findPledges,
  type Move,
  type Pledge,
  type PledgeRefusal,
  pledgesFromRows,
} from '../rooms/pledge/index.ts';
import type { Fold } from '../rooms/score/index.ts';
import { beginAboutPledges } from './begin.ts';
import { ConfirmedFound, findConfirmed } from './confirmed-found.ts';
import { consequencesOf } from './consequences.ts';
import { EvidenceFound, findEvidence } from './evidence-found.ts';
import type { OfferVersions } from './offer-versions.ts';
import { AnswerBook, findAnswers, type RequestKey } from './replay.ts';
import { type Tools, type World, WriteSet } from './write-set.ts';

/** Who moves: a person their own pledges, a merchant those made to it, time all of them. */
export type Mover =
  | { readonly by: 'promisor'; readonly partyId: Id<'pty'> }
  | {
      readonly by: 'promisee';
      readonly merchantId: Id<'pty'>;
      readonly reporter: Extract<Reporter, 'merchant' | 'historic_import'>;
    }
  | { readonly by: 'time' };

export type AskedMove =
  | Exclude<Exclude<Move, { by: 'promisee' }>['move'], { name: 'confirm' }>
  | { readonly name: 'confirm' }
  | { readonly name: 'fulfil'; readonly effectiveAt: Instant | null }
  | { readonly name: 'begin' | 'cancel' | 'withdraw' | 'break' }
  | { readonly name: 'notice'; readonly evidenceIds: readonly Id<'evd'>[] };

export interface MoveCommand {
  /** Null for time, which never repeats itself. */
  readonly request: RequestKey | null;
  readonly pledgeId: Id<'plg'>;
  readonly mover: Mover;
  readonly move: AskedMove;
  /** When time moves, the due time itself; otherwise the world's now. */
  readonly at: Instant;
}

export type MoveRefusal = PledgeRefusal | 'pledge_unknown' | 'promisor_erased' | 'key_reused_with_other_body';

export interface MoveAnswer {
  readonly factId: Id<'fct'>;
  /** Null for an answer given before: its fact is to be read again. */
  readonly fact: Fact | null;
}

export const COSTS: CostRules = { usageMinor, lateFeeMinor, lossMinor, noShowFeeMinor, lateCancelFeeMinor };

/** What a batch of moves has read, and what it is going to write. */
export interface MoveState {
  readonly writes: WriteSet;
  readonly answers: AnswerBook;
  readonly pledges: Map<Id<'plg'>, Pledge>;
  readonly folds: Map<string, Fold>;
  readonly evidence: EvidenceFound;
  readonly confirmed: ConfirmedFound;
}

/** Runs a batch; answers are in the order of the commands. */
export async function movePledges(
  connection: HotConnection,
  world: World,
  tools: Tools,
  versions: OfferVersions,
  commands: readonly MoveCommand[],
): Promise<Outcome<MoveAnswer, MoveRefusal>[]> {
  const state = await loadMoves(connection, world, tools, versions, commands);
  const answers = commands.map((command) => {
    const outcome = moveOne(command, world, tools, versions, state);
    remember(command, outcome, world, state);
    return outcome;
  });
  await connection.run(state.writes.calls(state.answers));
  return answers;
}

/** Locks the parties, then reads; terms of versions not seen before are fetched beside the transaction. */
export async function loadMoves(
  connection: HotConnection,
  world: World,
  tools: Tools,
  versions: OfferVersions,
  commands: readonly MoveCommand[],
): Promise<MoveState> {
  const pledgeIds = [...new Set(commands.map((command) => command.pledgeId))];
  const first: Call[] = [
    ...beginAboutPledges(world.worldId, pledgeIds),
    lockPartiesOfPledges(pledgeIds),
    findPledges(pledgeIds),
  ];
  const [parties, pledgeRows] = rowsOf(await connection.run(first)).slice(-2);
  const pledges = pledgesFromRows(pledgeRows ?? []);
  const loaded = [...pledges.values()];
  await versions.load(world.worldId, [...new Set(loaded.map((pledge) => pledge.versionId))]);
  const keyed = commands.flatMap((command) => {
    const pledge = pledges.get(command.pledgeId);
    return pledge === undefined || command.request === null
      ? []
      : [{ partyId: pledge.partyId, keyHash: command.request.keyHash }];
  });
  const named = commands.flatMap((command) =>
    command.move.name === 'notice'
      ? command.move.evidenceIds.map((evidenceId) => ({ evidenceId, pledgeId: command.pledgeId }))
      : [],
  );
  const confirming = commands.flatMap((command) => (command.move.name === 'confirm' ? [command.pledgeId] : []));
  const second: Call[] = [
    findAnswers(keyed),
    findFolds(uniqueFoldKeys(loaded)),
    findEvidence(named),
    ...(confirming.length > 0 ? [findConfirmed(confirming)] : []),
  ];
  const [answers, folds, evidence, confirmed] = rowsOf(await connection.run(second));
  return {
    writes: new WriteSet(
      world,
      tools,
      (parties ?? []).map((row) => partyFromRow(row, world.worldId, tools.vault)),
    ),
    answers: new AnswerBook(answers ?? [], world.now),
    pledges,
    folds: new Map(
      (folds ?? []).map(([party, context, buckets]) => [
        `pty_${(party as string).replaceAll('-', '')}${context}`,
        foldFromJson(buckets as string),
      ]),
    ),
    evidence: new EvidenceFound(evidence ?? []),
    confirmed: new ConfirmedFound(confirmed ?? []),
  };
}

function rowsOf(answers: readonly Answer[]) {
  return answers.map((answer) => answer.rows);
}

function uniqueFoldKeys(pledges: readonly Pledge[]): { partyId: Id<'pty'>; context: string }[] {
  return [
    ...new Map(
      pledges.map((pledge) => [
        `${pledge.partyId}${pledge.context}`,
        { partyId: pledge.partyId, context: pledge.context },
      ]),
    ).values(),
  ];
}

/** One command against the state as those before it left it. */
export function moveOne(
  command: MoveCommand,
  world: World,
  tools: Tools,
  versions: OfferVersions,
  state: MoveState,
): Outcome<MoveAnswer, MoveRefusal> {
  const pledge = state.pledges.get(command.pledgeId);
  if (pledge === undefined || !maySpeak(command.mover, pledge)) return refuse('pledge_unknown');
  if (state.writes.party(pledge.partyId)?.life === 'erased') return refuse('promisor_erased');
  if (command.request !== null) {
    const before = state.answers.again<MoveRefusal>(pledge.partyId, command.request);
    if (before !== null) return before;
  }
  const { terms } = versions.get(pledge.versionId);
  const outcome = applyMove(pledge, { terms, costs: COSTS }, asMove(command, state), command.at);
  if (!outcome.ok) return outcome;
  const fact = consequencesOf(pledge, outcome.value, reporterOf(command.mover), command.at, { world, tools, state });
  state.pledges.set(pledge.pledgeId, outcome.value.pledge);
  if (command.move.name === 'confirm') state.confirmed.add(pledge.pledgeId);
  return ok({ factId: fact.factId, fact });
}

/** Another's pledge is as unknown as one that does not exist. */
function maySpeak(mover: Mover, pledge: Pledge): boolean {
  switch (mover.by) {
    case 'promisor':
      return mover.partyId === pledge.partyId;
    case 'promisee':
      return mover.merchantId === pledge.merchantId;
    case 'time':
      return true;
  }
}

function reporterOf(mover: Mover): Reporter {
  switch (mover.by) {
    case 'promisor':
      return 'person';
    case 'promisee':
      return mover.reporter;
    case 'time':
      return 'system';
  }
}

function asMove(command: MoveCommand, state: MoveState): Move {
  const { move } = command;
  if (command.mover.by === 'promisee' && move.name === 'notice')
    return {
      by: 'promisee',
      move: { name: 'notice', evidenceCount: state.evidence.countOf(command.pledgeId, move.evidenceIds) },
    };
  if (command.mover.by === 'promisor' && move.name === 'confirm')
    return { by: 'promisor', move: { name: 'confirm', confirmedCount: state.confirmed.countOf(command.pledgeId) } };
  return { by: command.mover.by, move } as Move;
}

function remember(
  command: MoveCommand,
  outcome: Outcome<MoveAnswer, MoveRefusal>,
  world: World,
  state: MoveState,
): void {
  const pledge = state.pledges.get(command.pledgeId);
  if (command.request === null || pledge === undefined || !maySpeak(command.mover, pledge)) return;
  if (state.answers.find(pledge.partyId, command.request.keyHash) !== null) return;
  state.answers.remember({
    partyId: pledge.partyId,
    request: command.request,
    answer: outcome.ok ? 'done' : outcome.reason,
    factId: outcome.ok ? outcome.value.factId : null,
    recordedAt: world.now,
  });
}
