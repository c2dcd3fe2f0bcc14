import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONTRADICTIONS } from './contradictions.ts';
import { checkOffer, offerContentHash } from './offer.ts';
import { READY_MADE_OFFERS, type ReadyMadeOffer } from './ready-made/index.ts';
import { OFFER_REFUSALS, type OfferRefusal } from './refusals.ts';
import type { OfferTerms } from './terms.ts';

/** What is changed in a ready-made offer: JSON pointer to new value; `GONE` takes the field out. */
type Changes = Readonly<Record<string, unknown>>;
const GONE = Symbol('gone');

function spoilt(offer: ReadyMadeOffer, changes: Changes): unknown {
  const terms: unknown = structuredClone(READY_MADE_OFFERS[offer]);
  for (const [pointer, value] of Object.entries(changes)) {
    const path = pointer.slice(1).split('/');
    const last = path.pop() ?? '';
    const owner = path.reduce<unknown>((at, name) => Reflect.get(Object(at), name), terms) as object;
    if (value === GONE || value === undefined) Reflect.deleteProperty(owner, last);
    else Reflect.set(owner, last, structuredClone(value));
  }
  return terms;
}

const refusal = (offer: ReadyMadeOffer, changes: Changes) => {
  const checked = checkOffer(spoilt(offer, changes));
  assert.ok(!checked.ok, 'it was allowed');
  return checked;
};

for (const [name, terms] of Object.entries(READY_MADE_OFFERS)) {
  test(`the ready-made ${name} can be published as it stands`, () =>
    assert.deepEqual(checkOffer(terms), { ok: true, value: terms }));
}

const RETURN = READY_MADE_OFFERS.camera.obligations[0];
const FEE = { freeUntilMinutesBefore: 1, feeMinor: 1 };
const BACK = { owedBy: 'promisor', due: { afterMinutes: 60 }, graceMinutes: 0 } as const;
const DELIVER = { ...BACK, type: 'deliver', owedBy: 'promisee' } as const;
const VISITS = { ...BACK, type: 'reach_count', count: 3 } as const;
const REFUND = { ...DELIVER, type: 'refund', due: { workingDays: 2, calendar: 'CN' } } as const;
const DEPOSIT = { ...BACK, type: 'pay', amount: { deposit: 'ordinary_terms' }, into: 'custody' } as const;
const PRICE = { ...BACK, type: 'pay', amount: { fixedMinor: 900 }, into: 'shop' } as const;
const ESCROW = { ...PRICE, into: 'escrow' } as const;
const PARTS = { count: 3, unit: 'months', firstAfter: 1, every: 1, atLocalTime: '12:00' } as const;
const BILLED = { billedUpToMinor: 900, billWithinMinutes: 1 } as const;
const METERED = READY_MADE_OFFERS.camera.obligations[1];
const { due: _, ...UNDATED } = PRICE;
const IN_PARTS = { ...UNDATED, parts: PARTS };
const ATTEND = READY_MADE_OFFERS['cafe-table'].obligations[0];
const PARTNER = `pty_${'0'.repeat(31)}1`;
const PARTNERS = { partners: [PARTNER], paidBy: 'issuer' };
/** What is owed, in place of what the offer owes; the kind is then nobody's. */
const owing = (...obligations: readonly unknown[]) => ({ '/kind': 'membership', '/obligations': obligations });
/** A camera offer with nothing about returning. */
const OWED_ALONE = {
  '/kind': 'postpay',
  '/grants': [],
  '/ladder': [],
  '/consequences': {},
  '/extension': undefined,
  '/admission/rows': [READY_MADE_OFFERS.camera.admission.rows[0]],
};
const CLAWBACK = { capMinor: 5_000, unmet: 'pro_rata', leftEarly: 'nothing' };
const DISCOUNT = { '/grants': [{ type: 'discount', upToMinor: 5_000 }], '/consequences': { clawback: CLAWBACK } };
const EQUAL_STEPS = [100_000, 100_000, 200_000, 300_000];

const debited = (...retryMinutesAfter: readonly number[]) => ({
  ...PRICE,
  graceMinutes: 60,
  debits: { retryMinutesAfter },
});

/** Rule, field that must be named, offer, what is changed when that is not the field alone. */
type Row = readonly [OfferRefusal, string, ReadyMadeOffer, unknown, Changes?];
const REFUSED: readonly Row[] = [
  ['terms_have_wrong_shape', '/ladder/0', 'camera', 1.5],
  ['grace_negative', '/obligations/0/graceMinutes', 'camera', -1],
  ['grace_too_long', '/obligations/0/graceMinutes', 'camera', 4321],
  ['usage_cap_missing', '/consequences/usage/capMinor', 'camera', GONE],
  ['late_cap_missing', '/consequences/late/capMinor', 'camera', GONE],
  ['loss_cap_missing', '/consequences/loss/capMinor', 'camera', GONE],
  ['answer_window_too_short', '/answerMinutes', 'camera', 1439],
  ['currency_unknown', '/currency', 'camera', 'XXX'],
  ['timezone_unknown', '/timezone', 'camera', 'Asia/Nowhere'],
  ['text_is_blank', '/title/zh', 'camera', ' 　'],
  ['text_has_hidden_characters', '/title/en', 'camera', 'Camera\u202Eeerf'],
  ['public_resource', '/title/zh', 'clinic-desk', '优先就诊'],
  ['public_resource', '/title/en', 'clinic-desk', 'Fast-track at the airport'],
  ['public_duty', '/title/zh', 'clinic-desk', '垃圾分类打卡'],
  ['prohibited_data', '/description/en', 'clinic-desk', 'Medical history required.'],
  ['obligation_repeated', '/obligations/2', 'camera', RETURN],
  ['obligation_repeated', '/obligations/1', 'cafe-table', null, owing(PRICE, { ...PRICE, amount: { fixedMinor: 1 } })],
  ['wait_before_being_there', '/obligations/0/owedBy', 'cafe-table', 'promisee'],
  [
    'wait_before_being_there',
    '/obligations/0/owedBy',
    'cafe-table',
    null,
    owing({ ...ATTEND, owedBy: 'promisee' }, ATTEND),
  ],
  ['escrow_without_delivery', '/obligations/0/into', 'cafe-table', null, owing(ESCROW)],
  ['escrow_without_delivery', '/obligations/1/into', 'cafe-table', null, owing(DELIVER, ESCROW)],
  ['custody_without_refund', '/obligations/0/into', 'camera', null, owing(DEPOSIT, RETURN)],
  ['custody_without_refund', '/obligations/2/into', 'camera', null, owing(RETURN, REFUND, DEPOSIT)],
  ['refund_without_custody', '/obligations/1', 'camera', null, owing(RETURN, REFUND)],
  ['refund_without_custody', '/obligations/0', 'camera', null, owing(REFUND, DEPOSIT)],
  ['deposit_outside_custody', '/obligations/0/into', 'camera', null, owing({ ...DEPOSIT, into: 'shop' }, RETURN)],
  ['deposit_outside_custody', '/obligations/0/into', 'camera', null, owing({ ...PRICE, into: 'custody' }, REFUND)],
  ['deposit_without_waiver', '/obligations/0/amount', 'camera', null, { ...owing(DEPOSIT, REFUND), '/grants': [] }],
  ['nothing_to_keep', '/obligations', 'camera', null, owing(DEPOSIT, REFUND)],
  ['nothing_to_keep', '/obligations', 'camera', null, owing(METERED)],
  ['parts_without_price', '/obligations/0/parts', 'camera', null, owing({ ...IN_PARTS, amount: { fixedMinor: 2 } })],
  ['parts_without_price', '/obligations/0/parts', 'camera', null, owing({ ...IN_PARTS, into: 'escrow' }, DELIVER)],
  ['parts_without_price', '/obligations/0/parts', 'camera', null, owing({ ...IN_PARTS, amount: BILLED })],
  ['due_or_parts', '/obligations/0', 'camera', null, owing({ ...PRICE, parts: PARTS })],
  ['due_or_parts', '/obligations/0', 'camera', null, owing(UNDATED)],
  ['debits_out_of_order', '/obligations/0/debits', 'camera', null, owing(debited(1, 1))],
  ['debits_out_of_order', '/obligations/0/debits', 'camera', null, owing(debited(2, 1))],
  ['debits_out_of_order', '/obligations/0/debits', 'camera', null, owing(debited(61))],
  ['debits_out_of_order', '/obligations/0/debits', 'camera', null, owing({ ...debited(1), into: 'escrow' }, DELIVER)],
  ['or_pay_without_pay', '/obligations/0/orPay', 'camera', null, owing({ ...RETURN, orPay: true })],
  ['or_pay_without_pay', '/obligations/0/orPay', 'camera', null, owing({ ...RETURN, orPay: true }, ESCROW, DELIVER)],
  ['kind_unknown', '/kind', 'camera', 'parcel_rocket'],
  ['kind_without_its_obligation', '/kind', 'camera', 'attend'],
  ['attend_window_missing', '/obligations/0/windowMinutes', 'cafe-table', 0],
  ['attend_window_missing', '/obligations/0/windowMinutes', 'cafe-table', GONE],
  ['return_without_item', '/item', 'camera', GONE],
  ['pay_without_usage', '/consequences/usage', 'camera', GONE],
  ['usage_without_pay', '/consequences/usage', 'camera', null, { '/obligations': [RETURN] }],
  ['usage_cap_below_one_unit', '/consequences/usage/capMinor', 'camera', 11_999],
  ['late_cap_below_one_unit', '/consequences/late/capMinor', 'camera', 11_999],
  ['late_without_return', '/consequences/late', 'cafe-table', { perUnitMinor: 1, unitMinutes: 1, capMinor: 5 }],
  ['loss_without_return', '/consequences/loss', 'cafe-table', { capMinor: 5_000 }],
  ['extension_without_return', '/extension', 'cafe-table', { stepMinutes: 10, countMax: 1 }],
  ['no_show_without_attend', '/consequences/noShow', 'camera', { feeMinor: 1 }],
  ['late_cancel_without_attend', '/consequences/lateCancel', 'camera', FEE],
  ['late_cancel_dearer_than_no_show', '/consequences/lateCancel/feeMinor', 'cafe-table', 5_001],
  ['buy_out_without_return', '/consequences/buyOut', 'cafe-table', { priceMinor: 1 }],
  [
    'buy_out_above_item_value',
    '/consequences/buyOut/priceMinor',
    'camera',
    null,
    { '/consequences/buyOut': { priceMinor: 1_200_001 } },
  ],
  ['unmet_without_target', '/consequences/unmet', 'cafe-table', 'no_mark'],
  [
    'more_than_one_target',
    '/obligations/1',
    'cafe-table',
    null,
    owing(VISITS, { ...BACK, type: 'reach_hours', hours: 3 }),
  ],
  ['discount_without_target', '/grants', 'cafe-table', null, DISCOUNT],
  [
    'clawback_without_discount',
    '/consequences/clawback',
    'cafe-table',
    null,
    { ...owing(VISITS), '/consequences': { clawback: CLAWBACK } },
  ],
  [
    'clawback_above_discount',
    '/consequences/clawback/capMinor',
    'cafe-table',
    null,
    { ...owing(VISITS), ...DISCOUNT, '/grants/0/upToMinor': 4_999 },
  ],
  ['programme_without_target', '/programme', 'camera', PARTNERS],
  [
    'programme_partner_repeated',
    '/programme/partners/1',
    'salon',
    null,
    { '/programme': { ...PARTNERS, partners: [PARTNER, PARTNER] } },
  ],
  ['more_than_one_waiver', '/grants/1', 'camera', { type: 'deposit_waiver', upToMinor: 1 }],
  ['waiver_above_item_value', '/grants/0/upToMinor', 'camera', null, { '/item/valueMinor': 299_999 }],
  ['waiver_without_ladder', '/ladder', 'camera', []],
  ['ladder_without_waiver', '/grants', 'cafe-table', []],
  ['ladder_not_ascending', '/ladder/1', 'camera', null, { '/ladder': EQUAL_STEPS }],
  ['ladder_above_waiver', '/ladder/3', 'camera', 300_001],
  ['ladder_above_item_value', '/ladder/3', 'camera', null, { '/item/valueMinor': 299_999 }],
  ['late_cap_above_deposit', '/consequences/late/capMinor', 'camera', 300_001],
  ['loss_cap_above_deposit', '/consequences/loss/capMinor', 'camera', 300_001],
  ['loss_cap_above_item_value', '/consequences/loss/capMinor', 'camera', null, { '/item/valueMinor': 299_999 }],
  ['no_show_fee_above_deposit', '/consequences/noShow/feeMinor', 'cafe-table', 5_001],
  ['loss_cap_below_ladder_top', '/consequences/loss/capMinor', 'camera', 299_999],
  ['ladder_above_charges', '/ladder/0', 'cafe-table', null, { '/consequences': { noShow: { feeMinor: 4_999 } } }],
  ['row_step_outside_ladder', '/admission/rows/1/step', 'cafe-table', 2],
  ['row_repeated', '/admission/rows/1/when', 'cafe-table', ' unpaidMinor  > 0'],
  ['row_unreachable', '/admission/rows/1/when', 'cafe-table', null, { '/admission/rows/0/when': 'true' }],
  ['loss_budget_is_zero', '/admission/lossBudget/amountMinor', 'cafe-table', 0],
];

for (const [reason, pointer, offer, value, changes] of REFUSED) {
  test(`an offer is refused: ${reason} at ${pointer}`, () => {
    const checked = refusal(offer, changes ?? { [pointer]: value });
    const found = checked.contradictions.find((one) => one.reason === reason);
    assert.ok(found !== undefined, `found ${checked.contradictions.map((one) => one.reason).join(', ')}`);
    assert.ok(found.pointers.includes(pointer), found.pointers.join(' '));
    assert.ok(checked.pointers.includes(pointer));
    assert.equal(found.text, OFFER_REFUSALS[reason]);
  });
}

test('every refusal of this room has a row above', () => {
  assert.deepEqual([...new Set(REFUSED.map(([reason]) => reason))].sort(), Object.keys(OFFER_REFUSALS).sort());
});

test('rules are asked in the order in which refusals are declared', () => {
  const declared = Object.keys(OFFER_REFUSALS);
  const asked = CONTRADICTIONS.map(([reason]) => declared.indexOf(reason));
  assert.deepEqual(
    asked,
    [...asked].sort((a, b) => a - b),
  );
});

test('all contradictions are named at once, the first of them as the reason', () => {
  const changes = { '/timezone': '+08:00', '/ladder': [2, 1], '/admission/lossBudget/amountMinor': 0 };
  const checked = refusal('camera', changes);
  assert.equal(checked.reason, 'timezone_unknown');
  const reasons = ['timezone_unknown', 'ladder_not_ascending', 'row_step_outside_ladder', 'loss_budget_is_zero'];
  assert.deepEqual(
    checked.contradictions.map((one) => one.reason),
    reasons,
  );
});

const STRANGE = { zh: '𠮷野家の𪚥', en: 'مقهى Cafe\u0301 👨‍👩‍👧 __proto__' };
const ALLOWED: readonly (readonly [string, ReadyMadeOffer, Changes])[] = [
  ['grace of 0', 'camera', { '/obligations/0/graceMinutes': 0 }],
  ['grace of 72 hours', 'camera', { '/obligations/0/graceMinutes': 4320 }],
  ['exactly 24 hours to answer', 'camera', { '/answerMinutes': 1440 }],
  ['a late cap of exactly the deposit', 'camera', { '/consequences/late/capMinor': 300_000 }],
  ['a cap of exactly one unit', 'camera', { '/consequences/usage/capMinor': 12_000 }],
  ['an item worth exactly the deposit', 'camera', { '/item/valueMinor': 300_000 }],
  ['a window of one minute', 'cafe-table', { '/obligations/0/windowMinutes': 1 }],
  ['cancelling late as dear as not coming', 'cafe-table', { '/consequences/lateCancel/feeMinor': 5_000 }],
  ['an item sold for exactly its value', 'camera', { '/consequences/buyOut': { priceMinor: 1_200_000 } }],
  ['taking back exactly all discounts', 'cafe-table', { ...owing(VISITS), ...DISCOUNT }],
  [
    'a price of exactly one unit for each part',
    'camera',
    { ...OWED_ALONE, '/obligations': [{ ...IN_PARTS, amount: { fixedMinor: 3 } }] },
  ],
  ['a price and an escrow beside each other', 'camera', { ...OWED_ALONE, '/obligations': [PRICE, ESCROW, DELIVER] }],
  ['the desk after the person', 'cafe-table', { '/obligations': [ATTEND, { ...ATTEND, owedBy: 'promisee' }] }],
  [
    'a deposit in custody, given back after the return',
    'camera',
    { '/kind': 'custody', '/obligations': [DEPOSIT, RETURN, REFUND, METERED] },
  ],
  ['a title of rare Han, Arabic, emoji and decomposed letters', 'camera', { '/title': STRANGE }],
  ['a bistro by the school', 'cafe-table', { '/title': { zh: '学校旁的小馆', en: 'Bistro by the school' } }],
];
for (const [name, offer, changes] of ALLOWED) {
  test(`${name} is allowed`, () => {
    const checked = checkOffer(spoilt(offer, changes));
    assert.ok(checked.ok, checked.ok ? '' : JSON.stringify(checked.contradictions));
  });
}

for (const value of [null, 'x', [], {}, Number.NaN]) {
  test(`${JSON.stringify(value)} is refused as terms, not thrown at`, () => assert.ok(!checkOffer(value).ok));
}

const NO_AMOUNTS = [-1, 0.5, 2 ** 53, 1_000_000_000_001, Number.NaN, Number.POSITIVE_INFINITY, '１００', '100', null];
for (const amount of NO_AMOUNTS) {
  test(`a deposit of ${typeof amount} ${String(amount)} is refused with its field`, () => {
    assert.deepEqual(refusal('camera', { '/grants/0/upToMinor': amount }).pointers, ['/grants/0/upToMinor']);
  });
}

test('an unknown field is refused wherever it is, and named', () => {
  const checked = refusal('camera', { '/score': 1, '/obligations/1/tip': 1, '/consequences/usage/a~b': 1 });
  assert.deepEqual(checked.pointers, ['/score', '/obligations/1/tip', '/consequences/usage/a~0b']);
});

test('the due time is complained about as what it was meant to be', () => {
  const checked = refusal('camera', { '/obligations/0/due': { afterMinutes: 0 } });
  assert.deepEqual(checked.pointers, ['/obligations/0/due/afterMinutes']);
});

test('terms that promise the same hash the same, whatever the order of their fields', () => {
  const terms: OfferTerms = READY_MADE_OFFERS.camera;
  const turned = Object.fromEntries(Object.entries(terms).reverse()) as unknown as OfferTerms;
  assert.equal(offerContentHash(turned), offerContentHash(terms));
  assert.notEqual(offerContentHash({ ...terms, answerMinutes: terms.answerMinutes + 1 }), offerContentHash(terms));
  assert.match(offerContentHash(terms), /^[0-9a-f]{64}$/);
});
