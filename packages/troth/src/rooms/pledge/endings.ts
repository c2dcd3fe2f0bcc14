/** How a pledge ends, and what each ending means for its obligations, its charges and the promisor's file. */
import type { Instant } from '../../kernel/index.ts';
import type { OfferTerms } from '../offer/index.ts';
import { type CostRules, chargesWhenBroken, chargesWhenCancelled, chargesWhenKept, totalMinor } from './charges.ts';
import type {
  MoveEffect,
  Obligation,
  ObligationState,
  PlannedCharge,
  Pledge,
  PledgeFactKind,
  Verdict,
} from './pledge.ts';

/** What a decision reads besides the pledge: the terms it was born with, and the offer room's arithmetic. */
export interface Rules {
  readonly terms: OfferTerms;
  readonly costs: CostRules;
}

/** Something happened, and the pledge goes on. */
export function goesOn(
  pledge: Pledge,
  changes: Partial<Pledge>,
  fact: PledgeFactKind,
  effectiveAt: Instant,
  detail: MoveEffect['detail'] = {},
): MoveEffect {
  return { pledge: { ...pledge, ...changes }, fact, effectiveAt, charges: [], verdict: 'none', detail };
}

/** Kept: in time (grace included) or late. `effectiveAt` is when it came back, which is what counts. */
export function endsKept(pledge: Pledge, rules: Rules, effectiveAt: Instant, now: Instant): MoveEffect {
  const charges = chargesWhenKept(rules.costs, rules.terms, pledge, effectiveAt);
  return ends(
    pledge,
    'kept',
    'kept',
    effectiveAt,
    now,
    charges,
    effectiveAt <= pledge.graceUntil ? 'kept' : 'kept_late',
  );
}

/** A notice that the promisee took back or let lapse ends the pledge as kept in time, with the use up to the due time. */
export function endsUnproved(pledge: Pledge, rules: Rules, now: Instant, fact: 'kept' | 'withdrawn'): MoveEffect {
  const at = pledge.declaredAt ?? pledge.dueAt;
  return ends(
    pledge,
    'kept',
    fact,
    now,
    now,
    chargesWhenKept(rules.costs, rules.terms, pledge, at < pledge.graceUntil ? at : pledge.graceUntil),
    'kept',
  );
}

export function endsBroken(pledge: Pledge, rules: Rules, now: Instant): MoveEffect {
  return ends(pledge, 'broken', 'broken', now, now, chargesWhenBroken(rules.costs, rules.terms, pledge), 'broken');
}

export function endsCancelled(pledge: Pledge, rules: Rules, now: Instant, by: 'promisor' | 'promisee'): MoveEffect {
  const charges =
    by === 'promisor' && pledge.acceptedAt !== null ? chargesWhenCancelled(rules.costs, rules.terms, pledge, now) : [];
  return ends(pledge, 'cancelled', 'cancelled', now, now, charges, 'none');
}

export function endsExpired(pledge: Pledge, now: Instant): MoveEffect {
  return ends(pledge, 'expired', 'expired', now, now, [], 'none');
}

function ends(
  pledge: Pledge,
  state: 'kept' | 'broken' | 'cancelled' | 'expired',
  fact: PledgeFactKind,
  effectiveAt: Instant,
  now: Instant,
  charges: readonly PlannedCharge[],
  verdict: Verdict,
): MoveEffect {
  return {
    pledge: {
      ...pledge,
      state,
      endedAt: now,
      nextDueAt: null,
      chargedMinor: pledge.chargedMinor + totalMinor(charges),
      obligations: pledge.obligations.map((obligation) => settled(obligation, state)),
    },
    fact,
    effectiveAt,
    charges,
    verdict,
    detail: { chargedMinor: totalMinor(charges), verdict },
  };
}

function settled(obligation: Obligation, end: 'kept' | 'broken' | 'cancelled' | 'expired'): Obligation {
  const state: ObligationState = end === 'kept' ? 'met' : end === 'broken' ? 'missed' : 'void';
  return { ...obligation, state };
}
