/** Stages as rows: of an order that is being read, and of a pledge that runs. */
import { type Instant, isoFromInstant } from '../../kernel/index.ts';
import {
  bornObligations,
  isMetered,
  localTimeText,
  type ObligationTerms,
  type OfferTerms,
  type OrderTimes,
  spanOfMinutes,
  termOf,
  totalOfLines,
} from '../../rooms/offer/index.ts';
import type { Obligation, Pledge, PledgeLine } from '../../rooms/pledge/index.ts';
import type { Text } from './format.ts';
import type { StageRow, StageState } from './stage-rows.ts';
import { both, inBoth, moneyText } from './texts.ts';
import { stageWords } from './words-stage-rows.ts';

type Stage = Pick<Obligation, 'seq' | 'asked' | 'dueAt'>;

const inWords = (say: (words: (typeof stageWords)['zh'], locale: 'zh' | 'en') => string): Text =>
  inBoth((locale) => say(stageWords[locale], locale));

/** The item by its name, or `the item`. */
export function itemText(terms: OfferTerms): Text {
  return terms.item?.name ?? both('东西', 'the item');
}

/** A count, an amount or a time, as the target says it. */
export function targetText(type: Obligation['type'], amount: number, terms: OfferTerms): Text {
  if (type === 'reach_count') return both(String(amount), String(amount));
  if (type === 'reach_amount') return moneyText(amount, terms.currency);
  const [hours, minutes] = [Math.floor(amount / 60), amount % 60];
  return inBoth((locale) =>
    minutes === 0 ? hoursText(hours, locale) : `${hoursText(hours, locale)} ${spanOfMinutes(minutes, locale)}`,
  );
}

/** What is to be done, with its number. `asked`: null where nobody knows it yet. */
export function stageText(terms: OfferTerms, stage: Stage): Text {
  const { term, part } = termOf(terms, stage.seq);
  const item = itemText(terms);
  switch (term.type) {
    case 'return_item':
      return inWords((w, locale) => w.deedOf[term.orPay === true ? 'tryItem' : 'returnItem'](item[locale]));
    case 'attend':
      return inWords((w) => (term.owedBy === 'promisor' ? w.deedOf.beThere : w.deedOf.shopBeThere));
    case 'deliver':
      return inWords((w, locale) => w.deedOf.deliver(item[locale]));
    case 'confirm':
      return inWords((w) => w.deedOf.confirm);
    case 'reach_count':
      return inWords((w) => w.deedOf.visits(String(term.count)));
    case 'reach_hours':
      return inWords((w, locale) => w.deedOf.hours(hoursText(term.hours, locale)));
    case 'reach_amount':
      return inWords((w, locale) => w.deedOf.spend(moneyText(term.amountMinor, terms.currency)[locale]));
    case 'refund':
      return inWords((w, locale) =>
        stage.asked === null ? w.deedOf.refundRest : w.deedOf.refund(moneyText(stage.asked, terms.currency)[locale]),
      );
    case 'pay':
      return payText(terms, term, part, stage);
  }
}

function hoursText(hours: number, locale: 'zh' | 'en'): string {
  return locale === 'zh' ? `${hours} 小时` : `${hours} hour${hours === 1 ? '' : 's'}`;
}

type PayTerm = Extract<ObligationTerms, { type: 'pay' }>;

function payText(terms: OfferTerms, term: PayTerm, part: number, { seq, asked }: Stage): Text {
  const money = (amountMinor: number) => moneyText(amountMinor, terms.currency);
  if (isMetered(term))
    return inWords((w, locale) => w.deedOf.payUse(money(terms.consequences.usage?.capMinor ?? 0)[locale]));
  const { amount, parts } = term;
  if (asked === null)
    return inWords((w, locale) =>
      'billedUpToMinor' in amount
        ? w.deedOf.payBilled(money(amount.billedUpToMinor)[locale])
        : 'orderedUpToMinor' in amount
          ? w.deedOf.payBilled(money(amount.orderedUpToMinor)[locale])
          : w.deedOf.payRest,
    );
  if (parts !== undefined)
    return inWords((w, locale) => w.deedOf.payPart(String(part), String(parts.count), money(asked)[locale]));
  const before = seq === 1 ? null : termOf(terms, seq - 1).term;
  const isInstead = before?.type === 'return_item' && before.orPay === true;
  const which =
    term.into === 'escrow' ? 'payEscrow' : term.into === 'custody' ? 'payDeposit' : isInstead ? 'payKept' : 'pay';
  return inWords((w, locale) => w.deedOf[which](money(asked)[locale]));
}

/** By when, and how sure that is: what waits for the stage before it has its latest time. */
function byText(terms: OfferTerms, { seq, dueAt }: Stage, state: StageState): Text | null {
  const { term } = termOf(terms, seq);
  if (term.type === 'pay' && isMetered(term))
    return inWords((w, locale) => w.afterUse(spanOfMinutes(term.due.afterEndMinutes + term.graceMinutes, locale)));
  if (state === 'void') return null;
  if (state === 'next' && term.type === 'refund') return inWords((w) => w.workingDays(String(term.due.workingDays)));
  return inWords((w, locale) => (state === 'next' ? w.atLatest : w.by)(localTimeText(terms.timezone, dueAt, locale)));
}

/** Of an order that is being read; `depositMinor`: what the admission leaves to be paid, null before it is decided. */
export function stagesOfOrder(
  terms: OfferTerms,
  order: OrderTimes,
  now: Instant,
  depositMinor: number | null,
): readonly StageRow[] {
  const born = bornObligations(terms, order, now);
  if (!born.ok) return [];
  return born.value
    .filter((one) => !one.isDeposit || depositMinor !== 0)
    .map((one) => {
      const stage = { ...one, asked: one.isDeposit ? depositMinor : one.asked };
      const state = one.state === 'open' ? 'now' : one.state === 'waiting' ? 'next' : 'follows';
      // Parts of one payment have fixed dates once the first is dated.
      const isDated = state === 'next' && termOf(terms, one.seq).part > 1 && born.value[0]?.type === 'pay';
      return {
        what: stageText(terms, stage),
        owedBy: one.owedBy,
        by: byText(terms, stage, isDated ? 'now' : state),
        state: state === 'now' ? 'next' : state,
        progress: null,
        note: null,
      };
    });
}

function stateOf(owed: Obligation, now: Instant): StageState {
  switch (owed.state) {
    case 'open':
      return now > owed.graceUntil ? 'late' : 'now';
    case 'waiting':
      return 'next';
    case 'follows':
    case 'met':
    case 'met_late':
    case 'missed':
    case 'void':
      return owed.state;
  }
}

/** Of a pledge, in its order; what was never owed (a deposit that is waived whole) is not listed. */
export function stagesOfPledge(pledge: Pledge, terms: OfferTerms, now: Instant): readonly StageRow[] {
  return pledge.obligations
    .filter((owed) => !(owed.state === 'void' && owed.asked === 0))
    .map((owed) => {
      const state = stateOf(owed, now);
      const isDated = state === 'next' && termOf(terms, owed.seq).part > 1 && isPartOpened(pledge, terms, owed);
      const isReached = owed.type.startsWith('reach_');
      return {
        what: stageText(terms, owed),
        owedBy: owed.owedBy,
        by: byText(terms, owed, isDated ? 'now' : state),
        state,
        progress: isReached ? progressOf(owed, terms) : null,
        note: noteOf(pledge, terms, owed),
      };
    });
}

/** Once the first part has opened, the dates of the others stand. */
function isPartOpened(pledge: Pledge, terms: OfferTerms, owed: Obligation): boolean {
  const { term } = termOf(terms, owed.seq);
  return pledge.obligations.some(
    (other) => termOf(terms, other.seq).term === term && other.state !== 'waiting' && other.state !== 'void',
  );
}

function progressOf(owed: Obligation, terms: OfferTerms): StageRow['progress'] {
  const asked = owed.asked ?? 0;
  const [doneText, askedText] = [targetText(owed.type, owed.done, terms), targetText(owed.type, asked, terms)];
  return { done: owed.done, asked, said: inWords((w, locale) => w.progress(doneText[locale], askedText[locale])) };
}

function noteOf(pledge: Pledge, terms: OfferTerms, owed: Obligation): Text | null {
  if (owed.enjoyedMinor > 0)
    return inWords((w, locale) => w.enjoyed(moneyText(owed.enjoyedMinor, terms.currency)[locale]));
  if (owed.lines !== undefined) return linesText(owed.lines, terms);
  const held = heldIn(pledge, terms, owed);
  return held === 0 ? null : inWords((w, locale) => w.held(moneyText(held, terms.currency)[locale]));
}

/** Each line with its price, and which came back. */
function linesText(lines: readonly PledgeLine[], terms: OfferTerms): Text {
  return inWords((w, locale) =>
    lines
      .map(
        ({ lineNo, priceMinor, isBack }) =>
          `${lineNo} ${moneyText(priceMinor, terms.currency)[locale]}${isBack ? w.isBack : ''}`,
      )
      .join(locale === 'zh' ? '、' : ', '),
  );
}

/** What was paid in at this stage and is still held: nothing delivered, or not given back. */
function heldIn(pledge: Pledge, terms: OfferTerms, owed: Obligation): number {
  const { term } = termOf(terms, owed.seq);
  if (term.type !== 'pay' || isMetered(term) || term.into === 'shop') return 0;
  if (owed.state !== 'met' && owed.state !== 'met_late') return 0;
  const settles = pledge.obligations.find((one) => one.type === (term.into === 'escrow' ? 'deliver' : 'refund'));
  if (settles?.state !== 'open' && settles?.state !== 'waiting') return 0;
  return term.into === 'escrow' ? (owed.asked ?? 0) : (settles.asked ?? 0);
}

/** The order that a pledge was born from, as far as the promise speaks of it. */
export function orderOfPledge(pledge: Pledge, terms: OfferTerms): OrderTimes {
  const { startsAt } = pledge;
  const ordered = terms.obligations.find(
    (term) => term.type === 'pay' && !isMetered(term) && 'orderedUpToMinor' in term.amount,
  );
  if (ordered === undefined) return { startsAt };
  // What came back lowers what is asked; the promise speaks of what was ordered.
  const lines = pledge.obligations.flatMap((owed) => owed.lines ?? []);
  if (lines.length > 0) return { startsAt, amountMinor: totalOfLines(lines) };
  const parts = pledge.obligations.filter((owed) => termOf(terms, owed.seq).term === ordered);
  return { startsAt, amountMinor: parts.reduce((sum, owed) => sum + (owed.asked ?? 0), 0) };
}

export function isoOfStart(order: OrderTimes): string | null {
  return order.startsAt === undefined ? null : isoFromInstant(order.startsAt);
}
