import { type Bench, renderRequests, SINGLE_CONNECTIONS } from '../bench.ts';
import { openCluster } from '../cluster.ts';
import { say, showProgress } from '../progress.ts';
import { httpRound, type Round } from '../round.ts';

export type FreshInstall = { readonly first: Round; readonly settled: Round; readonly ratio: number };

const FIRST_SECONDS = 10;
const BETWEEN_SECONDS = 10;
const INSTALLS_MAX = 2;

/**
 * A new cluster, a new database, no ANALYZE, and load from the first request on: the plans of empty tables are made here.
 * The settled rate is taken on the same server, right afterwards.
 */
export async function measureFreshInstall(bench: Bench): Promise<readonly FreshInstall[]> {
  if (bench.target === null) return [];
  const found: FreshInstall[] = [];
  for (let index = 0; index < Math.min(INSTALLS_MAX, bench.rounds); index++) {
    const measure = await oneInstall(bench);
    found.push(measure);
    say(
      `fresh install: first ${measure.first.rate.toFixed(0)}/s, settled ${measure.settled.rate.toFixed(0)}/s = ${measure.ratio.toFixed(2)}`,
    );
  }
  return found;
}

async function oneInstall(bench: Bench): Promise<FreshInstall> {
  const target = bench.target!;
  const cluster = await openCluster(null);
  try {
    const progress = showProgress('filling a fresh install');
    const world = await target.prepare(cluster.ownerUrl, { shops: bench.shops, people: bench.people }, progress);
    progress.done();
    const server = await target.boot(world);
    try {
      const run = (warmSeconds: number, seconds: number): Promise<Round> =>
        httpRound('single', cluster, server, bench.generator, {
          port: server.port,
          requestsFile: renderRequests(bench, world, 'single', warmSeconds + seconds, null, 'zipf'),
          connections: SINGLE_CONNECTIONS,
          warmSeconds,
          seconds,
          okToken: target.okToken,
        });
      const first = await run(0, FIRST_SECONDS);
      const settled = await run(BETWEEN_SECONDS, FIRST_SECONDS);
      return { first, settled, ratio: first.rate / settled.rate };
    } finally {
      await server.stop();
    }
  } finally {
    await cluster.stop();
  }
}
