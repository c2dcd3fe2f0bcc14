import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONTRADICTIONS } from './contradictions.ts';
import { checkOffer, offerContentHash } from './offer.ts';
import { READY_MADE_OFFERS } from './ready-made/index.ts';
import { OFFER_REFUSALS, type OfferRefusal } from './refusals.ts';
import type { OfferTerms } from './terms.ts';

/** A mutable copy, to be spoilt one field at a time. */
// biome-ignore lint/suspicious/noExplicitAny: terms are spoilt in ways that their type forbids
type Spoilt = Record<string, any>;
const camera = (): Spoilt => structuredClone(READY_MADE_OFFERS.camera) as Spoilt;
const table = (): Spoilt => structuredClone(READY_MADE_OFFERS['cafe-table']) as Spoilt;
const clinic = (): Spoilt => structuredClone(READY_MADE_OFFERS['clinic-desk']) as Spoilt;
const spoil = (terms: Spoilt, change: (terms: Spoilt) => unknown): Spoilt => {
  change(terms);
  return terms;
};

for (const [name, terms] of Object.entries(READY_MADE_OFFERS)) {
  test(`the ready-made ${name} can be published as it stands`, () =>
    assert.deepEqual(checkOffer(terms), { ok: true, value: terms }));
}

const REFUSED: readonly (readonly [OfferRefusal, string, Spoilt])[] = [
  [
    'terms_have_wrong_shape',
    '/ladder/0',
    spoil(camera(), (t) => {
      t['ladder'][0] = 1.5;
    }),
  ],
  [
    'grace_negative',
    '/obligations/0/graceMinutes',
    spoil(camera(), (t) => {
      t['obligations'][0].graceMinutes = -1;
    }),
  ],
  [
    'grace_too_long',
    '/obligations/0/graceMinutes',
    spoil(camera(), (t) => {
      t['obligations'][0].graceMinutes = 4321;
    }),
  ],
  [
    'usage_cap_missing',
    '/consequences/usage/capMinor',
    spoil(camera(), (t) => delete t['consequences'].usage.capMinor),
  ],
  ['late_cap_missing', '/consequences/late/capMinor', spoil(camera(), (t) => delete t['consequences'].late.capMinor)],
  ['loss_cap_missing', '/consequences/loss/capMinor', spoil(camera(), (t) => delete t['consequences'].loss.capMinor)],
  [
    'answer_window_too_short',
    '/answerMinutes',
    spoil(camera(), (t) => {
      t['answerMinutes'] = 1439;
    }),
  ],
  [
    'currency_unknown',
    '/currency',
    spoil(camera(), (t) => {
      t['currency'] = 'XXX';
    }),
  ],
  [
    'timezone_unknown',
    '/timezone',
    spoil(camera(), (t) => {
      t['timezone'] = 'Asia/Nowhere';
    }),
  ],
  [
    'text_is_blank',
    '/title/zh',
    spoil(camera(), (t) => {
      t['title'].zh = ' 　';
    }),
  ],
  [
    'text_has_hidden_characters',
    '/title/en',
    spoil(camera(), (t) => {
      t['title'].en = 'Camera\u202Eeerf';
    }),
  ],
  [
    'public_resource',
    '/title/zh',
    spoil(clinic(), (t) => {
      t['title'].zh = '优先就诊';
    }),
  ],
  [
    'public_duty',
    '/title/zh',
    spoil(clinic(), (t) => {
      t['title'].zh = '垃圾分类打卡';
    }),
  ],
  [
    'prohibited_data',
    '/description/en',
    spoil(clinic(), (t) => {
      t['description'].en = 'Medical history required.';
    }),
  ],
  [
    'obligation_repeated',
    '/obligations/2',
    spoil(camera(), (t) => t['obligations'].push(structuredClone(t['obligations'][0]))),
  ],
  [
    'kind_without_its_obligation',
    '/kind',
    spoil(camera(), (t) => {
      t['kind'] = 'attend';
    }),
  ],
  [
    'attend_window_missing',
    '/obligations/0/windowMinutes',
    spoil(table(), (t) => {
      t['obligations'][0].windowMinutes = 0;
    }),
  ],
  ['return_without_item', '/item', spoil(camera(), (t) => delete t['item'])],
  ['pay_without_usage', '/consequences/usage', spoil(camera(), (t) => delete t['consequences'].usage)],
  ['usage_without_pay', '/consequences/usage', spoil(camera(), (t) => t['obligations'].pop())],
  [
    'usage_cap_below_one_unit',
    '/consequences/usage/capMinor',
    spoil(camera(), (t) => {
      t['consequences'].usage.capMinor = 11_999;
    }),
  ],
  [
    'late_cap_below_one_unit',
    '/consequences/late/capMinor',
    spoil(camera(), (t) => {
      t['consequences'].late.capMinor = 11_999;
    }),
  ],
  [
    'late_without_return',
    '/consequences/late',
    spoil(table(), (t) => {
      t['consequences'].late = { perUnitMinor: 1, unitMinutes: 1, capMinor: 5 };
    }),
  ],
  [
    'loss_without_return',
    '/consequences/loss',
    spoil(table(), (t) => {
      t['consequences'].loss = { capMinor: 5_000 };
    }),
  ],
  [
    'extension_without_return',
    '/extension',
    spoil(table(), (t) => {
      t['extension'] = { stepMinutes: 10, countMax: 1 };
    }),
  ],
  [
    'no_show_without_attend',
    '/consequences/noShow',
    spoil(camera(), (t) => {
      t['consequences'].noShow = { feeMinor: 1 };
    }),
  ],
  [
    'late_cancel_without_attend',
    '/consequences/lateCancel',
    spoil(camera(), (t) => {
      t['consequences'].lateCancel = { freeUntilMinutesBefore: 1, feeMinor: 1 };
    }),
  ],
  [
    'late_cancel_dearer_than_no_show',
    '/consequences/lateCancel/feeMinor',
    spoil(table(), (t) => {
      t['consequences'].lateCancel.feeMinor = 5_001;
    }),
  ],
  [
    'more_than_one_waiver',
    '/grants/1',
    spoil(camera(), (t) => t['grants'].push({ type: 'deposit_waiver', upToMinor: 1 })),
  ],
  [
    'waiver_above_item_value',
    '/grants/0/upToMinor',
    spoil(camera(), (t) => {
      t['item'].valueMinor = 299_999;
    }),
  ],
  [
    'waiver_without_ladder',
    '/ladder',
    spoil(camera(), (t) => {
      t['ladder'] = [];
    }),
  ],
  [
    'ladder_without_waiver',
    '/grants',
    spoil(table(), (t) => {
      t['grants'] = [];
    }),
  ],
  [
    'ladder_not_ascending',
    '/ladder/1',
    spoil(camera(), (t) => {
      t['ladder'] = [100_000, 100_000, 200_000, 300_000];
    }),
  ],
  [
    'ladder_above_waiver',
    '/ladder/3',
    spoil(camera(), (t) => {
      t['ladder'][3] = 300_001;
    }),
  ],
  [
    'ladder_above_item_value',
    '/ladder/3',
    spoil(camera(), (t) => {
      t['item'].valueMinor = 250_000;
    }),
  ],
  [
    'late_cap_above_deposit',
    '/consequences/late/capMinor',
    spoil(camera(), (t) => {
      t['consequences'].late.capMinor = 300_001;
    }),
  ],
  [
    'loss_cap_above_deposit',
    '/consequences/loss/capMinor',
    spoil(camera(), (t) => {
      t['consequences'].loss.capMinor = 300_001;
    }),
  ],
  [
    'loss_cap_above_item_value',
    '/consequences/loss/capMinor',
    spoil(camera(), (t) => {
      t['item'].valueMinor = 299_999;
    }),
  ],
  [
    'no_show_fee_above_deposit',
    '/consequences/noShow/feeMinor',
    spoil(table(), (t) => {
      t['consequences'].noShow.feeMinor = 5_001;
    }),
  ],
  [
    'loss_cap_below_ladder_top',
    '/consequences/loss/capMinor',
    spoil(camera(), (t) => {
      t['consequences'].loss.capMinor = 299_999;
    }),
  ],
  [
    'ladder_above_charges',
    '/ladder/0',
    spoil(table(), (t) => {
      t['consequences'] = { noShow: { feeMinor: 4_999 } };
    }),
  ],
  [
    'row_step_outside_ladder',
    '/admission/rows/1/step',
    spoil(table(), (t) => {
      t['admission'].rows[1].step = 2;
    }),
  ],
  [
    'row_repeated',
    '/admission/rows/1/when',
    spoil(table(), (t) => {
      t['admission'].rows[1].when = ' unpaidMinor  > 0';
    }),
  ],
  [
    'row_unreachable',
    '/admission/rows/1/when',
    spoil(table(), (t) => {
      t['admission'].rows[0].when = 'true';
    }),
  ],
  [
    'loss_budget_is_zero',
    '/admission/lossBudget/amountMinor',
    spoil(table(), (t) => {
      t['admission'].lossBudget.amountMinor = 0;
    }),
  ],
];

for (const [reason, pointer, terms] of REFUSED) {
  test(`an offer is refused: ${reason} at ${pointer}`, () => {
    const checked = checkOffer(terms);
    assert.ok(!checked.ok);
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
  const checked = checkOffer(
    spoil(camera(), (t) => {
      t['timezone'] = '+08:00';
      t['ladder'] = [2, 1];
      t['admission'].lossBudget.amountMinor = 0;
    }),
  );
  assert.ok(!checked.ok);
  assert.equal(checked.reason, 'timezone_unknown');
  assert.deepEqual(
    checked.contradictions.map((one) => one.reason),
    ['timezone_unknown', 'ladder_not_ascending', 'row_step_outside_ladder', 'loss_budget_is_zero'],
  );
});

const ALLOWED: readonly (readonly [string, Spoilt])[] = [
  [
    'grace of 0',
    spoil(camera(), (t) => {
      t['obligations'][0].graceMinutes = 0;
    }),
  ],
  [
    'grace of 72 hours',
    spoil(camera(), (t) => {
      t['obligations'][0].graceMinutes = 4320;
    }),
  ],
  [
    'exactly 24 hours to answer',
    spoil(camera(), (t) => {
      t['answerMinutes'] = 1440;
    }),
  ],
  [
    'a late cap of exactly the deposit',
    spoil(camera(), (t) => {
      t['consequences'].late.capMinor = 300_000;
    }),
  ],
  [
    'a cap of exactly one unit',
    spoil(camera(), (t) => {
      t['consequences'].usage.capMinor = 12_000;
    }),
  ],
  [
    'an item worth exactly the deposit',
    spoil(camera(), (t) => {
      t['item'].valueMinor = 300_000;
    }),
  ],
  [
    'a window of one minute',
    spoil(table(), (t) => {
      t['obligations'][0].windowMinutes = 1;
    }),
  ],
  [
    'cancelling late as dear as not coming',
    spoil(table(), (t) => {
      t['consequences'].lateCancel.feeMinor = 5_000;
    }),
  ],
  [
    'a title of rare Han, Arabic, emoji and decomposed letters',
    spoil(camera(), (t) => {
      t['title'] = { zh: '𠮷野家の𪚥', en: 'مقهى Café 👨‍👩‍👧 __proto__' };
    }),
  ],
  [
    'a school canteen',
    spoil(table(), (t) => {
      t['title'] = { zh: '学校旁的小馆', en: 'Bistro by the school' };
    }),
  ],
];
for (const [name, terms] of ALLOWED) {
  test(`${name} is allowed`, () => {
    const checked = checkOffer(terms);
    assert.ok(checked.ok, checked.ok ? '' : JSON.stringify(checked.contradictions));
  });
}

for (const [name, value] of [
  ['null', null],
  ['text', 'x'],
  ['a list', []],
  ['nothing', {}],
  ['a number', Number.NaN],
] as const) {
  test(`${name} is refused as terms, not thrown at`, () => assert.ok(!checkOffer(value).ok));
}

for (const amount of [
  -1,
  0.5,
  2 ** 53,
  1_000_000_000_001,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  '１００',
  '100',
  null,
  1e300,
]) {
  test(`a deposit of ${JSON.stringify(amount)} (${String(amount)}) is refused with its field`, () => {
    const checked = checkOffer(
      spoil(camera(), (t) => {
        t['grants'][0].upToMinor = amount;
      }),
    );
    assert.ok(!checked.ok);
    assert.ok(
      checked.pointers.some((pointer) => pointer.startsWith('/grants')),
      checked.pointers.join(' '),
    );
  });
}

test('an unknown field is refused wherever it is, and named', () => {
  const checked = checkOffer(
    spoil(camera(), (t) => {
      t['score'] = 1;
      t['obligations'][1].tip = 1;
      t['consequences'].usage['a/b~c'] = 1;
    }),
  );
  assert.ok(!checked.ok);
  for (const pointer of ['/score', '/obligations/1/tip', '/consequences/usage/a~1b~0c'])
    assert.ok(checked.pointers.includes(pointer), checked.pointers.join(' '));
});

test('the due time is complained about as what it was meant to be', () => {
  const checked = checkOffer(
    spoil(camera(), (t) => {
      t['obligations'][0].due = { afterMinutes: 0 };
    }),
  );
  assert.ok(!checked.ok);
  assert.deepEqual(checked.pointers, ['/obligations/0/due/afterMinutes']);
});

test('terms that promise the same hash the same, whatever the order of their fields', () => {
  const terms = READY_MADE_OFFERS.camera as OfferTerms;
  const turned = Object.fromEntries(Object.entries(terms).reverse()) as unknown as OfferTerms;
  assert.equal(offerContentHash(turned), offerContentHash(terms));
  assert.notEqual(offerContentHash({ ...terms, answerMinutes: terms.answerMinutes + 1 }), offerContentHash(terms));
  assert.match(offerContentHash(terms), /^[0-9a-f]{64}$/);
});
