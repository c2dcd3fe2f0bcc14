import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { migrate, readMigrations } from '../platform/db/index.ts';
import { createTestDatabase, type TestDatabase } from '../platform/postgres/test-database.ts';
import { checkDatabase, DatabaseRefused, placeOf } from './check-database.ts';
import { MIGRATIONS_DIRECTORY } from './running.ts';

const run = randomUUID().slice(0, 8);
const plain = `plain_${run}`;
const maker = `maker_${run}`;
let database: TestDatabase;
let admin: pg.Client;

/** The same database as that role: the setting is what a login of it would begin with. */
const as = (role: string) => {
  const url = new URL(database.ownerUrl);
  url.searchParams.set('options', `-c role=${role}`);
  return url.href;
};

before(async () => {
  database = await createTestDatabase({ key: 'check-database', migrate: async () => undefined });
  admin = new pg.Client({ connectionString: database.ownerUrl });
  await admin.connect();
  await admin.query(`create role ${plain}`);
  await admin.query(`create role ${maker} createrole`);
});
after(async () => {
  const { rows } = await admin.query('select current_database() as name');
  await admin.query(`alter database "${rows[0].name}" owner to current_user`);
  await admin.query(`drop owned by ${plain}, ${maker} cascade`);
  await admin.query(`revoke troth_app from ${plain}, ${maker}`).catch(() => undefined);
  await admin.query(`drop role ${plain}, ${maker}`);
  await admin.end();
  await database.drop();
});

const own = async (role: string) => {
  const { rows } = await admin.query('select current_database() as name');
  await admin.query(`alter database "${rows[0].name}" owner to ${role}`);
};

test('a user who may not make tables is told so', async () => {
  await assert.rejects(checkDatabase(as(plain)), /may not make tables/);
});

test('an owner without any other right works after one grant, and migrates by that alone', async () => {
  await own(plain);
  const { rowCount } = await admin.query(`select 1 from pg_roles where rolname = 'troth_app'`);
  await assert.rejects(checkDatabase(as(plain)), new RegExp(`grant troth_app to "${plain}"`));
  if (rowCount === 0) await admin.query('create role troth_app nologin');
  await admin.query(`grant troth_app to ${plain}`);
  await checkDatabase(as(plain));
  const migrations = readMigrations(MIGRATIONS_DIRECTORY);
  assert.equal((await migrate(as(plain), migrations)).length, migrations.length);
});

test('a place where nobody answers is named without its password', async () => {
  const url = 'postgres://somebody:secret@127.0.0.1:1/troth';
  await assert.rejects(checkDatabase(url), (error) => {
    assert.ok(error instanceof DatabaseRefused);
    assert.match(error.message, /127\.0\.0\.1:1\/troth/);
    assert.doesNotMatch(error.message, /secret|somebody/);
    return true;
  });
  assert.equal(placeOf('not a url'), 'the address given');
});
