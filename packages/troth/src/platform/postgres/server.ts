/** One PostgreSQL process after another on one data directory: started, watched, started again when it dies, stopped. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { dataArgument, postgresEnvironment, type Socket } from './data-directory.ts';
import type { Identity } from './identity.ts';
import { connectionUrl, type Settings, settingArguments } from './settings.ts';
import { type Watchdog, watchOver } from './watchdog.ts';

const LOG_BYTES_MAX = 10 * 1024 * 1024;
const FAST_STOP_WITHIN_MS = 30_000;
const RESTART_DELAYS_MS = [100, 250, 500, 1_000, 2_000, 5_000];

export type ServerPlan = {
  readonly directory: string;
  readonly data: string;
  readonly program: string;
  readonly identity: Identity;
  readonly socket: Socket;
  readonly settings: Settings;
  readonly lifetime: 'kept' | 'disposable';
};

export type Server = { readonly pid: number; stop(): Promise<void> };

type Run = { readonly child: ChildProcess; readonly watchdog: Watchdog; readonly gone: Promise<void> };

/** Starts PostgreSQL and answers once it takes connections; from then on brings it back whenever it dies. */
export async function superviseServer(plan: ServerPlan): Promise<Server> {
  let run = launch(plan);
  let isStopping = false;
  await untilReady(plan, run);

  const bringBack = async () => {
    for (let attempt = 0; !isStopping; attempt += 1) {
      const delayMs = RESTART_DELAYS_MS[Math.min(attempt, RESTART_DELAYS_MS.length - 1)] ?? 5_000;
      await sleep(delayMs, undefined, { ref: false });
      if (isStopping) return;
      run = launch(plan);
      try {
        await untilReady(plan, run);
        void keep();
        return;
      } catch {
        // Its orphans may still hold the shared memory: PostgreSQL says so and ends; the next attempt waits longer.
      }
    }
  };
  const keep = async () => {
    await run.gone;
    if (!isStopping) await bringBack();
  };
  void keep();

  return {
    get pid() {
      return run.child.pid ?? 0;
    },
    stop: async () => {
      isStopping = true;
      await end(run);
    },
  };
}

function launch(plan: ServerPlan): Run {
  const log = openLog(plan.directory);
  const args = [
    ...['-D', dataArgument(plan.data, plan.identity)],
    ...settingArguments({ ...plan.settings, unix_socket_directories: plan.socket.setting }),
  ];
  const child = spawn(plan.program, args, {
    ...plan.identity.spawnAs,
    cwd: plan.data,
    env: postgresEnvironment(),
    // Its own session: Ctrl-C is for us; we stop PostgreSQL after the last request.
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.unref();
  // A failed spawn has no pid; `error` then says why, and nothing needs watching.
  const watchdog =
    child.pid === undefined
      ? { dismiss: () => {} }
      : watchOver(child.pid, plan.lifetime === 'disposable' ? plan.directory : null);
  const gone = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  });
  void gone.then(() => watchdog.dismiss());
  return { child, watchdog, gone };
}

function openLog(directory: string): number {
  const file = logFile(directory);
  if (existsSync(file) && statSync(file).size > LOG_BYTES_MAX) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}

function logFile(directory: string): string {
  return path.join(directory, 'postgres.log');
}

/** Waits while it starts or recovers, however long that takes; a process that ended is an error with its last words. */
async function untilReady(plan: ServerPlan, run: Run): Promise<void> {
  let isGone = false;
  void run.gone.then(() => {
    isGone = true;
  });
  for (let delayMs = 10; ; delayMs = Math.min(delayMs * 2, 200)) {
    if (isGone)
      throw new Error(`PostgreSQL did not start. Its last words (${logFile(plan.directory)}):\n${tail(plan)}`);
    if (await answers(plan)) return;
    await sleep(delayMs);
  }
}

function tail(plan: ServerPlan): string {
  const text = existsSync(logFile(plan.directory)) ? readFileSync(logFile(plan.directory), 'utf8') : '';
  return text.trimEnd().split('\n').slice(-8).join('\n');
}

async function answers(plan: ServerPlan): Promise<boolean> {
  const client = new pg.Client({ connectionString: connectionUrl(plan.socket.directory, 'postgres') });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Fast first (open transactions are rolled back, a checkpoint is written); if that takes too long, at once. */
async function end(run: Run): Promise<void> {
  run.child.ref();
  if (run.child.exitCode === null && run.child.signalCode === null) {
    run.child.kill('SIGINT');
    const late = setTimeout(() => run.child.kill('SIGQUIT'), FAST_STOP_WITHIN_MS);
    await run.gone;
    clearTimeout(late);
  }
  run.watchdog.dismiss();
}
