/** Words of each deed, in both languages. */
import type { Deed } from './deeds.ts';
import type { Text } from './format.ts';
import { inBoth } from './texts.ts';
import { deedWordsEn } from './words-deeds-en.ts';
import { type DeedWords, deedWordsZh } from './words-deeds-zh.ts';
import type { Locale } from './words.ts';

export const deedWords: Readonly<Record<Locale, Readonly<Record<Deed, DeedWords>>>> = {
  zh: deedWordsZh,
  en: deedWordsEn,
};

type Plain = { [K in keyof DeedWords]: DeedWords[K] extends string ? K : never }[keyof DeedWords];

/** One word of a deed that needs no number. */
export function deedText(deed: Deed, which: Plain): Text {
  return inBoth((locale) => deedWords[locale][deed][which]);
}
