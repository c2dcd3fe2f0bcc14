/** Reading a block settlement: CSV with the columns pledgeId, lineNo, count, amountMinor, discountMinor, in any order; others are passed over. */
import { AMOUNT_MINOR_MAX, isId, type Outcome, ok, refuse } from '../../kernel/index.ts';

export type SettlementCsvRefusal =
  | 'settlement_column_missing'
  | 'settlement_pledge_id_wrong'
  | 'settlement_line_number_wrong'
  | 'settlement_number_not_whole';

export interface SettlementCsvLine {
  readonly pledgeId: string;
  readonly lineNo: string;
  readonly count: number;
  readonly amountMinor: number;
  readonly discountMinor: number;
}

const COLUMNS = ['pledgeId', 'lineNo', 'count', 'amountMinor', 'discountMinor'] as const;
type Column = (typeof COLUMNS)[number];

/** The lines, or the first rule that is broken and where. The heading is line 1. Cells hold neither commas nor blanks. */
export function readSettlementCsv(text: string): Outcome<SettlementCsvLine[], SettlementCsvRefusal> {
  const [heading = '', ...rows] = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const names = cellsOf(heading);
  const missing = COLUMNS.find((column) => !names.includes(column));
  if (missing !== undefined) return no('settlement_column_missing', 1, missing);
  const lines: SettlementCsvLine[] = [];
  for (const [index, row] of rows.entries()) {
    if (row.trim() === '') continue;
    const cells = cellsOf(row);
    const read = readLine(index + 2, (column) => cells[names.indexOf(column)] ?? '');
    if (!read.ok) return read;
    lines.push(read.value);
  }
  return ok(lines);
}

function readLine(at: number, cell: (column: Column) => string): Outcome<SettlementCsvLine, SettlementCsvRefusal> {
  const [pledgeId, lineNo] = [cell('pledgeId'), cell('lineNo')];
  if (!isId('plg', pledgeId)) return no('settlement_pledge_id_wrong', at, pledgeId);
  if (!/^[\x21-\x7e]{1,64}$/.test(lineNo)) return no('settlement_line_number_wrong', at, lineNo);
  const numbers = { count: 0, amountMinor: 0, discountMinor: 0 };
  for (const column of ['count', 'amountMinor', 'discountMinor'] as const) {
    const number = /^[+-]?\d{1,13}$/.test(cell(column)) ? Number(cell(column)) : Number.NaN;
    if (!(Math.abs(number) <= AMOUNT_MINOR_MAX))
      return no('settlement_number_not_whole', at, `${column} ${cell(column)}`);
    // No minus zero: it is not the same in JSON.
    numbers[column] = number || 0;
  }
  return ok({ pledgeId, lineNo, ...numbers });
}

function cellsOf(row: string): string[] {
  return row.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
}

function no(reason: SettlementCsvRefusal, at: number, found: string) {
  return refuse(reason, { detail: `line ${at}: ${found}` });
}
