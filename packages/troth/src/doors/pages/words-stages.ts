/** What happened in the stages of a pledge, in words for the promisor. */
import type { OfferTerms } from '../../rooms/offer/index.ts';
import type { Text } from './format.ts';
import { both, moneyText } from './texts.ts';

type StageFact = 'counted' | 'uncounted' | 'billed' | 'met' | 'missed' | 'let_down' | 'unmet';

/** One line for what was counted, told, done or missed on the way. */
export function stageText(kind: StageFact, said: Readonly<Record<string, unknown>>, terms: OfferTerms): Text {
  switch (kind) {
    case 'counted':
      return withDiscount('记上一次', 'Counted', said, terms);
    case 'uncounted':
      return withDiscount('退掉了，不再算', 'Refunded, no longer counted', said, terms);
    case 'billed': {
      const amount = moneyText(Number(said.amountMinor), terms.currency);
      return both(`用了 ${amount.zh}`, `The use came to ${amount.en}`);
    }
    case 'met':
      return both('这一步做到了', 'This stage was done');
    case 'missed':
      return both('这一步没有做到', 'This stage was missed');
    case 'let_down':
      return both('商家没有做到自己答应的', 'The shop did not keep what it owed');
    case 'unmet':
      return both('没有达到目标，不算失约', 'Not reached; this is no broken promise');
  }
}

function withDiscount(zh: string, en: string, said: Readonly<Record<string, unknown>>, terms: OfferTerms): Text {
  const discountMinor = Number(said.discountMinor ?? 0);
  if (discountMinor === 0) return both(zh, en);
  const discount = moneyText(discountMinor, terms.currency);
  return both(`${zh}，优惠 ${discount.zh}`, `${en}, ${discount.en} discount`);
}
