import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AMOUNT_MINOR_MAX } from '../../kernel/index.ts';
import { type ClawbackCase, clawbackMinor, type ClawbackShare } from './clawback.ts';

/** Ten visits for ¥200 off in all; ¥120 enjoyed over six of them. */
const SALON: ClawbackCase = {
  enjoyedMinor: 12_000,
  discountTotalMinor: 20_000,
  ceilingMinor: 20_000,
  earned: { done: 6, target: 10 },
  ending: 'unmet',
  rule: { unmet: 'all_enjoyed', leftEarly: 'pro_rata' },
};
const done = (visits: number, target = 10) => ({ earned: { done: visits, target } });

const ROWS: readonly (readonly [says: string, change: Partial<ClawbackCase>, taken: number])[] = [
  ['unmet: what was enjoyed, and no more', {}, 12_000],
  ['nothing enjoyed: nothing', { enjoyedMinor: 0 }, 0],
  ['one fen enjoyed: one fen', { enjoyedMinor: 1 }, 1],
  ['one visit short of the promise', done(9), 12_000],
  ['the promise exactly met', done(10), 0],
  ['more than the promise', done(11), 0],
  ['met, although the person left early', { ...done(10), ending: 'left_early' }, 0],
  ['nothing done', done(0), 12_000],
  ['enjoyed one fen below the discount promised', { enjoyedMinor: 19_999 }, 19_999],
  ['enjoyed exactly the discount promised', { enjoyedMinor: 20_000 }, 20_000],
  ['enjoyed one fen above it: that fen was a gift', { enjoyedMinor: 20_001, ceilingMinor: 30_000 }, 20_000],
  ['the ceiling one fen below', { ceilingMinor: 11_999 }, 11_999],
  ['the ceiling exactly what was enjoyed', { ceilingMinor: 12_000 }, 12_000],
  ['the ceiling one fen above', { ceilingMinor: 12_001 }, 12_000],
  ['a ceiling of nothing', { ceilingMinor: 0 }, 0],
  ['no discount promised', { discountTotalMinor: 0 }, 0],
  ['left early after six of ten: four tenths', { ending: 'left_early' }, 4_800],
  ['left early at once: everything enjoyed', { ...done(0), ending: 'left_early' }, 12_000],
  ['left early one visit short: a tenth', { ...done(9), ending: 'left_early' }, 1_200],
  [
    'a share that does not come out even: the fraction is the person’s',
    { ...done(1, 3), enjoyedMinor: 100, ending: 'left_early' },
    66,
  ],
  ['a share below one fen: nothing', { ...done(2, 3), enjoyedMinor: 2, ending: 'left_early' }, 0],
  ['the gift beyond the discount promised is not shared out', { enjoyedMinor: 25_000, ending: 'left_early' }, 8_000],
  ['the ceiling cuts the share, not what it is a share of', { ceilingMinor: 4_799, ending: 'left_early' }, 4_799],
  ['a share below the ceiling is not cut', { ceilingMinor: 4_800, ending: 'left_early' }, 4_800],
  [
    'left early under a rule that takes all',
    { ending: 'left_early', rule: { unmet: 'nothing', leftEarly: 'all_enjoyed' } },
    12_000,
  ],
  ['unmet under a rule that takes nothing', { rule: { unmet: 'nothing', leftEarly: 'all_enjoyed' } }, 0],
  ['unmet under a rule that shares', { rule: { unmet: 'pro_rata', leftEarly: 'nothing' } }, 4_800],
];

for (const [says, change, taken] of ROWS) {
  test(`${says}: ${taken} taken back`, () => assert.equal(clawbackMinor({ ...SALON, ...change }), taken));
}

test('a promise in money is shared exactly, up to the largest amount there is', () => {
  const most = AMOUNT_MINOR_MAX;
  const largest: ClawbackCase = {
    ...SALON,
    enjoyedMinor: most,
    discountTotalMinor: most,
    ceilingMinor: most,
    earned: { done: 1, target: most },
    ending: 'left_early',
  };
  assert.equal(clawbackMinor(largest), most - 1);
});

test('a number that cannot be is a bug', () => {
  for (const change of [
    { enjoyedMinor: -1 },
    { discountTotalMinor: 0.5 },
    { ceilingMinor: Number.NaN },
    done(-1),
    done(1, 0),
    done(0.5),
  ])
    assert.throws(() => clawbackMinor({ ...SALON, ...change }), /a_clawback_(counts_whole_numbers|needs_a_target)/);
});

const AMOUNT = fc.integer({ min: 0, max: AMOUNT_MINOR_MAX });
const SHARE = fc.constantFrom<ClawbackShare>('all_enjoyed', 'pro_rata', 'nothing');
const CASE: fc.Arbitrary<ClawbackCase> = fc.record({
  enjoyedMinor: AMOUNT,
  discountTotalMinor: AMOUNT,
  ceilingMinor: AMOUNT,
  earned: fc.record({
    done: fc.oneof(fc.nat(30), AMOUNT),
    target: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: AMOUNT_MINOR_MAX })),
  }),
  ending: fc.constantFrom('unmet' as const, 'left_early' as const),
  rule: fc.record({ unmet: SHARE, leftEarly: SHARE }),
});

test('never below zero, never above what was enjoyed, what was promised, or what was agreed', () => {
  fc.assert(
    fc.property(CASE, (one) => {
      const taken = clawbackMinor(one);
      assert.ok(Number.isSafeInteger(taken) && taken >= 0);
      assert.ok(taken <= Math.min(one.enjoyedMinor, one.discountTotalMinor, one.ceilingMinor));
    }),
  );
});

test('nothing when the promise is met, however it ended', () => {
  fc.assert(
    fc.property(CASE, AMOUNT, (one, more) => {
      const met = { done: one.earned.target + more, target: one.earned.target };
      assert.equal(clawbackMinor({ ...one, earned: met }), 0);
    }),
  );
});

test('more enjoyed or a higher ceiling never takes less; more done never takes more', () => {
  fc.assert(
    fc.property(CASE, AMOUNT, (one, more) => {
      const taken = clawbackMinor(one);
      assert.ok(clawbackMinor({ ...one, enjoyedMinor: one.enjoyedMinor + more }) >= taken);
      assert.ok(clawbackMinor({ ...one, ceilingMinor: one.ceilingMinor + more }) >= taken);
      assert.ok(clawbackMinor({ ...one, discountTotalMinor: one.discountTotalMinor + more }) >= taken);
      const further = { done: one.earned.done + more, target: one.earned.target };
      assert.ok(clawbackMinor({ ...one, earned: further }) <= taken);
    }),
  );
});

test('a share lies between nothing and all, and its rounding costs the shop less than one minor unit', () => {
  fc.assert(
    fc.property(CASE, (one) => {
      const by = (share: ClawbackShare) => clawbackMinor({ ...one, rule: { unmet: share, leftEarly: share } });
      assert.ok(by('nothing') === 0 && by('pro_rata') <= by('all_enjoyed'));
      const { done: did, target } = one.earned;
      if (did >= target) return;
      const exact = BigInt(Math.min(one.enjoyedMinor, one.discountTotalMinor)) * BigInt(target - did);
      const taken = BigInt(
        clawbackMinor({ ...one, ceilingMinor: AMOUNT_MINOR_MAX, rule: { unmet: 'pro_rata', leftEarly: 'pro_rata' } }),
      );
      assert.ok(taken * BigInt(target) <= exact && exact < (taken + 1n) * BigInt(target));
    }),
  );
});
