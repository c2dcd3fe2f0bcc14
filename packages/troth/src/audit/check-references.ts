/** Every undeclared reference, and that no row is outside the worlds. */
import type pg from 'pg';
import { REFERENCES, type Reference } from '../platform/db/references.ts';
import type { AuditWorld } from './dossier.ts';
import type { Findings } from './findings.ts';
import { rowsOf } from './rows.ts';

const SHOWN = 20;

export async function checkReferences(client: pg.ClientBase, world: AuditWorld): Promise<void> {
  for (const reference of REFERENCES) await checkReference(client, world, reference);
}

async function checkReference(
  client: pg.ClientBase,
  { worldId, findings }: AuditWorld,
  reference: Reference,
): Promise<void> {
  const { table, columns, to, toColumns } = reference;
  const refers = [
    'r.world_id = $1',
    ...columns.map((column) => `r.${column} is not null`),
    ...(reference.when === null ? [] : [reference.when]),
  ].join(' and ');
  const leads = ['q.world_id = r.world_id', ...toColumns.map((column, i) => `q.${column} = r.${columns[i]}`)].join(
    ' and ',
  );
  const key = columns.map((column) => `r.${column}`).join(`::text || ' ' || `);
  const [total] = await rowsOf(client, `select count(*) as n from ${table} r where ${refers}`, [worldId]);
  const broken = await rowsOf(
    client,
    `select ${key}::text as key from ${table} r where ${refers} and not exists (select from ${to} q where ${leads}) limit ${SHOWN}`,
    [worldId],
  );
  findings.compared('references', Number(total?.n ?? 0) - broken.length);
  for (const row of broken) {
    findings.expect(
      'references',
      false,
      { table, key: row.key ?? '' },
      columns.join(', '),
      `${to} (${toColumns.join(', ')})`,
      'nothing there',
    );
  }
}

/**
 * Rows of worlds that do not exist can be seen only by a role above row-level security: the table's owner on PostgreSQL's own
 * superuser. Returns whether this connection could look.
 */
export async function checkWorlds(client: pg.ClientBase, findings: Findings): Promise<boolean> {
  const [role] = await rowsOf(
    client,
    'select rolsuper or rolbypassrls as beyond from pg_roles where rolname = current_user',
  );
  const tables = await rowsOf(
    client,
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attname = 'world_id' and c.relname <> 'worlds' order by 1`,
  );
  if (role?.beyond !== 't') return false;
  for (const { name } of tables) {
    const stray = await rowsOf(
      client,
      `select world_id, count(*) as n from ${name} where world_id not in (select world_id from worlds) group by 1`,
    );
    findings.compared('worlds', 1);
    for (const row of stray)
      findings.expect(
        'worlds',
        false,
        { table: name ?? '', key: `${row.n} rows` },
        'world_id',
        'a world that exists',
        row.world_id ?? null,
      );
  }
  return true;
}
