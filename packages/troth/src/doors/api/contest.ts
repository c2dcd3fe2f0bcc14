/**
 * Both sides contest and answer, each with a credential of their own: no key opens the person's routes, no session the shop's. What was
 * said stands beside the fact from then on.
 */
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { type Id, idFromUuid, uuidOf } from '../../kernel/index.ts';
import { type ApiContext, isIdempotencyKey, merchantOf, type Promisor } from './context.ts';
import { ContestAnswer, DisputeBody, disputeBody, SaidAnswer, StatementBody } from './dispute-bodies.ts';
import { readDisputesById } from './dispute-reads.ts';
import { ownWordOf } from '../../rooms/party/index.ts';
import { answer, type Said } from './me.ts';
import { OWN_WORDS, type OwnWord } from './own-word.ts';
import { sendProblem } from './problems.ts';
import { answerDispute, contest, putRight } from './say-in-dispute.ts';
import { closed, idOf } from './schemas.ts';

const DISPUTES_MAX = 100;

/** One contest of the person: it costs nothing. */
export function contestAsPerson(
  context: ApiContext,
  { kind, worldId, partyId }: Promisor,
  factId: Id<'fct'>,
  statement: string,
  key: string,
): Promise<Said> {
  return contest(context, worldId, { by: ownWordOf(kind), partyId }, factId, statement, key);
}

/** The person answers what the shop contests. */
export function answerAsPerson(
  context: ApiContext,
  { kind, worldId, partyId }: Promisor,
  disputeId: Id<'dsp'>,
  statement: string,
  key: string,
): Promise<Said> {
  return answerDispute(context, worldId, { by: ownWordOf(kind), partyId }, disputeId, statement, key);
}

const FactPath = closed({ factId: idOf('fct', 'the fact') });
const FactOfPledgePath = closed({ pledgeId: idOf('plg', 'the pledge'), factId: idOf('fct', 'the fact') });
const DisputePath = closed({ disputeId: idOf('dsp', 'the dispute') });
const Disputes = closed({ disputes: Type.Array(DisputeBody) });

export function contestRoutes(app: FastifyInstance, context: ApiContext): void {
  for (const word of OWN_WORDS) {
    ownContests(app, context, word);
    ownDisputes(app, context, word);
    putRightByPromisor(app, context, word);
  }
  merchantContests(app, context);
  disputeLists(app, context);
  putRightRoute(app, context);
}

function ownContests(app: FastifyInstance, context: ApiContext, word: OwnWord): void {
  app.post<{ Params: { factId: Id<'fct'> }; Body: { statement: string } }>(
    `${word.root}/facts/:factId/contest`,
    {
      schema: {
        tags: word.tags,
        summary: word.summary('I contest a fact, a charge or a decision on my file, in my own words; it costs nothing'),
        params: FactPath,
        body: StatementBody,
        response: { 201: ContestAnswer },
      },
    },
    async (request, reply) => {
      const person = await word.speaker(context, request, reply, 'says');
      if (person === null) return reply;
      const key = request.headers['idempotency-key'];
      if (!isIdempotencyKey(key)) return sendProblem(reply, 'idempotency_key_missing');
      const { factId } = request.params;
      return answer(reply, await contestAsPerson(context, person, factId, request.body.statement, key));
    },
  );

  app.post<{ Params: { disputeId: Id<'dsp'> }; Body: { statement: string } }>(
    `${word.root}/disputes/:disputeId/answer`,
    {
      schema: {
        tags: word.tags,
        summary: word.summary('I answer what the shop contests, in my own words'),
        params: DisputePath,
        body: StatementBody,
        response: { 200: SaidAnswer },
      },
    },
    async (request, reply) => {
      const person = await word.speaker(context, request, reply, 'says');
      if (person === null) return reply;
      const key = request.headers['idempotency-key'];
      if (!isIdempotencyKey(key)) return sendProblem(reply, 'idempotency_key_missing');
      const { disputeId } = request.params;
      return answer(reply, await answerAsPerson(context, person, disputeId, request.body.statement, key));
    },
  );
}

function merchantContests(app: FastifyInstance, context: ApiContext): void {
  app.post<{ Params: { pledgeId: Id<'plg'>; factId: Id<'fct'> }; Body: { statement: string } }>(
    '/v1/pledges/:pledgeId/facts/:factId/contest',
    {
      schema: {
        tags: ['disputes'],
        summary: 'Contest a fact, a charge or a decision of one of your pledges, in your own words',
        params: FactOfPledgePath,
        body: StatementBody,
        response: { 201: ContestAnswer },
      },
    },
    async (request, reply) => {
      const principal = await merchantOf(context, request, reply, 'pledges:write');
      if (principal === null) return reply;
      const key = request.headers['idempotency-key'];
      if (!isIdempotencyKey(key)) return sendProblem(reply, 'idempotency_key_missing');
      const { merchantId, worldId } = principal;
      const { pledgeId, factId } = request.params;
      const speaker = { by: 'merchant', merchantId, pledgeId } as const;
      return answer(reply, await contest(context, worldId, speaker, factId, request.body.statement, key));
    },
  );

  app.post<{ Params: { disputeId: Id<'dsp'> }; Body: { statement: string } }>(
    '/v1/disputes/:disputeId/answer',
    {
      schema: {
        tags: ['disputes'],
        summary: 'Answer what the person contests, in your own words; silence about a refund decides for the person',
        params: DisputePath,
        body: StatementBody,
        response: { 200: SaidAnswer },
      },
    },
    async (request, reply) => {
      const principal = await merchantOf(context, request, reply, 'pledges:write');
      if (principal === null) return reply;
      const key = request.headers['idempotency-key'];
      if (!isIdempotencyKey(key)) return sendProblem(reply, 'idempotency_key_missing');
      const speaker = { by: 'merchant', partyId: principal.merchantId } as const;
      const { disputeId } = request.params;
      return answer(
        reply,
        await answerDispute(context, principal.worldId, speaker, disputeId, request.body.statement, key),
      );
    },
  );
}

/** What is open; what has ended stands at its pledge. */
function listOpen(context: ApiContext, worldId: number, column: 'party_id' | 'merchant_id', sideId: Id<'pty'>) {
  const { cold, vault } = context.installation;
  return cold.within({ worldId }, async (client) => {
    const { rows } = await client.query<{ dispute_id: string }>(
      `select dispute_id::text from disputes where world_id = $1 and next_due_at is not null and ${column} = $2
       order by next_due_at, dispute_id limit ${DISPUTES_MAX}`,
      [worldId, uuidOf(sideId)],
    );
    const ids = rows.map((row) => idFromUuid('dsp', row.dispute_id));
    return { disputes: (await readDisputesById({ client, vault, worldId }, ids)).map(disputeBody) };
  });
}

function ownDisputes(app: FastifyInstance, context: ApiContext, word: OwnWord): void {
  app.get(
    `${word.root}/disputes`,
    {
      schema: {
        tags: word.tags,
        summary: word.summary('Disputes about my pledges that are open'),
        response: { 200: Disputes },
      },
    },
    async (request, reply) => {
      const speaker = await word.speaker(context, request, reply, 'reads');
      if (speaker === null) return reply;
      return reply.send(await listOpen(context, speaker.worldId, 'party_id', speaker.partyId));
    },
  );
}

function disputeLists(app: FastifyInstance, context: ApiContext): void {
  app.get(
    '/v1/disputes',
    {
      schema: {
        tags: ['disputes'],
        summary: 'Disputes about your pledges that are open, the next due first',
        response: { 200: Disputes },
      },
    },
    async (request, reply) => {
      const merchant = await merchantOf(context, request, reply, 'pledges:read');
      if (merchant === null) return reply;
      return reply.send(await listOpen(context, merchant.worldId, 'merchant_id', merchant.merchantId));
    },
  );
}

function putRightRoute(app: FastifyInstance, context: ApiContext): void {
  app.post<{ Params: { pledgeId: Id<'plg'>; factId: Id<'fct'> }; Body: { how: 'late' | 'in_kind' } }>(
    '/v1/pledges/:pledgeId/facts/:factId/put-right',
    {
      schema: {
        tags: ['disputes'],
        summary: 'Say that a broken or late promise was put right; it is shown beside it for good',
        params: FactOfPledgePath,
        body: closed({ how: Type.Enum(['late', 'in_kind'], { description: 'done after all, or made good in kind' }) }),
        response: { 201: SaidAnswer },
      },
    },
    async (request, reply) => {
      const principal = await merchantOf(context, request, reply, 'pledges:write');
      if (principal === null) return reply;
      const key = request.headers['idempotency-key'];
      if (!isIdempotencyKey(key)) return sendProblem(reply, 'idempotency_key_missing');
      const { merchantId, worldId } = principal;
      const { pledgeId, factId } = request.params;
      const speaker = { by: 'promisee', merchantId, pledgeId } as const;
      return answer(reply, await putRight(context, worldId, { speaker, factId, how: request.body.how }, key));
    },
  );
}

/** What a shop that let me down has done late: a deposit that was still held is then booked as given back. */
function putRightByPromisor(app: FastifyInstance, context: ApiContext, word: OwnWord): void {
  app.post<{ Params: { factId: Id<'fct'> }; Body: { how: 'late' | 'in_kind' } }>(
    `${word.root}/facts/:factId/put-right`,
    {
      schema: {
        tags: word.tags,
        summary: word.summary('The shop that let me down has put it right; a deposit it still held is back with me'),
        params: closed({ factId: idOf('fct', 'the fact') }),
        body: closed({ how: Type.Enum(['late', 'in_kind'], { description: 'done after all, or made good in kind' }) }),
        response: { 201: SaidAnswer },
      },
    },
    async (request, reply) => {
      const person = await word.speaker(context, request, reply, 'says');
      if (person === null) return reply;
      const key = request.headers['idempotency-key'];
      if (!isIdempotencyKey(key)) return sendProblem(reply, 'idempotency_key_missing');
      const speaker = { by: 'promisor', partyId: person.partyId } as const;
      const said = { speaker, factId: request.params.factId, how: request.body.how };
      return answer(reply, await putRight(context, person.worldId, said, key));
    },
  );
}
