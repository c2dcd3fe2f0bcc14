/**
 * What is taken back of discounts, said before the promise and worked out while it runs; and beside it the legal ceiling of what a shop
 * may keep, article by article, where something was prepaid. Where a benefit came first and nothing was prepaid, that interpretation
 * (法释〔2025〕4号) does not speak: what was agreed holds, and the page says so.
 */
import { prepaidCaseOf } from '../../journeys/prepaid-case.ts';
import { assert, type Instant } from '../../kernel/index.ts';
import { isMetered, type OfferTerms } from '../../rooms/offer/index.ts';
import { findCurrent, isToReach, type Pledge } from '../../rooms/pledge/index.ts';
import { getNorm, PREPAID_NORM, prepaidCeiling } from '../../rooms/rulebook/index.ts';
import type { Charge } from '../../rooms/settlement/index.ts';
import type { Text } from './format.ts';
import { targetText } from './read-stages.ts';
import { both, moneyText } from './texts.ts';

type Share = NonNullable<OfferTerms['consequences']['clawback']>['unmet' | 'leftEarly'];

const SHARES: Readonly<Record<Share, Text>> = {
  all_enjoyed: both('享过的优惠全部收回', 'all discounts you enjoyed are taken back'),
  pro_rata: both('按没做到的比例收回，零头归你', 'the part not done is taken back, fractions stay with you'),
  nothing: both('不收回', 'nothing is taken back'),
};

/** Whether the terms ask for money before the target is reached: a prepayment in the sense of the law. */
function isPrepaid(terms: OfferTerms): boolean {
  const target = terms.obligations.findIndex((term) => term.type.startsWith('reach_'));
  return terms.obligations
    .slice(0, Math.max(0, target))
    .some((term) => term.type === 'pay' && !isMetered(term) && term.into === 'shop');
}

function lawText(): Text {
  const { text, source, article } = getNorm(PREPAID_NORM);
  const [zh = article, en = article] = article.split(' / ');
  return both(`${text.zh}（${source}${zh}）`, `${text.en} (${source}, ${en})`);
}

/** For the accept page. Empty where the offer takes nothing back. */
export function clawbackRules(terms: OfferTerms): readonly Text[] {
  const rule = terms.consequences.clawback;
  if (rule === undefined) return [];
  const [unmet, left] = [SHARES[rule.unmet], SHARES[rule.leftEarly]];
  const cap = moneyText(rule.capMinor, terms.currency);
  const agreed = both(
    `没达到：${unmet.zh}；提前离开：${left.zh}。只收真的享过的，从不另加，最多 ${cap.zh}。`,
    `Not reached: ${unmet.en}; left early: ${left.en}. Only what you really enjoyed, never more on top, ${cap.en} at most.`,
  );
  if (isPrepaid(terms)) return [agreed, lawText()];
  return [
    agreed,
    both(
      '你没有预付，预付款的法定上限（法释〔2025〕4号）用不上；这里按约定，比付原价不会更多。',
      'You prepay nothing, so the legal ceiling for prepayments (Fa Shi [2025] No. 4) does not come in; what is agreed holds, and it is never more than the full price would have been.',
    ),
  ];
}

/** One step of a working, with the article that it rests on. */
export interface WorkingLine {
  readonly text: Text;
  readonly source: Text | null;
}

/** How the amount for leaving now comes about; `takenBackMinor` is what settlement would charge. */
export function leavingWorking(
  {
    pledge,
    terms,
    charges,
  }: { readonly pledge: Pledge; readonly terms: OfferTerms; readonly charges: readonly Charge[] },
  takenBackMinor: number,
  now: Instant,
): readonly WorkingLine[] {
  const stage = findCurrent(pledge);
  const rule = terms.consequences.clawback;
  if (stage === null || !isToReach(stage) || rule === undefined) return [];
  const money = (amountMinor: number) => moneyText(amountMinor, terms.currency);
  const [done, asked] = [targetText(stage.type, stage.done, terms), targetText(stage.type, stage.asked ?? 0, terms)];
  const enjoyed = money(stage.enjoyedMinor);
  const plain = (zh: string, en: string): WorkingLine => ({ text: both(zh, en), source: null });
  const steps = [
    plain(`享过的优惠：${enjoyed.zh}`, `Discounts enjoyed: ${enjoyed.en}`),
    plain(`做到了 ${done.zh}，说好 ${asked.zh}`, `Done ${done.en} of ${asked.en}`),
  ];
  const [share, cap, back] = [SHARES[rule.leftEarly], money(rule.capMinor), money(takenBackMinor)];
  return [
    ...steps,
    plain(`提前离开：${share.zh}，最多 ${cap.zh}`, `Left early: ${share.en}, ${cap.en} at most`),
    plain(`现在离开收回：${back.zh}`, `Taken back now: ${back.en}`),
    ...prepaidWorking(pledge, terms, charges, now),
  ];
}

/** The legal ceiling of what was prepaid, where what was used is counted in money. */
function prepaidWorking(...of: Parameters<typeof prepaidCaseOf>): readonly WorkingLine[] {
  const theCase = prepaidCaseOf(...of);
  if (theCase === null) return [];
  const ceiling = prepaidCeiling(theCase);
  assert(ceiling.ok, 'what_was_counted_is_a_possible_case');
  return ceiling.value.steps.map(({ text, article }) => {
    const [zh = article, en = article] = article.split(' / ');
    return { text, source: both(zh, en) };
  });
}
