/** A pledge: one accepted promise with its own numbers. All of it is data; the rules are pure and get the time handed in. */
import type { Currency, Id, Instant } from '../../kernel/index.ts';
import type { OfferTerms } from '../offer/index.ts';
import type { PledgeState } from './moves.ts';
import type { PledgeLine } from './order-lines.ts';
import type { Stood } from './stood.ts';

/** One thing that is owed. Those that are kept one after the other are the stages of the pledge. */
export interface Obligation {
  /** Place in the pledge's list, from 1. */
  readonly seq: number;
  readonly type: OfferTerms['obligations'][number]['type'];
  readonly owedBy: Side;
  /** While it waits, the latest it can be. */
  readonly dueAt: Instant;
  readonly graceUntil: Instant;
  readonly state: ObligationState;
  /** What is to be paid or given back (minor units) or reached (visits, minor units, minutes); null where nothing is counted or not told yet. */
  readonly asked: number | null;
  /** Of what is to be reached, how much was counted; of a payment, how much has become a charge. */
  readonly done: number;
  /** Discounts enjoyed on the way, in minor units. */
  readonly enjoyedMinor: number;
  /** Of what may be kept instead: the lines of the order, where it said them. */
  readonly lines?: readonly PledgeLine[];
}

export type Side = 'promisor' | 'promisee';

/**
 * `waiting` for the stage before it; `open`, the stage that runs; `follows`: a payment by tariff, settled with the use. `void`: nothing
 * is owed any more, and nobody broke it.
 */
export type ObligationState = 'waiting' | 'open' | 'follows' | 'met' | 'met_late' | 'missed' | 'void';

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
  /** Since when a dispute holds its clock, or a move last set it anew meanwhile; null while the clock runs. */
  readonly disputedAt: Instant | null;
  /** When time would have moved it next, had the clock not been stopped. */
  readonly heldDueAt: Instant | null;
  /** When its clock stood: nothing is charged for that time. */
  readonly stood: Stood;
  readonly extensionCount: number;
  readonly chargedMinor: number;
  /** What the promisee claims for loss or damage in its notice; null when it claims nothing of its own. */
  readonly claimMinor: number | null;
  readonly obligations: readonly Obligation[];
}

export type ChargeKind =
  | 'usage'
  | 'price'
  | 'buy_out'
  | 'late_fee'
  | 'loss'
  | 'no_show_fee'
  | 'late_cancel_fee'
  | 'clawback';

/** What settlement plans to take: at least one minor unit, never beyond the ceiling of the pledge. */
export interface PlannedCharge {
  readonly kind: ChargeKind;
  readonly amountMinor: number;
  /** The stage it comes from. */
  readonly seq: number;
  /** Whether the deposit that is held pays it at once. */
  readonly fromDeposit: boolean;
}

/** Money that is held apart and moves: into escrow or custody, on to the promisee, or back to the promisor. */
export interface HeldMove {
  readonly what: 'escrow_fund' | 'escrow_earn' | 'escrow_refund' | 'custody_fund' | 'custody_refund';
  readonly amountMinor: number;
}

/** How the charge of a stage ends with the move. */
export interface ChargeEnd {
  readonly seq: number;
  readonly end: 'collected' | 'forgiven';
}

/** How an ended promise counts on the promisor's file. */
export type Verdict = 'kept' | 'kept_late' | 'broken' | 'none';

export type PledgeFactKind =
  | 'offered'
  | 'accepted'
  | 'begun'
  | 'confirmed'
  | 'extended'
  | 'counted'
  | 'uncounted'
  | 'billed'
  | 'returned'
  | 'declared'
  | 'lapsed'
  | 'noticed'
  | 'answered'
  | 'withdrawn'
  | 'met'
  | 'missed'
  | 'kept'
  | 'broken'
  | 'let_down'
  | 'unmet'
  | 'cancelled'
  | 'expired';

/** What a move does: the pledge after it, the fact to record, and what follows for money and file. */
export interface MoveEffect {
  readonly pledge: Pledge;
  readonly fact: PledgeFactKind;
  readonly effectiveAt: Instant;
  readonly charges: readonly PlannedCharge[];
  readonly held: readonly HeldMove[];
  readonly chargeEnd: ChargeEnd | null;
  readonly verdict: Verdict;
  /** Further numbers that the fact must say, e.g. the new due time. */
  readonly detail: { readonly [key: string]: string | number };
}
