import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amountFromText } from './money-field.ts';

test('a typed amount is exact, or it is none', () => {
  const rows: readonly (readonly [string, 'CNY' | 'JPY' | 'KWD', number | null])[] = [
    ['36', 'CNY', 3600],
    [' 36.5 ', 'CNY', 3650],
    ['36.50', 'CNY', 3650],
    ['0', 'CNY', 0],
    ['36.505', 'CNY', null],
    ['36', 'JPY', 36],
    ['36.0', 'JPY', null],
    ['1.234', 'KWD', 1234],
    ['10000000000', 'CNY', 1_000_000_000_000],
    ['10000000000.01', 'CNY', null],
    ['9999999999999', 'KWD', null],
    ['-1', 'CNY', null],
    ['1e3', 'CNY', null],
    ['١٠', 'CNY', null],
    ['', 'CNY', null],
    ['1,000', 'CNY', null],
  ];
  for (const [text, currency, minor] of rows)
    assert.equal(amountFromText(text, currency), minor, `${text} ${currency}`);
});
