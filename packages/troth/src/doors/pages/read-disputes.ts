/** Disputes and repairs of a fact, as its person reads them on the page. */
import { type Dispute, countsAs, isDisputeOver } from '../../rooms/dispute/index.ts';
import { localTimeText, type OfferTerms } from '../../rooms/offer/index.ts';
import type { Verdict } from '../../rooms/pledge/index.ts';
import { getNorm } from '../../rooms/rulebook/index.ts';
import type { DisputeInWords } from '../api/dispute-reads.ts';
import type { FactOnFile } from '../api/person-file.ts';
import type { Text } from './format.ts';
import type { DisputeLine, RepairLine } from './pledge-view.ts';
import type { Visit } from './visit.ts';
import { both, inBoth } from './words-facts.ts';

/** Where a dispute stands, in one sentence: who speaks next and until when, or how it ended and by which norm. */
function standsText({ dispute }: DisputeInWords, terms: OfferTerms): Text {
  const until = (at: bigint) => inBoth((locale) => localTimeText(terms.timezone, at, locale));
  if (dispute.outcome !== null && dispute.norm !== null) return endedText(dispute);
  const decideBy = until(dispute.decideBy);
  if (dispute.state === 'lapsed')
    return both(
      '到期没有决定：这件事不再计，钱不动。',
      'Not decided in time: it no longer counts, and no money moves.',
    );
  if (dispute.state === 'answered')
    return both(
      `双方都说了。运营方 ${decideBy.zh} 前书面决定。`,
      `Both sides have spoken. The operator decides in writing by ${decideBy.en}.`,
    );
  const answerBy = until(dispute.answerBy);
  const other = dispute.openedBy === 'person' ? both('店家', 'The shop') : both('你', 'You');
  return both(
    `${other.zh}可以在 ${answerBy.zh} 前回答；运营方 ${decideBy.zh} 前书面决定。`,
    `${other.en} can answer until ${answerBy.en}; the operator decides in writing by ${decideBy.en}.`,
  );
}

function endedText({ outcome, norm }: Dispute): Text {
  const ended = outcome === 'corrected' ? both('不再计。', 'It no longer counts.') : both('照原样计。', 'It stands.');
  if (norm === null) return ended;
  const { text } = getNorm(norm);
  return both(`${ended.zh}依据：${text.zh}`, `${ended.en} By this rule: ${text.en}`);
}

/** Its disputes, oldest first; one that the shop opened can be answered here while there is time. */
export function disputeLines(fact: FactOnFile, terms: OfferTerms, visit: Visit | null): DisputeLine[] {
  return fact.disputes.map((one) => {
    const { dispute, statement, answer, decision } = one;
    const mayAnswer =
      visit !== null && dispute.openedBy === 'merchant' && dispute.state === 'open' && visit.now < dispute.answerBy;
    return {
      disputeId: dispute.disputeId,
      // These pages are a person's: the other side is the shop promised to.
      openedBy: dispute.openedBy === 'merchant' ? 'merchant' : 'person',
      at: dispute.openedAt,
      isOpen: !isDisputeOver(dispute.state),
      stands: standsText(one, terms),
      words: statement.text,
      answer: answer?.text ?? null,
      decision: decision?.text ?? null,
      target: mayAnswer ? visit.target(`/p/${dispute.pledgeId}/answer-dispute`) : null,
    };
  });
}

const HOW: Readonly<Record<FactOnFile['repairs'][number]['how'], Text>> = {
  late: both('做完了，晚了一些', 'done after all, late'),
  in_kind: both('用别的方式补上', 'made good in kind'),
  paid: both('付清了', 'paid'),
  in_parts: both('付了一部分', 'paid in part'),
};

export function repairLines(fact: FactOnFile): RepairLine[] {
  return fact.repairs.map(({ how, at }) => ({ how: HOW[how], at }));
}

/** Whether a fact that ended the pledge is put right: by the shop's word, or because something that was owed is paid. */
export function isPutRight(fact: FactOnFile | undefined): boolean {
  return fact?.repairs.some(({ how }) => how !== 'in_parts') === true;
}

/** Whether nothing of what it says against the person counts. */
export function isSetAside(fact: FactOnFile | undefined): boolean {
  if (fact === undefined || fact.disputes.length === 0) return false;
  const verdict = String(fact.detail.said?.verdict ?? 'none') as Verdict;
  const disputes = fact.disputes.map(({ dispute }) => dispute);
  return verdict !== 'none' && countsAs(verdict, disputes) !== verdict;
}
