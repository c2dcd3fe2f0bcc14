// FLOOR.md: what each step of the floor reached and cost.
import type { Machine } from '../machine.ts';
import { fixed, percent, table, whole } from '../markdown.ts';
import { renderMachine } from '../report.ts';
import type { Round, Side } from '../round.ts';
import { median, OTHER_SHARE_MAX, quietOnly, summarise } from '../statistics.ts';
import { type Feature, MEANING } from './features.ts';
import type { Floor, FloorBench, FloorStep } from './floor.ts';

const WHAT_IT_IS = `This is no product and no target. It is the shape of Troth's write path, two round trips a batch, with one row each of idempotency, pledge,
transfer and fact and one update of the party, and then what the product must do beside it, one thing after the other, each
in the leanest form we know and by the product's own functions where it has them.

- It leaves out: validation by schema, the rate limit, answers to wrong input, the framework, scopes and expiry of keys, the
  world's clock, bounds on which merchant's rows may be written, folds and the draw of the cell, budgets, webhooks.
- Its pledge and fact have fewer columns than Troth's, and its last bundle of leaves is not filled up later.
- So it is a lower bound of what these features cost on this machine with these parts (Node, node:http, this connection,
  PostgreSQL), not of what they must cost with others. What Troth costs above the last line is what there is to look for in Troth.
- Features are added up in one order; added in another, each would cost a little more or less.
- One feature often costs less than two rounds of the same step differ by: read the trend, not a single line.
- The crowd, the requests' sizes, the load and the accounting are those of the whole benchmark.`;

/** The whole report as Markdown. */
export function renderFloor(bench: FloorBench, floor: Floor, machine: Machine): string {
  const all = floor.steps.flatMap((step) => step.rounds.filter((round) => round.side === 'usual_way'));
  const best = Math.max(...all.map((round) => round.rate));
  return `${[
    '# The floor under the write path',
    [
      ...renderMachine(machine, bench.cluster),
      `- ${bench.rounds} interleaved rounds of ${bench.seconds} s a step, after ${bench.settleSeconds} s of each side unmeasured. The load generator (${bench.generator.name === 'c' ? 'C, epoll' : 'NODE FALLBACK: rates are too low'}) shares the cores with what it measures.`,
      `- Crowd: ${whole(bench.size.shops)} shops and ${whole(bench.size.people)} people, both Zipf with exponent 1.`,
      `- The usual way is driven by ${floor.usualClient}${floor.usualClient === 'node' ? ' (NO PGBENCH: the ratios are too high)' : ''}; its best in all steps was ${whole(best)}/s.`,
      `- Rounds with more than ${OTHER_SHARE_MAX * 100} % of the machine used by others are left out where three quiet ones remain.`,
    ].join('\n'),
    WHAT_IT_IS,
    '## One order a request',
    'Troth must reach 5 × the usual way and stay within 200 µs of CPU for an order.',
    renderSide(floor, 'single'),
    '## 128 orders a request',
    'Troth must reach 10 × the usual way and stay within 110 µs of CPU for an order.',
    renderSide(floor, 'bulk'),
    '"÷ usual way" is best ÷ best of the same step. CPU is in µs per order, medians; "all" is server + PostgreSQL + what both did after the round, "added" is all less that of the line above.',
    '## The wait at 60 % of its own maximum',
    renderLatency(floor),
    '## The features',
    table(
      ['feature', 'as measured here'],
      Object.entries(MEANING).map(([name, meaning]) => [name, meaning]),
    ),
  ].join('\n\n')}\n`;
}

const HEADS = [
  'with',
  'best',
  'median',
  'usual way best',
  '÷ usual way',
  'server',
  'PostgreSQL',
  'all',
  'added',
  'WAL bytes',
  'idle',
];

function renderSide(floor: Floor, side: Side): string {
  let before: number | null = null;
  const rows = floor.steps.map((step) => {
    const rounds = roundsOf(step, side);
    const middle = (pick: (round: Round) => number): number => median(rounds.map(pick));
    const rate = summarise(
      rounds.map((round) => round.rate),
      'more_is_better',
    );
    const usual = Math.max(...roundsOf(step, 'usual_way').map((round) => round.rate));
    const all = middle(({ cost }) => cost.server + cost.postgres + cost.later);
    const added = before === null ? '–' : signed(all - before);
    before = all;
    return [
      nameOf(step.added),
      whole(rate.best),
      whole(rate.median),
      whole(usual),
      fixed(rate.best / usual),
      whole(middle((round) => round.cost.server)),
      whole(middle((round) => round.cost.postgres)),
      whole(all),
      added,
      whole(middle((round) => round.walPerOrder)),
      percent(middle((round) => round.idleShare)),
    ];
  });
  return table(HEADS, rows);
}

function renderLatency({ latency }: Floor): string {
  const waits = latency.rounds.map((round) => `${fixed(round.latencyMs?.p99 ?? Number.NaN)}`).join(', ');
  const middle = median(latency.rounds.map((round) => round.latencyMs?.p99 ?? Number.NaN));
  return (
    `Troth must answer 99 of 100 within 60 ms. The floor with every feature on, at ${whole(latency.offered)}/s (60 % of ${whole(latency.ownMaximum)}/s), ` +
    `open loop, counted from the scheduled time: p99 ${fixed(middle)} ms (rounds: ${waits}).`
  );
}

function nameOf(added: Feature | null): string {
  return added === null ? 'the bare shape' : `+ ${added}`;
}

function signed(micros: number): string {
  const rounded = Math.round(micros);
  return rounded > 0 ? `+${rounded}` : rounded < 0 ? `−${-rounded}` : '0';
}

function roundsOf(step: FloorStep, side: Side): readonly Round[] {
  const rounds = step.rounds.filter((round) => round.side === side);
  return quietOnly(rounds, Math.min(3, rounds.length));
}
