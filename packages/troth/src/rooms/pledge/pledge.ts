/** A pledge: one accepted promise with its own numbers. All of it is data; the rules are pure and get the time handed in. */
import type { Currency, Id, Instant } from '../../kernel/index.ts';
import type { OfferTerms } from '../offer/index.ts';
import type { PledgeState } from './moves.ts';

export interface Obligation {
  readonly seq: number;
  readonly type: OfferTerms['obligations'][number]['type'];
  readonly owedBy: 'promisor' | 'promisee';
  readonly dueAt: Instant;
  readonly graceUntil: Instant;
  readonly state: ObligationState;
}

export type ObligationState = 'open' | 'met' | 'missed' | 'void';

export interface Pledge {
  readonly pledgeId: Id<'plg'>;
  /** The promisor. */
  readonly partyId: Id<'pty'>;
  /** The promisee. */
  readonly merchantId: Id<'pty'>;
  readonly versionId: Id<'ofv'>;
  readonly orderNo: string | null;
  readonly state: PledgeState;
  readonly context: OfferTerms['context'];
  readonly currency: Currency;
  readonly outcome: 'full' | 'partial' | 'ordinary';
  readonly grantedMinor: number;
  readonly depositMinor: number;
  readonly ceilingMinor: number;
  readonly expectedLossMinor: number;
  readonly basis: 'consent' | 'historic_import';
  readonly basisId: Id<'cns'> | Id<'imp'>;
  readonly offeredAt: Instant;
  readonly startsAt: Instant;
  readonly dueAt: Instant;
  readonly graceUntil: Instant;
  /** When time moves next, by the world's clock; null when it never does. */
  readonly nextDueAt: Instant | null;
  readonly acceptedAt: Instant | null;
  readonly begunAt: Instant | null;
  readonly declaredAt: Instant | null;
  readonly answerBy: Instant | null;
  readonly endedAt: Instant | null;
  readonly extensionCount: number;
  readonly chargedMinor: number;
  readonly obligations: readonly Obligation[];
}

export type ChargeKind = 'usage' | 'late_fee' | 'loss' | 'no_show_fee' | 'late_cancel_fee';

/** What settlement plans to take: at least one minor unit, never beyond the ceiling of the pledge. */
export interface PlannedCharge {
  readonly kind: ChargeKind;
  readonly amountMinor: number;
}

/** How an ended promise counts on the promisor's file. */
export type Verdict = 'kept' | 'kept_late' | 'broken' | 'none';

export type PledgeFactKind =
  | 'offered'
  | 'accepted'
  | 'begun'
  | 'confirmed'
  | 'extended'
  | 'declared'
  | 'lapsed'
  | 'noticed'
  | 'answered'
  | 'withdrawn'
  | 'kept'
  | 'broken'
  | 'cancelled'
  | 'expired';

/** What a move does: the pledge after it, the fact to record, and what follows for money and file. */
export interface MoveEffect {
  readonly pledge: Pledge;
  readonly fact: PledgeFactKind;
  readonly effectiveAt: Instant;
  readonly charges: readonly PlannedCharge[];
  readonly verdict: Verdict;
  /** Further numbers that the fact must say, e.g. the new due time. */
  readonly detail: { readonly [key: string]: string | number };
}

/** Whether there is a thing that must come back. */
export function hasSomethingToReturn(pledge: Pledge): boolean {
  return pledge.obligations.some((obligation) => obligation.type === 'return_item');
}

/** Whether the promise is to be somewhere. */
export function isToAttend(pledge: Pledge): boolean {
  return pledge.obligations.some((obligation) => obligation.type === 'attend');
}
