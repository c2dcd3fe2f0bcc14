import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';

/** What a reader must know to compare a number with one of their own. */
export type Machine = {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly kernel: string;
  readonly fileSystem: string;
  readonly node: string;
  readonly commit: string;
  readonly measuredAt: string;
};

function run(command: string, args: readonly string[]): string {
  try {
    return execFileSync(command, args, {
      encoding: 'utf8',
      cwd: import.meta.dirname,
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return '';
  }
}

function fileSystemOf(directory: string): string {
  const mounts = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .filter(
      ([, point]) =>
        point !== undefined && (directory === point || directory.startsWith(point === '/' ? '/' : `${point}/`)),
    );
  const nearest = mounts.sort((a, b) => b[1]!.length - a[1]!.length)[0];
  return nearest === undefined ? 'unknown' : `${nearest[2]} on ${nearest[0]}`;
}

/** Reads the machine and the commit. A tree with uncommitted changes is marked, since its numbers cannot be repeated. */
export function describeMachine(workDirectory: string): Machine {
  const commit = run('git', ['rev-parse', '--short=12', 'HEAD']) || 'no commit';
  const dirty =
    run('git', ['status', '--porcelain', '--', '..', ':!../bench/RESULTS.md', ':!../bench/FLOOR.md']) !== '';
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    fileSystem: fileSystemOf(workDirectory),
    node: process.version,
    commit: dirty ? `${commit} with uncommitted changes` : commit,
    measuredAt: new Date().toISOString(),
  };
}
