// One connection of the write path: what an error skips, and what is left of the connection afterwards.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { TestDatabase } from '../postgres/test-database.ts';
import { type HotConnection, openHotConnection, type Statement } from './hot-connection.ts';
import { askAsOwner, createMigratedDatabase } from './test-migrated.ts';

let database: TestDatabase;
let connection: HotConnection;
before(async () => {
  database = await createMigratedDatabase();
  await askAsOwner(
    database.ownerUrl,
    'create table marks (n int primary key); grant select, insert on marks to troth_app',
  );
  connection = await openHotConnection(database.ownerUrl);
});
after(async () => {
  await connection.end();
  await database.drop();
});

const BEGIN: Statement = { name: 'begin', text: 'begin', types: [] };
const COMMIT: Statement = { name: 'commit', text: 'commit', types: [] };
const MARK: Statement = { name: 'mark', text: 'insert into marks select unnest($1::int4[])', types: ['int4[]'] };
const FAIL: Statement = { name: 'fail', text: 'select 1 / $1::int4', types: ['int4'] };
const MARKS: Statement = { name: 'marks', text: 'select n from marks order by n', types: [] };

async function marks(): Promise<number[]> {
  const rows = await askAsOwner(database.ownerUrl, 'select n from marks order by n');
  return rows.map((row: { n: number }) => row.n);
}

test('a round trip is one transaction: what was written is there, with its tag', async () => {
  const answers = await connection.run([[BEGIN], [MARK, [1, 2]], [MARKS], [COMMIT]]);
  assert.deepEqual(
    answers.map((answer) => answer.tag),
    ['BEGIN', 'INSERT 0 2', 'SELECT 2', 'COMMIT'],
  );
  assert.deepEqual(answers[2]?.rows, [['1'], ['2']]);
  assert.deepEqual(await marks(), [1, 2]);
});

test('an error in the middle skips everything behind it, commit included', async () => {
  await assert.rejects(connection.run([[BEGIN], [MARK, [3]], [FAIL, 0], [MARK, [4]], [COMMIT]]), { code: '22012' });
  await assert.rejects(
    connection.run([[MARKS]]),
    { code: '25P02' },
    'the transaction stays aborted until it is undone',
  );
  await connection.rollback();
  assert.ok(connection.alive);
  assert.deepEqual(await marks(), [1, 2]);
});

test('what is written after an error is not mixed with what was still on its way', async () => {
  // More than a socket takes at once, behind a statement that fails at once.
  const many = Array.from({ length: 200_000 }, (_, n) => n + 1000);
  const refused = connection.run([[BEGIN], [FAIL, 0], [MARK, many], [COMMIT]]);
  await assert.rejects(refused, { code: '22012' });
  await connection.rollback();
  assert.deepEqual(
    (await connection.run([[BEGIN], [MARK, [5]], [COMMIT]])).map((answer) => answer.tag),
    ['BEGIN', 'INSERT 0 1', 'COMMIT'],
  );
  assert.deepEqual(await marks(), [1, 2, 5]);
  await askAsOwner(database.ownerUrl, 'delete from marks where n = 5');
});

test('a statement first prepared in a round trip that failed can be used afterwards, whichever side of the error it was on', async () => {
  const first: Statement = { name: 'before_the_error', text: 'select $1::int4', types: ['int4'] };
  const second: Statement = { name: 'after_the_error', text: 'select $1::int4', types: ['int4'] };
  await assert.rejects(
    connection.run([
      [first, 1],
      [FAIL, 0],
      [second, 2],
    ]),
    { code: '22012' },
  );
  await connection.rollback();
  const answers = await connection.run([
    [first, 1],
    [second, 2],
  ]);
  assert.deepEqual(
    answers.map((answer) => answer.rows),
    [[['1']], [['2']]],
  );
});

test('a statement that PostgreSQL cannot parse fails by itself and can be said again', async () => {
  const wrong: Statement = { name: 'wrong', text: 'selekt 1', types: [] };
  await assert.rejects(connection.run([[wrong]]), { code: '42601' });
  await connection.rollback();
  await assert.rejects(connection.run([[wrong]]), { code: '42601' });
  await connection.rollback();
  assert.deepEqual((await connection.run([[MARKS]]))[0]?.rows, [['1'], ['2']]);
});

test('rolling back without a transaction does no harm', async () => {
  await connection.rollback();
  assert.ok(connection.alive);
});

test('round trips asked at once are answered in the order of asking', async () => {
  const echo: Statement = { name: 'echo', text: 'select $1::int4', types: ['int4'] };
  const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => connection.run([[echo, i]])));
  assert.deepEqual(
    answers.map(([answer]) => answer?.rows[0]?.[0]),
    answers.map((_, i) => String(i)),
  );
});

test('it acts as the application’s role, by index, with generic plans', async () => {
  const show = async (name: string) => {
    const asked: Statement = { name: `show_${name}`, text: `select current_setting('${name}')`, types: [] };
    return (await connection.run([[asked]]))[0]?.rows[0]?.[0];
  };
  assert.equal(await show('role'), 'troth_app');
  assert.equal(await show('plan_cache_mode'), 'force_generic_plan');
  assert.equal(await show('enable_seqscan'), 'off');
  assert.equal(await show('TimeZone'), 'UTC');
});

async function terminated(victim: HotConnection): Promise<void> {
  const pid = (await victim.run([[{ name: 'pid', text: 'select pg_backend_pid()', types: [] }]]))[0]?.rows[0]?.[0];
  await askAsOwner(database.ownerUrl, 'select pg_terminate_backend($1)', [Number(pid)]);
}

test('a connection whose server went away says so, rejects what is asked, and commits nothing', async () => {
  const victim = await openHotConnection(database.ownerUrl);
  await victim.run([[BEGIN], [MARK, [9]]]);
  await terminated(victim);
  await assert.rejects(victim.run([[COMMIT]]));
  await victim.rollback();
  assert.equal(victim.alive, false);
  await assert.rejects(victim.run([[MARKS]]));
  assert.deepEqual(await marks(), [1, 2]);
});

test('a round trip that was under way when the server went away is rejected, not left waiting', async () => {
  const victim = await openHotConnection(database.ownerUrl);
  const sleep: Statement = { name: 'sleep', text: 'select pg_sleep(30)::text', types: [] };
  const pid = (await victim.run([[{ name: 'pid', text: 'select pg_backend_pid()', types: [] }]]))[0]?.rows[0]?.[0];
  const waiting = assert.rejects(victim.run([[sleep]]));
  await askAsOwner(database.ownerUrl, 'select pg_terminate_backend($1)', [Number(pid)]);
  await waiting;
  await victim.end().catch(() => undefined);
  assert.equal(victim.alive, false);
});
