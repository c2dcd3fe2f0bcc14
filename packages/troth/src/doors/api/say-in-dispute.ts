/** What the two sides and the operator say in a dispute: each is put into the next batch of its world. */
import { type AnswerDisputeCommand, answerDisputes } from '../../journeys/answer-dispute.ts';
import { contestFacts, type ContestCommand, type Contester } from '../../journeys/contest-fact.ts';
import { type DecideDisputeCommand, decideDisputes } from '../../journeys/decide-dispute.ts';
import { type MakeGoodCommand, makeGood } from '../../journeys/make-good.ts';
import type { RequestKey } from '../../journeys/replay.ts';
import type { World } from '../../journeys/write-set.ts';
import type { Fact } from '../../rooms/conduct/index.ts';
import type { Id, Outcome } from '../../kernel/index.ts';
import type { HotConnection } from '../../platform/db/index.ts';
import { cleanText, NOTE_LIMITS } from '../../platform/http/clean-text.ts';
import { contestAnswer, factOf, saidAnswer } from './answers.ts';
import { type ApiContext, nowOf, requestKeyOf } from './context.ts';
import { onlyOnce } from './in-flight.ts';
import type { Said } from './me.ts';
import type { ProblemCode } from './problems.ts';

type Recorded = Outcome<{ readonly factId: Id<'fct'>; readonly fact: Fact | null }, ProblemCode>;

/** Cleaned words, or what is wrong with them. */
function wordsOf(said: string, pointer: string): { readonly ok: true; readonly words: string } | Said {
  const words = cleanText(said, NOTE_LIMITS);
  if (words.ok) return { ok: true, words: words.value };
  return { ok: false, code: 'body_invalid', pointers: [pointer], detail: `${pointer}: ${words.reason}` };
}

/** One command in a batch of its kind; at most one request of a key at a time. */
async function submit<C extends { readonly request: RequestKey }>(
  context: ApiContext,
  worldId: number,
  kind: string,
  run: (connection: HotConnection, world: World, commands: readonly C[]) => Promise<Recorded[]>,
  command: C,
  render: (fact: Awaited<ReturnType<typeof factOf>>) => { readonly status: number; readonly body: object },
): Promise<Said> {
  return onlyOnce<Said>(
    command.request.keyHash,
    () => ({ ok: false, code: 'idempotency_key_in_flight' }),
    async () => {
      const outcome = await context.installation.batcher.submit<C, Recorded>(
        `${kind} ${worldId}`,
        (connection, commands) => run(connection, { worldId, now: nowOf(context, worldId) }, commands),
        command,
      );
      if (!outcome.ok) return { ok: false, code: outcome.reason };
      context.background.hint(worldId);
      return { ok: true, ...render(await factOf(context, worldId, outcome.value)) };
    },
  );
}

/** One side contests a fact. It costs nothing. */
export async function contest(
  context: ApiContext,
  worldId: number,
  speaker: Contester,
  factId: Id<'fct'>,
  statement: string,
  key: string,
): Promise<Said> {
  const said = wordsOf(statement, '/statement');
  if (!('words' in said)) return said;
  const speakerId = speaker.by === 'merchant' ? speaker.merchantId : speaker.partyId;
  const request = requestKeyOf(speakerId, `contest ${factId}`, key, { statement });
  return submit<ContestCommand>(
    context,
    worldId,
    'contest',
    (connection, world, commands) => contestFacts(connection, world, context.installation.tools, commands),
    { request, speaker, factId, statement: said.words },
    (fact) => ({ status: 201, body: contestAnswer(fact) }),
  );
}

/** The other side answers. */
export async function answerDispute(
  context: ApiContext,
  worldId: number,
  speaker: AnswerDisputeCommand['speaker'],
  disputeId: Id<'dsp'>,
  statement: string,
  key: string,
): Promise<Said> {
  const said = wordsOf(statement, '/statement');
  if (!('words' in said)) return said;
  const request = requestKeyOf(speaker.partyId, `answer ${disputeId}`, key, { statement });
  return submit<AnswerDisputeCommand>(
    context,
    worldId,
    'answer dispute',
    (connection, world, commands) => answerDisputes(connection, world, context.installation.tools, commands),
    { request, disputeId, speaker, statement: said.words },
    (fact) => ({ status: 200, body: saidAnswer(fact) }),
  );
}

/** The operator decides. */
export async function decideDispute(
  context: ApiContext,
  worldId: number,
  disputeId: Id<'dsp'>,
  decision: Pick<DecideDisputeCommand, 'outcome' | 'norm' | 'text'>,
  key: string,
): Promise<Said> {
  const said = wordsOf(decision.text, '/text');
  if (!('words' in said)) return said;
  const request = requestKeyOf('operator', `decide ${disputeId}`, key, decision);
  return submit<DecideDisputeCommand>(
    context,
    worldId,
    'decide dispute',
    (connection, world, commands) =>
      decideDisputes(connection, world, context.installation.tools, context.installation.catalog, commands),
    { ...decision, request, disputeId, text: said.words },
    (fact) => ({ status: 200, body: saidAnswer(fact) }),
  );
}

/** One side says that what was broken or late towards it is put right. */
export async function putRight(
  context: ApiContext,
  worldId: number,
  said: Omit<MakeGoodCommand, 'request'>,
  key: string,
): Promise<Said> {
  const { speaker } = said;
  const speakerId = speaker.by === 'promisor' ? speaker.partyId : speaker.merchantId;
  const request = requestKeyOf(speakerId, `put right ${said.factId}`, key, said);
  return submit<MakeGoodCommand>(
    context,
    worldId,
    'make good',
    (connection, world, commands) => makeGood(connection, world, context.installation.tools, commands),
    { ...said, request },
    (fact) => ({ status: 201, body: saidAnswer(fact) }),
  );
}
