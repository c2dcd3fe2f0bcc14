/**
 * Money is a whole number of minor units with a currency (ISO 4217). The exponent says how many minor units make one:
 * JPY 0, CNY 2, KWD 3. There is no conversion between currencies anywhere.
 */
import { assert } from './assert.ts';

/** ISO 4217 codes that Troth knows, with their exponents. */
export const CURRENCY_EXPONENTS = {
  CNY: 2,
  USD: 2,
  EUR: 2,
  GBP: 2,
  HKD: 2,
  TWD: 2,
  SGD: 2,
  AUD: 2,
  CAD: 2,
  CHF: 2,
  BRL: 2,
  INR: 2,
  JPY: 0,
  KRW: 0,
  KWD: 3,
  BHD: 3,
} as const;

export type Currency = keyof typeof CURRENCY_EXPONENTS;

export interface Money {
  readonly amountMinor: number;
  readonly currency: Currency;
}

/** The largest single amount: ten thousand million of a two-digit currency, far below 2^53 so that sums stay exact. */
export const AMOUNT_MINOR_MAX = 1_000_000_000_000;

export function isCurrency(text: string): text is Currency {
  return Object.hasOwn(CURRENCY_EXPONENTS, text);
}

export function exponentOf(currency: Currency): number {
  return CURRENCY_EXPONENTS[currency];
}

/** Exact sum of whole minor units. */
export function addMinor(a: number, b: number): number {
  const sum = a + b;
  assert(
    Number.isSafeInteger(a) && Number.isSafeInteger(b) && Number.isSafeInteger(sum),
    'money_must_be_a_safe_integer',
  );
  return sum;
}

export function add(a: Money, b: Money): Money {
  assert(a.currency === b.currency, 'money_of_two_currencies_is_never_added');
  return { amountMinor: addMinor(a.amountMinor, b.amountMinor), currency: a.currency };
}

const formats = new Map<string, Intl.NumberFormat>();

/** For people: `¥3,000` or `¥3,000.50`; a minus is U+2212. */
export function formatMoney(money: Money, locale: 'zh' | 'en'): string {
  const exponent = exponentOf(money.currency);
  const unit = 10 ** exponent;
  const whole = money.amountMinor % unit === 0;
  const cacheKey = `${locale}:${money.currency}:${whole ? 0 : exponent}`;
  let format = formats.get(cacheKey);
  if (format === undefined) {
    const digits = whole ? 0 : exponent;
    format = new Intl.NumberFormat(locale === 'zh' ? 'zh-CN' : 'en-GB', {
      style: 'currency',
      currency: money.currency,
      currencyDisplay: 'narrowSymbol',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    formats.set(cacheKey, format);
  }
  return format.format(money.amountMinor / unit).replace('-', '−');
}
