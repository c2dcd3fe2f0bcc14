/** How many of the pieces of evidence that a notice names exist and belong to its pledge. */
import { type Id, idFromUuid, uuidOf } from '../kernel/index.ts';
import type { Call, Row, Statement } from '../platform/db/index.ts';

const COUNT_EVIDENCE: Statement = {
  name: 'count_evidence',
  text: `select u.pledge_id::text, count(distinct e.evidence_id) from unnest($1::uuid[], $2::uuid[]) u(evidence_id, pledge_id)
    cross join lateral (select evidence_id from evidence where evidence_id = u.evidence_id and pledge_id = u.pledge_id limit 1) e group by u.pledge_id`,
  types: ['uuid[]', 'uuid[]'],
};

export function countEvidence(named: readonly { evidenceId: Id<'evd'>; pledgeId: Id<'plg'> }[]): Call {
  return [COUNT_EVIDENCE, named.map((one) => uuidOf(one.evidenceId)), named.map((one) => uuidOf(one.pledgeId))];
}

export function countsOfEvidence(rows: readonly Row[]): Map<string, number> {
  return new Map(rows.map(([pledgeId, count]) => [idFromUuid('plg', pledgeId as string), Number(count)]));
}
