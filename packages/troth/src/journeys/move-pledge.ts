/**
 * Keep the promise (守约): every move after birth, by whoever may speak, in one shape. The table of moves and the rules of the pledge
 * decide; what follows for exposure, books, file and logbook is written in the same transaction.
 */
import { type Id, type Instant, type Outcome, ok, present, refuse, unreachable } from '../kernel/index.ts';
import type { Answer, Call, HotConnection } from '../platform/db/index.ts';
import { type Fact, findFolds, foldFromJson, type Reporter } from '../rooms/conduct/index.ts';
import { lockPartiesOfPledges, ownWordOf, type Party, partyFromRow } from '../rooms/party/index.ts';
import {
  applyMove,
  type CountedLine,
  findCurrent,
  findPledges,
  type Move,
  type Pledge,
  type PledgeRefusal,
  pledgesFromRows,
  type Said,
} from '../rooms/pledge/index.ts';
import type { Fold } from '../rooms/score/index.ts';
import { type Charge, chargeFromRow, findChargesOfPledges } from '../rooms/settlement/index.ts';
import { beginAboutPledges } from './begin.ts';
import { ConfirmedFound, findConfirmed } from './confirmed-found.ts';
import { consequencesOf } from './consequences.ts';
import { EvidenceFound, findEvidence } from './evidence-found.ts';
import { findLines, LinesFound } from './lines-found.ts';
import type { OfferVersions } from './offer-versions.ts';
import { honouredSaid, honouringOf, lineKnown, linesNamed, maySpeak } from './programme.ts';
import { AnswerBook, findAnswers, type RequestKey, saidNo } from './replay.ts';
import { STAGE_RULES } from './stage-rules.ts';
import { type Tools, type World, WriteSet } from './write-set.ts';

/** Who moves: a person, or a shop that promises, their own pledges, a merchant those made to it, time all of them. */
export type Mover =
  | { readonly by: 'promisor'; readonly partyId: Id<'pty'> }
  | {
      readonly by: 'promisee';
      readonly merchantId: Id<'pty'>;
      readonly reporter: Extract<Reporter, 'merchant' | 'historic_import'>;
    }
  | { readonly by: 'time' };

/** What is asked for; what the rules need to know besides is found in the books and the facts. */
export type AskedMove =
  | Exclude<Said, { name: 'confirm' | 'declare' | 'notice' | 'report' | 'take_back' }>
  | { readonly name: 'fall_due' }
  | { readonly name: 'confirm' }
  | { readonly name: 'declare'; readonly evidenceIds: readonly Id<'evd'>[] }
  | { readonly name: 'notice'; readonly evidenceIds: readonly Id<'evd'>[]; readonly claimMinor: number | null }
  | { readonly name: 'report'; readonly line: CountedLine }
  | { readonly name: 'take_back'; readonly lineNo: string };

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

/** What a batch of moves has read, and what it is going to write. */
export interface MoveState {
  readonly writes: WriteSet;
  readonly answers: AnswerBook;
  readonly pledges: Map<Id<'plg'>, Pledge>;
  readonly folds: Map<string, Fold>;
  readonly evidence: EvidenceFound;
  readonly confirmed: ConfirmedFound;
  readonly lines: LinesFound;
  /** Charges of pledges in which a payment may end now. */
  readonly charges: Map<Id<'chg'>, Charge>;
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
    remember(command, outcome, world, versions, state);
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
  chargesOf: (pledges: ReadonlyMap<Id<'plg'>, Pledge>) => readonly Id<'plg'>[] = (pledges) =>
    payingNow(commands, pledges),
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
    command.move.name === 'notice' || command.move.name === 'declare'
      ? command.move.evidenceIds.map((evidenceId) => ({ evidenceId, pledgeId: command.pledgeId }))
      : [],
  );
  const confirming = commands.flatMap((command) => (command.move.name === 'confirm' ? [command.pledgeId] : []));
  const lines = commands.flatMap((command) => linesNamed(command, pledges));
  const paying = chargesOf(pledges);
  const second: Call[] = [
    findAnswers(keyed),
    findFolds(uniqueFoldKeys(loaded)),
    findEvidence(named),
    // Asked for by few moves; the others do not wait for them.
    ...(confirming.length > 0 ? [findConfirmed(confirming)] : []),
    ...(lines.length > 0 ? [findLines(lines)] : []),
    ...(paying.length > 0 ? [findChargesOfPledges(paying)] : []),
  ];
  const [answers, folds, evidence, ...rest] = rowsOf(await connection.run(second));
  const confirmed = confirming.length > 0 ? rest.shift() : [];
  const lineRows = lines.length > 0 ? rest.shift() : [];
  const chargeRows = rest.shift() ?? [];
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
    lines: new LinesFound(lineRows ?? []),
    charges: new Map(chargeRows.map(chargeFromRow).map((charge) => [charge.chargeId, charge])),
  };
}

/** Pledges whose running stage is a payment, and that a command may end. */
function payingNow(commands: readonly MoveCommand[], pledges: ReadonlyMap<Id<'plg'>, Pledge>): readonly Id<'plg'>[] {
  const ending = commands.filter(({ move }) => move.name === 'fulfil' || move.name === 'release');
  const isPaying = (pledge: Pledge | undefined) => pledge !== undefined && findCurrent(pledge)?.type === 'pay';
  return [...new Set(ending.map(({ pledgeId }) => pledgeId).filter((pledgeId) => isPaying(pledges.get(pledgeId))))];
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
  if (pledge === undefined || !maySpeak(command, pledge, versions)) return refuse('pledge_unknown');
  const party = present(state.writes.party(pledge.partyId), 'a_pledge_has_a_promisor');
  if (party.life === 'erased') return refuse('promisor_erased');
  if (command.request !== null) {
    const before = state.answers.again<MoveRefusal>(pledge.partyId, command.request);
    if (before !== null) return before;
  }
  const { terms } = versions.get(pledge.versionId);
  const outcome = applyMove(pledge, { terms, costs: STAGE_RULES }, asMove(command, state), command.at);
  if (!outcome.ok) return outcome;
  const hands = { world, tools, state };
  const honoured = honouredSaid(honouringOf(command.mover, pledge), terms);
  const effect = { ...outcome.value, detail: { ...outcome.value.detail, ...honoured } };
  const { fact } = consequencesOf(pledge, effect, reporterOf(command.mover, party), command.at, hands);
  state.pledges.set(pledge.pledgeId, effect.pledge);
  remembered(command, state);
  return ok({ factId: fact.factId, fact });
}

function reporterOf(mover: Mover, { kind }: Party): Reporter {
  switch (mover.by) {
    case 'promisor':
      return ownWordOf(kind);
    case 'promisee':
      return mover.reporter;
    case 'time':
      return 'system';
  }
}

function asMove(command: MoveCommand, state: MoveState): Move {
  const { mover } = command;
  if (mover.by === 'time') return { by: 'time', move: { name: 'fall_due' } };
  return { by: mover.by, move: asSaid(command, state) };
}

function asSaid(command: MoveCommand, state: MoveState): Said {
  const { pledgeId, move } = command;
  switch (move.name) {
    case 'notice': {
      const evidenceCount = state.evidence.countOf(pledgeId, move.evidenceIds);
      return { name: 'notice', evidenceCount, claimMinor: move.claimMinor };
    }
    case 'declare':
      return { name: 'declare', evidenceCount: state.evidence.countOf(pledgeId, move.evidenceIds) };
    case 'confirm':
      return { name: 'confirm', confirmedCount: state.confirmed.countOf(pledgeId) };
    case 'report':
      return { name: 'report', line: move.line, known: lineKnown(command, state) };
    case 'take_back':
      return { name: 'take_back', known: lineKnown(command, state) };
    case 'fall_due':
      return unreachable(move as never, 'only_time_falls_due');
    default:
      return move;
  }
}

/** What later commands of the batch must know of this one, beside the pledge. */
function remembered(command: MoveCommand, state: MoveState): void {
  const { pledgeId, move } = command;
  if (move.name === 'confirm') state.confirmed.add(pledgeId);
  for (const named of linesNamed(command, state.pledges)) {
    if (move.name === 'report') state.lines.count(named, move.line);
    else state.lines.takeBack(named);
  }
}

function remember(
  command: MoveCommand,
  outcome: Outcome<MoveAnswer, MoveRefusal>,
  world: World,
  versions: OfferVersions,
  state: MoveState,
): void {
  const pledge = state.pledges.get(command.pledgeId);
  if (command.request === null || pledge === undefined || !maySpeak(command, pledge, versions)) return;
  if (state.answers.find(pledge.partyId, command.request.keyHash) !== null) return;
  state.answers.remember({
    partyId: pledge.partyId,
    request: command.request,
    answer: outcome.ok ? 'done' : saidNo(outcome),
    factId: outcome.ok ? outcome.value.factId : null,
    recordedAt: world.now,
  });
}
