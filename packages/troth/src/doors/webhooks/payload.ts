/**
 * What a merchant is told. The input type has no room for reasons, scores, cells, expected losses or names, and every member is
 * copied by name, so that a wider object handed in by mistake still leaves nothing behind.
 */
import { assert, isId, isoFromInstant, type Currency, type Id, type Instant } from '../../kernel/index.ts';
import type { Context } from '../../rooms/offer/index.ts';
import type { ChargeKind, PledgeState } from '../../rooms/pledge/index.ts';
import type { ChargeEventType, ConsentEventType, PledgeEventType } from './events.ts';

export interface PledgeForMerchant {
  readonly pledgeId: Id<'plg'>;
  /** The merchant's own order number. */
  readonly orderNo: string | null;
  /** How this merchant, and no other, knows the person; the id of the shop, where a shop promises. */
  readonly personRef: Id<'ref'> | Id<'pty'>;
  readonly state: PledgeState;
  readonly context: Context;
  readonly currency: Currency;
  readonly outcome: 'full' | 'partial' | 'ordinary';
  readonly grantedMinor: number;
  readonly depositMinor: number;
  readonly chargedMinor: number;
  readonly dueAt: Instant;
  readonly graceUntil: Instant;
  readonly answerBy: Instant | null;
}

export interface ChargeForMerchant {
  readonly chargeId: Id<'chg'>;
  readonly pledgeId: Id<'plg'>;
  readonly orderNo: string | null;
  readonly kind: ChargeKind;
  readonly amountMinor: number;
  /** What was paid of it so far. */
  readonly paidMinor: number;
  readonly currency: Currency;
  readonly state: 'open' | 'collected' | 'forgiven' | 'credited';
}

export interface ConsentForMerchant {
  readonly consentId: Id<'cns'>;
  readonly personRef: Id<'ref'> | Id<'pty'>;
  readonly purpose: string;
  readonly expiresAt: Instant;
}

interface Common {
  /** The fact's id, and the `webhook-id`: a receiver deduplicates by it. */
  readonly eventId: Id<'fct'>;
  readonly worldMode: 'live' | 'test';
  readonly effectiveAt: Instant;
  readonly recordedAt: Instant;
}

/** A fact as far as a merchant may know it. */
export type MerchantFact = Common &
  (
    | { readonly type: PledgeEventType; readonly pledge: PledgeForMerchant }
    | { readonly type: ChargeEventType; readonly charge: ChargeForMerchant }
    | { readonly type: ConsentEventType; readonly consent: ConsentForMerchant }
  );

/** The body of an event as it is sent: Standard Webhooks' `type`, `timestamp`, `data`, and whose it is. */
export interface EventBody {
  readonly type: string;
  /** When it happened, by the world's clock. */
  readonly timestamp: string;
  readonly id: Id<'fct'>;
  readonly world: 'live' | 'test';
  readonly recordedAt: string;
  readonly data: Readonly<Record<string, string | number | null>>;
}

const isoOrNull = (at: Instant | null): string | null => (at === null ? null : isoFromInstant(at));

/** An id in this place cannot be a name or a note: it has the shape of an id or it is a bug. */
function idIn<P extends 'plg' | 'ref' | 'chg' | 'cns' | 'fct'>(prefix: P, id: Id<P>): string {
  assert(isId(prefix, id), 'webhook_id_has_the_shape_of_an_id');
  return id;
}

function promisorIn(id: Id<'ref'> | Id<'pty'>): string {
  return isId('pty', id) ? id : idIn('ref', id);
}

function dataOfPledge(pledge: PledgeForMerchant): EventBody['data'] {
  return {
    pledgeId: idIn('plg', pledge.pledgeId),
    orderNo: pledge.orderNo,
    personRef: promisorIn(pledge.personRef),
    state: pledge.state,
    context: pledge.context,
    currency: pledge.currency,
    outcome: pledge.outcome,
    grantedMinor: pledge.grantedMinor,
    depositMinor: pledge.depositMinor,
    chargedMinor: pledge.chargedMinor,
    dueAt: isoFromInstant(pledge.dueAt),
    graceUntil: isoFromInstant(pledge.graceUntil),
    answerBy: isoOrNull(pledge.answerBy),
  };
}

function dataOfCharge(charge: ChargeForMerchant): EventBody['data'] {
  return {
    chargeId: idIn('chg', charge.chargeId),
    pledgeId: idIn('plg', charge.pledgeId),
    orderNo: charge.orderNo,
    kind: charge.kind,
    amountMinor: charge.amountMinor,
    paidMinor: charge.paidMinor,
    currency: charge.currency,
    state: charge.state,
  };
}

function dataOfConsent(consent: ConsentForMerchant): EventBody['data'] {
  return {
    consentId: idIn('cns', consent.consentId),
    personRef: promisorIn(consent.personRef),
    purpose: consent.purpose,
    expiresAt: isoFromInstant(consent.expiresAt),
  };
}

/** The event of a fact, for the merchant it concerns. */
export function payloadForMerchant(fact: MerchantFact): EventBody {
  idIn('fct', fact.eventId);
  const data =
    'pledge' in fact
      ? dataOfPledge(fact.pledge)
      : 'charge' in fact
        ? dataOfCharge(fact.charge)
        : dataOfConsent(fact.consent);
  return {
    type: fact.type,
    timestamp: isoFromInstant(fact.effectiveAt),
    id: fact.eventId,
    world: fact.worldMode,
    recordedAt: isoFromInstant(fact.recordedAt),
    data,
  };
}
