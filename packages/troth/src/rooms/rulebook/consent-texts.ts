/**
 * What a person agrees to, word for word. A text that anybody has agreed to is never edited: a new wording is a new version, and
 * old versions stay so that a consent can always be read as it was given.
 */
import { assert } from '../../kernel/index.ts';
import type { BothLanguages } from './norms.ts';
import { isPurpose, type Purpose } from './purposes.ts';

/** What a consent lets Troth read or do for one merchant. The merchant itself learns an outcome and amounts, never these. */
export type ConsentField = 'promises_in_context' | 'open_exposure' | 'pairwise_reference' | 'contact_for_notice';

export interface ConsentText {
  readonly purpose: Purpose;
  /** `<purpose>/<number>`: what the consent row stores. */
  readonly version: string;
  readonly fields: readonly ConsentField[];
  readonly expiryDays: number;
  readonly text: BothLanguages;
}

const MONEY_AT_RISK: readonly ConsentField[] = [
  'promises_in_context',
  'open_exposure',
  'pairwise_reference',
  'contact_for_notice',
];
const NO_MONEY: readonly ConsentField[] = ['promises_in_context', 'pairwise_reference', 'contact_for_notice'];

const END_ZH = '店家只知道结果和金额，不知道原因，也看不到分数。随时可以撤回；进行中的约定按原条件走完。';
const END_EN =
  'The shop learns the outcome and the amounts, never the reasons or a score. Withdraw at any time; a running pledge ends on the terms it began with.';

const first = (
  purpose: Purpose,
  expiryDays: number,
  fields: readonly ConsentField[],
  zh: string,
  en: string,
): ConsentText => ({
  purpose,
  version: `${purpose}/1`,
  fields,
  expiryDays,
  text: { zh: `${zh}${END_ZH}`, en: `${en} ${END_EN}` },
});

/** Every text there ever was; the last of a purpose is the one shown today. */
export const CONSENT_TEXTS: readonly ConsentText[] = [
  first(
    'deposit_waiver',
    365,
    MONEY_AT_RISK,
    '我同意：为了这家店给我免押金，Troth 可以看我在这类约定里守约和失约的次数，以及我还没了结的金额；有人说我失约时，先联系我。有效 365 天。',
    'I agree: so that this shop can waive my deposit, Troth may look at the promises of this kind that I kept and broke, and at the amounts still open; if somebody says I broke one, I am asked first. Valid for 365 days.',
  ),
  first(
    'pay_later',
    365,
    MONEY_AT_RISK,
    '我同意：为了在这家店先用后付，Troth 可以看我在这类约定里守约和失约的次数，以及我还没了结的金额；有人说我失约时，先联系我。有效 365 天。',
    'I agree: so that I can pay this shop afterwards, Troth may look at the promises of this kind that I kept and broke, and at the amounts still open; if somebody says I broke one, I am asked first. Valid for 365 days.',
  ),
  first(
    'trial',
    180,
    MONEY_AT_RISK,
    '我同意：为了在这家店先试后买，Troth 可以看我在这类约定里守约和失约的次数，以及我还没了结的金额；有人说我失约时，先联系我。有效 180 天。',
    'I agree: so that this shop can send goods before I pay, Troth may look at the promises of this kind that I kept and broke, and at the amounts still open; if somebody says I broke one, I am asked first. Valid for 180 days.',
  ),
  first(
    'membership',
    365,
    MONEY_AT_RISK,
    '我同意：为了先享这家店的会员价，Troth 可以看我在这类约定里守约和失约的次数，以及我还没了结的金额；没做到时，最多退回我享受过的优惠。有效 365 天。',
    'I agree: so that I get member prices first, Troth may look at the promises of this kind that I kept and broke, and at the amounts still open; if I fall short, at most the discount I enjoyed goes back. Valid for 365 days.',
  ),
  first(
    'appointment',
    365,
    NO_MONEY,
    '我同意：为了在这里预约，Troth 可以看我在这类约定里按时到和没到的次数；有人说我没到时，先联系我。看什么、为什么来，都不记。有效 365 天。',
    'I agree: so that I can make appointments here, Troth may look at how often I came and did not come to appointments of this kind; if somebody says I did not come, I am asked first. What I come for is not recorded. Valid for 365 days.',
  ),
  first(
    'booking',
    365,
    MONEY_AT_RISK,
    '我同意：为了不付订金订位或订房，Troth 可以看我在这类约定里守约和失约的次数，以及我还没了结的金额；有人说我失约时，先联系我。有效 365 天。',
    'I agree: so that I can book without prepaying, Troth may look at the promises of this kind that I kept and broke, and at the amounts still open; if somebody says I broke one, I am asked first. Valid for 365 days.',
  ),
  first(
    'borrow',
    365,
    NO_MONEY,
    '我同意：为了在这里借书借物，Troth 可以看我在这类约定里按时还和没还的次数；有人说我没还时，先联系我。有效 365 天。',
    'I agree: so that I can borrow here, Troth may look at how often I returned things of this kind and did not; if somebody says I did not, I am asked first. Valid for 365 days.',
  ),
  first(
    'purchase',
    365,
    NO_MONEY,
    '我同意：为了在这里买东西、分步交钱交货，Troth 可以看我在这类约定里守约和失约的次数；有人说我失约时，先联系我。有效 365 天。',
    'I agree: so that I can buy here, paying and receiving step by step, Troth may look at the promises of this kind that I kept and broke; if somebody says I broke one, I am asked first. Valid for 365 days.',
  ),
  first(
    'volunteering',
    365,
    NO_MONEY,
    '我同意：为了记下我答应的志愿时间，主办方可以确认我做了几小时。做到会记，没做到不会记成坏事。有效 365 天。',
    'I agree: so that the hours I promise are counted, the host may confirm how many I did. Keeping it counts; not keeping it is never held against me. Valid for 365 days.',
  ),
];

/** The text shown today for a purpose. */
export function currentConsentText(purpose: Purpose): ConsentText {
  const current = CONSENT_TEXTS.findLast((text) => text.purpose === purpose);
  assert(current !== undefined, 'every_purpose_has_a_consent_text');
  return current;
}

/** The text of a version as it was agreed to; null when there never was one. */
export function findConsentText(version: string): ConsentText | null {
  const purpose = version.slice(0, version.lastIndexOf('/'));
  return isPurpose(purpose) ? (CONSENT_TEXTS.find((text) => text.version === version) ?? null) : null;
}
