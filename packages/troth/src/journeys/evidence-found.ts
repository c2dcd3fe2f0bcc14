/** Which pieces of evidence that notices name exist and belong to the pledge they are named for. */
import { type Id, uuidOf } from '../kernel/index.ts';
import type { Call, Row, Statement } from '../platform/db/index.ts';

const FIND_EVIDENCE: Statement = {
  name: 'find_evidence',
  text: `select e.evidence_id::text, e.pledge_id::text from unnest($1::uuid[], $2::uuid[]) u(evidence_id, pledge_id)
    cross join lateral (select evidence_id, pledge_id from evidence where evidence_id = u.evidence_id and pledge_id = u.pledge_id limit 1) e`,
  types: ['uuid[]', 'uuid[]'],
};

export function findEvidence(named: readonly { evidenceId: Id<'evd'>; pledgeId: Id<'plg'> }[]): Call {
  return [FIND_EVIDENCE, named.map((one) => uuidOf(one.evidenceId)), named.map((one) => uuidOf(one.pledgeId))];
}

/** What was found, for notices of one batch: each counts only what it names itself. */
export class EvidenceFound {
  readonly #pairs: ReadonlySet<string>;

  constructor(rows: readonly Row[]) {
    this.#pairs = new Set(rows.map(([evidence, pledge]) => `${evidence} ${pledge}`.replaceAll('-', '')));
  }

  countOf(pledgeId: Id<'plg'>, evidenceIds: readonly Id<'evd'>[]): number {
    const pairs = new Set(evidenceIds.map((evidenceId) => `${uuidOf(evidenceId)} ${uuidOf(pledgeId)}`));
    return [...pairs].filter((pair) => this.#pairs.has(pair)).length;
  }
}
