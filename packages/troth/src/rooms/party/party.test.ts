import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Currency } from '../../kernel/index.ts';
import {
  changeExposure,
  ownWordOf,
  type PartyKind,
  type ExposureByCurrency,
  STARTING_LIMITS_MINOR,
  startingExposure,
} from './party.ts';
import { exposureFromJson, exposureToJson } from './queries.ts';

const CNY = (limitMinor: number, openMinor: number, unpaidMinor = 0): ExposureByCurrency => ({
  CNY: { limitMinor, openMinor, unpaidMinor },
});

test('what is granted stays within the limit, which may be reached and not passed', () => {
  assert.deepEqual(changeExposure(CNY(1_000, 600), 'CNY', 399, 0), CNY(1_000, 999));
  assert.deepEqual(changeExposure(CNY(1_000, 600), 'CNY', 400, 0), CNY(1_000, 1_000));
  assert.throws(() => changeExposure(CNY(1_000, 600), 'CNY', 401, 0), /exposure_never_exceeds_the_limit/);
});

test('a limit that was lowered below what is open stops new grants and not releases', () => {
  assert.deepEqual(changeExposure(CNY(100, 600), 'CNY', -50, 0), CNY(100, 550));
  assert.deepEqual(changeExposure(CNY(100, 600), 'CNY', 0, 10), CNY(100, 600, 10));
  assert.throws(() => changeExposure(CNY(100, 600), 'CNY', 1, 0), /exposure_never_exceeds_the_limit/);
});

test('nothing is released that was not open, and nothing paid that was not owed', () => {
  assert.deepEqual(changeExposure(CNY(1_000, 600, 5), 'CNY', -600, -5), CNY(1_000, 0, 0));
  assert.throws(() => changeExposure(CNY(1_000, 600), 'CNY', -601, 0), /never_negative/);
  assert.throws(() => changeExposure(CNY(1_000, 600, 5), 'CNY', 0, -6), /never_negative/);
});

test('a currency without a limit grants nothing, and can still be owed', () => {
  assert.throws(() => changeExposure({}, 'SGD', 1, 0), /exposure_never_exceeds_the_limit/);
  assert.deepEqual(changeExposure({}, 'SGD', 0, 7), { SGD: { limitMinor: 0, openMinor: 0, unpaidMinor: 7 } });
});

test('currencies never touch each other', () => {
  const both: ExposureByCurrency = { ...CNY(1_000, 1), JPY: { limitMinor: 50, openMinor: 2, unpaidMinor: 3 } };
  assert.deepEqual(changeExposure(both, 'CNY', 10, 0).JPY, both.JPY);
});

test('a person speaks as a person, and whoever else promises as the promisor', () => {
  const words = (['person', 'merchant', 'institution', 'agent'] satisfies PartyKind[]).map(ownWordOf);
  assert.deepEqual(words, ['person', 'promisor', 'promisor', 'promisor']);
});

test('everybody starts with the same limits, nothing open and nothing owed', () => {
  const exposure = startingExposure();
  assert.deepEqual(Object.keys(exposure), Object.keys(STARTING_LIMITS_MINOR));
  for (const [currency, { limitMinor, openMinor, unpaidMinor }] of Object.entries(exposure)) {
    assert.deepEqual([limitMinor, openMinor, unpaidMinor], [STARTING_LIMITS_MINOR[currency as Currency], 0, 0]);
  }
});

test('an exposure survives being stored', () => {
  const one = fc.record(
    { limitMinor: fc.maxSafeNat(), openMinor: fc.maxSafeNat(), unpaidMinor: fc.maxSafeNat() },
    { noNullPrototype: true },
  );
  const exposure = fc.record(
    { CNY: one, EUR: one, JPY: one },
    { requiredKeys: [], noNullPrototype: true },
  ) as fc.Arbitrary<ExposureByCurrency>;
  fc.assert(fc.property(exposure, (of) => assert.deepEqual(exposureFromJson(exposureToJson(of)), { ...of })));
  assert.equal(exposureToJson(CNY(3, 2, 1)), '{"CNY":{"limit":3,"open":2,"unpaid":1}}');
  assert.equal(exposureToJson({}), '{}');
});
