/** Orders for the tests of this room: one by hand, and any that can be. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type OfferTerms, READY_MADE_OFFERS } from '../offer/index.ts';
import type { ExplainInput } from './explain.ts';
import { compilePolicy, type CompiledPolicy } from './policy.ts';

const { camera } = READY_MADE_OFFERS;
export const compiled = (whens: readonly (readonly [when: string, step: number])[]): CompiledPolicy => {
  const policy = compilePolicy(whens.map(([when, step]) => ({ when, step })));
  assert.ok(policy.ok, policy.ok ? '' : policy.detail);
  return policy.value;
};
const cameraPolicy = compiled(camera.admission.rows.map((row) => [row.when, row.step] as const));
export const says = camera.admission.rows.map((row) => row.say);
/** The camera, for somebody with a good file and nothing open. */
export const order = (more: Partial<ExplainInput> = {}): ExplainInput => ({
  policy: cameraPolicy,
  terms: camera,
  exposure: { limitMinor: 500_000, openMinor: 0 },
  cellProbabilityPpm: 5_000,
  budgetLeftMinor: 1_000_000,
  unpaidMinor: 0,
  openPledgeCount: 0,
  openHereCount: 0,
  choice: 'trust',
  openGrantsMinor: [],
  nextDraw: null,
  ...more,
});
export const always = (step: number): CompiledPolicy => compiled([['true', step]]);

const ladder = fc
  .uniqueArray(fc.integer({ min: 1, max: 300_000 }), { minLength: 1, maxLength: 4 })
  .map((steps) => steps.sort((a, b) => a - b));
const risky = fc.constantFrom(
  'unpaidMinor > 0',
  'openPledgeCount >= 3',
  'openHereCount >= 2',
  'openExposureMinor > 150000',
  'expectedLossMinor(offer.upToMinor) > 9000',
  '1 / openPledgeCount == 1',
);
const policies = fc
  .tuple(
    fc.array(fc.tuple(risky, fc.constant(0)), { maxLength: 3 }),
    fc.array(
      fc.tuple(
        fc.constantFrom(
          'expectedLossMinor(offer.ladderTopMinor) <= 4000',
          'openPledgeCount == 0',
          'unpaidMinor < 50',
          'true',
        ),
        fc.integer({ min: 0, max: 4 }),
      ),
      { minLength: 1, maxLength: 3 },
    ),
  )
  .map(([first, then]) => compiled([...first, ...then] as [string, number][]));
export const inputs: fc.Arbitrary<ExplainInput> = fc
  .record({
    policy: policies,
    steps: ladder,
    room: fc.nat(200_000),
    limit: fc.option(fc.nat(600_000)),
    grants: fc.array(fc.nat(120_000), { maxLength: 5 }),
    known: fc.boolean(),
    ppm: fc.nat(300_000),
    budget: fc.integer({ min: -10, max: 40_000 }),
    unpaid: fc.oneof(fc.constant(0), fc.nat(3000)),
    next: fc.option(fc.nat(300_000)),
  })
  .map((one) => {
    const openMinor = one.grants.reduce((a, b) => a + b, 0);
    const terms: OfferTerms = {
      ...camera,
      ladder: one.steps,
      grants: [{ type: 'deposit_waiver', upToMinor: (one.steps.at(-1) ?? 0) + (one.room % 3 === 0 ? 0 : one.room) }],
    };
    return order({
      policy: one.policy,
      terms,
      exposure: one.limit === null ? null : { limitMinor: one.limit, openMinor },
      openPledgeCount: one.grants.length,
      openHereCount: one.grants.length >> 1,
      openGrantsMinor: one.known ? one.grants : [],
      cellProbabilityPpm: one.ppm,
      budgetLeftMinor: one.budget,
      unpaidMinor: one.unpaid,
      nextDraw: one.next === null ? null : { cellProbabilityPpm: one.next, on: '2026-12-01' },
    });
  });
