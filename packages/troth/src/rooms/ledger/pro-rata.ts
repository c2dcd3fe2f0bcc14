/**
 * Sharing what is there among those who are owed, when it is not enough: each in proportion to the claim, in whole minor units, what
 * is left over one by one to the largest remainders, and among equals in the order of the claims' names. The same list always gives
 * the same shares, whoever calculates and in whatever order it is given.
 */
import { addMinor, assert } from '../../kernel/index.ts';

export interface Claim<I extends string = string> {
  readonly claimId: I;
  readonly amountMinor: number;
}

export interface Share<I extends string = string> extends Claim<I> {
  readonly paidMinor: number;
  /** What the claim still misses. */
  readonly shortMinor: number;
}

/** Shares `heldMinor` among claims of the same currency. Σ paid is exactly what is there, or all that is owed when there is more. */
export function shareProRata<I extends string>(heldMinor: number, claims: readonly Claim<I>[]): Share<I>[] {
  assert(Number.isSafeInteger(heldMinor) && heldMinor >= 0, 'what_is_shared_is_a_whole_number');
  assert(new Set(claims.map(({ claimId }) => claimId)).size === claims.length, 'a_claim_stands_once');
  const owed = claims.reduce((sum, { amountMinor }) => addMinor(sum, amountMinor), 0);
  if (heldMinor >= owed) return claims.map((claim) => shareOf(claim, claim.amountMinor));
  const parts = claims.map((claim) => {
    const product = BigInt(heldMinor) * BigInt(claim.amountMinor);
    return { claim, whole: Number(product / BigInt(owed)), remainder: product % BigInt(owed) };
  });
  const left = parts.reduce((rest, { whole }) => rest - whole, heldMinor);
  const first = new Set(
    [...parts]
      .sort((a, b) => compare(b.remainder, a.remainder) || compare(a.claim.claimId, b.claim.claimId))
      .slice(0, left)
      .map(({ claim }) => claim.claimId),
  );
  return parts.map(({ claim, whole }) => shareOf(claim, whole + (first.has(claim.claimId) ? 1 : 0)));
}

function shareOf<I extends string>(claim: Claim<I>, paidMinor: number): Share<I> {
  assert(paidMinor <= claim.amountMinor, 'nobody_is_paid_more_than_the_claim');
  return { ...claim, paidMinor, shortMinor: claim.amountMinor - paidMinor };
}

function compare<T extends bigint | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
