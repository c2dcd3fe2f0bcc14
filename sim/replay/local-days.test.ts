import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isoFromInstant } from '../../packages/troth/src/kernel/clock.ts';
import type { Instant } from '../../packages/troth/src/kernel/clock.ts';
import { localDaysOf } from './local-days.ts';

const clinic = localDaysOf('America/Sao_Paulo');
const iso = (at: Instant | null | undefined): string | null =>
  at === null || at === undefined ? null : isoFromInstant(at);

test('a day in São Paulo is 24 hours from its own midnight, in winter and in summer', () => {
  const winter = clinic.findDay('2016-04-29');
  assert.equal(iso(winter?.startsAt), '2016-04-29T03:00:00Z');
  assert.equal(iso(winter?.endsAt), '2016-04-30T03:00:00Z');
  assert.equal(iso(clinic.findDay('2015-11-10')?.startsAt), '2015-11-10T02:00:00Z');
  assert.equal(iso(clinic.findTime('2015-11-10', '07:13:56')), '2015-11-10T09:13:56Z');
});

test('the day summer time ends has 25 hours and the day it begins 23, starting at one', () => {
  const end = clinic.findDay('2016-02-20');
  assert.equal(iso(end?.startsAt), '2016-02-20T02:00:00Z');
  assert.equal(iso(end?.endsAt), '2016-02-21T03:00:00Z');
  assert.equal(iso(clinic.findTime('2016-02-20', '23:30:00')), '2016-02-21T01:30:00Z');
  const begin = clinic.findDay('2015-10-18');
  assert.equal(iso(begin?.startsAt), '2015-10-18T03:00:00Z');
  assert.equal(iso(begin?.endsAt), '2015-10-19T02:00:00Z');
  assert.equal(iso(clinic.findTime('2015-10-18', '00:30:00')), '2015-10-18T03:30:00Z');
});

test('every instant of a day lies in that day', () => {
  for (const date of ['2016-02-20', '2016-02-21', '2015-10-18', '2016-06-08']) {
    const day = clinic.findDay(date);
    assert.ok(day !== null);
    assert.equal(clinic.dayOf(day.startsAt).date, date);
    assert.equal(clinic.dayOf(day.endsAt - 1n).date, date);
    assert.notEqual(clinic.dayOf(day.endsAt).date, date);
  }
});

test('days and times that do not exist are none', () => {
  for (const date of ['2016-02-30', '2016-13-01', '2016-4-1', '', '2016-04-29T00:00:00Z', '２０１６-04-29'])
    assert.equal(clinic.findDay(date), null, date);
  for (const time of ['24:00:00', '12:60:00', '7:00:00', '', '12:00:60'])
    assert.equal(clinic.findTime('2016-04-29', time), null, time);
});
