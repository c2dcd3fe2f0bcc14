import { type Bench, BULK_CONNECTIONS, renderRequests, SINGLE_CONNECTIONS, WARM_SECONDS } from '../bench.ts';
import { checkpoint, freshDatabase } from '../cluster.ts';
import { say, showProgress } from '../progress.ts';
import { type Round, httpRound, type Side, usualRound } from '../round.ts';
import { countRows, type RowCounts, rowsPerOrder } from '../rows.ts';
import type { Server } from '../server-process.ts';
import type { Target, World } from '../target.ts';
import { prepareUsualWay, type UsualWay } from '../usual-way/usual-way.ts';

export type Throughput = {
  readonly rounds: readonly Round[];
  readonly usualClient: 'pgbench' | 'node';
  readonly usualRows: RowCounts | null;
  readonly trothRows: RowCounts | null;
  readonly features: string;
};

type Troth = { readonly target: Target; readonly world: World; readonly server: Server };
type Sides = { readonly usual: UsualWay | null; readonly troth: Troth | null };

/** The usual way, single and bulk in interleaved rounds on one cluster, after each has settled. */
export async function measureThroughput(bench: Bench, wanted: readonly Side[]): Promise<Throughput> {
  const sides = await prepareSides(bench, wanted);
  try {
    await checkpoint(bench.cluster);
    for (const side of wanted) await settledRun(bench, sides, side);
    const before = await countSides(sides);
    const rounds: Round[] = [];
    for (let index = 0; index < bench.rounds; index++) {
      // The order turns with every round, so that nobody always runs behind the same neighbour.
      for (let turn = 0; turn < wanted.length; turn++) {
        const round = await oneRound(bench, sides, wanted[(index + turn) % wanted.length]!, bench.seconds);
        rounds.push(round);
        say(describeRound(index + 1, round));
      }
    }
    const after = await countSides(sides);
    return {
      rounds,
      usualClient: sides.usual?.client ?? 'pgbench',
      usualRows: rowsOf(before.usual, after.usual, rounds, ['usual_way']),
      trothRows: rowsOf(before.troth, after.troth, rounds, ['single', 'bulk']),
      features: sides.troth?.world.features ?? '',
    };
  } finally {
    await sides.troth?.server.stop();
  }
}

async function prepareSides(bench: Bench, wanted: readonly Side[]): Promise<Sides> {
  const usual = wanted.includes('usual_way')
    ? await prepareUsualWay(await freshDatabase(bench.cluster, 'bench_usual_way'), bench.people, bench.shops)
    : null;
  if (bench.target === null || !wanted.some((side) => side !== 'usual_way')) return { usual, troth: null };
  const progress = showProgress('filling the world');
  const url = await freshDatabase(bench.cluster, 'bench_troth');
  const world = await bench.target.prepare(url, { shops: bench.shops, people: bench.people }, progress);
  progress.done();
  return { usual, troth: { target: bench.target, world, server: await bench.target.boot(world) } };
}

async function settledRun(bench: Bench, sides: Sides, side: Side): Promise<void> {
  say(`settling ${side} for ${bench.settleSeconds} s`);
  if (bench.settleSeconds > 0) await oneRound(bench, sides, side, bench.settleSeconds);
}

async function oneRound(bench: Bench, sides: Sides, side: Side, seconds: number): Promise<Round> {
  if (side === 'usual_way') return usualRound(bench.cluster, sides.usual!, seconds);
  const { target, world, server } = sides.troth!;
  return httpRound(side, bench.cluster, server, bench.generator, {
    port: server.port,
    requestsFile: renderRequests(bench, world, side, seconds + WARM_SECONDS, null, 'zipf'),
    connections: side === 'single' ? SINGLE_CONNECTIONS : BULK_CONNECTIONS,
    warmSeconds: WARM_SECONDS,
    seconds,
    okToken: target.okToken,
  });
}

type Counted = { readonly usual: RowCounts | null; readonly troth: RowCounts | null };

async function countSides(sides: Sides): Promise<Counted> {
  const [usual, troth] = await Promise.all([
    sides.usual === null ? null : countRows(sides.usual.url),
    sides.troth === null ? null : countRows(sides.troth.world.databaseUrl),
  ]);
  return { usual, troth };
}

function rowsOf(from: RowCounts | null, to: RowCounts | null, rounds: readonly Round[], sides: readonly Side[]) {
  if (from === null || to === null) return null;
  const orders = rounds.reduce((sum, round) => sum + (sides.includes(round.side) ? round.ordersAll : 0), 0);
  return rowsPerOrder(from, to, orders);
}

/** One round as a line for the terminal. */
export function describeRound(number: number, round: Round): string {
  const { server, postgres, client, later } = round.cost;
  const latency =
    round.latencyMs === null ? '' : ` p50 ${round.latencyMs.p50.toFixed(0)} p99 ${round.latencyMs.p99.toFixed(0)} ms`;
  return (
    `round ${number} ${round.side.padEnd(9)} ${round.rate.toFixed(0).padStart(6)}/s  µs/order server ${server.toFixed(0)} ` +
    `postgres ${postgres.toFixed(0)} later ${later.toFixed(0)} client ${client.toFixed(0)}  other ${(round.otherShare * 100).toFixed(1)} % ` +
    `(stolen ${(round.stolenShare * 100).toFixed(1)}) idle ${(round.idleShare * 100).toFixed(1)} %  WAL ${round.walPerOrder.toFixed(0)} B${latency}`
  );
}
