/** The trial balance: what each account holds, one currency at a time. Nothing here ever adds two currencies. */
import { addMinor, type Currency } from '../../kernel/index.ts';
import { type Account, ACCOUNTS } from './accounts.ts';

/** What went from one account to another: one transfer, or the sum of all between the same two in the same currency. */
export interface Moved {
  readonly debitAccount: Account;
  readonly creditAccount: Account;
  readonly currency: Currency;
  readonly amountMinor: number;
}

export interface AccountLine {
  readonly account: Account;
  readonly side: 'debit' | 'credit';
  readonly debitMinor: number;
  readonly creditMinor: number;
  /** On the account's own side; below zero is an error in the books. */
  readonly balanceMinor: number;
}

export interface TrialBalance {
  readonly currency: Currency;
  /** Every account of the chart, in its order. */
  readonly lines: readonly AccountLine[];
  readonly debitMinor: number;
  readonly creditMinor: number;
}

/** One trial balance per currency that moved, in the order of the codes. Sums are exact whole minor units, or it fails. */
export function trialBalances(moved: readonly Moved[]): TrialBalance[] {
  const byCurrency = Map.groupBy(moved, ({ currency }) => currency);
  return [...byCurrency]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, transfers]) => trialBalance(currency, transfers));
}

function trialBalance(currency: Currency, moved: readonly Moved[]): TrialBalance {
  const accounts = Object.keys(ACCOUNTS) as Account[];
  const lines = accounts.map((account): AccountLine => {
    const { side } = ACCOUNTS[account];
    const debitMinor = sumOf(moved.filter(({ debitAccount }) => debitAccount === account));
    const creditMinor = sumOf(moved.filter(({ creditAccount }) => creditAccount === account));
    const balanceMinor = addMinor(debitMinor, -creditMinor);
    return { account, side, debitMinor, creditMinor, balanceMinor: side === 'debit' ? balanceMinor : 0 - balanceMinor };
  });
  return {
    currency,
    lines,
    debitMinor: lines.reduce((sum, line) => addMinor(sum, line.debitMinor), 0),
    creditMinor: lines.reduce((sum, line) => addMinor(sum, line.creditMinor), 0),
  };
}

/** The sum of what is of one currency already. */
function sumOf(moved: readonly Moved[]): number {
  return moved.reduce((sum, { amountMinor }) => addMinor(sum, amountMinor), 0);
}

/** What one account of a trial balance holds, on its own side. */
export function balanceOf(of: TrialBalance, account: Account): number {
  return of.lines.find((line) => line.account === account)?.balanceMinor ?? 0;
}
