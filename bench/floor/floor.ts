// The measure: one floor after the other, each with one feature more, beside the usual way on the same cluster.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { HOT_CONNECTION_COUNT } from '../../packages/troth/src/doors/installation/index.ts';
import { BULK_CONNECTIONS, renderRequests, SINGLE_CONNECTIONS, WARM_SECONDS } from '../bench.ts';
import { checkpoint, type Cluster, freshDatabase } from '../cluster.ts';
import type { Generator } from '../generator/generator.ts';
import { describeRound } from '../measures/throughput.ts';
import { say, showProgress } from '../progress.ts';
import { httpRound, type Round, type Side, usualRound } from '../round.ts';
import type { LatencyMeasure } from '../measures/latency.ts';
import { type Server, startServer } from '../server-process.ts';
import { target } from '../target.ts';
import type { WorldSize } from '../troth-crowd.ts';
import { prepareUsualWay, type UsualWay } from '../usual-way/usual-way.ts';
import { cumulativeSteps, type Feature } from './features.ts';
import { measureFloorLatency } from './latency.ts';
import { fillFloor, fillShared, type FloorWorld, type SharedWorld } from './world.ts';

export type FloorBench = {
  readonly cluster: Cluster;
  readonly generator: Generator;
  readonly workDirectory: string;
  readonly size: WorldSize;
  readonly rounds: number;
  readonly seconds: number;
  readonly settleSeconds: number;
};

/** What was measured with these features; `added` is the last of them, null for the bare shape. */
export type FloorStep = { readonly added: Feature | null; readonly rounds: readonly Round[] };

export type Floor = {
  readonly steps: readonly FloorStep[];
  /** With every feature on. */
  readonly latency: LatencyMeasure;
  readonly usualClient: UsualWay['client'];
};

const SIDES: readonly Side[] = ['usual_way', 'single', 'bulk'];

export async function measureFloor(bench: FloorBench): Promise<Floor> {
  const { cluster, size } = bench;
  const usual = await prepareUsualWay(await freshDatabase(cluster, 'bench_usual_way'), size.people, size.shops);
  const shared = await fillShared(cluster, size, showProgress('filling the crowd'));
  const shopsFile = path.join(bench.workDirectory, 'shops.json');
  writeFileSync(shopsFile, JSON.stringify(shared.shops));
  const progress = showProgress('floor');
  const all = cumulativeSteps();
  const steps: FloorStep[] = [];
  for (const features of all) {
    const added = features.at(-1) ?? null;
    say(`step ${steps.length + 1} of ${all.length}: ${added ?? 'the bare shape'}`);
    steps.push({ added, rounds: await measureStep(bench, usual, shared, shopsFile, features) });
    progress.at(steps.length, all.length);
  }
  progress.done();
  const latency = await withFloor(bench, shared, shopsFile, all.at(-1) ?? [], (world, server) =>
    measureFloorLatency(bench, world, server),
  );
  return { steps, latency, usualClient: usual.client };
}

async function withFloor<T>(
  bench: FloorBench,
  shared: SharedWorld,
  shopsFile: string,
  features: readonly Feature[],
  measure: (world: FloorWorld, server: Server) => Promise<T>,
): Promise<T> {
  const world = await fillFloor(bench.cluster, shared, new Set(features));
  const server = await startServer(new URL('./server.ts', import.meta.url), [
    ...[world.databaseUrl, features.join(','), shopsFile, String(HOT_CONNECTION_COUNT)],
  ]);
  try {
    await checkpoint(bench.cluster);
    return await measure(world, server);
  } finally {
    await server.stop();
  }
}

function measureStep(
  bench: FloorBench,
  usual: UsualWay,
  shared: SharedWorld,
  shopsFile: string,
  features: readonly Feature[],
): Promise<readonly Round[]> {
  return withFloor(bench, shared, shopsFile, features, async (world, server) => {
    const run = (side: Side, seconds: number): Promise<Round> =>
      side === 'usual_way'
        ? usualRound(bench.cluster, usual, seconds)
        : floorRound(bench, world, server, side, seconds);
    if (bench.settleSeconds > 0) for (const side of SIDES) await run(side, bench.settleSeconds);
    const rounds: Round[] = [];
    for (let index = 0; index < bench.rounds; index += 1) {
      for (let turn = 0; turn < SIDES.length; turn += 1) {
        const round = await run(SIDES[(index + turn) % SIDES.length] as Side, bench.seconds);
        rounds.push(round);
        say(describeRound(index + 1, round));
      }
    }
    return rounds;
  });
}

function floorRound(
  bench: FloorBench,
  world: FloorWorld,
  server: Server,
  side: 'single' | 'bulk',
  seconds: number,
): Promise<Round> {
  return httpRound(side, bench.cluster, server, bench.generator, {
    port: server.port,
    requestsFile: renderRequests(bench, world.requests, side, seconds + WARM_SECONDS, null, 'zipf'),
    connections: side === 'single' ? SINGLE_CONNECTIONS : BULK_CONNECTIONS,
    warmSeconds: WARM_SECONDS,
    seconds,
    okToken: target.okToken,
  });
}
