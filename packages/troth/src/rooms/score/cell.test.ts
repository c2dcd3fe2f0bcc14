import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { seededBytes } from '../../kernel/index.ts';
import { CONTEXTS, type Context } from '../offer/index.ts';
import { admissionProbabilityPpm, type Cell, cellOf, cellProbabilityPpm, FIRST_CELL } from './cell.ts';
import { addToFold, type Fold } from './fold.ts';
import { leakBits } from './leak-bits.ts';
import { PUBLISHED_RATES } from './priors.ts';

const key = (seed: number): Uint8Array => seededBytes(seed)(32);
const bucket = fc.record({ period: fc.nat(40), keptMilli: fc.nat(8000), brokenMilli: fc.nat(2000) });
const anyFold = fc
  .array(bucket, { maxLength: 12 })
  .map((buckets) =>
    buckets.reduce<Fold>(
      (fold, one) =>
        addToFold(fold, one.period, { keptMilli: one.keptMilli, brokenMilli: one.brokenMilli, lateMilli: 0 }),
      [],
    ),
  );
const contexts = fc.constantFrom(...CONTEXTS);

test('there are at most four cells, and each context orders them by probability', () => {
  for (const context of CONTEXTS) {
    const ppm = ([0, 1, 2, 3] as const).map((cell) => cellProbabilityPpm(cell, context));
    assert.deepEqual(
      [...ppm].sort((a, b) => a - b),
      ppm,
    );
    assert.ok(ppm.every((p) => p > 0 && p < 1_000_000 && Number.isInteger(p)));
    assert.equal(ppm[FIRST_CELL], Math.round(PUBLISHED_RATES[context].rate * 1_000_000));
  }
  fc.assert(
    fc.property(anyFold, contexts, fc.nat(60), fc.integer(), (fold, context, period, seed) => {
      assert.ok([0, 1, 2, 3].includes(cellOf(fold, context, period, key(seed))));
    }),
  );
});

test('a newcomer stands where the published rate is', () => {
  assert.equal(cellOf([], 'retail', 12, key(1)), FIRST_CELL);
  assert.equal(admissionProbabilityPpm([], 'retail', 12, key(1)), 18_300);
});

test('a fact of the running period, or of a later one, changes no answer', () => {
  fc.assert(
    fc.property(anyFold, contexts, fc.nat(45), fc.nat(5), fc.integer(), (fold, context, period, later, seed) => {
      const more = addToFold(fold, period + later, { keptMilli: 500, brokenMilli: 1000, lateMilli: 0 });
      assert.equal(cellOf(more, context, period, key(seed)), cellOf(fold, context, period, key(seed)));
    }),
  );
});

test('the same person asked twice in a period gets the same cell', () => {
  fc.assert(
    fc.property(anyFold, contexts, fc.nat(60), fc.integer(), (fold, context, period, seed) => {
      assert.equal(cellOf(fold, context, period, key(seed)), cellOf(structuredClone(fold), context, period, key(seed)));
    }),
  );
});

test('many kept promises lead to the best cell, a single break out of it, many breaks to the worst', () => {
  const steady = Array.from({ length: 12 }, (_, period) => period).reduce<Fold>(
    (fold, period) => addToFold(fold, period, { keptMilli: 2000, brokenMilli: 0, lateMilli: 0 }),
    [],
  );
  const once = addToFold(steady, 11, { keptMilli: 0, brokenMilli: 1000, lateMilli: 0 });
  const often = addToFold(steady, 11, { keptMilli: 0, brokenMilli: 9000, lateMilli: 0 });
  assert.equal(cellOf(steady, 'retail', 12, key(3)), 0);
  assert.ok(cellOf(once, 'retail', 12, key(3)) > 0);
  assert.equal(cellOf(often, 'retail', 12, key(3)), 3);
});

test('noise alone never moves anybody back and forth', () => {
  for (let seed = 1; seed <= 400; seed++) {
    // Four promises kept per period: the level settles and would cross a border again and again without hysteresis.
    let fold: Fold = [];
    const drawn: Cell[] = [];
    for (let period = 0; period < 60; period++) {
      fold = addToFold(fold, period, { keptMilli: 330 + (seed % 200) * 5, brokenMilli: 0, lateMilli: 0 });
      drawn.push(cellOf(fold, 'dining', period + 1, key(seed)));
    }
    const swings = drawn.filter((cell, i) => i > 0 && cell !== drawn[i - 1]).length;
    assert.ok(swings <= 1, `seed ${seed} moved ${swings} times`);
  }
});

test('asking any number of shops gives away at most two bits, and the measured leak is printed', () => {
  const { cells, bits } = drawTown('retail', 6_000);
  assert.ok(new Set(cells).size <= 4);
  assert.ok(bits <= 2);
  console.log(
    `leak of one draw: ${bits.toFixed(3)} bits of at most 2.000; persons per cell ${([0, 1, 2, 3] as const).map((cell) => cells.filter((one) => one === cell).length).join(' / ')}`,
  );
});

test('the leak is 0 when every answer is the same and the whole secret when each has its own', () => {
  assert.equal(
    leakBits([
      [5, 0],
      [9, 0],
    ]),
    0,
  );
  assert.equal(
    leakBits([
      [4, 0, 0, 0],
      [0, 4, 0, 0],
      [0, 0, 4, 0],
      [0, 0, 0, 4],
    ]),
    2,
  );
  assert.equal(leakBits([]), 0);
});

/** A year of keepers, strugglers and cheats; the secret is how many promises of how many each has broken. */
function drawTown(context: Context, persons: number): { readonly cells: readonly Cell[]; readonly bits: number } {
  const chance = seededBytes(20261122);
  const unit = (): number => chance(8).readUInt32BE(0) / 2 ** 32;
  const secrets = new Map<string, number[]>();
  const cells: Cell[] = [];
  for (let person = 0; person < persons; person++) {
    const kind = unit();
    const breaks = kind < 0.88 ? 0.002 : kind < 0.98 ? 0.08 : 0.45;
    let fold: Fold = [];
    let count = 0;
    let bad = 0;
    for (let period = 0; period < 12; period++) {
      for (let i = Math.floor(unit() * 3); i > 0; i--) {
        const isBad = unit() < breaks;
        count++;
        if (isBad) bad++;
        fold = addToFold(fold, period, { keptMilli: isBad ? 0 : 1000, brokenMilli: isBad ? 1000 : 0, lateMilli: 0 });
      }
    }
    const cell = cellOf(fold, context, 12, chance(32));
    cells.push(cell);
    const row = secrets.get(`${bad}/${count}`) ?? [0, 0, 0, 0];
    row[cell] = (row[cell] ?? 0) + 1;
    secrets.set(`${bad}/${count}`, row);
  }
  return { cells, bits: leakBits([...secrets.values()]) };
}
