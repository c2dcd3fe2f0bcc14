import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { query } from '../cluster.ts';
import { say } from '../progress.ts';

/** How many connections the usual way gets. */
export const USUAL_CONNECTIONS = 16;

/** A filled database of the usual way and the client that drives it. */
export type UsualWay = {
  readonly url: string;
  readonly people: number;
  readonly shops: number;
  readonly client: 'pgbench' | 'node';
};

export type UsualRun = { readonly orders: number; readonly seconds: number };

const here = import.meta.dirname;
const read = (name: string): string => readFileSync(path.join(here, name), 'utf8');

/** Creates the tables and fills them; picks pgbench when a usable one is on PATH. */
export async function prepareUsualWay(url: string, people: number, shops: number): Promise<UsualWay> {
  await query(url, read('schema.sql'));
  await query(url, read('fill.sql').replaceAll(':people', String(people)).replaceAll(':shops', String(shops)));
  await query(url, 'vacuum analyze');
  if (!hasPgbench()) {
    say(
      'NO PGBENCH (14 or newer). The usual way is driven from Node, which costs it two to three times the client CPU:',
    );
    say('the ratios come out too high. Install pgbench before quoting one.');
  }
  return { url, people, shops, client: hasPgbench() ? 'pgbench' : 'node' };
}

/** permute(), which order.sql uses, came with pgbench 14. */
function hasPgbench(): boolean {
  const answer = spawnSync('pgbench', ['--version'], { encoding: 'utf8' });
  const major = Number(/\(PostgreSQL\) (\d+)/.exec(answer.stdout ?? '')?.[1] ?? 0);
  return answer.status === 0 && major >= 14;
}

/** Orders for `seconds`, closed loop. Connecting is not part of the rate. */
export async function driveUsualWay(usual: UsualWay, seconds: number): Promise<UsualRun> {
  const [command, args] = usual.client === 'pgbench' ? pgbenchCommand(usual, seconds) : wireCommand(usual, seconds);
  const output = await collect(command, args);
  const orders = Number(/actually processed: (\d+)/.exec(output)?.[1]);
  const rate = Number(/tps = ([\d.]+)/.exec(output)?.[1]);
  const failed = Number(/failed transactions: (\d+)/.exec(output)?.[1] ?? 0);
  if (!(orders > 0) || !(rate > 0) || failed > 0) throw new Error(`the usual way failed:\n${output}`);
  return { orders, seconds: orders / rate };
}

function pgbenchCommand(usual: UsualWay, seconds: number): [string, string[]] {
  const sizes = ['-D', `people=${usual.people}`, '-D', `shops=${usual.shops}`];
  // Two threads: with one, pgbench itself was the bottleneck in a tenth of the rounds.
  const shape = ['-n', '-M', 'prepared', '-c', String(USUAL_CONNECTIONS), '-j', '2', '-T', String(Math.ceil(seconds))];
  return ['pgbench', [...shape, ...sizes, '-f', path.join(here, 'order.sql'), usual.url]];
}

function wireCommand(usual: UsualWay, seconds: number): [string, string[]] {
  const given = [usual.url, usual.people, usual.shops, USUAL_CONNECTIONS, seconds].map(String);
  return [process.execPath, [path.join(here, 'wire-driver.ts'), ...given]];
}

function collect(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve(output) : reject(new Error(`${command} failed:\n${output.slice(0, 2000)}`)),
    );
  });
}
