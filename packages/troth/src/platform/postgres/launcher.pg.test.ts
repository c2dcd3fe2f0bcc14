import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { findRunningPostgres, startPostgres } from './index.ts';
import { isReachable } from './identity.ts';
import { processesIn } from './leftover.ts';

// A killed process loses nothing that the system already has, so these tests need no real fsync.
const SETTINGS = { fsync: 'off', shared_buffers: '32MB', max_wal_size: '256MB', min_wal_size: '64MB' };
const NOBODY = { uid: 65534, gid: 65534 };
const IS_ROOT = process.getuid?.() === 0;
const ONLY_ROOT = IS_ROOT ? false : 'needs root, which can become another user';

const folders: string[] = [];
function folder(mode = 0o755): string {
  const made = mkdtempSync(path.join(tmpdir(), 'troth-launcher-'));
  chmodSync(made, mode);
  folders.push(made);
  return made;
}
after(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true });
});

async function query(url: string, text: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(text, [...values])).rows;
  } finally {
    await client.end();
  }
}

/** Waits for something to become true; the number is how long the guarantee allows. */
async function within(limitMs: number, holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const startedAt = performance.now();
  while (!(await holds())) {
    assert.ok(performance.now() - startedAt < limitMs, `${what} did not happen within ${limitMs} ms`);
    await sleep(50);
  }
}

type Starter = { ownerUrl: string; pid: number; kill(): Promise<void> };

/** Another Node process that starts PostgreSQL and then only waits to be killed. */
async function startElsewhere(
  directory: string,
  user: { uid?: number; gid?: number } = {},
  lifetime: 'kept' | 'disposable' = 'kept',
): Promise<Starter> {
  const code = `
    import { startPostgres } from ${JSON.stringify(path.join(import.meta.dirname, 'index.ts'))};
    const running = await startPostgres(${JSON.stringify({ directory, settings: SETTINGS, lifetime })});
    console.log(JSON.stringify({ ownerUrl: running.ownerUrl, pid: running.pid }));
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    ...user,
    cwd: '/',
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const told = await new Promise<string>((resolve, reject) => {
    let complaint = '';
    child.stdout.on('data', (chunk: Buffer) => resolve(chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => {
      complaint += chunk.toString();
    });
    child.once('exit', () => reject(new Error(complaint)));
  });
  const kill = async () => {
    child.kill('SIGKILL');
    await exited;
  };
  return { ...(JSON.parse(told) as { ownerUrl: string; pid: number }), kill };
}

test('kill -9 of the starter leaves no PostgreSQL after 5 s, and the next start has every committed row', async () => {
  const directory = folder();
  const first = await startElsewhere(directory);
  await query(first.ownerUrl, 'create table kept (n int)');
  await query(first.ownerUrl, 'insert into kept select generate_series(1, 1000)');
  await first.kill();
  await within(5_000, () => processesIn(path.join(directory, 'data')).length === 0, 'the end of PostgreSQL');

  const second = await startPostgres({ directory, settings: SETTINGS });
  assert.deepEqual(await query(second.ownerUrl, 'select count(*)::int as n from kept'), [{ n: 1000 }]);
  await second.stop();
});

test('a start right after kill -9 does not wait for the watchdog and finds every committed row', async () => {
  const directory = folder();
  const first = await startElsewhere(directory);
  await query(first.ownerUrl, 'create table kept (n int)');
  await query(first.ownerUrl, 'insert into kept values (7)');
  await first.kill();
  const second = await startPostgres({ directory, settings: SETTINGS });
  assert.deepEqual(await query(second.ownerUrl, 'select n from kept'), [{ n: 7 }]);
  await sleep(1_500);
  assert.deepEqual(await query(second.ownerUrl, 'select n from kept'), [{ n: 7 }], 'the old watchdog left it alone');
  await second.stop();
});

test('PostgreSQL killed with -9 comes back by itself with every committed row', async () => {
  const directory = folder();
  const running = await startPostgres({ directory, settings: SETTINGS });
  await query(running.ownerUrl, 'create table kept (n int)');
  await query(running.ownerUrl, 'insert into kept values (1)');
  const killed = running.pid;
  process.kill(killed, 'SIGKILL');
  const answers = () => query(running.ownerUrl, 'select n from kept').then((rows) => rows.length === 1);
  await within(10_000, () => running.pid !== killed && answers().catch(() => false), 'the return');
  await running.stop();
  assert.deepEqual(processesIn(path.join(directory, 'data')), []);
});

test('a second starter of the same directory is refused and told who holds it; others may find it', async () => {
  const directory = folder();
  const running = await startPostgres({ directory, settings: SETTINGS });
  await assert.rejects(startPostgres({ directory, settings: SETTINGS }), new RegExp(`process ${process.pid}`));
  await assert.rejects(startElsewhere(directory), /Another Troth \(process \d+\) already runs its database/);
  assert.deepEqual(findRunningPostgres(directory), { ownerUrl: running.ownerUrl });
  await running.stop();
  await running.stop();
  assert.equal(findRunningPostgres(directory), null);
});

test('nothing of a statement, its values or an error about them reaches PostgreSQL’s log', async () => {
  const directory = folder();
  const running = await startPostgres({ directory, settings: SETTINGS });
  await query(running.ownerUrl, 'create table people (name text unique)');
  await query(running.ownerUrl, 'insert into people values ($1)', ['secret-name']);
  await assert.rejects(query(running.ownerUrl, 'insert into people values ($1)', ['secret-name']), /duplicate key/);
  await assert.rejects(query(running.ownerUrl, "select 'secret-literal'::int"), /invalid input/);
  await assert.rejects(query(running.ownerUrl, 'select $1::uuid', ['secret-uuid']), /invalid input/);
  await running.stop();
  const log = readFileSync(path.join(directory, 'postgres.log'), 'utf8');
  assert.match(log, /ready to accept connections/);
  assert.doesNotMatch(log, /secret/);
});

test('it listens on no network, and only the user who started it may connect', async () => {
  const directory = folder();
  const running = await startPostgres({ directory, settings: SETTINGS });
  const [row] = await query(running.ownerUrl, "select current_setting('listen_addresses') as addresses");
  assert.deepEqual(row, { addresses: '' });
  assert.equal(statSync(running.socketDirectory).mode & 0o077, 0, 'nobody else may enter the folder of the socket');
  if (IS_ROOT && isReachable(process.execPath, NOBODY)) {
    const code = `import pg from ${JSON.stringify(import.meta.resolve('pg'))};
      await new pg.Client(${JSON.stringify(running.ownerUrl)}).connect().then(() => console.log('in'), (e) => console.log(e.code));`;
    assert.equal((await outputOf(code, NOBODY)).trim(), '28000');
  }
  await running.stop();
});

async function outputOf(code: string, user: { uid: number; gid: number }): Promise<string> {
  const options = { ...user, cwd: '/', stdio: ['ignore', 'pipe', 'inherit'] as const };
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    ...options,
    stdio: [...options.stdio],
  });
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await new Promise((resolve) => child.once('close', resolve));
  return said;
}

test('started by root it runs as somebody without rights', { skip: ONLY_ROOT }, async () => {
  const running = await startPostgres({ directory: folder(), settings: SETTINGS });
  const uids = /^Uid:\s+(\d+)\s+(\d+)/m.exec(readFileSync(`/proc/${running.pid}/status`, 'utf8'));
  assert.notEqual(uids?.[1], '0');
  assert.notEqual(uids?.[2], '0');
  await running.stop();
});

test('started by root in a clone under a private home it works, and works again', { skip: ONLY_ROOT }, async () => {
  const directory = path.join(folder(0o700), 'clone', '.troth', 'postgres');
  const first = await startPostgres({ directory, settings: SETTINGS });
  await query(first.ownerUrl, 'create table kept (n int)');
  if (existsSync('/proc/self/cwd')) {
    assert.match(
      readFileSync(`/proc/${first.pid}/cmdline`, 'utf8'),
      /-D\0\/proc\/self\/cwd/,
      'it was told so through /proc',
    );
  }
  process.kill(first.pid, 'SIGKILL');
  await within(
    10_000,
    () =>
      query(first.ownerUrl, 'select * from kept').then(
        () => true,
        () => false,
      ),
    'the return',
  );
  await first.stop();
  const second = await startPostgres({ directory, settings: SETTINGS });
  assert.deepEqual(await query(second.ownerUrl, 'select * from kept'), []);
  await second.stop();
});

test('it works for a user without any rights, in a folder of their own', { skip: ONLY_ROOT }, async (t) => {
  if (!isReachable(process.execPath, NOBODY)) return t.skip('that user cannot reach Node in this clone');
  const directory = path.join(folder(), 'own');
  mkdirSync(directory);
  chownSync(directory, NOBODY.uid, NOBODY.gid);
  chmodSync(directory, 0o700);
  const starter = await startElsewhere(directory, NOBODY);
  const status = readFileSync(`/proc/${starter.pid}/status`, 'utf8');
  assert.match(status, new RegExp(`^Uid:\\s+${NOBODY.uid}`, 'm'));
  await starter.kill();
  await within(5_000, () => processesIn(path.join(directory, 'data')).length === 0, 'the end of PostgreSQL');
});

test('a path too long for a socket gets its socket elsewhere, and leaves nothing there', async () => {
  const directory = path.join(folder(), 'deep-'.repeat(16), 'deeper-'.repeat(8));
  const running = await startPostgres({ directory, settings: SETTINGS });
  assert.ok(running.socketDirectory.length < 100);
  assert.equal(statSync(running.socketDirectory).mode & 0o077, 0);
  assert.equal((await query(running.ownerUrl, 'select 1 as one')).length, 1);
  await running.stop();
  assert.equal(existsSync(running.socketDirectory), false);
});

test('a half-made data directory is made again, one of another PostgreSQL is refused with what to do', async () => {
  const directory = folder();
  mkdirSync(path.join(directory, 'data.draft-left'));
  const running = await startPostgres({ directory, settings: SETTINGS });
  await running.stop();
  assert.equal(existsSync(path.join(directory, 'data.draft-left')), false);
  writeFileSync(path.join(directory, 'data', 'PG_VERSION'), '17\n');
  await assert.rejects(startPostgres({ directory, settings: SETTINGS }), /made by PostgreSQL 17.*restore/s);
});

test('a disposable one leaves no folder, also when its starter was killed', async () => {
  const directory = folder();
  const running = await startPostgres({ directory, settings: SETTINGS, lifetime: 'disposable' });
  await running.stop();
  assert.equal(existsSync(directory), false);
  const other = folder();
  const killed = await startElsewhere(other, {}, 'disposable');
  await killed.kill();
  await within(10_000, () => !existsSync(other), 'the removal');
});
