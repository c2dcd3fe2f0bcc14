// What is billed after a use: whatever is said, in whatever order, one price comes of it, and never more than the cap.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { HOUR_US } from '../../kernel/index.ts';
import { applyMove, type Move } from './apply-move.ts';
import type { Pledge, PlannedCharge } from './pledge.ts';
import { born, lived, person, shop } from './test-lives.ts';
import { OFFERS } from './test-offers.ts';
import { at, costs, time } from './test-pledge.ts';

const CAP_MINOR = 2_000;
const terms = OFFERS.postpay;
const moves: fc.Arbitrary<readonly (readonly [hours: number, move: Move])[]> = fc.array(
  fc.tuple(
    fc.integer({ min: 0, max: 40 }),
    fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 0, max: CAP_MINOR + 50 }).map((minor) => shop.bill(minor)) },
      { weight: 2, arbitrary: fc.constant(time) },
      { weight: 1, arbitrary: fc.constantFrom(shop.fulfil, shop.release, shop.notice, person.answer, shop.withdraw) },
    ),
  ),
  { maxLength: 14 },
);

test('the final amount is the last that was told, one price at most, never above the cap and never above what was told before', () => {
  let charged = 0;
  fc.assert(
    fc.property(moves, (lines) => {
      let pledge: Pledge = lived(born('postpay'), terms, [[0, shop.begin]]);
      let now = at(0);
      let told: number | null = null;
      const charges: PlannedCharge[] = [];
      for (const [hours, move] of lines) {
        now += BigInt(hours) * HOUR_US;
        const outcome = applyMove(pledge, { terms, costs }, move, now);
        if (!outcome.ok) continue;
        if (move.move.name === 'bill') {
          assert.ok(told === null || move.move.amountMinor < told, 'only downwards');
          told = move.move.amountMinor;
          assert.ok(told <= CAP_MINOR, 'the cap');
        }
        charges.push(...outcome.value.charges);
        pledge = outcome.value.pledge;
      }
      assert.ok(charges.length <= 1, 'one price');
      for (const { kind, amountMinor } of charges) assert.deepEqual([kind, amountMinor], ['price', told]);
      assert.ok(pledge.chargedMinor <= CAP_MINOR);
      charged += charges.length;
    }),
    { numRuns: 3_000, seed: 11 },
  );
  assert.ok(charged > 300, `only ${charged} lives came to a price`);
});
