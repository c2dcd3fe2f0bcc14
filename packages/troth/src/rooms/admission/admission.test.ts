import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { depositMinor, READY_MADE_OFFERS } from '../offer/index.ts';
import {
  type AdmissionDecision,
  type AdmissionInput,
  decideAdmission,
  forMerchant,
  type MerchantAnswer,
} from './admission.ts';
import type { ExplainInput } from './explain.ts';
import { expectedLossMinor } from './policy.ts';
import { renderReasons } from './reasons.ts';
import { always, compiled, inputs, order, says } from './test-orders.ts';

const inShort = (one: AdmissionDecision): readonly unknown[] => [
  one.outcome,
  one.grantedMinor,
  one.depositMinor,
  one.matchedRow,
];
const clinicInput = (): AdmissionInput => ({
  ...order({ policy: always(0) }),
  terms: READY_MADE_OFFERS['clinic-desk'],
});

const CASES: readonly (readonly [string, Partial<ExplainInput>, readonly unknown[]])[] = [
  ['a good file is granted all of it', {}, ['full', 300_000, 0, 2]],
  ['a newcomer is granted a part', { cellProbabilityPpm: 18_300 }, ['partial', 200_000, 100_000, 3]],
  ['the row for what is unpaid comes first', { unpaidMinor: 1 }, ['ordinary', 0, 300_000, 0]],
  ['a risk that no row takes leads to ordinary terms', { cellProbabilityPpm: 144_000 }, ['ordinary', 0, 300_000, null]],
  ['no limit in the currency grants nothing', { exposure: null }, ['ordinary', 0, 300_000, null]],
  ['room for exactly the step grants it', { exposure: { limitMinor: 300_000, openMinor: 0 } }, ['full', 300_000, 0, 2]],
  [
    'one minor unit less grants the step below',
    { exposure: { limitMinor: 299_999, openMinor: 0 } },
    ['partial', 200_000, 100_000, 2],
  ],
  [
    'one minor unit more grants no more than the step',
    { exposure: { limitMinor: 300_001, openMinor: 0 } },
    ['full', 300_000, 0, 2],
  ],
  [
    'room for less than the lowest step grants nothing',
    { exposure: { limitMinor: 500_000, openMinor: 450_001 } },
    ['ordinary', 0, 300_000, 2],
  ],
  [
    'an exposure above the limit grants nothing',
    { exposure: { limitMinor: 100, openMinor: 200 } },
    ['ordinary', 0, 300_000, 2],
  ],
  ['a budget of exactly the expected loss is enough', { budgetLeftMinor: 1500 }, ['full', 300_000, 0, 2]],
  ['a budget one below grants the step below', { budgetLeftMinor: 1499 }, ['partial', 200_000, 100_000, 2]],
  ['a used-up budget grants nothing', { budgetLeftMinor: 0 }, ['ordinary', 0, 300_000, 2]],
  ['an overdrawn budget grants nothing', { budgetLeftMinor: -1 }, ['ordinary', 0, 300_000, 2]],
  ['somebody who prefers the deposit pays it', { choice: 'ordinary' }, ['ordinary', 0, 300_000, null]],
  ['a row that grants step 0 is ordinary terms', { policy: always(0) }, ['ordinary', 0, 300_000, 0]],
  [
    'a row that divides by zero is ordinary terms even before one that would grant',
    {
      policy: compiled([
        ['1 / unpaidMinor == 1', 4],
        ['true', 4],
      ]),
    },
    ['ordinary', 0, 300_000, null],
  ],
  [
    'a row that overflows is ordinary terms',
    { policy: compiled([['item.valueMinor * 9000000000000000000 > 0', 4]]) },
    ['ordinary', 0, 300_000, null],
  ],
];
for (const [name, more, expected] of CASES) {
  test(name, () => assert.deepEqual(inShort(decideAdmission(order(more))), expected));
}

test('a row that fails says so, and that it is not about the person', () => {
  const decision = decideAdmission(order({ policy: compiled([['1 / unpaidMinor == 1', 4]]) }));
  assert.deepEqual(decision.reasons[1], { code: 'policy_could_not_be_evaluated', row: 0 });
  assert.match(renderReasons(decision.reasons, says, 'en').children[0]?.text ?? '', /not about you/);
});

test('where there is no deposit nothing is waived and nothing is asked for', () => {
  assert.deepEqual(inShort(decideAdmission(clinicInput())), ['full', 0, 0, null]);
  assert.deepEqual(inShort(decideAdmission({ ...clinicInput(), exposure: null })), ['full', 0, 0, null]);
});

test('what is granted is a step of the ladder or nothing, under the limit, inside the budget, and adds up with the deposit', () => {
  fc.assert(
    fc.property(inputs, (input) => {
      const one = decideAdmission(input);
      assert.ok(one.grantedMinor === 0 || input.terms.ladder.includes(one.grantedMinor));
      assert.equal(one.grantedMinor + one.depositMinor, depositMinor(input.terms));
      assert.equal(one.outcome, one.depositMinor === 0 ? 'full' : one.grantedMinor > 0 ? 'partial' : 'ordinary');
      assert.equal(one.expectedLossMinor, expectedLossMinor(one.grantedMinor, input.cellProbabilityPpm));
      if (one.grantedMinor === 0) return;
      assert.ok(input.exposure !== null && input.exposure.openMinor + one.grantedMinor <= input.exposure.limitMinor);
      assert.ok(one.expectedLossMinor <= input.budgetLeftMinor);
    }),
    { numRuns: 500 },
  );
});

test('the same input always gives the same answer', () => {
  fc.assert(
    fc.property(inputs, inputs, (input, between) => {
      const first = decideAdmission(input);
      decideAdmission(between);
      assert.deepEqual(decideAdmission(input), first);
    }),
  );
});

test('a merchant’s answer carries outcome and amounts and nothing else', () => {
  const decision = decideAdmission(order({ cellProbabilityPpm: 18_300 }));
  assert.deepEqual(forMerchant(decision), { outcome: 'partial', grantedMinor: 200_000, depositMinor: 100_000 });
  // @ts-expect-error a decision has reasons, so it is no answer for a merchant
  const leaky: MerchantAnswer = decision;
  assert.ok(leaky);
});

test('a thousand decisions take no time worth speaking of', () => {
  const input = order({ cellProbabilityPpm: 18_300 });
  const before = process.hrtime.bigint();
  for (let i = 0; i < 1000; i++) decideAdmission(input);
  assert.ok(process.hrtime.bigint() - before < 1_000_000_000n);
});
