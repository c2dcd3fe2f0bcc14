import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { depositMinor, type OfferTerms, READY_MADE_OFFERS } from '../offer/index.ts';
import {
  type AdmissionDecision,
  type AdmissionInput,
  decideAdmission,
  forMerchant,
  type MerchantAnswer,
} from './admission.ts';
import { applyChange, explainAdmission, type ExplainInput } from './explain.ts';
import { compilePolicy, type CompiledPolicy, expectedLossMinor } from './policy.ts';
import { renderReasons } from './reasons.ts';

const { camera } = READY_MADE_OFFERS;
const compiled = (whens: readonly (readonly [when: string, step: number])[]): CompiledPolicy => {
  const policy = compilePolicy(whens.map(([when, step]) => ({ when, step })));
  assert.ok(policy.ok, policy.ok ? '' : policy.detail);
  return policy.value;
};
const cameraPolicy = compiled(camera.admission.rows.map((row) => [row.when, row.step] as const));
const says = camera.admission.rows.map((row) => row.say);
const order = (more: Partial<ExplainInput> = {}): ExplainInput => ({
  policy: cameraPolicy,
  terms: camera,
  exposure: { limitMinor: 500_000, openMinor: 0 },
  cellProbabilityPpm: 5_000,
  budgetLeftMinor: 1_000_000,
  unpaidMinor: 0,
  openPledgeCount: 0,
  choice: 'trust',
  openGrantsMinor: [],
  nextDraw: null,
  ...more,
});
const inShort = (one: AdmissionDecision): readonly unknown[] => [
  one.outcome,
  one.grantedMinor,
  one.depositMinor,
  one.matchedRow,
];
const always = (step: number): CompiledPolicy => compiled([['true', step]]);
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

const ladder = fc
  .uniqueArray(fc.integer({ min: 1, max: 300_000 }), { minLength: 1, maxLength: 4 })
  .map((steps) => steps.sort((a, b) => a - b));
const risky = fc.constantFrom(
  'unpaidMinor > 0',
  'openPledgeCount >= 3',
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
const inputs: fc.Arbitrary<ExplainInput> = fc
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
      openGrantsMinor: one.known ? one.grants : [],
      cellProbabilityPpm: one.ppm,
      budgetLeftMinor: one.budget,
      unpaidMinor: one.unpaid,
      nextDraw: one.next === null ? null : { cellProbabilityPpm: one.next, on: '2026-12-01' },
    });
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

test('a stated change, carried out and decided again, gives the stated answer, and a better one', () => {
  let stated = 0;
  fc.assert(
    fc.property(inputs, (input) => {
      const now = decideAdmission(input);
      for (const reason of explainAdmission(input, now)) {
        if (reason.code !== 'would_change') continue;
        stated++;
        const after = decideAdmission(reason.changes.reduce(applyChange, input));
        assert.deepEqual([after.outcome, after.grantedMinor], [reason.outcome, reason.grantedMinor]);
        assert.ok(after.grantedMinor > now.grantedMinor);
      }
    }),
    { numRuns: 800, seed: 2 },
  );
  assert.ok(stated > 100, `only ${stated} changes were stated`);
});

test('the change to what is open is the smallest one: a minor unit less does not help', () => {
  const input = order({ exposure: { limitMinor: 500_000, openMinor: 330_000 }, openPledgeCount: 2 });
  const change = explainAdmission(input, decideAdmission(input)).find((one) => one.code === 'would_change')?.changes[0];
  assert.deepEqual(change, { what: 'lower_open_exposure', from: 330_000, to: 300_000 });
  assert.equal(
    decideAdmission(applyChange(input, { what: 'lower_open_exposure', from: 330_000, to: 300_001 })).grantedMinor,
    decideAdmission(input).grantedMinor,
  );
});

test('of the open items the least valuable one that is enough is named', () => {
  const input = order({
    exposure: { limitMinor: 500_000, openMinor: 330_000 },
    openPledgeCount: 3,
    openGrantsMinor: [200_000, 20_000, 110_000],
  });
  const change = explainAdmission(input, decideAdmission(input)).find((one) => one.code === 'would_change')?.changes[0];
  assert.deepEqual(change, { what: 'return_open_items', from: 3, to: 2, openFromMinor: 330_000, openToMinor: 220_000 });
});

test('where only several things together help, those and no others are named', () => {
  const input = order({
    policy: compiled([
      ['unpaidMinor > 0', 0],
      ['openPledgeCount > 1', 0],
      ['true', 4],
    ]),
    unpaidMinor: 3000,
    openPledgeCount: 2,
    openGrantsMinor: [1000, 1000],
    exposure: { limitMinor: 500_000, openMinor: 2000 },
    nextDraw: { cellProbabilityPpm: 1000, on: '2026-12-01' },
  });
  const found = explainAdmission(input, decideAdmission(input)).filter((one) => one.code === 'would_change');
  assert.deepEqual(
    found.map((one) => one.changes.map((change) => change.what)),
    [['pay_what_is_unpaid', 'return_open_items']],
  );
});

test('the person reads the reasons in either language, with what would change them', () => {
  const input = order({
    unpaidMinor: 3000,
    exposure: { limitMinor: 500_000, openMinor: 120_000 },
    openPledgeCount: 1,
    openGrantsMinor: [120_000],
  });
  const codes = explainAdmission(input, decideAdmission(input));
  const zh = renderReasons(JSON.parse(JSON.stringify(codes)), says, 'zh');
  assert.equal(zh.text, '这次按平常条件。付 ¥3,000 押金就能用，归还后退。这不是处罚，不记进档案，店家也不知道原因。');
  assert.deepEqual(
    zh.wouldChange?.map((one) => one.text),
    ['付清 ¥30，这次就能全免。'],
  );
  const en = renderReasons(codes, says, 'en');
  assert.deepEqual(
    en.children.map((node) => [node.code, node.holds, node.text]),
    [
      ['row_holds', false, 'Something is still unpaid'],
      ['seen_unpaid', false, '¥30 is unpaid.'],
      ['seen_open', true, '1 pledge is open, with ¥1,200 waived.'],
      [
        'seen_expected_loss',
        true,
        'By the promises you kept in this context, waiving all of it is expected to lose ¥15.',
      ],
    ],
  );
});

test('every tree that can come out has words in both languages and starts with the decision', () => {
  fc.assert(
    fc.property(inputs, fc.constantFrom('zh' as const, 'en' as const), (input, locale) => {
      const tree = renderReasons(explainAdmission(input, decideAdmission(input)), says, locale);
      const walk = (node: typeof tree): void => {
        assert.ok(node.text.length > 1 && !node.text.includes('undefined') && !node.text.includes('NaN'));
        node.children.forEach(walk);
      };
      walk(tree);
      assert.ok(tree.code === 'decided' && tree.children.length > 0);
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
