/**
 * Sets what the town did beside what was published. A row is "within" when the distance is no more than its tolerance, and
 * "too few" when the run was too small to tell: chance alone would move the observed rate further than the tolerance.
 */
import { listParameters } from './parameters.ts';
import type { MeasureId, Parameter } from './parameter.ts';
import type { Observed } from './tally.ts';

export type Verdict = 'within' | 'outside' | 'too_few' | 'not_seen' | 'no_target';

export interface FitRow {
  readonly parameter: Parameter;
  readonly observed: number | null;
  readonly of: number;
  /** Observed minus target. */
  readonly error: number | null;
  /** Two standard errors of the observed rate. */
  readonly chance: number | null;
  readonly verdict: Verdict;
}

/** These are dealt out or are a count per year: chance is judged otherwise than for a share of trials. */
const DEALT: ReadonlySet<MeasureId> = new Set([
  'share_keepers',
  'share_strugglers',
  'share_cheats',
  'share_cheats_in_rings',
]);

function chanceOfRate(measure: MeasureId, target: number, of: number): number {
  if (DEALT.has(measure)) return 1 / of;
  // A person-year count varies with appetites as well as with Poisson chance; 1.5 is the gamma shape of appetites.
  if (measure === 'visits_per_person_year') return 2 * Math.sqrt((target + target ** 2 / 1.5) / of);
  // The share missing one in ten follows the rate per booking with slope 10 (1 − p)⁹, at p = 4.4 %.
  if (measure === 'table_missed_in_ten') return 2 * 10 * 0.956 ** 9 * Math.sqrt((0.044 * 0.956) / of);
  return 2 * Math.sqrt((target * (1 - target)) / of);
}

function fitRow(parameter: Parameter, observed: Observed): FitRow {
  const fit = parameter.fit;
  if (fit === null) return { parameter, observed: null, of: 0, error: null, chance: null, verdict: 'no_target' };
  const seen = observed.get(fit.measure);
  if (seen === undefined || seen.of === 0) {
    return { parameter, observed: null, of: 0, error: null, chance: null, verdict: 'not_seen' };
  }
  const rate = seen.hits / seen.of;
  const error = rate - fit.target;
  const chance = chanceOfRate(fit.measure, fit.target, seen.of);
  const isNear = Math.abs(error) <= fit.tolerance;
  const verdict = chance > fit.tolerance ? 'too_few' : isNear ? 'within' : 'outside';
  return { parameter, observed: rate, of: Math.round(seen.of), error, chance, verdict };
}

/** One row for every parameter, whether or not it has a target. */
export function fitRows(observed: Observed): readonly FitRow[] {
  return listParameters().map((parameter) => fitRow(parameter, observed));
}

const VERDICTS: Record<Verdict, string> = {
  within: 'within',
  outside: 'OUTSIDE',
  too_few: 'too few',
  not_seen: 'not seen',
  no_target: '—',
};

const number = (value: number): string =>
  value.toFixed(Math.abs(value) >= 1 ? 2 : Math.abs(value) >= 0.001 || value === 0 ? 4 : 6);
const valueText = (value: number | readonly number[]): string =>
  typeof value === 'number' ? String(value) : value.join(' / ');

/** Lines of a table for the terminal; the last line sums up. */
export function fitReport(observed: Observed): readonly string[] {
  const rows = fitRows(observed);
  const table = rows.map((row) => [
    row.parameter.id,
    valueText(row.parameter.value),
    row.parameter.fit === null ? '' : number(row.parameter.fit.target),
    row.observed === null ? '' : number(row.observed),
    row.error === null ? '' : `${row.error < 0 ? '−' : '+'}${number(Math.abs(row.error))}`,
    row.parameter.fit === null ? '' : `±${number(row.parameter.fit.tolerance)}`,
    row.of === 0 ? '' : String(row.of),
    VERDICTS[row.verdict],
    row.parameter.source,
  ]);
  const head = ['parameter', 'value', 'target', 'observed', 'error', 'tolerance', 'of', 'fit', 'source'];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...table.map((cells) => (cells[column] as string).length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        column >= 2 && column <= 6
          ? cell.padStart(widths[column] as number)
          : column === 8
            ? cell
            : cell.padEnd(widths[column] as number),
      )
      .join('  ')
      .trimEnd();
  const tell = (verdict: Verdict): number => rows.filter((row) => row.verdict === verdict).length;
  return [
    line(head),
    ...table.map(line),
    `${tell('within')} within, ${tell('outside')} outside, ${tell('too_few')} too few to tell, ${tell('not_seen')} not seen, ${tell('no_target')} without a published target. This is a model.`,
  ];
}
