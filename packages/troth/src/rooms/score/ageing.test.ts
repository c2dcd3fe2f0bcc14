import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DAY_US, type Id, idFromUuid, type Instant } from '../../kernel/index.ts';
import { periodOf, periodStartsAt } from '../conduct/index.ts';
import { hasLeft } from '../rulebook/index.ts';
import { BROKEN_COUNTS_PERIODS, LATE_COUNTS_PERIODS, stillCounting } from './ageing.ts';
import { cellOf, FIRST_CELL } from './cell.ts';
import { addToFold, type Fold } from './fold.ts';

const bucket = (period: number, keptMilli: number, brokenMilli: number, lateMilli: number) => ({
  period,
  keptMilli,
  brokenMilli,
  lateMilli,
});
const NOW = 800;
const ROWS: readonly (readonly [what: string, age: number, broken: number, late: number])[] = [
  ['young', 0, 7, 8],
  ['a draw before late returns leave', LATE_COUNTS_PERIODS - 1, 7, 8],
  ['the last draw that counts late returns', LATE_COUNTS_PERIODS, 7, 8],
  ['the first that does not', LATE_COUNTS_PERIODS + 1, 7, 0],
  ['the last draw that counts broken promises', BROKEN_COUNTS_PERIODS, 7, 0],
  ['the first that does not', BROKEN_COUNTS_PERIODS + 1, 0, 0],
  ['long after', 400, 0, 0],
];

for (const [what, age, broken, late] of ROWS) {
  test(`a period of age ${age} (${what}): ${broken} broken and ${late} late are counted, and always what was kept`, () => {
    const [left] = stillCounting([bucket(NOW - age, 6, 7, 8)], NOW);
    assert.deepEqual(left, bucket(NOW - age, 6, broken, late));
  });
}

test('nothing is left of a period in which nothing was kept', () => {
  assert.deepEqual(stillCounting([bucket(NOW - 60, 0, 7, 8), bucket(NOW - 1, 0, 1, 0)], NOW), [
    bucket(NOW - 1, 0, 1, 0),
  ]);
});

const PARTY = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map((b) => idFromUuid('pty', Buffer.from(b).toString('hex')));
const RECORDED = fc.bigInt({ min: 1_700_000_000_000_000n, max: 4_000_000_000_000_000n });
/** Ninety days for a notice, thirty to answer, thirty to decide: a late return is written down no later than that. */
const WRITTEN_DOWN_WITHIN = 150n * DAY_US;

test('no draw counts a fact whose five years are over, at any instant of its period', () => {
  fc.assert(
    fc.property(
      PARTY,
      RECORDED,
      fc.bigInt({ min: 0n, max: 2200n * DAY_US }),
      fc.bigInt({ min: 0n, max: WRITTEN_DOWN_WITHIN }),
      (partyId: Id<'pty'>, recordedAt: Instant, after, earlier) => {
        const now = recordedAt + after;
        const fold: Fold = [bucket(periodOf(partyId, recordedAt), 0, 1000, 1000)];
        const [left] = stillCounting(fold, periodOf(partyId, now));
        if (hasLeft(recordedAt, now)) assert.equal(left?.brokenMilli ?? 0, 0);
        if (hasLeft(recordedAt - earlier, now)) assert.equal(left?.lateMilli ?? 0, 0);
      },
    ),
    { numRuns: 5_000 },
  );
});

test('what is counted less than half a year too short is counted: the limit is not used as an excuse to forget', () => {
  fc.assert(
    fc.property(PARTY, RECORDED, (partyId, recordedAt) => {
      const fold: Fold = [bucket(periodOf(partyId, recordedAt), 0, 1000, 1000)];
      const period = periodOf(partyId, recordedAt + 1600n * DAY_US);
      assert.equal(stillCounting(fold, period)[0]?.lateMilli, period - periodOf(partyId, recordedAt) > 53 ? 0 : 1000);
      assert.equal(stillCounting(fold, periodOf(partyId, recordedAt + 1765n * DAY_US))[0]?.brokenMilli, 1000);
    }),
  );
});

test('a decision after the limit is that of somebody about whom nothing was ever said, hysteresis included', () => {
  const key = new Uint8Array(32).fill(7);
  const broken = addToFold([], 100, { keptMilli: 0, brokenMilli: 3_000_000, lateMilli: 0 });
  assert.notEqual(cellOf(broken, 'retail', 101, key), FIRST_CELL);
  assert.notEqual(cellOf(broken, 'retail', 100 + BROKEN_COUNTS_PERIODS, key), FIRST_CELL);
  assert.equal(cellOf(broken, 'retail', 101 + BROKEN_COUNTS_PERIODS, key), cellOf([], 'retail', 160, key));
});

test('where a person’s own period begins does not stretch it', () => {
  const partyId = idFromUuid('pty', 'f'.repeat(32));
  const begins = periodStartsAt(partyId, 700);
  assert.ok(!hasLeft(begins, periodStartsAt(partyId, 700 + BROKEN_COUNTS_PERIODS + 1) - 1n));
});
