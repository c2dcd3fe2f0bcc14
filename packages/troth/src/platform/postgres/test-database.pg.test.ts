import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

const made: TestDatabase[] = [];
after(async () => {
  for (const database of made) await database.drop();
});

async function query(url: string, text: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

let migrations = 0;
const plan = {
  key: 'one table',
  migrate: async (url: string) => {
    migrations += 1;
    await query(url, 'create table seen (n int); insert into seen values (1)');
  },
};

test('parallel test files share one migration and never each other’s rows', async () => {
  const databases = await Promise.all([1, 2, 3, 4].map(() => createTestDatabase(plan)));
  made.push(...databases);
  assert.equal(migrations, 1);
  const [first, second] = databases as [TestDatabase, TestDatabase];
  await query(first.ownerUrl, 'insert into seen values (2)');
  assert.deepEqual(await query(first.ownerUrl, 'select n from seen order by n'), [{ n: 1 }, { n: 2 }]);
  assert.deepEqual(await query(second.ownerUrl, 'select n from seen order by n'), [{ n: 1 }]);
});

test('a migration that fails leaves no template behind, and the next try starts clean', async () => {
  let tries = 0;
  const failing = {
    key: 'fails once',
    migrate: async (url: string) => {
      tries += 1;
      await query(url, 'create table half (n int)');
      if (tries === 1) throw new Error('migration broke');
    },
  };
  await assert.rejects(createTestDatabase(failing), /migration broke/);
  const database = await createTestDatabase(failing);
  made.push(database);
  assert.deepEqual(await query(database.ownerUrl, 'select n from half'), []);
});

test('a dropped database is gone, even with a connection open to it', async () => {
  const database = await createTestDatabase(plan);
  const lingering = new pg.Client({ connectionString: database.ownerUrl });
  lingering.on('error', () => {});
  await lingering.connect();
  await database.drop();
  await assert.rejects(query(database.ownerUrl, 'select 1'), /does not exist/);
  await lingering.end().catch(() => {});
});
