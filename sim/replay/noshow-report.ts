/** What the replay found, as numbers and as lines for the terminal. */
import { aucInterval, aucOf } from './auc.ts';
import type { Interval } from './auc.ts';
import type { ReadAppointments } from './appointment-rows.ts';
import type { Held } from './held-estimates.ts';
import { REFUSAL_NORMS } from './column-norms.ts';

export interface WeekRow {
  /** `2016-W18`. */
  readonly week: string;
  readonly appointments: number;
  readonly onFile: number;
  /** Share missed among appointments of people with something on file. */
  readonly missed: number;
  readonly auc: number | null;
  readonly lastOutcomeAuc: number | null;
}

export interface NoshowFindings {
  readonly appointments: number;
  readonly onFile: number;
  /** Share of appointments of people about whom nothing was on file yet. */
  readonly thinShare: number;
  readonly auc: number | null;
  readonly interval: Interval | null;
  readonly lastOutcomeAuc: number | null;
  readonly shuffledAuc: number | null;
  readonly shuffledInterval: Interval | null;
  readonly weeks: readonly WeekRow[];
}

/** An estimate that says the same of everybody orders nobody. */
export const CONSTANT_AUC = 0.5;
const DRAWS = 1000;

/** ISO week of a local date. */
export function weekOf(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  // The week belongs to the year of its Thursday.
  day.setUTCDate(day.getUTCDate() + 4 - (day.getUTCDay() || 7));
  const year = day.getUTCFullYear();
  const nth = Math.ceil(((day.getTime() - Date.UTC(year, 0, 1)) / 86_400_000 + 1) / 7);
  return `${year}-W${String(nth).padStart(2, '0')}`;
}

const onFile = (held: readonly Held[]): readonly Held[] => held.filter((row) => row.factCount > 0);
const byLastOutcome = (held: readonly Held[]): readonly Held[] =>
  held.map((row) => ({ ...row, estimate: row.lastOutcome ?? 0 }));

function weekRow(week: string, held: readonly Held[]): WeekRow {
  const filed = onFile(held);
  const missed = filed.filter((row) => row.isMissed).length;
  return {
    week,
    appointments: held.length,
    onFile: filed.length,
    missed: filed.length === 0 ? 0 : missed / filed.length,
    auc: aucOf(filed),
    lastOutcomeAuc: aucOf(byLastOutcome(filed)),
  };
}

/** Works out every figure. `shuffled` are the estimates of the same rule when outcomes were dealt out at random. */
export function findNoshow(held: readonly Held[], shuffled: readonly Held[], seed: number): NoshowFindings {
  const filed = onFile(held);
  const weeks = [...Map.groupBy(held, (row) => weekOf(row.date))].sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    appointments: held.length,
    onFile: filed.length,
    thinShare: held.length === 0 ? 0 : 1 - filed.length / held.length,
    auc: aucOf(filed),
    interval: aucInterval(filed, DRAWS, seed),
    lastOutcomeAuc: aucOf(byLastOutcome(filed)),
    shuffledAuc: aucOf(onFile(shuffled)),
    shuffledInterval: aucInterval(onFile(shuffled), DRAWS, seed),
    weeks: weeks.map(([week, rows]) => weekRow(week, rows)),
  };
}

const points = (value: number | null): string => (value === null ? '  —  ' : value.toFixed(3));
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const count = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');
const range = (interval: Interval | null): string =>
  interval === null ? '' : `95 % ${points(interval.low)}–${points(interval.high)}, ${interval.draws} draws of people`;

/** Lines about what was taken in and what was not, each refusal with its norm. */
export function intakeLines(read: ReadAppointments): readonly string[] {
  const refused = Object.entries(read.refused).filter(([, rows]) => rows > 0);
  return [
    `rows read          ${count(read.rowsRead).padStart(9)}`,
    `rows replayed      ${count(read.rows.length).padStart(9)}  basis historic_import; no consent is made up`,
    ...refused.map(
      ([reason, rows]) =>
        `refused            ${count(rows).padStart(9)}  ${reason.padEnd(30)} norm ${REFUSAL_NORMS[reason as keyof typeof REFUSAL_NORMS]}`,
    ),
    ...read.droppedCells.map(
      ({ column, norm, cells }) => `cells not taken in ${count(cells).padStart(9)}  ${column.padEnd(30)} norm ${norm}`,
    ),
  ];
}

/** Lines about how well the estimate told apart what was missed from what was kept. */
export function findingLines(findings: NoshowFindings): readonly string[] {
  const { interval, shuffledInterval } = findings;
  const isClean = shuffledInterval !== null && shuffledInterval.low <= 0.5 && 0.5 <= shuffledInterval.high;
  return [
    `AUC of the estimate held before each appointment, for people with something on file`,
    `  week      appointments   on file   missed   estimate   last outcome   constant`,
    ...findings.weeks.map(
      (row) =>
        `  ${row.week}  ${count(row.appointments).padStart(12)} ${count(row.onFile).padStart(9)} ${percent(row.missed).padStart(8)} ${points(row.auc).padStart(10)} ${points(row.lastOutcomeAuc).padStart(14)} ${points(CONSTANT_AUC).padStart(10)}`,
    ),
    `  all       ${count(findings.appointments).padStart(12)} ${count(findings.onFile).padStart(9)}          ${points(findings.auc).padStart(10)} ${points(findings.lastOutcomeAuc).padStart(14)} ${points(CONSTANT_AUC).padStart(10)}`,
    `  estimate  ${range(interval)}`,
    `thin files: ${percent(findings.thinShare)} of appointments had nothing on file about the person`,
    `shuffle check: outcomes dealt out among people give AUC ${points(findings.shuffledAuc)} (${range(shuffledInterval)}); ${isClean ? 'one half lies inside: ok' : 'ONE HALF LIES OUTSIDE: the estimate knows something it should not'}`,
  ];
}
