import { query } from './cluster.ts';

/** Rows inserted, updated and deleted per table since some moment. */
export type RowCount = { readonly inserted: number; readonly updated: number; readonly deleted: number };
export type RowCounts = ReadonlyMap<string, RowCount>;

/** Backends hand in their counts when they have been idle this long. */
const STATISTICS_DELAY_MS = 11_000;

/** Reads the counters of every table of a database, after waiting until idle connections have handed theirs in. */
export async function countRows(url: string): Promise<RowCounts> {
  await new Promise((resolve) => setTimeout(resolve, STATISTICS_DELAY_MS));
  const rows = await query<{ name: string; inserted: string; updated: string; deleted: string }>(
    url,
    `select case when schemaname = 'public' then relname else schemaname || '.' || relname end as name,
            n_tup_ins::text as inserted, n_tup_upd::text as updated, n_tup_del::text as deleted
       from pg_stat_user_tables order by 1`,
  );
  return new Map(
    rows.map((row) => [
      row.name,
      { inserted: Number(row.inserted), updated: Number(row.updated), deleted: Number(row.deleted) },
    ]),
  );
}

/** Rows per order between two counts; tables that were not touched are left out. */
export function rowsPerOrder(from: RowCounts, to: RowCounts, orders: number): RowCounts {
  const touched = new Map<string, RowCount>();
  for (const [name, after] of to) {
    const before = from.get(name) ?? { inserted: 0, updated: 0, deleted: 0 };
    const perOrder = {
      inserted: (after.inserted - before.inserted) / orders,
      updated: (after.updated - before.updated) / orders,
      deleted: (after.deleted - before.deleted) / orders,
    };
    if (perOrder.inserted + perOrder.updated + perOrder.deleted > 0.0005) touched.set(name, perOrder);
  }
  return touched;
}

/** Sum over all tables. */
export function totalRows(rows: RowCounts): RowCount {
  const total = { inserted: 0, updated: 0, deleted: 0 };
  for (const row of rows.values()) {
    total.inserted += row.inserted;
    total.updated += row.updated;
    total.deleted += row.deleted;
  }
  return total;
}
