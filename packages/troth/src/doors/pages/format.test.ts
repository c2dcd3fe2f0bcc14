import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instantFromIso } from '../../kernel/clock.ts';
import { present } from '../../kernel/assert.ts';
import { bigMoney, clockOf, dateOf, durationOf, money, say, signed, stampOf, whenOf } from './format.ts';
import { htmlText } from './html.ts';

const at = (iso: string): bigint => present(instantFromIso(iso), 'test_instant');
const minute = 60_000_000n;

test('money keeps every minor unit and shows none where there are none', () => {
  assert.equal(money({ amountMinor: 300_000, currency: 'CNY' }, 'zh'), '¥3,000');
  assert.equal(money({ amountMinor: 1_850, currency: 'CNY' }, 'en'), '¥18.50');
  assert.equal(htmlText(bigMoney({ amountMinor: 300_000, currency: 'CNY' }, 'zh')), '<span class="cur">¥</span>3,000');
});

test('points carry their sign, a true minus', () => {
  assert.deepEqual([signed(7), signed(-6), signed(0)], ['+7', '−6', '0']);
});

test('dates are those of the place, and leave out what the reader knows', () => {
  const moment = { now: at('2026-11-22T04:18:00Z'), timeZone: 'Asia/Shanghai' };
  assert.equal(whenOf(at('2026-11-22T10:00:00Z'), moment, 'en'), 'today 18:00');
  assert.equal(whenOf(at('2026-11-22T17:00:00Z'), moment, 'zh'), '明天 01:00');
  assert.equal(whenOf(at('2026-11-24T10:00:00Z'), moment, 'zh'), '11 月 24 日 18:00');
  assert.equal(whenOf(at('2026-11-24T10:00:00Z'), moment, 'en'), '24 November, 18:00');
  assert.equal(dateOf(at('2027-02-05T20:00:00Z'), moment, 'en'), '6 February 2027');
  assert.equal(dateOf(at('2027-02-05T20:00:00Z'), moment, 'zh'), '2027 年 2 月 6 日');
  assert.equal(clockOf(at('2026-11-22T16:00:00Z'), moment), '00:00');
  assert.equal(stampOf(moment.now, 'Asia/Shanghai'), '2026-11-22 12:18');
});

test('tomorrow is the next day of the calendar, however long the day is', () => {
  // Berlin, 25 October 2026: the day has 25 hours.
  const moment = { now: at('2026-10-24T22:30:00Z'), timeZone: 'Europe/Berlin' };
  assert.equal(whenOf(at('2026-10-25T22:45:00Z'), moment, 'en'), 'today 23:45');
  assert.equal(whenOf(at('2026-10-25T23:15:00Z'), moment, 'en'), 'tomorrow 00:15');
});

test('durations are whole, at most two units, and never negative', () => {
  assert.equal(durationOf(78n * minute, 'en'), '1 h 18 min');
  assert.equal(durationOf(78n * minute, 'zh'), '1 小时 18 分');
  assert.equal(durationOf(-78n * minute, 'en'), '1 h 18 min');
  assert.equal(durationOf(1440n * minute, 'en'), '1 day');
  assert.equal(durationOf(3060n * minute, 'en'), '2 days 3 h');
  assert.equal(durationOf(0n, 'zh'), '不到 1 分');
  assert.equal(durationOf(60n * minute - 1n, 'en'), '59 min');
});

test('a text that a shop wrote in one language is shown in that one', () => {
  assert.equal(say({ zh: '伞', en: ' ' }, 'en'), '伞');
});
