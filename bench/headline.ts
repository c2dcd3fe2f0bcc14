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
