/** Money, dates and durations as people read them. Numbers keep a normal space from Han characters; a minus is U+2212. */
import { DAY_US, HOUR_US, MINUTE_US } from '../../kernel/clock.ts';
import type { Instant } from '../../kernel/clock.ts';
import { formatMoney } from '../../kernel/money.ts';
import type { Money } from '../../kernel/money.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import type { Locale } from './words.ts';

/** One text in both languages. */
export interface Text {
  readonly zh: string;
  readonly en: string;
}

/** The text in this language, or in the other where a shop wrote only one. */
export function say(text: Text, locale: Locale): string {
  const wanted = text[locale].trim();
  return wanted !== '' ? wanted : text[locale === 'zh' ? 'en' : 'zh'].trim();
}

export function money(amount: Money, locale: Locale): string {
  return formatMoney(amount, locale);
}

/** Money in large type: the currency sign at 72 % of the size. */
export function bigMoney(amount: Money, locale: Locale): Html {
  const text = money(amount, locale);
  const digitAt = text.search(/\d/);
  return html`<span class="cur">${text.slice(0, digitAt)}</span>${text.slice(digitAt)}`;
}

/** `+7`, `−6`, `0`. */
export function signed(points: number): string {
  return points > 0 ? `+${points}` : points < 0 ? `−${-points}` : '0';
}

const zonedFormats = new Map<string, Intl.DateTimeFormat>();

interface Parts {
  readonly year: string;
  readonly month: number;
  readonly day: number;
  readonly hour: string;
  readonly minute: string;
}

function partsOf(at: Instant, timeZone: string): Parts {
  let format = zonedFormats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    zonedFormats.set(timeZone, format);
  }
  const found = new Map(format.formatToParts(Number(at / 1000n)).map((part) => [part.type, part.value]));
  const part = (type: Intl.DateTimeFormatPartTypes): string => found.get(type) ?? '';
  return {
    year: part('year'),
    month: Number(part('month')),
    day: Number(part('day')),
    hour: part('hour'),
    minute: part('minute'),
  };
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

/** Where and when the page is read: dates leave out what the reader knows already. */
export interface Moment {
  readonly now: Instant;
  readonly timeZone: string;
}

/** `24 November`, `11 月 24 日`; with the year when it is not this one. */
export function dateOf(at: Instant, moment: Moment, locale: Locale): string {
  const when = partsOf(at, moment.timeZone);
  const otherYear = when.year !== partsOf(moment.now, moment.timeZone).year;
  if (locale === 'zh') return `${otherYear ? `${when.year} 年 ` : ''}${when.month} 月 ${when.day} 日`;
  return `${when.day} ${MONTHS[when.month - 1]}${otherYear ? ` ${when.year}` : ''}`;
}

/** `18:00`. */
export function clockOf(at: Instant, moment: Moment): string {
  const when = partsOf(at, moment.timeZone);
  return `${when.hour}:${when.minute}`;
}

/** Days are counted on the calendar of the place: a day of 23 or 25 hours is still one day. */
function civilDay(at: Instant, timeZone: string): number {
  const when = partsOf(at, timeZone);
  return Date.UTC(Number(when.year), when.month - 1, when.day) / 86_400_000;
}

/** `today 18:00`, `明天 11:00`, else date and time. */
export function whenOf(at: Instant, moment: Moment, locale: Locale): string {
  const day = dateOf(at, moment, locale);
  const time = clockOf(at, moment);
  const daysAway = civilDay(at, moment.timeZone) - civilDay(moment.now, moment.timeZone);
  if (daysAway === 0) return locale === 'zh' ? `今天 ${time}` : `today ${time}`;
  if (daysAway === 1) return locale === 'zh' ? `明天 ${time}` : `tomorrow ${time}`;
  return locale === 'zh' ? `${day} ${time}` : `${day}, ${time}`;
}

/** `2026-11-24 09:00`, for the sandbox ribbon and for machines. */
export function stampOf(at: Instant, timeZone: string): string {
  const when = partsOf(at, timeZone);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${when.year}-${two(when.month)}-${two(when.day)} ${when.hour}:${when.minute}`;
}

/** `1 h 18 min`, `1 小时 18 分`, `2 days 3 h`; never negative, whole minutes, at most two units. */
export function durationOf(length: Instant, locale: Locale): string {
  const whole = length < 0n ? -length : length;
  const days = whole / DAY_US;
  const hours = (whole % DAY_US) / HOUR_US;
  const minutes = (whole % HOUR_US) / MINUTE_US;
  const unit = (count: bigint, zh: string, one: string, many: string): string | null =>
    count === 0n ? null : locale === 'zh' ? `${count} ${zh}` : `${count} ${count === 1n ? one : many}`;
  const shown =
    days > 0n
      ? [unit(days, '天', 'day', 'days'), unit(hours, '小时', 'h', 'h')]
      : [unit(hours, '小时', 'h', 'h'), unit(minutes, '分', 'min', 'min')];
  const parts = shown.filter((part) => part !== null);
  if (parts.length > 0) return parts.join(' ');
  return locale === 'zh' ? '不到 1 分' : 'less than 1 min';
}
