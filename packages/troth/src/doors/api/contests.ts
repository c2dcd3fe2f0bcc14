/** Which facts of pledges are contested, and in which words: for the person, and for the shop that the pledge was made to. */
import type pg from 'pg';
import type { ContestSaid } from '../../journeys/contests-found.ts';
import { type EvidenceRow, openContent } from '../../journeys/evidence-row.ts';
import { type Id, idFromUuid, type Instant, uuidOf } from '../../kernel/index.ts';
import type { Vault } from '../../platform/keys/index.ts';

/** The mark that stands at a contested fact. */
export interface Contest {
  /** The fact that records the contest. */
  readonly factId: Id<'fct'>;
  readonly at: Instant;
  readonly statementId: Id<'evd'>;
  /** Null once the person has been erased. */
  readonly statement: string | null;
}

interface Row {
  fact_id: string;
  party_id: string;
  merchant_id: string;
  pledge_id: string;
  recorded_at: Instant;
  detail: string;
  evidence_id: string;
  effective_at: Instant;
  content_sealed: Buffer | null;
  wrapped_key: Buffer | null;
}

/** By the fact contested. `sideId` is the person, or the merchant, whose pledges these are; those of others are left out. */
export async function readContests(
  client: pg.ClientBase,
  vault: Vault,
  worldId: number,
  sideId: Id<'pty'>,
  pledgeIds: readonly Id<'plg'>[],
): Promise<Map<Id<'fct'>, Contest>> {
  if (pledgeIds.length === 0) return new Map();
  const { rows } = await client.query<Row>(
    `select f.fact_id::text, f.party_id::text, f.merchant_id::text, f.pledge_id::text, f.recorded_at, f.detail,
       e.evidence_id::text, e.effective_at, e.content_sealed, q.wrapped_key
     from unnest($1::uuid[]) u(pledge_id)
     cross join lateral (select * from facts where pledge_id = u.pledge_id and kind = 'contested' and (party_id = $2 or merchant_id = $2)) f
     join evidence e on e.evidence_id = substr(f.detail::jsonb->'said'->>'statementId', 5)::uuid and e.party_id = f.party_id
     join parties q on q.party_id = f.party_id order by f.fact_id`,
    [[...new Set(pledgeIds)].map(uuidOf), uuidOf(sideId)],
  );
  return new Map(rows.map((row) => contestFromRow(vault, worldId, row)));
}

function contestFromRow(vault: Vault, worldId: number, row: Row): [Id<'fct'>, Contest] {
  const { contests, statementId } = (JSON.parse(row.detail) as { said: ContestSaid }).said;
  const about: EvidenceRow = {
    evidenceId: statementId,
    partyId: idFromUuid('pty', row.party_id),
    merchantId: idFromUuid('pty', row.merchant_id),
    pledgeId: idFromUuid('plg', row.pledge_id),
    mediaType: 'text/plain',
    suppliedBy: 'person',
    effectiveAt: row.effective_at,
    recordedAt: row.recorded_at,
  };
  const isGone = row.content_sealed === null || row.wrapped_key === null;
  const statement = isGone
    ? null
    : open(vault, worldId, about, row.wrapped_key as Buffer, row.content_sealed as Buffer);
  return [contests, { factId: idFromUuid('fct', row.fact_id), at: row.recorded_at, statementId, statement }];
}

function open(vault: Vault, worldId: number, about: EvidenceRow, wrapped: Buffer, sealed: Buffer): string {
  return openContent(vault, vault.unwrap(worldId, about.partyId, wrapped), about, sealed).toString('utf8');
}
