/** One starter per directory. The lock names its holder, so that a lock left by `kill -9` is known to be left. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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

/** Takes the lock or throws {@link DirectoryInUse}. */
export function lockDirectory(directory: string): DirectoryLock {
  const file = path.join(directory, 'lock');
  const mine = `${process.pid} ${bornAt(process.pid)}\n`;
  const draft = `${file}.${process.pid}.${bornAt(process.pid)}`;
  writeFileSync(draft, mine, { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      if (linked(draft, file)) return { release: () => releaseIfMine(file, mine) };
      const holder = readHolder(file);
      if (holder !== null && isHolderAlive(holder)) throw new DirectoryInUse(directory, holder.pid);
      moveAside(file, holder);
    }
    throw new Error(`The lock ${file} changes hands too fast to be taken; remove it if no Troth is running.`);
  } finally {
    rmSync(draft, { force: true });
  }
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

/** Removes a dead holder's lock, and gives it back if in between somebody living took the place. */
function moveAside(file: string, dead: Holder | null): void {
  const aside = `${file}.left.${process.pid}`;
  try {
    renameSync(file, aside);
    if (dead !== null && readFileSync(aside, 'utf8') !== dead.text) linked(aside, file);
    rmSync(aside, { force: true });
  } catch {
    // Gone already: the next attempt links.
  }
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
