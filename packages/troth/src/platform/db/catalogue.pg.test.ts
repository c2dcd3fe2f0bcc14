import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { buildTown } from '../../audit/test-town.ts';
import { openTestTroth, type TestTroth } from '../../doors/api/test-troth.ts';
import { REFERENCES } from './references.ts';

/** Tables that belong to the installation, not to a world. */
const BEYOND_WORLDS = ['schema_migrations', 'worlds'];
/** Rows that only a batch which names the merchant may write. */
const BOUND_BY_MERCHANT = [
  'charges',
  'custody_statements',
  'disputes',
  'evidence',
  'facts',
  'order_numbers',
  'pledges',
  'transfers',
];
const NEVER_UPDATED = [
  'facts',
  'transfers',
  'order_numbers',
  'offer_versions',
  'historic_imports',
  'file_looks',
  'custody_statements',
];

let troth: TestTroth;
let owner: pg.Client;
let app: pg.Client;
before(async () => {
  troth = await openTestTroth();
  await buildTown(troth);
  owner = new pg.Client({ connectionString: troth.ownerUrl });
  await owner.connect();
  app = new pg.Client({ connectionString: troth.ownerUrl, options: '-c role=troth_app' });
  await app.connect();
});
after(async () => {
  await owner.end();
  await app.end();
  await troth.close();
});

async function tables(): Promise<
  { name: string; forced: boolean; tenant: boolean; owner: string; policies: string[] }[]
> {
  const { rows } = await owner.query(
    `select c.relname::text as name, c.relrowsecurity and c.relforcerowsecurity as forced, pg_get_userbyid(c.relowner)::text as owner,
       exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'world_id') as tenant,
       array(select p.polcmd::text from pg_policy p where p.polrelid = c.oid order by 1) as policies
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`,
  );
  return rows;
}

/** Runs statements as the application's role in a transaction of their own, with or without a scope, and undoes them. */
async function asApp(scope: { world?: string; merchants?: string }, ...statements: string[]): Promise<pg.QueryResult> {
  await app.query('begin');
  try {
    for (const [name, value] of Object.entries(scope))
      await app.query(`select set_config($1, $2, true)`, [`troth.${name}`, value]);
    let last: pg.QueryResult | null = null;
    for (const statement of statements) last = await app.query(statement);
    return last as pg.QueryResult;
  } finally {
    await app.query('rollback');
  }
}

/** A setting that was never made, or that PostgreSQL has emptied at the end of the transaction that made it, is no value. */
function isUnsaid(error: unknown): boolean {
  return error instanceof pg.DatabaseError && ['42704', '22P02'].includes(error.code ?? '');
}

test('every table of a world forces row-level security and has a policy for every kind of statement', async () => {
  const all = await tables();
  assert.ok(all.length >= 25, `${all.length} tables`);
  for (const table of all) {
    assert.equal(table.tenant && !BEYOND_WORLDS.includes(table.name), !BEYOND_WORLDS.includes(table.name), table.name);
    if (BEYOND_WORLDS.includes(table.name)) continue;
    assert.ok(table.forced, `${table.name} is forced`);
    assert.deepEqual(table.policies, ['a', 'd', 'r', 'w'], table.name);
  }
});

test('the application’s role owns nothing, cannot pass by the policies, and may change no fact', async () => {
  const { rows } = await owner.query(
    `select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin from pg_roles where rolname = 'troth_app'`,
  );
  assert.deepEqual(rows, [
    { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, rolcanlogin: false },
  ]);
  const owned = await owner.query(`select c.relname from pg_class c where pg_get_userbyid(c.relowner) = 'troth_app'`);
  assert.deepEqual(owned.rows, []);
  const member = await owner.query(
    `select r.rolname from pg_auth_members m join pg_roles r on r.oid = m.roleid join pg_roles u on u.oid = m.member where u.rolname = 'troth_app'`,
  );
  assert.deepEqual(member.rows, []);
  for (const { name } of await tables()) {
    const may = async (right: string) =>
      (await owner.query(`select has_table_privilege('troth_app', $1, $2) as may`, [name, right])).rows[0]
        .may as boolean;
    for (const right of ['truncate', 'references', 'trigger'])
      assert.equal(await may(right), false, `${right} ${name}`);
    assert.equal(await may('delete'), ['idempotency', 'webhook_deliveries'].includes(name), `delete ${name}`);
    if (NEVER_UPDATED.includes(name)) assert.equal(await may('update'), false, `update ${name}`);
  }
});

test('a statement that has not said its world fails, on every table', async () => {
  for (const { name } of await tables()) {
    if (BEYOND_WORLDS.includes(name)) continue;
    // A policy speaks when there is a row to judge.
    const { rows } = await owner.query(`select 1 from ${name} limit 1`);
    if (rows.length === 0 && name === 'file_looks') continue;
    await assert.rejects(asApp({}, `select 1 from ${name} limit 1`), isUnsaid, name);
    await assert.rejects(asApp({ world: '' }, `select 1 from ${name} limit 1`), isUnsaid, name);
  }
});

test('nothing of another world is seen, and no row can be written into one', async () => {
  for (const { name } of await tables()) {
    if (BEYOND_WORLDS.includes(name)) continue;
    const { rows } = await asApp({ world: '999' }, `select count(*)::int as count from ${name}`);
    assert.equal(rows[0].count, 0, name);
  }
  await assert.rejects(
    asApp(
      { world: '999' },
      `insert into idempotency (party_id, key_hash, world_id, body_hash, answer, renderer, recorded_at) values (gen_random_uuid(), gen_random_uuid(), ${troth.worldId}, gen_random_uuid(), 'done', 1, now())`,
    ),
    /row-level security/,
  );
});

test('rows of a merchant that the batch has not named cannot be written, not even with SQL', async () => {
  const world = String(troth.worldId);
  const { rows } = await owner.query<{ ours: string; theirs: string }>(
    `select p.merchant_id as ours, m.merchant_id as theirs from pledges p join merchants m on m.merchant_id <> p.merchant_id order by p.pledge_id limit 1`,
  );
  const { ours, theirs } = rows[0] as { ours: string; theirs: string };
  for (const table of BOUND_BY_MERCHANT) {
    const columns = await owner.query<{ list: string }>(
      `select string_agg(quote_ident(attname), ', ' order by attnum) as list from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
      [table],
    );
    const list = columns.rows[0]?.list ?? '';
    const copy = `insert into ${table} (${list}) select ${list} from ${table} where merchant_id = '${ours}' limit 1`;
    await assert.rejects(asApp({ world, merchants: `{${theirs}}` }, copy), /row-level security/, table);
    await assert.rejects(asApp({ world }, copy), isUnsaid, table);
    // Named, the row is let through to its primary key.
    await assert.rejects(asApp({ world, merchants: `{${ours}}` }, copy), /duplicate key/, table);
  }
  for (const table of ['pledges', 'charges', 'disputes']) {
    const change = `update ${table} set world_id = world_id where merchant_id = '${ours}'`;
    assert.equal((await asApp({ world, merchants: `{${theirs}}` }, change)).rowCount, 0, table);
    assert.ok(((await asApp({ world, merchants: `{${ours}}` }, change)).rowCount ?? 0) > 0, table);
  }
});

test('every column that holds an id is a key, a declared reference, or a row of references.ts', async () => {
  const { rows } = await owner.query<{ table: string; column: string }>(
    `select c.relname::text as table, a.attname::text as column from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and a.atttypid = 'uuid'::regtype order by 1, 2`,
  );
  const listed = new Set(REFERENCES.flatMap(({ table, columns }) => columns.map((column) => `${table}.${column}`)));
  const own = new Set([
    'api_keys.key_id',
    'charges.charge_id',
    'consents.consent_id',
    'custody_statements.statement_id',
    'disputes.dispute_id',
    'evidence.evidence_id',
    'facts.fact_id',
    'file_looks.look_id',
    'historic_imports.import_id',
    'parties.party_id',
    'pledges.pledge_id',
    'sessions.session_id',
    'sign_in_links.link_id',
    'transfers.transfer_id',
    'webhook_deliveries.delivery_id',
    'webhook_endpoints.endpoint_id',
    'offer_versions.version_id',
    'offers.offer_id',
    'merchants.merchant_id',
    // Hashes in the shape of an id.
    'idempotency.key_hash',
    'idempotency.body_hash',
    // Compared with the facts themselves, entry by entry.
    'cursors.fact_id',
    'leaf_bundles.first_fact_id',
    'leaf_bundles.fact_ids',
    // Of whichever kind `basis` and `looker` say; nothing writes them yet.
    'file_looks.basis_id',
    'file_looks.looker_id',
  ]);
  const unlisted = rows
    .map(({ table, column }) => `${table}.${column}`)
    .filter((name) => !listed.has(name) && !own.has(name));
  assert.deepEqual(unlisted, []);
});

test('every row of references.ts names tables and columns that exist', async () => {
  for (const { table, columns, to, toColumns } of REFERENCES) {
    assert.equal(columns.length, toColumns.length);
    await owner.query(
      `select ${columns.map((c) => `r.${c}`).join(', ')}, ${toColumns.map((c) => `q.${c}`).join(', ')} from ${table} r, ${to} q limit 0`,
    );
  }
});
