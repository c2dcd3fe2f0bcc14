import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addMinor } from '../../kernel/index.ts';
import {
  type ComparedField,
  type Reconciliation,
  reconcileLines,
  type SettlementLine,
  totalsOf,
  withoutUndone,
} from './reconcile-lines.ts';

const line = (receiptNumber: string, amountMinor = 5_000, discountMinor = 500, count = 1): SettlementLine => ({
  receiptNumber,
  amountMinor,
  discountMinor,
  count,
});

/** The report in a few letters: receipts per list, and what differs. */
function told({ matched, differing, onlyOurs, onlyTheirs, repeated, verdict }: Reconciliation) {
  const receipts = (lines: readonly SettlementLine[]) => lines.map(({ receiptNumber }) => receiptNumber).join(' ');
  return {
    matched: receipts(matched),
    differing: differing.map(({ receiptNumber, fields }) => `${receiptNumber}:${fields.join('+')}`).join(' '),
    onlyOurs: receipts(onlyOurs),
    onlyTheirs: receipts(onlyTheirs),
    repeated: repeated.map(({ side, receiptNumber, lineCount }) => `${side} ${receiptNumber}×${lineCount}`).join(' '),
    verdict,
  };
}
const SAME = { matched: '', differing: '', onlyOurs: '', onlyTheirs: '', repeated: '', verdict: 'agree' };
const DIFFER = { ...SAME, verdict: 'differ' };

type Row = readonly [
  says: string,
  ours: readonly SettlementLine[],
  theirs: readonly SettlementLine[],
  report: Partial<typeof SAME>,
];
const ROWS: readonly Row[] = [
  ['two empty sides agree', [], [], SAME],
  ['the same line on both sides', [line('A')], [line('A')], { ...SAME, matched: 'A' }],
  ['the order of lines does not matter', [line('A'), line('B')], [line('B'), line('A')], { ...SAME, matched: 'A B' }],
  ['only ours', [line('A')], [], { ...DIFFER, onlyOurs: 'A' }],
  ['only theirs', [], [line('A')], { ...DIFFER, onlyTheirs: 'A' }],
  ['an amount that differs by one', [line('A', 5_000)], [line('A', 5_001)], { ...DIFFER, differing: 'A:amountMinor' }],
  ['a discount that differs', [line('A', 1, 500)], [line('A', 1, 499)], { ...DIFFER, differing: 'A:discountMinor' }],
  ['a count that differs', [line('A', 1, 1, 1)], [line('A', 1, 1, 2)], { ...DIFFER, differing: 'A:count' }],
  [
    'everything differs',
    [line('A', 1, 1, 1)],
    [line('A', 2, 2, 2)],
    { ...DIFFER, differing: 'A:amountMinor+discountMinor+count' },
  ],
  [
    'a receipt number is a text: 007 is not 7',
    [line('007')],
    [line('7')],
    { ...DIFFER, onlyOurs: '007', onlyTheirs: '7' },
  ],
  [
    'a line that they have twice',
    [line('A')],
    [line('A'), line('A')],
    { ...DIFFER, matched: 'A', onlyTheirs: 'A', repeated: 'theirs A×2' },
  ],
  [
    'a line that we have twice',
    [line('A'), line('A')],
    [line('A')],
    { ...DIFFER, matched: 'A', onlyOurs: 'A', repeated: 'ours A×2' },
  ],
  [
    'both have it twice: they agree, and it is said',
    [line('A'), line('A')],
    [line('A'), line('A')],
    { ...SAME, matched: 'A A', repeated: 'ours A×2 theirs A×2' },
  ],
  [
    'equal lines find each other before unequal ones',
    [line('A', 1), line('A', 3)],
    [line('A', 3), line('A', 2)],
    { ...DIFFER, matched: 'A', differing: 'A:amountMinor', repeated: 'ours A×2 theirs A×2' },
  ],
  [
    'a receipt and its refund are two lines of one receipt',
    [line('A', 5_000), line('A', -5_000, -500, -1)],
    [line('A', 5_000)],
    { ...DIFFER, matched: 'A', onlyOurs: 'A', repeated: 'ours A×2' },
  ],
  [
    'equal totals over unequal lines do not agree',
    [line('A', 1), line('B', 2)],
    [line('A', 2), line('B', 1)],
    { ...DIFFER, differing: 'A:amountMinor B:amountMinor' },
  ],
  [
    'a receipt named like JavaScript’s own',
    [line('__proto__')],
    [line('__proto__')],
    { ...SAME, matched: '__proto__' },
  ],
];
for (const [says, ours, theirs, report] of ROWS) {
  test(says, () => assert.deepEqual(told(reconcileLines(ours, theirs)), report));
}

test('a line that differs is shown with both sides, and the totals are those of each side', () => {
  const { differing, totals } = reconcileLines([line('A', 5_000), line('B', 700, 0, 2)], [line('A', 5_010)]);
  assert.deepEqual(differing, [
    { receiptNumber: 'A', ours: line('A', 5_000), theirs: line('A', 5_010), fields: ['amountMinor'] },
  ]);
  assert.deepEqual(totals.ours, { lineCount: 2, amountMinor: 5_700, discountMinor: 500, count: 3 });
  assert.deepEqual(totals.theirs, { lineCount: 1, amountMinor: 5_010, discountMinor: 500, count: 1 });
});

test('a sum beyond the safe integers is a bug, not a wrong total', () => {
  const most = line('A', Number.MAX_SAFE_INTEGER);
  assert.equal(totalsOf([most]).amountMinor, Number.MAX_SAFE_INTEGER);
  assert.throws(() => totalsOf([most, line('B', 1)]), /money_must_be_a_safe_integer/);
});

/** Few receipts and few numbers, so that duplicates, near misses and equal lines are common. */
const LINES = fc.array(
  fc.record(
    {
      receiptNumber: fc.constantFrom('A', 'B', 'C', '1', '01'),
      amountMinor: fc.integer({ min: -2, max: 3 }),
      discountMinor: fc.nat(2),
      count: fc.integer({ min: -1, max: 2 }),
    },
    { noNullPrototype: true },
  ),
  { maxLength: 14 },
);
const FIELDS: readonly ComparedField[] = ['amountMinor', 'discountMinor', 'count'];

test('no line is lost, invented or counted twice: the lists add up to each side', () => {
  fc.assert(
    fc.property(LINES, LINES, (ours, theirs) => {
      const report = reconcileLines(ours, theirs);
      const oursAgain = [...report.matched, ...report.onlyOurs, ...report.differing.map((one) => one.ours)];
      const theirsAgain = [...report.matched, ...report.onlyTheirs, ...report.differing.map((one) => one.theirs)];
      const sorted = (lines: readonly SettlementLine[]) => lines.map((one) => JSON.stringify(one)).sort();
      assert.deepEqual(sorted(oursAgain), sorted(ours));
      assert.deepEqual(sorted(theirsAgain), sorted(theirs));
      assert.deepEqual([totalsOf(oursAgain), totalsOf(theirsAgain)], [report.totals.ours, report.totals.theirs]);
    }),
  );
});

test('what separates the totals is exactly what the report shows', () => {
  fc.assert(
    fc.property(LINES, LINES, (ours, theirs) => {
      const { differing, onlyOurs, onlyTheirs, totals } = reconcileLines(ours, theirs);
      for (const field of FIELDS) {
        const shown = differing.reduce((sum, one) => addMinor(sum, one.theirs[field] - one.ours[field]), 0);
        const shownAlone = totalsOf(onlyTheirs)[field] - totalsOf(onlyOurs)[field];
        assert.equal(totals.theirs[field] - totals.ours[field], shown + shownAlone);
      }
    }),
  );
});

test('seen from the other side it is the same report; shuffled it is the same report; beside itself it agrees', () => {
  fc.assert(
    fc.property(LINES, LINES, (ours, theirs) => {
      const report = reconcileLines(ours, theirs);
      const seenByThem = reconcileLines(theirs, ours);
      assert.deepEqual(seenByThem.matched, report.matched);
      assert.deepEqual([seenByThem.onlyOurs, seenByThem.onlyTheirs], [report.onlyTheirs, report.onlyOurs]);
      assert.deepEqual(
        seenByThem.differing.map((one) => ({ ...one, ours: one.theirs, theirs: one.ours })),
        report.differing,
      );
      assert.deepEqual(reconcileLines([...ours].reverse(), [...theirs].reverse()), report);
      const beside = reconcileLines(ours, ours);
      assert.deepEqual([beside.verdict, beside.matched.length], ['agree', ours.length]);
    }),
  );
});

test('they agree exactly when both sides are the same lines, and a line is called differing only when a field is', () => {
  fc.assert(
    fc.property(LINES, LINES, (ours, theirs) => {
      const { verdict, differing, onlyOurs, onlyTheirs } = reconcileLines(ours, theirs);
      const texts = (lines: readonly SettlementLine[]) => lines.map((one) => JSON.stringify(one)).sort();
      assert.equal(verdict === 'agree', JSON.stringify(texts(ours)) === JSON.stringify(texts(theirs)));
      for (const { ours: mine, theirs: other, fields } of differing) {
        assert.ok(fields.length > 0);
        for (const field of FIELDS) assert.equal(fields.includes(field), mine[field] !== other[field]);
      }
      // No receipt is left over on both sides: the two would have been laid beside each other.
      const left = new Set(onlyOurs.map(({ receiptNumber }) => receiptNumber));
      assert.ok(!onlyTheirs.some(({ receiptNumber }) => left.has(receiptNumber)));
    }),
  );
});

test('what was counted and refunded within the period is in no settlement; the refund of an earlier line is a line below zero', () => {
  const of = (receiptNumber: string, amountMinor: number, discountMinor: number, count: number) => ({
    receiptNumber,
    amountMinor,
    discountMinor,
    count,
  });
  const [visit, back, less] = [of('A', 900, 100, 1), of('A', -900, -100, -1), of('A', 900, 99, 1)];
  assert.deepEqual(withoutUndone([visit, back]), []);
  assert.deepEqual(withoutUndone([back, visit]), []);
  assert.deepEqual(withoutUndone([back]), [back]);
  assert.deepEqual(withoutUndone([visit, back, less]), [less]);
  assert.deepEqual(withoutUndone([less, back]), [back, less]);
  assert.deepEqual(withoutUndone([visit, visit, back]), [visit]);
  assert.deepEqual(withoutUndone([visit, of('B', -900, -100, -1)]), [visit, of('B', -900, -100, -1)]);
});
