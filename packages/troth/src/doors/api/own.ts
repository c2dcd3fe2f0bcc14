/**
 * What a shop reads of itself besides its promises: what it has at risk, and what its file says of it as the one promised to. That
 * is another role than the promises it makes, and no part of the number under `/v1/own/score`.
 */
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { isoFromInstant, uuidOf } from '../../kernel/index.ts';
import { foldFromJson, promiseeContext } from '../../rooms/conduct/index.ts';
import { type ApiContext, merchantOf, nowOf } from './context.ts';
import { closed, idOf } from './schemas.ts';

const Weight = Type.Integer({ minimum: 0, description: 'thousandths of a full fact' });
const OwnBody = closed(
  {
    merchantId: idOf('pty', 'you, as others name you'),
    now: Type.String(),
    openPledgeCount: Type.Integer({ minimum: 0, description: 'promises of yours that run' }),
    exposure: Type.Record(Type.String(), Type.Record(Type.String(), Type.Integer()), {
      description: 'per currency, in minor units: the limit, what is open, what is charged and not paid',
    }),
    asPromisee: Type.Array(closed({ context: Type.String(), keptMilli: Weight, brokenMilli: Weight })),
  },
  'A shop as the others find it',
);

interface FoldRow {
  context: string;
  buckets: string;
}

export function ownRoutes(app: FastifyInstance, context: ApiContext): void {
  app.get(
    '/v1/own',
    {
      schema: {
        tags: ['own'],
        summary: 'What you have promised and have at risk, and how you kept your side of what was promised to you',
        response: { 200: OwnBody },
      },
    },
    async (request, reply) => {
      const shop = await merchantOf(context, request, reply, 'promises:read');
      if (shop === null) return reply;
      const { worldId, merchantId } = shop;
      const read = await context.installation.cold.within({ worldId }, async (client) => ({
        party: await client.query<{ exposure: object; open_count: number }>(
          'select exposure, open_count from parties where party_id = $1',
          [uuidOf(merchantId)],
        ),
        folds: await client.query<FoldRow>(
          'select context, buckets::text from folds where party_id = $1 and context like $2 order by context',
          [uuidOf(merchantId), promiseeContext('%')],
        ),
      }));
      return reply.send({
        merchantId,
        now: isoFromInstant(nowOf(context, worldId)),
        openPledgeCount: read.party.rows[0]?.open_count ?? 0,
        exposure: read.party.rows[0]?.exposure ?? {},
        asPromisee: read.folds.rows.map(asPromisee),
      });
    },
  );
}

function asPromisee({ context, buckets }: FoldRow) {
  const fold = foldFromJson(buckets);
  return {
    context: context.slice(promiseeContext('').length),
    keptMilli: fold.reduce((sum, bucket) => sum + bucket.keptMilli, 0),
    brokenMilli: fold.reduce((sum, bucket) => sum + bucket.brokenMilli, 0),
  };
}
