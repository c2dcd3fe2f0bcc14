/** Runs the `troth` command as a person would: another process, a directory and a port of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '..', '..', '..', '..', 'scripts', 'troth.ts');
const READY_WITHIN_MS = 60_000;

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface TestPlace {
  readonly directory: string;
  /** Runs a command to its end. */
  run(...args: string[]): Promise<Ended>;
  /** Starts `troth start` and answers with what it said once it is ready. */
  start(settings?: Record<string, string>): Promise<TestStart>;
  remove(): void;
}

export interface TestStart {
  readonly said: string;
  readonly pid: number;
  stop(signal: NodeJS.Signals): Promise<number | null>;
}

export function testPlace(settings: Record<string, string> = {}): TestPlace {
  const directory = mkdtempSync(join(tmpdir(), 'troth-cli-'));
  const { DATABASE_URL: _ours, NODE_TEST_CONTEXT: _outer, ...inherited } = process.env;
  const environment = { ...inherited, TROTH_DIRECTORY: directory, PORT: '0', ...settings };
  const launch = (args: readonly string[], more: Record<string, string>) =>
    spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...args], {
      env: { ...environment, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  return {
    directory,
    run: (...args) => ended(launch(args, {})),
    async start(more = {}) {
      const child = launch(['start'], more);
      const said = await untilReady(child);
      const gone = once(child, 'exit') as Promise<[number | null]>;
      return {
        said,
        pid: child.pid ?? 0,
        stop: async (signal) => {
          child.kill(signal);
          return (await gone)[0];
        },
      };
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

async function ended(child: ChildProcess): Promise<Ended> {
  let out = '';
  let err = '';
  child.stdout?.on('data', (part: Buffer) => {
    out += part;
  });
  child.stderr?.on('data', (part: Buffer) => {
    err += part;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

/** The last line of what a started sandbox says. */
const LAST_LINE = /Ctrl-C.*\n/;

function untilReady(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let out = '';
    let err = '';
    const late = setTimeout(() => reject(new Error(`not ready: ${out}${err}`)), READY_WITHIN_MS);
    child.stdout?.on('data', (part: Buffer) => {
      out += part;
      if (!LAST_LINE.test(out)) return;
      clearTimeout(late);
      resolve(out);
    });
    child.stderr?.on('data', (part: Buffer) => {
      err += part;
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${out}${err}`)));
  });
}
