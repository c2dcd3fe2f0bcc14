/**
 * Strict CSV (RFC 4180): one header, every row as wide as the header, quotes only where they belong. A table that is not
 * strictly one is refused at its first bad line; nothing is guessed.
 */
import { ok, refuse } from '../../packages/troth/src/kernel/outcome.ts';
import type { Outcome } from '../../packages/troth/src/kernel/outcome.ts';

export type CsvRefusal = 'csv_not_utf8' | 'csv_empty' | 'csv_row_width' | 'csv_quote_misplaced' | 'csv_quote_open';

export interface CsvTable {
  readonly header: readonly string[];
  /** Rows without the header; `lines[i]` is the line in which row i began, counted from 1. */
  readonly rows: readonly (readonly string[])[];
  readonly lines: readonly number[];
}

const QUOTE = 34;
const COMMA = 44;
const LF = 10;
const CR = 13;

/** Where the cell that opens with a quote at `start` closes: the index of its closing quote, or -1. */
function closingQuote(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index += 1) {
    if (text.charCodeAt(index) !== QUOTE) continue;
    if (text.charCodeAt(index + 1) !== QUOTE) return index;
    index += 1;
  }
  return -1;
}

/** Where the unquoted cell that starts at `start` ends. */
function plainEnd(text: string, start: number): number {
  let index = start;
  for (; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === COMMA || code === LF || code === CR) break;
  }
  return index;
}

/** Length of the line break at `index`: 0 when there is none, and a lone CR is none. */
function breakAt(text: string, index: number): number {
  const code = text.charCodeAt(index);
  if (code === LF) return 1;
  return code === CR && text.charCodeAt(index + 1) === LF ? 2 : 0;
}

function readRows(text: string): Outcome<CsvTable, CsvRefusal> {
  const rows: string[][] = [];
  const lines: number[] = [];
  let row: string[] = [];
  let line = 1;
  let began = 1;
  let index = 0;
  while (index < text.length) {
    let end: number;
    if (text.charCodeAt(index) === QUOTE) {
      const close = closingQuote(text, index);
      if (close < 0) return refuse('csv_quote_open', { detail: `line ${line}` });
      const cell = text.slice(index + 1, close);
      line += cell.split('\n').length - 1;
      row.push(cell.replaceAll('""', '"'));
      end = close + 1;
    } else {
      end = plainEnd(text, index);
      const cell = text.slice(index, end);
      if (cell.includes('"')) return refuse('csv_quote_misplaced', { detail: `line ${line}` });
      row.push(cell);
    }
    const broken = breakAt(text, end);
    if (end < text.length && broken === 0) {
      if (text.charCodeAt(end) !== COMMA) return refuse('csv_quote_misplaced', { detail: `line ${line}` });
      index = end + 1;
      // A comma at the very end of the text opens one last, empty cell.
      if (index < text.length) continue;
      row.push('');
      end = index;
    }
    if (rows.length > 0 && row.length !== (rows[0] as string[]).length) {
      return refuse('csv_row_width', { detail: `line ${began}` });
    }
    rows.push(row);
    lines.push(began);
    row = [];
    line += 1;
    began = line;
    index = end + broken;
  }
  const [header, ...rest] = rows;
  if (header === undefined) return refuse('csv_empty');
  return ok({ header, rows: rest, lines: lines.slice(1) });
}

/** Reads a whole table from bytes. A byte order mark is allowed, bytes that are not UTF-8 are not. */
export function readCsv(bytes: Uint8Array): Outcome<CsvTable, CsvRefusal> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse('csv_not_utf8');
  }
  return readRows(text);
}
