import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Currency } from '../../kernel/index.ts';
import { type CashMovement, reconcile, type StatementLine } from './reconcile.ts';
import { readStatementCsv } from './statement-csv.ts';

const line = (lineNo: number, reference: string, amountMinor: number, currency: Currency = 'CNY'): StatementLine => ({
  lineNo,
  reference,
  amountMinor,
  currency,
  at: 1n,
});
const movement = (
  transferId: string,
  amountMinor: number,
  currency: Currency = 'CNY',
  ...also: string[]
): CashMovement => ({ transferId, references: [transferId, ...also], amountMinor, currency, effectiveAt: 1n });
const kinds = (lines: readonly StatementLine[], movements: readonly CashMovement[]) =>
  reconcile(lines, movements).findings.map(
    ({ kind, line: of, movement: one }) => `${of?.lineNo ?? '-'} ${one?.transferId ?? '-'} ${kind}`,
  );

test('every line of the statement and every movement of the books is accounted for once', () => {
  assert.deepEqual(
    kinds(
      [line(2, 'a', 100), line(3, 'b', 99), line(4, 'c', 5, 'JPY'), line(5, 'nobody', 1), line(6, 'a', 100)],
      [movement('a', 100), movement('b', 100), movement('c', 5), movement('d', -40)],
    ),
    [
      '2 a matched',
      '3 b amount_differs',
      '4 c currency_differs',
      '5 - not_in_books',
      '6 - not_in_books',
      '- d not_on_statement',
    ],
  );
});

test('a shared reference goes first to the line that agrees, wherever it stands', () => {
  assert.deepEqual(kinds([line(2, 'order', 30), line(3, 'order', 20)], [movement('t1', 20, 'CNY', 'order')]), [
    '2 - not_in_books',
    '3 t1 matched',
  ]);
  const two = [movement('t1', 20, 'CNY', 'order'), movement('t2', 20, 'CNY', 'order')];
  assert.deepEqual(kinds([line(2, 'order', 20), line(3, 'order', 20)], two), ['2 t1 matched', '3 t2 matched']);
});

test('money out is not money in', () => {
  assert.deepEqual(kinds([line(2, 'a', 100)], [movement('a', -100)]), ['2 a amount_differs']);
});

test('totals are told per currency, and never together', () => {
  const { totals } = reconcile(
    [line(2, 'a', 100), line(3, 'b', 7, 'JPY')],
    [movement('a', 90), movement('x', 1, 'KWD')],
  );
  assert.deepEqual(totals, [
    { currency: 'CNY', statementMinor: 100, booksMinor: 90 },
    { currency: 'JPY', statementMinor: 7, booksMinor: 0 },
    { currency: 'KWD', statementMinor: 0, booksMinor: 1 },
  ]);
});

test('a statement is read whatever the order of its columns, with quotes, other columns and empty lines', () => {
  const read = readStatementCsv(
    '\uFEFFat,note,amountMinor,"reference",currency\r\n2026-12-01T00:00:00+08:00,"one, ""two""",-250,"trf_1",KWD\r\n\r\n2026-12-01T00:00:00Z,,+7,x,JPY\n',
  );
  assert.ok(read.ok);
  assert.deepEqual(
    read.value.map(({ lineNo, reference, amountMinor, currency, at }) => [
      lineNo,
      reference,
      amountMinor,
      currency,
      at,
    ]),
    [
      [2, 'trf_1', -250, 'KWD', 1_796_054_400_000_000n],
      [4, 'x', 7, 'JPY', 1_796_083_200_000_000n],
    ],
  );
});

test('a statement that cannot be read names the line and the rule', () => {
  const HEAD = 'reference,amountMinor,currency,at\n';
  const no = (text: string) => {
    const read = readStatementCsv(text);
    return read.ok ? 'read' : `${read.reason} ${read.detail}`;
  };
  assert.equal(no(''), 'statement_column_missing line 1: reference');
  assert.equal(no('reference,amountMinor,at\n'), 'statement_column_missing line 1: currency');
  assert.equal(no(`${HEAD}a,1,CNY`), 'statement_line_is_cut_short line 2: ');
  assert.equal(no(`${HEAD} ,1,CNY,2026-12-01T00:00:00Z`), 'statement_reference_empty line 2: ');
  for (const amount of ['1.5', '', '1e3', '1000000000001', '-1000000000001', '0x1'])
    assert.equal(no(`${HEAD}a,${amount},CNY,2026-12-01T00:00:00Z`), `statement_amount_not_whole line 2: ${amount}`);
  assert.equal(no(`${HEAD}a,1000000000000,CNY,2026-12-01T00:00:00Z`), 'read');
  assert.equal(no(`${HEAD}a,1,XXX,2026-12-01T00:00:00Z`), 'statement_currency_unknown line 2: XXX');
  assert.equal(no(`${HEAD}a,1,CNY,2026-02-30T00:00:00Z`), 'statement_instant_unknown line 2: 2026-02-30T00:00:00Z');
});
