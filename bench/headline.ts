// The table of promises: what must be reached, what is aimed at, what was found.
import { figure, table, whole } from './markdown.ts';
import { type Results, roundsOf } from './results.ts';
import type { Round } from './round.ts';
import { type Direction, type Summary, summarise } from './statistics.ts';

type Line = {
  readonly measure: string;
  readonly must: number;
  readonly aim: number;
  readonly unit: string;
  readonly direction: Direction;
  readonly found: { readonly value: number; readonly how: string } | null;
};

/** One line per measure with its verdict. */
export function renderHeadline(results: Results): string {
  return table(['measure', 'must', 'aim', 'found', 'verdict', 'how'], linesOf(results).map(renderLine));
}

const MORE = 'more_is_better';
const LESS = 'less_is_better';

const line = (
  measure: string,
  must: number,
  aim: number,
  unit: string,
  direction: Direction,
  found: Line['found'],
): Line => ({
  measure,
  must,
  aim,
  unit,
  direction,
  found,
});

const p99Of = (rounds: readonly Round[]): Line['found'] =>
  spreadFound(
    rounds.map((round) => round.latencyMs?.p99 ?? 0),
    LESS,
  );

function linesOf(results: Results): readonly Line[] {
  const { latency, rules } = results;
  const usual = roundsOf(results, 'usual_way');
  const single = roundsOf(results, 'single');
  const bulk = roundsOf(results, 'bulk');
  return [
    line('pledges over HTTP, one per request, ÷ usual way', 5, 8, '×', MORE, ratioFound(single, usual)),
    line('bulk of 128 ÷ usual way', 10, 14, '×', MORE, ratioFound(bulk, usual)),
    line('server + PostgreSQL CPU per order, single', 200, 140, 'µs', LESS, spreadFound(single.map(costOf), LESS)),
    line('server + PostgreSQL CPU per order, bulk', 110, 90, 'µs', LESS, spreadFound(bulk.map(costOf), LESS)),
    line('p99 at 60 % of own maximum, open loop', 60, 25, 'ms', LESS, p99Of(latency?.rounds ?? [])),
    line('p99 at saturation, 256 in flight', 150, 80, 'ms', LESS, p99Of(single)),
    line('first 10 s of a fresh install ÷ settled rate', 0.5, 0.8, '', MORE, freshFound(results)),
    line('PostgreSQL CPU per order, many parties ÷ few', 2, 1.5, '', LESS, scaleFound(results)),
    line('rules in memory, whole lives a second', 200_000, 500_000, '/s', MORE, spreadFound(rules?.rates ?? [], MORE)),
  ];
}

function freshFound({ fresh }: Results): Line['found'] {
  if (fresh.length === 0) return null;
  return { value: Math.min(...fresh.map((install) => install.ratio)), how: `worst of ${fresh.length} installs` };
}

function scaleFound({ scale }: Results): Line['found'] {
  if (scale === null) return null;
  const { large, small } = scale.parties;
  return { value: scale.ratio, how: `medians, ${large.toLocaleString('en')} ÷ ${small.toLocaleString('en')} parties` };
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
