import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { startPostgres } from '../../platform/postgres/launcher.ts';
import { TEST_CLUSTER_VARIABLE, withDatabase } from '../../platform/postgres/test-cluster.ts';
import { assertReadsGoOn, ordersOf } from './test-full-disk.ts';
import { readAllRows } from './test-rows.ts';
import { tellStory } from './test-story.ts';
import { openTestTroth, type Reply } from './test-troth.ts';

/** A small disk of memory; null where this machine lets nobody mount one. */
function mountSmallDisk(megabytes: number): string | null {
  const directory = mkdtempSync(path.join(tmpdir(), 'troth-small-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0777`, 'tmpfs', directory], {
      stdio: 'ignore',
    });
    return directory;
  } catch {
    rmSync(directory, { recursive: true });
    return null;
  }
}

test('on a disk that is really full writes are refused, reads go on, and room given back is enough', async (t) => {
  const disk = mountSmallDisk(192);
  if (disk === null)
    return t.skip('this machine lets nobody mount a small disk: only the error that PostgreSQL gives is tested');
  const postgres = await startPostgres({
    directory: path.join(disk, 'postgres'),
    settings: { max_wal_size: '48MB', min_wal_size: '32MB', autovacuum: 'off' },
    lifetime: 'disposable',
  });
  const handed = process.env[TEST_CLUSTER_VARIABLE];
  process.env[TEST_CLUSTER_VARIABLE] = JSON.stringify({
    ownerUrl: withDatabase(postgres.ownerUrl, 'postgres'),
    run: `troth_full_${process.pid}`,
  });
  const troth = await openTestTroth();
  if (handed === undefined) delete process.env[TEST_CLUSTER_VARIABLE];
  else process.env[TEST_CLUSTER_VARIABLE] = handed;
  t.after(async () => {
    await troth.close().catch(() => undefined);
    await postgres.stop();
    execFileSync('umount', [disk]);
    rmSync(disk, { recursive: true });
  });
  const story = await tellStory(troth);
  const place = ordersOf(troth, story);
  const ballast = path.join(disk, 'ballast');
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - 262_144), 1));
  const replies: Reply[] = [];
  for (let round = 0; round < 60 && replies.every((reply) => reply.status === 201); round += 1) {
    replies.push(...(await Promise.all(Array.from({ length: 64 }, () => place(randomUUID())))));
  }
  const refused = replies.filter((reply) => reply.status !== 201);
  assert.ok(refused.length > 0, `${replies.length} orders did not fill the disk`);
  for (const reply of refused) assert.equal(reply.status, 503, JSON.stringify(reply.body));
  await assertReadsGoOn(troth, story);
  rmSync(ballast);
  const key = randomUUID();
  let after = await place(key);
  // If the journal itself was full PostgreSQL starts over, which takes it a moment.
  for (let round = 0; round < 40 && after.status === 503; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    after = await place(key);
  }
  assert.equal(after.status, 201, JSON.stringify(after.body));
  const stored = (await readAllRows(troth)).get('pledges')?.count;
  assert.equal(
    stored,
    2 + replies.filter((reply) => reply.status === 201).length + 1,
    'what was told yes is there, what was told no is not',
  );
});
