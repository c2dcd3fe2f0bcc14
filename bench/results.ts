import type { Cluster } from './cluster.ts';
import type { Machine } from './machine.ts';
import type { FreshInstall } from './measures/fresh.ts';
import type { LatencyMeasure } from './measures/latency.ts';
import type { RulesMeasure } from './measures/rules.ts';
import type { Scale } from './measures/scale.ts';
import type { Throughput } from './measures/throughput.ts';
import type { Round, Side } from './round.ts';
import { quietOnly } from './statistics.ts';

/** Everything one run measured; what was not asked for is null. */
export type Results = {
  readonly machine: Machine;
  readonly cluster: Cluster;
  readonly generator: string;
  readonly crowd: string;
  readonly rounds: number;
  readonly seconds: number;
  readonly throughput: Throughput | null;
  readonly latency: LatencyMeasure | null;
  readonly fresh: readonly FreshInstall[];
  readonly scale: Scale | null;
  readonly rules: RulesMeasure | null;
};

/** Rounds of one side, without those that ran beside too much foreign CPU. */
export function roundsOf(results: Results, side: Side): readonly Round[] {
  const all = results.throughput?.rounds.filter((round) => round.side === side) ?? [];
  return quietOnly(all, Math.min(3, all.length));
}
