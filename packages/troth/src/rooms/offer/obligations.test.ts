import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Instant, instantFromIso, isoFromInstant, MINUTE_US, present } from '../../kernel/index.ts';
import {
  bornObligations,
  dueMinutesMax,
  minutesBegun,
  type OrderTimes,
  START_AHEAD_MAX_US,
  START_TOLERANCE_US,
} from './obligations.ts';
import { findLocalDay, isTimezone } from './local-times.ts';
import { READY_MADE_OFFERS } from './ready-made/index.ts';
import { totalOfLines } from './order-lines.ts';
import { ORDER_REFUSALS, type OrderRefusal } from './refusals.ts';
import type { OfferTerms } from './terms.ts';

const at = (iso: string): Instant => present(instantFromIso(iso), 'test_instant_reads');
const NOW = at('2026-11-22T10:00:00Z');
const { camera, umbrella } = READY_MADE_OFFERS;
const bike: OfferTerms = READY_MADE_OFFERS['city-bike'];
const table: OfferTerms = READY_MADE_OFFERS['cafe-table'];
const inZone = (terms: OfferTerms, timezone: string): OfferTerms => ({ ...terms, timezone });
const duesOf = (terms: OfferTerms, order: OrderTimes, now: Instant): readonly string[] => {
  const born = bornObligations(terms, order, now);
  assert.ok(born.ok, born.ok ? '' : born.reason);
  return born.value.map(
    (one) =>
      `${one.seq} ${one.type} ${isoFromInstant(one.startsAt)} ${isoFromInstant(one.dueAt)} ${isoFromInstant(one.graceUntil)}`,
  );
};

test('a rental starts now, and its payment waits for the end of the grace', () => {
  assert.deepEqual(duesOf(bike, {}, NOW), [
    '1 return_item 2026-11-22T10:00:00Z 2026-11-22T14:00:00Z 2026-11-22T16:00:00Z',
    '2 pay 2026-11-22T10:00:00Z 2026-11-23T16:00:00Z 2026-11-26T16:00:00Z',
  ]);
});

test('the next evening is the next evening of the offer’s own zone', () => {
  assert.deepEqual(
    duesOf(umbrella, {}, at('2026-11-22T15:59:00Z')).map((text) => text.split(' ')[3]),
    ['2026-11-23T13:00:00Z'],
  );
  assert.deepEqual(
    duesOf(umbrella, {}, at('2026-11-22T16:01:00Z')).map((text) => text.split(' ')[3]),
    ['2026-11-24T13:00:00Z'],
  );
});

test('elapsed minutes do not move when the clocks do, a local evening does', () => {
  // Berlin goes back from 03:00 to 02:00 on 25 October 2026, and forward on 28 March 2027.
  assert.equal(
    duesOf(inZone(bike, 'Europe/Berlin'), {}, at('2026-10-25T00:00:00Z'))[0]?.split(' ')[3],
    '2026-10-25T04:00:00Z',
  );
  assert.equal(
    duesOf(inZone(umbrella, 'Europe/Berlin'), {}, at('2026-10-24T12:00:00Z'))[0]?.split(' ')[3],
    '2026-10-25T20:00:00Z',
  );
  assert.equal(
    duesOf(inZone(umbrella, 'Europe/Berlin'), {}, at('2027-03-27T12:00:00Z'))[0]?.split(' ')[3],
    '2027-03-28T19:00:00Z',
  );
});

test('a due time that the clocks skip falls after the gap', () => {
  const terms: OfferTerms = {
    ...inZone(umbrella, 'Europe/Berlin'),
    obligations: [
      { type: 'return_item', owedBy: 'promisor', due: { afterDays: 1, atLocalTime: '02:30' }, graceMinutes: 0 },
    ],
  };
  assert.equal(duesOf(terms, {}, at('2027-03-27T12:00:00Z'))[0]?.split(' ')[3], '2027-03-28T01:30:00Z');
});

test('an appointment is a window from its instant', () => {
  assert.deepEqual(duesOf(table, { startsAt: at('2026-11-23T11:00:00Z') }, NOW), [
    '1 attend 2026-11-23T11:00:00Z 2026-11-23T11:30:00Z 2026-11-23T11:45:00Z',
  ]);
});

for (const [timezone, date, from, to, hours] of [
  ['Asia/Shanghai', '2026-11-23', '2026-11-22T16:00:00Z', '2026-11-23T16:00:00Z', 24],
  ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', 25],
  ['Europe/Berlin', '2027-03-28', '2027-03-27T23:00:00Z', '2027-03-28T22:00:00Z', 23],
  ['America/Sao_Paulo', '2016-04-29', '2016-04-29T03:00:00Z', '2016-04-30T03:00:00Z', 24],
  ['America/Sao_Paulo', '2016-10-16', '2016-10-16T03:00:00Z', '2016-10-17T02:00:00Z', 23],
] as const) {
  test(`${date} in ${timezone} is a whole day of ${hours} hours`, () => {
    const day = present(findLocalDay(timezone, date), 'test_day_exists');
    assert.deepEqual([isoFromInstant(day.startsAt), isoFromInstant(day.endsAt)], [from, to]);
    assert.deepEqual(duesOf(inZone(table, timezone), { onLocalDate: date }, day.startsAt)[0]?.split(' ').slice(2, 4), [
      from,
      to,
    ]);
  });
}

for (const text of ['2026-02-30', '2026-13-01', '2026-1-1', '20261122', '2026-11-22T00:00', '', '2026-11-22 ']) {
  test(`"${text}" is no day`, () => assert.equal(findLocalDay('Asia/Shanghai', text), null));
}

test('a day that a zone jumped over has no time to be there in', () =>
  assert.equal(findLocalDay('Pacific/Apia', '2011-12-30'), null));

for (const [text, known] of [
  ['Asia/Shanghai', true],
  ['UTC', true],
  ['America/Argentina/Buenos_Aires', true],
  ['Asia/Nowhere', false],
  ['+08:00', false],
  ['', false],
  ['Asia/Shanghai\n', false],
  ['__proto__', false],
] as const) {
  test(`${JSON.stringify(text)} is ${known ? 'a' : 'no'} timezone`, () => assert.equal(isTimezone(text), known));
}

const bought = {
  type: 'pay',
  owedBy: 'promisor',
  amount: { orderedUpToMinor: 5_000 },
  into: 'shop',
  graceMinutes: 0,
} as const;
const ordered: OfferTerms = { ...bike, obligations: [{ ...bought, due: { afterMinutes: 60 } }] };
const parts = { count: 3, unit: 'days', firstAfter: 1, every: 1, atLocalTime: '12:00' } as const;
const inParts: OfferTerms['obligations'][number] = { ...bought, parts };
const tried: OfferTerms = {
  ...bike,
  obligations: [
    { type: 'return_item', owedBy: 'promisor', due: { afterMinutes: 60 }, graceMinutes: 0, orPay: true },
    { ...bought, amount: { orderedUpToMinor: 5_000, eachUpToMinor: 3_000 }, due: { afterMinutes: 60 } },
  ],
};
const lineOf = (priceMinor: number, more: object = {}) => ({ lineNo: `L-${priceMinor}`, priceMinor, ...more });
const linesOf = (...lines: readonly ReturnType<typeof lineOf>[]): OrderTimes => ({
  lines,
  amountMinor: totalOfLines(lines),
});
const REFUSED: readonly (readonly [OrderRefusal, string, OfferTerms, OrderTimes])[] = [
  ['start_missing', '/startsAt', table, {}],
  ['start_given_twice', '/onLocalDate', table, { startsAt: NOW, onLocalDate: '2026-11-23' }],
  ['local_date_invalid', '/onLocalDate', table, { onLocalDate: '2026-11-31' }],
  ['local_date_needs_an_appointment', '/onLocalDate', camera, { onLocalDate: '2026-11-23' }],
  ['start_in_the_past', '/startsAt', bike, { startsAt: NOW - START_TOLERANCE_US - 1n }],
  ['start_too_far_ahead', '/startsAt', bike, { startsAt: NOW + START_AHEAD_MAX_US + 1n }],
  ['start_too_far_ahead', '/onLocalDate', table, { onLocalDate: '2028-01-01' }],
  ['window_already_over', '/startsAt', table, { startsAt: NOW - 30n * MINUTE_US }],
  ['amount_missing', '/amountMinor', ordered, {}],
  ['amount_missing', '/amountMinor', { ...ordered, obligations: [inParts] }, { amountMinor: 2 }],
  ['amount_above_cap', '/amountMinor', ordered, { amountMinor: 5_001 }],
  ['amount_not_asked', '/amountMinor', bike, { amountMinor: 1 }],
  ['lines_not_asked', '/lines', ordered, linesOf(lineOf(1))],
  [
    'lines_not_asked',
    '/lines',
    { ...tried, obligations: [tried.obligations[0], inParts] as never },
    linesOf(lineOf(9)),
  ],
  ['line_repeated', '/lines', tried, linesOf(lineOf(1), lineOf(1))],
  ['line_not_eligible', '/lines/1', tried, linesOf(lineOf(1), lineOf(2, { eligible: false }))],
  ['line_above_cap', '/lines', tried, linesOf(lineOf(1), lineOf(3_001))],
  ['lines_do_not_add_up', '/amountMinor', tried, { ...linesOf(lineOf(2), lineOf(3)), amountMinor: 4 }],
  ['lines_do_not_add_up', '/amountMinor', tried, { ...linesOf(lineOf(2), lineOf(3)), amountMinor: 6 }],
  ['window_already_over', '/onLocalDate', table, { onLocalDate: '2026-11-21' }],
  [
    'due_already_past',
    '/startsAt',
    {
      ...umbrella,
      obligations: [
        { type: 'return_item', owedBy: 'promisor', due: { afterDays: 0, atLocalTime: '17:59' }, graceMinutes: 0 },
      ],
    },
    {},
  ],
];
test('an order in lines at every limit is the sum of them, and they stand with what may be sent back', () => {
  const order = linesOf(lineOf(3_000), lineOf(2_000, { eligible: true }));
  const born = bornObligations(tried, order, NOW);
  assert.ok(born.ok);
  assert.deepEqual(
    born.value.map(({ asked, lines }) => [asked, lines?.length]),
    [
      [null, 2],
      [5_000, undefined],
    ],
  );
});

for (const [reason, pointer, terms, order] of REFUSED) {
  test(`an order is refused: ${reason} at ${pointer}`, () => {
    const born = bornObligations(terms, order, NOW);
    assert.ok(!born.ok);
    assert.equal(born.reason, reason);
    assert.ok(born.pointers?.includes(pointer));
  });
}

test('every refusal of an order has a row above', () => {
  assert.deepEqual([...new Set(REFUSED.map(([reason]) => reason))].sort(), Object.keys(ORDER_REFUSALS).sort());
});

test('an order may say every amount from one minor unit a part to the cap, both included', () => {
  const asked = (terms: OfferTerms, amountMinor: number) => {
    const born = bornObligations(terms, { amountMinor }, NOW);
    return born.ok ? born.value.map((one) => one.asked) : born.reason;
  };
  assert.deepEqual(asked(ordered, 1), [1]);
  assert.deepEqual(asked(ordered, 5_000), [5_000]);
  assert.deepEqual(asked({ ...ordered, obligations: [inParts] }, 3), [1, 1, 1]);
  assert.deepEqual(asked({ ...ordered, obligations: [inParts] }, 5_000), [1_667, 1_667, 1_666]);
});

for (const [name, order] of [
  ['a window with one microsecond left', { startsAt: NOW - 30n * MINUTE_US + 1n }],
  ['a start exactly a year ahead', { startsAt: NOW + START_AHEAD_MAX_US }],
] as const) {
  test(`${name} can be promised`, () => assert.ok(bornObligations(table, order, NOW).ok));
}
test('a rental that started exactly the tolerance ago can be promised', () =>
  assert.ok(bornObligations(bike, { startsAt: NOW - START_TOLERANCE_US }, NOW).ok));

for (const [from, to, minutes] of [
  [0n, 0n, 0],
  [0n, 1n, 1],
  [0n, MINUTE_US, 1],
  [0n, MINUTE_US + 1n, 2],
  [5n, 0n, 0],
] as const) {
  test(`${to - from} µs are ${minutes} minutes begun`, () => assert.equal(minutesBegun(from, to), minutes));
}

test('obligations are due after they start, in grace after they are due, in the order of the offer, wherever and whenever', () => {
  const zones = fc.constantFrom(
    'Asia/Shanghai',
    'Europe/Berlin',
    'America/Sao_Paulo',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
    'Pacific/Apia',
    'UTC',
  );
  const instants = fc.bigInt({ min: at('2000-01-01T00:00:00Z'), max: at('2040-01-01T00:00:00Z') });
  fc.assert(
    fc.property(zones, instants, fc.constantFrom<OfferTerms>(bike, camera, umbrella), (timezone, now, offer) => {
      const terms = inZone(offer, timezone);
      const born = bornObligations(terms, {}, now);
      assert.ok(born.ok);
      assert.deepEqual(
        born.value.map((one) => one.type),
        terms.obligations.map((one) => one.type),
      );
      for (const one of born.value) assert.ok(one.startsAt < one.dueAt && one.dueAt <= one.graceUntil);
      const back = present(
        born.value.find((one) => one.type === 'return_item'),
        'test_offer_returns',
      );
      assert.ok(minutesBegun(back.startsAt, back.dueAt) <= dueMinutesMax(terms, {}));
    }),
    { numRuns: 300 },
  );
});
