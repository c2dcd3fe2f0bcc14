/** What the provider of custody says lies there for a shop: one balance of one currency at one instant, and who supplied it. */
import {
  canonicalJson,
  type Currency,
  type Id,
  type Instant,
  isoFromInstant,
  ok,
  type Outcome,
  refuse,
  sha256,
} from '../../kernel/index.ts';
import type { CustodyRefusal } from './refusals.ts';

export interface CustodyStatement {
  readonly statementId: Id<'stm'>;
  readonly merchantId: Id<'pty'>;
  readonly currency: Currency;
  readonly balanceMinor: number;
  /** When the provider saw it so. */
  readonly balanceAt: Instant;
  readonly suppliedBy: string;
  readonly recordedAt: Instant;
}

/** A statement speaks of what has been, up to this very instant. */
export function checkStatement(of: CustodyStatement): Outcome<CustodyStatement, CustodyRefusal> {
  return of.balanceAt > of.recordedAt ? refuse('statement_of_the_future') : ok(of);
}

/** SHA-256 over the canonical JSON of everything it says, so that a statement that was changed later gives itself away. */
export function statementHash(of: CustodyStatement): Buffer {
  const said = {
    statementId: of.statementId,
    merchantId: of.merchantId,
    currency: of.currency,
    balanceMinor: of.balanceMinor,
    balanceAt: isoFromInstant(of.balanceAt),
    suppliedBy: of.suppliedBy,
    recordedAt: isoFromInstant(of.recordedAt),
  };
  return sha256(canonicalJson(said));
}
