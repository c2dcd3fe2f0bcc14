import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Id } from '../kernel/index.ts';
import type { Row } from '../platform/db/index.ts';
import { LinesFound } from './lines-found.ts';

const pledgeId: Id<'plg'> = 'plg_00000000000000000000000000000001';
const partner: Id<'pty'> = 'pty_00000000000000000000000000000009';
const row = (kind: string, minutes: number, lineNo = 'A', more: object = {}): Row => [
  '00000000-0000-0000-0000-000000000001',
  lineNo,
  kind,
  JSON.stringify({ said: { lineNo, count: 1, amountMinor: 10 * minutes, minutes, discountMinor: 0, ...more } }),
];
const line = (minutes: number, lineNo = 'A') => ({
  lineNo,
  count: 1,
  amountMinor: 10 * minutes,
  minutes,
  discountMinor: 0,
});

/** Facts of one instant come in no order. */
const ORDERS: readonly (readonly Row[])[] = [
  [row('counted', 50), row('uncounted', 50), row('counted', 20)],
  [row('uncounted', 50), row('counted', 20), row('counted', 50)],
  [row('counted', 20), row('counted', 50), row('uncounted', 50)],
];

test('a line counts once more than it was taken back, with the numbers that are left, in whatever order its facts come', () => {
  for (const rows of ORDERS)
    assert.deepEqual(new LinesFound(rows).find({ pledgeId, lineNo: 'A', honouredBy: null }), line(20));
});

test('a line that was taken back as often as it was counted is none, and others are untouched', () => {
  for (const rows of ORDERS) {
    const found = new LinesFound([...rows, row('uncounted', 20), row('kept', 7, 'B')]);
    assert.equal(found.find({ pledgeId, lineNo: 'A', honouredBy: null }), null);
    assert.deepEqual(found.find({ pledgeId, lineNo: 'B', honouredBy: null }), line(7, 'B'));
    assert.equal(found.find({ pledgeId, lineNo: 'C', honouredBy: null }), null);
  }
});

test('each shop of a programme has its own numbers: the same number at two shops is two lines', () => {
  const found = new LinesFound([
    row('counted', 50),
    row('counted', 20, 'A', { honouredBy: partner }),
    row('uncounted', 50),
  ]);
  assert.equal(found.find({ pledgeId, lineNo: 'A', honouredBy: null }), null);
  assert.deepEqual(found.find({ pledgeId, lineNo: 'A', honouredBy: partner }), {
    ...line(20),
  });
  found.takeBack({ pledgeId, lineNo: 'A', honouredBy: null });
  assert.deepEqual(found.find({ pledgeId, lineNo: 'A', honouredBy: partner }), line(20));
});
