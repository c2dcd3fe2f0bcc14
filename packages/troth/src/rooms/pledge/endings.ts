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
import type {
  ChargeEnd,
  HeldMove,
  MoveEffect,
  Obligation,
  PlannedCharge,
  Pledge,
  PledgeFactKind,
  Verdict,
} from './pledge.ts';
import {
  afterStage,
  findCurrent,
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
  const chargedMinor = pledge.chargedMinor + totalMinor(charges);
  const after = { ...pledge, ...changes, chargedMinor };
  return { pledge: after, fact, effectiveAt, charges, held: [], chargeEnd: null, verdict: 'none', detail };
}

/** The stage that runs, changed. */
export function withStage(pledge: Pledge, changes: Partial<Obligation>): readonly Obligation[] {
  const current = present(pledge);
  return pledge.obligations.map((owed) => (owed.seq === current.seq ? { ...owed, ...changes } : owed));
}

function present(pledge: Pledge): Obligation {
  const current = findCurrent(pledge);
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

/** A notice that the creditor took back or let lapse, or what was not contested, ends the stage as kept in time, with the use up to the due time. */
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

/** The creditor lets it go: nothing is owed any more, and nobody broke it. */
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

/** Notice was given, and no answer came or the creditor held to it. */
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

export function endsExpired(pledge: Pledge, rules: Rules, now: Instant): MoveEffect {
  return ends(pledge, rules, 'expired', 'expired', now, now, [], 'none');
}

type EndState = 'kept' | 'broken' | 'let_down' | 'unmet' | 'cancelled' | 'expired';

/** The stage ends; the next one opens, or the pledge is over. */
function endStage(pledge: Pledge, rules: Rules, now: Instant, ending: StageEnding): MoveEffect {
  const { terms, costs } = rules;
  const current = present(pledge);
  const held = heldMoves(pledge, rules, ending.end);
  const split = withinDeposit(
    ending.charges,
    current.type === 'return_item' ? heldMinor(costs, terms, pledge, 'custody') : 0,
  );
  const lowered = pledge.obligations.map((owed) =>
    owed.type === 'refund' && split.paidMinor > 0 ? { ...owed, asked: (owed.asked ?? 0) - split.paidMinor } : owed,
  );
  const obligations = afterStage(
    costs,
    terms,
    { ...pledge, obligations: lowered },
    ending.end,
    ending.effectiveAt,
    now,
  );
  const verdict = verdictAfter(pledge.obligations, obligations);
  const next = obligations.find((owed) => owed.state === 'open');
  const detail = { ...ending.detail, ...owedDetail(current), chargedMinor: totalMinor(split.charges), verdict };
  const common = {
    effectiveAt: ending.effectiveAt,
    charges: split.charges,
    held,
    chargeEnd: ending.chargeEnd,
    verdict,
    detail,
  };
  const chargedMinor = pledge.chargedMinor + totalMinor(split.charges);
  if (next === undefined) {
    const state = endStateOf(current, obligations, ending.end);
    const fact = state === 'kept' ? ending.fact : state;
    const after = { ...pledge, state, endedAt: now, nextDueAt: null, chargedMinor };
    return { ...common, fact, pledge: { ...after, obligations: obligations.map((owed) => followed(owed, state)) } };
  }
  const begunAt = next.type === 'return_item' && pledge.begunAt === null ? ending.effectiveAt : pledge.begunAt;
  const opened = { dueAt: next.dueAt, graceUntil: next.graceUntil, nextDueAt: firstDue(costs, terms, next, now) };
  const cleared = { declaredAt: null, answerBy: null, claimMinor: null };
  return {
    ...common,
    fact: ending.end === 'missed' ? 'missed' : ending.fact === 'withdrawn' ? 'withdrawn' : 'met',
    pledge: { ...pledge, ...opened, ...cleared, state: 'active', begunAt, chargedMinor, obligations },
  };
}

function endStateOf(current: Obligation, obligations: readonly Obligation[], end: StageEnd): EndState {
  if (end === 'missed' && current.owedBy === 'promisee') return 'let_down';
  return obligations.some((owed) => owed.state === 'missed' && owed.owedBy === 'promisor') ? 'broken' : 'kept';
}

/** What was held apart goes where the end of the stage sends it. */
function heldMoves(pledge: Pledge, rules: Rules, end: StageEnd): readonly HeldMove[] {
  const current = present(pledge);
  const { terms, costs } = rules;
  const into = paidInto(costs, terms, current);
  const isDone = end === 'met' || end === 'met_late';
  if (into === 'escrow' || into === 'custody')
    return moved(isDone ? (current.asked ?? 0) : 0, into === 'escrow' ? 'escrow_fund' : 'custody_fund');
  if (current.type === 'deliver')
    return moved(heldMinor(costs, terms, pledge, 'escrow'), isDone ? 'escrow_earn' : 'escrow_refund');
  if (current.type === 'refund')
    return moved(isDone ? heldMinor(costs, terms, pledge, 'custody') : 0, 'custody_refund');
  return [];
}

function moved(amountMinor: number, what: HeldMove['what']): readonly HeldMove[] {
  return amountMinor === 0 ? [] : [{ what, amountMinor }];
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
  const { terms, costs } = rules;
  return {
    pledge: {
      ...pledge,
      state,
      endedAt: now,
      nextDueAt: null,
      chargedMinor: pledge.chargedMinor + totalMinor(charges),
      obligations: pledge.obligations.map((owed) => followed(owed, state)),
    },
    fact,
    effectiveAt,
    charges,
    held: [
      ...moved(heldMinor(costs, terms, pledge, 'escrow'), 'escrow_refund'),
      ...moved(heldMinor(costs, terms, pledge, 'custody'), 'custody_refund'),
    ],
    chargeEnd: null,
    verdict,
    detail: { chargedMinor: totalMinor(charges), verdict },
  };
}

/** What becomes of an obligation when the pledge is over: what was not decided is void, what follows goes with the pledge. */
function followed(owed: Obligation, state: EndState): Obligation {
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
