/** One clause for each thing that is owed, in the words of the person: what they promise themselves, and what the shop promises them. */
import { formatMoney, MINUTE_US } from '../../kernel/index.ts';
import { findLocalDay } from './local-times.ts';
import type { OrderTimes } from './obligations.ts';
import { plainDue } from './stages.ts';
import { afterHan, clockText, dueText, localDateText, localTimeText, spanOfMinutes } from './sentence-times.ts';
import {
  depositMinor,
  isMetered,
  type Locale,
  type ObligationTerms,
  type OfferTerms,
  type PayAmountTerms,
} from './terms.ts';

/** Where a clause stands: the terms, the order, and the obligation before it; null for the first, which runs from the start. */
export interface Place {
  readonly terms: OfferTerms;
  readonly order: OrderTimes;
  readonly locale: Locale;
  readonly before: ObligationTerms | null;
}

/** `return the camera by …`; said by the promisor after "I promise to", by the promisee after "the shop promises to". */
export function clauseOf(term: ObligationTerms, place: Place): string {
  const zh = place.locale === 'zh';
  switch (term.type) {
    case 'attend':
      return attendClause(term, place);
    case 'return_item':
      return returnClause(term, place);
    case 'pay':
      return isMetered(term) ? meteredClause(place) : payClause(term, place);
    case 'reach_count':
      return targetClause(
        term.due,
        place,
        `来 ${term.count} 次`,
        `come ${term.count} ${term.count === 1 ? 'time' : 'times'}`,
      );
    case 'reach_amount': {
      const spent = moneyOf(term.amountMinor, place);
      return targetClause(term.due, place, `消费满 ${spent}`, `spend ${spent}`);
    }
    case 'reach_hours':
      return targetClause(
        term.due,
        place,
        `做满 ${term.hours} 小时`,
        `give ${term.hours} ${term.hours === 1 ? 'hour' : 'hours'}`,
      );
    case 'deliver':
      return zh ? `${when(term.due, place)}送到` : `deliver ${when(term.due, place)}`;
    case 'refund': {
      const days = term.due.workingDays;
      return zh
        ? `归还后 ${days} 个工作日内退押金`
        : `give the deposit back within ${days} working ${days === 1 ? 'day' : 'days'} of the return`;
    }
    case 'confirm':
      return zh ? `${when(term.due, place)}确认` : `confirm it ${when(term.due, place)}`;
  }
}

const moneyOf = (amountMinor: number, { terms, locale }: Place): string =>
  formatMoney({ amountMinor, currency: terms.currency }, locale);

type PlainDue = Extract<ObligationTerms, { type: 'deliver' }>['due'];

/** By when: a date where the order gives the start of the first stage, otherwise told from the end of what comes before. */
function when(due: PlainDue, { terms, order, locale, before }: Place, after = afterText(before, locale)): string {
  if (before !== null || order.startsAt === undefined) return dueText(due, locale, after);
  const at = localTimeText(terms.timezone, plainDue(terms.timezone, order.startsAt, due), locale);
  return locale === 'zh' ? `${at} 前` : `by ${at}`;
}

/** What elapsed time counts from. */
function afterText(before: ObligationTerms | null, locale: Locale): string {
  const zh = locale === 'zh';
  switch (before?.type) {
    case undefined:
      return '';
    case 'deliver':
      return zh ? '收到后' : 'of the delivery';
    case 'attend':
      return zh ? '到场后' : 'of being there';
    case 'return_item':
      if (before.orPay === true) return zh ? '试用期后' : 'of the end of that time';
      return zh ? '归还后' : 'of the return';
    case 'pay':
      return zh ? '付款后' : 'of the payment';
    default:
      return zh ? '此后' : 'of that';
  }
}

function targetClause(due: PlainDue, place: Place, zhWhat: string, enWhat: string): string {
  const { terms, locale } = place;
  const by = when(due, place);
  const back = terms.consequences.clawback;
  if (locale === 'zh')
    return `${by}${zhWhat}${back ? `，没做到就退回享受过的优惠，最多 ${moneyOf(back.capMinor, place)}` : ''}`;
  return `${enWhat} ${by}${back ? `, or give back the discounts I enjoyed, ${moneyOf(back.capMinor, place)} at most` : ''}`;
}

function attendClause(
  term: Extract<ObligationTerms, { type: 'attend' }>,
  { terms, order, locale, before }: Place,
): string {
  const zh = locale === 'zh';
  const span = spanOfMinutes(term.windowMinutes, locale);
  if (term.owedBy === 'promisee') return zh ? `我到后 ${span}内接待` : `be ready for me within ${span} of my coming`;
  if (before !== null)
    return zh ? `${afterText(before, locale)} ${span}内到场` : `be there within ${span} ${afterText(before, locale)}`;
  if (order.onLocalDate !== undefined) {
    const day = findLocalDay(terms.timezone, order.onLocalDate);
    if (day === null) return zh ? '当天到场' : 'be there on the day';
    const date = localDateText(terms.timezone, day.startsAt, locale);
    return zh ? `${date}当天到场` : `be there on ${date}`;
  }
  if (order.startsAt === undefined)
    return zh ? `在约好的时间起 ${span}内到场` : `be there within ${span} of the time agreed`;
  const from = localTimeText(terms.timezone, order.startsAt, locale);
  const clock = clockText(terms.timezone, order.startsAt + BigInt(term.windowMinutes) * MINUTE_US);
  return zh ? `${from} 到 ${clock} 之间到场` : `be there from ${from}, by ${clock}`;
}

function returnClause(term: Extract<ObligationTerms, { type: 'return_item' }>, place: Place): string {
  const { terms, locale, before } = place;
  const zh = locale === 'zh';
  const item = terms.item?.name[locale] ?? (zh ? '物品' : 'the item');
  // Whoever has paid a deposit takes it then; before anything else it is taken at the start.
  const isTaken = before === null || before.type === 'pay';
  const by = when(term.due, place, isTaken ? (zh ? '取用后' : 'of taking it') : afterText(before, locale));
  return zh ? `${by}归还${afterHan(item)}` : `return ${item} ${by}`;
}

function meteredClause(place: Place): string {
  const usage = place.terms.consequences.usage;
  if (usage === undefined) return '';
  const each = moneyOf(usage.perUnitMinor, place);
  const cap = moneyOf(usage.capMinor, place);
  const unit = spanOfMinutes(usage.unitMinutes, place.locale);
  if (place.locale === 'zh') return `付使用费：每 ${unit} ${each}，最多 ${cap}`;
  return `pay ${each} for each ${unit.replace(/^1 /, '')} used, ${cap} at most`;
}

function payClause(term: PayAmountTerms, place: Place): string {
  const zh = place.locale === 'zh';
  const what = amountText(term, place);
  const held =
    term.into === 'escrow'
      ? zh
        ? '，先单独存着，收到才给店家'
        : ', held apart until it has arrived'
      : term.into === 'custody'
        ? zh
          ? '，单独存管'
          : ', held apart as my own money'
        : '';
  const { parts, due } = term;
  if (parts !== undefined) {
    const every = everyText(parts, place.locale);
    return zh
      ? `分 ${parts.count} 期付${afterHan(what)}，${every}${held}`
      : `pay ${what} in ${parts.count} parts, ${every}${held}`;
  }
  if (due === undefined) return zh ? `付${afterHan(what)}${held}` : `pay ${what}${held}`;
  const isBilled = 'billedUpToMinor' in term.amount;
  const by = isBilled ? dueText(due, place.locale, zh ? '出账后' : 'of the bill') : when(due, place);
  return zh ? `${by}付${afterHan(what)}${held}` : `pay ${what} ${by}${held}`;
}

function amountText({ amount }: PayAmountTerms, place: Place): string {
  const zh = place.locale === 'zh';
  if ('fixedMinor' in amount) return moneyOf(amount.fixedMinor, place);
  if ('billedUpToMinor' in amount) {
    const cap = moneyOf(amount.billedUpToMinor, place);
    return zh ? `用掉的钱，最多 ${cap}` : `what the use comes to, ${cap} at most,`;
  }
  if ('deposit' in amount) {
    const cap = moneyOf(depositMinor(place.terms), place);
    return zh ? `免不了的押金（最多 ${cap}）` : `the deposit that is not waived (${cap} at most)`;
  }
  const ordered = place.order.amountMinor;
  if (ordered !== undefined) return moneyOf(ordered, place);
  const cap = moneyOf(amount.orderedUpToMinor, place);
  return zh ? `订单写的金额（最多 ${cap}）` : `the amount of the order (${cap} at most)`;
}

function everyText({ unit, every, firstAfter }: NonNullable<PayAmountTerms['parts']>, locale: Locale): string {
  const zh = locale === 'zh';
  const spans = { days: ['天', 'day'], months: ['个月', 'month'] } as const;
  const [zhUnit, enUnit] = spans[unit];
  const rhythm = zh
    ? every === 1
      ? `每${unit === 'months' ? '月' : '天'}一期`
      : `每 ${every} ${zhUnit}一期`
    : `one each ${every === 1 ? enUnit : `${every} ${enUnit}s`}`;
  if (firstAfter === 0) return zh ? `当天起，${rhythm}` : `${rhythm} from the first day`;
  return zh
    ? `第一期在 ${firstAfter} ${zhUnit}后，${rhythm}`
    : `${rhythm}, the first after ${firstAfter} ${enUnit}${firstAfter === 1 ? '' : 's'}`;
}
