/** A transfer: an amount of one currency, from one account to another. Never edited; a correction is another transfer. */
import { assert, type Currency, type Id, type Instant } from '../../kernel/index.ts';
import { type Account, ROUTES, type Route } from './accounts.ts';

export interface Transfer {
  readonly transferId: Id<'trf'>;
  readonly partyId: Id<'pty'>;
  readonly merchantId: Id<'pty'>;
  readonly pledgeId: Id<'plg'>;
  readonly debitAccount: Account;
  readonly creditAccount: Account;
  readonly amountMinor: number;
  readonly currency: Currency;
  readonly effectiveAt: Instant;
  readonly recordedAt: Instant;
}

/** A transfer along a route of the chart. The amount is a positive whole number of minor units. */
export function transferAlong(route: Route, of: Omit<Transfer, 'debitAccount' | 'creditAccount'>): Transfer {
  assert(Number.isSafeInteger(of.amountMinor) && of.amountMinor > 0, 'transfer_amount_is_a_positive_whole_number');
  return { ...of, debitAccount: ROUTES[route].debit, creditAccount: ROUTES[route].credit };
}
