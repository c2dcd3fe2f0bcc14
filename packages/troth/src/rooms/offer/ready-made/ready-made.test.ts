import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mostItCanCost } from '../cost.ts';
import { purposeOf } from '../purpose-of.ts';
import type { OfferTerms } from '../terms.ts';
import { READY_MADE_OFFERS, type ReadyMadeOffer } from './index.ts';

/** Minor units: in time · as late as can be · not kept at all · never more; and what a person consents to. */
const COSTS: Readonly<Record<ReadyMadeOffer, readonly [number, number, number, number, string]>> = {
  'city-bike': [1_200, 7_000, 22_000, 22_000, 'deposit_waiver'],
  'power-bank': [6_000, 6_000, 15_900, 15_900, 'deposit_waiver'],
  umbrella: [0, 2_000, 6_000, 6_000, 'deposit_waiver'],
  camera: [24_000, 120_000, 384_000, 384_000, 'deposit_waiver'],
  'clinic-desk': [0, 0, 0, 0, 'appointment'],
  'cafe-table': [0, 2_000, 5_000, 5_000, 'deposit_waiver'],
  car: [40_000, 680_000, 1_100_000, 1_100_000, 'deposit_waiver'],
  clothing: [18_000, 42_000, 87_000, 112_000, 'deposit_waiver'],
  crates: [16_000, 100_000, 260_000, 260_000, 'deposit_waiver'],
  hotel: [120_000, 140_000, 210_000, 210_000, 'deposit_waiver'],
  salon: [0, 0, 20_000, 20_000, 'membership'],
  gym: [0, 0, 60_000, 60_000, 'membership'],
  'cafe-card': [0, 0, 3_000, 3_000, 'membership'],
  library: [0, 0, 0, 0, 'borrow'],
  'tool-library': [0, 0, 0, 0, 'borrow'],
  volunteering: [0, 0, 0, 0, 'volunteering'],
  headphones: [49_900, 49_900, 49_900, 49_900, 'trial'],
  'charging-point': [8_000, 8_000, 8_000, 8_000, 'pay_later'],
  'piano-course': [250_000, 250_000, 250_000, 250_000, 'pay_later'],
  'second-hand': [500_000, 500_000, 500_000, 500_000, 'purchase'],
  'e-bike-month': [0, 5_000, 10_000, 10_000, 'deposit_waiver'],
};

for (const [name, [onTimeMinor, lateMinor, lostMinor, ceilingMinor, purpose]] of Object.entries(COSTS)) {
  const terms: OfferTerms = READY_MADE_OFFERS[name as ReadyMadeOffer];
  test(`the ready-made ${name} never costs more than ${ceilingMinor}`, () =>
    assert.deepEqual(mostItCanCost(terms, {}), { onTimeMinor, lateMinor, lostMinor, ceilingMinor }));
  test(`who accepts the ready-made ${name} consents to ${purpose}`, () => assert.equal(purposeOf(terms), purpose));
}

for (const amountMinor of [1, 499_999, 500_000]) {
  test(`an order of ${amountMinor} costs that and nothing else`, () => {
    const most = mostItCanCost(READY_MADE_OFFERS['second-hand'], { amountMinor });
    assert.deepEqual(new Set(Object.values(most)), new Set([amountMinor]));
  });
}

test('no ready-made offer says the same as another', () => {
  const titles = Object.values(READY_MADE_OFFERS).flatMap(({ title }) => [title.zh, title.en]);
  assert.equal(new Set(titles).size, titles.length);
});
