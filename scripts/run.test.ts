import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

const made: string[] = [];
after(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

const MANIFEST = { name: 'clone', version: '1.0.0' };

/** A clone with nothing to install, so that `npm ci` is quick and needs no network. */
function freshClone(): string {
  const clone = mkdtempSync(path.join(tmpdir(), 'troth-run-'));
  made.push(clone);
  mkdirSync(path.join(clone, 'scripts'));
  for (const name of ['run.mjs', 'leash.mjs']) {
    cpSync(path.join(import.meta.dirname, name), path.join(clone, 'scripts', name));
  }
  const lock = { ...MANIFEST, lockfileVersion: 3, packages: { '': MANIFEST } };
  writeFileSync(path.join(clone, 'package.json'), JSON.stringify(MANIFEST));
  writeFileSync(path.join(clone, 'package-lock.json'), JSON.stringify(lock));
  return clone;
}

/** The same, already installed, with one program in it. */
async function cloneWith(program: string): Promise<string> {
  const clone = freshClone();
  writeFileSync(path.join(clone, 'program.mjs'), program);
  const first = await run(clone, ['--version']).ended;
  assert.equal(first.code, 0, first.said);
  return clone;
}

type Running = { child: ChildProcess; said: () => string; ended: Promise<{ code: number | null; said: string }> };

function run(clone: string, args: readonly string[], env: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, [path.join(clone, 'scripts', 'run.mjs'), ...args], {
    cwd: clone,
    env: { PATH: process.env.PATH, HOME: clone, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Not in the foreground of any terminal, as under a supervisor.
    detached: true,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  }
  const ended = new Promise<{ code: number | null; said: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, said })),
  );
  return { child, said: () => said, ended };
}

async function until(holds: () => boolean, limitMs = 10_000): Promise<void> {
  const startedAt = performance.now();
  while (!holds()) {
    assert.ok(performance.now() - startedAt < limitMs, `did not happen within ${limitMs} ms`);
    await sleep(20);
  }
}

const COUNTS_SIGNALS = `
  let count = 0;
  const stop = (signal) => {
    count += 1;
    console.log('got ' + signal);
    if (count === 1) setTimeout(() => { console.log('times ' + count); process.exit(7); }, 300);
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop);
  console.log('ready ' + process.pid);
  setInterval(() => {}, 1000);`;

test('two first starts at once install once, and both run', async () => {
  const clone = freshClone();
  const answers = await Promise.all([run(clone, ['--version']).ended, run(clone, ['--version']).ended]);
  assert.deepEqual(
    answers.map(({ code }) => code),
    [0, 0],
    answers.map(({ said }) => said).join('\n'),
  );
  assert.equal(answers.filter(({ said }) => said.includes('installing from package-lock.json')).length, 1);
  assert.equal(existsSync(path.join(clone, '.troth-install.lock')), false);
  assert.doesNotMatch((await run(clone, ['--version']).ended).said, /install/, 'the third start installs nothing');
});

test('a changed lockfile is installed again', async () => {
  const clone = freshClone();
  await run(clone, ['--version']).ended;
  const lock = path.join(clone, 'package-lock.json');
  writeFileSync(lock, `${readFileSync(lock, 'utf8')}\n`);
  assert.match((await run(clone, ['--version']).ended).said, /installing from package-lock\.json/);
});

test('a failed install says so, exits with 1 and leaves no lock', async () => {
  const clone = freshClone();
  writeFileSync(path.join(clone, 'package.json'), '{');
  const { code, said } = await run(clone, ['--version']).ended;
  assert.equal(code, 1);
  assert.match(said, /troth: could not install\. npm ci ended with code/);
  assert.equal(existsSync(path.join(clone, '.troth-install.lock')), false);
});

test('a lock left by an interrupted install does not keep the next start waiting', async () => {
  const clone = freshClone();
  writeFileSync(path.join(clone, '.troth-install.lock'), '999999999\n');
  const startedAt = performance.now();
  assert.equal((await run(clone, ['--version']).ended).code, 0);
  assert.ok(performance.now() - startedAt < 10_000);
});

test('the exit code of the program is the exit code of the command', async () => {
  const clone = await cloneWith('process.exit(42)');
  assert.equal((await run(clone, ['program.mjs']).ended).code, 42);
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`${signal} sent to the command reaches the program exactly once, however often it is sent`, async () => {
    const clone = await cloneWith(COUNTS_SIGNALS);
    const running = run(clone, ['program.mjs']);
    await until(() => running.said().includes('ready'));
    running.child.kill(signal);
    await sleep(50);
    running.child.kill(signal);
    const { code, said } = await running.ended;
    assert.equal(code, 7);
    assert.match(said, /times 1\n/);
  });
}

test('a killed command (kill -9) does not leave the program running', async () => {
  const clone = await cloneWith(COUNTS_SIGNALS);
  const running = run(clone, ['program.mjs']);
  await until(() => running.said().includes('ready'));
  running.child.kill('SIGKILL');
  await until(() => running.said().includes('got SIGTERM'), 5_000);
  await running.ended;
});
