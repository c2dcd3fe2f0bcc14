/** Finds and ends what a killed Troth left running in a data directory, before anything is started there again. */
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './directory-lock.ts';

const IMMEDIATE_AFTER_MS = 5_000;
const FORCE_AFTER_MS = 10_000;
const GIVE_UP_AFTER_MS = 15_000;

/**
 * Ends a PostgreSQL that still runs in `data` (its watchdog usually has already). Orphans of a killed postmaster still hold
 * its shared memory, so a new one must not start beside them: every process working in the directory counts.
 */
export async function endLeftover(data: string): Promise<void> {
  if (!existsSync(data)) return;
  const startedAt = performance.now();
  let asked = 0;
  for (let pids = processesIn(data); pids.length > 0; pids = processesIn(data)) {
    const elapsedMs = performance.now() - startedAt;
    if (elapsedMs > GIVE_UP_AFTER_MS) {
      throw new Error(`PostgreSQL (process ${pids.join(', ')}) still holds ${data} and does not stop. Stop it first.`);
    }
    const step = elapsedMs > FORCE_AFTER_MS ? 3 : elapsedMs > IMMEDIATE_AFTER_MS ? 2 : 1;
    if (step > asked) {
      asked = step;
      signalLeftover(data, pids, step);
    }
    await sleep(50);
  }
  dropNoteOfAnother(data);
}

function signalLeftover(data: string, pids: readonly number[], step: number): void {
  const postmaster = notedPid(data);
  const signal = step === 1 ? 'SIGINT' : step === 2 ? 'SIGQUIT' : 'SIGKILL';
  const chosen = pids.includes(postmaster) && step < 3 ? [postmaster] : step === 1 ? [] : pids;
  for (const pid of chosen) {
    try {
      process.kill(pid, signal);
    } catch {
      // It ended in between.
    }
  }
}

/** The number PostgreSQL noted, or 0. */
function notedPid(data: string): number {
  const note = path.join(data, 'postmaster.pid');
  const pid = existsSync(note) ? Number(readFileSync(note, 'utf8').split('\n')[0]) : 0;
  return pid > 0 ? pid : 0;
}

/**
 * After a reboot the noted number may belong to somebody else, and PostgreSQL would refuse to start. Only where the system
 * shows that nothing at all works in this directory is the note removed.
 */
function dropNoteOfAnother(data: string): void {
  const pid = notedPid(data);
  if (pid === 0 || !isAlive(pid) || !existsSync('/proc/self/cwd')) return;
  rmSync(path.join(data, 'postmaster.pid'), { force: true });
}

/** Every process of PostgreSQL works inside its data directory. Where the system does not tell, the note is believed. */
export function processesIn(data: string): number[] {
  if (!existsSync('/proc/self/cwd')) {
    const pid = notedPid(data);
    return pid > 0 && isAlive(pid) ? [pid] : [];
  }
  const real = realpathSync(data);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map(Number)
    .filter((pid) => workingDirectory(pid) === real && isAlive(pid));
}

function workingDirectory(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null;
  }
}
