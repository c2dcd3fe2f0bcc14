import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import {
  CONSENT_TEXTS,
  checkAgeYears,
  checkFieldNames,
  checkFreeText,
  checkPurpose,
  currentConsentText,
  findConsentText,
  findFields,
  getNorm,
  NORMS,
  PURPOSE_TEXTS,
  REFUSED_PURPOSES,
  scanFreeText,
  type DataCategory,
  type DataVerdict,
  type NormId,
  type Purpose,
} from './index.ts';

test('every norm has an article, a source and a text in both languages', () => {
  assert.ok(NORMS.length >= 15);
  for (const norm of NORMS) {
    assert.ok(norm.article.length > 0 && norm.source.length > 0);
    assert.match(norm.text.zh, /\p{Script=Han}/u);
    assert.match(norm.text.en, /^[A-Z].*\.$/);
    assert.deepEqual(getNorm(norm.id), norm);
  }
});

test('a purpose is on exactly one list', () => {
  for (const purpose of Object.keys(PURPOSE_TEXTS)) assert.ok(!Object.hasOwn(REFUSED_PURPOSES, purpose), purpose);
});

for (const purpose of Object.keys(PURPOSE_TEXTS)) {
  test(`${purpose} is a purpose, with a consent text that names it`, () => {
    assert.deepEqual(checkPurpose(purpose), { ok: true, value: purpose });
    const text = currentConsentText(purpose as Purpose);
    assert.equal(text.purpose, purpose);
    assert.ok(text.expiryDays > 0 && text.expiryDays <= 366);
    assert.ok(text.text.zh.includes(`${text.expiryDays} 天`) && text.text.en.includes(`${text.expiryDays} days`));
    assert.ok(text.fields.length > 0);
    assert.equal(findConsentText(text.version), text);
  });
}

const refusedPurposes: readonly (readonly [string, string, NormId])[] = [
  ['clinic_queue', 'purpose_is_a_public_resource', 'no_public_resources'],
  ['Clinic Queue', 'purpose_is_a_public_resource', 'no_public_resources'],
  ['airport-lane', 'purpose_is_a_public_resource', 'no_public_resources'],
  ['station_lounge', 'purpose_is_a_public_resource', 'no_public_resources'],
  ['school_admission', 'purpose_is_a_public_resource', 'no_public_resources'],
  ['public_service', 'purpose_is_a_public_resource', 'no_public_resources'],
  ['waste_sorting', 'purpose_is_a_public_duty', 'no_public_duties'],
  ['fines', 'purpose_is_a_public_duty', 'no_public_duties'],
  ['hiring', 'purpose_decides_a_livelihood', 'livelihood_stays_out'],
  ['housing_allocation', 'purpose_decides_a_livelihood', 'livelihood_stays_out'],
  ['citizen_score', 'purpose_is_social_scoring', 'no_social_scoring'],
  ['p2p_lending', 'purpose_is_lending', 'no_lending'],
  ['anything else', 'purpose_unknown', 'purpose_bound_consent'],
  ['', 'purpose_unknown', 'purpose_bound_consent'],
  ['__proto__', 'purpose_unknown', 'purpose_bound_consent'],
  ['toString', 'purpose_unknown', 'purpose_bound_consent'],
];

for (const [purpose, reason, norm] of refusedPurposes) {
  test(`the purpose ${purpose || '(empty)'} is refused: ${reason}, citing ${norm}`, () => {
    const outcome = checkPurpose(purpose);
    assert.ok(!outcome.ok);
    assert.deepEqual([outcome.reason, outcome.norm], [reason, norm]);
    assert.ok((outcome.detail ?? '').length > 0);
  });
}

const fields: readonly (readonly [string, DataCategory, DataVerdict])[] = [
  ['religion', 'religion', 'prohibited'],
  ['宗教信仰', 'religion', 'prohibited'],
  ['religiousBelief', 'religion', 'prohibited'],
  ['dna_profile', 'genes', 'prohibited'],
  ['基因检测', 'genes', 'prohibited'],
  ['GENOTYPE', 'genes', 'prohibited'],
  ['fingerprint', 'fingerprints', 'prohibited'],
  ['指纹', 'fingerprints', 'prohibited'],
  ['palmPrint', 'fingerprints', 'prohibited'],
  ['bloodType', 'blood_type', 'prohibited'],
  ['BLOOD-GROUP', 'blood_type', 'prohibited'],
  ['血型', 'blood_type', 'prohibited'],
  ['Hipertension', 'health', 'prohibited'],
  ['Diabetes', 'health', 'prohibited'],
  ['Alcoholism', 'health', 'prohibited'],
  ['Handcap', 'health', 'prohibited'],
  ['medicalHistory', 'health', 'prohibited'],
  ['既往病史', 'health', 'prohibited'],
  ['ｄｉａｂｅｔｅｓ', 'health', 'prohibited'],
  ['HIVStatus', 'health', 'prohibited'],
  ['monthly_income', 'income', 'conditional'],
  ['月薪', 'income', 'conditional'],
  ['bank_deposits', 'savings', 'conditional'],
  ['存款', 'savings', 'conditional'],
  ['securities', 'securities', 'conditional'],
  ['lifeInsurance', 'insurance', 'conditional'],
  ['realEstate', 'real_estate', 'conditional'],
  ['taxPaid', 'tax', 'conditional'],
  ['纳税额', 'tax', 'conditional'],
  ['Neighbourhood', 'residence', 'not_needed'],
  ['Scholarship', 'welfare', 'not_needed'],
  ['Gender', 'person_traits', 'not_needed'],
  ['民族', 'person_traits', 'not_needed'],
  ['addressBook', 'social_graph', 'not_needed'],
];

for (const [field, category, verdict] of fields) {
  test(`the field ${field} is ${category}: ${verdict}`, () => {
    const [finding, ...others] = findFields([field]);
    assert.deepEqual(
      [finding?.field, finding?.category, finding?.verdict, others.length],
      [field, category, verdict, 0],
    );
  });
}

test('ordinary fields of a rental or an appointment pass', () => {
  const names = [
    'PatientId',
    'AppointmentID',
    'ScheduledDay',
    'AppointmentDay',
    'SMS_received',
    'No-show',
    'depositMinor',
    'depositWaivedMinor',
    'general',
    'generation',
    'deviceFingerprint',
    'key_fingerprint',
    'category',
    'valueMinor',
    'dueAt',
    'stockCount',
    'sharesBike',
    'taxRateBps',
    'heritage',
    'insuranceIncluded',
    'colour',
    'faithfulCopy',
    'umbrella',
    '押金',
    '伞',
    '还车时间',
    'phone',
    'name',
    'Age',
  ];
  assert.deepEqual(checkFieldNames(names), { ok: true, value: names });
});

test('a table is refused for its gravest fields, and every one of them is pointed to', () => {
  const outcome = checkFieldNames(['id', 'Neighbourhood', 'income', 'Diabetes', 'blood/type', 'Handcap']);
  assert.ok(!outcome.ok);
  assert.deepEqual(
    [outcome.reason, outcome.norm, outcome.pointers],
    ['field_is_prohibited', 'prohibited_data', ['/Diabetes', '/blood~1type', '/Handcap']],
  );
  const milder = checkFieldNames(['income', 'Neighbourhood']);
  assert.equal(!milder.ok && milder.reason, 'field_is_not_needed');
  const conditional = checkFieldNames(['income']);
  assert.equal(!conditional.ok && conditional.reason, 'field_needs_second_consent');
});

const texts: readonly (readonly [string, DataCategory])[] = [
  ['请填写您的宗教信仰', 'religion'],
  ['Please state your religion', 'religion'],
  ['需提供基因检测报告', 'genes'],
  ['录入指纹后领取', 'fingerprints'],
  ['we keep your fingerprint', 'fingerprints'],
  ['填写血型', 'blood_type'],
  ['what is your blood type?', 'blood_type'],
  ['有无病史', 'health'],
  ['the customer was diagnosed with hepatitis', 'health'],
  ['他得了很重的病', 'health'],
  ['月收入不低于 8000', 'income'],
  ['send three pay slips', 'income'],
  ['提供存款证明', 'savings'],
  ['名下有房', 'real_estate'],
  ['last year’s tax return', 'tax'],
  ['糖\u200b尿病', 'health'],
];

for (const [text, category] of texts) {
  test(`free text "${text}" names ${category}`, () => {
    assert.ok(scanFreeText(text).some((finding) => finding.category === category));
    const outcome = checkFreeText(text);
    assert.ok(!outcome.ok);
    assert.ok(NORMS.some((norm) => norm.id === outcome.norm));
  });
}

for (const text of [
  '相机租 3 天，免押金 ¥3,000，迟还每天 ¥120',
  'Return the umbrella by six. Deposit waived up to ¥40.',
  '血压计、轮椅、拐杖都可以借',
  '指纹锁电动车',
  'A bike with a fingerprint lock',
  '理发 45 分钟，迟到 15 分钟可取消',
  'General terms; the hall of the church may be booked',
  '押金由店家承担',
  'Insurance against damage is included',
]) {
  test(`free text "${text}" is ordinary business`, () =>
    assert.deepEqual(checkFreeText(text), { ok: true, value: text }));
}

for (const [age, expected] of [
  [-1, 'age_is_impossible'],
  [0, 'party_is_a_minor'],
  [13, 'party_is_a_minor'],
  [14, 'party_is_a_minor'],
  [17, 'party_is_a_minor'],
  [18, 'adult'],
  [19, 'adult'],
  [115, 'adult'],
  [125, 'adult'],
  [126, 'age_is_impossible'],
  [17.9, 'age_is_impossible'],
  [Number.NaN, 'age_is_impossible'],
] as const) {
  test(`an age of ${age} is ${expected}`, () => {
    const outcome = checkAgeYears(age);
    assert.equal(outcome.ok ? outcome.value : outcome.reason, expected);
  });
}

/** What people agreed to. A changed hash means an edited text: add a version instead. */
const PUBLISHED: Readonly<Record<string, string>> = {
  'deposit_waiver/1': '456f41ab3d052c06',
  'pay_later/1': 'f1b89c1bb751babb',
  'trial/1': '1b4feea8385134bd',
  'membership/1': 'c71a7776f5871c1a',
  'appointment/1': '3e4ffa448896d3d1',
  'booking/1': 'cacf7efb6902f666',
  'borrow/1': '55c0c33fe319092b',
  'purchase/1': 'ed54986ca7578959',
  'volunteering/1': '51548a7f73db096a',
};

test('no consent text that was published has changed by a character', () => {
  for (const text of CONSENT_TEXTS) {
    const hash = createHash('sha256')
      .update(JSON.stringify([text.fields, text.expiryDays, text.text]))
      .digest('hex')
      .slice(0, 16);
    assert.equal(PUBLISHED[text.version], hash, `${text.version}: '${hash}'`);
  }
  assert.deepEqual(Object.keys(PUBLISHED).sort(), CONSENT_TEXTS.map((text) => text.version).sort());
});

test('a consent text that never was is not found', () => {
  for (const version of ['deposit_waiver/0', 'deposit_waiver', '', '__proto__/1', 'clinic_queue/1'])
    assert.equal(findConsentText(version), null);
});
