import { type Bench, renderRequests, SINGLE_CONNECTIONS } from '../bench.ts';
import { checkpoint, freshDatabase } from '../cluster.ts';
import { say, showProgress } from '../progress.ts';
import { httpRound, type Round } from '../round.ts';
import { median } from '../statistics.ts';

export type LatencyMeasure = {
  readonly ownMaximum: number;
  readonly offered: number;
  readonly rounds: readonly Round[];
};

const SHARE_OF_MAXIMUM = 0.6;
const MAXIMUM_ROUNDS = 3;

/** Latency at 60 % of the server's own maximum: Poisson arrivals, counted from the scheduled time. */
export async function measureLatency(bench: Bench): Promise<LatencyMeasure | null> {
  if (bench.target === null) return null;
  const { target } = bench;
  const progress = showProgress('filling the world for latency');
  const url = await freshDatabase(bench.cluster, 'bench_latency');
  const world = await target.prepare(url, { shops: bench.shops, people: bench.people }, progress);
  progress.done();
  const server = await target.boot(world);
  try {
    await checkpoint(bench.cluster);
    const run = (seconds: number, warmSeconds: number, rate: number | null): Promise<Round> =>
      httpRound('single', bench.cluster, server, bench.generator, {
        port: server.port,
        requestsFile: renderRequests(bench, world, 'single', seconds + warmSeconds, rate, 'zipf'),
        connections: SINGLE_CONNECTIONS,
        warmSeconds,
        seconds,
        okToken: target.okToken,
        ...(rate === null ? {} : { rate }),
      });
    const maxima: number[] = [];
    for (let index = 0; index < MAXIMUM_ROUNDS; index++)
      maxima.push((await run(bench.seconds, bench.settleSeconds / 2, null)).rate);
    const ownMaximum = median(maxima);
    const offered = Math.round(ownMaximum * SHARE_OF_MAXIMUM);
    const rounds: Round[] = [];
    for (let index = 0; index < bench.rounds; index++) {
      const round = await run(bench.seconds * 2, 1, offered);
      rounds.push(round);
      say(
        `open loop at ${offered}/s: p50 ${round.latencyMs?.p50} p99 ${round.latencyMs?.p99} ms, other ${(round.otherShare * 100).toFixed(1)} %`,
      );
    }
    return { ownMaximum, offered, rounds };
  } finally {
    await server.stop();
  }
}
