/** Publishing: an offer is checked whole, its policy compiled, and a new version never touches an old one. */
import type { FastifyInstance, FastifySchemaCompiler } from 'fastify';
import type pg from 'pg';
import { type TSchema, Type } from 'typebox';
import { type Id, idFromUuid, type Instant, isoFromInstant, uuidOf } from '../../kernel/index.ts';
import {
  mostItCanCost,
  offerContentHash,
  OfferTerms as OfferTermsSchema,
  type OfferTerms,
  READY_MADE_OFFERS,
} from '../../rooms/offer/index.ts';
import { currentConsentText, isPurpose } from '../../rooms/rulebook/index.ts';
import { type ApiContext, merchantOf } from './context.ts';
import type { Made } from './once.ts';
import { onceByMerchant } from './once-by-merchant.ts';
import { sendProblem } from './problems.ts';
import { checkPartners, checkPublishable } from './publishable.ts';
import { closed, idOf } from './schemas.ts';
import { compileSchema } from './schema-compiler.ts';

/** The whole schema is documented; what breaks it is explained by the offer's own rules, in both languages. */
const PublishBody = Type.Unsafe<unknown>({ ...OfferTermsSchema, examples: [READY_MADE_OFFERS.camera] });
const explainedByTheOffer: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  if (httpPart === 'body') return (value: unknown) => ({ value });
  return compileSchema(schema);
};

const OfferPath = closed({ offerId: idOf('ofr', 'the offer') });

export function offerRoutes(app: FastifyInstance, context: ApiContext): void {
  publishRoute(app, context);
  versionRoute(app, context);
  withdrawRoute(app, context);
  offerRoute(app, context);
  offersRoute(app, context);
}

function publishRoute(app: FastifyInstance, context: ApiContext): void {
  const asShop = onceByMerchant(context, 'offers:write');
  const { installation } = context;
  app.post(
    '/v1/offers',
    {
      schema: {
        tags: ['offers'],
        summary: 'Publish an offer',
        body: PublishBody,
      },
      validatorCompiler: explainedByTheOffer,
    },
    (request, reply) =>
      asShop(request, reply, async (client, { worldId, merchantId }, now): Promise<Made> => {
        const checked = checkPublishable(request.body, installation.kinds);
        if (!checked.ok) return checked;
        const strangers = await checkPartners(client, merchantId, checked.terms);
        if (strangers !== null) return strangers;
        const offerId = installation.tools.ids.next('ofr', now);
        const versionId = installation.tools.ids.next('ofv', now);
        await client.query(
          'insert into offers (offer_id, world_id, merchant_id, state, version, created_at) values ($1, $2, $3, $4, 1, $5)',
          [uuidOf(offerId), worldId, uuidOf(merchantId), 'live', isoFromInstant(now)],
        );
        const version = { worldId, merchantId, offerId, versionId, version: 1, terms: checked.terms };
        return { ...(await publish(client, version, now)), subjectId: offerId };
      }),
  );
}

function versionRoute(app: FastifyInstance, context: ApiContext): void {
  const asShop = onceByMerchant(context, 'offers:write');
  const { installation } = context;
  app.post<{ Params: { offerId: Id<'ofr'> } }>(
    '/v1/offers/:offerId/versions',
    {
      schema: {
        tags: ['offers'],
        summary: 'Publish a new version; running pledges keep theirs',
        params: OfferPath,
        body: PublishBody,
      },
      validatorCompiler: explainedByTheOffer,
    },
    (request, reply) =>
      asShop(request, reply, async (client, { worldId, merchantId }, now): Promise<Made> => {
        const { offerId } = request.params;
        const checked = checkPublishable(request.body, installation.kinds);
        if (!checked.ok) return checked;
        const strangers = await checkPartners(client, merchantId, checked.terms);
        if (strangers !== null) return strangers;
        const { rows } = await client.query<{ version: number }>(
          'update offers set version = version + 1 where offer_id = $1 and merchant_id = $2 returning version',
          [uuidOf(offerId), uuidOf(merchantId)],
        );
        const version = rows[0]?.version;
        if (version === undefined) return { ok: false, code: 'not_found' };
        const versionId = installation.tools.ids.next('ofv', now);
        const { terms } = checked;
        const made = await publish(client, { worldId, merchantId, offerId, versionId, version, terms }, now);
        installation.catalog.forget(offerId);
        return made;
      }),
  );
}

function withdrawRoute(app: FastifyInstance, context: ApiContext): void {
  const asShop = onceByMerchant(context, 'offers:write');
  const { installation } = context;
  app.post<{ Params: { offerId: Id<'ofr'> } }>(
    '/v1/offers/:offerId/withdraw',
    {
      schema: {
        tags: ['offers'],
        summary: 'Withdraw an offer; running pledges go on',
        params: OfferPath,
        body: Type.Optional(closed({})),
      },
    },
    (request, reply) =>
      asShop(request, reply, async (client, { merchantId }): Promise<Made> => {
        const { offerId } = request.params;
        const { rowCount } = await client.query(
          `update offers set state = 'withdrawn' where offer_id = $1 and merchant_id = $2`,
          [uuidOf(offerId), uuidOf(merchantId)],
        );
        if (rowCount === 0) return { ok: false, code: 'not_found' };
        installation.catalog.forget(offerId);
        const body = { offerId, state: 'withdrawn' };
        return { ok: true, subjectId: offerId, status: 200, body, again: body };
      }),
  );
}

function offerRoute(app: FastifyInstance, context: ApiContext): void {
  const { installation } = context;
  app.get<{ Params: { offerId: Id<'ofr'> } }>(
    '/v1/offers/:offerId',
    {
      schema: {
        tags: ['offers'],
        summary: 'An offer with its current version',
        params: OfferPath,
      },
    },
    async (request, reply) => {
      const principal = await merchantOf(context, request, reply, 'pledges:read');
      if (principal === null) return reply;
      const offer = await installation.catalog.find(principal.worldId, request.params.offerId);
      if (offer === null || offer.merchantId !== principal.merchantId) return sendProblem(reply, 'not_found');
      const { purpose, terms, versionId } = offer.version;
      const text = isPurpose(purpose) ? currentConsentText(purpose) : null;
      return reply.send({
        offerId: offer.offerId,
        state: offer.state,
        versionId,
        version: offer.versionNumber,
        terms,
        mostItCanCost: mostItCanCost(terms, {}),
        consent: text,
        acceptPath: `/a/${offer.offerId}`,
      });
    },
  );
}

function offersRoute(app: FastifyInstance, context: ApiContext): void {
  const { installation } = context;
  app.get(
    '/v1/offers',
    { schema: { tags: ['offers'], summary: 'Your offers, newest first, 100 at most' } },
    async (request, reply) => {
      const principal = await merchantOf(context, request, reply, 'pledges:read');
      if (principal === null) return reply;
      const { rows } = await installation.cold.within({ worldId: principal.worldId }, (client) =>
        client.query<{ offer_id: string; state: string; version: number; title: object }>(
          `select o.offer_id::text, o.state, o.version, v.terms -> 'title' as title from offers o join offer_versions v on v.offer_id = o.offer_id and v.version = o.version
         where o.merchant_id = $1 order by o.offer_id desc limit 100`,
          [uuidOf(principal.merchantId)],
        ),
      );
      return reply.send({
        offers: rows.map((row) => ({
          offerId: idFromUuid('ofr', row.offer_id),
          state: row.state,
          version: row.version,
          title: row.title,
        })),
      });
    },
  );
}

interface NewVersion {
  readonly worldId: number;
  readonly merchantId: Id<'pty'>;
  readonly offerId: Id<'ofr'>;
  readonly versionId: Id<'ofv'>;
  readonly version: number;
  readonly terms: OfferTerms;
}

/** Inserts a version that was checked, and says what was published. */
async function publish(client: pg.ClientBase, of: NewVersion, now: Instant): Promise<Extract<Made, { ok: true }>> {
  const { offerId, versionId, version } = of;
  const contentHash = offerContentHash(of.terms);
  await client.query(
    'insert into offer_versions (version_id, offer_id, world_id, merchant_id, version, terms, content_hash, published_at) values ($1, $2, $3, $4, $5, $6, $7, $8)',
    [
      uuidOf(versionId),
      uuidOf(offerId),
      of.worldId,
      uuidOf(of.merchantId),
      version,
      JSON.stringify(of.terms),
      Buffer.from(contentHash, 'hex'),
      isoFromInstant(now),
    ],
  );
  const body = { offerId, versionId, version, contentHash, acceptPath: `/a/${offerId}` };
  return { ok: true, subjectId: versionId, status: 201, body, again: body };
}
