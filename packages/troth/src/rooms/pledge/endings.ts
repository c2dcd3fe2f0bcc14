/** How a stage ends and how a pledge ends, and what each ending means for its obligations, its money and the promisor's file. */
import { assert, type Instant } from '../../kernel/index.ts';
import type { OfferTerms } from '../offer/index.ts';
import {
  type CostRules,
  chargesWhenBoughtOut,
  chargesWhenBroken,
  chargesWhenCancelled,
  chargesWhenKept,
  priceOf,
  totalMinor,
  withinDeposit,
} from './charges.ts';
import { heldGivenBack, heldMovesOf, withoutPaid } from './held.ts';
import { whenEnded } from './order-lines.ts';
import type { ChargeEnd, MoveEffect, Obligation, PlannedCharge, Pledge, PledgeFactKind, Verdict } from './pledge.ts';
import {
  afterStage,
  type EndState,
  endStateOf,
  findCurrent,
  followed,
  firstDue,
  heldMinor,
  paidInto,
  type StageEnd,
  type StageRules,
  verdictAfter,
} from './stages.ts';

/** What a decision reads besides the pledge: the terms it was born with, and the offer room's arithmetic and dates. */
export interface Rules {
  readonly terms: OfferTerms;
  readonly costs: CostRules & StageRules;
}

/** Something happened, and the pledge goes on in the same stage. */
export function goesOn(
  pledge: Pledge,
  changes: Partial<Pledge>,
  fact: PledgeFactKind,
  effectiveAt: Instant,
  detail: MoveEffect['detail'] = {},
  charges: readonly PlannedCharge[] = [],
): MoveEffect {
  const after = { ...pledge, ...changes };
  if (charges.length > 0) after.chargedMinor = pledge.chargedMinor + totalMinor(charges);
  return { pledge: after, fact, effectiveAt, charges, held: [], chargeEnd: null, verdict: 'none', detail };
}

/** The stage that runs, changed. */
export function withStage(pledge: Pledge, changes: Partial<Obligation>): readonly Obligation[] {
  const current = present(pledge);
  return pledge.obligations.map((owed) => (owed.seq === current.seq ? { ...owed, ...changes } : owed));
}

function present(pledge: Pledge): Obligation {
  return running(pledge.obligations);
}

function running(obligations: readonly Obligation[]): Obligation {
  const current = findCurrent({ obligations });
  assert(current !== null, 'a_stage_is_running');
  return current;
}

/** What a fact says of a stage that the promisee owes; of the promisor's nothing has to be said. */
export function owedDetail(stage: Obligation | null): MoveEffect['detail'] {
  return stage?.owedBy === 'promisee' ? { owedBy: 'promisee' } : {};
}

interface StageEnding {
  readonly end: StageEnd;
  /** When it was done, which is what counts. */
  readonly effectiveAt: Instant;
  readonly charges: readonly PlannedCharge[];
  /** What the fact is called when this ends the pledge as kept; a stage that goes on is told by its own end. */
  readonly fact: 'kept' | 'withdrawn';
  readonly chargeEnd: ChargeEnd | null;
  readonly detail: MoveEffect['detail'];
}

/** The stage was done, in time (grace included) or late. */
export function endsKept(
  pledge: Pledge,
  rules: Rules,
  effectiveAt: Instant,
  now: Instant,
  more: MoveEffect['detail'] = {},
): MoveEffect {
  const current = present(pledge);
  const isShopPaid = paidInto(rules.costs, rules.terms, current) === 'shop';
  const charges = isShopPaid
    ? priceOf(current)
    : chargesWhenKept(rules.costs, rules.terms, pledge, current, effectiveAt);
  return endStage(pledge, rules, now, {
    end: effectiveAt <= current.graceUntil ? 'met' : 'met_late',
    effectiveAt,
    charges,
    fact: 'kept',
    chargeEnd: isShopPaid ? { seq: current.seq, end: 'collected' } : null,
    detail: more,
  });
}

/** A notice that the obligee took back or let lapse, or what was not contested, ends the stage as kept in time, with the use up to the due time. */
export function endsUnproved(pledge: Pledge, rules: Rules, now: Instant, fact: 'kept' | 'withdrawn'): MoveEffect {
  const current = present(pledge);
  const at = pledge.declaredAt ?? pledge.dueAt;
  const usedUntil = at < pledge.graceUntil ? at : pledge.graceUntil;
  const charges = chargesWhenKept(rules.costs, rules.terms, pledge, current, usedUntil);
  // A payment that nobody proved is not made: it no longer counts as a promise, and its charge stays as open as it was.
  const end = current.type === 'pay' ? 'void' : 'met';
  const detail: MoveEffect['detail'] = pledge.state === 'answered' && fact === 'kept' ? { undecided: 1 } : {};
  return endStage(pledge, rules, now, { end, effectiveAt: now, charges, fact, chargeEnd: null, detail });
}

/** The obligee lets it go: nothing is owed any more, and nobody broke it. */
export function endsReleased(pledge: Pledge, rules: Rules, now: Instant): MoveEffect {
  const current = present(pledge);
  const chargeEnd: ChargeEnd | null =
    current.type === 'pay' && current.done > 0 ? { seq: current.seq, end: 'forgiven' } : null;
  return endStage(pledge, rules, now, {
    end: 'void',
    effectiveAt: now,
    charges: [],
    fact: 'kept',
    chargeEnd,
    detail: {},
  });
}

/** The item is kept for its price: the way to keep the promise that the offer sells. */
export function endsBoughtOut(pledge: Pledge, rules: Rules, now: Instant): MoveEffect {
  const current = present(pledge);
  const charges = chargesWhenBoughtOut(rules.costs, rules.terms, pledge, current, now);
  const end = now <= current.graceUntil ? 'met' : 'met_late';
  const detail = { boughtOutMinor: rules.costs.buyOutMinor(rules.terms) ?? 0 };
  return endStage(pledge, rules, now, { end, effectiveAt: now, charges, fact: 'kept', chargeEnd: null, detail });
}

/** Notice was given, and no answer came or the obligee held to it. */
export function endsBroken(pledge: Pledge, rules: Rules, now: Instant): MoveEffect {
  const current = present(pledge);
  const charges = current.owedBy === 'promisor' ? chargesWhenBroken(rules.costs, rules.terms, pledge, current) : [];
  return endStage(pledge, rules, now, {
    end: 'missed',
    effectiveAt: now,
    charges,
    fact: 'kept',
    chargeEnd: null,
    detail: {},
  });
}

/** Not reached, where the offer says that this leaves no mark; what was enjoyed and not earned is taken back. */
export function endsUnmet(pledge: Pledge, rules: Rules, now: Instant): MoveEffect {
  const charges = chargesWhenBroken(rules.costs, rules.terms, pledge, present(pledge));
  return ends(pledge, rules, 'unmet', 'unmet', now, now, charges, 'none');
}

export function endsCancelled(pledge: Pledge, rules: Rules, now: Instant, by: 'promisor' | 'promisee'): MoveEffect {
  const charges =
    by === 'promisor' && pledge.acceptedAt !== null ? chargesWhenCancelled(rules.costs, rules.terms, pledge, now) : [];
  return ends(pledge, rules, 'cancelled', 'cancelled', now, now, charges, 'none');
}

/** Nobody spoke of it for long. A deposit that is held is still given back; with nothing held, that is the end. */
export function endsUnspoken(pledge: Pledge, rules: Rules, now: Instant): MoveEffect {
  if (heldMinor(rules.costs, rules.terms, pledge, 'custody') === 0) return endsExpired(pledge, rules, now);
  const obligations = pledge.obligations.map((owed) =>
    owed.state === 'waiting' && owed.type !== 'refund' ? { ...owed, state: 'void' as const } : owed,
  );
  const ending = { end: 'void', effectiveAt: now, charges: [], fact: 'kept', chargeEnd: null, detail: {} } as const;
  return endStage({ ...pledge, obligations }, rules, now, ending);
}

export function endsExpired(pledge: Pledge, rules: Rules, now: Instant): MoveEffect {
  return ends(pledge, rules, 'expired', 'expired', now, now, [], 'none');
}

/** The stage ends; the next one opens, or the pledge is over. */
function endStage(pledge: Pledge, rules: Rules, now: Instant, ending: StageEnding): MoveEffect {
  const { terms, costs } = rules;
  const current = present(pledge);
  const split = withinDeposit(
    ending.charges,
    current.type === 'return_item' ? heldMinor(costs, terms, pledge, 'custody') : 0,
  );
  const before = split.paidMinor === 0 ? pledge : withoutPaid(pledge, split.paidMinor);
  const after = afterStage(costs, terms, before, ending.end, ending.effectiveAt, now);
  const obligations = whenEnded(after, current.seq, ending.end);
  const held = heldMovesOf(pledge, obligations, rules);
  const verdict = verdictAfter(pledge.obligations, obligations);
  const isOver = findCurrent({ obligations }) === null;
  const raisedMinor = totalMinor(split.charges);
  const state = isOver ? endStateOf(obligations) : 'active';
  return {
    pledge:
      state === 'active'
        ? inStage(pledge, rules, running(obligations), obligations, raisedMinor, ending.effectiveAt, now)
        : over(pledge, state, obligations, raisedMinor, now),
    fact: factOf(state, ending),
    effectiveAt: ending.effectiveAt,
    charges: split.charges,
    held,
    chargeEnd: ending.chargeEnd,
    verdict,
    detail: { ...ending.detail, ...owedDetail(current), chargedMinor: raisedMinor, verdict },
  };
}

function factOf(state: EndState | 'active', { end, fact }: StageEnding): PledgeFactKind {
  if (state === 'active') return end === 'missed' ? 'missed' : fact === 'withdrawn' ? 'withdrawn' : 'met';
  return state === 'kept' ? fact : state;
}

/** The pledge with its next stage open: nothing of the last one is still being said. */
function inStage(
  pledge: Pledge,
  { terms, costs }: Rules,
  next: Obligation,
  obligations: readonly Obligation[],
  raisedMinor: number,
  effectiveAt: Instant,
  now: Instant,
): Pledge {
  return {
    ...pledge,
    state: 'active',
    dueAt: next.dueAt,
    graceUntil: next.graceUntil,
    nextDueAt: firstDue(costs, terms, next, now),
    begunAt: next.type === 'return_item' && pledge.begunAt === null ? effectiveAt : pledge.begunAt,
    declaredAt: null,
    answerBy: null,
    claimMinor: null,
    chargedMinor: pledge.chargedMinor + raisedMinor,
    obligations,
  };
}

/** The pledge at its end. */
function over(
  pledge: Pledge,
  state: EndState,
  obligations: readonly Obligation[],
  raisedMinor: number,
  now: Instant,
): Pledge {
  return {
    ...pledge,
    state,
    endedAt: now,
    nextDueAt: null,
    chargedMinor: pledge.chargedMinor + raisedMinor,
    obligations: obligations.map((owed) => followed(owed, state)),
  };
}

function ends(
  pledge: Pledge,
  rules: Rules,
  state: EndState,
  fact: PledgeFactKind,
  effectiveAt: Instant,
  now: Instant,
  charges: readonly PlannedCharge[],
  verdict: Verdict,
): MoveEffect {
  return {
    pledge: over(pledge, state, pledge.obligations, totalMinor(charges), now),
    fact,
    effectiveAt,
    charges,
    held: heldGivenBack(pledge, rules),
    chargeEnd: null,
    verdict,
    detail: { chargedMinor: totalMinor(charges), verdict },
  };
}
