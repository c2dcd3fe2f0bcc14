/**
 * Everything a policy may read. The list is closed: nothing else about a person exists here, above all no number that sums a person up.
 */

export interface PolicyVariable {
  readonly name: string;
  readonly type: 'int' | 'string';
  readonly zh: string;
  readonly en: string;
}

export const POLICY_VARIABLES: readonly PolicyVariable[] = [
  {
    name: 'openExposureMinor',
    type: 'int',
    zh: '现在免着的押金合计（同一货币，全部店）',
    en: 'deposits waived and still open, same currency, all shops',
  },
  { name: 'openPledgeCount', type: 'int', zh: '没有了结的约定数', en: 'pledges not yet ended' },
  {
    name: 'openHereCount',
    type: 'int',
    zh: '其中在这家店的',
    en: 'those of them with this shop',
  },
  { name: 'unpaidMinor', type: 'int', zh: '到期未付的费用（同一货币）', en: 'charges due and unpaid, same currency' },
  {
    name: 'item.valueMinor',
    type: 'int',
    zh: '物品价值，没有物品时为 0',
    en: 'value of the item, 0 when there is none',
  },
  { name: 'offer.upToMinor', type: 'int', zh: '平常要付的押金', en: 'the deposit of ordinary terms' },
  { name: 'offer.ladderTopMinor', type: 'int', zh: '最高一档', en: 'the top step of the ladder' },
  { name: 'offer.context', type: 'string', zh: '约定的情境', en: 'the context of the pledge' },
];

export const POLICY_FUNCTIONS = [
  {
    name: 'expectedLossMinor',
    type: '(int) → int',
    zh: '免去这么多押金，预计损失多少（进位到最小单位）',
    en: 'what waiving so much is expected to lose, rounded up to a minor unit',
  },
] as const;

/** Ideas that people try to write and that no policy will ever read, in the words they would use for them. */
export const FORBIDDEN_IDEAS: readonly (readonly [words: RegExp, zh: string, en: string])[] = [
  [
    /^(score|points?|rating|rank|tier|level|grade|cell|label|blacklist(ed)?|whitelist(ed)?|vip)$/i,
    '没有分数可读。用 expectedLossMinor(金额)。',
    'There is no score to read. Use expectedLossMinor(amount).',
  ],
  [
    /^(age|birth(day|date|year)?|dob|sex|gender|race|ethnic(ity)?|nation(ality)?|citizenship|language|locale|origin|hukou|birthplace|religion|belief|disab(led|ility)|pregnan(t|cy)|orientation)$/i,
    '年龄、性别、民族、国籍、语言、信仰从不作为理由。',
    'Age, sex, ethnicity, nationality, language and religion are never a ground.',
  ],
  [
    /^(income|salary|wealth|assets?|property|savings|balance|job|occupation|employer|education|school|degree|insurance|tax)$/i,
    '收入、资产、职业、学历从不作为理由。',
    'Income, assets, occupation and education are never a ground.',
  ],
  [
    /^(family|marital|married|children|spouse|friends?|contacts?|social(graph)?|neighbou?r(s|hood)?|address|city|district|postcode|zip|region|residence|device|phone)$/i,
    '家人、朋友、住址、设备从不作为理由。',
    'Family, friends, address and device are never a ground.',
  ],
  [
    /^(health|disease|illness|medical(history)?|blood(type)?|gen(e|es|etic|ome)|fingerprints?|biometrics?|face)$/i,
    '健康和身体特征从不作为理由。',
    'Health and the body are never a ground.',
  ],
];
