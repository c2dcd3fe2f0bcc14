/**
 * The norms that refusals and notices cite: a small closed list. A norm is either law somewhere, quoted in substance with its
 * article, or a rule of this house that holds everywhere. This is how the code behaves, not legal advice.
 */

export interface BothLanguages {
  readonly zh: string;
  readonly en: string;
}

export interface Norm {
  readonly id: NormId;
  readonly basis: 'law' | 'house_rule';
  readonly article: string;
  readonly source: string;
  readonly text: BothLanguages;
}

const CREDIT_RULES = '征信业管理条例（国务院令第 631 号，2013）';
const PRIVACY_LAW = '中华人民共和国个人信息保护法（2021）';
const PREPAID_RULES =
  '最高人民法院关于审理预付式消费民事纠纷案件适用法律若干问题的解释（法释〔2025〕4号，2025-05-01 起施行）';
const MOBILITY_FUNDS = '交通运输新业态用户资金管理办法（试行）（交运规〔2019〕5号，2019-06-01 起施行）';
const AI_ACT = 'Regulation (EU) 2024/1689 (AI Act)';
const HOUSE = 'Troth house rules';

interface NormBody extends Omit<Norm, 'id'> {}

const law = (source: string, article: string, zh: string, en: string): NormBody => ({
  basis: 'law',
  source,
  article,
  text: { zh, en },
});
const house = (article: string, zh: string, en: string): NormBody => ({
  basis: 'house_rule',
  source: HOUSE,
  article,
  text: { zh, en },
});

const BODIES = {
  consent_before_collection: law(
    CREDIT_RULES,
    '第十三条 / art. 13',
    '采集你的信息，要先得到你本人的同意。',
    'Nothing about you is collected before you yourself agree.',
  ),
  prohibited_data: law(
    CREDIT_RULES,
    '第十四条第一款 / art. 14(1)',
    '宗教信仰、基因、指纹、血型、疾病和病史，任何时候都不收。',
    'Religion, genes, fingerprints, blood type, disease and medical history are never collected.',
  ),
  conditional_data: law(
    CREDIT_RULES,
    '第十四条第二款 / art. 14(2)',
    '收入、存款、有价证券、商业保险、不动产和纳税数额，要先说清不利后果，并得到你另外的书面同意。',
    'Income, savings, securities, commercial insurance, real estate and tax need a second, written consent after you are told what it may cost you.',
  ),
  notice_before_negative_fact: law(
    CREDIT_RULES,
    '第十五条 / art. 15',
    '对你不利的事，记下之前要先告诉你本人，让你先回答。',
    'Before anything against you is recorded you are told, and can answer first.',
  ),
  five_year_limit: law(
    CREDIT_RULES,
    '第十六条 / art. 16',
    '不利的事从结束之日起最多保留 5 年，到期删除；你可以附上自己的说明。',
    'What counts against you is kept for at most 5 years from its end and then deleted; you may add a statement.',
  ),
  purpose_bound_consent: law(
    CREDIT_RULES,
    '第十八条、第二十条 / arts 18, 20',
    '谁来看、为了什么，要你书面同意并约定用途；换一个用途就不行。',
    'Who looks and what for is agreed with you in writing; no other use is allowed.',
  ),
  dispute_marked_at_once: law(
    CREDIT_RULES,
    '第二十五条 / art. 25',
    '你提异议，立即标明，20 日内书面答复。',
    'A contest is marked at once and answered in writing within 20 days.',
  ),
  only_what_is_needed: law(
    PRIVACY_LAW,
    '第六条 / art. 6',
    '只收这件事用得着的：住哪里、领什么补助、男女、民族，都与守约无关。',
    'Only what the promise needs: where you live, what aid you receive, your sex or your origin have nothing to do with keeping it.',
  ),
  consent_can_be_withdrawn: law(
    PRIVACY_LAW,
    '第十五条、第十六条 / arts 15, 16',
    '同意随时可以撤回；撤回了，也不因此拒绝你按平常条件用。',
    'Consent can be withdrawn at any time, and ordinary terms stay open to you.',
  ),
  right_to_explanation: law(
    PRIVACY_LAW,
    '第二十四条 / art. 24; GDPR art. 15(1)(h), C-203/22',
    '自动作出的决定，你可以要求说明：依据什么，改变什么结果会不同。',
    'You can ask how an automatic decision was made: what it rested on, and what change would alter it.',
  ),
  person_can_be_asked: law(
    PRIVACY_LAW,
    '第二十四条第三款 / art. 24(3)',
    '不接受只由机器作出的决定，可以找个人来看。',
    'You need not accept a decision made by machine alone: ask a person.',
  ),
  minors_refused: law(
    PRIVACY_LAW,
    '第二十八条、第三十一条 / arts 28, 31; house rule: under 18',
    '不满 14 岁的信息是敏感信息。这里不满 18 岁一律不收，也不建档。',
    'Data of children under 14 is sensitive by law. Here nobody under 18 is taken in, and no file is kept.',
  ),
  no_social_scoring: law(
    AI_ACT,
    'art. 5(1)(c)',
    '不给人打社会分：不看社交关系，不跨场景追究。',
    'No social scoring: no social graph, and nothing follows you out of its context.',
  ),
  proportion: law(
    AI_ACT,
    'art. 5(1)(c)(ii)',
    '后果要与事情相称：迟还一把伞，不会有丢一辆车的后果。',
    'What follows fits what happened: a late umbrella is not a lost car.',
  ),
  prepaid_refund: law(
    PREPAID_RULES,
    '第十四条、第十八条至第二十条 / arts 14, 18–20',
    '预付款退还时，已用的部分：不是你的原因按折后价算，是你的原因按原价算；不管哪种，都不会超过你付的预付款。',
    'When a prepayment is refunded, what was used counts at the discounted price, or at the full price if the refund is your doing; never more than what you prepaid.',
  ),
  mobility_deposits: law(
    MOBILITY_FUNDS,
    '押金与预付资金 / deposits and prepaid funds',
    '押金是你的钱。共享单车 2 个工作日、共享汽车 15 个工作日内退还。',
    'A deposit is your money: back within 2 working days for a shared bike, 15 for a shared car.',
  ),
  no_public_resources: house(
    'principle 1',
    '看病排队、机场通道、车站候车、上学、公共服务，属于每个人，不凭信用分先后。',
    'Clinic queues, airport lanes, station lounges, schools and public services belong to everybody; no promise file decides who comes first.',
  ),
  no_public_duties: house(
    'principle 1',
    '垃圾分类、罚款、排队这类公共义务，不记进守约档案。',
    'Public duties such as waste sorting, fines and queueing are never recorded on a promise file.',
  ),
  livelihood_stays_out: house(
    'principle 1',
    '找工作、分配住房，不凭守约档案决定。',
    'Hiring and the allocation of housing are never decided by a promise file.',
  ),
  no_lending: house('principle 11', 'Troth 不做借贷。', 'Lending is not what Troth is for.'),
  refusal_is_no_punishment: house(
    'principle 5',
    '不免押不是处罚：按平常条件一样能用，不记进档案。',
    'A refusal is never a punishment: ordinary terms stay open, and nothing is put on file.',
  ),
  silence_never_profits: house(
    'principle 3',
    '该由谁做的事，谁不说话，就不算谁对：店家欠着退款不回答异议，就按你说的算。',
    'Silence never profits the one who owes: a shop that owes a refund and does not answer a dispute loses it.',
  ),
  evidence_for_a_break: house(
    'principle 4',
    '说谁失约，要有证据，要先通知，要署名。',
    'Nobody is said to have broken a promise without evidence, prior notice and a name behind it.',
  ),
} as const satisfies Record<string, NormBody>;

export type NormId = keyof typeof BODIES;

/** All norms, in the order in which the public rulebook shows them. */
export const NORMS: readonly Norm[] = (Object.keys(BODIES) as NormId[]).map((id) => ({ id, ...BODIES[id] }));

export function getNorm(id: NormId): Norm {
  return { id, ...BODIES[id] };
}

export function isNormId(text: string): text is NormId {
  return Object.hasOwn(BODIES, text);
}
