/** History from before Troth, in test worlds only: who supplied it, and up to 128 pledges at a time. */
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { type Id, isoFromInstant, uuidOf } from '../../kernel/index.ts';
import { birthAnswer } from './answers.ts';
import { type ApiContext, merchantOf, requestKeyOf } from './context.ts';
import { type Made, once } from './once.ts';
import { problemOf, sendProblem } from './problems.ts';
import { readTimes, submitOrder } from './submit.ts';
import { closed, idOf, InstantText, KeyText, LocalDate, OrderNo } from './schemas.ts';

export function importRoutes(app: FastifyInstance, context: ApiContext): void {
  beginRoute(app, context);
  itemsRoute(app, context);
}

function beginRoute(app: FastifyInstance, context: ApiContext): void {
  const { installation } = context;
  const ImportBody = closed({
    suppliedBy: Type.String({ minLength: 1, maxLength: 200 }),
    source: Type.String({ minLength: 1, maxLength: 500 }),
  });
  app.post<{ Body: { suppliedBy: string; source: string } }>(
    '/v1/imports',
    {
      schema: { tags: ['imports'], summary: 'Begin a historic import: who supplied it, from where', body: ImportBody },
    },
    async (request, reply) => {
      const principal = await merchantOf(context, request, reply, 'imports:write');
      if (principal === null) return reply;
      const { worldId, merchantId } = principal;
      if (installation.worlds.find(worldId)?.mode !== 'test') return sendProblem(reply, 'imports_are_for_test_worlds');
      return once(context, request, reply, { worldId, partyId: merchantId }, async (client, now): Promise<Made> => {
        const importId = installation.tools.ids.next('imp', now);
        await client.query(
          'insert into historic_imports (import_id, world_id, merchant_id, supplied_by, source, created_at) values ($1, $2, $3, $4, $5, $6)',
          [
            uuidOf(importId),
            worldId,
            uuidOf(merchantId),
            request.body.suppliedBy,
            request.body.source,
            isoFromInstant(now),
          ],
        );
        return { ok: true, subjectId: importId, status: 201, body: { importId }, again: { importId } };
      });
    },
  );
}

function itemsRoute(app: FastifyInstance, context: ApiContext): void {
  const { installation } = context;
  const ImportItems = closed({
    pledges: Type.Array(
      closed({
        idempotencyKey: KeyText,
        offerId: idOf('ofr', 'the offer'),
        promisor: idOf('ref', 'the person'),
        orderNo: Type.Optional(OrderNo),
        startsAt: Type.Optional(InstantText),
        onLocalDate: Type.Optional(LocalDate),
      }),
      { minItems: 1, maxItems: 128 },
    ),
  });
  app.post<{ Params: { importId: Id<'imp'> }; Body: { pledges: ImportItem[] } }>(
    '/v1/imports/:importId/pledges',
    {
      config: { bulk: true },
      bodyLimit: 1_048_576,
      schema: {
        tags: ['imports'],
        summary: 'Up to 128 pledges of the past; their basis is the import, never a consent',
        params: closed({ importId: idOf('imp', 'the import') }),
        body: ImportItems,
      },
    },
    async (request, reply) => {
      const principal = await merchantOf(context, request, reply, 'imports:write');
      if (principal === null) return reply;
      const { worldId, merchantId } = principal;
      const { rowCount } = await installation.cold.within({ worldId }, (client) =>
        client.query('select 1 from historic_imports where import_id = $1 and merchant_id = $2', [
          uuidOf(request.params.importId),
          uuidOf(merchantId),
        ]),
      );
      if (rowCount === 0) return sendProblem(reply, 'import_unknown');
      const answers = await Promise.all(
        request.body.pledges.map((item) => importOne(context, worldId, merchantId, request.params.importId, item)),
      );
      return reply.send({ answers });
    },
  );
}

interface ImportItem {
  readonly idempotencyKey: string;
  readonly offerId: Id<'ofr'>;
  readonly promisor: Id<'ref'>;
  readonly orderNo?: string;
  readonly startsAt?: string;
  readonly onLocalDate?: string;
}

async function importOne(
  context: ApiContext,
  worldId: number,
  merchantId: Id<'pty'>,
  importId: Id<'imp'>,
  { idempotencyKey, ...body }: ImportItem,
): Promise<object> {
  const { installation } = context;
  const offer = await installation.catalog.find(worldId, body.offerId);
  if (offer === null || offer.merchantId !== merchantId)
    return { status: 404, problem: problemOf('not_found', { pointers: ['/offerId'] }) };
  const times = readTimes(body);
  if (times === null) return { status: 422, problem: problemOf('body_invalid', { pointers: ['/startsAt'] }) };
  const outcome = await submitOrder(context, worldId, {
    request: requestKeyOf(merchantId, `import ${importId}`, idempotencyKey, body),
    promisorId: installation.vault.partyOfPairwise(worldId, merchantId, body.promisor),
    promisorKind: 'person',
    version: offer.version,
    speaker: { by: 'historic_import', importId },
    orderNo: body.orderNo ?? null,
    effectiveAt: null,
    order: times,
  });
  if (!outcome.ok) {
    const problem = problemOf(outcome.reason, { pointers: outcome.pointers, detail: outcome.detail });
    return { status: problem.status, problem };
  }
  return { status: 201, body: await birthAnswer(context, worldId, outcome.value, 'person') };
}
