/** Terms of an offer as the pages show them: what it gives, promise, stages, cost. The arithmetic is the offer room's own. */
import type { Instant } from '../../kernel/index.ts';
import {
  bornObligations,
  depositMinor,
  findObligation,
  isMetered,
  localTimeText,
  moneyGrant,
  type OfferTerms,
  type OrderTimes,
  promiseSentence,
} from '../../rooms/offer/index.ts';
import type { Gives, OrdinaryView, TermsView } from './accept-view.ts';
import type { Text } from './format.ts';
import type { FormTarget } from './forms.ts';
import type { Cancellation } from './pledge-view.ts';
import { costView } from './read-cost.ts';
import { stagesOfOrder } from './read-stages.ts';
import { inBoth } from './texts.ts';

const HOUR_US = 3_600_000_000n;
const DAY_US = 24n * HOUR_US;

/** What an offer gives in advance. */
export function givesOf(terms: OfferTerms): Gives {
  switch (moneyGrant(terms)?.type) {
    case 'deposit_waiver':
      return 'deposit';
    case 'pay_later':
      return 'later';
    case 'discount':
      return 'discount';
    case undefined:
      return terms.grants.length > 0 ? 'access' : 'nothing';
  }
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
  // Of stages one after the other each row says its own time.
  const [due, second] = born.value.filter((obligation) => obligation.state !== 'follows');
  if (due === undefined || second !== undefined) return null;
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
    gives: givesOf(terms),
    promise: inBoth((locale) => promiseSentence(terms, order, locale)),
    stages: stagesOfOrder(terms, order, now, granted?.depositMinor ?? null),
    cost: costView(terms, order),
  };
}

export function ordinaryView(terms: OfferTerms, order: OrderTimes, target: FormTarget): OrdinaryView {
  const amountMinor = depositMinor(terms);
  if (amountMinor === 0) return { terms: { kind: 'plain' }, target };
  const amount = { amountMinor, currency: terms.currency };
  switch (givesOf(terms)) {
    case 'later':
      return { terms: { kind: 'prepay', price: { ...amount, amountMinor: order.amountMinor ?? amountMinor } }, target };
    case 'discount':
      return { terms: { kind: 'full_price' }, target };
    default:
      return { terms: { kind: 'deposit', deposit: amount }, target };
  }
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

/** What an address or a form says about an order: a start, an amount. */
export interface OrderAsked {
  readonly startsAt: Instant | null;
  readonly amountMinor: number | null;
}

/** The order a page is about: a rental starts now; an appointment at the time given, or at the one suggested. */
export function orderOf(terms: OfferTerms, now: Instant, { startsAt, amountMinor }: OrderAsked): OrderTimes {
  const amount = amountMinor === null || !asksForAmount(terms) ? {} : { amountMinor };
  if (startsAt !== null) return { startsAt, ...amount };
  return findObligation(terms, 'attend') === null ? amount : { startsAt: suggestedStart(now), ...amount };
}

/** Whether each order says its own amount. */
export function asksForAmount(terms: OfferTerms): boolean {
  return terms.obligations.some((term) => term.type === 'pay' && !isMetered(term) && 'orderedUpToMinor' in term.amount);
}
