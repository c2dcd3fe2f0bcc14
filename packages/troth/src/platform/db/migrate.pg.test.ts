import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import pg from 'pg';
import { audit } from '../../audit/index.ts';
import { buildTown } from '../../audit/test-town.ts';
import { PROBLEMS } from '../../doors/api/problems.ts';
import { openTestTroth } from '../../doors/api/test-troth.ts';
import { createTestDatabase, type TestDatabase } from '../postgres/test-database.ts';
import { type Migration, migrate, readMigrations } from './migrate.ts';

const DIRECTORY = new URL('../../../../../migrations', import.meta.url).pathname;
const MIGRATIONS = readMigrations(DIRECTORY);
const databases: TestDatabase[] = [];
after(async () => {
  for (const database of databases) await database.drop();
});

async function emptyDatabase(): Promise<string> {
  const database = await createTestDatabase({ key: 'nothing at all', migrate: async () => undefined });
  databases.push(database);
  return database.ownerUrl;
}

async function query<T extends pg.QueryResultRow>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

/** Rows that a schema of so many migrations holds: as plain as they can be, one of each kind that has no other. */
const ROWS = [
  `insert into worlds (world_id, name, mode, clock_at, log_origin, created_at) values (1, 'w', 'test', '2026-01-01Z', 'troth.local/test/w', '2026-01-01Z')`,
  `insert into parties (party_id, world_id, kind, state, wrapped_key, created_at) values ('019b76da-a800-7000-8000-000000000001', 1, 'person', 'active', '\\x00', '2026-01-01Z')`,
  `insert into folds (party_id, context, world_id, buckets) values ('019b76da-a800-7000-8000-000000000001', 'retail', 1, '[[680, 250, 0, 0]]')`,
];

test('a schema of any number of migrations, with rows in it, comes forward and keeps every row', async () => {
  for (let from = 1; from < MIGRATIONS.length; from += 1) {
    const url = await emptyDatabase();
    assert.deepEqual(
      await migrate(url, MIGRATIONS, from),
      Array.from({ length: from }, (_, i) => i + 1),
    );
    for (const row of ROWS) await query(url, row);
    const before = await query(
      url,
      'select (select json_agg(w) from worlds w) as worlds, (select json_agg(p) from parties p) as parties, (select json_agg(f) from folds f) as folds',
    );
    assert.equal((await migrate(url, MIGRATIONS)).length, MIGRATIONS.length - from);
    const after = await query(
      url,
      'select (select json_agg(w) from worlds w) as worlds, (select json_agg(p) from parties p) as parties, (select json_agg(f) from folds f) as folds',
    );
    assert.deepEqual(after, before);
    assert.deepEqual(await migrate(url, MIGRATIONS), [], 'running it again does nothing');
  }
});

/** What the catalogue says of a schema: columns with types and defaults, constraints, indexes, policies, rights. */
function shapeOf(url: string): Promise<pg.QueryResultRow[]> {
  return query(
    url,
    `select 'column' as kind, c.relname::text, a.attname::text || ' ' || format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull::text || ' ' || coalesce(pg_get_expr(d.adbin, d.adrelid), '') as what
       from pg_class c join pg_attribute a on a.attrelid = c.oid left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
       where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
     union all select 'constraint', conrelid::regclass::text, pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace
     union all select 'index', tablename, indexdef from pg_indexes where schemaname = 'public'
     union all select 'policy', tablename, policyname || ' ' || cmd || ' ' || coalesce(qual, '') || ' ' || coalesce(with_check, '') from pg_policies where schemaname = 'public'
     union all select 'right', table_name, grantee || ' ' || privilege_type from information_schema.role_table_grants where table_schema = 'public' and grantee = 'troth_app'
     order by 1, 2, 3`,
  );
}

/**
 * The schemas that were released, by their last migration: `migrations/released/<number>.json` holds the checksum of each migration as it
 * was released. A released migration that is edited can never be applied to the databases that it made.
 */
test('no migration that was released has been edited', () => {
  const released = readdirSync(DIRECTORY).includes('released') ? readdirSync(`${DIRECTORY}/released`) : [];
  for (const name of released.filter((file) => file.endsWith('.json'))) {
    const checksums = JSON.parse(readFileSync(`${DIRECTORY}/released/${name}`, 'utf8')) as Record<string, string>;
    for (const [number, checksum] of Object.entries(checksums)) {
      assert.equal(MIGRATIONS[Number(number) - 1]?.checksum, checksum, `migration ${number}, released in ${name}`);
    }
  }
});

test('step by step or at once, and by two starters at the same instant, the same schema comes out', async () => {
  const [once, steps, twice] = [await emptyDatabase(), await emptyDatabase(), await emptyDatabase()];
  await migrate(once, MIGRATIONS);
  for (let upTo = 1; upTo <= MIGRATIONS.length; upTo += 1) await migrate(steps, MIGRATIONS, upTo);
  const both = await Promise.all([migrate(twice, MIGRATIONS), migrate(twice, MIGRATIONS)]);
  assert.equal(both.flat().length, MIGRATIONS.length, 'each migration is applied by one of them');
  const shape = await shapeOf(once);
  assert.ok(shape.length > 300);
  assert.deepEqual(await shapeOf(steps), shape);
  assert.deepEqual(await shapeOf(twice), shape);
});

test('an edited migration, a newer database and a broken migration are refused, and nothing of them stays', async () => {
  const url = await emptyDatabase();
  await migrate(url, MIGRATIONS);
  const edited = MIGRATIONS.map((migration, i) => (i === 0 ? { ...migration, checksum: 'e'.repeat(64) } : migration));
  await assert.rejects(migrate(url, edited), /migration 1 was edited after it was applied/);
  await assert.rejects(migrate(url, MIGRATIONS.slice(0, -1)), /newer than this program/);
  const next = (sql: string): Migration[] => [
    ...MIGRATIONS,
    { number: MIGRATIONS.length + 1, name: 'next', sql, checksum: 'f'.repeat(64) },
  ];
  await assert.rejects(migrate(url, next('create table half (a int); select 1 / 0')), /division by zero/);
  assert.deepEqual(
    await query(url, `select to_regclass('half')::text as half, (select max(number) from schema_migrations) as last`),
    [{ half: null, last: MIGRATIONS.length }],
  );
  assert.deepEqual(await migrate(url, next('create table half (a int)')), [MIGRATIONS.length + 1]);
  await assert.rejects(migrate(url, MIGRATIONS), /newer than this program/);
});

test('a whole town survives the next migration, and its audit is clean after it', async () => {
  const troth = await openTestTroth();
  try {
    await buildTown(troth);
    const migrations: Migration[] = [
      ...MIGRATIONS,
      {
        number: MIGRATIONS.length + 1,
        name: 'next',
        sql: 'alter table folds add column something int',
        checksum: 'f'.repeat(64),
      },
    ];
    assert.deepEqual(await migrate(troth.ownerUrl, migrations), [migrations.length]);
    const { findings } = await audit(troth.ownerUrl, {
      vault: troth.installation.vault,
      migrations,
      refusals: new Set(Object.keys(PROBLEMS)),
      world: null,
      onProgress: () => undefined,
    });
    assert.deepEqual(findings.violations, []);
  } finally {
    await troth.close();
  }
});
