import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { DAY_US, HOUR_US, type Instant, instantFromIso, present } from '../index.ts';
import { CHINA } from './china.ts';
import { findHolidayYear, isWorkingDay, WEEKENDS_ONLY } from './holiday-calendar.ts';
import { findHolidayCalendar, HOLIDAY_CALENDARS } from './known-calendars.ts';
import { COUNTED_DAYS_MAX, countDays, countWorkingDays, workingDaysAfter } from './working-days.ts';

const SHANGHAI = 'Asia/Shanghai';
const at = (iso: string): Instant => present(instantFromIso(iso), iso);
const dayOfWeek = (date: string) => Temporal.PlainDate.from(date).dayOfWeek;

/** Every stretch as the notices write it: first and last day with their day of the week, and how many days they say it is. */
const PUBLISHED: readonly (readonly [first: string, weekday: number, last: string, weekday: number, days: number])[] = [
  ['2025-01-01', 3, '2025-01-01', 3, 1],
  ['2025-01-28', 2, '2025-02-04', 2, 8],
  ['2025-04-04', 5, '2025-04-06', 7, 3],
  ['2025-05-01', 4, '2025-05-05', 1, 5],
  ['2025-05-31', 6, '2025-06-02', 1, 3],
  ['2025-10-01', 3, '2025-10-08', 3, 8],
  ['2026-01-01', 4, '2026-01-03', 6, 3],
  ['2026-02-15', 7, '2026-02-23', 1, 9],
  ['2026-04-04', 6, '2026-04-06', 1, 3],
  ['2026-05-01', 5, '2026-05-05', 2, 5],
  ['2026-06-19', 5, '2026-06-21', 7, 3],
  ['2026-09-25', 5, '2026-09-27', 7, 3],
  ['2026-10-01', 4, '2026-10-07', 3, 7],
];

test('the holidays of China are those of the notices, by their dates, days of the week and lengths', () => {
  const stretches = CHINA.years.flatMap(({ holidays }) => holidays);
  assert.equal(stretches.length, PUBLISHED.length);
  for (const [place, [firstOn, first, lastOn, last, days]] of PUBLISHED.entries()) {
    assert.deepEqual([stretches[place]?.firstOn, stretches[place]?.lastOn], [firstOn, lastOn]);
    assert.deepEqual([dayOfWeek(firstOn), dayOfWeek(lastOn)], [first, last]);
    assert.equal(Temporal.PlainDate.from(firstOn).until(lastOn).days + 1, days);
  }
});

test('what is made up is a day of a weekend, in its own year, outside every holiday; each year names its source', () => {
  for (const { year, holidays, madeUpOn, source, publishedOn } of CHINA.years) {
    assert.match(source, new RegExp(`国务院办公厅关于${year}年`));
    assert.match(publishedOn, /^\d{4}-11-\d{2}$/);
    for (const day of [...madeUpOn, ...holidays.flatMap(({ firstOn, lastOn }) => [firstOn, lastOn])])
      assert.equal(day.slice(0, 4), String(year));
    for (const day of madeUpOn) {
      assert.ok(dayOfWeek(day) >= 6, day);
      assert.ok(!holidays.some(({ firstOn, lastOn }) => firstOn <= day && day <= lastOn), day);
    }
  }
  assert.equal(findHolidayYear(CHINA, 2024), null);
  assert.equal(findHolidayYear(CHINA, 2027), null);
});

test('a calendar is found by the name it gives itself, and no other name finds one', () => {
  for (const [id, calendar] of Object.entries(HOLIDAY_CALENDARS)) {
    assert.equal(calendar.id, id);
    assert.equal(findHolidayCalendar(id), calendar);
  }
  for (const id of ['cn', '', 'toString', '__proto__']) assert.equal(findHolidayCalendar(id), null);
});

/** asked at (local) · working days · the last day. */
const CHINA_ROWS: readonly (readonly [asked: string, days: number, last: string, why: string])[] = [
  ['2026-11-23T10:00:00+08:00', 1, '2026-11-24', 'a Monday'],
  ['2026-11-23T00:00:00+08:00', 2, '2026-11-25', 'the first instant of the day'],
  ['2026-11-23T23:59:59.999999+08:00', 2, '2026-11-25', 'the last instant of the day'],
  ['2026-11-24T00:00:00+08:00', 2, '2026-11-26', 'an instant later it is another day'],
  ['2026-11-27T10:00:00+08:00', 1, '2026-11-30', 'over a weekend'],
  ['2026-11-28T10:00:00+08:00', 1, '2026-11-30', 'asked on a Saturday'],
  ['2026-11-29T10:00:00+08:00', 1, '2026-11-30', 'asked on a Sunday'],
  ['2026-09-30T10:00:00+08:00', 1, '2026-10-08', 'over the whole Golden Week'],
  ['2026-09-30T10:00:00+08:00', 2, '2026-10-09', 'a bike over Golden Week'],
  ['2026-09-30T10:00:00+08:00', 3, '2026-10-10', 'the Saturday after it is worked'],
  ['2026-09-30T10:00:00+08:00', 4, '2026-10-12', 'and the Sunday is not'],
  ['2026-10-04T10:00:00+08:00', 1, '2026-10-08', 'asked inside it'],
  ['2026-09-18T10:00:00+08:00', 1, '2026-09-20', 'a made-up Sunday right after a free Saturday'],
  ['2026-02-13T10:00:00+08:00', 1, '2026-02-14', 'a made-up Saturday'],
  ['2026-02-13T10:00:00+08:00', 2, '2026-02-24', 'and nine days of Spring Festival behind it'],
  ['2026-02-27T10:00:00+08:00', 1, '2026-02-28', 'the other made-up Saturday'],
  ['2026-01-02T10:00:00+08:00', 1, '2026-01-04', 'the made-up Sunday of New Year'],
  ['2026-09-24T10:00:00+08:00', 15, '2026-10-22', 'a car over Mid-Autumn and Golden Week'],
  ['2025-09-30T10:00:00+08:00', 1, '2025-10-09', 'eight days in 2025'],
  ['2025-12-31T10:00:00+08:00', 1, '2026-01-04', 'out of one year into the next'],
];

for (const [asked, days, last, why] of CHINA_ROWS) {
  test(`${days} working days after ${asked} end with ${last}: ${why}`, () => {
    const counted = countWorkingDays(CHINA, SHANGHAI, at(asked), days);
    assert.deepEqual([counted.lastDayOn, counted.weekendsOnlyYears], [last, []]);
    assert.equal(counted.endsAt, at(`${last}T00:00:00+08:00`) + DAY_US);
    assert.equal(workingDaysAfter(CHINA, SHANGHAI, at(asked), days), counted.endsAt);
  });
}

test('a year that nobody has published leaves out weekends only, and says so', () => {
  const into2027 = countWorkingDays(CHINA, SHANGHAI, at('2026-12-31T10:00:00+08:00'), 1);
  assert.deepEqual([into2027.lastDayOn, into2027.weekendsOnlyYears], ['2027-01-01', [2027]]);
  const before = countWorkingDays(CHINA, SHANGHAI, at('2026-12-30T10:00:00+08:00'), 1);
  assert.deepEqual([before.lastDayOn, before.weekendsOnlyYears], ['2026-12-31', []]);
  assert.deepEqual(
    countWorkingDays(CHINA, SHANGHAI, at('2026-12-31T10:00:00+08:00'), 366).weekendsOnlyYears,
    [2027, 2028],
  );
});

/** Where the clocks change or a day is left out, without any holidays. */
const ZONE_ROWS: readonly (readonly [zone: string, asked: string, days: number, last: string, endsAt: string])[] = [
  ['America/New_York', '2026-03-06T12:00:00-05:00', 1, '2026-03-09', '2026-03-10T00:00:00-04:00'],
  ['America/New_York', '2026-10-30T12:00:00-04:00', 1, '2026-11-02', '2026-11-03T00:00:00-05:00'],
  ['Europe/Berlin', '2026-03-27T23:30:00+01:00', 2, '2026-03-31', '2026-04-01T00:00:00+02:00'],
  // Midnight itself is skipped on Friday 24 April: Thursday ends where Friday 01:00 begins.
  ['Africa/Cairo', '2026-04-22T12:00:00+02:00', 1, '2026-04-23', '2026-04-24T01:00:00+03:00'],
  // Friday 30 December 2011 did not happen in Samoa.
  ['Pacific/Apia', '2011-12-28T12:00:00-10:00', 1, '2011-12-29', '2011-12-31T00:00:00+14:00'],
  ['Pacific/Apia', '2011-12-28T12:00:00-10:00', 2, '2012-01-02', '2012-01-03T00:00:00+14:00'],
];
for (const [zone, asked, days, last, endsAt] of ZONE_ROWS) {
  test(`in ${zone} ${days} working days after ${asked} end at ${endsAt}`, () => {
    const counted = countWorkingDays(WEEKENDS_ONLY, zone, at(asked), days);
    assert.equal(counted.lastDayOn, last);
    assert.equal(counted.endsAt, at(endsAt));
  });
}

const SEVEN_ROWS: readonly (readonly [paid: string, last: string, why: string])[] = [
  ['2026-11-17T09:00:00+08:00', '2026-11-24', 'the seventh day is worked'],
  ['2026-11-14T09:00:00+08:00', '2026-11-23', 'the seventh day is a Saturday: the Monday after'],
  ['2026-09-24T09:00:00+08:00', '2026-10-08', 'the seventh day opens Golden Week: the day after it'],
  ['2026-10-03T09:00:00+08:00', '2026-10-10', 'the seventh day is a Saturday that is worked'],
];
for (const [paid, last, why] of SEVEN_ROWS) {
  test(`seven days after ${paid} end with ${last}: ${why}`, () =>
    assert.equal(countDays(CHINA, SHANGHAI, at(paid), 7).lastDayOn, last));
}

test('days are whole, from 1 to 366; anything else is a bug', () => {
  const now = at('2026-11-23T10:00:00+08:00');
  for (const days of [0, -1, 1.5, Number.NaN, COUNTED_DAYS_MAX + 1]) {
    assert.throws(() => workingDaysAfter(CHINA, SHANGHAI, now, days), /days_are_counted_from_1_to_366/);
    assert.throws(() => countDays(CHINA, SHANGHAI, now, days), /days_are_counted_from_1_to_366/);
  }
  assert.ok(workingDaysAfter(CHINA, SHANGHAI, now, COUNTED_DAYS_MAX) > now);
});

const ASKED = fc.bigInt({ min: at('2025-01-01T00:00:00Z'), max: at('2026-12-31T00:00:00Z') });
const ZONE = fc.constantFrom(SHANGHAI, 'America/New_York', 'Europe/Berlin', 'Africa/Cairo', 'Asia/Kolkata');

test('one day more is one working day later, never the same day and never earlier', () => {
  fc.assert(
    fc.property(ASKED, ZONE, fc.integer({ min: 1, max: 30 }), (asked, zone, days) => {
      const one = countWorkingDays(CHINA, zone, asked, days);
      const more = countWorkingDays(CHINA, zone, asked, days + 1);
      assert.ok(more.endsAt > one.endsAt && one.endsAt > asked);
      assert.ok(isWorkingDay(CHINA, one.lastDayOn, dayOfWeek(one.lastDayOn)));
      // Counting one day from the end of the last one arrives at the same day.
      assert.deepEqual(countWorkingDays(CHINA, zone, one.endsAt - 1n, 1).lastDayOn, more.lastDayOn);
    }),
  );
});

test('later in the same day changes nothing, and a day never counts itself', () => {
  fc.assert(
    fc.property(ASKED, fc.integer({ min: 1, max: 30 }), (asked, days) => {
      const midnight = at(
        `${Temporal.Instant.fromEpochNanoseconds(asked * 1000n)
          .toZonedDateTimeISO(SHANGHAI)
          .toPlainDate()}T00:00:00+08:00`,
      );
      const dueAt = workingDaysAfter(CHINA, SHANGHAI, asked, days);
      assert.equal(workingDaysAfter(CHINA, SHANGHAI, midnight, days), dueAt);
      assert.equal(workingDaysAfter(CHINA, SHANGHAI, midnight + 24n * HOUR_US - 1n, days), dueAt);
      assert.ok(dueAt >= midnight + BigInt(days + 1) * DAY_US);
    }),
  );
});
