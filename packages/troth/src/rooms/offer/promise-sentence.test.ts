import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instantFromIso, present } from '../../kernel/index.ts';
import { mostItCanCost } from './cost.ts';
import { OWN_KINDS } from './kinds/index.ts';
import { OBLIGATION_TYPES } from './kinds/kind.ts';
import { clauseOf } from './promise-parts.ts';
import { promiseSentence } from './promise-sentence.ts';
import { READY_MADE_OFFERS, type ReadyMadeOffer } from './ready-made/index.ts';
import type { Locale, ObligationTerms, OfferTerms } from './terms.ts';

const startsAt = present(instantFromIso('2026-11-22T04:18:00Z'), 'start');

const SAID: Readonly<Record<ReadyMadeOffer, readonly [zh: string, en: string]>> = {
  'city-bike': [
    '我答应取用后 4 小时内归还单车，付使用费：每 30 分钟 ¥1.50，最多 ¥20。全部加起来最多 ¥220。',
    'I promise to return the bike within 4 hours of taking it, and pay ¥1.50 for each 30 minutes used, ¥20 at most. All together it can cost ¥220 at most.',
  ],
  'power-bank': [
    '我答应取用后 2 天内归还充电宝，付使用费：每 1 小时 ¥3，最多 ¥60。全部加起来最多 ¥159。',
    'I promise to return the power bank within 2 days of taking it, and pay ¥3 for each hour used, ¥60 at most. All together it can cost ¥159 at most.',
  ],
  umbrella: [
    '我答应次日 21:00 前归还伞。全部加起来最多 ¥60。',
    'I promise to return the umbrella by 21:00 the next day. All together it can cost ¥60 at most.',
  ],
  camera: [
    '我答应次日 18:00 前归还相机，付使用费：每 1 天 ¥120，最多 ¥840。全部加起来最多 ¥3,840。',
    'I promise to return the camera by 18:00 the next day, and pay ¥120 for each day used, ¥840 at most. All together it can cost ¥3,840 at most.',
  ],
  'clinic-desk': [
    '我答应在约好的时间起 30 分钟内到场。不涉及钱。',
    'I promise to be there within 30 minutes of the time agreed. No money is involved.',
  ],
  'cafe-table': [
    '我答应在约好的时间起 30 分钟内到场。全部加起来最多 ¥50。',
    'I promise to be there within 30 minutes of the time agreed. All together it can cost ¥50 at most.',
  ],
  car: [
    '我答应 1 天内付免不了的押金（最多 ¥5,000），单独存管，次日 18:00 前归还汽车，付使用费：每 1 天 ¥200，最多 ¥6,000。店家答应归还后 15 个工作日内退押金。全部加起来最多 ¥11,000。',
    'I promise to pay the deposit that is not waived (¥5,000 at most) within 1 day, held apart as my own money, return the car by 18:00 the next day, and pay ¥200 for each day used, ¥6,000 at most. The shop promises to give the deposit back within 15 working days of the return. All together it can cost ¥11,000 at most.',
  ],
  clothing: [
    '我答应 3 天后的 20:00 前归还礼服，付使用费：每 3 天 ¥90，最多 ¥270。全部加起来最多 ¥1,120。',
    'I promise to return the dress by 20:00, 3 days later, and pay ¥90 for each 3 days used, ¥270 at most. All together it can cost ¥1,120 at most.',
  ],
  crates: [
    '我答应 7 天后的 18:00 前归还 40 个周转箱，付使用费：每 1 天 ¥20，最多 ¥600。全部加起来最多 ¥2,600。',
    'I promise to return the 40 crates by 18:00, 7 days later, and pay ¥20 for each day used, ¥600 at most. All together it can cost ¥2,600 at most.',
  ],
  hotel: [
    '我答应在约好的时间起 9 小时内到场，次日 12:00 前归还房间，出账后 1 天内付用掉的钱，最多 ¥1,200。全部加起来最多 ¥2,100。',
    'I promise to be there within 9 hours of the time agreed, return the room by 12:00 the next day, and pay what the use comes to, ¥1,200 at most, within 1 day of the bill. All together it can cost ¥2,100 at most.',
  ],
  salon: [
    '我答应 365 天后的 21:00 前来 10 次，没做到就退回享受过的优惠，最多 ¥200。没达到不算失约。全部加起来最多 ¥200。',
    'I promise to come 10 times by 21:00, 365 days later, or give back the discounts I enjoyed, ¥200 at most. Falling short is no broken promise. All together it can cost ¥200 at most.',
  ],
  gym: [
    '我答应 183 天后的 22:00 前来 40 次，没做到就退回享受过的优惠，最多 ¥600。没达到不算失约。全部加起来最多 ¥600。',
    'I promise to come 40 times by 22:00, 183 days later, or give back the discounts I enjoyed, ¥600 at most. Falling short is no broken promise. All together it can cost ¥600 at most.',
  ],
  'cafe-card': [
    '我答应 60 天后的 21:00 前消费满 ¥300，没做到就退回享受过的优惠，最多 ¥30。没达到不算失约。全部加起来最多 ¥30。',
    'I promise to spend ¥300 by 21:00, 60 days later, or give back the discounts I enjoyed, ¥30 at most. Falling short is no broken promise. All together it can cost ¥30 at most.',
  ],
  library: [
    '我答应 21 天后的 20:00 前归还书。不涉及钱。',
    'I promise to return the book by 20:00, 21 days later. No money is involved.',
  ],
  'tool-library': [
    '我答应 3 天后的 19:00 前归还电钻。不涉及钱。',
    'I promise to return the drill by 19:00, 3 days later. No money is involved.',
  ],
  volunteering: [
    '我答应 90 天后的 21:00 前做满 3 小时。没达到不算失约。不涉及钱。',
    'I promise to give 3 hours by 21:00, 90 days later. Falling short is no broken promise. No money is involved.',
  ],
  headphones: [
    '我答应收到后 7 天内归还耳机，或者试用期后 1 天内付 ¥499。店家答应 3 天后的 20:00 前送到。全部加起来最多 ¥499。',
    'I promise to return the headphones within 7 days of the delivery, or pay ¥499 within 1 day of the end of that time. The shop promises to deliver by 20:00, 3 days later. All together it can cost ¥499 at most.',
  ],
  'charging-point': [
    '我答应出账后 1 天内付用掉的钱，最多 ¥80。全部加起来最多 ¥80。',
    'I promise to pay what the use comes to, ¥80 at most, within 1 day of the bill. All together it can cost ¥80 at most.',
  ],
  'piano-course': [
    '我答应分 6 期付 ¥2,500，第一期在 1 个月后，每月一期。全部加起来最多 ¥2,500。',
    'I promise to pay ¥2,500 in 6 parts, one each month, the first after 1 month. All together it can cost ¥2,500 at most.',
  ],
  'second-hand': [
    '我答应 1 天内付订单写的金额（最多 ¥5,000），先单独存着，收到才给店家。店家答应 7 天后的 20:00 前送到。全部加起来最多 ¥5,000。',
    'I promise to pay the amount of the order (¥5,000 at most) within 1 day, held apart until it has arrived. The shop promises to deliver by 20:00, 7 days later. All together it can cost ¥5,000 at most.',
  ],
  'e-bike-month': [
    '我答应 1 天内付免不了的押金（最多 ¥100），单独存管，30 天后的 20:00 前归还电动车。店家答应归还后 2 个工作日内退押金。全部加起来最多 ¥100。',
    'I promise to pay the deposit that is not waived (¥100 at most) within 1 day, held apart as my own money, and return the e-bike by 20:00, 30 days later. The shop promises to give the deposit back within 2 working days of the return. All together it can cost ¥100 at most.',
  ],
};
for (const [name, [zh, en]] of Object.entries(SAID)) {
  const terms: OfferTerms = READY_MADE_OFFERS[name as ReadyMadeOffer];
  test(`the ready-made ${name} says what is promised by whom, in both languages`, () => {
    assert.equal(promiseSentence(terms, {}, 'zh'), zh);
    assert.equal(promiseSentence(terms, {}, 'en'), en);
  });
}

const everyTerms: readonly OfferTerms[] = [
  ...Object.values(READY_MADE_OFFERS),
  ...[...OWN_KINDS.values()].map(({ terms }) => terms),
];

test('every sentence names the ceiling, or says that there is no money in it', () => {
  for (const terms of everyTerms)
    for (const order of [{}, { startsAt }]) {
      const { ceilingMinor } = mostItCanCost(terms, order);
      const [zh, en] = [promiseSentence(terms, order, 'zh'), promiseSentence(terms, order, 'en')];
      assert.equal(/不涉及钱。$/.test(zh), ceilingMinor === 0, zh);
      assert.equal(/No money is involved\.$/.test(en), ceilingMinor === 0, en);
      for (const said of [zh, en]) assert.doesNotMatch(said, /undefined|NaN| {2}|，，|, ,|。。|\.\./, said);
    }
});

/** One of each type, as a later stage and as the first. */
const due = { afterMinutes: 4320 };
const each: Readonly<Record<ObligationTerms['type'], readonly [ObligationTerms, zh: string, en: string]>> = {
  return_item: [
    { type: 'return_item', owedBy: 'promisor', due, graceMinutes: 0 },
    '此后 3 天内归还相机',
    'return the camera within 3 days of that',
  ],
  pay: [
    { type: 'pay', owedBy: 'promisor', amount: { fixedMinor: 100 }, into: 'shop', due, graceMinutes: 0 },
    '此后 3 天内付 ¥1',
    'pay ¥1 within 3 days of that',
  ],
  attend: [
    { type: 'attend', owedBy: 'promisor', windowMinutes: 20, graceMinutes: 0 },
    '此后 20 分钟内到场',
    'be there within 20 minutes of that',
  ],
  reach_count: [
    { type: 'reach_count', owedBy: 'promisor', count: 1, due, graceMinutes: 0 },
    '此后 3 天内来 1 次',
    'come 1 time within 3 days of that',
  ],
  reach_amount: [
    { type: 'reach_amount', owedBy: 'promisor', amountMinor: 100, due, graceMinutes: 0 },
    '此后 3 天内消费满 ¥1',
    'spend ¥1 within 3 days of that',
  ],
  reach_hours: [
    { type: 'reach_hours', owedBy: 'promisor', hours: 1, due, graceMinutes: 0 },
    '此后 3 天内做满 1 小时',
    'give 1 hour within 3 days of that',
  ],
  deliver: [
    { type: 'deliver', owedBy: 'promisee', due, graceMinutes: 0 },
    '此后 3 天内送到',
    'deliver within 3 days of that',
  ],
  refund: [
    { type: 'refund', owedBy: 'promisee', due: { workingDays: 1, calendar: 'CN' }, graceMinutes: 0 },
    '归还后 1 个工作日内退押金',
    'give the deposit back within 1 working day of the return',
  ],
  confirm: [
    { type: 'confirm', owedBy: 'promisee', due, graceMinutes: 0 },
    '此后 3 天内确认',
    'confirm it within 3 days of that',
  ],
};
const before: ObligationTerms = { type: 'confirm', owedBy: 'promisor', due, graceMinutes: 0 };
for (const [type, [term, zh, en]] of Object.entries(each)) {
  test(`${type} has its clause in both languages, as a later stage too`, () => {
    const said = (locale: Locale) => clauseOf(term, { terms: READY_MADE_OFFERS.camera, order: {}, locale, before });
    assert.deepEqual([said('zh'), said('en')], [zh, en]);
  });
}
test('every type of obligation has a clause above', () =>
  assert.deepEqual(Object.keys(each).sort(), [...OBLIGATION_TYPES].sort()));

test('a first stage is told by its date where the order says when it starts, the later ones by what comes before', () => {
  const { salon, headphones } = READY_MADE_OFFERS;
  assert.match(promiseSentence(salon, { startsAt }, 'zh'), /^我答应 11 月 22 日 21:00 前来 10 次/);
  assert.match(promiseSentence(salon, { startsAt }, 'en'), /^I promise to come 10 times by 21:00 on 22 November/);
  assert.match(
    promiseSentence(headphones, { startsAt }, 'en'),
    /return the headphones within 7 days of the delivery, or pay/,
  );
});

test('an order that says its amount is promised with that amount', () => {
  const most = promiseSentence(READY_MADE_OFFERS['second-hand'], { amountMinor: 12_345 }, 'en');
  assert.match(most, /^I promise to pay ¥123\.45 within 1 day, held apart/);
});

for (const [count, unit, firstAfter, every, zh, en] of [
  [3, 'days', 0, 1, '当天起，每天一期', 'one each day from the first day'],
  [3, 'days', 7, 7, '第一期在 7 天后，每 7 天一期', 'one each 7 days, the first after 7 days'],
  [2, 'months', 1, 1, '第一期在 1 个月后，每月一期', 'one each month, the first after 1 month'],
] as const) {
  test(`${count} parts of ${unit} are said as "${en}"`, () => {
    const parts = { count, unit, firstAfter, every, atLocalTime: '20:00' };
    const amount = { fixedMinor: 600 };
    const term: ObligationTerms = { type: 'pay', owedBy: 'promisor', amount, into: 'shop', parts, graceMinutes: 0 };
    const said = (locale: Locale) =>
      clauseOf(term, { terms: READY_MADE_OFFERS.camera, order: {}, locale, before: null });
    assert.deepEqual([said('zh'), said('en')], [`分 ${count} 期付 ¥6，${zh}`, `pay ¥6 in ${count} parts, ${en}`]);
  });
}
