/** Disputes as the two sides and the operator read them: where each stands, and the words of all of them. */
import type pg from 'pg';
import { type EvidenceRow, openContent } from '../../journeys/evidence-row.ts';
import { type Id, idFromUuid, type Instant, uuidOf } from '../../kernel/index.ts';
import { coldCall } from '../../platform/db/index.ts';
import type { Vault } from '../../platform/keys/index.ts';
import { type Dispute, disputeFromRow, findDisputes, findDisputesOfPledges } from '../../rooms/dispute/index.ts';

/** What somebody said, under the id of the evidence that holds it. */
export interface Words {
  readonly statementId: Id<'evd'>;
  /** Null once the person has been erased. */
  readonly text: string | null;
}

export interface DisputeInWords {
  readonly dispute: Dispute;
  readonly statement: Words;
  readonly answer: Words | null;
  /** The written outcome of the operator; null while there is none, and when silence or lateness ended it. */
  readonly decision: Words | null;
}

interface Reader {
  readonly client: pg.ClientBase;
  readonly vault: Vault;
  readonly worldId: number;
}

/** Disputes of pledges, oldest first. `sideId` is the person, or the merchant, whose pledges these are; those of others are left out. */
export async function readDisputesOf(
  reader: Reader,
  sideId: Id<'pty'>,
  pledgeIds: readonly Id<'plg'>[],
): Promise<DisputeInWords[]> {
  if (pledgeIds.length === 0) return [];
  const found = (await coldCall(reader.client, findDisputesOfPledges(pledgeIds))).map(disputeFromRow);
  return inWords(
    reader,
    found
      .filter((dispute) => dispute.partyId === sideId || dispute.merchantId === sideId)
      .sort((a, b) => (a.disputeId < b.disputeId ? -1 : 1)),
  );
}

/** Those by these ids, in the order of the ids. */
export async function readDisputesById(reader: Reader, disputeIds: readonly Id<'dsp'>[]): Promise<DisputeInWords[]> {
  const found = (await coldCall(reader.client, findDisputes(disputeIds))).map(disputeFromRow);
  const byId = new Map(found.map((dispute) => [dispute.disputeId, dispute]));
  return inWords(
    reader,
    disputeIds.flatMap((disputeId) => byId.get(disputeId) ?? []),
  );
}

interface SealedRow {
  evidence_id: string;
  media_type: string;
  supplied_by: EvidenceRow['suppliedBy'];
  effective_at: Instant;
  recorded_at: Instant;
  content_sealed: Buffer | null;
  wrapped_key: Buffer | null;
}

async function inWords(reader: Reader, disputes: readonly Dispute[]): Promise<DisputeInWords[]> {
  const ids = disputes.flatMap(({ statementId, answerId, outcomeId }) => [
    statementId,
    ...(answerId === null ? [] : [answerId]),
    ...(outcomeId === null ? [] : [outcomeId]),
  ]);
  const { rows } = await reader.client.query<SealedRow>(
    `select e.evidence_id::text, e.media_type, e.supplied_by, e.effective_at, e.recorded_at, e.content_sealed, q.wrapped_key
     from evidence e join parties q on q.party_id = e.party_id where e.evidence_id = any($1::uuid[])`,
    [ids.map(uuidOf)],
  );
  const sealed = new Map(rows.map((row) => [idFromUuid('evd', row.evidence_id), row]));
  const words = (dispute: Dispute, statementId: Id<'evd'> | null): Words | null =>
    statementId === null ? null : { statementId, text: opened(reader, dispute, statementId, sealed.get(statementId)) };
  return disputes.map((dispute) => ({
    dispute,
    statement: { statementId: dispute.statementId, text: words(dispute, dispute.statementId)?.text ?? null },
    answer: words(dispute, dispute.answerId),
    decision: words(dispute, dispute.outcomeId),
  }));
}

function opened(
  { vault, worldId }: Reader,
  { partyId, merchantId, pledgeId }: Dispute,
  evidenceId: Id<'evd'>,
  row: SealedRow | undefined,
): string | null {
  if (row === undefined || row.content_sealed === null || row.wrapped_key === null) return null;
  const about: EvidenceRow = {
    evidenceId,
    partyId,
    merchantId,
    pledgeId,
    mediaType: row.media_type,
    suppliedBy: row.supplied_by,
    effectiveAt: row.effective_at,
    recordedAt: row.recorded_at,
  };
  return openContent(vault, vault.unwrap(worldId, partyId, row.wrapped_key), about, row.content_sealed).toString(
    'utf8',
  );
}
