import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Bug } from './assert.ts';
import {
  AMOUNT_MINOR_MAX,
  add,
  addMinor,
  CURRENCY_EXPONENTS,
  type Currency,
  exponentOf,
  formatMoney,
  isCurrency,
} from './money.ts';

test('sums are exact up to a thousand of the largest amounts', () => {
  const amount = fc.integer({ min: -AMOUNT_MINOR_MAX, max: AMOUNT_MINOR_MAX });
  fc.assert(
    fc.property(fc.array(amount, { maxLength: 1000 }), (amounts) => {
      const exact = amounts.reduce((sum, one) => sum + BigInt(one), 0n);
      return BigInt(amounts.reduce(addMinor, 0)) === exact;
    }),
  );
});

test('a fraction, an unsafe number and a sum that leaves the safe ones are bugs', () => {
  const max = Number.MAX_SAFE_INTEGER;
  assert.equal(addMinor(max - 1, 1), max);
  for (const [a, b] of [
    [0.5, 1],
    [max, 1],
    [max + 1, 0],
    [Number.NaN, 0],
    [Number.POSITIVE_INFINITY, 0],
  ] as const) {
    assert.throws(() => addMinor(a, b), Bug, `${a} + ${b}`);
  }
});

test('money of two currencies is never added', () => {
  const sum = add({ amountMinor: 1, currency: 'CNY' }, { amountMinor: 2, currency: 'CNY' });
  assert.deepEqual(sum, { amountMinor: 3, currency: 'CNY' });
  assert.throws(() => add({ amountMinor: 1, currency: 'CNY' }, { amountMinor: 1, currency: 'JPY' }), /two_currencies/);
});

test('exponents are those of ISO 4217', () => {
  const known = new Intl.NumberFormat('en', { style: 'currency', currency: 'CNY' }).resolvedOptions();
  assert.equal(known.maximumFractionDigits, 2);
  for (const currency of Object.keys(CURRENCY_EXPONENTS) as Currency[]) {
    const { maximumFractionDigits } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
    assert.equal(exponentOf(currency), maximumFractionDigits, currency);
  }
});

test('only listed codes are currencies, and no name that every object has', () => {
  assert.ok(isCurrency('KWD'));
  for (const text of ['cny', 'XXX', '', 'toString', '__proto__', 'constructor']) assert.ok(!isCurrency(text), text);
});

test('people read whole amounts without a fraction, and others with all of it', () => {
  const read = (amountMinor: number, currency: Currency, locale: 'zh' | 'en') =>
    formatMoney({ amountMinor, currency }, locale);
  assert.equal(read(300_000, 'CNY', 'zh'), '¥3,000');
  assert.equal(read(300_050, 'CNY', 'en'), '¥3,000.50');
  assert.equal(read(1, 'CNY', 'en'), '¥0.01');
  assert.equal(read(3_000, 'JPY', 'zh').replace('￥', '¥').replace('JP', ''), '¥3,000');
  assert.equal(read(-5_000, 'CNY', 'en'), '−¥50');
  assert.match(read(1_234, 'KWD', 'en'), /1\.234$/);
  assert.equal(read(0, 'CNY', 'zh'), '¥0');
});
