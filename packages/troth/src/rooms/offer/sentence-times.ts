/** Spans and times of a promise, in the words of a person. */
import type { Instant } from '../../kernel/index.ts';
import { zoned } from './local-times.ts';
import type { Locale, ObligationTerms } from './terms.ts';

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
  const clock = clockText(timezone, at);
  return locale === 'zh'
    ? `${time.month} 月 ${time.day} 日 ${clock}`
    : `${clock} on ${localDateText(timezone, at, locale)}`;
}

/** `11 月 24 日` / `24 November`. */
export function localDateText(timezone: string, at: Instant, locale: Locale): string {
  const { month, day } = zoned(timezone, at);
  return locale === 'zh' ? `${month} 月 ${day} 日` : `${day} ${MONTHS[month - 1]}`;
}

/** `18:00`, as the clocks of that zone show it. */
export function clockText(timezone: string, at: Instant): string {
  const { hour, minute } = zoned(timezone, at);
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
];

type PlainDue = Extract<ObligationTerms, { type: 'deliver' }>['due'];

/**
 * By when, told from the start of the stage: `within 7 days`, `by 18:00 the next day`; zh ends so that a verb follows. `after`: what
 * elapsed time counts from, such as `of taking it`.
 */
export function dueText(due: PlainDue, locale: Locale, after: string): string {
  const zh = locale === 'zh';
  if ('afterMinutes' in due) {
    const span = spanOfMinutes(due.afterMinutes, locale);
    return zh
      ? `${after}${after === '' ? span : afterHan(span)}内`
      : `within ${span}${after === '' ? '' : ` ${after}`}`;
  }
  const { afterDays, atLocalTime } = due;
  if (afterDays === 0) return zh ? `当天 ${atLocalTime} 前` : `by ${atLocalTime} the same day`;
  if (afterDays === 1) return zh ? `次日 ${atLocalTime} 前` : `by ${atLocalTime} the next day`;
  return zh ? `${afterDays} 天后的 ${atLocalTime} 前` : `by ${atLocalTime}, ${afterDays} days later`;
}

/** Text that follows a Chinese character: a space stands before a number or an amount, and nowhere else. */
export function afterHan(text: string): string {
  return /^[\d¥$€£]/.test(text) ? ` ${text}` : text;
}
