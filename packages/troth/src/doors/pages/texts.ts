/** The same words in both languages. */
import { formatMoney } from '../../kernel/index.ts';
import type { OfferTerms } from '../../rooms/offer/index.ts';
import type { Text } from './format.ts';

export const both = (zh: string, en: string): Text => ({ zh, en });

/** In both languages from one function. */
export const inBoth = (text: (locale: 'zh' | 'en') => string): Text => ({ zh: text('zh'), en: text('en') });

export function moneyText(amountMinor: number, currency: OfferTerms['currency']): Text {
  return inBoth((locale) => formatMoney({ amountMinor, currency }, locale));
}
