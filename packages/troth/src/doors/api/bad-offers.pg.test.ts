import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { OFFER_REFUSALS, READY_MADE_OFFERS } from '../../rooms/offer/index.ts';
import { isNormId } from '../../rooms/rulebook/index.ts';
import { type Shop, must } from './test-story.ts';
import { assertNothingWritten, readAllRows } from './test-rows.ts';
import { openTestTroth, type TestTroth } from './test-troth.ts';

let troth: TestTroth;
let shop: Shop;
before(async () => {
  troth = await openTestTroth();
  shop = await troth.createMerchant();
});
after(() => troth.close());

type Terms = Record<string, never>;
const camera = () => structuredClone(READY_MADE_OFFERS.camera) as unknown as Terms;

/** Sets one place of the camera offer, named by its JSON pointer. */
function withAt(pointer: string, value: unknown): object {
  const terms = camera();
  const names = pointer.slice(1).split('/');
  const last = names.pop() as string;
  let at = terms as Record<string, unknown>;
  for (const name of names) at = at[name] as Record<string, unknown>;
  at[last] = value;
  return terms;
}

const AMOUNTS = [
  '/grants/0/upToMinor',
  '/item/valueMinor',
  '/ladder/0',
  '/consequences/usage/perUnitMinor',
  '/consequences/late/capMinor',
  '/consequences/loss/capMinor',
  '/admission/lossBudget/amountMinor',
];
const NOT_AMOUNTS: readonly unknown[] = [
  -1,
  0.5,
  120.5,
  1_000_000_000_001,
  9_007_199_254_740_991,
  '1000',
  '１０００',
  '١٠',
  '1e3',
  null,
  true,
  [],
  {},
  '',
];

test('an amount that is negative, fractional, too large, or text is refused wherever one stands, and named', async () => {
  const before = await readAllRows(troth);
  for (const pointer of AMOUNTS) {
    for (const amount of NOT_AMOUNTS) {
      const reply = await troth.call('POST', '/v1/offers', { token: shop.key, body: withAt(pointer, amount) });
      assert.equal(reply.status, 422, `${pointer} = ${JSON.stringify(amount)}: ${JSON.stringify(reply.body)}`);
      assert.ok(
        reply.body.pointers.some((one: string) => one.startsWith(pointer)),
        `${pointer} = ${JSON.stringify(amount)}: ${JSON.stringify(reply.body.pointers)}`,
      );
      assert.ok(reply.body.errors[0].rule in OFFER_REFUSALS, 'the rule is named');
    }
    for (const raw of ['9007199254740993', '1e400', '-9007199254740993', '0.30000000000000004441']) {
      const text = JSON.stringify(withAt(pointer, '@')).replace('"@"', raw);
      const reply = await troth.call('POST', '/v1/offers', { token: shop.key, raw: text });
      assert.equal(reply.body.code, 'json_number_not_exact', `${pointer} = ${raw}`);
    }
  }
  assertNothingWritten(before, await readAllRows(troth), 'amounts');
});

test('a yen has no hundredths and a currency is one that exists: anything else is refused', async () => {
  const before = await readAllRows(troth);
  for (const currency of ['CNH', 'cny', 'ＣＮＹ', 'XXX', '', 'RMB', '¥', '__proto__', 'constructor', null, 156]) {
    const reply = await troth.call('POST', '/v1/offers', { token: shop.key, body: withAt('/currency', currency) });
    assert.equal(reply.status, 422, String(currency));
    assert.deepEqual(reply.body.pointers, ['/currency'], String(currency));
  }
  // Three decimals of a dinar, no decimals of a yen: amounts are whole minor units, so a decimal is never one.
  for (const [currency, amount] of [
    ['JPY', 1000.5],
    ['KWD', 1.234],
    ['CNY', 10.01],
  ] as const) {
    const terms = { ...withAt('/item/valueMinor', amount), currency };
    const reply = await troth.call('POST', '/v1/offers', { token: shop.key, body: terms });
    assert.equal(reply.status, 422, currency);
    assert.ok(reply.body.pointers.includes('/item/valueMinor'), currency);
  }
  assertNothingWritten(before, await readAllRows(troth), 'currencies');
});

/** Offers that contradict themselves, with the rule and a field that it must name. */
const CONTRADICTIONS: readonly (readonly [
  pointer: string,
  value: unknown,
  rule: keyof typeof OFFER_REFUSALS,
  named: string,
])[] = [
  ['/timezone', 'Asia/Peking2', 'timezone_unknown', '/timezone'],
  ['/title/zh', '   ', 'text_is_blank', '/title/zh'],
  ['/title/en', 'Camera\u202e', 'text_has_hidden_characters', '/title/en'],
  ['/title/en', 'Cam\u0000era', 'text_has_hidden_characters', '/title/en'],
  ['/obligations/0/graceMinutes', -1, 'grace_negative', '/obligations/0/graceMinutes'],
  ['/obligations/0/graceMinutes', 4321, 'grace_too_long', '/obligations/0/graceMinutes'],
  ['/answerMinutes', 1439, 'answer_window_too_short', '/answerMinutes'],
  ['/kind', 'attend', 'kind_without_its_obligation', '/kind'],
  ['/item', undefined, 'return_without_item', '/item'],
  ['/consequences/usage', undefined, 'pay_without_usage', '/consequences/usage'],
  ['/consequences/usage/capMinor', undefined, 'usage_cap_missing', '/consequences/usage/capMinor'],
  ['/consequences/late/capMinor', undefined, 'late_cap_missing', '/consequences/late/capMinor'],
  ['/consequences/loss/capMinor', undefined, 'loss_cap_missing', '/consequences/loss/capMinor'],
  ['/consequences/late/capMinor', 300_001, 'late_cap_above_deposit', '/consequences/late/capMinor'],
  ['/consequences/loss/capMinor', 1_200_001, 'loss_cap_above_item_value', '/consequences/loss/capMinor'],
  ['/consequences/noShow', { feeMinor: 1 }, 'no_show_without_attend', '/consequences/noShow'],
  ['/item/valueMinor', 299_999, 'waiver_above_item_value', '/item/valueMinor'],
  ['/ladder', [], 'waiver_without_ladder', '/ladder'],
  ['/grants', [], 'ladder_without_waiver', '/grants'],
  ['/ladder', [50_000, 50_000], 'ladder_not_ascending', '/ladder/1'],
  ['/ladder', [300_001], 'ladder_above_waiver', '/ladder/0'],
  ['/ladder', [1, 2], 'row_step_outside_ladder', '/admission/rows/2/step'],
  ['/admission/lossBudget/amountMinor', 0, 'loss_budget_is_zero', '/admission/lossBudget/amountMinor'],
];

test('an offer that contradicts itself is refused with the rule, the field, and both languages', async () => {
  const before = await readAllRows(troth);
  for (const [pointer, value, rule, named] of CONTRADICTIONS) {
    const reply = await troth.call('POST', '/v1/offers', { token: shop.key, body: withAt(pointer, value) });
    assert.equal(reply.status, 422, `${rule}: ${JSON.stringify(reply.body)}`);
    const error = reply.body.errors.find((one: { rule: string }) => one.rule === rule);
    assert.ok(error, `${rule}: ${JSON.stringify(reply.body.errors)}`);
    assert.ok(error.pointers.includes(named), `${rule} names ${named}: ${JSON.stringify(error.pointers)}`);
    assert.ok(error.zh.length > 0 && error.en.length > 0, rule);
  }
  assertNothingWritten(before, await readAllRows(troth), 'contradictions');
});

test('an admission row that cannot be used is refused with its line and column', async () => {
  const before = await readAllRows(troth);
  const rows = [
    ['score > 600', 'forbidden_idea', 1, 1],
    ['openExposureMinor >', 'expression_does_not_parse', 1, null],
    ['unpaidMinor > 0 &&\n  nobody > 1', 'unknown_variable', 2, 3],
    ['unpaidMinor', 'expression_is_not_boolean', 1, 1],
    ['unpaidMinor > "x"', 'expression_does_not_type_check', 1, null],
  ] as const;
  for (const [when, rule, line, column] of rows) {
    const reply = await troth.call('POST', '/v1/offers', {
      token: shop.key,
      body: withAt('/admission/rows/1/when', when),
    });
    assert.equal(reply.body.code, 'policy_invalid', `${when}: ${JSON.stringify(reply.body)}`);
    const [error] = reply.body.errors;
    assert.equal(error.rule, rule, when);
    assert.equal(error.row, 1);
    assert.equal(error.line, line, when);
    if (column !== null) assert.equal(error.column, column, when);
  }
  assertNothingWritten(before, await readAllRows(troth), 'policies');
});

test('an offer about what belongs to everybody is refused, citing the norm', async () => {
  const before = await readAllRows(troth);
  const refused = [
    ['/title/zh', '挂号优先', 'no_public_resources'],
    ['/title/en', 'Fast-track at the hospital', 'no_public_resources'],
    ['/title/en', 'Airport lounge by the hour', 'no_public_resources'],
    ['/description/zh', '垃圾分类做得好，免押金', 'no_public_duties'],
    ['/title/en', 'Traffic fine, later', 'no_public_duties'],
    ['/description/zh', '需要提供血型证明', 'prohibited_data'],
    ['/description/en', 'For people who are diagnosed with something', 'prohibited_data'],
  ] as const;
  for (const [pointer, text, norm] of refused) {
    const reply = await troth.call('POST', '/v1/offers', { token: shop.key, body: withAt(pointer, text) });
    assert.equal(reply.status, 422, `${text}: ${JSON.stringify(reply.body)}`);
    assert.equal(reply.body.code, 'purpose_refused', text);
    assert.equal(reply.body.norm, norm, text);
    assert.ok(isNormId(reply.body.norm) && reply.body.pointers.includes(pointer), text);
  }
  assertNothingWritten(before, await readAllRows(troth), 'public resources');
  for (const name of Object.keys(READY_MADE_OFFERS))
    await troth.publish(shop.key, name as keyof typeof READY_MADE_OFFERS);
});

test('a refused version leaves the offer as it was', async () => {
  const offerId = await troth.publish(shop.key, 'camera');
  const before = await readAllRows(troth);
  const reply = await troth.call('POST', `/v1/offers/${offerId}/versions`, {
    token: shop.key,
    body: withAt('/ladder', []),
  });
  assert.equal(reply.body.code, 'offer_invalid');
  assertNothingWritten(before, await readAllRows(troth), 'a version');
  const offer = must(await troth.call('GET', `/v1/offers/${offerId}`, { token: shop.key }), 200, 'offer').body;
  assert.equal(offer.version, 1);
});
