/**
 * Stages: obligations kept one after the other. The first that is open runs; when it ends, the next opens, or the pledge is over.
 * Nothing here knows what kind of offer it is.
 */
import { assert, type Instant, MINUTE_US } from '../../kernel/index.ts';
import type { ObligationTerms, OfferTerms, StageDates } from '../offer/index.ts';
import type { Obligation, Pledge, Side, Verdict } from './pledge.ts';

/** The offer room's dates, handed in. */
export interface StageRules {
  termOf(terms: OfferTerms, seq: number): { readonly term: ObligationTerms; readonly part: number };
  stageDates(terms: OfferTerms, seq: number, from: Instant, dayEndsAt: Instant | null): StageDates;
  /** The dates of a payment whose amount was told at `at`. */
  billedDates(terms: OfferTerms, seq: number, at: Instant): StageDates;
}

/** The stage that runs, or null when none does any more. */
export function findCurrent(pledge: Pick<Pledge, 'obligations'>): Obligation | null {
  // Asked several times for every move: a loop costs less than a function handed to another.
  for (const owed of pledge.obligations) if (owed.state === 'open') return owed;
  return null;
}

/** Who owes the stage that runs; the promisor before anything runs and after everything has. */
export function obligorOf(pledge: Pick<Pledge, 'obligations'>): Side {
  return findCurrent(pledge)?.owedBy ?? 'promisor';
}

const REACHED = ['reach_count', 'reach_amount', 'reach_hours'];

export function isToReach(stage: Obligation | null): boolean {
  return stage !== null && REACHED.includes(stage.type);
}

/** Whether not reaching it is no broken promise, because the offer says so. */
export function leavesNoMark(terms: OfferTerms, stage: Obligation | null): boolean {
  return isToReach(stage) && terms.consequences.unmet === 'no_mark';
}

/** Whether the obligor can say that it is done, for the obligee to contest in time. */
export function canBeDeclared(stage: Obligation | null): boolean {
  return stage !== null && ['return_item', 'deliver', 'refund', 'confirm'].includes(stage.type);
}

/** Whether the promisee must hand something over, or let the use begin, before the stage runs. */
export function waitsForBegin(stage: Obligation | null): boolean {
  return stage !== null && (stage.type === 'return_item' || (stage.type === 'pay' && stage.asked === null));
}

/** Whether accepting is all that has to happen before the stage runs. */
export function runsAtOnce(stage: Obligation | null): boolean {
  return stage !== null && stage.type !== 'attend' && !waitsForBegin(stage);
}

/** Whether not doing it by the due time breaks nothing, because paying is the other way to keep it. */
export function mayBeKept(rules: StageRules, terms: OfferTerms, stage: Obligation): boolean {
  const { term } = rules.termOf(terms, stage.seq);
  return term.type === 'return_item' && term.orPay === true;
}

/** Where the payment of a stage goes, or null when it is no payment of its own. */
export function paidInto(
  rules: StageRules,
  terms: OfferTerms,
  stage: Obligation,
): 'shop' | 'escrow' | 'custody' | null {
  const { term } = rules.termOf(terms, stage.seq);
  return term.type === 'pay' && 'into' in term ? term.into : null;
}

/** What is held for this pledge now: paid into escrow and nothing delivered yet, or what is left of a deposit that was paid. */
export function heldMinor(
  rules: StageRules,
  terms: OfferTerms,
  pledge: Pick<Pledge, 'obligations'>,
  into: 'escrow' | 'custody',
): number {
  const settles = findOfType(pledge, into === 'escrow' ? 'deliver' : 'refund');
  if (settles === null) return 0;
  const paid = pledge.obligations.find((owed) => paidInto(rules, terms, owed) === into);
  if (paid === undefined || !isMet(paid)) return 0;
  if (into === 'escrow') return settles.state === 'open' || settles.state === 'waiting' ? (paid.asked ?? 0) : 0;
  // What the promisee did not give back in time is still held, and owed.
  return isMet(settles) || settles.state === 'void' ? 0 : (settles.asked ?? 0);
}

function findOfType({ obligations }: Pick<Pledge, 'obligations'>, type: Obligation['type']): Obligation | null {
  for (const owed of obligations) if (owed.type === type) return owed;
  return null;
}

export function isMet(owed: Obligation): boolean {
  return owed.state === 'met' || owed.state === 'met_late';
}

/** When time moves next in a stage that has just opened at `from`. */
export function firstDue(rules: StageRules, terms: OfferTerms, stage: Obligation, from: Instant): Instant {
  const { term } = rules.termOf(terms, stage.seq);
  if (term.type === 'pay' && 'amount' in term && 'billedUpToMinor' in term.amount && stage.asked === null)
    return from + BigInt(term.amount.billWithinMinutes) * MINUTE_US;
  const isHeldFirst = ['escrow', 'custody'].includes(paidInto(rules, terms, stage) ?? '');
  return mayBeKept(rules, terms, stage) || isHeldFirst ? stage.graceUntil : stage.dueAt;
}

export type StageEnd = 'met' | 'met_late' | 'missed' | 'void';

/** The obligations after the current stage has ended so, the next of them opened. */
export function afterStage(
  rules: StageRules,
  terms: OfferTerms,
  pledge: Pledge,
  end: StageEnd,
  effectiveAt: Instant,
  now: Instant,
): readonly Obligation[] {
  const current = findCurrent(pledge);
  assert(current !== null, 'a_stage_that_ends_is_running');
  const rest = pledge.obligations.map((owed) => {
    if (owed.seq === current.seq) return { ...owed, state: end };
    return owed.state === 'waiting' && !goesOn(rules, terms, current, owed, end)
      ? { ...owed, state: 'void' as const }
      : owed;
  });
  const next = rest.find((owed) => owed.state === 'waiting');
  if (next === undefined) return rest;
  // Counted from when it would hurt the one who owes it least: for the promisee from the deed itself, for the promisor from its being known.
  const from = next.owedBy === 'promisee' ? effectiveAt : now;
  const isLaterPart = rules.termOf(terms, next.seq).part > 1;
  const dates = isLaterPart ? notBefore(next, now) : rules.stageDates(terms, next.seq, from, null);
  const { dueAt, graceUntil } = dates;
  const opened = rest.map((owed) =>
    owed.seq === next.seq ? { ...owed, state: 'open' as const, dueAt, graceUntil } : owed,
  );
  return isLaterPart ? opened : redatedParts(rules, terms, opened, next.seq, from);
}

/** A part whose date passed while it waited for the one before is due when its turn comes, with the grace it would have had. */
function notBefore({ dueAt, graceUntil }: Obligation, now: Instant): Pick<Obligation, 'dueAt' | 'graceUntil'> {
  return dueAt >= now ? { dueAt, graceUntil } : { dueAt: now, graceUntil: now + (graceUntil - dueAt) };
}

/** The parts of a payment are all dated when its first part opens. */
function redatedParts(
  rules: StageRules,
  terms: OfferTerms,
  obligations: readonly Obligation[],
  firstSeq: number,
  from: Instant,
): readonly Obligation[] {
  const { term } = rules.termOf(terms, firstSeq);
  return obligations.map((owed) => {
    if (owed.seq <= firstSeq || rules.termOf(terms, owed.seq).term !== term) return owed;
    const { dueAt, graceUntil } = rules.stageDates(terms, owed.seq, from, null);
    return { ...owed, dueAt, graceUntil };
  });
}

/** Whether a waiting stage is still owed after the current one has ended so. */
function goesOn(
  rules: StageRules,
  terms: OfferTerms,
  current: Obligation,
  waiting: Obligation,
  end: StageEnd,
): boolean {
  if (end === 'missed') {
    // What was neither brought back nor shown to be is kept: then the payment for it is owed.
    if (mayBeKept(rules, terms, current)) return isPaidInstead(rules, terms, current, waiting);
    // What was broken ends the rest, but a deposit is given back all the same, and a missed part does not make the others due.
    const isNextPart = rules.termOf(terms, waiting.seq).term === rules.termOf(terms, current.seq).term;
    return waiting.type === 'refund' ? current.type !== 'refund' : isNextPart;
  }
  if (end === 'void') {
    // What was not delivered is neither brought back nor paid for, and a deposit that was not paid in is not given back.
    if (current.type === 'deliver') return waiting.type === 'refund';
    if (waiting.type === 'refund' && paidInto(rules, terms, current) === 'custody') return false;
  }
  // Brought back: there is nothing to pay for instead, in no part of it.
  return end === 'void' || !mayBeKept(rules, terms, current) || !isPaidInstead(rules, terms, current, waiting);
}

/** Whether `waiting` is a part of the payment that comes right after the current stage. */
function isPaidInstead(rules: StageRules, terms: OfferTerms, current: Obligation, waiting: Obligation): boolean {
  return rules.termOf(terms, waiting.seq).term === rules.termOf(terms, current.seq + 1).term;
}

/** How the promisor's part counts, said once: when nothing more is owed by the promisor. */
export function verdictAfter(before: readonly Obligation[], after: readonly Obligation[]): Verdict {
  if (!stillOwes(before) || stillOwes(after)) return 'none';
  let verdict: Verdict = 'none';
  for (const { owedBy, state } of after) {
    if (owedBy === 'promisee') continue;
    if (state === 'missed') return 'broken';
    if (state === 'met_late') verdict = 'kept_late';
    if (state === 'met' && verdict === 'none') verdict = 'kept';
  }
  return verdict;
}

function stillOwes(obligations: readonly Obligation[]): boolean {
  for (const { owedBy, state } of obligations) {
    if (owedBy === 'promisor' && (state === 'open' || state === 'waiting')) return true;
  }
  return false;
}

export type EndState = 'kept' | 'broken' | 'let_down' | 'unmet' | 'cancelled' | 'expired';

/** How a pledge ends of which no stage runs any more. */
export function endStateOf(obligations: readonly Obligation[]): EndState {
  let state: EndState = 'kept';
  for (const owed of obligations) {
    if (owed.state !== 'missed') continue;
    if (owed.owedBy === 'promisee') return 'let_down';
    state = 'broken';
  }
  return state;
}

/** What becomes of an obligation when the pledge is over: what was not decided is void, what follows goes with the pledge. */
export function followed(owed: Obligation, state: EndState): Obligation {
  switch (owed.state) {
    case 'follows':
      return { ...owed, state: state === 'kept' ? 'met' : state === 'broken' ? 'missed' : 'void' };
    case 'open':
    case 'waiting':
      return { ...owed, state: state === 'unmet' && owed.state === 'open' ? 'missed' : 'void' };
    case 'met':
    case 'met_late':
    case 'missed':
    case 'void':
      return owed;
  }
}
