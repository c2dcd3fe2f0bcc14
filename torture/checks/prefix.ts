/** L5: the logbook before a crash is a prefix of the logbook after it, leaf by leaf; and time has not gone back. */
import type pg from 'pg';
import type { Findings } from './law.ts';

/** What was in each bundle: how many leaves, how many bytes, and the hashes of both. */
export interface LogbookSnapshot {
  readonly leafCount: number;
  readonly bundles: readonly Bundle[];
}

interface Bundle {
  readonly bundle_index: string;
  readonly leaves: number;
  readonly bytes: number;
  readonly entries_hash: string;
  readonly facts_hash: string;
}

export async function takeSnapshot(database: pg.Client, worldId: number): Promise<LogbookSnapshot> {
  const { rows } = await database.query<Bundle>(
    `select bundle_index::text, cardinality(fact_ids) as leaves, length(entries) as bytes, encode(sha256(entries), 'hex') as entries_hash,
       md5(fact_ids::text) as facts_hash from leaf_bundles where world_id = $1 order by leaf_bundles.bundle_index`,
    [worldId],
  );
  return { leafCount: rows.reduce((sum, row) => sum + row.leaves, 0), bundles: rows };
}

/** Hashes the same stretch of each bundle again. */
export async function comparePrefix(
  database: pg.Client,
  worldId: number,
  before: LogbookSnapshot,
  when: string,
  findings: Findings,
): Promise<void> {
  const { rows } = await database.query<Bundle>(
    `select u.bundle_index::text, u.leaves, u.bytes, encode(sha256(substring(b.entries from 1 for u.bytes)), 'hex') as entries_hash,
       md5(b.fact_ids[1:u.leaves]::text) as facts_hash
     from unnest($2::bigint[], $3::int[], $4::int[]) u(bundle_index, leaves, bytes)
     left join leaf_bundles b on b.world_id = $1 and b.bundle_index = u.bundle_index order by u.bundle_index`,
    [
      worldId,
      before.bundles.map((bundle) => bundle.bundle_index),
      before.bundles.map((bundle) => bundle.leaves),
      before.bundles.map((bundle) => bundle.bytes),
    ],
  );
  const clock = await database.query<{ is_behind: boolean }>(
    'select clock_at < (select max(recorded_at) from facts where world_id = $1) as is_behind from worlds where world_id = $1',
    [worldId],
  );
  findings.equal('L5', `${when}: the clock stands before what has been recorded`, clock.rows[0]?.is_behind, false);
  findings.equal('L5', `${when}: bundles`, rows.length, before.bundles.length);
  for (const [index, bundle] of before.bundles.entries()) {
    findings.equal('L5', `${when}: bundle ${bundle.bundle_index}`, rows[index], bundle);
  }
}
