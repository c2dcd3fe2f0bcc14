/** Puts the pledge page together: where it stands, what may be done, what it costs, what happened. */
import { isoFromInstant, MINUTE_US } from '../../kernel/index.ts';
import {
  lateFeeMinor,
  localTimeText,
  type OfferTerms,
  promiseSentence,
  spanOfMinutes,
} from '../../rooms/offer/index.ts';
import { debtorOf, isTerminal, openMoves, type Pledge } from '../../rooms/pledge/index.ts';
import type { FactOnFile, PledgeInFull } from '../api/person-file.ts';
import type { Text } from './format.ts';
import type { FactLine, PledgeActions, PledgeView, Situation } from './pledge-view.ts';
import { cancellationOf, costView, deedOf } from './read-terms.ts';
import { shopMoves } from './shop-side.ts';
import type { Visit } from './visit.ts';
import { both, chargeText, claimText, factText, inBoth, LIFE_OF_FACT, reporterText } from './words-facts.ts';

const ANY_DELAY_MINUTES = 10 * 366 * 24 * 60;

/** Where a pledge stands, as its person reads it. */
export function situationOf(pledge: Pledge, terms: OfferTerms, facts: readonly FactOnFile[], now: bigint): Situation {
  const deed = deedOf(terms);
  const { dueAt, graceUntil, declaredAt, nextDueAt } = pledge;
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
      if (now < dueAt) return { kind: 'due', dueAt };
      if (now <= graceUntil) return { kind: 'grace', dueAt, graceEndsAt: graceUntil, lateFee: lateFeeOf(terms) };
      return { kind: 'lapsed', dueAt };
    case 'noticed':
      return { kind: 'noticed', claim: claimText(terms, deed), answerBy: pledge.answerBy ?? now };
    case 'answered':
      return { kind: 'answered', replyBy: nextDueAt ?? now };
    case 'kept':
      return {
        kind: 'kept',
        timing: facts.some((fact) => fact.detail.said?.verdict === 'kept_late') ? 'late' : 'in_time',
      };
    case 'broken':
      return { kind: 'broken' };
    case 'let_down':
      return { kind: 'let_down' };
    case 'unmet':
      return { kind: 'unmet' };
    case 'cancelled':
      return { kind: 'cancelled' };
    case 'expired':
      return { kind: 'expired', after: facts.some((fact) => fact.kind === 'lapsed') ? 'silence' : 'nothing_begun' };
  }
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

/** Only what the table of moves and the terms allow at this moment. */
function actionsOf(found: PledgeInFull, visit: Visit): PledgeActions {
  const { pledge, terms } = found;
  const path = `/p/${pledge.pledgeId}`;
  const may = openMoves('promisor', pledge.state, debtorOf(pledge));
  const hasThing = deedOf(terms) === 'return_item';
  const isUndeclared = hasThing && pledge.declaredAt === null;
  return {
    fulfil: may.includes('declare') && isUndeclared ? visit.target(`${path}/declare`) : null,
    confirm:
      may.includes('confirm') && isUndeclared && !found.facts.some((fact) => fact.kind === 'confirmed')
        ? visit.target(`${path}/confirm`)
        : null,
    extend: may.includes('extend') && isUndeclared ? extendOf(found, visit) : null,
    endEarly: null,
    cancel: may.includes('cancel') ? visit.target(`${path}/cancel`) : null,
    cancellation: cancellationOf(terms, pledge.startsAt, visit.now),
    answer: may.includes('answer') ? visit.target(`${path}/answer`) : null,
    evidence: visit.target(`${path}/evidence`),
    repair: null,
    askPerson: null,
  };
}

/** The offer’s own step, while an extension is left and the grace runs. */
function extendOf({ pledge, terms }: PledgeInFull, visit: Visit): PledgeActions['extend'] {
  const { extension } = terms;
  if (extension === undefined || pledge.extensionCount >= extension.countMax || visit.now >= pledge.graceUntil)
    return null;
  const dueAt = pledge.dueAt + BigInt(extension.stepMinutes) * MINUTE_US;
  if (dueAt <= visit.now) return null;
  const label = inBoth((locale) => {
    const [span, until] = [spanOfMinutes(extension.stepMinutes, locale), localTimeText(terms.timezone, dueAt, locale)];
    return locale === 'zh' ? `${span}，到 ${until}` : `${span}, to ${until}`;
  });
  return { target: visit.target(`/p/${pledge.pledgeId}/extend`), options: [{ value: isoFromInstant(dueAt), label }] };
}

const KIND_OF_FILE: Readonly<Record<string, Text>> = {
  'image/png': both('图片', 'A picture'),
  'image/jpeg': both('图片', 'A picture'),
  'image/webp': both('图片', 'A picture'),
  'application/pdf': both('PDF 文件', 'A PDF'),
  'text/plain': both('文字', 'Text'),
};

/** The person's own pieces, apart from statements: those stand at the fact that they contest. */
function broughtByPerson(evidence: PledgeInFull['evidence'], facts: PledgeInFull['facts']) {
  const statements = new Set<string>(facts.flatMap((one) => one.contest?.statementId ?? []));
  return evidence.filter((one) => one.suppliedBy === 'person' && !statements.has(one.evidenceId));
}

/** What a notice or an answer brought: the pieces of that side that were there by then. */
function evidenceOf(fact: FactOnFile, { evidence, facts }: PledgeInFull) {
  if (fact.kind === 'noticed')
    return evidence.filter((one) => one.suppliedBy !== 'person' && one.recordedAt <= fact.recordedAt);
  return fact.kind === 'answered' ? broughtByPerson(evidence, facts) : [];
}

export function factLines(found: PledgeInFull): FactLine[] {
  const { terms, merchantName } = found;
  const deed = deedOf(terms);
  // A contest has no line of its own: it stands as a mark at the fact it is about.
  return found.facts
    .filter((fact) => fact.kind !== 'contested')
    .map((fact) => ({
      life: fact.kind === 'kept' && fact.detail.said?.verdict === 'kept_late' ? 'late' : LIFE_OF_FACT[fact.kind],
      what: factText(fact, { terms, deed }),
      at: fact.effectiveAt,
      reporter: reporterText(fact.reporter, merchantName),
      evidenceHrefs: evidenceOf(fact, found).map((one) => `/p/${found.pledge.pledgeId}/evidence/${one.evidenceId}`),
      contest: fact.contest && { at: fact.contest.at, words: fact.contest.statement },
    }));
}

function shopSideOf(found: PledgeInFull, visit: Visit): PledgeView['shopSide'] {
  const moves = visit.visitor.mode === 'test' ? shopMoves(found, visit.now) : [];
  return moves.length === 0 ? null : { target: visit.target(`/sandbox/shop/${found.pledge.pledgeId}`), moves };
}

export function pledgeView(found: PledgeInFull, visit: Visit): PledgeView {
  const { pledge, terms, merchantName, charges } = found;
  const { currency } = pledge;
  const isOver = isTerminal(pledge.state);
  const owed = charges.filter((charge) => charge.state !== 'forgiven');
  const totalMinor = owed.reduce((sum, charge) => sum + charge.amountMinor, 0);
  return {
    shell: visit.shell(terms.timezone),
    title: terms.title,
    merchantName: merchantName[visit.visitor.locale],
    deed: deedOf(terms),
    promise: inBoth((locale) => promiseSentence(terms, { startsAt: pledge.startsAt }, locale)),
    dueAt: isOver ? null : pledge.dueAt,
    graceEndsAt: isOver || pledge.graceUntil === pledge.dueAt ? null : pledge.graceUntil,
    situation: situationOf(pledge, terms, found.facts, visit.now),
    actions: actionsOf(found, visit),
    cost: isOver ? null : costView(terms, { startsAt: pledge.startsAt }),
    charges: charges.map((charge) => ({
      what: chargeText(charge),
      amount: { amountMinor: charge.amountMinor, currency },
    })),
    chargesTotal: charges.length === 0 ? null : { amountMinor: totalMinor, currency },
    facts: factLines(found),
    brought: broughtByPerson(found.evidence, found.facts).map((one) => ({
      what: KIND_OF_FILE[one.mediaType] ?? both('文件', 'A file'),
      at: one.recordedAt,
      href: `/p/${pledge.pledgeId}/evidence/${one.evidenceId}`,
    })),
    shopSide: shopSideOf(found, visit),
    whyHref: `/p/${pledge.pledgeId}/why`,
  };
}
