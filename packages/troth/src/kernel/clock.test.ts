import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  DAY_US,
  elapsedMs,
  fixedClock,
  HOUR_US,
  instantFromIso,
  isoFromInstant,
  MINUTE_US,
  wallClock,
} from './clock.ts';

const INSTANT = fc.bigInt({ min: -62_135_596_800_000_000n, max: 253_402_300_799_999_999n });

test('every instant from year 1 to year 9999 survives being written and read', () => {
  fc.assert(fc.property(INSTANT, (at) => instantFromIso(isoFromInstant(at)) === at));
});

test('later instants of one length have later texts', () => {
  const whole = INSTANT.filter((at) => at > 0n).map((at) => at - (at % 1_000_000n));
  fc.assert(fc.property(whole, whole, (a, b) => a < b === isoFromInstant(a) < isoFromInstant(b)));
});

test('the same instant in every way of writing an offset', () => {
  const at = 1_795_321_080_000_000n;
  for (const text of [
    '2026-11-22T04:18:00Z',
    '2026-11-22T12:18:00+08:00',
    '2026-11-22T12:18:00+0800',
    '2026-11-22 12:18:00+08',
    '2026-11-21T21:48:00-06:30',
    '2026-11-22T04:18:00.000000Z',
  ]) {
    assert.equal(instantFromIso(text), at, text);
  }
});

test('a fraction has none, three or six digits, and is read to the microsecond', () => {
  for (const [text, micros] of [
    ['1970-01-01T00:00:00Z', 0n],
    ['1970-01-01T00:00:00.500Z', 500_000n],
    ['1970-01-01T00:00:00.000001Z', 1n],
    ['1969-12-31T23:59:59.999999Z', -1n],
  ] as const) {
    assert.equal(instantFromIso(text), micros);
    assert.equal(isoFromInstant(micros), text);
  }
  assert.equal(instantFromIso('1970-01-01T00:00:00.5Z'), 500_000n);
  assert.equal(instantFromIso('1970-01-01T00:00:00.1234567Z'), 123_456n);
});

test('what is not an instant is refused, not guessed', () => {
  for (const text of [
    '2026-11-22T04:18:00',
    '2026-11-22',
    '2026-02-29T00:00:00Z',
    '2026-02-31T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-11-00T00:00:00Z',
    '2026-11-22T24:30:00Z',
    '2026-11-22T04:60:00Z',
    '2026-11-22T04:18:61Z',
    '26-11-22T04:18:00Z',
    ' 2026-11-22T04:18:00Z',
    '2026-11-22T04:18:00Z\n',
    '2026-11-22T04:18Z',
    'now',
    '',
  ]) {
    assert.equal(instantFromIso(text), null, JSON.stringify(text));
  }
  assert.notEqual(instantFromIso('2028-02-29T00:00:00Z'), null);
});

test('a fixed clock stands still until it is set', () => {
  const clock = fixedClock(5n);
  assert.equal(clock.now(), 5n);
  assert.equal(clock.now(), 5n);
  clock.set(7n);
  assert.equal(clock.now(), 7n);
});

test('the wall clock is the machine’s, and durations never run back', () => {
  const before = BigInt(Date.now()) * 1000n;
  const now = wallClock.now();
  assert.ok(now >= before && now <= BigInt(Date.now()) * 1000n);
  const started = elapsedMs();
  assert.ok(elapsedMs() >= started);
});

test('units hold together', () => {
  assert.equal(DAY_US, 24n * HOUR_US);
  assert.equal(HOUR_US, 60n * MINUTE_US);
});
