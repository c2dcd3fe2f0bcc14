/**
 * The sentence above the button: what the person promises, what the shop promises them, and the most it can cost, in the words of the
 * person.
 */
import { formatMoney } from '../../kernel/index.ts';
import { mostItCanCost } from './cost.ts';
import type { OrderTimes } from './obligations.ts';
import { clauseOf } from './promise-parts.ts';
import { afterHan } from './sentence-times.ts';
import { isMetered, type Locale, type ObligationTerms, type OfferTerms } from './terms.ts';

/** "I promise to return the camera by …, 18:00. It can cost ¥3,020 at most." */
export function promiseSentence(terms: OfferTerms, order: OrderTimes, locale: Locale): string {
  const zh = locale === 'zh';
  const mine = clausesOf(terms, order, locale, 'promisor');
  const theirs = clausesOf(terms, order, locale, 'promisee');
  const ceilingMinor = mostItCanCost(terms, order).ceilingMinor;
  const most = formatMoney({ amountMinor: ceilingMinor, currency: terms.currency }, locale);
  const said = zh
    ? [
        mine === '' ? '' : `我答应${afterHan(mine)}。`,
        theirs === '' ? '' : `店家答应${afterHan(theirs)}。`,
        terms.consequences.unmet === undefined ? '' : '没达到不算失约。',
        ceilingMinor === 0 ? '不涉及钱。' : `全部加起来最多 ${most}。`,
      ].join('')
    : [
        mine === '' ? '' : `I promise to ${mine}.`,
        theirs === '' ? '' : `The shop promises to ${theirs}.`,
        terms.consequences.unmet === undefined ? '' : 'Falling short is no broken promise.',
        ceilingMinor === 0 ? 'No money is involved.' : `All together it can cost ${most} at most.`,
      ]
        .filter((text) => text !== '')
        .join(' ');
  return said;
}

/** The clauses of one side, in the order in which they are kept. Keeping it for its price is the other way to keep the promise. */
function clausesOf(terms: OfferTerms, order: OrderTimes, locale: Locale, owedBy: 'promisor' | 'promisee'): string {
  const either = locale === 'zh' ? '，或者' : ', or ';
  let before: ObligationTerms | null = null;
  const clauses: string[] = [];
  for (const term of terms.obligations) {
    if (term.owedBy === owedBy) {
      const clause = clauseOf(term, { terms, order, locale, before });
      const isEither = before?.type === 'return_item' && before.orPay === true && term.type === 'pay';
      if (isEither) clauses.push(`${clauses.pop() ?? ''}${either}${clause}`);
      else if (clause !== '') clauses.push(clause);
    }
    // Payment by use follows from the use and is no stage that another would count from.
    if (!isMetered(term)) before = term;
  }
  if (locale === 'zh') return clauses.join('，');
  const last = clauses.pop() ?? '';
  return clauses.length === 0 ? last : `${clauses.join(', ')}, and ${last}`;
}
