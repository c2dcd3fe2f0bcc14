import type { Cluster } from './cluster.ts';
import type { Machine } from './machine.ts';
import type { FreshInstall } from './measures/fresh.ts';
import type { LatencyMeasure } from './measures/latency.ts';
import type { RulesMeasure } from './measures/rules.ts';
import type { Scale } from './measures/scale.ts';
import type { Throughput } from './measures/throughput.ts';
import type { Round, Side } from './round.ts';
import { type RowCounts, totalRows } from './rows.ts';
import { type Direction, median, OTHER_SHARE_MAX, quietOnly, type Summary, summarise } from './statistics.ts';

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

type Line = {
  readonly measure: string;
  readonly must: number;
  readonly aim: number;
  readonly unit: string;
  readonly direction: Direction;
  readonly found: { readonly value: number; readonly how: string } | null;
};

/** Rounds of one side, without those that ran beside too much foreign CPU. */
export function roundsOf(results: Results, side: Side): readonly Round[] {
  const all = results.throughput?.rounds.filter((round) => round.side === side) ?? [];
  return quietOnly(all, Math.min(3, all.length));
}

/** The whole report as Markdown; the same text goes to the terminal and to RESULTS.md. */
export function renderReport(results: Results): string {
  const parts = [
    renderHead(results),
    table(['measure', 'must', 'aim', 'found', 'verdict', 'how'], linesOf(results).map(renderLine)),
    renderRounds(results),
    renderCosts(results),
    renderRows(results),
    renderOthers(results),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function renderHead({ machine, cluster, generator, crowd, rounds, seconds, throughput }: Results): string {
  const settings = Object.entries(cluster.settings).map(([name, value]) => `${name} ${value}`);
  return [
    '# Benchmark results',
    '',
    `Measured ${machine.measuredAt} at commit ${machine.commit}.`,
    '',
    `- Machine: ${machine.cores} × ${machine.cpu}, ${machine.memoryGb} GB, Linux ${machine.kernel}, ${machine.fileSystem}; Node ${machine.node}; ${cluster.version}.`,
    `- PostgreSQL, the same for both sides: ${settings.join(', ')}.`,
    `- ${rounds} interleaved rounds of ${seconds} s. The load generator (${generator}) shares the cores with what it measures.`,
    `- Crowd: ${crowd}.`,
    ...(throughput === null
      ? []
      : [`- The usual way is driven by ${throughput.usualClient}. Troth: ${throughput.features || 'not measured'}.`]),
    `- Rounds with more than ${OTHER_SHARE_MAX * 100} % of the machine used by others (or taken by the hypervisor) are marked * and left out where three quiet ones remain.`,
  ].join('\n');
}

function linesOf(results: Results): readonly Line[] {
  const { fresh, latency, scale, rules } = results;
  const usual = roundsOf(results, 'usual_way');
  const single = roundsOf(results, 'single');
  const bulk = roundsOf(results, 'bulk');
  const more = 'more_is_better';
  const less = 'less_is_better';
  const worstFresh = fresh.length === 0 ? null : Math.min(...fresh.map((install) => install.ratio));
  const p99 = (rounds: readonly Round[]): Line['found'] =>
    spreadFound(
      rounds.map((round) => round.latencyMs?.p99 ?? 0),
      less,
    );
  return [
    {
      measure: 'pledges over HTTP, one per request, ÷ usual way',
      must: 5,
      aim: 8,
      unit: '×',
      direction: more,
      found: ratioFound(single, usual),
    },
    {
      measure: 'bulk of 128 ÷ usual way',
      must: 10,
      aim: 14,
      unit: '×',
      direction: more,
      found: ratioFound(bulk, usual),
    },
    {
      measure: 'server + PostgreSQL CPU per order, single',
      must: 200,
      aim: 140,
      unit: 'µs',
      direction: less,
      found: spreadFound(single.map(costOf), less),
    },
    {
      measure: 'server + PostgreSQL CPU per order, bulk',
      must: 110,
      aim: 90,
      unit: 'µs',
      direction: less,
      found: spreadFound(bulk.map(costOf), less),
    },
    {
      measure: 'p99 at 60 % of own maximum, open loop',
      must: 60,
      aim: 25,
      unit: 'ms',
      direction: less,
      found: p99(latency?.rounds ?? []),
    },
    {
      measure: 'p99 at saturation, 256 in flight',
      must: 150,
      aim: 80,
      unit: 'ms',
      direction: less,
      found: p99(single),
    },
    {
      measure: 'first 10 s of a fresh install ÷ settled rate',
      must: 0.5,
      aim: 0.8,
      unit: '',
      direction: more,
      found: worstFresh === null ? null : { value: worstFresh, how: `worst of ${fresh.length} installs` },
    },
    {
      measure: 'PostgreSQL CPU per order, many parties ÷ few',
      must: 2,
      aim: 1.5,
      unit: '',
      direction: less,
      found:
        scale === null
          ? null
          : {
              value: scale.ratio,
              how: `medians, ${scale.parties.large.toLocaleString('en')} ÷ ${scale.parties.small.toLocaleString('en')} parties`,
            },
    },
    {
      measure: 'rules in memory, whole lives a second',
      must: 200_000,
      aim: 500_000,
      unit: '/s',
      direction: more,
      found: spreadFound(rules?.rates ?? [], more),
    },
  ];
}

function costOf(round: Round): number {
  return round.cost.server + round.cost.postgres + round.cost.later;
}

/** Best against best is the figure judged; medians and rounds side by side stand beside it. */
function ratioFound(ours: readonly Round[], usual: readonly Round[]): Line['found'] {
  if (ours.length === 0 || usual.length === 0) return null;
  const [mine, theirs] = [ours, usual].map((rounds) =>
    summarise(
      rounds.map((round) => round.rate),
      'more_is_better',
    ),
  ) as [Summary, Summary];
  return {
    value: mine.best / theirs.best,
    how: `best ${whole(mine.best)} ÷ best ${whole(theirs.best)}; median ÷ best ${(mine.median / theirs.best).toFixed(2)}; median ÷ median ${(mine.median / theirs.median).toFixed(2)}`,
  };
}

function spreadFound(values: readonly number[], direction: Direction): Line['found'] {
  if (values.length === 0) return null;
  const { best, worst, rounds, median: middle } = summarise(values, direction);
  return { value: middle, how: `median of ${rounds}, best ${figure(best)}, worst ${figure(worst)}` };
}

function renderLine({ measure, must, aim, unit, direction, found }: Line): string[] {
  const sign = direction === 'more_is_better' ? '≥' : '≤';
  const reaches = (bound: number): boolean =>
    found !== null && (direction === 'more_is_better' ? found.value >= bound : found.value <= bound);
  const verdict = found === null ? 'not measured' : reaches(aim) ? 'aim' : reaches(must) ? 'must' : '**missed**';
  return [
    measure,
    `${sign} ${figure(must)} ${unit}`.trim(),
    `${sign} ${figure(aim)} ${unit}`.trim(),
    found === null ? '–' : `**${figure(found.value)}** ${unit}`.trim(),
    verdict,
    found?.how ?? '',
  ];
}

const SIDES: readonly Side[] = ['usual_way', 'single', 'bulk'];

function renderRounds({ throughput }: Results): string {
  if (throughput === null) return '';
  const rows = SIDES.flatMap((side) => {
    const rounds = throughput.rounds.filter((round) => round.side === side);
    if (rounds.length === 0) return [];
    const {
      best,
      median: middle,
      spread,
    } = summarise(
      rounds.map((round) => round.rate),
      'more_is_better',
    );
    const each = rounds
      .map((round) => `${whole(round.rate)}${round.otherShare > OTHER_SHARE_MAX ? '*' : ''}`)
      .join(', ');
    return [
      [
        side,
        each,
        whole(best),
        whole(middle),
        percent(spread),
        percent(middleOf(rounds, (round) => round.otherShare)),
        percent(middleOf(rounds, (round) => round.stolenShare)),
        percent(middleOf(rounds, (round) => round.idleShare)),
      ],
    ];
  });
  const heads = ['side', 'orders/s, round by round', 'best', 'median', 'spread', 'other CPU', 'of it stolen', 'idle'];
  return `## Rounds\n\n${table(heads, rows)}\n\nSpread is (best − worst) ÷ median over all rounds; other, stolen and idle are medians, as shares of all cores.`;
}

function renderCosts(results: Results): string {
  if (results.throughput === null) return '';
  const rows = SIDES.flatMap((side) => {
    const rounds = roundsOf(results, side);
    if (rounds.length === 0) return [];
    const of = (pick: (round: Round) => number): string => whole(middleOf(rounds, pick));
    const latency =
      rounds[0]!.latencyMs === null
        ? '–'
        : `${of((round) => round.latencyMs!.p50)} / ${of((round) => round.latencyMs!.p99)}`;
    return [
      [
        side,
        of((r) => r.cost.server),
        of((r) => r.cost.postgres),
        of((r) => r.cost.later),
        of((r) => r.cost.client),
        of((r) => r.walPerOrder),
        latency,
        of((r) => r.refusals),
      ],
    ];
  });
  const heads = ['side', 'server', 'PostgreSQL', 'later', 'client', 'WAL bytes/order', 'p50 / p99 ms', 'not 2xx'];
  return `## CPU microseconds per order\n\n${table(heads, rows)}\n\n"Later" is server and PostgreSQL work left over after the round (sequencing, webhooks, vacuum), waited for before the next side starts; it counts.`;
}

function renderRows({ throughput }: Results): string {
  if (throughput === null) return '';
  const side = (name: string, rows: RowCounts | null): string[][] =>
    rows === null
      ? []
      : [...rows, ['**all**', totalRows(rows)] as const].map(([table, row]) => [
          name,
          table,
          fixed(row.inserted),
          fixed(row.updated),
          fixed(row.deleted),
        ]);
  const rows = [...side('usual way', throughput.usualRows), ...side('Troth', throughput.trothRows)];
  return `## Rows written per order\n\n${table(['side', 'table', 'inserted', 'updated', 'deleted'], rows)}`;
}

function renderOthers({ latency, fresh, scale, rules }: Results): string {
  const parts: string[] = [];
  if (latency !== null) {
    const each = latency.rounds.map(
      (round) =>
        `${round.latencyMs?.p50} / ${round.latencyMs?.p99} / ${round.latencyMs?.p999} (other ${percent(round.otherShare)})`,
    );
    parts.push(
      `- Open loop at ${latency.offered}/s, 60 % of ${whole(latency.ownMaximum)}/s; p50 / p99 / p999 ms: ${each.join('; ')}.`,
    );
  }
  for (const { first, settled } of fresh)
    parts.push(
      `- Fresh install: first 10 s ${whole(first.rate)}/s (by second: ${first.ordersPerSecond.slice(0, 10).join(', ')}), settled ${whole(settled.rate)}/s.`,
    );
  if (scale !== null) {
    const costs = (rounds: readonly Round[]): string => rounds.map((round) => whole(round.cost.postgres)).join(', ');
    parts.push(
      `- PostgreSQL µs/order, orders to everybody alike: ${scale.parties.small.toLocaleString('en')} parties ${costs(scale.small)}; ${scale.parties.large.toLocaleString('en')} parties ${costs(scale.large)}.`,
    );
  }
  if (rules !== null) parts.push(`- One life in memory: ${rules.about}`);
  return parts.length === 0 ? '' : `## Further\n\n${parts.join('\n')}`;
}

function middleOf(rounds: readonly Round[], pick: (round: Round) => number): number {
  return median(rounds.map(pick));
}

const whole = (value: number): string => Math.round(value).toLocaleString('en');
const fixed = (value: number): string => value.toFixed(2);
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const figure = (value: number): string => (value >= 100 ? whole(value) : String(Number(value.toFixed(2))));

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
