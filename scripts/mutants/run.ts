// `npm run mutants`: takes each guard away in a copy of the tree and sees that its test turns red. Not a test itself: it takes
// minutes, and a survivor is a reason to write a test, not to fail a build.
//   npm run mutants                 every guard
//   npm run mutants -- exposure     guards whose name, file or test says so
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  startTestCluster,
  TEST_CLUSTER_VARIABLE,
  type TestCluster,
} from '../../packages/troth/src/platform/postgres/test-cluster.ts';
import type { Guard } from './guard.ts';
import { GUARDS as GUARDS_OF_RULES } from './guards.ts';
import { GUARDS_OF_KINDS } from './guards-of-kinds.ts';
import { GUARDS_OF_THE_TOUR } from './guards-of-the-tour.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const COPIED = ['packages', 'migrations', 'scripts', 'sim', 'package.json', 'tsconfig.json'];
const RUN_WITHIN_MS = 180_000;

type Verdict = 'killed' | 'survived';

function copyTree(): string {
  const copy = mkdtempSync(path.join(tmpdir(), 'troth-mutants-'));
  const isWanted = (from: string) => !from.includes(`${path.sep}node_modules`);
  for (const name of COPIED)
    cpSync(path.join(ROOT, name), path.join(copy, name), { recursive: true, filter: isWanted });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'));
  return copy;
}

/** Runs one test file of the copy; green or red. A run that never ends is red: something is broken. */
function runTest(copy: string, test: string, cluster: TestCluster, run: string): Promise<'green' | 'red'> {
  const child = spawn(process.execPath, ['--test', '--disable-warning=ExperimentalWarning', test], {
    cwd: copy,
    stdio: 'ignore',
    env: { ...process.env, [TEST_CLUSTER_VARIABLE]: JSON.stringify({ ...cluster, run }) },
    detached: true,
  });
  return new Promise((resolve, reject) => {
    // The runner has children of its own: all of the group ends.
    const tooLong = setTimeout(() => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL'), RUN_WITHIN_MS);
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(tooLong);
      resolve(code === 0 ? 'green' : 'red');
    });
  });
}

/** The file without its guard. Throws when the guard is not there, or twice: then the list is out of date. */
function without({ file, guard, instead }: Guard, text: string): string {
  const parts = text.split(guard);
  if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} times: ${guard}`);
  return parts.join(instead);
}

async function tryGuard(copy: string, guard: Guard, cluster: TestCluster, run: string): Promise<Verdict> {
  const file = path.join(copy, guard.file);
  const whole = readFileSync(file, 'utf8');
  writeFileSync(file, without(guard, whole));
  try {
    return (await runTest(copy, guard.test, cluster, run)) === 'red' ? 'killed' : 'survived';
  } finally {
    writeFileSync(file, whole);
  }
}

async function main(): Promise<number> {
  const asked = process.argv.slice(2);
  const guards = [...GUARDS_OF_RULES, ...GUARDS_OF_KINDS, ...GUARDS_OF_THE_TOUR].filter(
    (guard) => asked.length === 0 || asked.some((word) => `${guard.file} ${guard.test} ${guard.says}`.includes(word)),
  );
  const copy = copyTree();
  const { cluster, stop } = await startTestCluster();
  const survivors: Guard[] = [];
  try {
    const moved = guards.filter(
      (guard) => readFileSync(path.join(copy, guard.file), 'utf8').split(guard.guard).length !== 2,
    );
    if (moved.length > 0)
      throw new Error(`not found once: ${moved.map((guard) => `${guard.file}: ${guard.guard}`).join('\n')}`);
    for (const [i, test] of [...new Set(guards.map((guard) => guard.test))].entries()) {
      if ((await runTest(copy, test, cluster, `${cluster.run}_w${i}`)) === 'red')
        throw new Error(`${test} is red with every guard in place`);
    }
    for (const [i, guard] of guards.entries()) {
      const verdict = await tryGuard(copy, guard, cluster, `${cluster.run}_m${i}`);
      if (verdict === 'survived') survivors.push(guard);
      process.stdout.write(
        `${verdict === 'killed' ? '✔ killed  ' : '✖ SURVIVED'}  ${guard.says}  (${path.basename(guard.test)})\n`,
      );
    }
  } finally {
    await stop();
    rmSync(copy, { recursive: true, force: true });
  }
  const { stdout: commit } = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: ROOT, encoding: 'utf8' });
  process.stdout.write(
    `${guards.length - survivors.length} of ${guards.length} guards are proved by a test at ${commit.trim()}\n`,
  );
  return survivors.length === 0 ? 0 : 1;
}

process.exit(await main());
