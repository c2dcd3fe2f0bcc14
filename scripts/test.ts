// `npm test`: every test of the repository, on one PostgreSQL that lives as long as the run.
//   npm test -- packages/troth/src/rooms/pledge         only there (a folder, a file, a glob or a part of a path)
//   npm test -- --test-name-pattern="late fee" bench    flags go to Node's own test runner
import { spawn } from 'node:child_process';
import { existsSync, globSync, statSync } from 'node:fs';
import path from 'node:path';
import { dropDatabasesOfRun } from '../packages/troth/src/platform/postgres/test-database.ts';
import { startTestCluster, TEST_CLUSTER_VARIABLE } from '../packages/troth/src/platform/postgres/test-cluster.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const EVERYTHING = '{packages,sim,bench,e2e,torture,scripts}/**/*.test.ts';
const CONCURRENCY = 2;
const TEST_TIMEOUT_MS = 10 * 60_000;

function find(pattern: string): string[] {
  return globSync(pattern, { cwd: ROOT, exclude: (name) => name.includes('node_modules') });
}

/** The test files a person named, or all; slow kinds first, so that they overlap with the many quick ones. */
export function chooseFiles(named: readonly string[]): string[] {
  const all = find(EVERYTHING);
  const chosen = named.length === 0 ? all : named.flatMap((name) => filesNamed(name, all));
  const slowness = (file: string) => ['e2e/', '.sim.test', '.pg.test'].findIndex((mark) => file.includes(mark));
  const rank = (file: string) => (slowness(file) === -1 ? 3 : slowness(file));
  return [...new Set(chosen)].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}

function filesNamed(name: string, all: readonly string[]): string[] {
  const place = path.relative(ROOT, path.resolve(ROOT, name));
  const full = path.join(ROOT, place);
  if (existsSync(full)) return statSync(full).isDirectory() ? find(`${place || '.'}/**/*.test.ts`) : [place];
  const matched = find(name).filter((file) => file.endsWith('.test.ts'));
  return matched.length > 0 ? matched : all.filter((file) => file.includes(name));
}

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  const flags = args.filter((arg) => arg.startsWith('--'));
  const named = args.filter((arg) => !arg.startsWith('--'));
  const files = chooseFiles(named);
  if (files.length === 0) {
    process.stderr.write(`test: no test file matches ${named.join(' ') || EVERYTHING}\n`);
    return 1;
  }
  // A pure test needs no database, and one alone should answer in milliseconds.
  const needsCluster = files.some((file) => !/^[^.]+\.test\.ts$/.test(path.basename(file)) || file.startsWith('e2e/'));
  const started = needsCluster ? await startTestCluster() : null;
  try {
    const handed = started === null ? {} : { [TEST_CLUSTER_VARIABLE]: JSON.stringify(started.cluster) };
    return await runNode(files, flags, handed);
  } finally {
    if (started !== null) {
      if (process.env.TEST_DATABASE_URL) await dropDatabasesOfRun(started.cluster);
      await started.stop();
    }
  }
}

function runNode(files: readonly string[], flags: readonly string[], handed: Record<string, string>): Promise<number> {
  const reporter = path.join(ROOT, 'scripts', 'short-reporter.ts');
  const options = [
    ...['--test', '--disable-warning=ExperimentalWarning', `--test-concurrency=${CONCURRENCY}`],
    ...[`--test-timeout=${TEST_TIMEOUT_MS}`, `--test-reporter=${reporter}`, '--test-reporter-destination=stdout'],
  ];
  // Inside a test of ours this variable would make the inner runner report to the outer one.
  const { NODE_TEST_CONTEXT: _outer, ...environment } = process.env;
  const child = spawn(process.execPath, [...options, ...flags, ...files], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...environment, ...handed },
  });
  // Ctrl-C reaches the child by itself; we wait for it, so that PostgreSQL is stopped last.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

if (import.meta.main) process.exit(await main());
