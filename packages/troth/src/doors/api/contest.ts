/** The person contests a fact on their own file, in their own words. No key of anyone else opens this route. */
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { contestFacts, type ContestCommand } from '../../journeys/contest-fact.ts';
import type { Id } from '../../kernel/index.ts';
import { cleanText, NOTE_LIMITS } from '../../platform/http/clean-text.ts';
import { contestAnswer, factOf } from './answers.ts';
import { type ApiContext, isIdempotencyKey, nowOf, type PersonPrincipal, personOf, requestKeyOf } from './context.ts';
import { onlyOnce } from './in-flight.ts';
import { answer, type Said } from './me.ts';
import { sendProblem } from './problems.ts';
import { closed, idOf } from './schemas.ts';

const ContestBody = closed({
  statement: Type.String({
    minLength: 1,
    maxLength: 32_000,
    description: 'your own words, 2000 characters at most; kept sealed, read by you and by the shop of the pledge',
    examples: ['I brought it back at nine; the desk was closed.'],
  }),
});

const ContestAnswer = closed(
  {
    pledgeId: idOf('plg', 'the pledge that the fact is about'),
    factId: idOf('fct', 'the fact that records the contest'),
    contests: idOf('fct', 'the fact that is contested; it stays as it is'),
    statementId: idOf('evd', 'your words, as a piece of evidence of the pledge'),
  },
  'A contest, marked at once wherever the fact is shown',
);

/** One contest: it moves nothing and costs nothing. */
export async function contestAsPerson(
  context: ApiContext,
  person: PersonPrincipal,
  factId: Id<'fct'>,
  said: string,
  key: string,
): Promise<Said> {
  const { worldId, partyId } = person;
  const statement = cleanText(said, NOTE_LIMITS);
  if (!statement.ok)
    return { ok: false, code: 'body_invalid', pointers: ['/statement'], detail: `/statement: ${statement.reason}` };
  const request = requestKeyOf(partyId, `contest ${factId}`, key, { statement: said });
  return onlyOnce<Said>(
    request.keyHash,
    () => ({ ok: false, code: 'idempotency_key_in_flight' }),
    async () => {
      const outcome = await context.installation.batcher.submit(
        `contest ${worldId}`,
        (connection, commands: readonly ContestCommand[]) =>
          contestFacts(connection, { worldId, now: nowOf(context, worldId) }, context.installation.tools, commands),
        { request, partyId, factId, statement: statement.value },
        partyId,
      );
      if (!outcome.ok) return { ok: false, code: outcome.reason };
      context.background.hint(worldId);
      return { ok: true, status: 201, body: contestAnswer(await factOf(context, worldId, outcome.value)) };
    },
  );
}

export function contestRoutes(app: FastifyInstance, context: ApiContext): void {
  app.post<{ Params: { factId: Id<'fct'> }; Body: { statement: string } }>(
    '/v1/me/facts/:factId/contest',
    {
      schema: {
        tags: ['me'],
        summary: 'I contest a fact on my file, in my own words; it costs nothing',
        params: closed({ factId: idOf('fct', 'the fact') }),
        body: ContestBody,
        response: { 201: ContestAnswer },
      },
    },
    async (request, reply) => {
      const person = await personOf(context, request, reply);
      if (person === null) return reply;
      const key = request.headers['idempotency-key'];
      if (!isIdempotencyKey(key)) return sendProblem(reply, 'idempotency_key_missing');
      const { factId } = request.params;
      return answer(reply, await contestAsPerson(context, person, factId, request.body.statement, key));
    },
  );
}
