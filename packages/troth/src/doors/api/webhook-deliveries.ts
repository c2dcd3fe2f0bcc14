/** Deliveries of a merchant's webhooks: what became of each, and sending again one or all that died. */
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { type Id, type Instant, isoFromInstant } from '../../kernel/index.ts';
import { type Delivery, findEndpoint, listDeliveries, resendDead, resendDelivery } from '../webhooks/index.ts';
import { type ApiContext, merchantOf } from './context.ts';
import type { Made } from './once.ts';
import { onceByMerchant } from './once-by-merchant.ts';
import { sendProblem } from './problems.ts';
import { closed, idOf } from './schemas.ts';

const NoBody = Type.Optional(closed({}));
const EndpointPath = closed({ endpointId: idOf('whe', 'the endpoint') });
const DeliveryPath = closed({ deliveryId: idOf('whd', 'the delivery') });
const DeliveriesQuery = closed({ before: Type.Optional(idOf('whd', 'older than this delivery')) });

type AtEndpoint = { Params: { endpointId: Id<'whe'> } };

function deliveryAnswer(delivery: Delivery) {
  const iso = (at: Instant | null) => (at === null ? null : isoFromInstant(at));
  return {
    ...delivery,
    effectiveAt: iso(delivery.effectiveAt),
    nextAttemptAt: iso(delivery.nextAttemptAt),
    deliveredAt: iso(delivery.deliveredAt),
  };
}

export function webhookDeliveryRoutes(app: FastifyInstance, context: ApiContext): void {
  deliveriesRoute(app, context);
  resendDeadRoute(app, context);
  resendRoute(app, context);
}

function deliveriesRoute(app: FastifyInstance, context: ApiContext): void {
  const { installation } = context;
  app.get<AtEndpoint & { Querystring: { before?: Id<'whd'> } }>(
    '/v1/webhook-endpoints/:endpointId/deliveries',
    {
      schema: {
        tags: ['webhooks'],
        summary: 'Deliveries of an endpoint, newest first, 100 at most',
        params: EndpointPath,
        querystring: DeliveriesQuery,
      },
    },
    async (request, reply) => {
      const principal = await merchantOf(context, request, reply, 'webhooks:write');
      if (principal === null) return reply;
      const which = { endpointId: request.params.endpointId, merchantId: principal.merchantId };
      const found = await installation.cold.within({ worldId: principal.worldId }, async (client) => {
        if ((await findEndpoint(client, principal.worldId, which)) === null) return null;
        return listDeliveries(client, which, request.query.before ?? null);
      });
      if (found === null) return sendProblem(reply, 'not_found');
      return reply.send({ deliveries: found.map(deliveryAnswer) });
    },
  );
}

function resendDeadRoute(app: FastifyInstance, context: ApiContext): void {
  const asShop = onceByMerchant(context, 'webhooks:write');
  app.post<AtEndpoint>(
    '/v1/webhook-endpoints/:endpointId/resend-dead',
    {
      schema: {
        tags: ['webhooks'],
        summary: 'Send everything again that died on the way',
        params: EndpointPath,
        body: NoBody,
      },
    },
    (request, reply) =>
      asShop(request, reply, async (client, { worldId, merchantId }, now): Promise<Made> => {
        const { endpointId } = request.params;
        if ((await findEndpoint(client, worldId, { endpointId, merchantId })) === null)
          return { ok: false, code: 'not_found' };
        const body = { endpointId, resentCount: await resendDead(client, { endpointId, merchantId }, now) };
        return { ok: true, subjectId: endpointId, status: 200, body, again: body };
      }),
  );
}

function resendRoute(app: FastifyInstance, context: ApiContext): void {
  const asShop = onceByMerchant(context, 'webhooks:write');
  app.post<{ Params: { deliveryId: Id<'whd'> } }>(
    '/v1/webhook-deliveries/:deliveryId/resend',
    {
      schema: {
        tags: ['webhooks'],
        summary: 'Send one delivery again, whatever became of it',
        params: DeliveryPath,
        body: NoBody,
      },
    },
    (request, reply) =>
      asShop(request, reply, async (client, { merchantId }, now): Promise<Made> => {
        const { deliveryId } = request.params;
        if (!(await resendDelivery(client, { deliveryId, merchantId }, now))) return { ok: false, code: 'not_found' };
        const body = { deliveryId, state: 'pending' };
        return { ok: true, subjectId: deliveryId, status: 200, body, again: body };
      }),
  );
}
