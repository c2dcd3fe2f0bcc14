import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partsLeft, payOffMinor, type PartCharge, unpaidParts } from './pay-off.ts';
import type { Pledge } from './pledge.ts';
import { born, type Line, lived, person, shop } from './test-lives.ts';
import { OFFERS, type OfferName } from './test-offers.ts';
import { costs } from './test-pledge.ts';

const charge = (seq: number, paidMinor: number, state = 'open'): PartCharge => ({
  ...{ seq, state, amountMinor: 334, paidMinor },
});
const paid: Line = [1, shop.fulfil];

/** Parts of 1,000: 334, 333 and 333. */
const CASES: readonly (readonly [says: string, OfferName, readonly Line[], readonly PartCharge[], number | null])[] = [
  ['nothing is paid yet', 'instalment', [], [], 1_000],
  ['one part is paid', 'instalment', [paid], [charge(1, 334, 'collected')], 666],
  ['two parts are paid', 'instalment', [paid, paid], [], 333],
  ['all of it is paid', 'instalment', [paid, paid, paid], [], null],
  [
    'the first part is a charge',
    'instalment',
    [['due', { by: 'time', move: { name: 'fall_due' } }]],
    [charge(1, 0)],
    1_000,
  ],
  ['a unit of it is paid', 'instalment', [['due', { by: 'time', move: { name: 'fall_due' } }]], [charge(1, 1)], 999],
  [
    'all but a unit of it is paid',
    'instalment',
    [['due', { by: 'time', move: { name: 'fall_due' } }]],
    [charge(1, 333)],
    667,
  ],
  ['an earlier part is let go', 'instalment', [[1, shop.release]], [charge(1, 0, 'forgiven')], 666],
  ['an earlier part was missed and is owed', 'instalment', [[1, shop.release]], [charge(1, 0)], 1_000],
  ['the price is not in parts', 'escrow', [], [], null],
  ['nothing is paid at all', 'borrow', [[0, shop.begin]], [], null],
];

for (const [says, name, lines, charges, expected] of CASES) {
  test(`${says}: paying off costs ${expected}`, () => {
    const pledge = lived(born(name), OFFERS[name], lines);
    assert.equal(payOffMinor(costs, OFFERS[name], pledge, charges), expected);
  });
}

test('a charge of something else is no part of the price', () => {
  const pledge: Pledge = born('instalment');
  assert.deepEqual(unpaidParts(costs, OFFERS.instalment, pledge, [charge(9, 0)]), []);
  assert.deepEqual(
    partsLeft(costs, OFFERS.instalment, pledge).map(({ seq }) => seq),
    [1, 2, 3],
  );
  assert.deepEqual(partsLeft(costs, OFFERS.trial, lived(born('trial'), OFFERS.trial, [[1, person.fulfil]])), []);
});
