/** A POST of a merchant off the write path: a key with the scope, an Idempotency-Key, and then the work, once. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type pg from 'pg';
import type { Instant } from '../../kernel/index.ts';
import { type ApiContext, type MerchantPrincipal, merchantOf } from './context.ts';
import { type Made, once } from './once.ts';

type Work = (client: pg.ClientBase, principal: MerchantPrincipal, now: Instant) => Promise<Made>;

export const onceByMerchant =
  (context: ApiContext, scope: MerchantPrincipal['scopes'][number]) =>
  async (request: FastifyRequest, reply: FastifyReply, work: Work): Promise<FastifyReply> => {
    const principal = await merchantOf(context, request, reply, scope);
    if (principal === null) return reply;
    const { worldId, merchantId } = principal;
    return once(context, request, reply, { worldId, partyId: merchantId }, (client, now) =>
      work(client, principal, now),
    );
  };
