/** Evidence is read by the two sides of its pledge, and by nobody else: what one says, the other can see. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Id, idFromUuid, type Instant, isoFromInstant, present, sha256, uuidOf } from '../../kernel/index.ts';
import type { ApiContext } from './context.ts';
import { authenticate } from './context.ts';
import { type EvidenceRow, openContent } from '../../journeys/evidence-row.ts';
import { sendProblem } from './problems.ts';
import { closed, idOf } from './schemas.ts';

const PIECES_MAX = 100;

/** One side of a pledge: its promisor or its promisee. */
export interface Side {
  readonly worldId: number;
  readonly partyId: Id<'pty'>;
}

type PieceOfEvidence = Omit<EvidenceRow, 'partyId' | 'merchantId' | 'pledgeId'> & {
  readonly sizeBytes: number;
  readonly contentHash: string;
};

interface Row {
  evidence_id: string;
  party_id: string;
  merchant_id: string;
  media_type: string;
  size_bytes: number;
  content_hash: Buffer;
  supplied_by: EvidenceRow['suppliedBy'];
  effective_at: Instant;
  recorded_at: Instant;
  content_sealed: Buffer | null;
  wrapped_key: Buffer | null;
}

async function readRows(
  context: ApiContext,
  side: Side,
  pledgeId: Id<'plg'>,
  evidenceId: Id<'evd'> | null,
): Promise<Row[]> {
  const { rows } = await context.installation.cold.within({ worldId: side.worldId }, (client) =>
    client.query<Row>(
      `select e.evidence_id::text, e.party_id::text, e.merchant_id::text, e.media_type, e.size_bytes, e.content_hash, e.supplied_by, e.effective_at, e.recorded_at,
         case when $3::uuid is null then null else e.content_sealed end as content_sealed, q.wrapped_key
       from evidence e join parties q on q.party_id = e.party_id
       where e.pledge_id = $1 and (e.party_id = $2 or e.merchant_id = $2) and ($3::uuid is null or e.evidence_id = $3)
       order by e.recorded_at, e.evidence_id limit ${PIECES_MAX}`,
      [uuidOf(pledgeId), uuidOf(side.partyId), evidenceId === null ? null : uuidOf(evidenceId)],
    ),
  );
  return rows;
}

function pieceFromRow(row: Row): PieceOfEvidence {
  return {
    evidenceId: idFromUuid('evd', row.evidence_id),
    mediaType: row.media_type,
    sizeBytes: row.size_bytes,
    contentHash: row.content_hash.toString('hex'),
    suppliedBy: row.supplied_by,
    effectiveAt: row.effective_at,
    recordedAt: row.recorded_at,
  };
}

/** What there is, oldest first, without its content; null when this side has no such pledge. */
export async function listEvidence(
  context: ApiContext,
  side: Side,
  pledgeId: Id<'plg'>,
): Promise<PieceOfEvidence[] | null> {
  const rows = await readRows(context, side, pledgeId, null);
  if (rows.length > 0) return rows.map(pieceFromRow);
  const { rowCount } = await context.installation.cold.within({ worldId: side.worldId }, (client) =>
    client.query('select 1 from pledges where pledge_id = $1 and (party_id = $2 or merchant_id = $2)', [
      uuidOf(pledgeId),
      uuidOf(side.partyId),
    ]),
  );
  return rowCount === 1 ? [] : null;
}

export interface OpenedEvidence extends PieceOfEvidence {
  readonly content: Buffer;
}

/** One piece with its content; null when this side has none by that id, or when its person was erased. */
export async function openEvidence(
  context: ApiContext,
  side: Side,
  pledgeId: Id<'plg'>,
  evidenceId: Id<'evd'>,
): Promise<OpenedEvidence | null> {
  const [row] = await readRows(context, side, pledgeId, evidenceId);
  if (row === undefined || row.content_sealed === null || row.wrapped_key === null) return null;
  const { vault } = context.installation;
  const piece = pieceFromRow(row);
  const [partyId, merchantId] = [idFromUuid('pty', row.party_id), idFromUuid('pty', row.merchant_id)];
  const key = vault.unwrap(side.worldId, partyId, row.wrapped_key);
  const content = openContent(vault, key, { ...piece, partyId, merchantId, pledgeId }, row.content_sealed);
  const isWhole = sha256(content).equals(row.content_hash);
  return { ...piece, content: present(isWhole ? content : null, 'evidence_is_what_its_hash_says') };
}

type AtPledge = { Params: { pledgeId: Id<'plg'> } };
type AtPiece = { Params: { pledgeId: Id<'plg'>; evidenceId: Id<'evd'> } };

export function evidenceReadRoutes(app: FastifyInstance, context: ApiContext): void {
  const sideOf = async (request: FastifyRequest, reply: FastifyReply): Promise<Side | null> => {
    const principal = await authenticate(context, request, reply);
    if (principal === null) return null;
    if (principal.kind === 'person') return { worldId: principal.worldId, partyId: principal.partyId };
    if (principal.kind === 'merchant' && principal.scopes.includes('pledges:read'))
      return { worldId: principal.worldId, partyId: principal.merchantId };
    await (principal.kind === 'operator'
      ? sendProblem(reply, 'merchant_must_speak')
      : sendProblem(reply, 'scope_missing', { detail: 'The key needs the scope pledges:read.' }));
    return null;
  };
  const body = ({ effectiveAt, recordedAt, ...piece }: PieceOfEvidence) => ({
    ...piece,
    effectiveAt: isoFromInstant(effectiveAt),
    recordedAt: isoFromInstant(recordedAt),
  });

  app.get<AtPledge>(
    '/v1/pledges/:pledgeId/evidence',
    {
      schema: {
        tags: ['evidence'],
        summary: 'Evidence of a pledge, for either side of it',
        params: closed({ pledgeId: idOf('plg', 'the pledge') }),
      },
    },
    async (request, reply) => {
      const side = await sideOf(request, reply);
      if (side === null) return reply;
      const pieces = await listEvidence(context, side, request.params.pledgeId);
      return pieces === null ? sendProblem(reply, 'pledge_unknown') : reply.send({ evidence: pieces.map(body) });
    },
  );

  app.get<AtPiece>(
    '/v1/pledges/:pledgeId/evidence/:evidenceId',
    {
      schema: {
        tags: ['evidence'],
        summary: 'One piece of evidence with its content, for either side of the pledge',
        params: closed({ pledgeId: idOf('plg', 'the pledge'), evidenceId: idOf('evd', 'the evidence') }),
      },
    },
    async (request, reply) => {
      const side = await sideOf(request, reply);
      if (side === null) return reply;
      const found = await openEvidence(context, side, request.params.pledgeId, request.params.evidenceId);
      if (found === null) return sendProblem(reply, 'not_found');
      const { content, ...piece } = found;
      return reply.send({ ...body(piece), contentBase64: content.toString('base64') });
    },
  );
}
