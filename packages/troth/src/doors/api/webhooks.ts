/** A merchant's webhooks: endpoints with the events they chose, their secrets (shown once), and the deliveries that can be sent again. */
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import type pg from 'pg';
import { type Id, isoFromInstant } from '../../kernel/index.ts';
import {
  checkEndpoint,
  chooseEvents,
  disableEndpoint,
  enableEndpoint,
  type Endpoint,
  ENDPOINT_COUNT_MAX,
  endSecretRotation,
  EVENT_TYPES,
  EVENTS,
  findEndpoint,
  insertEndpoint,
  listEndpoints,
  newWebhookSecret,
  PAYLOAD_SCHEMAS,
  RETRY_DELAYS_S,
  rotateSecret,
} from '../webhooks/index.ts';
import { type ApiContext, merchantOf } from './context.ts';
import { webhookDeliveryRoutes } from './webhook-deliveries.ts';
import type { Made } from './once.ts';
import { onceByMerchant } from './once-by-merchant.ts';
import { closed, idOf } from './schemas.ts';

const Url = Type.String({
  minLength: 1,
  maxLength: 2048,
  description: 'https to the public internet; in a test world also http://localhost',
  examples: ['https://shop.example/hooks'],
});
const Events = Type.Array(Type.String({ maxLength: 64 }), {
  maxItems: 64,
  description: `some of ${EVENT_TYPES.join(', ')}`,
  examples: [['pledge.accepted', 'pledge.kept', 'pledge.broken']],
});
const NewEndpointBody = closed({ url: Url, events: Events });
const EventsBody = closed({ events: Events });
const NoBody = Type.Optional(closed({}));
const EndpointPath = closed({ endpointId: idOf('whe', 'the endpoint') });

type AtEndpoint = { Params: { endpointId: Id<'whe'> } };

function endpointAnswer(endpoint: Endpoint) {
  const { endpointId, url, events, state, disabledReason, signedBy, createdAt } = endpoint;
  return { endpointId, url, events, state, disabledReason, signedBy, createdAt: isoFromInstant(createdAt) };
}

export function webhookRoutes(app: FastifyInstance, context: ApiContext): void {
  endpointRoutes(app, context);
  changeRoutes(app, context);
  webhookDeliveryRoutes(app, context);
  app.get(
    '/v1/webhook-events',
    {
      schema: {
        tags: ['webhooks'],
        summary: 'Every event there is, with its schema and the retry schedule',
        security: [],
      },
    },
    async (_request, reply) =>
      reply.send({
        events: EVENT_TYPES.map((type) => ({
          type,
          about: EVENTS[type].about,
          text: EVENTS[type].text,
          schema: PAYLOAD_SCHEMAS[type],
        })),
        retryDelaysSeconds: RETRY_DELAYS_S,
      }),
  );
}

function sealSecret(context: ApiContext, worldId: number, endpointId: Id<'whe'>): { secret: string; sealed: Buffer } {
  const { vault, chance } = context.installation;
  const secret = newWebhookSecret(chance);
  return { secret, sealed: vault.seal(vault.worldKey(worldId, 'webhook-secrets'), secret, endpointId) };
}

function endpointRoutes(app: FastifyInstance, context: ApiContext): void {
  newEndpointRoute(app, context);
  endpointsRoute(app, context);
  rotateSecretRoute(app, context);
}

function newEndpointRoute(app: FastifyInstance, context: ApiContext): void {
  const asShop = onceByMerchant(context, 'webhooks:write');
  const { installation } = context;
  app.post<{ Body: Static<typeof NewEndpointBody> }>(
    '/v1/webhook-endpoints',
    {
      schema: { tags: ['webhooks'], summary: 'Register an endpoint; its secret is shown once', body: NewEndpointBody },
    },
    (request, reply) =>
      asShop(request, reply, async (client, { worldId, merchantId }, now): Promise<Made> => {
        const checked = checkEndpoint(request.body, installation.deliveryWorld(worldId).reach);
        if (!checked.ok)
          return {
            ok: false,
            code: 'endpoint_invalid',
            pointers: checked.pointers,
            detail: checked.detail ?? checked.reason,
            errors: [{ rule: checked.reason }],
          };
        const { rowCount } = await client.query('select 1 from parties where party_id = $1 for update', [
          merchantId.slice(4),
        ]);
        if (rowCount !== 1) return { ok: false, code: 'not_found' };
        if ((await listEndpoints(client, worldId, merchantId)).length >= ENDPOINT_COUNT_MAX)
          return { ok: false, code: 'endpoint_limit_reached' };
        const endpointId = installation.tools.ids.next('whe', now);
        const { secret, sealed } = sealSecret(context, worldId, endpointId);
        await insertEndpoint(client, worldId, {
          endpointId,
          merchantId,
          url: checked.value.url,
          events: checked.value.events,
          secretSealed: sealed,
          createdAt: now,
        });
        const again = {
          endpointId,
          url: checked.value.url,
          events: checked.value.events,
          state: 'enabled',
          secret: null,
        };
        return { ok: true, subjectId: endpointId, status: 201, body: { ...again, secret }, again };
      }),
  );
}

function endpointsRoute(app: FastifyInstance, context: ApiContext): void {
  const { installation } = context;
  app.get(
    '/v1/webhook-endpoints',
    { schema: { tags: ['webhooks'], summary: 'Your endpoints' } },
    async (request, reply) => {
      const principal = await merchantOf(context, request, reply, 'webhooks:write');
      if (principal === null) return reply;
      const endpoints = await installation.cold.within({ worldId: principal.worldId }, (client) =>
        listEndpoints(client, principal.worldId, principal.merchantId),
      );
      return reply.send({ endpoints: endpoints.map(endpointAnswer) });
    },
  );
}

function rotateSecretRoute(app: FastifyInstance, context: ApiContext): void {
  const asShop = onceByMerchant(context, 'webhooks:write');
  app.post<AtEndpoint>(
    '/v1/webhook-endpoints/:endpointId/rotate-secret',
    {
      schema: {
        tags: ['webhooks'],
        summary: 'A new secret, shown once; messages carry both signatures until you end the rotation',
        params: EndpointPath,
        body: NoBody,
      },
    },
    (request, reply) =>
      asShop(request, reply, async (client, { worldId, merchantId }): Promise<Made> => {
        const { endpointId } = request.params;
        const { secret, sealed } = sealSecret(context, worldId, endpointId);
        if (!(await rotateSecret(client, { endpointId, merchantId }, sealed))) return { ok: false, code: 'not_found' };
        const again = { endpointId, signedBy: 'two_secrets', secret: null };
        return { ok: true, subjectId: endpointId, status: 200, body: { ...again, secret }, again };
      }),
  );
}

/** What a change answers; null when the merchant has no such endpoint. */
type Change = (client: pg.ClientBase, which: { endpointId: Id<'whe'>; merchantId: Id<'pty'> }) => Promise<boolean>;

const CHANGES: readonly (readonly [verb: string, summary: string, change: Change])[] = [
  ['end-rotation', 'The old secret signs no more', endSecretRotation],
  ['enable', 'Send events from now on', enableEndpoint],
  [
    'disable',
    'Send nothing; events of this time are not kept for the endpoint',
    (client, which) => disableEndpoint(client, which, 'by_merchant'),
  ],
];

function changeRoutes(app: FastifyInstance, context: ApiContext): void {
  const asShop = onceByMerchant(context, 'webhooks:write');
  const changed = async (
    client: pg.ClientBase,
    worldId: number,
    merchantId: Id<'pty'>,
    endpointId: Id<'whe'>,
    change: Change,
  ): Promise<Made> => {
    if (!(await change(client, { endpointId, merchantId }))) return { ok: false, code: 'not_found' };
    const endpoint = await findEndpoint(client, worldId, { endpointId, merchantId });
    const body = endpoint === null ? {} : endpointAnswer(endpoint);
    return { ok: true, subjectId: endpointId, status: 200, body, again: body };
  };
  for (const [verb, summary, change] of CHANGES) {
    app.post<AtEndpoint>(
      `/v1/webhook-endpoints/:endpointId/${verb}`,
      { schema: { tags: ['webhooks'], summary, params: EndpointPath, body: NoBody } },
      (request, reply) =>
        asShop(request, reply, (client, { worldId, merchantId }) =>
          changed(client, worldId, merchantId, request.params.endpointId, change),
        ),
    );
  }
  app.post<AtEndpoint & { Body: Static<typeof EventsBody> }>(
    '/v1/webhook-endpoints/:endpointId/events',
    { schema: { tags: ['webhooks'], summary: 'Choose which events it gets', params: EndpointPath, body: EventsBody } },
    (request, reply) =>
      asShop(request, reply, async (client, { worldId, merchantId }): Promise<Made> => {
        const { endpointId } = request.params;
        const known = await findEndpoint(client, worldId, { endpointId, merchantId });
        if (known === null) return { ok: false, code: 'not_found' };
        const checked = checkEndpoint(
          { url: known.url, events: request.body.events },
          context.installation.deliveryWorld(worldId).reach,
        );
        if (!checked.ok)
          return {
            ok: false,
            code: 'endpoint_invalid',
            pointers: checked.pointers,
            detail: checked.detail ?? checked.reason,
            errors: [{ rule: checked.reason }],
          };
        return changed(client, worldId, merchantId, endpointId, (_, which) =>
          chooseEvents(client, which, checked.value.events),
        );
      }),
  );
}
