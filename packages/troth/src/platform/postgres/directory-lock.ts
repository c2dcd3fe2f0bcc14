/**
 * One starter per directory. The lock names its holder, so that a lock left by `kill -9` is known to be left.
 *
 * A lock is a file `lock` or `lock.<n>`. A lock that was left is never removed to make room: whoever takes over links the next number,
 * which only one can, then looks once more and stands back when anybody else who lives has a lock. So no moment exists in which a
 * living holder's file is gone and another may take its place.
 */
import { linkSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export type DirectoryLock = { release(): void };

/** Another living process holds the directory. */
export class DirectoryInUse extends Error {
  readonly pid: number;
  constructor(directory: string, pid: number) {
    super(
      `Another Troth (process ${pid}) already runs its database in ${directory}. ` +
        `Stop that one first, or choose another directory.`,
    );
    this.name = 'DirectoryInUse';
    this.pid = pid;
  }
}

const NAME = /^lock(?:\.(\d+))?$/;

/** Takes the lock or throws {@link DirectoryInUse}. */
export function lockDirectory(directory: string): DirectoryLock {
  const mine = `${process.pid} ${bornAt(process.pid)}\n`;
  const draft = path.join(directory, `lock.${process.pid}.${bornAt(process.pid)}`);
  writeFileSync(draft, mine, { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const left = locksIn(directory);
      refuseLiving(directory, left);
      const file = path.join(directory, nextName(left));
      if (!linked(draft, file)) continue;
      try {
        refuseLiving(
          directory,
          locksIn(directory).filter((lock) => lock.file !== file),
        );
      } catch (error) {
        rmSync(file, { force: true });
        throw error;
      }
      for (const { file: old } of left) rmSync(old, { force: true });
      return { release: () => releaseIfMine(file, mine) };
    }
    throw new Error(`The locks of ${directory} change hands too fast to be taken; remove them if no Troth is running.`);
  } finally {
    rmSync(draft, { force: true });
  }
}

type Lock = { readonly file: string; readonly number: number; readonly holder: Holder | null };

function locksIn(directory: string): Lock[] {
  return readdirSync(directory).flatMap((name) => {
    const found = NAME.exec(name);
    const file = path.join(directory, name);
    return found === null ? [] : [{ file, number: Number(found[1] ?? 0), holder: readHolder(file) }];
  });
}

function refuseLiving(directory: string, locks: readonly Lock[]): void {
  for (const { holder } of locks)
    if (holder !== null && isHolderAlive(holder)) throw new DirectoryInUse(directory, holder.pid);
}

/** Beyond every number that is there: the first lock of a directory is plain `lock`. */
function nextName(locks: readonly Lock[]): string {
  return locks.length === 0 ? 'lock' : `lock.${1 + Math.max(...locks.map(({ number }) => number))}`;
}

type Holder = { readonly pid: number; readonly born: string; readonly text: string };

function linked(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(file: string): Holder | null {
  try {
    const text = readFileSync(file, 'utf8');
    const [pid = '', born = ''] = text.trim().split(' ');
    return { pid: Number(pid), born, text };
  } catch {
    return null;
  }
}

function isHolderAlive(holder: Holder): boolean {
  return holder.pid > 0 && isAlive(holder.pid) && bornAt(holder.pid) === holder.born;
}

function releaseIfMine(file: string, mine: string): void {
  if (readHolder(file)?.text === mine) rmSync(file, { force: true });
}

/** True for a process that runs; a zombie, which only waits for its parent to look, does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return statOf(pid)?.state !== 'Z';
}

/** The start tick tells a process from a later one with the same number; empty where the system does not say. */
function bornAt(pid: number): string {
  return statOf(pid)?.born ?? '-';
}

function statOf(pid: number): { state: string; born: string } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', born: fields[19] ?? '-' };
  } catch {
    return null;
  }
}
