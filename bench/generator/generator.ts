import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** How a load is driven. With `rate` the loop is open (Poisson arrivals), without it closed. */
export type Drive = {
  readonly port: number;
  readonly requestsFile: string;
  readonly connections: number;
  readonly warmSeconds: number;
  readonly seconds: number;
  readonly rate?: number;
  /** Text that stands once in an answer for each order made. Without it every 2xx counts as one order. */
  readonly okToken?: string;
};

export type Latency = {
  readonly count: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
};

/** What a generator prints when it is done; both generators print the same. */
export type DriveResult = {
  readonly seconds: number;
  readonly answered: number;
  readonly orders: number;
  readonly answeredAll: number;
  readonly ordersAll: number;
  readonly broken: number;
  readonly unfinished: number;
  readonly ranDry: boolean;
  readonly cpuSeconds: number;
  readonly latencyMs: Latency;
  readonly statuses: Readonly<Record<string, number>>;
  readonly ordersPerSecond: readonly number[];
  readonly firstBad: string;
};

export type Generator = {
  readonly name: 'c' | 'node';
  readonly command: string;
  readonly firstArguments: readonly string[];
};

/** Called when the measured window opens and closes, with the generator's pid. */
export type Marks = { readonly begin: (pid: number) => void; readonly end: (pid: number) => void };

const here = import.meta.dirname;

/** Compiles the C generator; where no compiler is, falls back to Node and says what that does to the numbers. */
export function buildGenerator(buildDirectory: string): Generator {
  const compiler = ['cc', 'gcc', 'clang'].find((name) => spawnSync(name, ['--version']).status === 0);
  const binary = path.join(buildDirectory, 'generator');
  mkdirSync(buildDirectory, { recursive: true });
  if (compiler !== undefined) {
    const built = spawnSync(compiler, ['-O2', '-Wall', '-o', binary, path.join(here, 'generator.c'), '-lm'], {
      encoding: 'utf8',
    });
    if (built.status === 0) return { name: 'c', command: binary, firstArguments: [] };
    process.stderr.write(`bench: ${compiler} could not compile the generator:\n${built.stderr}\n`);
  }
  process.stderr.write(
    'bench: NO C COMPILER. Falling back to a load generator in Node. It shares the cores with the server and costs\n' +
      'bench: several times more CPU per request, so rates and latencies are too low. Compare CPU per order only.\n',
  );
  return { name: 'node', command: process.execPath, firstArguments: [path.join(here, 'node-generator.ts')] };
}

/** Runs one load to its end. Throws when the generator failed, ran out of requests, or was hung up on. */
export async function drive(generator: Generator, load: Drive, marks: Marks): Promise<DriveResult> {
  const child = spawn(generator.command, [...generator.firstArguments, ...argumentsOf(load)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let last = '';
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'begin') marks.begin(child.pid!);
    else if (line === 'end') marks.end(child.pid!);
    else last = line;
  }
  if (child.exitCode === null) await new Promise((resolve) => child.once('exit', resolve));
  if (child.exitCode !== 0 || last === '') throw new Error(`the load generator failed with code ${child.exitCode}`);
  const result = JSON.parse(last) as DriveResult;
  if (result.ranDry) throw new Error('the load generator ran out of prepared requests: render more');
  return result;
}

function argumentsOf(load: Drive): string[] {
  const given: Record<string, string | number | undefined> = {
    '--port': load.port,
    '--requests': load.requestsFile,
    '--connections': load.connections,
    '--warm': load.warmSeconds,
    '--seconds': load.seconds,
    '--rate': load.rate,
    '--ok-token': load.okToken,
  };
  return Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [name, String(value)]));
}
