/**
 * The legal ceiling: of a prepayment that is paid back, the most a shop may keep, and how that is worked out, article by article.
 * 最高人民法院关于审理预付式消费民事纠纷案件适用法律若干问题的解释 (法释〔2025〕4号, in force since 2025-05-01): art. 14 (seven days), 15(1) (what
 * is paid back is the prepayment less the price of what was delivered), 18 (not the person's doing: discounted price, or the ratio
 * of paid to paid plus gift), 19 (the person's doing: the price before any discount), 20 (never more than the prepayment).
 *
 * The text leaves some cases open. They are counted in favour of the person and their steps say `house_reading`: what was used
 * before a refund within the seven days; a discount and a gift together; a use beyond the prepayment at the discounted price too.
 * Not counted here: interest (arts 16–17), gifts in kind (art. 21), unlimited use over a period (art. 22), a court that replaces an
 * unreasonable price (art. 19(2)). The interpretation speaks of prepayments only (art. 1): where a benefit came first and nothing was
 * prepaid, it is followed by agreement and not by law. This is how the code behaves, not legal advice.
 */
import {
  AMOUNT_MINOR_MAX,
  assert,
  type Currency,
  formatMoney,
  type Instant,
  ok,
  refuse,
  type Outcome,
} from '../../kernel/index.ts';
import { countDays } from '../../kernel/index.ts';
import type { HolidayCalendar } from '../../kernel/index.ts';
import type { BothLanguages, NormId } from './norms.ts';
import { PREPAID_STEPS as SAY } from './prepaid-steps.ts';
import type { PrepaidRefusalReason } from './refusals.ts';

export const PREPAID_NORM: NormId = 'prepaid_refund';
/** Art. 14: days from the payment in which the person needs no reason. Parties may agree on more, never on fewer. */
export const NO_REASON_DAYS_MIN = 7;

export interface PrepaidCase {
  readonly currency: Currency;
  /** What the person paid in advance; at least 1. */
  readonly paidMinor: number;
  /** Spending money the shop added on top; 0 when none. */
  readonly giftMinor: number;
  /** What was delivered so far: before any discount, and at the discounted price (the same when there was none). */
  readonly usedFullPriceMinor: number;
  readonly usedDiscountedMinor: number;
  /** What both agreed that the delivered part counts, or null. Followed only where it is better for the person. */
  readonly usedAgreedMinor: number | null;
  /** Whose doing it is that the prepayment is paid back; `shop` stands for everything that is not the person's doing. */
  readonly cause: 'shop' | 'person';
  /** Art. 14: asked within the seven days, by somebody who had not had the same goods or service before the contract. */
  readonly noReason: NoReason;
}

export type NoReason = 'in_time' | 'too_late' | 'had_the_same_before';

export interface WorkingStep {
  readonly article: string;
  /** `house_reading`: the text leaves this open, and it is counted in favour of the person. */
  readonly basis: 'law' | 'house_reading';
  readonly text: BothLanguages;
  readonly amountMinor: number;
}

export interface PrepaidCeiling {
  /** At least this much is paid back. */
  readonly refundMinor: number;
  /** At most this much is kept; with the refund it is exactly what was prepaid. */
  readonly keptMinor: number;
  readonly steps: readonly WorkingStep[];
}

/** The ceiling and its working, or which number cannot be. Amounts are minor units of the one currency; fractions fall to the person. */
export function prepaidCeiling(theCase: PrepaidCase): Outcome<PrepaidCeiling, PrepaidRefusalReason> {
  const refused = impossible(theCase);
  if (refused !== null) return refuse(refused.reason, { pointers: [refused.pointer] });
  const money = (amountMinor: number) => bothMoney(theCase.currency, amountMinor);
  const { paidMinor, usedAgreedMinor } = theCase;
  const steps: WorkingStep[] = [SAY.paid(paidMinor, money)];
  let countedMinor = priceOfWhatWasUsed(theCase, steps, money);
  if (usedAgreedMinor !== null && usedAgreedMinor < countedMinor) {
    countedMinor = usedAgreedMinor;
    steps.push(SAY.agreed(countedMinor, isCausedByPerson(theCase) ? 'person' : 'shop', money));
  }
  const keptMinor = Math.min(countedMinor, paidMinor);
  if (keptMinor < countedMinor) {
    // Art. 20 says so where the discounted price, or the ratio, is covered by the prepayment; beyond that the text is silent.
    const said = byTheRatioMinor(theCase) <= paidMinor ? 'law' : 'house_reading';
    steps.push(SAY.neverMore(keptMinor, said, money));
  }
  const refundMinor = paidMinor - keptMinor;
  steps.push(SAY.refund(refundMinor, money));
  return ok({ refundMinor, keptMinor, steps });
}

/**
 * Until when a prepayment can be asked back without a reason: the end of the seventh day after the day of payment, or of more days
 * where the parties agreed on more (art. 14). The day of payment is not counted and a last day off moves on (民法典 arts 201, 203).
 */
export function noReasonUntil(
  calendar: HolidayCalendar,
  timezone: string,
  paidAt: Instant,
  agreedDays: number,
): Instant {
  return countDays(calendar, timezone, paidAt, Math.max(NO_REASON_DAYS_MIN, agreedDays)).endsAt;
}

/** Which of the three it is for somebody who asks at `askedAt`; the end itself is too late. */
export function noReasonOf(untilAt: Instant, askedAt: Instant, hadTheSameBefore: 'yes' | 'no'): NoReason {
  if (hadTheSameBefore === 'yes') return 'had_the_same_before';
  return askedAt < untilAt ? 'in_time' : 'too_late';
}

type MoneyText = (amountMinor: number) => BothLanguages;

/** Within the seven days nobody is asked for a reason, so nothing is the person's doing. */
function isCausedByPerson({ cause, noReason }: PrepaidCase): boolean {
  return cause === 'person' && noReason !== 'in_time';
}

function priceOfWhatWasUsed(theCase: PrepaidCase, steps: WorkingStep[], money: MoneyText): number {
  const { paidMinor, giftMinor, usedFullPriceMinor, usedDiscountedMinor, noReason } = theCase;
  if (noReason === 'in_time') steps.push(SAY.sevenDays(paidMinor, money));
  if (usedFullPriceMinor === 0) {
    steps.push(SAY.nothingUsed());
    return 0;
  }
  if (isCausedByPerson(theCase)) {
    if (noReason === 'had_the_same_before') steps.push(SAY.hadTheSame());
    steps.push(SAY.fullPrice(usedFullPriceMinor, money));
    return usedFullPriceMinor;
  }
  if (theCase.cause === 'person') steps.push(SAY.usedWithinSevenDays());
  steps.push(SAY.discounted(usedDiscountedMinor, money));
  if (giftMinor === 0) return usedDiscountedMinor;
  const isDiscountedToo = usedDiscountedMinor < usedFullPriceMinor;
  const countedMinor = byTheRatioMinor(theCase);
  steps.push(SAY.ratio(countedMinor, paidMinor, giftMinor, isDiscountedToo ? 'house_reading' : 'law', money));
  return countedMinor;
}

/** Art. 18: the discounted price, and of it only the share that the person paid of everything there was to spend. */
function byTheRatioMinor({ paidMinor, giftMinor, usedDiscountedMinor }: PrepaidCase): number {
  return Number((BigInt(usedDiscountedMinor) * BigInt(paidMinor)) / BigInt(paidMinor + giftMinor));
}

interface Impossible {
  readonly reason: PrepaidRefusalReason;
  readonly pointer: string;
}

/** In the order of the fields, then the one rule that needs two. */
function impossible(theCase: PrepaidCase): Impossible | null {
  const { paidMinor, giftMinor, usedFullPriceMinor, usedDiscountedMinor, usedAgreedMinor } = theCase;
  if (!isAmount(paidMinor) || paidMinor === 0) return { reason: 'prepaid_amount_impossible', pointer: '/paidMinor' };
  if (!isAmount(giftMinor)) return { reason: 'prepaid_amount_impossible', pointer: '/giftMinor' };
  if (!isAmount(usedFullPriceMinor)) return { reason: 'used_price_impossible', pointer: '/usedFullPriceMinor' };
  if (!isAmount(usedDiscountedMinor)) return { reason: 'used_price_impossible', pointer: '/usedDiscountedMinor' };
  if (usedAgreedMinor !== null && !isAmount(usedAgreedMinor))
    return { reason: 'used_price_impossible', pointer: '/usedAgreedMinor' };
  if (usedDiscountedMinor > usedFullPriceMinor)
    return { reason: 'discounted_above_full_price', pointer: '/usedDiscountedMinor' };
  return null;
}

function isAmount(amountMinor: number): boolean {
  return Number.isInteger(amountMinor) && amountMinor >= 0 && amountMinor <= AMOUNT_MINOR_MAX;
}

function bothMoney(currency: Currency, amountMinor: number): BothLanguages {
  assert(Number.isSafeInteger(amountMinor), 'a_working_step_has_a_whole_amount');
  return { zh: formatMoney({ amountMinor, currency }, 'zh'), en: formatMoney({ amountMinor, currency }, 'en') };
}
