/** What happened in the stages of a pledge, in words for the promisor, with its amounts and dates. */
import { instantFromIso } from '../../kernel/index.ts';
import { findObligation, localTimeText, type OfferTerms } from '../../rooms/offer/index.ts';
import type { Deed } from './deeds.ts';
import type { Text } from './format.ts';
import { targetText } from './read-stages.ts';
import { both, inBoth, moneyText } from './texts.ts';
import { deedText } from './words-deeds.ts';

type StageFact = 'counted' | 'uncounted' | 'billed' | 'returned' | 'met' | 'missed' | 'let_down' | 'unmet';
type SaidOf = Readonly<Record<string, unknown>>;

/** One line for what was counted, told, done or missed on the way. */
export function stageFactText(
  kind: StageFact,
  said: SaidOf,
  { terms, deed }: { readonly terms: OfferTerms; readonly deed: Deed },
): Text {
  switch (kind) {
    case 'counted':
      return withDiscount(both('记上', 'Counted'), said, terms);
    case 'uncounted':
      return withDiscount(both('退掉了，不再算', 'Refunded, no longer counted'), said, terms);
    case 'billed':
      return billText(said, terms);
    case 'returned':
      return returnedText(said, terms);
    case 'met':
      return metText(said, terms, deed);
    case 'missed':
      return deedText(deed, 'factMissed');
    case 'let_down': {
      const missed = deedText(deed, 'factMissed');
      return both(`${missed.zh}，记成店家失约`, `${missed.en}; recorded against the shop`);
    }
    case 'unmet':
      return unmetText(said, terms);
  }
}

/** What the line counts: visits, money or hours, as the target does. */
function lineText(said: SaidOf, terms: OfferTerms): Text {
  if (findObligation(terms, 'reach_amount') !== null)
    return targetText('reach_amount', Number(said.amountMinor ?? 0), terms);
  if (findObligation(terms, 'reach_hours') !== null) return targetText('reach_hours', Number(said.minutes ?? 0), terms);
  const count = Number(said.count ?? 1);
  return both(`${count} 次`, `${count} visit${count === 1 ? '' : 's'}`);
}

function withDiscount(what: Text, said: SaidOf, terms: OfferTerms): Text {
  const line = lineText(said, terms);
  const discountMinor = Number(said.discountMinor ?? 0);
  const told = both(`${what.zh} ${line.zh}`, `${what.en}: ${line.en}`);
  if (discountMinor === 0) return told;
  const discount = moneyText(discountMinor, terms.currency);
  return both(`${told.zh}，优惠 ${discount.zh}`, `${told.en}, ${discount.en} off`);
}

function billText(said: SaidOf, terms: OfferTerms): Text {
  const amount = moneyText(Number(said.amountMinor), terms.currency);
  const dueAt = typeof said.dueAt === 'string' ? instantFromIso(said.dueAt) : null;
  if (dueAt === null) return both(`用了 ${amount.zh}`, `The use came to ${amount.en}`);
  const by = inBoth((locale) => localTimeText(terms.timezone, dueAt, locale));
  return both(`用了 ${amount.zh}，${by.zh} 前付`, `The use came to ${amount.en}, due ${by.en}`);
}

/** Of a thing that was bought out, for how much; otherwise the deed itself. */
function metText(said: SaidOf, terms: OfferTerms, deed: Deed): Text {
  if (said.boughtOutMinor === undefined) return deedText(deed, 'factMet');
  const price = moneyText(Number(said.boughtOutMinor), terms.currency);
  return both(`你留下了，付 ${price.zh}`, `You keep it for ${price.en}`);
}

function unmetText(said: SaidOf, terms: OfferTerms): Text {
  const backMinor = Number(said.chargedMinor ?? 0);
  if (backMinor === 0) return both('没有达到目标，不算失约', 'Not reached; this is no broken promise');
  const back = moneyText(backMinor, terms.currency);
  return both(
    `没有达到目标，不算失约；收回优惠 ${back.zh}`,
    `Not reached; this is no broken promise. ${back.en} of discounts taken back`,
  );
}

/** Some lines came back: how many, what need not be paid, what is left. */
function returnedText(said: SaidOf, terms: OfferTerms): Text {
  const count = Number(said.lineCount);
  const [back, left] = [Number(said.returnedMinor), Number(said.leftMinor)].map((minor) =>
    moneyText(minor, terms.currency),
  );
  return inBoth((locale) =>
    locale === 'zh'
      ? `送回 ${count} 行，${back?.zh} 不用付；留下的 ${left?.zh}`
      : `${count} line${count === 1 ? '' : 's'} came back, ${back?.en} need not be paid; ${left?.en} is kept`,
  );
}
