/** The tables of the schema, read from the catalogue: which there are, in which order their rows can be loaded, and their columns. */
import type pg from 'pg';

/** How the schema came to be is in the header of a backup, not among its rows. */
const NOT_COPIED = 'schema_migrations';

/** Tables so that each comes after those that its foreign keys point to. */
export async function tablesInOrder(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string; needs: string[] }>(
    `select c.relname::text as name, coalesce(array_agg(distinct f.relname::text) filter (where f.relname is not null and f.oid <> c.oid), '{}') as needs
     from pg_class c left join pg_constraint k on k.conrelid = c.oid and k.contype = 'f' left join pg_class f on f.oid = k.confrelid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> $1 group by c.relname order by c.relname`,
    [NOT_COPIED],
  );
  const ordered: string[] = [];
  let waiting = rows;
  while (waiting.length > 0) {
    const ready = waiting.filter(({ needs }) => needs.every((need) => ordered.includes(need)));
    if (ready.length === 0)
      throw new Error(`foreign keys run in a circle: ${waiting.map(({ name }) => name).join(', ')}`);
    ordered.push(...ready.map(({ name }) => name));
    waiting = waiting.filter(({ name }) => !ordered.includes(name));
  }
  return ordered;
}

export async function columnsByTable(client: pg.ClientBase): Promise<Map<string, string[]>> {
  const { rows } = await client.query<{ table: string; columns: string[] }>(
    `select c.relname::text as table, array_agg(a.attname::text order by a.attnum) as columns from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' group by 1`,
  );
  return new Map(rows.map((row) => [row.table, row.columns]));
}
