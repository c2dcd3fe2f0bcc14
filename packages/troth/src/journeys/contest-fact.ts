/**
 * A person contests a fact on their file. The fact stays as it is; beside it stands a fact of its own that names it, and the person's
 * words, sealed. It carries no weight and moves nothing: contesting never costs.
 */
import { type Id, type Outcome, ok, present, refuse } from '../kernel/index.ts';
import type { HotConnection } from '../platform/db/index.ts';
import type { Fact } from '../rooms/conduct/index.ts';
import { lockParties, partyFromRow } from '../rooms/party/index.ts';
import { findPledges, type Pledge, pledgesFromRows } from '../rooms/pledge/index.ts';
import { beginIn } from './begin.ts';
import { contestedBy, factFromRow, type FactFound, findContests, findFacts } from './contests-found.ts';
import { insertStatements, type StatementRow } from './evidence-row.ts';
import { moveDetail } from './fact-detail.ts';
import { AnswerBook, findAnswers, type RequestKey } from './replay.ts';
import { type Tools, type World, WriteSet } from './write-set.ts';

export interface ContestCommand {
  readonly request: RequestKey;
  readonly partyId: Id<'pty'>;
  readonly factId: Id<'fct'>;
  /** Cleaned, not empty. */
  readonly statement: string;
}

export type ContestRefusal =
  | 'fact_unknown'
  | 'fact_cannot_be_contested'
  | 'fact_is_contested'
  | 'promisor_erased'
  | 'key_reused_with_other_body';

export interface ContestAnswer {
  readonly factId: Id<'fct'>;
  /** Null for an answer given before: its fact is to be read again. */
  readonly fact: Fact | null;
}

/** What a batch of contests has read, and what it is going to write. */
interface ContestState {
  readonly facts: ReadonlyMap<Id<'fct'>, FactFound>;
  readonly pledges: ReadonlyMap<Id<'plg'>, Pledge>;
  /** Facts contested so far, also by commands before. */
  readonly contested: Set<Id<'fct'>>;
  readonly statements: StatementRow[];
  readonly writes: WriteSet;
  readonly answers: AnswerBook;
}

/** Runs a batch; answers are in the order of the commands. */
export async function contestFacts(
  connection: HotConnection,
  world: World,
  tools: Tools,
  commands: readonly ContestCommand[],
): Promise<Outcome<ContestAnswer, ContestRefusal>[]> {
  const state = await load(connection, world, tools, commands);
  const outcomes = commands.map((command) => {
    if (state.writes.party(command.partyId)?.life === 'erased') return refuse('promisor_erased');
    const known = state.answers.find(command.partyId, command.request.keyHash);
    if (known !== null) {
      if (known.request.bodyHash !== command.request.bodyHash) return refuse('key_reused_with_other_body');
      return known.factId === null ? refuse(known.answer as ContestRefusal) : ok({ factId: known.factId, fact: null });
    }
    const outcome = contestOne(command, world, tools, state);
    state.answers.remember({
      partyId: command.partyId,
      request: command.request,
      answer: outcome.ok ? 'done' : outcome.reason,
      factId: outcome.ok ? outcome.value.factId : null,
      recordedAt: world.now,
    });
    return outcome;
  });
  // Whose rows they are is known only now that the pledges were read.
  const merchantIds = [...state.pledges.values()].map((pledge) => pledge.merchantId);
  const statements =
    state.statements.length > 0 ? [insertStatements(tools.vault, world.worldId, state.statements)] : [];
  await connection.run([
    ...beginIn(world.worldId, merchantIds).slice(1),
    ...statements,
    ...state.writes.calls(state.answers),
  ]);
  return outcomes;
}

async function load(
  connection: HotConnection,
  world: World,
  tools: Tools,
  commands: readonly ContestCommand[],
): Promise<ContestState> {
  const first = await connection.run([
    ...beginIn(world.worldId, []),
    lockParties([...new Set(commands.map((command) => command.partyId))]),
    findAnswers(commands.map((c) => ({ partyId: c.partyId, keyHash: c.request.keyHash }))),
    findFacts(commands.map((command) => command.factId)),
  ]);
  const [parties, answers, factRows] = first.slice(-3).map((answer) => answer.rows);
  const facts = (factRows ?? []).map(factFromRow);
  const pledgeIds = [...new Set(facts.flatMap((fact) => fact.pledgeId ?? []))];
  const second = await connection.run([findPledges(pledgeIds), findContests(pledgeIds)]);
  const [pledges, contests] = second.map((answer) => answer.rows);
  return {
    facts: new Map(facts.map((fact) => [fact.factId, fact])),
    pledges: pledgesFromRows(pledges ?? []),
    contested: new Set((contests ?? []).map(contestedBy)),
    statements: [],
    writes: new WriteSet(
      world,
      tools,
      (parties ?? []).map((row) => partyFromRow(row, world.worldId, tools.vault)),
    ),
    answers: new AnswerBook(answers ?? [], world.now),
  };
}

function contestOne(
  { partyId, factId, statement }: ContestCommand,
  world: World,
  tools: Tools,
  state: ContestState,
): Outcome<ContestAnswer, ContestRefusal> {
  const contested = state.facts.get(factId);
  // Another's fact is as unknown as one that does not exist.
  if (contested === undefined || contested.partyId !== partyId) return refuse('fact_unknown');
  if (contested.leavesAt !== null && contested.leavesAt <= world.now) return refuse('fact_unknown');
  if (contested.pledgeId === null || contested.kind === 'contested') return refuse('fact_cannot_be_contested');
  if (state.contested.has(factId)) return refuse('fact_is_contested');
  const pledge = present(state.pledges.get(contested.pledgeId), 'a_fact_is_about_a_pledge');
  const statementId = tools.ids.next('evd', world.now);
  state.contested.add(factId);
  state.statements.push({
    evidenceId: statementId,
    partyId,
    merchantId: pledge.merchantId,
    pledgeId: pledge.pledgeId,
    mediaType: 'text/plain',
    suppliedBy: 'person',
    effectiveAt: world.now,
    recordedAt: world.now,
    words: statement,
    partyKey: present(state.writes.party(partyId)?.key, 'an_erased_party_says_nothing'),
  });
  const fact = state.writes.record(partyId, {
    merchantId: pledge.merchantId,
    subjectId: pledge.pledgeId,
    kind: 'contested',
    context: pledge.context,
    reporter: 'person',
    effectiveAt: world.now,
    recordedAt: world.now,
    weightMilli: 0,
    detail: moveDetail(pledge, { contests: factId, statementId }, [], []),
  });
  return ok({ factId: fact.factId, fact });
}
