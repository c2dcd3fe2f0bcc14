import { spawn } from 'node:child_process';

/** A running server. `pid` is the root of its process tree. */
export type Server = { readonly pid: number; readonly port: number; readonly stop: () => Promise<void> };

/** Starts a server in a process of its own, under the flags `npm start` gives it; it says `port <n>` when it listens. */
export async function startServer(program: URL, args: readonly string[]): Promise<Server> {
  const child = spawn(process.execPath, ['--max-semi-space-size=16', program.pathname, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    child.stdout.on('data', (text: Buffer) => {
      const found = /^port (\d+)/m.exec(text.toString());
      if (found !== null) resolve(Number(found[1]));
    });
  });
  return {
    pid: child.pid as number,
    port,
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}
