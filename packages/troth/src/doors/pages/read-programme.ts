/** Where else a benefit can be used, and who pays for the discounts given there, as the person reads it. */
import type { Id } from '../../kernel/index.ts';
import type { BothTexts, Programme } from '../../rooms/offer/index.ts';
import type { Text } from './format.ts';
import { both } from './texts.ts';

export type PartnerNames = ReadonlyMap<Id<'pty'>, BothTexts>;

/** Null where the benefit is used at its own shop alone. */
export function programmeText(
  programme: Programme | undefined,
  names: PartnerNames,
  merchantName: BothTexts,
): Text | null {
  const shops = (programme?.partners ?? []).flatMap((partner) => names.get(partner as Id<'pty'>) ?? []);
  if (programme === undefined || shops.length === 0) return null;
  const at = both(shops.map(({ zh }) => zh).join('、'), shops.map(({ en }) => en).join(', '));
  return programme.paidBy === 'issuer'
    ? both(
        `在${at.zh}也能用，那里的优惠由${merchantName.zh}承担。`,
        `It can be used at ${at.en} too; ${merchantName.en} pays for the discounts given there.`,
      )
    : both(
        `在${at.zh}也能用，那里的优惠由那家店自己承担。`,
        `It can be used at ${at.en} too; each of them pays for the discounts it gives.`,
      );
}
