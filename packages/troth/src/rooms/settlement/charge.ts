/**
 * A charge: what a promisor owes after a pledge. It is raised once, paid at once or in parts, and ends once, collected or forgiven.
 * One that was contested with success after something was paid is credited: what was paid is to be paid back.
 */
import type { Currency, Id, Instant } from '../../kernel/index.ts';
import type { Route } from '../ledger/index.ts';
import type { ChargeKind } from '../pledge/index.ts';

export type ChargeState = 'open' | 'collected' | 'forgiven' | 'credited';

export interface Charge {
  readonly chargeId: Id<'chg'>;
  readonly partyId: Id<'pty'>;
  readonly merchantId: Id<'pty'>;
  readonly pledgeId: Id<'plg'>;
  readonly kind: ChargeKind;
  /** The obligation it comes from. */
  readonly seq: number;
  readonly amountMinor: number;
  readonly currency: Currency;
  readonly state: ChargeState;
  readonly raisedAt: Instant;
  readonly settledAt: Instant | null;
  /** What was paid of it so far. */
  readonly paidMinor: number;
}

/** What is still owed of a charge: nothing, once it has ended. */
export function unpaidMinorOf({ state, amountMinor, paidMinor }: Charge): number {
  return state === 'open' ? amountMinor - paidMinor : 0;
}

/** Which transfer a charge makes when it is raised. */
export function routeOfCharge(kind: ChargeKind): Route {
  switch (kind) {
    case 'usage':
    case 'price':
    case 'buy_out':
      return 'charge_use';
    case 'late_fee':
    case 'loss':
    case 'no_show_fee':
    case 'late_cancel_fee':
      return 'charge_compensation';
    case 'clawback':
      return 'charge_clawback';
  }
}
