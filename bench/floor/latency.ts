// The wait at 60 % of the floor's own maximum: the measure of measures/latency.ts, on the bare server with every feature.
import { renderRequests, SINGLE_CONNECTIONS } from '../bench.ts';
import type { LatencyMeasure } from '../measures/latency.ts';
import { say } from '../progress.ts';
import { httpRound, type Round } from '../round.ts';
import type { Server } from '../server-process.ts';
import { median } from '../statistics.ts';
import { target } from '../target.ts';
import type { FloorBench } from './floor.ts';
import type { FloorWorld } from './world.ts';

const SHARE_OF_MAXIMUM = 0.6;
const MAXIMUM_ROUNDS = 3;

/** Open loop, Poisson arrivals, counted from the scheduled time: what the product is held to as well. */
export async function measureFloorLatency(
  bench: FloorBench,
  world: FloorWorld,
  server: Server,
): Promise<LatencyMeasure> {
  const run = (seconds: number, warmSeconds: number, rate: number | null): Promise<Round> =>
    httpRound('single', bench.cluster, server, bench.generator, {
      port: server.port,
      requestsFile: renderRequests(bench, world.requests, 'single', seconds + warmSeconds, rate, 'zipf'),
      connections: SINGLE_CONNECTIONS,
      warmSeconds,
      seconds,
      okToken: target.okToken,
      ...(rate === null ? {} : { rate }),
    });
  const maxima: number[] = [];
  for (let index = 0; index < MAXIMUM_ROUNDS; index += 1) maxima.push((await run(bench.seconds, 1, null)).rate);
  const ownMaximum = median(maxima);
  const offered = Math.round(ownMaximum * SHARE_OF_MAXIMUM);
  const rounds: Round[] = [];
  for (let index = 0; index < bench.rounds; index += 1) {
    const round = await run(bench.seconds * 2, 1, offered);
    rounds.push(round);
    say(`open loop at ${offered}/s: p50 ${round.latencyMs?.p50} p99 ${round.latencyMs?.p99} ms`);
  }
  return { ownMaximum, offered, rounds };
}
