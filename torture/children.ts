/** The processes of a campaign: started, watched until they say they are ready, killed by number, stopped at the end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, closeSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import { createInterface } from 'node:readline';

export interface Child {
  readonly pid: number;
  /** What the process said when it was ready. */
  readonly said: Readonly<Record<string, string>>;
  /** False once it has ended, by whatever hand. */
  readonly isAlive: boolean;
  /** Writes one line of JSON to its standard input. */
  tell(line: object): void;
  /** kill -9, and waits until it is gone. */
  kill(): Promise<void>;
  /** Asks it to end by closing its standard input. */
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 60_000;

/** Starts a file under the same Node. Its first line on standard output is a JSON object: it is ready. */
export async function startChild(
  file: string,
  settings: Readonly<Record<string, string>>,
  traceFile: string,
): Promise<Child> {
  const trace = openSync(traceFile, 'a', 0o600);
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file], {
    stdio: ['pipe', 'pipe', trace],
    env: { PATH: process.env.PATH ?? '', ...settings },
  });
  closeSync(trace);
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  child.stdin?.on('error', () => undefined);
  const said = await firstLine(child, gone, file, traceFile);
  return {
    pid: child.pid as number,
    said,
    get isAlive() {
      return child.exitCode === null && child.signalCode === null;
    },
    tell: (line) => void child.stdin?.write(`${JSON.stringify(line)}\n`),
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    async stop() {
      child.stdin?.end();
      await gone;
    },
  };
}

async function firstLine(child: ChildProcess, gone: Promise<void>, file: string, traceFile: string) {
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const line = new Promise<string>((resolve) => lines.once('line', resolve));
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), READY_WITHIN_MS).unref());
  const first = await Promise.race([line, gone.then(() => null), late]);
  if (first === null) {
    child.kill('SIGKILL');
    throw new Error(`${file} did not become ready; its words are in ${traceFile}`);
  }
  return JSON.parse(first) as Record<string, string>;
}

/** kill -9 for every process of PostgreSQL: each of them works inside the data directory. */
export function killPostgres(dataDirectory: string): number {
  const real = realpathSync(dataDirectory);
  const pids = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isWorkingIn(pid, real));
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended in between.
    }
  }
  return pids.length;
}

function isWorkingIn(pid: number, directory: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === directory;
  } catch {
    return false;
  }
}
