import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chanceOf } from './seeded-chance.ts';

function meanOf(draw: () => number, times: number): number {
  let sum = 0;
  for (let index = 0; index < times; index += 1) sum += draw();
  return sum / times;
}

test('the same seed and path draw the same luck, another path draws other luck', () => {
  const draws = (...path: (string | number)[]): number[] => {
    const chance = chanceOf(7, ...path);
    return Array.from({ length: 5 }, () => chance.next());
  };
  assert.deepEqual(draws('person', 1), draws('person', 1));
  assert.notDeepEqual(draws('person', 1), draws('person', 2));
  assert.notDeepEqual(draws('person', 11), draws('person', 1, 1));
});

test('a uniform draw fills [0, 1) evenly and its mean is one half', () => {
  const chance = chanceOf(1, 'uniform');
  const tenths = new Array<number>(10).fill(0);
  for (let index = 0; index < 100_000; index += 1) {
    const draw = chance.next();
    assert.ok(draw >= 0 && draw < 1);
    tenths[Math.floor(draw * 10)] = (tenths[Math.floor(draw * 10)] as number) + 1;
  }
  for (const count of tenths) assert.ok(Math.abs(count - 10_000) < 400, `${count}`);
});

test('poisson, gamma and normal draws have the means they promise', () => {
  const chance = chanceOf(3, 'means');
  for (const mean of [0, 0.3, 5, 80])
    assert.ok(Math.abs(meanOf(() => chance.poisson(mean), 20_000) - mean) <= mean * 0.02 + 0.02, `${mean}`);
  assert.ok(Math.abs(meanOf(() => chance.gamma(0.5, 2), 40_000) - 1) < 0.04);
  assert.ok(Math.abs(meanOf(() => chance.gamma(3, 2), 40_000) - 6) < 0.1);
  assert.ok(Math.abs(meanOf(() => chance.normal(), 40_000)) < 0.02);
});

test('a weibull draw outlives its scale with probability 1/e whatever its shape', () => {
  const chance = chanceOf(4, 'weibull');
  for (const shape of [0.26, 1, 3]) {
    const outlived = meanOf(() => (chance.weibull(shape, 10.6) > 10.6 ? 1 : 0), 40_000);
    assert.ok(Math.abs(outlived - Math.exp(-1)) < 0.01, `${shape} ${outlived}`);
  }
});

test('whole numbers include both ends and weights are kept', () => {
  const chance = chanceOf(5, 'whole');
  const seen = new Set(Array.from({ length: 200 }, () => chance.whole(5, 12)));
  assert.deepEqual(
    [...seen].sort((x, y) => x - y),
    [5, 6, 7, 8, 9, 10, 11, 12],
  );
  const picks = [0, 0, 0];
  for (let index = 0; index < 30_000; index += 1) {
    const pick = chance.weighted([1, 0, 2]);
    picks[pick] = (picks[pick] as number) + 1;
  }
  assert.equal(picks[1], 0);
  assert.ok(Math.abs((picks[0] as number) - 10_000) < 400);
});
