import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AMOUNT_MINOR_MAX, type Instant, instantFromIso, present } from '../../kernel/index.ts';
import { CHINA } from '../../kernel/index.ts';
import { getNorm } from './norms.ts';
import { noReasonOf, noReasonUntil, PREPAID_NORM, type PrepaidCase, prepaidCeiling } from './prepaid-ceiling.ts';

/** ¥1,000 prepaid at half price, four visits of ¥100 used for ¥50 each; too late for the seven days. */
const CARD: PrepaidCase = {
  currency: 'CNY',
  paidMinor: 100_000,
  giftMinor: 0,
  usedFullPriceMinor: 40_000,
  usedDiscountedMinor: 20_000,
  usedAgreedMinor: null,
  cause: 'shop',
  noReason: 'too_late',
};

const ceilingOf = (change: Partial<PrepaidCase>) => {
  const outcome = prepaidCeiling({ ...CARD, ...change });
  assert.ok(outcome.ok, JSON.stringify(change));
  return outcome.value;
};

const ROWS: readonly (readonly [says: string, change: Partial<PrepaidCase>, refund: number, articles: string])[] = [
  ['the shop’s doing: the discounted price', {}, 80_000, '15 18(1)(1) 15'],
  ['the person’s doing: the price before the discount', { cause: 'person' }, 60_000, '15 19(1) 15'],
  ['nothing used: everything', { cause: 'person', usedFullPriceMinor: 0, usedDiscountedMinor: 0 }, 100_000, '15 15 15'],
  [
    'the person’s doing, the full price exactly the prepayment: nothing back, nothing cut',
    { cause: 'person', usedFullPriceMinor: 100_000, usedDiscountedMinor: 50_000 },
    0,
    '15 19(1) 15',
  ],
  [
    'the full price one fen below it: one fen back',
    { cause: 'person', usedFullPriceMinor: 99_999, usedDiscountedMinor: 50_000 },
    1,
    '15 19(1) 15',
  ],
  [
    'the full price one fen above it: never more than the prepayment',
    { cause: 'person', usedFullPriceMinor: 100_001, usedDiscountedMinor: 50_000 },
    0,
    '15 19(1) 20 15',
  ],
  [
    'the discounted price exactly the prepayment: still art. 20',
    { cause: 'person', usedFullPriceMinor: 200_000, usedDiscountedMinor: 100_000 },
    0,
    '15 19(1) 20 15',
  ],
  [
    'the discounted price above it as well: the text is silent, and the person owes nothing here',
    { cause: 'person', usedFullPriceMinor: 200_002, usedDiscountedMinor: 100_001 },
    0,
    '15 19(1) 20? 15',
  ],
  [
    'a gift of ¥200 on ¥1,000, the shop’s doing: by the ratio',
    { giftMinor: 20_000, usedFullPriceMinor: 60_000, usedDiscountedMinor: 60_000 },
    50_000,
    '15 18(1)(1) 18(1)(2) 15',
  ],
  [
    'a ratio that does not come out even: the fraction is the person’s',
    { giftMinor: 20_000, usedFullPriceMinor: 60_001, usedDiscountedMinor: 60_001 },
    50_000,
    '15 18(1)(1) 18(1)(2) 15',
  ],
  [
    'a gift and a discount together: both count for the person',
    { giftMinor: 20_000, usedFullPriceMinor: 60_000, usedDiscountedMinor: 30_000 },
    75_000,
    '15 18(1)(1) 18(1)(2)? 15',
  ],
  [
    'a gift, the person’s doing: the full price, no ratio',
    { cause: 'person', giftMinor: 20_000, usedFullPriceMinor: 60_000, usedDiscountedMinor: 60_000 },
    40_000,
    '15 19(1) 15',
  ],
  [
    'more than the prepayment used of a gift: art. 20 by the ratio',
    { cause: 'person', giftMinor: 20_000, usedFullPriceMinor: 110_000, usedDiscountedMinor: 110_000 },
    0,
    '15 19(1) 20 15',
  ],
  [
    'within seven days, unused: the principal',
    { cause: 'person', noReason: 'in_time', usedFullPriceMinor: 0, usedDiscountedMinor: 0 },
    100_000,
    '15 14(1) 15 15',
  ],
  [
    'within seven days, used: the discounted price, since the text is silent',
    { cause: 'person', noReason: 'in_time' },
    80_000,
    '15 14(1) 14? 18(1)(1) 15',
  ],
  ['within seven days, the shop’s doing', { noReason: 'in_time' }, 80_000, '15 14(1) 18(1)(1) 15'],
  [
    'within seven days, but it was had before: a reason is needed',
    { cause: 'person', noReason: 'had_the_same_before' },
    60_000,
    '15 14(1) 19(1) 15',
  ],
  ['had before, but the shop’s doing', { noReason: 'had_the_same_before' }, 80_000, '15 18(1)(1) 15'],
  [
    'something better agreed, the person’s doing',
    { cause: 'person', usedAgreedMinor: 39_999 },
    60_001,
    '15 19(1) 19(3) 15',
  ],
  ['the same agreed: nothing changes', { cause: 'person', usedAgreedMinor: 40_000 }, 60_000, '15 19(1) 15'],
  ['something worse agreed: it does not count', { cause: 'person', usedAgreedMinor: 40_001 }, 60_000, '15 19(1) 15'],
  ['something better agreed, the shop’s doing', { usedAgreedMinor: 0 }, 100_000, '15 18(1)(1) 18(2) 15'],
];

/** `18(1)(2)?` is a step about art. 18(1)(2) that the text leaves open. */
const shortened = (article: string, basis: string) =>
  `${/art\. (\d+(?:\([^)]*\))*)/.exec(article)?.[1]?.replace(/^(15)\(1\)$/, '$1')}${basis === 'law' ? '' : '?'}`;

for (const [says, change, refundMinor, articles] of ROWS) {
  test(`${says}: ${refundMinor} back`, () => {
    const { steps, ...amounts } = ceilingOf(change);
    assert.deepEqual(amounts, { refundMinor, keptMinor: 100_000 - refundMinor });
    assert.equal(steps.map(({ article, basis }) => shortened(article, basis)).join(' '), articles);
  });
}

test('the working is told to the person in both languages, with its amounts', () => {
  const { steps } = ceilingOf({ cause: 'person', usedFullPriceMinor: 100_001, usedDiscountedMinor: 50_000 });
  assert.deepEqual(
    steps.map(({ text }) => text.zh),
    [
      '你预付了 ¥1,000。退的是预付款减去已用部分的价款。',
      '因为你的原因退款：已用部分按打折前的价格算，¥1,000.01。',
      '不会超过预付款：最多扣 ¥1,000，不再补钱。',
      '应退本金至少 ¥0。利息另算（第十六、十七条）。',
    ],
  );
  for (const { text, article } of steps) {
    assert.match(text.en, /^[A-Z].*\.$/);
    assert.match(article, /^第.+ \/ art/);
  }
});

for (const [change, reason, pointer] of [
  [{ paidMinor: 0 }, 'prepaid_amount_impossible', '/paidMinor'],
  [{ paidMinor: 0.5 }, 'prepaid_amount_impossible', '/paidMinor'],
  [{ paidMinor: AMOUNT_MINOR_MAX + 1 }, 'prepaid_amount_impossible', '/paidMinor'],
  [{ giftMinor: -1 }, 'prepaid_amount_impossible', '/giftMinor'],
  [{ usedFullPriceMinor: -1 }, 'used_price_impossible', '/usedFullPriceMinor'],
  [{ usedDiscountedMinor: Number.NaN }, 'used_price_impossible', '/usedDiscountedMinor'],
  [{ usedAgreedMinor: -1 }, 'used_price_impossible', '/usedAgreedMinor'],
  [{ usedDiscountedMinor: 40_001 }, 'discounted_above_full_price', '/usedDiscountedMinor'],
] as const) {
  test(`${JSON.stringify(change)} is refused: ${reason}`, () =>
    assert.deepEqual(prepaidCeiling({ ...CARD, ...change }), { ok: false, reason, pointers: [pointer] }));
}

test('one minor unit, and the largest amounts of all, are worked out exactly', () => {
  assert.equal(ceilingOf({ paidMinor: 1, usedFullPriceMinor: 0, usedDiscountedMinor: 0 }).refundMinor, 1);
  const most = AMOUNT_MINOR_MAX;
  const largest = { paidMinor: most, giftMinor: most, usedFullPriceMinor: most, usedDiscountedMinor: most };
  assert.equal(ceilingOf(largest).keptMinor, most / 2);
});

const at = (iso: string): Instant => present(instantFromIso(iso), iso);
test('seven days without a reason end at midnight of the seventh, and the end itself is too late', () => {
  const untilAt = noReasonUntil(CHINA, 'Asia/Shanghai', at('2026-11-17T09:00:00+08:00'), 0);
  assert.equal(untilAt, at('2026-11-25T00:00:00+08:00'));
  assert.equal(noReasonUntil(CHINA, 'Asia/Shanghai', at('2026-11-17T09:00:00+08:00'), 7), untilAt);
  assert.ok(noReasonUntil(CHINA, 'Asia/Shanghai', at('2026-11-17T09:00:00+08:00'), 8) > untilAt, 'more was agreed');
  assert.equal(noReasonOf(untilAt, untilAt - 1n, 'no'), 'in_time');
  assert.equal(noReasonOf(untilAt, untilAt, 'no'), 'too_late');
  assert.equal(noReasonOf(untilAt, untilAt + 1n, 'no'), 'too_late');
  assert.equal(noReasonOf(untilAt, untilAt - 1n, 'yes'), 'had_the_same_before');
});

const AMOUNT = fc.integer({ min: 0, max: AMOUNT_MINOR_MAX });
const CASE: fc.Arbitrary<PrepaidCase> = fc
  .record({
    currency: fc.constantFrom('CNY' as const, 'JPY' as const, 'KWD' as const),
    paidMinor: fc.integer({ min: 1, max: AMOUNT_MINOR_MAX }),
    giftMinor: AMOUNT,
    prices: fc.tuple(AMOUNT, AMOUNT).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const),
    usedAgreedMinor: fc.option(AMOUNT),
    cause: fc.constantFrom('shop' as const, 'person' as const),
    noReason: fc.constantFrom('in_time' as const, 'too_late' as const, 'had_the_same_before' as const),
  })
  .map(({ prices: [usedDiscountedMinor, usedFullPriceMinor], ...rest }) => ({
    ...rest,
    usedDiscountedMinor,
    usedFullPriceMinor,
  }));

test('what is kept and what goes back are the prepayment, neither below zero, and the last step says the refund', () => {
  fc.assert(
    fc.property(CASE, (theCase) => {
      const { refundMinor, keptMinor, steps } = ceilingOf(theCase);
      assert.equal(refundMinor + keptMinor, theCase.paidMinor);
      assert.ok(Number.isSafeInteger(refundMinor) && refundMinor >= 0 && keptMinor >= 0);
      assert.equal(steps.at(-1)?.amountMinor, refundMinor);
    }),
  );
});

test('the shop’s doing, seven days, an agreement, a larger gift never make the refund smaller; a larger use never larger', () => {
  fc.assert(
    fc.property(CASE, AMOUNT, (theCase, more) => {
      const { refundMinor } = ceilingOf(theCase);
      assert.ok(ceilingOf({ ...theCase, cause: 'shop' }).refundMinor >= refundMinor);
      assert.ok(ceilingOf({ ...theCase, noReason: 'in_time' }).refundMinor >= refundMinor);
      assert.ok(ceilingOf({ ...theCase, giftMinor: Math.max(theCase.giftMinor, more) }).refundMinor >= refundMinor);
      const agreed = theCase.usedAgreedMinor;
      assert.ok(ceilingOf({ ...theCase, usedAgreedMinor: Math.min(agreed ?? more, more) }).refundMinor >= refundMinor);
      const used = Math.max(theCase.usedFullPriceMinor, more);
      assert.ok(ceilingOf({ ...theCase, usedFullPriceMinor: used }).refundMinor <= refundMinor);
    }),
  );
});

test('the norm that it rests on names the articles', () => assert.match(getNorm(PREPAID_NORM).article, /14.*18–20/));
