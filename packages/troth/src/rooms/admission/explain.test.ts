import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decideAdmission } from './admission.ts';
import { applyChange, explainAdmission } from './explain.ts';
import { renderReasons } from './reasons.ts';
import { compiled, inputs, order, says } from './test-orders.ts';

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

test('where pledges with this shop are too many, as few of them as are enough are named, and what is open elsewhere is not', () => {
  const input = order({
    policy: compiled([
      ['openHereCount >= 2', 0],
      ['true', 4],
    ]),
    openPledgeCount: 9,
    openHereCount: 4,
  });
  const now = decideAdmission(input);
  const change = explainAdmission(input, now).find((one) => one.code === 'would_change')?.changes[0];
  assert.deepEqual(change, { what: 'end_open_here', from: 4, to: 1 });
  assert.ok(now.reasons.some((one) => one.code === 'seen_here' && one.openHereCount === 4));
  const few = decideAdmission({ ...input, openHereCount: 1 });
  assert.deepEqual([now.grantedMinor, few.outcome], [0, 'full']);
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
