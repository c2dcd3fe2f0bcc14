import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CURRENCY_EXPONENTS, type Currency } from '../../kernel/index.ts';
import { CONTEXTS } from '../offer/index.ts';
import { breakProbability, decayAt, HALF_LIFE_PERIODS } from './estimate.ts';
import { COUNTERPARTY_MILLI_MAX, keptFactMilli, LEVEL_OFF_MINOR, withinCounterparty } from './fact-weight.ts';
import { addToFold, type Fold } from './fold.ts';
import { priorOf, PUBLISHED_RATES, SCORE_PRIOR } from './priors.ts';

const kept = (fold: Fold, period: number, milli = 1000): Fold =>
  addToFold(fold, period, { keptMilli: milli, brokenMilli: 0, lateMilli: 0 });
const late = (fold: Fold, period: number): Fold =>
  addToFold(fold, period, { keptMilli: 0, brokenMilli: 0, lateMilli: 1000 });
const broken = (fold: Fold, period: number): Fold =>
  addToFold(fold, period, { keptMilli: 0, brokenMilli: 1000, lateMilli: 0 });

test('with nothing on file the estimate is the published rate of the context', () => {
  for (const context of CONTEXTS)
    assert.ok(Math.abs(breakProbability([], 5, priorOf(context)) - PUBLISHED_RATES[context].rate) < 1e-12, context);
});

test('every rate names its source', () => {
  for (const { rate, source } of Object.values(PUBLISHED_RATES)) assert.ok(rate > 0 && rate < 1 && source.length > 10);
});

test('keeping lowers the estimate, keeping late lowers it less, breaking raises it', () => {
  for (const context of CONTEXTS) {
    const prior = priorOf(context);
    const none = breakProbability([], 9, prior);
    const inTime = breakProbability(kept([], 9), 9, prior);
    assert.ok(inTime < none && none < breakProbability(broken([], 9), 9, prior), context);
    assert.ok(breakProbability(late([], 9), 9, prior) > inTime, context);
  }
});

test('a fact weighs half after twelve periods and nothing it said is forgotten before', () => {
  assert.equal(decayAt(0), 1);
  assert.equal(decayAt(HALF_LIFE_PERIODS), 0.5);
  assert.equal(decayAt(2 * HALF_LIFE_PERIODS), 0.25);
  assert.equal(decayAt(100_000), 0);
  const prior = { breaks: 1, keeps: 1 };
  assert.equal(breakProbability(broken([], 0), HALF_LIFE_PERIODS, prior), 1.5 / 2.5);
});

test('periods after the one asked about are not read', () => {
  assert.equal(breakProbability(broken([], 8), 7, SCORE_PRIOR), breakProbability([], 7, SCORE_PRIOR));
  assert.ok(breakProbability(broken([], 8), 8, SCORE_PRIOR) > breakProbability([], 8, SCORE_PRIOR));
});

test('the estimate is strictly between 0 and 1', () => {
  const bucket = fc.tuple(fc.nat(80), fc.nat(1_000_000), fc.nat(1_000_000));
  fc.assert(
    fc.property(
      fc.array(bucket, { maxLength: 20 }),
      fc.constantFrom(...CONTEXTS),
      fc.nat(100),
      (buckets, context, now) => {
        const fold = buckets.reduce<Fold>(
          (so, [period, keptMilli, brokenMilli]) => addToFold(so, period, { keptMilli, brokenMilli, lateMilli: 0 }),
          [],
        );
        const p = breakProbability(fold, now, priorOf(context));
        assert.ok(p > 0 && p < 1);
      },
    ),
  );
});

for (const [elapsedMinutes, amountMinor, weight] of [
  [0, 0, 250],
  [1, 0, 250],
  [2, 0, 251],
  [720, 0, 625],
  [1439, 0, 999],
  [1440, 0, 1000],
  [1441, 0, 1000],
  [0, 5999, 999],
  [0, 6000, 1000],
  [0, 6001, 1000],
  [0, 3000, 625],
  [720, 3000, 625],
  [14 * 1440, 1_000_000, 1000],
] as const) {
  test(`${elapsedMinutes} minutes and ${amountMinor} minor units weigh ${weight} thousandths`, () => {
    assert.equal(keptFactMilli(elapsedMinutes, amountMinor, 'CNY'), weight);
  });
}

test('money never buys points: above the price of an umbrella it adds nothing, in any currency', () => {
  for (const currency of Object.keys(CURRENCY_EXPONENTS) as Currency[]) {
    const at = (amountMinor: number): number => keptFactMilli(0, amountMinor, currency);
    assert.equal(at(LEVEL_OFF_MINOR[currency]), 1000, currency);
    assert.equal(at(1_000_000_000_000), 1000, currency);
    assert.ok(at(LEVEL_OFF_MINOR[currency] - 1) < 1000, currency);
  }
});

test('weight is whole and grows with time and with money', () => {
  fc.assert(
    fc.property(fc.nat(5000), fc.nat(9000), fc.nat(500), fc.nat(500), (elapsedMinutes, amountMinor, longer, dearer) => {
      const less = keptFactMilli(elapsedMinutes, amountMinor, 'CNY');
      const more = keptFactMilli(elapsedMinutes + longer, amountMinor + dearer, 'CNY');
      assert.ok(Number.isInteger(less) && less >= 250 && more >= less && more <= 1000);
    }),
  );
});

for (const [already, left] of [
  [0, 1000],
  [999, 1000],
  [1000, 1000],
  [1001, 999],
  [1999, 1],
  [2000, 0],
  [2001, 0],
] as const) {
  test(`after ${already} from one counterparty a full fact of that period counts ${left}`, () =>
    assert.equal(withinCounterparty(1000, already), left));
}

test('one counterparty adds at most two full facts per period, however often it reports', () => {
  let sum = 0;
  for (let i = 0; i < 500; i++) sum += withinCounterparty(617, sum);
  assert.equal(sum, COUNTERPARTY_MILLI_MAX);
});
