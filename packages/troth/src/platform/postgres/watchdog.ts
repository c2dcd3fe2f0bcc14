/** The watcher that ends PostgreSQL when its starter is killed. See watchdog.sh. */
import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import path from 'node:path';

export type Watchdog = {
  /** PostgreSQL is gone: the watcher may go too. */
  dismiss(): void;
};

/** Watches over the process `pid`; `disposable` is a marked folder to remove after it, or null. */
export function watchOver(pid: number, disposable: string | null): Watchdog {
  let isDismissed = false;
  let letGo = () => {};
  const start = () => {
    const file = path.join(import.meta.dirname, 'watchdog.sh');
    const child = spawn('/bin/sh', [file, String(pid), ...(disposable === null ? [] : [disposable])], {
      // A session of its own: Ctrl-C and a kill of the whole group do not reach it.
      detached: true,
      cwd: '/',
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const line = child.stdin as Socket;
    line.on('error', () => {});
    line.unref();
    child.unref();
    // Somebody killed the watcher: there must always be one.
    child.once('exit', () => {
      if (!isDismissed) setTimeout(start, 1_000).unref();
    });
    letGo = () => line.end('gone\n');
  };
  start();
  return {
    dismiss: () => {
      if (isDismissed) return;
      isDismissed = true;
      letGo();
    },
  };
}
