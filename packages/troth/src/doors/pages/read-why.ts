/** The why page of a pledge: why this much was granted, what it did to the number, which facts, who looked. */
import { uuidOf } from '../../kernel/index.ts';
import { renderReasons } from '../../rooms/admission/index.ts';
import { isAgainst } from '../../rooms/conduct/index.ts';
import { type Dispute, isDisputeOver } from '../../rooms/dispute/index.ts';
import { localTimeText } from '../../rooms/offer/index.ts';
import { getNorm, leavesAt, NEGATIVE_FACT_NORM } from '../../rooms/rulebook/index.ts';
import { HALF_LIFE_PERIODS } from '../../rooms/score/index.ts';
import { explainStored, openReasons, readOwnParty } from '../api/my-admission.ts';
import { listLooks } from '../api/person-consents.ts';
import type { PledgeInFull } from '../api/person-file.ts';
import type { SignInContext } from '../api/sign-in-links.ts';
import { deedOfFact } from './fact-deeds.ts';
import { lookLine } from './read-me.ts';
import { signed, type Text } from './format.ts';
import { decisionView } from './read-decision.ts';
import { readNumber } from './read-number.ts';
import { factLines, MARKS } from './read-pledge.ts';
import type { Visit } from './visit.ts';
import type { SignedIn } from './visitor.ts';
import type { ContestView, DecisionView, ReasonNode, WhyView } from './why-view.ts';
import { both, factText, inBoth } from './words-facts.ts';

const LOOKS_MAX = 200;

export async function whyView(
  context: SignInContext,
  visit: Visit,
  person: SignedIn,
  found: PledgeInFull,
): Promise<WhyView> {
  const isCounted = found.facts.some((fact) => fact.weightMilli > 0);
  const number = isCounted ? await readNumber(context, person) : null;
  const points = number?.mine.moves
    .flatMap((move) => move.facts)
    .filter(({ fact }) => fact.pledgeId === found.pledge.pledgeId)
    .reduce((sum, share) => sum + share.points, 0);
  // Only those that were about this pledge.
  const factIds = new Set<string>(found.facts.map((fact) => uuidOf(fact.factId)));
  const looks = await listLooks(context, person, LOOKS_MAX);
  const decision = await decisionOf(context, person, found);
  return {
    shell: visit.shell(found.terms.timezone),
    backHref: `/p/${found.pledge.pledgeId}`,
    decision: isCounted
      ? countedView(found, number?.view.kind === 'points' ? (points ?? 0) : null, decision)
      : decision,
    facts: factLines(found, visit),
    number: number?.view ?? null,
    looks: looks.filter((look) => factIds.has(look.lookId)).map((look) => lookLine(look, visit)),
    contest: contestView(found, visit),
    evidence: visit.target(`/p/${found.pledge.pledgeId}/evidence`),
    askPerson: null,
  };
}

/** What can still be contested: every fact of the pledge that is not contested yet. */
function contestView(found: PledgeInFull, visit: Visit): ContestView | null {
  const { pledge, terms } = found;
  const subjects = found.facts
    .filter((fact) => !MARKS.includes(fact.kind) && fact.disputes.every(({ dispute }) => mayBeContested(dispute)))
    .map((fact) => ({ value: fact.factId, label: factText(fact, { terms, deed: deedOfFact(fact, found) }) }));
  return subjects.length === 0 ? null : { target: visit.target(`/p/${pledge.pledgeId}/contest`), subjects };
}

/** What the shop contested can be contested once more when that has ended and left the fact standing. */
function mayBeContested({ openedBy, state, outcome }: Dispute): boolean {
  return openedBy === 'merchant' && isDisputeOver(state) && outcome !== 'corrected';
}

async function decisionOf(context: SignInContext, person: SignedIn, found: PledgeInFull): Promise<DecisionView | null> {
  const party = await readOwnParty(context, person);
  if (party === null) return null;
  const stored = openReasons(context, party, found.pledge.pledgeId, found.reasonsSealed);
  if (stored === null) return null;
  const { pledge, terms } = found;
  const version = context.installation.catalog.get(pledge.versionId);
  const reasons = await explainStored(context, person, party, { pledge, version, stored });
  const says = terms.admission.rows.map((row) => row.say);
  return decisionView(renderReasons(reasons, says, 'zh'), renderReasons(reasons, says, 'en'));
}

const VERDICTS = {
  kept: both('记成「守约」', 'On the record as kept'),
  late: both('记成「守约，迟了」', 'On the record as kept, late'),
  broken: both('记成「未守约」', 'On the record as broken'),
} as const;

/** How it fades; and, when it speaks against the person, from when on it is neither counted nor shown, and by which norm. */
function overTime({ facts, terms }: PledgeInFull): Text {
  const fades = both(
    `每过 ${HALF_LIFE_PERIODS} 个三十天，分量减半。`,
    `It weighs half as much after every ${HALF_LIFE_PERIODS} times thirty days.`,
  );
  const end = facts.find((fact) => fact.weightMilli > 0 && isAgainst(fact.kind, fact.detail.said?.verdict));
  if (end === undefined) return fades;
  const { source, article } = getNorm(NEGATIVE_FACT_NORM);
  const [zhArticle = article, enArticle = article] = article.split(' / ');
  const from = inBoth((locale) => localTimeText(terms.timezone, leavesAt(end.effectiveAt), locale));
  return both(
    `${fades.zh}从 ${from.zh} 起不再计，也不再显示（${source}${zhArticle}）。`,
    `${fades.en} From ${from.en} it is neither counted nor shown (${source}, ${enArticle}).`,
  );
}

/** Once it counts, what it counts comes first, and the decision of then beneath. */
function countedView(found: PledgeInFull, points: number | null, decision: DecisionView | null): DecisionView {
  const isLate = found.facts.some((fact) => fact.detail.said?.verdict === 'kept_late');
  const verdict = VERDICTS[found.pledge.state === 'broken' ? 'broken' : isLate ? 'late' : 'kept'];
  const then: readonly ReasonNode[] =
    decision === null ? [] : [{ life: 'open', text: decision.sentence, change: null, children: decision.reasons }];
  return {
    sentence:
      points === null
        ? both(`${verdict.zh}。约定还太少，还没有数。`, `${verdict.en}. There are too few promises for a number yet.`)
        : both(`${verdict.zh}，现在算 ${signed(points)}。`, `${verdict.en}; now it counts ${signed(points)}.`),
    reasons: then,
    rule: null,
    countsOverTime: overTime(found),
    smallestChange: decision?.smallestChange ?? null,
  };
}
