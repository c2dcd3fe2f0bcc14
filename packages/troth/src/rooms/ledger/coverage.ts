/**
 * How much of the deposits that a shop holds for people is really there: what the provider's statement says lies in custody, against
 * what the books owe. Never flattering: what is owed is the larger of what was owed when the statement was made and what is owed now,
 * so neither a deposit taken since nor one refunded since can make a gap look smaller than it is.
 */
export type CoverageState =
  /** Nobody is owed a deposit. */
  | 'nothing_owed'
  /** People are owed deposits, and no statement says where they are. */
  | 'no_statement'
  /** At the instant of the statement less was there than was owed. */
  | 'short'
  /** The statement covers what was owed then; deposits were taken since, and no statement shows them yet. */
  | 'behind'
  /** All of it is there. */
  | 'covered';

/** All in minor units of one currency. */
export interface CustodyStanding {
  /** Owed to people at the instant that is asked about. */
  readonly owedMinor: number;
  /** The last statement at or before that instant, with what the books owed at the statement's own instant. */
  readonly statement: { readonly balanceMinor: number; readonly owedMinor: number } | null;
}

export interface Coverage {
  readonly state: CoverageState;
  readonly owedMinor: number;
  /** What the statement says is there; null without one. */
  readonly heldMinor: number | null;
  /** Held per owed in ten-thousandths, rounded down: 10,000 or more only when all of it is there. Null without a statement, or when nothing is owed. */
  readonly ratioBps: number | null;
  readonly missingMinor: number;
}

export function coverageOf({ owedMinor, statement }: CustodyStanding): Coverage {
  const owed = Math.max(owedMinor, statement?.owedMinor ?? 0);
  const held = statement?.balanceMinor ?? null;
  if (owed === 0) return { state: 'nothing_owed', owedMinor: 0, heldMinor: held, ratioBps: null, missingMinor: 0 };
  if (statement === null)
    return { state: 'no_statement', owedMinor: owed, heldMinor: null, ratioBps: null, missingMinor: owed };
  const { balanceMinor } = statement;
  return {
    state: stateOf(balanceMinor, statement.owedMinor, owed),
    owedMinor: owed,
    heldMinor: balanceMinor,
    ratioBps: Number((BigInt(balanceMinor) * 10_000n) / BigInt(owed)),
    missingMinor: Math.max(0, owed - balanceMinor),
  };
}

function stateOf(balanceMinor: number, owedThenMinor: number, owedMinor: number): CoverageState {
  if (balanceMinor < owedThenMinor) return 'short';
  return balanceMinor < owedMinor ? 'behind' : 'covered';
}
