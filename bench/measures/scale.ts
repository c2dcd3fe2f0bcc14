import { type Bench, renderRequests, SINGLE_CONNECTIONS, WARM_SECONDS } from '../bench.ts';
import { checkpoint, freshDatabase } from '../cluster.ts';
import { say, showProgress } from '../progress.ts';
import { httpRound, type Round } from '../round.ts';
import { median } from '../statistics.ts';
import type { Server } from '../server-process.ts';
import type { World } from '../target.ts';

export type Scale = {
  readonly parties: { readonly small: number; readonly large: number };
  readonly small: readonly Round[];
  readonly large: readonly Round[];
  readonly ratio: number;
};

type Town = { readonly name: 'small' | 'large'; readonly world: World; readonly server: Server };

/**
 * PostgreSQL's CPU per order in a small and in a large world, interleaved. Orders go to everybody alike: a Zipf crowd
 * would keep to the same few hot pages in both and hide the difference.
 */
export async function measureScale(bench: Bench): Promise<Scale | null> {
  if (bench.target === null) return null;
  const towns: Town[] = [];
  try {
    for (const name of ['small', 'large'] as const) towns.push(await openTown(bench, name));
    await checkpoint(bench.cluster);
    const found = { small: [] as Round[], large: [] as Round[] };
    for (const town of towns) await oneRound(bench, town, bench.settleSeconds);
    for (let index = 0; index < bench.rounds; index++) {
      for (const town of index % 2 === 0 ? towns : towns.toReversed()) {
        const round = await oneRound(bench, town, bench.seconds);
        found[town.name].push(round);
        say(
          `${town.world.size.people.toLocaleString('en')} parties: ${round.rate.toFixed(0)}/s, PostgreSQL ${round.cost.postgres.toFixed(0)} µs/order, WAL ${round.walPerOrder.toFixed(0)} B`,
        );
      }
    }
    const cost = (rounds: readonly Round[]): number => median(rounds.map((round) => round.cost.postgres));
    return { parties: bench.scaleParties, ...found, ratio: cost(found.large) / cost(found.small) };
  } finally {
    for (const town of towns) await town.server.stop();
  }
}

async function openTown(bench: Bench, name: 'small' | 'large'): Promise<Town> {
  const target = bench.target!;
  const people = bench.scaleParties[name];
  const progress = showProgress(`filling ${people.toLocaleString('en')} parties`);
  const url = await freshDatabase(bench.cluster, `bench_scale_${name}`);
  const world = await target.prepare(url, { shops: bench.shops, people }, progress);
  progress.done();
  return { name, world, server: await target.boot(world) };
}

function oneRound(bench: Bench, town: Town, seconds: number): Promise<Round> {
  return httpRound('single', bench.cluster, town.server, bench.generator, {
    port: town.server.port,
    requestsFile: renderRequests(bench, town.world, 'single', seconds + WARM_SECONDS, null, 'uniform'),
    connections: SINGLE_CONNECTIONS,
    warmSeconds: WARM_SECONDS,
    seconds: Math.max(1, seconds),
    okToken: bench.target!.okToken,
  });
}
