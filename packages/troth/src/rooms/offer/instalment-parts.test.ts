import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  AMOUNT_MINOR_MAX,
  type Currency,
  formatMoney,
  type Instant,
  instantFromIso,
  isoFromInstant,
  present,
} from '../../kernel/index.ts';
import {
  earlyPayoffMinor,
  INSTALMENT_PARTS_MAX,
  instalmentDueTimes,
  type InstalmentSchedule,
  instalmentParts,
} from './instalment-parts.ts';
import { INSTALMENT_REFUSALS } from './refusals.ts';

const partsOf = (totalMinor: number, partCount: number) => {
  const outcome = instalmentParts(totalMinor, partCount);
  assert.ok(outcome.ok);
  return outcome.value;
};
const at = (iso: string): Instant => present(instantFromIso(iso), iso);

const SPLITS: readonly (readonly [Currency, total: number, count: number, parts: readonly number[], first: string])[] =
  [
    ['CNY', 10_000, 1, [10_000], '¥100'],
    ['CNY', 10_000, 2, [5_000, 5_000], '¥50'],
    ['CNY', 10_000, 3, [3_334, 3_333, 3_333], '¥33.34'],
    ['CNY', 11_000, 3, [3_667, 3_667, 3_666], '¥36.67'],
    ['JPY', 100, 3, [34, 33, 33], '¥34'],
    ['KWD', 100_000, 3, [33_334, 33_333, 33_333], 'KWD 33.334'],
    ['CNY', 3, 3, [1, 1, 1], '¥0.01'],
    ['CNY', 4, 3, [2, 1, 1], '¥0.02'],
    ['CNY', 5, 3, [2, 2, 1], '¥0.02'],
  ];
for (const [currency, total, count, parts, first] of SPLITS) {
  test(`${total} of ${currency} in ${count} is ${parts.join(', ')}`, () => {
    assert.deepEqual(partsOf(total, count), parts);
    const said = formatMoney({ amountMinor: present(parts[0], 'first part'), currency }, 'zh');
    assert.equal(said.replace(/\s/g, ' '), first);
  });
}

for (const [total, count, reason] of [
  [10_000, 0, 'parts_out_of_range'],
  [10_000, -1, 'parts_out_of_range'],
  [10_000, 1.5, 'parts_out_of_range'],
  [10_000, INSTALMENT_PARTS_MAX + 1, 'parts_out_of_range'],
  [2, 3, 'total_below_parts'],
  [0, 1, 'total_below_parts'],
  [0, 0, 'parts_out_of_range'],
] as const) {
  test(`${total} in ${count} parts is refused: ${reason}`, () => {
    assert.deepEqual(instalmentParts(total, count), { ok: false, reason });
    assert.ok(INSTALMENT_REFUSALS[reason].zh.length > 0);
  });
}

test('the most parts there can be are allowed, and a total beyond money is a bug', () => {
  assert.equal(partsOf(AMOUNT_MINOR_MAX, INSTALMENT_PARTS_MAX).length, INSTALMENT_PARTS_MAX);
  for (const total of [-1, 0.5, AMOUNT_MINOR_MAX + 1])
    assert.throws(() => instalmentParts(total, 2), /a_total_is_an_amount/);
});

const COUNT = fc.integer({ min: 1, max: INSTALMENT_PARTS_MAX });
const TOTAL = fc.oneof(
  fc.integer({ min: INSTALMENT_PARTS_MAX, max: AMOUNT_MINOR_MAX }),
  fc.integer({ min: INSTALMENT_PARTS_MAX, max: 1_000 }),
);

test('the parts are the total, each at least 1, none more than 1 above another, the larger ones first', () => {
  fc.assert(
    fc.property(TOTAL, COUNT, (total, count) => {
      const parts = partsOf(total, count);
      assert.equal(parts.length, count);
      assert.equal(
        parts.reduce((sum, part) => sum + part, 0),
        total,
      );
      assert.ok(
        parts.every((part, place) => Number.isInteger(part) && part >= 1 && part <= (parts[place - 1] ?? part)),
      );
      assert.ok(present(parts[0], 'first') - present(parts.at(-1), 'last') <= 1);
    }),
  );
});

test('paying the rest early costs what is left: all at the start, one part less after each, nothing at the end', () => {
  assert.deepEqual(
    [0, 1, 2, 3].map((paid) => earlyPayoffMinor([3_334, 3_333, 3_333], paid)),
    [10_000, 6_666, 3_333, 0],
  );
  for (const paid of [-1, 4, 0.5])
    assert.throws(() => earlyPayoffMinor([1, 1, 1], paid), /paid_parts_are_among_the_parts/);
  fc.assert(
    fc.property(TOTAL, COUNT, fc.nat(INSTALMENT_PARTS_MAX), (total, count, paid) => {
      const parts = partsOf(total, count);
      const paidCount = Math.min(paid, count);
      const paidMinor = parts.slice(0, paidCount).reduce((sum, part) => sum + part, 0);
      assert.equal(paidMinor + earlyPayoffMinor(parts, paidCount), total);
    }),
  );
});

const monthly = (firstAfter: number, atLocalTime = '18:00', every = 1): InstalmentSchedule => ({
  unit: 'months',
  firstAfter,
  every,
  atLocalTime,
});
const daily = (firstAfter: number, every: number, atLocalTime = '18:00'): InstalmentSchedule => ({
  unit: 'days',
  firstAfter,
  every,
  atLocalTime,
});

const DUES: readonly (readonly [
  says: string,
  zone: string,
  start: string,
  InstalmentSchedule,
  dues: readonly string[],
])[] = [
  [
    'the 31st falls on the last day of shorter months, and on the 31st again',
    'Asia/Shanghai',
    '2026-12-31T09:00:00+08:00',
    monthly(1),
    [
      '2027-01-31T18:00:00+08:00',
      '2027-02-28T18:00:00+08:00',
      '2027-03-31T18:00:00+08:00',
      '2027-04-30T18:00:00+08:00',
    ],
  ],
  [
    '29 February in a leap year',
    'Asia/Shanghai',
    '2028-01-30T09:00:00+08:00',
    monthly(1),
    ['2028-02-29T18:00:00+08:00', '2028-03-30T18:00:00+08:00'],
  ],
  [
    'the first part on the day itself',
    'Asia/Shanghai',
    '2026-11-24T09:00:00+08:00',
    monthly(0),
    ['2026-11-24T18:00:00+08:00', '2026-12-24T18:00:00+08:00'],
  ],
  [
    'every second month',
    'Asia/Shanghai',
    '2026-11-24T09:00:00+08:00',
    monthly(1, '00:00', 2),
    ['2026-12-24T00:00:00+08:00', '2027-02-24T00:00:00+08:00'],
  ],
  [
    'the day is the day of the place, not of Greenwich',
    'Asia/Shanghai',
    '2026-11-24T17:00:00Z',
    monthly(1),
    ['2026-12-25T18:00:00+08:00'],
  ],
  [
    'every fourteen days',
    'Asia/Shanghai',
    '2026-12-20T23:59:00+08:00',
    daily(14, 14),
    ['2027-01-03T18:00:00+08:00', '2027-01-17T18:00:00+08:00'],
  ],
  [
    'the same time by the clock when the clocks change',
    'America/New_York',
    '2026-02-28T12:00:00-05:00',
    daily(7, 7),
    ['2026-03-07T18:00:00-05:00', '2026-03-14T18:00:00-04:00'],
  ],
  [
    'a time that the clocks skip is the same span later',
    'America/New_York',
    '2026-03-07T12:00:00-05:00',
    daily(1, 1, '02:30'),
    ['2026-03-08T03:30:00-04:00', '2026-03-09T02:30:00-04:00'],
  ],
  [
    'a time that the clocks show twice is the first',
    'America/New_York',
    '2026-10-31T12:00:00-04:00',
    daily(1, 1, '01:30'),
    ['2026-11-01T01:30:00-04:00'],
  ],
];
for (const [says, zone, start, schedule, dues] of DUES) {
  test(`${says}: ${dues.join(', ')}`, () =>
    assert.deepEqual(
      instalmentDueTimes(zone, at(start), schedule, dues.length).map(isoFromInstant),
      dues.map((due) => isoFromInstant(at(due))),
    ));
}

test('a schedule that stands still or goes back is a bug', () => {
  const start = at('2026-11-24T09:00:00Z');
  assert.throws(() => instalmentDueTimes('UTC', start, daily(0, 0), 2), /parts_fall_due_one_after_another/);
  assert.throws(() => instalmentDueTimes('UTC', start, daily(-1, 1), 2), /a_first_part_is_never_on_an_earlier_day/);
});

test('each part falls due after the one before, whatever the zone and the month', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: at('2024-01-01T00:00:00Z'), max: at('2035-01-01T00:00:00Z') }),
      fc.constantFrom('Asia/Shanghai', 'America/New_York', 'Europe/Berlin', 'Africa/Cairo', 'Australia/Lord_Howe'),
      fc.record({
        unit: fc.constantFrom('days' as const, 'months' as const),
        firstAfter: fc.nat(40),
        every: fc.integer({ min: 1, max: 12 }),
        atLocalTime: fc.constantFrom('00:00', '01:30', '02:30', '12:00', '23:59'),
      }),
      fc.integer({ min: 1, max: 12 }),
      (start, zone, schedule, count) => {
        const dues = instalmentDueTimes(zone, start, schedule, count);
        assert.equal(dues.length, count);
        assert.ok(dues.every((due, place) => place === 0 || due > present(dues[place - 1], 'before')));
        // A longer plan begins with the same times: the k-th part does not depend on how many there are.
        assert.deepEqual(instalmentDueTimes(zone, start, schedule, count + 1).slice(0, count), dues);
      },
    ),
  );
});
