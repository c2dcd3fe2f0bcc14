import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Instant, instantFromIso, present } from '../../kernel/index.ts';
import { CHINA } from '../../kernel/index.ts';
import { depositRefundDue, MOBILITY_DEPOSIT_NORM, MOBILITY_TERMS, prepaidRoomMinor } from './mobility-deposits.ts';
import { getNorm } from './norms.ts';

const at = (iso: string): Instant => present(instantFromIso(iso), iso);

for (const [vertical, asked, last] of [
  ['shared_bike', '2026-11-23T10:00:00+08:00', '2026-11-25'],
  ['shared_bike', '2026-09-30T23:59:00+08:00', '2026-10-09'],
  ['shared_bike', '2026-10-01T00:00:00+08:00', '2026-10-09'],
  ['shared_car', '2026-11-23T10:00:00+08:00', '2026-12-14'],
  ['shared_car', '2026-09-24T10:00:00+08:00', '2026-10-22'],
] as const) {
  test(`the deposit of a ${vertical} asked back at ${asked} is due by the end of ${last}`, () =>
    assert.equal(depositRefundDue(vertical, CHINA, 'Asia/Shanghai', at(asked)).lastDayOn, last));
}

test('a vertical without an established term has none to count by', () => {
  assert.equal(MOBILITY_TERMS.ride_hailing.depositRefundWorkingDays, null);
  assert.throws(
    () => depositRefundDue('ride_hailing', CHINA, 'Asia/Shanghai', at('2026-11-23T10:00:00+08:00')),
    /a_refund_term_must_be_established/,
  );
});

for (const [vertical, holder, balance, room] of [
  ['shared_bike', 'person', 0, 10_000],
  ['shared_bike', 'person', 9_999, 1],
  ['shared_bike', 'person', 10_000, 0],
  ['shared_bike', 'person', 10_001, 0],
  ['shared_bike', 'organisation', 0, 10_000],
  ['shared_car', 'person', 799_999, 1],
  ['shared_car', 'person', 800_000, 0],
  ['shared_car', 'organisation', 800_000, 2_200_000],
  ['shared_car', 'organisation', 3_000_000, 0],
  ['ride_hailing', 'person', 0, 800_000],
] as const) {
  test(`${vertical}, ${holder}: an account that holds ${balance} takes ${room} more`, () =>
    assert.equal(prepaidRoomMinor(vertical, holder, balance), room));
}

test('a balance below zero or in fractions is a bug', () => {
  for (const balance of [-1, 0.5, Number.NaN])
    assert.throws(() => prepaidRoomMinor('shared_bike', 'person', balance), /a_balance_is_never_negative/);
});

test('the norm that it rests on is on the list', () =>
  assert.match(getNorm(MOBILITY_DEPOSIT_NORM).text.zh, /2 个工作日/));
