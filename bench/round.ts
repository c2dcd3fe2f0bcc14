import { setTimeout as sleep } from 'node:timers/promises';
import { type CpuSnapshot, cpuBetween, snapshotCpu, type Trees } from './accounting.ts';
import { type Cluster, walBytes } from './cluster.ts';
import { type Drive, drive, type Generator, type Latency } from './generator/generator.ts';
import type { Server } from './server-process.ts';
import { driveUsualWay, type UsualWay } from './usual-way/usual-way.ts';

export type Side = 'usual_way' | 'single' | 'bulk';

/** CPU microseconds of one order, by who spent them. `later` is server and PostgreSQL work left over after the round. */
export type OrderCost = {
  readonly server: number;
  readonly postgres: number;
  readonly client: number;
  readonly later: number;
};

/** One measured stretch of one side. */
export type Round = {
  readonly side: Side;
  readonly orders: number;
  readonly rate: number;
  readonly cost: OrderCost;
  readonly otherShare: number;
  readonly stolenShare: number;
  readonly idleShare: number;
  readonly walPerOrder: number;
  readonly latencyMs: Latency | null;
  readonly refusals: number;
  /** Orders of the whole run, warm-up and drain included: what the row counters saw. */
  readonly ordersAll: number;
  readonly ordersPerSecond: readonly number[];
};

/** Server and PostgreSQL, or PostgreSQL alone. */
export function treesOf(cluster: Cluster, server: Server | null, clientPids: readonly number[]): Trees {
  return {
    server: server === null ? [] : [server.pid],
    postgres: [cluster.postmasterPid],
    client: clientPids,
    bench: [process.pid],
  };
}

const QUIET_WINDOW_MS = 400;
const QUIET_CORE_SHARE = 0.04;
const QUIET_WAIT_MS = 20_000;

/**
 * Waits until server and database have nothing left to do, so that one side's leftovers (sequencer, webhooks, vacuum) do
 * not slow the next side, and returns the CPU seconds they took.
 */
export async function settle(cluster: Cluster, server: Server | null): Promise<number> {
  const trees = treesOf(cluster, server, []);
  let used = 0;
  for (let waited = 0; waited < QUIET_WAIT_MS; waited += QUIET_WINDOW_MS) {
    const from = snapshotCpu(trees);
    await sleep(QUIET_WINDOW_MS);
    const { seconds, wallSeconds } = cpuBetween(from, snapshotCpu(trees));
    const spent = seconds.server + seconds.postgres;
    if (spent / wallSeconds < QUIET_CORE_SHARE) return used;
    used += spent;
  }
  return used;
}

const BACKENDS_END_MS = 100;

/** One stretch of the usual way. */
export async function usualRound(cluster: Cluster, usual: UsualWay, seconds: number): Promise<Round> {
  const trees = treesOf(cluster, null, []);
  const walFrom = await walBytes(cluster);
  const from = snapshotCpu(trees);
  const run = await driveUsualWay(usual, seconds);
  // The backends of the closed connections are just ending. One that is waited for while /proc is read is seen neither
  // alive nor in its parent's sum; a fifth of the CPU went missing that way.
  await sleep(BACKENDS_END_MS);
  const use = cpuBetween(from, snapshotCpu(trees));
  const walPerOrder = ((await walBytes(cluster)) - walFrom) / run.orders;
  const later = await settle(cluster, null);
  return {
    side: 'usual_way',
    orders: run.orders,
    rate: run.orders / run.seconds,
    cost: costOf(use.seconds, run.orders, later / run.orders),
    ...sharesOf(use),
    walPerOrder,
    latencyMs: null,
    refusals: 0,
    ordersAll: run.orders,
    ordersPerSecond: [],
  };
}

/** One stretch over HTTP. The window between the generator's marks is what is measured. */
export async function httpRound(
  side: Side,
  cluster: Cluster,
  server: Server,
  generator: Generator,
  load: Drive,
): Promise<Round> {
  let from: CpuSnapshot | null = null;
  let to: CpuSnapshot | null = null;
  const walFrom = await walBytes(cluster);
  const result = await drive(generator, load, {
    begin: (pid) => (from = snapshotCpu(treesOf(cluster, server, [pid]))),
    end: (pid) => (to = snapshotCpu(treesOf(cluster, server, [pid]))),
  });
  if (from === null || to === null) throw new Error('the load generator left out its marks');
  if (result.orders === 0) throw new Error(`no order was made. First bad answer: ${result.firstBad}`);
  if (result.broken > 0) throw new Error(`the server hung up on ${result.broken} requests`);
  const walPerOrder = ((await walBytes(cluster)) - walFrom) / result.ordersAll;
  const use = cpuBetween(from, to);
  const later = (await settle(cluster, server)) / result.ordersAll;
  if (result.firstBad !== '') process.stderr.write(`bench: first answer that made no order: ${result.firstBad}\n`);
  return {
    side,
    orders: result.orders,
    rate: result.orders / load.seconds,
    cost: costOf(use.seconds, result.orders, later),
    ...sharesOf(use),
    walPerOrder,
    latencyMs: result.latencyMs,
    refusals: Object.entries(result.statuses).reduce(
      (sum, [code, count]) => sum + (Number(code) >= 300 ? count : 0),
      0,
    ),
    ordersAll: result.ordersAll,
    ordersPerSecond: result.ordersPerSecond,
  };
}

type Seconds = { readonly server: number; readonly postgres: number; readonly client: number };

function costOf(seconds: Seconds, orders: number, laterSeconds: number): OrderCost {
  const micros = (value: number): number => (value * 1e6) / orders;
  return {
    server: micros(seconds.server),
    postgres: micros(seconds.postgres),
    client: micros(seconds.client),
    later: laterSeconds * 1e6,
  };
}

function sharesOf(use: { readonly otherShare: number; readonly stolenShare: number; readonly idleShare: number }) {
  return { otherShare: use.otherShare, stolenShare: use.stolenShare, idleShare: use.idleShare };
}
