/** Reading a provider's statement: CSV with the columns reference, amountMinor, currency, at, in any order; others are passed over. */
import { AMOUNT_MINOR_MAX, instantFromIso, isCurrency, type Outcome, ok, refuse } from '../../kernel/index.ts';
import type { StatementLine } from './reconcile.ts';

export type StatementRefusal =
  | 'statement_column_missing'
  | 'statement_line_is_cut_short'
  | 'statement_reference_empty'
  | 'statement_amount_not_whole'
  | 'statement_currency_unknown'
  | 'statement_instant_unknown';

const COLUMNS = ['reference', 'amountMinor', 'currency', 'at'] as const;
type Column = (typeof COLUMNS)[number];

/** The lines, or the first rule that is broken and where. The heading is line 1. */
export function readStatementCsv(text: string): Outcome<StatementLine[], StatementRefusal> {
  const [heading, ...rows] = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((row, index) => ({ cells: cellsOf(row), lineNo: index + 1, isEmpty: row.trim() === '' }));
  const names = heading?.cells ?? [];
  const missing = COLUMNS.find((column) => !names.includes(column));
  if (missing !== undefined) return no('statement_column_missing', 1, missing);
  const lines: StatementLine[] = [];
  for (const row of rows) {
    if (row.isEmpty) continue;
    if (row.cells.length < names.length) return no('statement_line_is_cut_short', row.lineNo, '');
    const read = readLine(row.lineNo, (column) => row.cells[names.indexOf(column)] ?? '');
    if (!read.ok) return read;
    lines.push(read.value);
  }
  return ok(lines);
}

function readLine(lineNo: number, cell: (column: Column) => string): Outcome<StatementLine, StatementRefusal> {
  const [reference, amount, currency, at] = COLUMNS.map((column) => cell(column).trim()) as [
    string,
    string,
    string,
    string,
  ];
  if (reference === '') return no('statement_reference_empty', lineNo, reference);
  const amountMinor = /^[+-]?\d{1,13}$/.test(amount) ? Number(amount) : Number.NaN;
  if (!(Math.abs(amountMinor) <= AMOUNT_MINOR_MAX)) return no('statement_amount_not_whole', lineNo, amount);
  if (!isCurrency(currency)) return no('statement_currency_unknown', lineNo, currency);
  const instant = instantFromIso(at);
  if (instant === null) return no('statement_instant_unknown', lineNo, at);
  return ok({ lineNo, reference, amountMinor, currency, at: instant });
}

/** Cells of a row; a quoted one may hold commas, and quotes written twice. */
function cellsOf(row: string): string[] {
  return [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  );
}

function no(reason: StatementRefusal, lineNo: number, found: string) {
  return refuse(reason, { detail: `line ${lineNo}: ${found}` });
}
