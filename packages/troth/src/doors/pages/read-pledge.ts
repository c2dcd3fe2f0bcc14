/** Puts the pledge page together: where it stands, what may be done, what it costs, what happened. */
import type { Id, Money } from '../../kernel/index.ts';
import { isDisputeOver } from '../../rooms/dispute/index.ts';
import { lateFeeMinor, type OfferTerms, promiseSentence, spanOfMinutes, termOf } from '../../rooms/offer/index.ts';
import { findCurrent, isTerminal, type Pledge } from '../../rooms/pledge/index.ts';
import type { FactOnFile, PledgeInFull } from '../api/person-file.ts';
import { type Deed, deedOfPledge, isOfTheShop } from './deeds.ts';
import { deedOfFact } from './fact-deeds.ts';
import type { Text } from './format.ts';
import type { FactLine, PledgeView, Situation } from './pledge-view.ts';
import type { CostView } from './cost-bar.ts';
import { programmeText } from './read-programme.ts';
import { actionsOf } from './read-actions.ts';
import { costView } from './read-cost.ts';
import { disputeLines, isPutRight, isSetAside, repairLines } from './read-disputes.ts';
import { orderOfPledge, stagesOfPledge } from './read-stages.ts';
import { cancellationOf } from './read-terms.ts';
import { shopMoves } from './shop-moves.ts';
import type { Visit } from './visit.ts';
import { both, chargeText, claimText, factText, inBoth, LIFE_OF_FACT, reporterText } from './words-facts.ts';

const ANY_DELAY_MINUTES = 10 * 366 * 24 * 60;

/** Where a pledge stands, as its person reads it. */
export function situationOf(pledge: Pledge, terms: OfferTerms, facts: readonly FactOnFile[], now: bigint): Situation {
  const deed = deedOfPledge(pledge, terms);
  const { dueAt, graceUntil, declaredAt, nextDueAt } = pledge;
  if (pledge.disputedAt !== null) return { kind: 'disputed' };
  switch (pledge.state) {
    case 'offered':
      return { kind: 'waiting', cancellation: { kind: 'free' } };
    case 'accepted':
      return deed === 'attend'
        ? { kind: 'due', dueAt }
        : { kind: 'waiting', cancellation: cancellationOf(terms, pledge.startsAt, now) };
    case 'active':
    case 'lapsed':
      if (declaredAt !== null) return { kind: 'declared', confirmBy: nextDueAt ?? declaredAt };
      if (isInUse(pledge)) return { kind: 'in_use', billBy: nextDueAt ?? dueAt, most: mostBilled(pledge, terms) };
      if (now < dueAt) return { kind: 'due', dueAt };
      if (now <= graceUntil)
        return { kind: 'grace', dueAt, graceEndsAt: graceUntil, lateFee: isReturned(deed) ? lateFeeOf(terms) : null };
      return { kind: 'lapsed', dueAt, until: nextDueAt ?? graceUntil };
    case 'noticed': {
      const claim = claimText(terms, deed);
      const answerBy = pledge.answerBy ?? now;
      return isOfTheShop(deed) ? { kind: 'notice_given', claim, answerBy } : { kind: 'noticed', claim, answerBy };
    }
    case 'answered':
      if (!isOfTheShop(deed)) return { kind: 'answered', replyBy: nextDueAt ?? now };
      return {
        kind: 'shop_answered',
        replyBy: nextDueAt ?? now,
        silence: deed === 'deliver' && declaredAt === null ? 'ends' : 'done',
      };
    case 'kept':
      return {
        kind: 'kept',
        timing: facts.some((fact) => fact.detail.said?.verdict === 'kept_late') ? 'late' : 'in_time',
      };
    case 'broken':
      return endedBroken(facts.find((fact) => fact.kind === 'broken'));
    case 'let_down':
      return { kind: 'let_down', back: paidBack(pledge, terms) };
    case 'unmet':
      return { kind: 'unmet' };
    case 'cancelled':
      return {
        kind: 'cancelled',
        after: facts.some(({ kind }) => HAS_BEGUN.includes(kind)) ? 'begun' : 'nothing_begun',
      };
    case 'expired':
      return { kind: 'expired', after: expiredAfter(pledge, facts) };
  }
}

function expiredAfter(
  { obligations }: Pledge,
  facts: readonly FactOnFile[],
): Extract<Situation, { kind: 'expired' }>['after'] {
  if (!facts.some(({ kind }) => kind === 'lapsed')) return 'nothing_begun';
  const isUndelivered = obligations.some(({ type, state }) => type === 'deliver' && state === 'void');
  return isUndelivered ? 'undelivered' : 'silence';
}

const HAS_BEGUN: readonly FactOnFile['kind'][] = ['begun', 'counted', 'met', 'lapsed'];

const isReturned = (deed: Deed): boolean => deed === 'return_item';

/** A payment that nobody has told the amount of yet. */
function isInUse(pledge: Pledge): boolean {
  const stage = findCurrent(pledge);
  return stage?.type === 'pay' && stage.asked === null;
}

/** What was paid in for a delivery that did not come. */
function paidBack(pledge: Pledge, terms: OfferTerms): Money | null {
  const paid = pledge.obligations.find((owed) => {
    const { term } = termOf(terms, owed.seq);
    return term.type === 'pay' && 'into' in term && term.into === 'escrow' && owed.state.startsWith('met');
  });
  return paid === undefined ? null : { amountMinor: paid.asked ?? 0, currency: terms.currency };
}

function mostBilled(pledge: Pledge, terms: OfferTerms): Money {
  const stage = findCurrent(pledge);
  const term = stage === null ? null : termOf(terms, stage.seq).term;
  const most =
    term?.type === 'pay' && 'amount' in term && 'billedUpToMinor' in term.amount ? term.amount.billedUpToMinor : 0;
  return { amountMinor: most, currency: terms.currency };
}

function endedBroken(fact: FactOnFile | undefined): Situation {
  if (fact?.disputes.some(({ dispute }) => !isDisputeOver(dispute.state)) === true) return { kind: 'disputed' };
  if (isSetAside(fact)) return { kind: 'set_aside' };
  return { kind: isPutRight(fact) ? 'repaired' : 'broken' };
}

function lateFeeOf(terms: OfferTerms) {
  const { late } = terms.consequences;
  if (late === undefined) return null;
  const { currency } = terms;
  return {
    per: { amountMinor: late.perUnitMinor, currency },
    unit: inBoth((locale) => spanOfMinutes(late.unitMinutes, locale)),
    cap: { amountMinor: lateFeeMinor(terms, ANY_DELAY_MINUTES), currency },
  };
}

const KIND_OF_FILE: Readonly<Record<string, Text>> = {
  'image/png': both('图片', 'A picture'),
  'image/jpeg': both('图片', 'A picture'),
  'image/webp': both('图片', 'A picture'),
  'application/pdf': both('PDF 文件', 'A PDF'),
  'text/plain': both('文字', 'Text'),
};

/** Words said in disputes: those stand at the fact that they are about. */
function statementsOf(facts: PledgeInFull['facts']): ReadonlySet<string> {
  return new Set(
    facts.flatMap((fact) =>
      fact.disputes.flatMap(({ dispute }) => [dispute.statementId, dispute.answerId ?? '', dispute.outcomeId ?? '']),
    ),
  );
}

/** The person's own pieces. */
function broughtByPerson(evidence: PledgeInFull['evidence'], facts: PledgeInFull['facts']) {
  const statements = statementsOf(facts);
  return evidence.filter((one) => one.suppliedBy === 'person' && !statements.has(one.evidenceId));
}

export const MARKS: readonly FactOnFile['kind'][] = [
  'contested',
  'dispute_answered',
  'dispute_decided',
  'dispute_lapsed',
  'made_good',
];

/** What a notice or an answer brought: the pieces of that side that were there by then. */
function evidenceOf(fact: FactOnFile, { evidence, facts }: PledgeInFull) {
  if (fact.kind === 'noticed' && fact.reporter === 'person')
    return broughtByPerson(evidence, facts).filter((one) => one.recordedAt <= fact.recordedAt);
  if (fact.kind === 'noticed')
    return evidence.filter(
      (one) =>
        one.suppliedBy !== 'person' && one.recordedAt <= fact.recordedAt && !statementsOf(facts).has(one.evidenceId),
    );
  return fact.kind === 'answered' && fact.reporter === 'person' ? broughtByPerson(evidence, facts) : [];
}

/** `visit` where the person can answer on the page. */
export function factLines(found: PledgeInFull, visit: Visit | null): FactLine[] {
  const { terms } = found;
  // What is said in a dispute has no line of its own, nor what puts right: both stand as marks at the fact they are about.
  return found.facts
    .filter((fact) => !MARKS.includes(fact.kind))
    .map((fact) => ({
      life: fact.kind === 'kept' && fact.detail.said?.verdict === 'kept_late' ? 'late' : LIFE_OF_FACT[fact.kind],
      what: factText(fact, { terms, deed: deedOfFact(fact, found) }),
      at: fact.effectiveAt,
      reporter: reporterOf(fact, found),
      evidenceHrefs: evidenceOf(fact, found).map((one) => `/p/${found.pledge.pledgeId}/evidence/${one.evidenceId}`),
      disputes: disputeLines(fact, terms, visit),
      repairs: repairLines(fact),
    }));
}

function shopSideOf(found: PledgeInFull, visit: Visit): PledgeView['shopSide'] {
  const moves = visit.visitor.mode === 'test' ? shopMoves(found, visit.now) : [];
  if (moves.length === 0) return null;
  return { target: () => visit.target(`/sandbox/shop/${found.pledge.pledgeId}`), moves };
}

/** Where else it can be used stands under what it can cost. */
function withProgramme(cost: CostView, { terms, partnerNames, merchantName }: PledgeInFull): CostView {
  const told = programmeText(terms.programme, partnerNames, merchantName);
  return told === null ? cost : { ...cost, rules: [told, ...cost.rules] };
}

/** Who said it: of a line that a partner honoured, that partner. */
function reporterOf({ reporter, detail: { said } }: FactOnFile, { merchantName, partnerNames }: PledgeInFull): Text {
  const partner = said?.honouredBy === undefined ? undefined : partnerNames.get(said.honouredBy as Id<'pty'>);
  return reporterText(reporter, partner ?? merchantName);
}

export function pledgeView(found: PledgeInFull, visit: Visit): PledgeView {
  const { pledge, terms, merchantName, charges } = found;
  const { currency } = pledge;
  const order = orderOfPledge(pledge, terms);
  const isOver = isTerminal(pledge.state);
  const owed = charges.filter((charge) => charge.state !== 'forgiven');
  const totalMinor = owed.reduce((sum, charge) => sum + charge.amountMinor, 0);
  return {
    shell: visit.shell(terms.timezone),
    title: terms.title,
    merchantName: merchantName[visit.visitor.locale],
    deed: deedOfPledge(pledge, terms),
    promise: inBoth((locale) => promiseSentence(terms, order, locale)),
    stages: stagesOfPledge(pledge, terms, visit.now),
    dueAt: isOver ? null : pledge.dueAt,
    graceEndsAt: isOver || pledge.graceUntil === pledge.dueAt ? null : pledge.graceUntil,
    situation: situationOf(pledge, terms, found.facts, visit.now),
    actions: actionsOf(found, visit),
    cost: isOver ? null : withProgramme(costView(terms, order), found),
    charges: charges.map((charge) => ({
      what: chargeText(charge),
      amount: { amountMinor: charge.amountMinor, currency },
    })),
    chargesTotal: charges.length === 0 ? null : { amountMinor: totalMinor, currency },
    facts: factLines(found, visit),
    brought: broughtByPerson(found.evidence, found.facts).map((one) => ({
      what: KIND_OF_FILE[one.mediaType] ?? both('文件', 'A file'),
      at: one.recordedAt,
      href: `/p/${pledge.pledgeId}/evidence/${one.evidenceId}`,
    })),
    shopSide: shopSideOf(found, visit),
    whyHref: `/p/${pledge.pledgeId}/why`,
  };
}
