/** Terms of an offer as the pages show them: deed, cost, promise. The arithmetic is the offer room's own. */
import { type Instant, isoFromInstant } from '../../kernel/index.ts';
import {
  bornObligations,
  depositMinor,
  findObligation,
  lateCancelFeeMinor,
  localTimeText,
  mostItCanCost,
  type OfferTerms,
  type OrderTimes,
  promiseSentence,
} from '../../rooms/offer/index.ts';
import type { OrdinaryView, TermsView } from './accept-view.ts';
import type { CostView, Deed } from './cost-bar.ts';
import type { Text } from './format.ts';
import type { FormTarget } from './forms.ts';
import type { Cancellation } from './pledge-view.ts';
import { both, inBoth } from './words-facts.ts';

const HOUR_US = 3_600_000_000n;
const DAY_US = 24n * HOUR_US;

export function deedOf(terms: OfferTerms): Deed {
  return findObligation(terms, 'attend') === null ? 'return_item' : 'attend';
}

/** Late is told as a whole: the fee, and the use that goes on meanwhile. */
export function costView(terms: OfferTerms, order: OrderTimes): CostView {
  const cost = mostItCanCost(terms, order);
  const money = (amountMinor: number) => ({ amountMinor, currency: terms.currency });
  const deed = deedOf(terms);
  const lateMinor = deed === 'attend' ? lateCancelFeeMinor(terms, -1) : cost.lateMinor - cost.onTimeMinor;
  return {
    deed,
    onTime: money(cost.onTimeMinor),
    onTimeWhat: cost.onTimeMinor > 0 ? both('使用费', 'for the use') : null,
    late: lateMinor > 0 ? { amount: money(lateMinor), perDay: null } : null,
    lost: cost.lostMinor > cost.onTimeMinor ? money(cost.lostMinor) : null,
    ceiling: money(cost.ceilingMinor),
  };
}

/** What was granted, for the terms it was granted on. */
export interface Granted {
  readonly outcome: 'full' | 'partial' | 'ordinary';
  readonly grantedMinor: number;
  readonly depositMinor: number;
}

function grantView(terms: OfferTerms, granted: Granted | null): TermsView['grant'] {
  const money = (amountMinor: number) => ({ amountMinor, currency: terms.currency });
  const whole = depositMinor(terms);
  const deposit = whole === 0 ? null : money(whole);
  if (granted === null) return { outcome: 'undecided', deposit };
  if (granted.outcome === 'partial' && deposit !== null)
    return { outcome: 'part', deposit, waived: money(granted.grantedMinor), rest: money(granted.depositMinor) };
  return granted.outcome === 'full' ? { outcome: 'full', deposit } : { outcome: 'ordinary', deposit };
}

/** Due and grace of this very order, where it can be promised. */
function noteOf(terms: OfferTerms, order: OrderTimes, now: Instant): Text | null {
  const born = bornObligations(terms, order, now);
  if (!born.ok) return null;
  const due = born.value.find((obligation) => obligation.type !== 'pay');
  if (due === undefined) return null;
  const at = (instant: Instant, locale: 'zh' | 'en') => localTimeText(terms.timezone, instant, locale);
  if (due.graceUntil <= due.dueAt)
    return inBoth((locale) => (locale === 'zh' ? `到 ${at(due.dueAt, 'zh')}。` : `Until ${at(due.dueAt, 'en')}.`));
  return inBoth((locale) =>
    locale === 'zh'
      ? `到 ${at(due.dueAt, 'zh')}；最晚 ${at(due.graceUntil, 'zh')}，都算按时。`
      : `Until ${at(due.dueAt, 'en')}; up to ${at(due.graceUntil, 'en')} still counts as on time.`,
  );
}

export function termsView(terms: OfferTerms, order: OrderTimes, now: Instant, granted: Granted | null): TermsView {
  return {
    grant: grantView(terms, granted),
    note: noteOf(terms, order, now),
    promise: inBoth((locale) => promiseSentence(terms, order, locale)),
    cost: costView(terms, order),
  };
}

export function ordinaryView(terms: OfferTerms, target: FormTarget): OrdinaryView {
  const amountMinor = depositMinor(terms);
  if (amountMinor === 0) return { terms: { kind: 'plain' }, target };
  return { terms: { kind: 'deposit', deposit: { amountMinor, currency: terms.currency } }, target };
}

export function cancellationOf(terms: OfferTerms, startsAt: Instant, now: Instant): Cancellation {
  const rule = terms.consequences.lateCancel;
  if (rule === undefined) return { kind: 'free' };
  const until = startsAt - BigInt(rule.freeUntilMinutesBefore) * 60_000_000n;
  return now <= until
    ? { kind: 'free_until', at: until }
    : { kind: 'costs', fee: { amountMinor: rule.feeMinor, currency: terms.currency } };
}

/** The appointment that stands on a page nobody gave a time for: tomorrow at the next full hour. */
function suggestedStart(now: Instant): Instant {
  return ((now + HOUR_US - 1n) / HOUR_US) * HOUR_US + DAY_US;
}

/** The order a page is about: a rental starts now; an appointment at the time given, or at the one suggested. */
export function orderOf(terms: OfferTerms, now: Instant, startsAt: Instant | null): OrderTimes {
  if (startsAt !== null) return { startsAt };
  return deedOf(terms) === 'attend' ? { startsAt: suggestedStart(now) } : {};
}

export function isoOfStart(order: OrderTimes): string | null {
  return order.startsAt === undefined ? null : isoFromInstant(order.startsAt);
}
