/** The operator's desk, as far as the loop needs it: worlds, merchants, people, keys. And a merchant's own keys. */
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { HOUR_US, type Id, isoFromInstant, uuidOf } from '../../kernel/index.ts';
import {
  enrolMerchant,
  enrolPerson,
  issueKey,
  MERCHANT_SCOPES,
  openSession,
  TEST_SCOPES,
} from '../../journeys/enrol.ts';
import { cleanText, NAME_LIMITS } from '../../platform/http/clean-text.ts';
import { type ApiContext, nobodyIn, operatorOf, refOf } from './context.ts';
import { type Made, once } from './once.ts';
import { onceByMerchant } from './once-by-merchant.ts';
import { sendProblem } from './problems.ts';
import { closed, idOf } from './schemas.ts';

const ROTATION_HOURS = 24n;
const NameBody = closed({
  zh: Type.String({ minLength: 1, maxLength: 200 }),
  en: Type.String({ minLength: 1, maxLength: 200 }),
});

export function enrolmentRoutes(app: FastifyInstance, context: ApiContext): void {
  merchantRoute(app, context);
  personRoute(app, context);
  referenceRoute(app, context);
  rotateRoute(app, context);
  revokeRoute(app, context);
}

function merchantRoute(app: FastifyInstance, context: ApiContext): void {
  const { installation } = context;
  const { tools, chance, clock } = context.installation;
  app.post<{ Body: { name: { zh: string; en: string } } }>(
    '/v1/merchants',
    {
      schema: {
        tags: ['operator'],
        summary: 'Enrol a merchant; its first key is shown once',
        body: closed({ name: NameBody }),
      },
    },
    async (request, reply) => {
      const operator = await operatorOf(context, request, reply);
      if (operator === null) return reply;
      const { worldId } = operator;
      const zh = cleanText(request.body.name.zh, NAME_LIMITS);
      const en = cleanText(request.body.name.en, NAME_LIMITS);
      if (!zh.ok) return sendProblem(reply, 'body_invalid', { pointers: ['/name/zh'], detail: zh.detail ?? zh.reason });
      if (!en.ok) return sendProblem(reply, 'body_invalid', { pointers: ['/name/en'], detail: en.detail ?? en.reason });
      const mode = installation.worlds.find(worldId)?.mode ?? 'test';
      return once(
        context,
        request,
        reply,
        { worldId, partyId: nobodyIn(worldId) },
        async (client, now): Promise<Made> => {
          const merchantId = await enrolMerchant(client, tools, worldId, { zh: zh.value, en: en.value }, now);
          const key = await issueKey(
            client,
            tools,
            chance,
            { worldId, mode, merchantId, scopes: mode === 'test' ? TEST_SCOPES : MERCHANT_SCOPES, expiresAt: null },
            clock.now(),
          );
          return {
            ok: true,
            subjectId: merchantId,
            status: 201,
            body: { merchantId, keyId: key.keyId, key: key.text },
            again: { merchantId, keyId: key.keyId, key: null },
          };
        },
      );
    },
  );
}

function personRoute(app: FastifyInstance, context: ApiContext): void {
  const { installation } = context;
  const { tools, chance, clock } = context.installation;
  const PersonBody = closed({
    name: Type.String({ minLength: 1, maxLength: 200 }),
    contact: Type.Optional(Type.String({ minLength: 3, maxLength: 254 })),
    locale: Type.Enum(['zh', 'en']),
  });
  app.post<{ Body: { name: string; contact?: string; locale: 'zh' | 'en' } }>(
    '/v1/persons',
    { schema: { tags: ['operator'], summary: 'Enrol a person; in a test world with a session', body: PersonBody } },
    async (request, reply) => {
      const operator = await operatorOf(context, request, reply);
      if (operator === null) return reply;
      const { worldId } = operator;
      const name = cleanText(request.body.name, NAME_LIMITS);
      if (!name.ok)
        return sendProblem(reply, 'body_invalid', { pointers: ['/name'], detail: name.detail ?? name.reason });
      return once(
        context,
        request,
        reply,
        { worldId, partyId: nobodyIn(worldId) },
        async (client, now): Promise<Made> => {
          const partyId = await enrolPerson(
            client,
            tools,
            worldId,
            {
              name: name.value,
              contact: request.body.contact?.trim().toLowerCase() ?? null,
              locale: request.body.locale,
            },
            now,
          );
          // In a live world a person signs in by a link of their own; nobody else ever holds their session.
          const isTest = installation.worlds.find(worldId)?.mode === 'test';
          const session = isTest ? await openSession(client, tools, chance, worldId, partyId, clock.now()) : null;
          return {
            ok: true,
            subjectId: partyId,
            status: 201,
            body: { partyId, ...(session === null ? {} : { session }) },
            again: { partyId },
          };
        },
      );
    },
  );
}

function referenceRoute(app: FastifyInstance, context: ApiContext): void {
  const { installation } = context;
  app.get<{ Params: { partyId: Id<'pty'>; merchantId: Id<'pty'> } }>(
    '/v1/persons/:partyId/reference-for/:merchantId',
    {
      schema: {
        tags: ['operator'],
        summary: 'How a merchant of a test world knows a person',
        params: closed({ partyId: idOf('pty', 'the person'), merchantId: idOf('pty', 'the merchant') }),
      },
    },
    async (request, reply) => {
      const operator = await operatorOf(context, request, reply);
      if (operator === null) return reply;
      if (installation.worlds.find(operator.worldId)?.mode !== 'test') return sendProblem(reply, 'test_worlds_only');
      return reply.send({
        promisor: refOf(context, operator.worldId, request.params.merchantId, request.params.partyId),
      });
    },
  );
}

const KeyPath = closed({ keyId: idOf('key', 'the key') });
const NoBody = Type.Optional(closed({}));

function rotateRoute(app: FastifyInstance, context: ApiContext): void {
  const asShop = onceByMerchant(context, 'keys:write');
  const { installation } = context;
  const { tools, chance, clock } = context.installation;
  app.post<{ Params: { keyId: Id<'key'> } }>(
    '/v1/keys/:keyId/rotate',
    {
      schema: {
        tags: ['keys'],
        summary: 'A new key; the old one works for 24 more hours',
        params: KeyPath,
        body: NoBody,
      },
    },
    (request, reply) =>
      asShop(request, reply, async (client, { worldId, merchantId }): Promise<Made> => {
        const mode = installation.worlds.find(worldId)?.mode ?? 'test';
        const until = clock.now() + ROTATION_HOURS * HOUR_US;
        const { rows } = await client.query<{ scopes: string[] }>(
          'update api_keys set expires_at = least(coalesce(expires_at, $3), $3) where key_id = $1 and merchant_id = $2 and revoked_at is null returning scopes',
          [uuidOf(request.params.keyId), uuidOf(merchantId), isoFromInstant(until)],
        );
        const old = rows[0];
        if (old === undefined) return { ok: false, code: 'not_found' };
        const key = await issueKey(
          client,
          tools,
          chance,
          { worldId, mode, merchantId, scopes: old.scopes, expiresAt: null },
          clock.now(),
        );
        const again = { keyId: key.keyId, oldKeyWorksUntil: isoFromInstant(until) };
        return {
          ok: true,
          subjectId: key.keyId,
          status: 201,
          body: { ...again, key: key.text },
          again: { ...again, key: null },
        };
      }),
  );
}

function revokeRoute(app: FastifyInstance, context: ApiContext): void {
  const asShop = onceByMerchant(context, 'keys:write');
  const { installation } = context;
  const { clock } = context.installation;
  app.post<{ Params: { keyId: Id<'key'> } }>(
    '/v1/keys/:keyId/revoke',
    {
      schema: {
        tags: ['keys'],
        summary: 'The key stops working within a second',
        params: KeyPath,
        body: NoBody,
      },
    },
    (request, reply) =>
      asShop(request, reply, async (client, { merchantId }): Promise<Made> => {
        const { rowCount } = await client.query(
          'update api_keys set revoked_at = coalesce(revoked_at, $3) where key_id = $1 and merchant_id = $2',
          [uuidOf(request.params.keyId), uuidOf(merchantId), isoFromInstant(clock.now())],
        );
        if (rowCount === 0) return { ok: false, code: 'not_found' };
        installation.principals.forget();
        const body = { keyId: request.params.keyId, state: 'revoked' };
        return { ok: true, subjectId: request.params.keyId, status: 200, body, again: body };
      }),
  );
}
