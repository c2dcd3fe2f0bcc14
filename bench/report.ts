import type { Cluster } from './cluster.ts';
import { renderHeadline } from './headline.ts';
import type { Machine } from './machine.ts';
import { fixed, percent, table, whole } from './markdown.ts';
import { type Results, roundsOf } from './results.ts';
import type { Round, Side } from './round.ts';
import { type RowCounts, totalRows } from './rows.ts';
import { median, OTHER_SHARE_MAX, summarise } from './statistics.ts';

/** The whole report as Markdown; the same text goes to the terminal and to RESULTS.md. */
export function renderReport(results: Results): string {
  const parts = [
    renderHead(results),
    renderHeadline(results),
    renderRounds(results),
    renderCosts(results),
    renderRows(results),
    renderOthers(results),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function renderHead({ machine, cluster, generator, crowd, rounds, seconds, throughput }: Results): string {
  return [
    '# Benchmark results',
    '',
    ...renderMachine(machine, cluster),
    `- ${rounds} interleaved rounds of ${seconds} s. The load generator (${generator}) shares the cores with what it measures.`,
    `- Crowd: ${crowd}.`,
    ...(throughput === null
      ? []
      : [
          `- The usual way is driven by ${throughput.usualClient}${throughput.usualClient === 'node' ? ' (NO PGBENCH: the ratios are too high)' : ''}. Troth: ${throughput.features || 'not measured'}.`,
        ]),
    `- Rounds with more than ${OTHER_SHARE_MAX * 100} % of the machine used by others (or taken by the hypervisor) are marked * and left out where three quiet ones remain.`,
  ].join('\n');
}

/** When and where it was measured, as the first lines of a report. */
export function renderMachine(machine: Machine, cluster: Cluster): readonly string[] {
  const settings = Object.entries(cluster.settings).map(([name, value]) => `${name} ${value}`);
  return [
    `Measured ${machine.measuredAt} at commit ${machine.commit}.`,
    '',
    `- Machine: ${machine.cores} × ${machine.cpu}, ${machine.memoryGb} GB, Linux ${machine.kernel}, ${machine.fileSystem}; Node ${machine.node}; ${cluster.version}.`,
    `- PostgreSQL, the same for both sides: ${settings.join(', ')}.`,
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
