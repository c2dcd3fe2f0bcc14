import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkOffer } from '../../packages/troth/src/rooms/offer/index.ts';
import { shopsOf } from './shops.ts';
import { termsOf } from './terms.ts';
import { TRADES } from './trades.ts';

test('every trade publishes terms that hold together', () => {
  for (const trade of TRADES) {
    const checked = checkOffer(termsOf(trade));
    assert.ok(checked.ok, `${trade.id}: ${checked.ok ? '' : JSON.stringify(checked.contradictions)}`);
  }
});

test('weekdays and parts of the day are means and shares, and the trades add up to what people do in a year', () => {
  for (const trade of TRADES) {
    assert.ok(Math.abs(trade.weekdays.reduce((sum, day) => sum + day, 0) - 7) < 1e-9, trade.id);
    assert.ok(Math.abs(trade.dayParts.reduce((sum, part) => sum + part, 0) - 1) < 1e-9, trade.id);
  }
  assert.ok(Math.abs(TRADES.reduce((sum, trade) => sum + trade.perPersonYear, 0) - 5.2) < 1e-9);
});

test('a thing due the same evening is never taken in the evening', () => {
  for (const trade of TRADES)
    if (trade.kind === 'rental' && trade.dueEvenings === 0) assert.equal(trade.dayParts[2], 0, trade.id);
});

test('eight shops are one of each trade, and no two shops share a name', () => {
  assert.deepEqual(
    shopsOf(7, 8).map((shop) => shop.trade.id),
    TRADES.map((trade) => trade.id),
  );
  const names = shopsOf(7, 60).map((shop) => shop.name.zh);
  assert.equal(new Set(names).size, names.length);
});
