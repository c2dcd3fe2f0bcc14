/**
 * When a shop has folded: the list of everybody whose deposit it holds, and what each is paid out of what custody still has. A deposit
 * is the person's own money: it is shared among those it belongs to and nobody else, currency by currency.
 */
import { addMinor, type Currency, type Id } from '../../kernel/index.ts';
import { shareProRata } from './pro-rata.ts';

/** A deposit of one pledge that is owed back. */
export interface CustodyClaim {
  readonly pledgeId: Id<'plg'>;
  readonly partyId: Id<'pty'>;
  readonly currency: Currency;
  readonly owedMinor: number;
}

export interface CustodyShare extends CustodyClaim {
  readonly paidMinor: number;
  readonly shortMinor: number;
}

/** Minor units of one currency. */
export interface CurrencyPayout {
  readonly currency: Currency;
  /** What can be paid: the last statement less what has left since. Null when no statement says anything. */
  readonly heldMinor: number | null;
  readonly owedMinor: number;
  readonly paidMinor: number;
  readonly shares: readonly CustodyShare[];
}

/** Only what a statement shows is shared: money that nobody has seen is promised to nobody. */
export function planPayout(
  claims: readonly CustodyClaim[],
  heldMinor: ReadonlyMap<Currency, number>,
): CurrencyPayout[] {
  const byCurrency = Map.groupBy(claims, ({ currency }) => currency);
  return [...byCurrency]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, mine]) => planCurrency(currency, mine, heldMinor.get(currency) ?? null));
}

function planCurrency(currency: Currency, claims: readonly CustodyClaim[], held: number | null): CurrencyPayout {
  const byPledge = new Map(claims.map((claim) => [claim.pledgeId, claim]));
  // What has left since may be more than the statement showed: then nothing is left to share.
  const heldMinor = held === null ? null : Math.max(0, held);
  const shares = shareProRata(
    heldMinor ?? 0,
    claims.map((claim) => ({ claimId: claim.pledgeId, amountMinor: claim.owedMinor })),
  ).flatMap(({ claimId, paidMinor, shortMinor }): CustodyShare[] => {
    const claim = byPledge.get(claimId);
    return claim === undefined ? [] : [{ ...claim, paidMinor, shortMinor }];
  });
  const sum = (of: (share: CustodyShare) => number) => shares.reduce((total, share) => addMinor(total, of(share)), 0);
  return {
    currency,
    heldMinor,
    owedMinor: sum(({ owedMinor }) => owedMinor),
    paidMinor: sum(({ paidMinor }) => paidMinor),
    shares,
  };
}
