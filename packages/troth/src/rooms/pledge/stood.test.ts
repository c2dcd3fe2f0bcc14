// When a clock stood: stretches that adjoin are one, and what is asked between two instants is exact to the microsecond.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Stood, stoodBetween, stoodFromJson, stoodToJson, withStood } from './stood.ts';

const STOOD: Stood = [
  [10n, 20n],
  [30n, 40n],
];

test('how long it stood between two instants, on both sides of each end', () => {
  for (const [from, until, stood] of [
    [0n, 9n, 0n],
    [0n, 10n, 0n],
    [0n, 11n, 1n],
    [10n, 20n, 10n],
    [19n, 31n, 2n],
    [20n, 30n, 0n],
    [0n, 100n, 20n],
    [15n, 15n, 0n],
    [40n, 100n, 0n],
    [39n, 100n, 1n],
    [100n, 0n, 0n],
  ] as const)
    assert.equal(stoodBetween(STOOD, from, until), stood, `${from} ${until}`);
  assert.equal(stoodBetween([], 0n, 100n), 0n);
});

test('a stretch that goes on where the last one ended is the same one; one of no length is none', () => {
  assert.deepEqual(withStood(STOOD, 40n, 50n), [
    [10n, 20n],
    [30n, 50n],
  ]);
  assert.deepEqual(withStood(STOOD, 41n, 50n), [...STOOD, [41n, 50n]]);
  assert.deepEqual(withStood(STOOD, 50n, 50n), STOOD);
  assert.deepEqual(withStood([], 1n, 2n), [[1n, 2n]]);
});

test('it is read as it was written, and nothing is written where it never stood', () => {
  assert.equal(stoodToJson([]), null);
  assert.deepEqual(stoodFromJson(null), []);
  const instant = fc.bigInt({ min: 0n, max: 253_402_300_799_999_999n });
  fc.assert(
    fc.property(fc.array(fc.tuple(instant, instant), { minLength: 1, maxLength: 3 }), (stood) => {
      assert.deepEqual(stoodFromJson(stoodToJson(stood)), stood);
    }),
  );
});
