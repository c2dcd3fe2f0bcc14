/**
 * One piece of evidence as it is kept. The content is sealed with the promisor's key together with what the row says about it: moved
 * to another pledge, or given another time, type or supplier, it no longer opens.
 */
import type pg from 'pg';
import { canonicalJson, type Id, type Instant, isoFromInstant, sha256, uuidOf } from '../kernel/index.ts';
import type { Call, Statement } from '../platform/db/index.ts';
import type { Vault } from '../platform/keys/index.ts';

export interface EvidenceRow {
  readonly evidenceId: Id<'evd'>;
  readonly partyId: Id<'pty'>;
  readonly merchantId: Id<'pty'>;
  readonly pledgeId: Id<'plg'>;
  readonly mediaType: string;
  readonly suppliedBy: 'person' | 'promisor' | 'merchant' | 'operator' | 'historic_import';
  readonly effectiveAt: Instant;
  readonly recordedAt: Instant;
}

function aboutEvidence(row: EvidenceRow): string {
  return canonicalJson([
    row.evidenceId,
    row.pledgeId,
    row.merchantId,
    row.mediaType,
    row.suppliedBy,
    isoFromInstant(row.effectiveAt),
    isoFromInstant(row.recordedAt),
  ]);
}

/** The content, if the row says what it said when it was sealed; throws otherwise. */
export function openContent(vault: Vault, partyKey: Buffer, row: EvidenceRow, sealed: Buffer): Buffer {
  return vault.open(partyKey, sealed, aboutEvidence(row));
}

/** Seals and inserts it, once by its id; gives the hash of the content. */
export async function insertEvidence(
  client: pg.ClientBase,
  vault: Vault,
  worldId: number,
  partyKey: Buffer,
  row: EvidenceRow,
  content: Buffer,
): Promise<Buffer> {
  const contentHash = sha256(content);
  await client.query(
    `insert into evidence (evidence_id, party_id, world_id, merchant_id, pledge_id, content_hash, media_type, size_bytes, supplied_by, effective_at, recorded_at, content_sealed)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing`,
    [
      uuidOf(row.evidenceId),
      uuidOf(row.partyId),
      worldId,
      uuidOf(row.merchantId),
      uuidOf(row.pledgeId),
      contentHash,
      row.mediaType,
      content.length,
      row.suppliedBy,
      isoFromInstant(row.effectiveAt),
      isoFromInstant(row.recordedAt),
      vault.seal(partyKey, content, aboutEvidence(row)),
    ],
  );
  return contentHash;
}

const INSERT_STATEMENTS: Statement = {
  name: 'insert_statements',
  text: `insert into evidence (world_id, media_type, evidence_id, party_id, merchant_id, pledge_id, content_hash, size_bytes, effective_at, recorded_at, content_sealed, supplied_by)
    select $1::int4, 'text/plain', e, p, m, g, h, s, t, t, c, b
    from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::bytea[], $7::int4[], $8::timestamptz[], $9::bytea[], $10::text[])
      u(e, p, m, g, h, s, t, c, b)`,
  types: ['int4', 'uuid[]', 'uuid[]', 'uuid[]', 'uuid[]', 'bytea[]', 'int4[]', 'timestamptz[]', 'bytea[]', 'text[]'],
};

/** What somebody says in their own words about a pledge, on the write path. The promisor's key seals it, whoever speaks. */
export interface StatementRow extends EvidenceRow {
  readonly mediaType: 'text/plain';
  readonly suppliedBy: 'person' | 'promisor' | 'merchant' | 'operator';
  readonly words: string;
  readonly partyKey: Buffer;
}

/** Seals and inserts statements, in the transaction of the facts that name them. */
export function insertStatements(vault: Vault, worldId: number, rows: readonly StatementRow[]): Call {
  const contents = rows.map((row) => Buffer.from(row.words, 'utf8'));
  return [
    INSERT_STATEMENTS,
    worldId,
    rows.map((row) => uuidOf(row.evidenceId)),
    rows.map((row) => uuidOf(row.partyId)),
    rows.map((row) => uuidOf(row.merchantId)),
    rows.map((row) => uuidOf(row.pledgeId)),
    contents.map(sha256),
    contents.map((content) => content.length),
    rows.map((row) => row.recordedAt),
    rows.map((row, i) => vault.seal(row.partyKey, contents[i] as Buffer, aboutEvidence(row))),
    rows.map((row) => row.suppliedBy),
  ];
}
