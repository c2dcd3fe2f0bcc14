import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DAY_US, type Instant, instantFromIso, SECOND_US } from '../../kernel/index.ts';
import { hasLeft, leavesAt, leftBy, NEGATIVE_FACT_NORM } from './five-years.ts';
import { getNorm } from './norms.ts';

const at = (iso: string): Instant => instantFromIso(iso) as Instant;

const ROWS: readonly (readonly [ended: string, leaves: string])[] = [
  ['2026-11-24T09:00:00Z', '2031-11-24T09:00:00Z'],
  ['2026-11-24T09:00:00.000001Z', '2031-11-24T09:00:00.000001Z'],
  ['2026-12-31T23:59:59Z', '2031-12-31T23:59:59Z'],
  ['2027-02-28T23:59:59.999999Z', '2032-02-28T23:59:59.999999Z'],
  ['2027-03-01T00:00:00Z', '2032-03-01T00:00:00Z'],
  // 29 February has no day five years later: the last day of that February ends it.
  ['2028-02-29T00:00:00Z', '2033-03-01T00:00:00Z'],
  ['2028-02-29T12:00:00Z', '2033-03-01T00:00:00Z'],
  ['2096-02-29T12:00:00Z', '2101-03-01T00:00:00Z'],
];

for (const [ended, leaves] of ROWS) {
  test(`what ended at ${ended} counts a second before ${leaves}, and neither then nor a second later`, () => {
    assert.equal(leavesAt(at(ended)), at(leaves));
    assert.equal(hasLeft(at(ended), at(leaves) - SECOND_US), false, 'a second before');
    assert.equal(hasLeft(at(ended), at(leaves) - 1n), false, 'a microsecond before');
    assert.equal(hasLeft(at(ended), at(leaves)), true, 'at the limit');
    assert.equal(hasLeft(at(ended), at(leaves) + SECOND_US), true, 'a second later');
  });
}

const INSTANT = fc.bigInt({ min: at('2001-01-01T00:00:00Z'), max: at('2199-01-01T00:00:00Z') });

test('it leaves at one instant: not before, and never to come back', () => {
  fc.assert(
    fc.property(INSTANT, fc.bigInt({ min: 0n, max: 400n * DAY_US }), (ended, later) => {
      assert.equal(hasLeft(ended, leavesAt(ended) - 1n), false);
      assert.equal(hasLeft(ended, leavesAt(ended) + later), true);
      assert.ok(leavesAt(ended + later) >= leavesAt(ended) && leftBy(ended + later) >= leftBy(ended));
    }),
  );
});

test('five years are never stretched: at most five times 365 days, a leap day or two, and the rest of a 28 February', () => {
  fc.assert(
    fc.property(INSTANT, (ended) => {
      const days = (leavesAt(ended) - ended) / DAY_US;
      assert.ok(days >= 1825n && days <= 1827n);
    }),
  );
});

test('the norm that it rests on is on the list', () => {
  assert.match(getNorm(NEGATIVE_FACT_NORM).article, /16/);
});
