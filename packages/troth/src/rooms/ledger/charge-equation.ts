/**
 * Σ charges = Σ collected + forgiven + open, said twice: by the charges themselves, and by the books that were written beside them.
 * A transfer balances by itself and proves nothing; these two were written to different tables and can differ.
 */
import { addMinor, type Currency } from '../../kernel/index.ts';
import { balanceOf, type Moved, type TrialBalance } from './trial-balance.ts';

export interface ChargeSum {
  /** What was paid of charges, what was let go of them, what is open, and what of the paid part is to be paid back. */
  readonly state: 'open' | 'collected' | 'forgiven' | 'credited';
  readonly currency: Currency;
  readonly amountMinor: number;
}

/** Minor units of one currency, by the charges. */
export interface ChargeEquation {
  readonly chargedMinor: number;
  readonly collectedMinor: number;
  readonly forgivenMinor: number;
  readonly openMinor: number;
  /** Of what was collected, what was contested with success: the shop owes it back. */
  readonly creditedMinor: number;
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
    creditedMinor: inState('credited'),
    agrees:
      collectedMinor === paid &&
      forgivenMinor === balanceOf(trial, 'forgiven') &&
      balanceOf(trial, 'receivable') === openMinor &&
      balanceOf(trial, 'credited') === inState('credited'),
  };
}

function isPayment({ debitAccount, creditAccount }: Moved): boolean {
  return creditAccount === 'receivable' && (debitAccount === 'cash' || debitAccount === 'custody_held');
}
