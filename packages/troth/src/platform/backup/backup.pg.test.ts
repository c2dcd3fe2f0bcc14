import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { audit, type AuditReport } from '../../audit/index.ts';
import { buildTown, type TestTown } from '../../audit/test-town.ts';
import { PROBLEMS } from '../../doors/api/problems.ts';
import { apiRoutes, createServer } from '../../doors/api/index.ts';
import { openTestTroth, type TestTroth } from '../../doors/api/test-troth.ts';
import { leafCountOf, openInstallation, startBackground } from '../../doors/installation/index.ts';
import { wallClock } from '../../kernel/index.ts';
import { SANDBOX_MASTER_KEY } from '../config.ts';
import { type Migration, migrate, readMigrations } from '../db/index.ts';
import { createTestDatabase, type TestDatabase } from '../postgres/test-database.ts';
import { restoreBackup, writeBackup } from './index.ts';

const MIGRATIONS = readMigrations(new URL('../../../../../migrations', import.meta.url).pathname);
const directory = mkdtempSync(path.join(tmpdir(), 'troth-backup-'));
const file = path.join(directory, 'a.troth');
let troth: TestTroth;
let town: TestTown;
const databases: TestDatabase[] = [];

before(async () => {
  troth = await openTestTroth();
  town = await buildTown(troth);
});
after(async () => {
  await troth.close();
  for (const database of databases) await database.drop();
  rmSync(directory, { recursive: true, force: true });
});

async function emptyDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase({ key: 'nothing at all', migrate: async () => undefined });
  databases.push(database);
  return database;
}

function auditOf(ownerUrl: string, migrations: readonly Migration[] = MIGRATIONS): Promise<AuditReport> {
  const refusals = new Set(Object.keys(PROBLEMS));
  return audit(ownerUrl, {
    vault: troth.installation.vault,
    migrations,
    refusals,
    world: null,
    onProgress: () => undefined,
  });
}

test('a backup under load is one snapshot: restored, its audit is clean, facts are followed on, and an old key gives the same answer', async () => {
  let stopped = false;
  let orderCount = 0;
  const load = [0, 1, 2, 3].map(async (lane) => {
    while (!stopped) {
      const reply = await troth.call('POST', '/v1/pledges', {
        token: town.shop.key,
        body: { ...town.ordered.body, orderNo: `L${lane}-${orderCount}` },
      });
      if (reply.status === 201) orderCount += 1;
    }
  });
  while (orderCount < 20) await new Promise((resolve) => setTimeout(resolve, 10));
  const before = orderCount;
  const manifest = await writeBackup(troth.ownerUrl, file);
  const during = orderCount - before;
  stopped = true;
  await Promise.all(load);
  assert.ok(during > 0, 'orders went on while the backup was written');
  assert.ok((manifest.rows.facts ?? 0) > 50);
  assert.equal(statSync(file).mode & 0o077, 0, 'nobody else may read it');

  const restored = await emptyDatabase();
  assert.deepEqual((await restoreBackup(restored.ownerUrl, file, MIGRATIONS)).migrated, []);
  const first = await auditOf(restored.ownerUrl);
  assert.deepEqual(first.findings.violations, []);
  assert.equal(first.worlds[0]?.factCount, manifest.rows.facts);
  await goesOn(restored.ownerUrl, manifest.rows.facts ?? 0);
  const second = await auditOf(restored.ownerUrl);
  assert.deepEqual(second.findings.violations, []);
  assert.deepEqual(
    second.worlds.map(({ pendingCount }) => pendingCount),
    [0],
  );
  assert.ok(
    (second.findings.counts.get('order')?.comparedCount ?? 0) > 0,
    'what was written after the restore is in the order of its transactions',
  );
});

/** A server over the restored database: the old key, a new order, everything followed. */
async function goesOn(databaseUrl: string, factCount: number): Promise<void> {
  const installation = await openInstallation({
    databaseUrl,
    masterKey: SANDBOX_MASTER_KEY,
    clock: wallClock,
    hotConnectionCount: 2,
  });
  const faults: unknown[] = [];
  const background = startBackground(installation, (error) => faults.push(error));
  const context = {
    installation,
    background,
    trace: (line: object) => faults.push(line),
    sendLink: async () => undefined,
  };
  const app = await createServer(context, { requestsPerMinuteMax: 1000 }, async (server) => apiRoutes(server, context));
  const post = async (key: string, body: object) => {
    const headers = { authorization: `Bearer ${town.shop.key}`, 'idempotency-key': key };
    return app.inject({ method: 'POST', url: '/v1/pledges', headers, payload: body });
  };
  try {
    const again = await post(town.ordered.key, town.ordered.body);
    assert.deepEqual([again.statusCode, again.json()], [201, town.ordered.answer]);
    const taken = await post('another-key', town.ordered.body);
    assert.equal(taken.json().code, 'order_number_taken');
    const fresh = await post('a-new-order', { ...town.ordered.body, orderNo: 'after-the-restore' });
    assert.equal(fresh.statusCode, 201, fresh.body);
    await background.settle(troth.worldId);
    assert.equal(await leafCountOf(installation.cold, troth.worldId), factCount + 1);
    assert.deepEqual(faults, []);
  } finally {
    await app.close();
    await background.stop();
    await installation.close();
  }
}

test('what is not an empty database, a whole file or a known schema is refused, and nothing is written', async () => {
  await assert.rejects(restoreBackup(troth.ownerUrl, file, MIGRATIONS), /the database is not empty/);
  await assert.rejects(writeBackup(troth.ownerUrl, file), /exists already/);
  const target = await emptyDatabase();
  const bytes = readFileSync(file);
  const spoiled = {
    short: bytes.subarray(0, bytes.length - 100),
    changed: gzipSync(changeOneByte(gunzipSync(bytes))),
    foreign: gzipSync('a letter'),
    plain: Buffer.from('a letter'),
    missingEnd: gzipSync(gunzipSync(bytes).subarray(0, -200)),
  };
  for (const [name, content] of Object.entries(spoiled)) {
    const other = path.join(directory, name);
    writeFileSync(other, content);
    await assert.rejects(restoreBackup(target.ownerUrl, other, MIGRATIONS), /backup/, name);
  }
  const edited = MIGRATIONS.map((migration) => ({
    ...migration,
    checksum: createHash('sha256').update(migration.sql).update('x').digest('hex'),
  }));
  await assert.rejects(restoreBackup(target.ownerUrl, file, edited), /another migration 1/);
  await assert.rejects(restoreBackup(target.ownerUrl, file, MIGRATIONS.slice(0, 1)), /newer than this program/);
  const client = new pg.Client({ connectionString: target.ownerUrl });
  await client.connect();
  const { rows } = await client.query(`select relname from pg_class where relnamespace = 'public'::regnamespace`);
  await client.end();
  assert.deepEqual(rows, []);
});

function changeOneByte(frames: Buffer): Buffer {
  const at = frames.indexOf('charge_raised') + 3;
  const changed = Buffer.from(frames);
  changed[at] = (changed[at] as number) ^ 1;
  return changed;
}

test('a backup of an older schema is loaded under that schema and then migrated forward', async () => {
  const newer: Migration[] = [
    ...MIGRATIONS,
    {
      number: MIGRATIONS.length + 1,
      name: 'something_new',
      sql: 'alter table folds add column something int not null default 7',
      checksum: 'c'.repeat(64),
    },
  ];
  const target = await emptyDatabase();
  assert.deepEqual((await restoreBackup(target.ownerUrl, file, newer)).migrated, [newer.length]);
  assert.deepEqual((await auditOf(target.ownerUrl, newer)).findings.violations, []);
  await assert.rejects(migrate(target.ownerUrl, MIGRATIONS), /newer than this program/);
});
