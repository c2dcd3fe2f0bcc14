import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { READY_MADE_OFFERS } from '../offer/index.ts';
import { compilePolicy, EXPRESSION_LENGTH_MAX, expectedLossMinor, type PolicyFacts, rowThatHolds } from './policy.ts';
import { POLICY_REFUSALS, type PolicyRefusal } from './refusals.ts';
import { POLICY_FUNCTIONS, POLICY_VARIABLES } from './variables.ts';

const FACTS: PolicyFacts = {
  openExposureMinor: 5000,
  openPledgeCount: 2,
  openHereCount: 1,
  unpaidMinor: 0,
  itemValueMinor: 6000,
  upToMinor: 6000,
  ladderTopMinor: 5000,
  context: 'retail',
  cellProbabilityPpm: 18_300,
};
const row = (when: string) => ({ when, step: 1 });
const holds = (when: string, facts: PolicyFacts = FACTS): boolean | string => {
  const compiled = compilePolicy([row(when)]);
  assert.ok(compiled.ok, compiled.ok ? '' : compiled.detail);
  const held = rowThatHolds(compiled.value, facts);
  return typeof held === 'number' ? held === 0 : 'failed';
};

for (const [name, terms] of Object.entries(READY_MADE_OFFERS)) {
  test(`the policy of the ready-made ${name} compiles`, () => assert.ok(compilePolicy(terms.admission.rows).ok));
}

test('every documented variable can be read and has its type', () => {
  for (const variable of POLICY_VARIABLES)
    assert.equal(holds(`${variable.name} == ${variable.type === 'int' ? '-7' : '"x"'}`), false, variable.name);
  for (const one of POLICY_FUNCTIONS) assert.equal(holds(`${one.name}(1) >= 0`), true, one.name);
});

for (const [when, expected] of [
  ['true', true],
  ['false', false],
  ['!false', true],
  ['openExposureMinor < 5000', false],
  ['openExposureMinor <= 5000', true],
  ['openExposureMinor == 5000', true],
  ['openExposureMinor > 4999', true],
  ['openPledgeCount % 2 == 0 && unpaidMinor == 0', true],
  ['offer.context in ["stay", "retail"]', true],
  ['offer.context == "care" ? false : true', true],
  ['item.valueMinor - offer.ladderTopMinor == 1000', true],
  ['-openPledgeCount < 0', true],
  ['openHereCount < 1', false],
  ['openHereCount == 1', true],
  ['openHereCount > 1', false],
  ['expectedLossMinor(6000) == 110', true],
  ['expectedLossMinor(0) == 0 && expectedLossMinor(-5) == 0', true],
  ['expectedLossMinor(1) == 1', true],
  ['expectedLossMinor(item.valueMinor + 1) * 2 <= 220', true],
  ['1 / unpaidMinor == 1', 'failed'],
  ['openPledgeCount % unpaidMinor == 1', 'failed'],
  ['openExposureMinor * 9000000000000000000 > 0', 'failed'],
  ['false && 1 / unpaidMinor == 1', false],
  ['true || 1 / unpaidMinor == 1', true],
] as const) {
  test(`\`${when}\` ${expected === 'failed' ? 'cannot be worked out' : `is ${expected}`}`, () =>
    assert.equal(holds(when), expected));
}

const deep = (depth: number): string => `${'('.repeat(depth)}true${')'.repeat(depth)}`;
const REFUSED: readonly (readonly [PolicyRefusal, string, number, number])[] = [
  ['expression_too_complex', `${' '.repeat(EXPRESSION_LENGTH_MAX)}true`, 1, EXPRESSION_LENGTH_MAX + 1],
  ['expression_too_complex', deep(40), 1, 33],
  ['expression_too_complex', `offer.context in [${Array.from({ length: 17 }, () => '"x"').join(',')}]`, 1, 83],
  ['expression_does_not_parse', 'unpaidMinor >', 1, 14],
  ['expression_does_not_parse', 'unpaidMinor == 0\n  && && true', 2, 6],
  ['expression_does_not_parse', 'unpaidMinor == ０', 1, 16],
  ['forbidden_idea', 'score > 600', 1, 1],
  ['forbidden_idea', 'unpaidMinor == 0 && Age >= 18', 1, 21],
  ['forbidden_idea', 'item.sex == "f"', 1, 6],
  ['forbidden_idea', 'person.income > 1', 1, 8],
  ['forbidden_idea', 'score(1) > 2', 1, 1],
  ['unknown_variable', 'unpaid == 0', 1, 1],
  ['unknown_variable', 'true\n|| item.weight > 1', 2, 9],
  ['unknown_variable', 'google == google', 1, 1],
  ['unknown_function', 'size("abc") == 3', 1, 1],
  ['unknown_function', 'timestamp(1) > timestamp(0)', 1, 1],
  ['unknown_function', 'dyn(1) == 1', 1, 1],
  ['expression_uses_what_is_not_offered', '"aaaa".matches("(a+)+$")', 1, 1],
  ['expression_uses_what_is_not_offered', 'offer.context.startsWith("c")', 1, 1],
  ['expression_uses_what_is_not_offered', 'item["valueMinor"] > 1', 1, 1],
  ['expression_uses_what_is_not_offered', 'unpaidMinor > 1.5', 1, 15],
  ['expression_uses_what_is_not_offered', 'unpaidMinor > 1u', 1, 15],
  ['expression_uses_what_is_not_offered', 'unpaidMinor > 9223372036854775808', 1, 15],
  ['expression_uses_what_is_not_offered', 'unpaidMinor == null', 1, 16],
  ['expression_does_not_type_check', 'unpaidMinor > "a"', 1, 1],
  ['expression_does_not_type_check', 'true && unpaidMinor', 1, 1],
  ['expression_is_not_boolean', 'unpaidMinor', 1, 1],
  ['expression_is_not_boolean', '"true"', 1, 1],
];
for (const [reason, when, line, column] of REFUSED) {
  test(`refused at publishing: ${reason} for \`${when.length > 60 ? `${when.slice(0, 20)}…` : when}\``, () => {
    const compiled = compilePolicy([row('true'), row(when)]);
    assert.ok(!compiled.ok, 'it compiled');
    const fault = compiled.faults[0];
    assert.deepEqual([fault.reason, fault.row, fault.line, fault.column], [reason, 1, line, column], fault.text.en);
    assert.deepEqual(compiled.pointers, ['/admission/rows/1/when']);
    assert.ok(
      fault.text.zh.startsWith(POLICY_REFUSALS[reason].zh) && fault.text.en.startsWith(POLICY_REFUSALS[reason].en),
    );
  });
}

test('every refusal of this room has a row above', () => {
  assert.deepEqual([...new Set(REFUSED.map(([reason]) => reason))].sort(), Object.keys(POLICY_REFUSALS).sort());
});

test('every row with a fault is named', () => {
  const compiled = compilePolicy([row('score > 1'), row('true'), row('1 +')]);
  assert.ok(!compiled.ok);
  assert.deepEqual(
    compiled.faults.map((fault) => [fault.row, fault.reason]),
    [
      [0, 'forbidden_idea'],
      [2, 'expression_does_not_parse'],
    ],
  );
  assert.equal(compiled.reason, 'forbidden_idea');
});

test('loops do not exist', () => {
  for (const when of [
    '[1, 2].all(x, x > 0)',
    '[1].map(x, x) == [1]',
    'cel.bind(x, 1, x == 1)',
    'has(item.valueMinor)',
    '[[1]].exists(x, x.exists(y, y == 1))',
  ]) {
    assert.ok(!compilePolicy([row(when)]).ok, when);
  }
});

test('whatever is written is compiled or refused with a place, never thrown', () => {
  const words = fc.constantFrom(
    'unpaidMinor',
    'item',
    '.',
    'valueMinor',
    '(',
    ')',
    '&&',
    '||',
    '==',
    '<',
    '1',
    '"',
    '\n',
    '[',
    ']',
    '?',
    ':',
    'expectedLossMinor',
    '🚲',
    '\\',
    ' ',
    'true',
    '-',
    '!',
    '/',
    '{',
    '}',
    ',',
  );
  const texts = fc.oneof(
    fc.array(words, { maxLength: 14 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 40 }),
  );
  fc.assert(
    fc.property(texts, (when) => {
      const compiled = compilePolicy([row(when)]);
      if (compiled.ok) return;
      const { line, column } = compiled.faults[0];
      assert.ok(line >= 1 && column >= 1 && line <= when.split('\n').length);
    }),
    { numRuns: 2000 },
  );
});

test('expected loss is the same whole number for us and for a policy', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -10, max: 1_000_000_000_000 }),
      fc.nat(1_000_000),
      (amountMinor, cellProbabilityPpm) => {
        const loss = expectedLossMinor(amountMinor, cellProbabilityPpm);
        assert.ok(Number.isSafeInteger(loss) && loss >= 0 && loss <= Math.max(0, amountMinor));
        assert.equal(holds(`expectedLossMinor(${amountMinor}) == ${loss}`, { ...FACTS, cellProbabilityPpm }), true);
      },
    ),
  );
});
