/** What exists in test worlds only: moving the clock, importing history. And evidence, which exists everywhere. */
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { HOUR_US, type Id, instantFromIso, isoFromInstant, sha256, uuidOf } from '../../kernel/index.ts';
import { advanceClock } from '../installation/index.ts';
import { openPledges } from '../../journeys/open-pledge.ts';
import { birthAnswer, factOf } from './answers.ts';
import { authenticate, type ApiContext, isIdempotencyKey, merchantOf, nowOf, readIso, requestKeyOf } from './context.ts';
import { type Made, once } from './once.ts';
import { problemOf, sendProblem } from './problems.ts';
import { closed, idOf, InstantText, KeyText, LocalDate, OrderNo } from './schemas.ts';

const moving = new Map<number, Promise<unknown>>();

export function sandboxRoutes(app: FastifyInstance, context: ApiContext): void {
  const { installation } = context;

  app.get('/v1/clock', { schema: { tags: ['clock'], summary: 'The world’s time' } }, async (request, reply) => {
    const principal = await authenticate(context, request, reply);
    if (principal === null) return reply;
    const world = installation.worlds.find(principal.worldId);
    return reply.send({ world: world?.name, mode: world?.mode, now: isoFromInstant(nowOf(context, principal.worldId)) });
  });

  const AdvanceBody = closed({ toInstant: Type.Optional(InstantText), byHours: Type.Optional(Type.Integer({ minimum: 1, maximum: 87_600 })) }, 'one of the two');
  app.post<{ Body: { toInstant?: string; byHours?: number } }>('/v1/clock/advance', { schema: { tags: ['clock'], summary: 'Move a test world’s clock; everything due on the way happens, in order', body: AdvanceBody } }, async (request, reply) => {
    const principal = await authenticate(context, request, reply);
    if (principal === null) return reply;
    if (principal.kind === 'person') return sendProblem(reply, 'merchant_must_speak');
    if (!principal.scopes.includes('clock:write') && !principal.scopes.includes('operator')) return sendProblem(reply, 'scope_missing', { detail: 'The key needs the scope clock:write.' });
    if (!isIdempotencyKey(request.headers['idempotency-key'])) return sendProblem(reply, 'idempotency_key_missing');
    const { toInstant, byHours } = request.body;
    if ((toInstant === undefined) === (byHours === undefined)) return sendProblem(reply, 'body_invalid', { pointers: ['/toInstant', '/byHours'], detail: 'Give exactly one of the two.' });
    const { worldId } = principal;
    const to = toInstant === undefined ? nowOf(context, worldId) + BigInt(byHours as number) * HOUR_US : instantFromIso(toInstant);
    if (to === null) return sendProblem(reply, 'body_invalid', { pointers: ['/toInstant'], detail: 'There is no such instant.' });
    return reply.send(await moveClock(context, worldId, to).then((moved) => ('code' in moved ? (reply.code(problemOf(moved.code).status).type('application/problem+json; charset=utf-8'), problemOf(moved.code)) : moved)));
  });

  const ImportBody = closed({ suppliedBy: Type.String({ minLength: 1, maxLength: 200 }), source: Type.String({ minLength: 1, maxLength: 500 }) });
  app.post<{ Body: { suppliedBy: string; source: string } }>('/v1/imports', { schema: { tags: ['imports'], summary: 'Begin a historic import: who supplied it, from where', body: ImportBody } }, async (request, reply) => {
    const principal = await merchantOf(context, request, reply, 'imports:write');
    if (principal === null) return reply;
    const { worldId, merchantId } = principal;
    if (installation.worlds.find(worldId)?.mode !== 'test') return sendProblem(reply, 'imports_are_for_test_worlds');
    return once(context, request, reply, { worldId, partyId: merchantId }, async (client, now): Promise<Made> => {
      const importId = installation.tools.ids.next('imp', now);
      await client.query('insert into historic_imports (import_id, world_id, merchant_id, supplied_by, source, created_at) values ($1, $2, $3, $4, $5, $6)', [uuidOf(importId), worldId, uuidOf(merchantId), request.body.suppliedBy, request.body.source, isoFromInstant(now)]);
      return { ok: true, subjectId: importId, status: 201, body: { importId }, again: { importId } };
    });
  });

  const ImportItems = closed({ pledges: Type.Array(closed({ idempotencyKey: KeyText, offerId: idOf('ofr', 'the offer'), promisor: idOf('ref', 'the person'), orderNo: Type.Optional(OrderNo), startsAt: Type.Optional(InstantText), onLocalDate: Type.Optional(LocalDate) }), { minItems: 1, maxItems: 128 }) });
  app.post<{ Params: { importId: Id<'imp'> }; Body: { pledges: ImportItem[] } }>('/v1/imports/:importId/pledges', { config: { bulk: true }, bodyLimit: 1_048_576, schema: { tags: ['imports'], summary: 'Up to 128 pledges of the past; their basis is the import, never a consent', params: closed({ importId: idOf('imp', 'the import') }), body: ImportItems } }, async (request, reply) => {
    const principal = await merchantOf(context, request, reply, 'imports:write');
    if (principal === null) return reply;
    const { worldId, merchantId } = principal;
    const { rowCount } = await installation.cold.within({ worldId }, (client) => client.query('select 1 from historic_imports where import_id = $1 and merchant_id = $2', [uuidOf(request.params.importId), uuidOf(merchantId)]));
    if (rowCount === 0) return sendProblem(reply, 'import_unknown');
    const answers = await Promise.all(request.body.pledges.map((item) => importOne(context, worldId, merchantId, request.params.importId, item)));
    return reply.send({ answers });
  });

  evidenceRoutes(app, context);
}

interface ImportItem {
  readonly idempotencyKey: string;
  readonly offerId: Id<'ofr'>;
  readonly promisor: Id<'ref'>;
  readonly orderNo?: string;
  readonly startsAt?: string;
  readonly onLocalDate?: string;
}

async function importOne(context: ApiContext, worldId: number, merchantId: Id<'pty'>, importId: Id<'imp'>, { idempotencyKey, ...body }: ImportItem): Promise<object> {
  const { installation } = context;
  const offer = await installation.catalog.find(worldId, body.offerId);
  if (offer === null || offer.merchantId !== merchantId) return { status: 404, problem: problemOf('not_found', { pointers: ['/offerId'] }) };
  const startsAt = body.startsAt === undefined ? undefined : readIso(body.startsAt);
  if (startsAt === null) return { status: 422, problem: problemOf('body_invalid', { pointers: ['/startsAt'] }) };
  const outcome = await installation.batcher.submit(
    `open ${worldId}`, (connection, commands: readonly Parameters<typeof openPledges>[3][number][]) => openPledges(connection, { worldId, now: nowOf(context, worldId) }, installation.tools, commands),
    {
      request: requestKeyOf(merchantId, `import ${importId}`, idempotencyKey, body), promisorId: installation.vault.partyOfPairwise(worldId, merchantId, body.promisor), version: offer.version,
      speaker: { by: 'historic_import' as const, importId }, orderNo: body.orderNo ?? null, effectiveAt: null,
      order: { ...(startsAt === undefined ? {} : { startsAt }), ...(body.onLocalDate === undefined ? {} : { onLocalDate: body.onLocalDate }) },
    },
  );
  if (!outcome.ok) {
    const problem = problemOf(outcome.reason, { pointers: outcome.pointers, detail: outcome.detail });
    return { status: problem.status, problem };
  }
  context.background.hint(worldId);
  return { status: 201, body: birthAnswer(await factOf(context, worldId, outcome.value)) };
}

/** Moves one world's clock; a second mover of the same world waits for the first. */
export async function moveClock(context: ApiContext, worldId: number, to: bigint): Promise<{ code: string } | { now: string; movedCount: number; tookMs: number }> {
  const before = moving.get(worldId) ?? Promise.resolve();
  const mine = before.then(async () => {
    const checked = context.installation.worlds.checkMove(worldId, to);
    if (!checked.ok) return { code: checked.reason };
    const moved = await advanceClock(context.installation, context.background, worldId, to);
    return { now: isoFromInstant(to), ...moved };
  });
  moving.set(worldId, mine.catch(() => undefined));
  return mine;
}

const EVIDENCE_TYPES = ['image/png', 'image/jpeg', 'image/webp', 'application/pdf', 'text/plain', 'application/json'] as const;

function evidenceRoutes(app: FastifyInstance, context: ApiContext): void {
  const { installation } = context;
  const Body = closed({ mediaType: Type.Enum([...EVIDENCE_TYPES]), contentBase64: Type.String({ minLength: 4, pattern: '^[A-Za-z0-9+/]+={0,2}$' }), effectiveAt: Type.Optional(InstantText) });
  app.post<{ Params: { pledgeId: Id<'plg'> }; Body: { mediaType: string; contentBase64: string; effectiveAt?: string } }>('/v1/pledges/:pledgeId/evidence', { schema: { tags: ['evidence'], summary: 'Evidence for a pledge; kept by content hash, sealed', params: closed({ pledgeId: idOf('plg', 'the pledge') }), body: Body } }, async (request, reply) => {
    const principal = await authenticate(context, request, reply);
    if (principal === null) return reply;
    if (principal.kind === 'operator') return sendProblem(reply, 'merchant_must_speak');
    const { worldId } = principal;
    const speaker = principal.kind === 'merchant' ? principal.merchantId : principal.partyId;
    const found = await installation.cold.within({ worldId }, (client) =>
      client.query<{ party_id: string; merchant_id: string; wrapped_key: Buffer | null; basis: string }>(
        `select p.party_id::text, p.merchant_id::text, q.wrapped_key, p.basis from pledges p join parties q on q.party_id = p.party_id where p.pledge_id = $1 and (p.merchant_id = $2 or p.party_id = $2)`,
        [uuidOf(request.params.pledgeId), uuidOf(speaker)]));
    const pledge = found.rows[0];
    if (pledge === undefined || pledge.wrapped_key === null) return sendProblem(reply, 'pledge_unknown');
    const content = Buffer.from(request.body.contentBase64, 'base64');
    if (content.length === 0) return sendProblem(reply, 'evidence_is_empty', { pointers: ['/contentBase64'] });
    const effectiveAt = request.body.effectiveAt === undefined ? nowOf(context, worldId) : readIso(request.body.effectiveAt);
    if (effectiveAt === null || effectiveAt > nowOf(context, worldId)) return sendProblem(reply, 'effective_in_the_future', { pointers: ['/effectiveAt'] });
    const wrapped = pledge.wrapped_key;
    return once(context, request, reply, { worldId, partyId: speaker, merchantIds: [pledge.merchant_id] }, async (client, now): Promise<Made> => {
      const evidenceId = installation.tools.ids.next('evd', now);
      const partyId = `pty_${pledge.party_id.replaceAll('-', '')}` as const;
      const key = installation.vault.unwrap(worldId, partyId, wrapped);
      const contentHash = sha256(content);
      await client.query(
        `insert into evidence (evidence_id, party_id, world_id, merchant_id, pledge_id, content_hash, media_type, size_bytes, supplied_by, effective_at, recorded_at, content_sealed)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
        [
          uuidOf(evidenceId), pledge.party_id, worldId, pledge.merchant_id, uuidOf(request.params.pledgeId), contentHash, request.body.mediaType, content.length,
          principal.kind === 'person' ? 'person' : pledge.basis === 'historic_import' ? 'historic_import' : 'merchant', isoFromInstant(effectiveAt), isoFromInstant(now), installation.vault.seal(key, content, evidenceId),
        ]);
      const body = { evidenceId, contentHash: contentHash.toString('hex'), sizeBytes: content.length };
      return { ok: true, subjectId: evidenceId, status: 201, body, again: body };
    });
  });
}
