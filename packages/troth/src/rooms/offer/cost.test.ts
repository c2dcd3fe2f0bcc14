import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { instantFromIso, present } from '../../kernel/index.ts';
import { lateCancelFeeMinor, lateFeeMinor, lossMinor, mostItCanCost, noShowFeeMinor, usageMinor } from './cost.ts';
import { checkOffer } from './offer.ts';
import { promiseSentence } from './promise-sentence.ts';
import { spanOfMinutes } from './sentence-times.ts';
import { READY_MADE_OFFERS } from './ready-made/index.ts';
import { depositMinor, type OfferTerms } from './terms.ts';

const { camera } = READY_MADE_OFFERS;
const bike: OfferTerms = READY_MADE_OFFERS['city-bike'];
const bank: OfferTerms = READY_MADE_OFFERS['power-bank'];
const table: OfferTerms = READY_MADE_OFFERS['cafe-table'];
const clinic: OfferTerms = READY_MADE_OFFERS['clinic-desk'];

for (const [minutes, minor] of [
  [-5, 0],
  [0, 0],
  [1, 150],
  [30, 150],
  [31, 300],
  [390, 1950],
  [391, 2000],
  [420, 2000],
  [10_000_000, 2000],
] as const) {
  test(`${minutes} minutes on the bike cost ${minor}`, () => assert.equal(usageMinor(bike, minutes), minor));
}
for (const [minutes, minor] of [
  [5, 0],
  [6, 300],
  [65, 300],
  [66, 600],
] as const) {
  test(`${minutes} minutes of the power bank, five of them free, cost ${minor}`, () =>
    assert.equal(usageMinor(bank, minutes), minor));
}
for (const [minutes, minor] of [
  [0, 0],
  [1, 12_000],
  [1440, 12_000],
  [1441, 24_000],
  [4320, 36_000],
  [4321, 36_000],
] as const) {
  test(`${minutes} minutes after the grace cost a late fee of ${minor}`, () =>
    assert.equal(lateFeeMinor(camera, minutes), minor));
}
for (const [claimed, late, minor] of [
  [0, 0, 0],
  [1, 0, 1],
  [300_000, 0, 300_000],
  [300_001, 0, 300_000],
  [300_000, 36_000, 264_000],
  [264_000, 36_000, 264_000],
  [264_001, 36_000, 264_000],
  [10, 300_000, 0],
] as const) {
  test(`a claim of ${claimed} on top of a late fee of ${late} charges ${minor}`, () =>
    assert.equal(lossMinor(camera, claimed, late), minor));
}
for (const [before, minor] of [
  [121, 0],
  [120, 0],
  [119, 2000],
  [0, 2000],
  [-1, 2000],
] as const) {
  test(`cancelling ${before} minutes before costs ${minor}`, () =>
    assert.equal(lateCancelFeeMinor(table, before), minor));
}

test('an appointment without money costs nothing whatever happens', () => {
  assert.deepEqual(mostItCanCost(clinic, {}), { onTimeMinor: 0, lateMinor: 0, lostMinor: 0, ceilingMinor: 0 });
  assert.equal(
    noShowFeeMinor(clinic) +
      lateCancelFeeMinor(clinic, 0) +
      lateFeeMinor(clinic, 999) +
      lossMinor(clinic, 999, 0) +
      usageMinor(clinic, 999),
    0,
  );
});

const amount = fc.integer({ min: 1, max: 500_000 });
const rental = fc
  .record({
    per: amount,
    unit: fc.integer({ min: 1, max: 5000 }),
    free: fc.nat(5000),
    cap: amount,
    latePer: amount,
    lateUnit: fc.integer({ min: 1, max: 5000 }),
    lateCap: amount,
    loss: amount,
    deposit: amount,
  })
  .map(
    (r): OfferTerms => ({
      ...camera,
      item: { ...camera.item, valueMinor: 1_000_000 },
      grants: [{ type: 'deposit_waiver', upToMinor: r.deposit }],
      ladder: [r.deposit],
      consequences: {
        usage: { perUnitMinor: r.per, unitMinutes: r.unit, freeMinutes: r.free, capMinor: r.cap },
        late: { perUnitMinor: r.latePer, unitMinutes: r.lateUnit, capMinor: r.lateCap },
        loss: { capMinor: r.loss },
      },
      admission: { ...camera.admission, rows: [{ when: 'true', step: 1, say: { zh: '全免', en: 'All' } }] },
    }),
  );

test('no combination of charges exceeds the ceiling, for published offers and for any other', () => {
  fc.assert(
    fc.property(
      rental,
      fc.nat(10_000_000),
      fc.nat(10_000_000),
      fc.nat(1_000_000_000_000),
      (terms, used, late, claimed) => {
        const most = mostItCanCost(terms, {});
        const usage = usageMinor(terms, used);
        const fee = lateFeeMinor(terms, late);
        const loss = lossMinor(terms, claimed, fee);
        assert.ok([usage, fee, loss].every((minor) => Number.isSafeInteger(minor) && minor >= 0));
        assert.ok(usage + fee + loss <= most.ceilingMinor);
        assert.ok(usage + fee <= most.lateMinor);
        assert.ok(fee + loss <= depositMinor(terms));
        assert.ok(
          most.onTimeMinor <= most.lateMinor && most.lateMinor <= most.lostMinor && most.lostMinor <= most.ceilingMinor,
        );
      },
    ),
    { numRuns: 500 },
  );
});

test('an offer that can be published never charges late and loss above the deposit nor waives what it could not charge', () => {
  fc.assert(
    fc.property(rental, (terms) => {
      const checked = checkOffer(terms);
      if (!checked.ok) return;
      const deposit = depositMinor(terms);
      assert.ok(
        (terms.consequences.late?.capMinor ?? 0) <= deposit && (terms.consequences.loss?.capMinor ?? 0) === deposit,
      );
    }),
    { numRuns: 300 },
  );
});

test('prices at the largest amounts stay exact', () => {
  const dear: OfferTerms = {
    ...camera,
    consequences: {
      usage: { perUnitMinor: 1_000_000_000_000, unitMinutes: 1, freeMinutes: 0, capMinor: 1_000_000_000_000 },
    },
  };
  assert.equal(usageMinor(dear, 1_051_200), 1_000_000_000_000);
});

test('the promise says what is owed and the most it can cost, in both languages', () => {
  assert.equal(
    promiseSentence(camera, {}, 'zh'),
    '我答应次日 18:00 前归还相机，付使用费：每 1 天 ¥120，最多 ¥840。全部加起来最多 ¥3,840。',
  );
  assert.equal(
    promiseSentence(camera, {}, 'en'),
    'I promise to return the camera by 18:00 the next day, and pay ¥120 for each day used, ¥840 at most. All together it can cost ¥3,840 at most.',
  );
  const startsAt = present(instantFromIso('2026-11-22T04:18:00Z'), 'start');
  assert.match(promiseSentence(camera, { startsAt }, 'zh'), /^我答应 11 月 23 日 18:00 前归还相机，/);
  assert.match(
    promiseSentence(camera, { startsAt }, 'en'),
    /^I promise to return the camera by 18:00 on 23 November, /,
  );
  assert.equal(promiseSentence(clinic, { onLocalDate: '2026-11-23' }, 'zh'), '我答应 11 月 23 日当天到场。不涉及钱。');
  assert.equal(
    promiseSentence(table, { startsAt: 1_795_474_800_000_000n }, 'en'),
    'I promise to be there from 07:00 on 24 November, by 07:30. All together it can cost ¥50 at most.',
  );
});

for (const [minutes, zh, en] of [
  [0, '0 分钟', '0 minutes'],
  [1, '1 分钟', '1 minute'],
  [60, '1 小时', '1 hour'],
  [90, '1 小时 30 分钟', '1 hour 30 minutes'],
  [1441, '1 天 1 分钟', '1 day 1 minute'],
  [2880, '2 天', '2 days'],
] as const) {
  test(`${minutes} minutes are "${en}"`, () =>
    assert.deepEqual([spanOfMinutes(minutes, 'zh'), spanOfMinutes(minutes, 'en')], [zh, en]));
}
