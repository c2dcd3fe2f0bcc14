/**
 * The sentence above the button: what the person promises, with the number, in the words of the person.
 */
import { formatMoney, MINUTE_US, type Instant } from '../../kernel/index.ts';
import { mostItCanCost } from './cost.ts';
import { findLocalDay, localDueAt, zoned } from './local-times.ts';
import type { OrderTimes } from './obligations.ts';
import { findObligation, type Locale, meteredPay, type OfferTerms } from './terms.ts';

/** "I promise to return the camera by …, 18:00. It can cost ¥3,020 at most." */
export function promiseSentence(terms: OfferTerms, order: OrderTimes, locale: Locale): string {
  const parts = [attendPart(terms, order, locale), returnPart(terms, order, locale), payPart(terms, locale)].filter(
    (part) => part !== '',
  );
  const ceilingMinor = mostItCanCost(terms, order).ceilingMinor;
  const most = formatMoney({ amountMinor: ceilingMinor, currency: terms.currency }, locale);
  if (locale === 'zh')
    return `我答应${/^\d/.test(parts[0] ?? '') ? ' ' : ''}${parts.join('，')}。${ceilingMinor === 0 ? '不涉及钱。' : `全部加起来最多 ${most}。`}`;
  return `I promise to ${parts.join(', and ')}. ${ceilingMinor === 0 ? 'No money is involved.' : `All together it can cost ${most} at most.`}`;
}

/** `90` → "1 小时 30 分钟" / "1 hour 30 minutes". */
export function spanOfMinutes(minutes: number, locale: Locale): string {
  const units: readonly (readonly [size: number, zh: string, en: string])[] = [
    [1440, '天', 'day'],
    [60, '小时', 'hour'],
    [1, '分钟', 'minute'],
  ];
  const parts: string[] = [];
  let left = minutes;
  for (const [size, zh, en] of units) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0) parts.push(locale === 'zh' ? `${count} ${zh}` : `${count} ${en}${count === 1 ? '' : 's'}`);
  }
  if (parts.length === 0) return locale === 'zh' ? '0 分钟' : '0 minutes';
  return parts.join(' ');
}

/** `11 月 24 日 18:00` / `18:00 on 24 November`, as the clocks of that zone show it. */
export function localTimeText(timezone: string, at: Instant, locale: Locale): string {
  const time = zoned(timezone, at);
  const clock = `${String(time.hour).padStart(2, '0')}:${String(time.minute).padStart(2, '0')}`;
  return locale === 'zh'
    ? `${time.month} 月 ${time.day} 日 ${clock}`
    : `${clock} on ${time.day} ${MONTHS[time.month - 1]}`;
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

function attendPart(terms: OfferTerms, order: OrderTimes, locale: Locale): string {
  const attend = findObligation(terms, 'attend');
  if (attend === null) return '';
  const zh = locale === 'zh';
  if (order.onLocalDate !== undefined) {
    const day = findLocalDay(terms.timezone, order.onLocalDate);
    if (day === null) return zh ? '当天到场' : 'be there on the day';
    const date = zoned(terms.timezone, day.startsAt);
    return zh ? `${date.month} 月 ${date.day} 日当天到场` : `be there on ${date.day} ${MONTHS[date.month - 1]}`;
  }
  if (order.startsAt === undefined) {
    return zh
      ? `在约好的时间起 ${spanOfMinutes(attend.windowMinutes, locale)}内到场`
      : `be there within ${spanOfMinutes(attend.windowMinutes, locale)} of the time agreed`;
  }
  const from = localTimeText(terms.timezone, order.startsAt, locale);
  const until = zoned(terms.timezone, order.startsAt + BigInt(attend.windowMinutes) * MINUTE_US);
  const clock = `${String(until.hour).padStart(2, '0')}:${String(until.minute).padStart(2, '0')}`;
  return zh ? `${from} 到 ${clock} 之间到场` : `be there from ${from}, by ${clock}`;
}

function returnPart(terms: OfferTerms, order: OrderTimes, locale: Locale): string {
  const back = findObligation(terms, 'return_item');
  if (back === null) return '';
  const zh = locale === 'zh';
  const item = terms.item?.name[locale] ?? (zh ? '物品' : 'the item');
  if ('afterMinutes' in back.due) {
    const span = spanOfMinutes(back.due.afterMinutes, locale);
    if (order.startsAt === undefined)
      return zh ? `取用后 ${span}内归还${item}` : `return ${item} within ${span} of taking it`;
    const dueAt = localTimeText(terms.timezone, order.startsAt + BigInt(back.due.afterMinutes) * MINUTE_US, locale);
    return zh ? `${dueAt} 前归还${item}` : `return ${item} by ${dueAt}`;
  }
  const { afterDays, atLocalTime } = back.due;
  if (order.startsAt !== undefined) {
    const dueAt = localTimeText(terms.timezone, localDueAt(terms.timezone, order.startsAt, back.due), locale);
    return zh ? `${dueAt} 前归还${item}` : `return ${item} by ${dueAt}`;
  }
  if (afterDays === 0)
    return zh ? `当天 ${atLocalTime} 前归还${item}` : `return ${item} by ${atLocalTime} the same day`;
  if (afterDays === 1)
    return zh ? `次日 ${atLocalTime} 前归还${item}` : `return ${item} by ${atLocalTime} the next day`;
  return zh
    ? `${afterDays} 天后的 ${atLocalTime} 前归还${item}`
    : `return ${item} by ${atLocalTime}, ${afterDays} days later`;
}

function payPart(terms: OfferTerms, locale: Locale): string {
  const usage = terms.consequences.usage;
  if (usage === undefined || meteredPay(terms) === null) return '';
  const each = formatMoney({ amountMinor: usage.perUnitMinor, currency: terms.currency }, locale);
  const cap = formatMoney({ amountMinor: usage.capMinor, currency: terms.currency }, locale);
  const unit = spanOfMinutes(usage.unitMinutes, locale);
  if (locale === 'zh') return `付使用费：每 ${unit} ${each}，最多 ${cap}`;
  return `pay ${each} for each ${unit.replace(/^1 /, '')} used, ${cap} at most`;
}
