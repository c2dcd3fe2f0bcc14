import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { aucInterval, aucOf } from './auc.ts';
import type { Scored } from './auc.ts';
import { chanceOf } from '../seeded-chance.ts';

const rowsOf = (kept: readonly number[], missed: readonly number[]): Scored[] => [
  ...kept.map((estimate, index) => ({ person: `k${index}`, estimate, isMissed: false })),
  ...missed.map((estimate, index) => ({ person: `m${index}`, estimate, isMissed: true })),
];

test('perfect order is 1, reversed order 0, all alike one half', () => {
  assert.equal(aucOf(rowsOf([0.1, 0.2], [0.3, 0.4])), 1);
  assert.equal(aucOf(rowsOf([0.3, 0.4], [0.1, 0.2])), 0);
  assert.equal(aucOf(rowsOf([0.5, 0.5, 0.5], [0.5, 0.5])), 0.5);
});

test('there is no AUC without both a kept and a missed one', () => {
  assert.equal(aucOf([]), null);
  assert.equal(aucOf(rowsOf([0.1], [])), null);
  assert.equal(aucOf(rowsOf([], [0.1])), null);
  assert.equal(aucInterval(rowsOf([0.1], []), 10, 1), null);
});

test('it is the share of pairs in the right order, ties counting half', () => {
  const level = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(level, level, (kept, missed) => {
      let wins = 0;
      for (const high of missed) for (const low of kept) wins += high > low ? 1 : high === low ? 0.5 : 0;
      assert.ok(Math.abs((aucOf(rowsOf(kept, missed)) as number) - wins / (kept.length * missed.length)) < 1e-12);
    }),
  );
});

test('it does not change with the order of the rows or a rising change of scale', () => {
  const rows = rowsOf([0.1, 0.4, 0.35, 0.4], [0.4, 0.8, 0.2]);
  const auc = aucOf(rows);
  assert.equal(aucOf(rows.toReversed()), auc);
  assert.equal(aucOf(rows.map((row) => ({ ...row, estimate: row.estimate ** 3 * 1000 }))), auc);
});

function noisy(people: number, each: number): Scored[] {
  const chance = chanceOf(5, 'noisy');
  return Array.from({ length: people }, (_, person) => {
    const habit = chance.next();
    return Array.from({ length: each }, () => ({
      person: `p${person}`,
      estimate: habit,
      isMissed: chance.happens(habit * 0.5),
    }));
  }).flat();
}

test('the interval holds the AUC, repeats with its seed and narrows with more people', () => {
  const [few, many] = [noisy(100, 2), noisy(2000, 2)];
  const interval = aucInterval(few, 200, 7);
  assert.ok(interval !== null);
  assert.deepEqual(aucInterval(few, 200, 7), interval);
  const auc = aucOf(few) as number;
  assert.ok(interval.low < auc && auc < interval.high);
  const narrow = aucInterval(many, 200, 7);
  assert.ok(narrow !== null && narrow.high - narrow.low < (interval.high - interval.low) / 2);
});

test('the interval draws people, so saying everything twice makes it no narrower', () => {
  const rows = noisy(200, 2);
  const once = aucInterval(rows, 200, 7);
  const twice = aucInterval([...rows, ...rows], 200, 7);
  assert.deepEqual(twice, once);
});
