import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addToFold, EMPTY_FOLD, type Fold, milliOnFile, removeFromFold } from './fold.ts';

const delta = fc.record({ keptMilli: fc.nat(2000), brokenMilli: fc.nat(2000), lateMilli: fc.nat(2000) });
const fact = fc.tuple(fc.integer({ min: -3, max: 700 }), delta);
const folded = (
  facts: readonly (readonly [number, { keptMilli: number; brokenMilli: number; lateMilli: number }])[],
): Fold => facts.reduce<Fold>((fold, [period, one]) => addToFold(fold, period, one), EMPTY_FOLD);

test('a fold does not depend on the order in which facts arrive', () => {
  fc.assert(
    fc.property(
      fc
        .array(fact, { maxLength: 20 })
        .chain((facts) => fc.tuple(fc.constant(facts), fc.shuffledSubarray(facts, { minLength: facts.length }))),
      ([facts, shuffled]) => {
        assert.deepEqual(folded(shuffled), folded(facts));
      },
    ),
  );
});

test('adding and then removing a fact gives the same fold', () => {
  fc.assert(
    fc.property(fc.array(fact, { maxLength: 12 }), fact, (facts, [period, one]) => {
      const before = folded(facts);
      assert.deepEqual(removeFromFold(addToFold(before, period, one), period, one), before);
    }),
  );
});

test('periods ascend, none is empty, and the file counts every fact once', () => {
  fc.assert(
    fc.property(fc.array(fact, { maxLength: 20 }), (facts) => {
      const fold = folded(facts);
      assert.ok(fold.every((bucket, i) => i === 0 || bucket.period > (fold[i - 1]?.period ?? 0)));
      assert.ok(fold.every((bucket) => bucket.keptMilli + bucket.brokenMilli + bucket.lateMilli > 0));
      assert.equal(
        milliOnFile(fold),
        facts.reduce((sum, [, one]) => sum + one.keptMilli + one.brokenMilli + one.lateMilli, 0),
      );
    }),
  );
});

for (const [name, run, rule] of [
  [
    'a fact that was never in cannot be taken out',
    () => removeFromFold([], 3, { keptMilli: 1, brokenMilli: 0, lateMilli: 0 }),
    'fold_counts_are_whole_and_never_negative',
  ],
  [
    'a fraction of a thousandth is not counted',
    () => addToFold([], 3, { keptMilli: 0.5, brokenMilli: 0, lateMilli: 0 }),
    'fold_counts_are_whole_and_never_negative',
  ],
  [
    'a negative fact is not counted',
    () => addToFold([], 3, { keptMilli: -1, brokenMilli: 0, lateMilli: 0 }),
    'fold_counts_are_whole_and_never_negative',
  ],
  [
    'a period is a whole number',
    () => addToFold([], 3.5, { keptMilli: 1, brokenMilli: 0, lateMilli: 0 }),
    'fold_period_must_be_whole',
  ],
] as const) {
  test(name, () => assert.throws(run, { message: `bug: ${rule}` }));
}
