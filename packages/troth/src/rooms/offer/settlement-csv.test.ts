import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSettlementCsv } from './settlement-csv.ts';

const PLEDGE = `plg_${'0'.repeat(31)}1`;
const HEADING = 'lineNo,pledgeId,count,amountMinor,discountMinor,cashier';
const MOST = 1_000_000_000_000;

test('lines are read whatever the order of the columns; others and empty rows are passed over', () => {
  const read = readSettlementCsv(
    `\uFEFF${HEADING}\r\n"R-1",${PLEDGE},1,5000,-500,Li\r\n\r\nR-2,${PLEDGE},-0,${MOST},0,\n`,
  );
  assert.deepEqual(read, {
    ok: true,
    value: [
      { pledgeId: PLEDGE, lineNo: 'R-1', count: 1, amountMinor: 5_000, discountMinor: -500 },
      { pledgeId: PLEDGE, lineNo: 'R-2', count: 0, amountMinor: MOST, discountMinor: 0 },
    ],
  });
});

for (const [what, text, reason, detail] of [
  ['no heading', '', 'settlement_column_missing', 'line 1: pledgeId'],
  [
    'a column that is missing',
    'pledgeId,lineNo,count,amountMinor',
    'settlement_column_missing',
    'line 1: discountMinor',
  ],
  ['a pledge that is no id', `${HEADING}\nR,plg_1,1,1,1`, 'settlement_pledge_id_wrong', 'line 2: plg_1'],
  ['no number of a receipt', `${HEADING}\n\n,${PLEDGE},1,1,1`, 'settlement_line_number_wrong', 'line 3: '],
  [
    'a number of 65 characters',
    `${HEADING}\n${'R'.repeat(65)},${PLEDGE},1,1,1`,
    'settlement_line_number_wrong',
    `line 2: ${'R'.repeat(65)}`,
  ],
  ['a fraction', `${HEADING}\nR,${PLEDGE},1,1.5,1`, 'settlement_number_not_whole', 'line 2: amountMinor 1.5'],
  ['a number that is missing', `${HEADING}\nR,${PLEDGE},1,1`, 'settlement_number_not_whole', 'line 2: discountMinor '],
  [
    'one more than money can be',
    `${HEADING}\nR,${PLEDGE},1,1,${MOST + 1}`,
    'settlement_number_not_whole',
    `line 2: discountMinor ${MOST + 1}`,
  ],
] as const)
  test(`${what} is refused with its line`, () => {
    assert.deepEqual(readSettlementCsv(text), { ok: false, reason, detail });
  });
