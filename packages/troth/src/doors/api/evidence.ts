/** Evidence for a pledge, from either side: kept by its hash, its content sealed. */
import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import { Type } from 'typebox';
import { type Id, idFromUuid, type Instant, uuidOf } from '../../kernel/index.ts';
import {
  authenticate,
  type ApiContext,
  type MerchantPrincipal,
  nowOf,
  type PersonPrincipal,
  readIso,
} from './context.ts';
import { type EvidenceRow, insertEvidence } from '../../journeys/evidence-row.ts';
import { checkEvidence, EVIDENCE_TYPES } from './evidence-limits.ts';
import { type Made, once } from './once.ts';
import { sendProblem } from './problems.ts';
import { closed, idOf, InstantText } from './schemas.ts';

export function evidenceRoutes(app: FastifyInstance, context: ApiContext): void {
  const { installation } = context;
  const Body = closed({
    mediaType: Type.Enum([...EVIDENCE_TYPES]),
    contentBase64: Type.String({ minLength: 4, pattern: '^[A-Za-z0-9+/]+={0,2}$', examples: ['aGVsbG8='] }),
    effectiveAt: Type.Optional(InstantText),
  });
  app.post<{
    Params: { pledgeId: Id<'plg'> };
    Body: { mediaType: string; contentBase64: string; effectiveAt?: string };
  }>(
    '/v1/pledges/:pledgeId/evidence',
    {
      schema: {
        tags: ['evidence'],
        summary: 'Evidence for a pledge; kept by content hash, sealed',
        params: closed({ pledgeId: idOf('plg', 'the pledge') }),
        body: Body,
      },
    },
    async (request, reply) => {
      const principal = await authenticate(context, request, reply);
      if (principal === null) return reply;
      if (principal.kind === 'operator') return sendProblem(reply, 'merchant_must_speak');
      const { worldId } = principal;
      const speaker = principal.kind === 'merchant' ? principal.merchantId : principal.partyId;
      const found = await installation.cold.within({ worldId }, (client) =>
        client.query<Omit<PledgeRow, 'wrapped_key'> & { wrapped_key: Buffer | null }>(
          `select p.party_id::text, p.merchant_id::text, q.wrapped_key, p.basis from pledges p join parties q on q.party_id = p.party_id where p.pledge_id = $1 and (p.merchant_id = $2 or p.party_id = $2)`,
          [uuidOf(request.params.pledgeId), uuidOf(speaker)],
        ),
      );
      const pledge = found.rows[0];
      if (pledge === undefined) return sendProblem(reply, 'pledge_unknown');
      const side = suppliedBy(principal, pledge);
      if (side === 'promisor' && principal.kind === 'merchant' && !principal.scopes.includes('promises:write'))
        return sendProblem(reply, 'scope_missing', { detail: 'The key needs the scope promises:write.' });
      if (pledge.wrapped_key === null) return sendProblem(reply, 'promisor_erased');
      const content = Buffer.from(request.body.contentBase64, 'base64');
      const checked = checkEvidence(request.body.mediaType, content.length);
      if (!checked.ok) return sendProblem(reply, checked.reason, { pointers: checked.pointers });
      const effectiveAt =
        request.body.effectiveAt === undefined ? nowOf(context, worldId) : readIso(request.body.effectiveAt);
      if (effectiveAt === null || effectiveAt > nowOf(context, worldId))
        return sendProblem(reply, 'effective_in_the_future', { pointers: ['/effectiveAt'] });
      const piece: Piece = {
        pledgeId: request.params.pledgeId,
        pledge: { ...pledge, wrapped_key: pledge.wrapped_key },
        mediaType: request.body.mediaType,
        content,
        suppliedBy: side,
        effectiveAt,
      };
      return once(
        context,
        request,
        reply,
        { worldId, partyId: speaker, merchantIds: [pledge.merchant_id] },
        (client, now) => keep(context, client, worldId, piece, now),
      );
    },
  );
}

/** A shop brings evidence as the side of the pledge that it is. */
function suppliedBy(
  speaker: PersonPrincipal | MerchantPrincipal,
  { merchant_id, basis }: Pick<PledgeRow, 'merchant_id' | 'basis'>,
): Piece['suppliedBy'] {
  if (speaker.kind === 'person') return 'person';
  if (speaker.merchantId !== idFromUuid('pty', merchant_id)) return 'promisor';
  return basis === 'historic_import' ? 'historic_import' : 'merchant';
}

interface PledgeRow {
  readonly party_id: string;
  readonly merchant_id: string;
  readonly wrapped_key: Buffer;
  readonly basis: string;
}

interface Piece {
  readonly pledgeId: Id<'plg'>;
  readonly pledge: PledgeRow;
  readonly mediaType: string;
  readonly content: Buffer;
  readonly suppliedBy: EvidenceRow['suppliedBy'];
  readonly effectiveAt: Instant;
}

/** Seals the content with the promisor's key; the hash stays readable. */
async function keep(
  { installation }: ApiContext,
  client: pg.ClientBase,
  worldId: number,
  piece: Piece,
  now: Instant,
): Promise<Made> {
  const evidenceId = installation.tools.ids.next('evd', now);
  const partyId = idFromUuid('pty', piece.pledge.party_id);
  const key = installation.vault.unwrap(worldId, partyId, piece.pledge.wrapped_key);
  const row: EvidenceRow = {
    evidenceId,
    partyId,
    merchantId: idFromUuid('pty', piece.pledge.merchant_id),
    pledgeId: piece.pledgeId,
    mediaType: piece.mediaType,
    suppliedBy: piece.suppliedBy,
    effectiveAt: piece.effectiveAt,
    recordedAt: now,
  };
  const contentHash = await insertEvidence(client, installation.vault, worldId, key, row, piece.content);
  const body = { evidenceId, contentHash: contentHash.toString('hex'), sizeBytes: piece.content.length };
  return { ok: true, subjectId: evidenceId, status: 201, body, again: body };
}
