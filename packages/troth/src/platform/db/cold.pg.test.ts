// The ordinary way in: who sees what, and that nothing is seen without saying where.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { uuidOf } from '../../kernel/index.ts';
import { seededIds } from '../../kernel/ids.ts';
import type { TestDatabase } from '../postgres/test-database.ts';
import { type ColdDatabase, openColdDatabase } from './cold.ts';
import { Unavailable } from './faults.ts';
import { askAsOwner, createMigratedDatabase } from './test-migrated.ts';

const ids = seededIds(11);
const NOW = 1_795_321_080_000_000n;
const [ANN, BEN, SHOP, OTHER_SHOP] = [1, 2, 3, 4].map(() => uuidOf(ids.next('pty', NOW))) as [
  string,
  string,
  string,
  string,
];

let database: TestDatabase;
let cold: ColdDatabase;
before(async () => {
  database = await createMigratedDatabase();
  cold = openColdDatabase(database.ownerUrl, 2);
  for (const [worldId, partyId] of [
    [1, ANN],
    [2, BEN],
  ] as const) {
    await askAsOwner(
      database.ownerUrl,
      `insert into parties (party_id, world_id, kind, state, wrapped_key, leaf_count, created_at) values ($1, $2, 'person', 'active', '\\x00', 7, '2026-11-22 04:18:00.000001+00')`,
      [partyId, worldId],
    );
  }
});
after(async () => {
  await cold.close();
  await database.drop();
});

const parties = (worldId: number) =>
  cold.within({ worldId }, async (client) =>
    (await client.query('select party_id::text as id from parties')).rows.map((row) => row.id.replaceAll('-', '')),
  );

test('each world sees its own parties and no others', async () => {
  assert.deepEqual(await parties(1), [ANN]);
  assert.deepEqual(await parties(2), [BEN]);
  assert.deepEqual(await parties(3), []);
});

test('a query that does not say its world is refused, on a connection that was used before too', async () => {
  for (let i = 0; i < 4; i += 1) {
    await parties(1);
    await assert.rejects(
      cold.beyondWorlds((client) => client.query('select * from parties')),
      (error) => ['42704', '22P02'].includes((error as { code: string }).code),
    );
  }
});

const insertOrderNumber = (
  worldId: number,
  merchantIds: readonly string[],
  rowWorldId: number,
  merchantId: string,
  orderNo: string,
) =>
  cold.within({ worldId, merchantIds }, (client) =>
    client.query(
      'insert into order_numbers (merchant_id, order_no, world_id, party_id, pledge_id) values ($1, $2, $3, $4, $4)',
      [merchantId, orderNo, rowWorldId, ANN],
    ),
  );

test('rows of a merchant are written only in the merchant’s scope and in the world', async () => {
  await insertOrderNumber(1, [SHOP], 1, SHOP, 'A-1');
  for (const [merchantIds, rowWorldId, merchantId] of [
    [[], 1, SHOP],
    [[SHOP], 1, OTHER_SHOP],
    [[SHOP], 2, SHOP],
  ] as const) {
    await assert.rejects(insertOrderNumber(1, merchantIds, rowWorldId, merchantId, 'A-2'), { code: '42501' });
  }
  await insertOrderNumber(1, [SHOP, OTHER_SHOP], 1, OTHER_SHOP, 'A-2');
});

test('what was recorded cannot be changed or deleted by the application', async () => {
  for (const text of [
    'update facts set detail = detail',
    'update transfers set amount_minor = amount_minor',
    'update order_numbers set order_no = order_no',
    'update offer_versions set terms = terms',
    'delete from facts',
    'delete from pledges',
    'truncate facts',
    'drop table facts',
    'alter table parties disable row level security',
  ]) {
    await assert.rejects(
      cold.within({ worldId: 1, merchantIds: [SHOP] }, (client) => client.query(text)),
      { code: '42501' },
      text,
    );
  }
});

test('every table that belongs to a world forces row-level security, and the application owns none', async () => {
  const rows = await askAsOwner(
    database.ownerUrl,
    `select c.relname, c.relforcerowsecurity and c.relrowsecurity as forced, pg_get_userbyid(c.relowner) as owner from pg_class c
     join pg_attribute a on a.attrelid = c.oid and a.attname = 'world_id'
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'worlds'`,
  );
  assert.ok(rows.length > 20, `${rows.length} tables`);
  for (const { relname, forced, owner } of rows) {
    assert.ok(forced, relname);
    assert.notEqual(owner, 'troth_app', relname);
  }
});

test('work that throws leaves nothing behind, and the connection can be used again', async () => {
  await assert.rejects(
    cold.within({ worldId: 1, merchantIds: [SHOP] }, async (client) => {
      await client.query(
        'insert into order_numbers (merchant_id, order_no, world_id, party_id, pledge_id) values ($1, $2, 1, $3, $3)',
        [SHOP, 'B-1', ANN],
      );
      throw new Error('second thoughts');
    }),
    /second thoughts/,
  );
  const { rows } = await cold.within({ worldId: 1 }, (client) =>
    client.query(`select 1 from order_numbers where order_no = 'B-1'`),
  );
  assert.deepEqual(rows, []);
});

test('instants are bigints to the microsecond, and whole numbers that are not exact are refused', async () => {
  const { rows } = await cold.within({ worldId: 1 }, (client) =>
    client.query('select created_at, leaf_count from parties'),
  );
  assert.deepEqual(rows, [{ created_at: 1_795_321_080_000_001n, leaf_count: 7 }]);
  await assert.rejects(
    cold.within({ worldId: 1 }, (client) => client.query('select 9007199254740993::int8 as n')),
    /not a safe integer/,
  );
});

test('a connection that is lost while it is lent out is told to its holder, and the process goes on', async () => {
  const lost = cold.within({ worldId: 1 }, async (client) => {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    await askAsOwner(database.ownerUrl, `select pg_terminate_backend(${rows[0]?.pid})`);
    // Between two queries nobody but the pool could listen, and it does not while the connection is lent.
    await new Promise((resolve) => setTimeout(resolve, 100));
    await client.query('select 1');
  });
  await assert.rejects(lost, Unavailable);
  await cold.within({ worldId: 1 }, (client) => client.query('select 1'));
});

test('a database that is not there is "try again later"', async () => {
  const nowhere = openColdDatabase('postgres://nobody@127.0.0.1:1/nothing', 1);
  await assert.rejects(
    nowhere.within({ worldId: 1 }, async () => undefined),
    (error) => error instanceof Unavailable && error.what === 'database_unreachable',
  );
  await nowhere.close();
});
