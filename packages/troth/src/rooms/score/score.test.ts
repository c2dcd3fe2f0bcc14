import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CONTEXTS } from '../offer/index.ts';
import { BROKEN_FACT_MILLI, keptFactMilli } from './fact-weight.ts';
import { addToFold, type Fold } from './fold.ts';
import { pointsOfOdds, POINTS_HIGH, POINTS_LOW, scoreOf, type ScoreInput, THIN_BELOW_MILLI } from './score.ts';

const fold = (keptMilli: number, brokenMilli = 0, lateMilli = 0, period = 10): Fold =>
  addToFold([], period, { keptMilli, brokenMilli, lateMilli });
const input = (one: Fold, more: Partial<ScoreInput> = {}): ScoreInput => ({
  folds: [{ context: 'retail', fold: one }],
  periodNow: 10,
  pledgeCount: 9,
  shopCount: 1,
  sinceAt: 0n,
  ...more,
});
const pointsOf = (one: Fold): number => scoreOf(input(one)).points ?? Number.NaN;

for (const [odds, points] of [
  [20, 650],
  [40, 710],
  [10, 590],
  [640, 950],
  [0.625, 350],
] as const) {
  test(`${odds} kept to 1 broken is ${points}`, () => assert.equal(Math.round(pointsOfOdds(odds)), points));
}

for (const [milli, said] of [
  [THIN_BELOW_MILLI - 1, false],
  [THIN_BELOW_MILLI, true],
  [THIN_BELOW_MILLI + 1, true],
] as const) {
  test(`${milli} thousandths of a fact give ${said ? 'a number' : 'null, not a low number'}`, () => {
    const score = scoreOf(input(fold(milli)));
    assert.equal(score.points !== null, said);
    assert.equal(score.interval !== null, said);
    assert.equal(score.moves.length > 0, said);
    assert.equal(score.restsOn.factMilli, milli);
  });
}

test('breaking everything on a thin file is null as well', () =>
  assert.equal(scoreOf(input(fold(0, 4999))).points, null));

test('keeping moves the number up, breaking down, keeping late less than in time', () => {
  assert.ok(pointsOf(fold(7000)) > pointsOf(fold(6000)));
  assert.ok(pointsOf(fold(6000, 1000)) < pointsOf(fold(6000)));
  assert.ok(pointsOf(fold(6000, 0, 1000)) < pointsOf(fold(7000)));
});

test('the number never says what it rests on wrongly', () => {
  const { restsOn } = scoreOf(input(fold(6000), { pledgeCount: 14, shopCount: 6, sinceAt: 77n }));
  assert.deepEqual(restsOn, { pledges: 14, shops: 6, contexts: 1, sinceAt: 77n, factMilli: 6000 });
});

const bucket = fc.record({
  period: fc.nat(60),
  keptMilli: fc.nat(30_000),
  brokenMilli: fc.nat(6000),
  late: fc.nat(100),
});
const anyInput = fc
  .record({
    folds: fc.uniqueArray(
      fc.record({ context: fc.constantFrom(...CONTEXTS), buckets: fc.array(bucket, { maxLength: 8 }) }),
      { selector: (one) => one.context, maxLength: 5 },
    ),
    shopCount: fc.nat(30),
  })
  .map(
    ({ folds, shopCount }): ScoreInput => ({
      folds: folds.map(({ context, buckets }) => ({
        context,
        fold: buckets.reduce<Fold>(
          (so, one) =>
            addToFold(so, one.period, {
              keptMilli: one.keptMilli,
              brokenMilli: one.brokenMilli,
              lateMilli: one.late * 100,
            }),
          [],
        ),
      })),
      periodNow: 60,
      pledgeCount: 1,
      shopCount,
      sinceAt: null,
    }),
  );

test('the moves add up to the number exactly, and so do the dimensions with the start and the end of the scale', () => {
  fc.assert(
    fc.property(anyInput, (one) => {
      const score = scoreOf(one);
      if (score.points === null) return;
      assert.equal(
        score.moves.reduce((sum, move) => sum + move.points, 0),
        score.points,
      );
      const outside = score.moves.reduce(
        (sum, move) => sum + (move.what === 'start' || move.what === 'end_of_scale' ? move.points : 0),
        0,
      );
      assert.equal(outside + Object.values(score.dimensions).reduce((a, b) => a + b, 0), score.points);
      assert.ok(score.moves.every((move) => Number.isInteger(move.points)));
    }),
    { numRuns: 300 },
  );
});

test('the number is whole, on the scale, and inside its interval', () => {
  fc.assert(
    fc.property(anyInput, (one) => {
      const { points, interval } = scoreOf(one);
      if (points === null || interval === null) return;
      assert.ok(Number.isInteger(points) && points >= POINTS_LOW && points <= POINTS_HIGH);
      assert.ok(
        interval.low <= points && points <= interval.high && interval.low >= POINTS_LOW && interval.high <= POINTS_HIGH,
      );
    }),
    { numRuns: 300 },
  );
});

test('the ends of the scale are reached and not passed', () => {
  assert.equal(pointsOf(fold(1_000_000)), POINTS_HIGH);
  assert.equal(pointsOf(fold(0, 1_000_000)), POINTS_LOW);
});

test('two people of the same conduct, one borrowing books and one renting cameras, end within 10 points', () => {
  for (const breaks of [0, 1, 3]) {
    const conduct = (elapsedMinutes: number, amountMinor: number, context: 'culture' | 'retail'): number => {
      let one: Fold = [];
      for (let i = 0; i < 24; i++) {
        const milli = keptFactMilli(elapsedMinutes, amountMinor, 'CNY');
        one = addToFold(one, Math.floor(i / 2), {
          keptMilli: i < breaks ? 0 : milli,
          brokenMilli: i < breaks ? BROKEN_FACT_MILLI : 0,
          lateMilli: 0,
        });
      }
      return (
        scoreOf({ folds: [{ context, fold: one }], periodNow: 12, pledgeCount: 24, shopCount: 3, sinceAt: 0n })
          .points ?? Number.NaN
      );
    };
    const books = conduct(14 * 1440, 0, 'culture');
    const cameras = conduct(2 * 1440, 300_000, 'retail');
    assert.ok(Math.abs(books - cameras) <= 10, `${books} and ${cameras}`);
  }
});

test('what was broken long ago weighs less and the number comes back by itself', () => {
  const old = addToFold(fold(8000, 0, 0, 24), 0, { keptMilli: 0, brokenMilli: 1000, lateMilli: 0 });
  const fresh = addToFold(fold(8000, 0, 0, 24), 24, { keptMilli: 0, brokenMilli: 1000, lateMilli: 0 });
  const at = (one: Fold): number => scoreOf(input(one, { periodNow: 24 })).points ?? Number.NaN;
  assert.ok(at(old) > at(fresh));
});
