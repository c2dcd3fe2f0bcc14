/** What stands in the database, table by table, so that a test can say that nothing was written. */
import assert from 'node:assert/strict';
import pg from 'pg';
import type { TestTroth } from './test-troth.ts';

export type Rows = ReadonlyMap<string, { readonly count: number; readonly hash: string }>;

/** Counts and hashes every row of every table, read by the owner of the database, when what runs beside the requests is done. */
export async function readAllRows(troth: TestTroth): Promise<Rows> {
  await troth.background.settle(troth.worldId);
  const client = new pg.Client({ connectionString: troth.ownerUrl });
  await client.connect();
  try {
    const tables = await client.query<{ relname: string; rolsuper: boolean }>(
      `select c.relname, r.rolsuper from pg_class c, pg_roles r where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and r.rolname = current_user order by 1`,
    );
    assert.ok(tables.rows[0]?.rolsuper, 'the tests read past row-level security, as the owner of their own PostgreSQL');
    const found = new Map<string, { count: number; hash: string }>();
    for (const { relname } of tables.rows) {
      const { rows } = await client.query<{ count: number; hash: string }>(
        `select count(*)::int as count, md5(coalesce(string_agg(md5(t::text), '' order by md5(t::text)), '')) as hash from "${relname}" t`,
      );
      found.set(relname, rows[0] as { count: number; hash: string });
    }
    return found;
  } finally {
    await client.end();
  }
}

/** Fails with the tables that changed, apart from `except`. */
export function assertNothingWritten(before: Rows, after: Rows, what: string, except: readonly string[] = []): void {
  const changed = [...after].filter(
    ([table, rows]) => !except.includes(table) && rows.hash !== before.get(table)?.hash,
  );
  assert.deepEqual(
    changed.map(([table, rows]) => `${table}: ${before.get(table)?.count} → ${rows.count}`),
    [],
    what,
  );
}
