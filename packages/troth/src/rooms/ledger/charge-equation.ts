/**
 * Σ charges = Σ collected + forgiven + open, said twice: by the charges themselves, and by the books that were written beside them.
 * A transfer balances by itself and proves nothing; these two were written to different tables and can differ.
 */
import { addMinor, type Currency } from '../../kernel/index.ts';
import { balanceOf, type Moved, type TrialBalance } from './trial-balance.ts';

export interface ChargeSum {
  readonly state: 'open' | 'collected' | 'forgiven';
  readonly currency: Currency;
  readonly amountMinor: number;
}

/** Minor units of one currency, by the charges. */
export interface ChargeEquation {
  readonly chargedMinor: number;
  readonly collectedMinor: number;
  readonly forgivenMinor: number;
  readonly openMinor: number;
  /** Whether the books say the same. */
  readonly agrees: boolean;
}

/**
 * A charge is paid to the shop, or out of a deposit in custody. What is paid into escrow or custody settles no charge: it is held for
 * somebody, and owed by nobody. So what is receivable is exactly what is open.
 */
export function chargeEquation(
  charges: readonly ChargeSum[],
  moved: readonly Moved[],
  trial: TrialBalance,
): ChargeEquation {
  const { currency } = trial;
  const inState = (state: ChargeSum['state']) =>
    charges
      .filter((one) => one.currency === currency && one.state === state)
      .reduce((sum, { amountMinor }) => addMinor(sum, amountMinor), 0);
  const paid = moved
    .filter((one) => one.currency === currency && isPayment(one))
    .reduce((sum, { amountMinor }) => addMinor(sum, amountMinor), 0);
  const [collectedMinor, forgivenMinor, openMinor] = [inState('collected'), inState('forgiven'), inState('open')];
  return {
    chargedMinor: addMinor(addMinor(collectedMinor, forgivenMinor), openMinor),
    collectedMinor,
    forgivenMinor,
    openMinor,
    agrees:
      collectedMinor === paid &&
      forgivenMinor === balanceOf(trial, 'forgiven') &&
      balanceOf(trial, 'receivable') === openMinor,
  };
}

function isPayment({ debitAccount, creditAccount }: Moved): boolean {
  return creditAccount === 'receivable' && (debitAccount === 'cash' || debitAccount === 'custody_held');
}
