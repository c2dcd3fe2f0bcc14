/** What is different between the version somebody read and the one that is current, line by line. */
import { formatMoney } from '../../kernel/index.ts';
import {
  findObligation,
  moneyGrant,
  mostItCanCost,
  type OfferTerms,
  promiseSentence,
  spanOfMinutes,
} from '../../rooms/offer/index.ts';
import type { ChangeLine } from './accept-view.ts';
import type { Text } from './format.ts';
import { both, inBoth } from './words-facts.ts';

type Told = (terms: OfferTerms) => Text;

const none = both('没有', 'none');

const amount =
  (read: (terms: OfferTerms) => number | undefined): Told =>
  (terms) => {
    const amountMinor = read(terms);
    if (amountMinor === undefined) return none;
    return inBoth((locale) => formatMoney({ amountMinor, currency: terms.currency }, locale));
  };

const span =
  (read: (terms: OfferTerms) => number | undefined): Told =>
  (terms) => {
    const minutes = read(terms);
    return minutes === undefined ? none : inBoth((locale) => spanOfMinutes(minutes, locale));
  };

function perUnit(
  rate: { readonly perUnitMinor: number; readonly unitMinutes: number } | undefined,
  terms: OfferTerms,
): Text {
  if (rate === undefined) return none;
  return inBoth((locale) => {
    const price = formatMoney({ amountMinor: rate.perUnitMinor, currency: terms.currency }, locale);
    const unit = spanOfMinutes(rate.unitMinutes, locale);
    return locale === 'zh' ? `每 ${unit} ${price}` : `${price} for each ${unit.replace(/^1 /, '')}`;
  });
}

function graceOf(terms: OfferTerms): number | undefined {
  return (findObligation(terms, 'return_item') ?? findObligation(terms, 'attend'))?.graceMinutes;
}

/** How many other shops honour it, and who pays there. */
function programmeOf({ programme }: OfferTerms): Text {
  if (programme === undefined) return none;
  const count = programme.partners.length;
  const paid =
    programme.paidBy === 'issuer'
      ? both('优惠由本店承担', 'discounts paid by this shop')
      : both('优惠由那家店承担', 'discounts paid by each of them');
  return both(`${count} 家店，${paid.zh}`, `${count} ${count === 1 ? 'shop' : 'shops'}, ${paid.en}`);
}

const LINES: readonly (readonly [what: Text, told: Told])[] = [
  [both('名称', 'Name'), (terms) => terms.title],
  [both('我答应', 'The promise'), (terms) => inBoth((locale) => promiseSentence(terms, {}, locale))],
  [both('押金', 'Deposit'), amount((terms) => moneyGrant(terms)?.upToMinor)],
  [both('使用费', 'Use'), (terms) => perUnit(terms.consequences.usage, terms)],
  [both('迟还费', 'Late fee'), (terms) => perUnit(terms.consequences.late, terms)],
  [both('迟还费最多', 'Late fee, at most'), amount((terms) => terms.consequences.late?.capMinor)],
  [both('赔偿最多', 'Loss, at most'), amount((terms) => terms.consequences.loss?.capMinor)],
  [both('未到场费', 'Fee for not being there'), amount((terms) => terms.consequences.noShow?.feeMinor)],
  [both('取消得太晚', 'Cancelled too late'), amount((terms) => terms.consequences.lateCancel?.feeMinor)],
  [both('宽限', 'Grace'), span(graceOf)],
  [both('回答的时间', 'Time to answer'), span((terms) => terms.answerMinutes)],
  [both('另外在哪些店能用', 'Where else it can be used'), programmeOf],
  [both('最多会花我', 'The most it can cost me'), amount((terms) => mostItCanCost(terms, {}).ceilingMinor)],
];

/** In the order of the page; empty when the person would not notice any difference. */
export function offerChanges(before: OfferTerms, after: OfferTerms): ChangeLine[] {
  return LINES.flatMap(([what, told]) => {
    const [was, is] = [told(before), told(after)];
    return was.zh === is.zh && was.en === is.en ? [] : [{ what, before: was, after: is }];
  });
}
