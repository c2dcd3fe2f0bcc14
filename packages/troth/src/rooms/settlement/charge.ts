/** A charge: what a promisor owes after a pledge. It is raised once and ends once, collected or forgiven. */
import type { Currency, Id, Instant } from '../../kernel/index.ts';
import type { Route } from '../ledger/index.ts';
import type { ChargeKind } from '../pledge/index.ts';

export type ChargeState = 'open' | 'collected' | 'forgiven';

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
