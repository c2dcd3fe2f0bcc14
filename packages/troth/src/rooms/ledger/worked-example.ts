/** One pledge in T-accounts, as data that a test posts: a camera lent with part of the deposit waived, and brought back late. */
import type { Currency } from '../../kernel/index.ts';
import { type Account, type Route, ROUTES } from './accounts.ts';
import { type TrialBalance, trialBalances } from './trial-balance.ts';

interface ExampleStep {
  readonly route: Route;
  readonly amountMinor: number;
  readonly zh: string;
  readonly en: string;
}

export const EXAMPLE_CURRENCY: Currency = 'CNY';

const step = (route: Route, amountMinor: number, zh: string, en: string): ExampleStep => ({
  route,
  amountMinor,
  zh,
  en,
});

export const EXAMPLE_STEPS: readonly ExampleStep[] = [
  step('reserve', 50_000, '押金 800，免 500', 'Of a deposit of 800, 500 is waived'),
  step('custody_fund', 30_000, '其余 300 交进存管户', 'The other 300 is paid into custody'),
  step('charge_use', 12_000, '相机还回，使用费 120', 'The camera is back; use comes to 120'),
  step('collect', 12_000, '使用费当场付了', 'Use is paid at the counter'),
  step('charge_compensation', 2_000, '迟了一天，迟还费 20', 'It was a day late: a late fee of 20'),
  step('custody_apply', 2_000, '迟还费从押金里抵', 'The late fee is paid from the deposit'),
  step('custody_hand_over', 2_000, '存管方把这 20 交给店家', 'The provider hands these 20 to the shop'),
  step('custody_refund', 28_000, '押金退回 280', 'The other 280 of the deposit go back'),
  step('release', 50_000, '约定了结，备查销去', 'The pledge is over; the note is reversed'),
];

interface TAccount {
  readonly account: Account;
  /** Numbers of steps, from 1, with their amounts. */
  readonly debits: readonly (readonly [stepNo: number, amountMinor: number])[];
  readonly credits: readonly (readonly [stepNo: number, amountMinor: number])[];
  readonly balanceMinor: number;
}

/** The trial balance after the first `count` steps. */
export function exampleAfter(count: number): TrialBalance | null {
  const moved = EXAMPLE_STEPS.slice(0, count).map(({ route, amountMinor }) => ({
    debitAccount: ROUTES[route].debit,
    creditAccount: ROUTES[route].credit,
    amountMinor,
    currency: EXAMPLE_CURRENCY,
  }));
  return trialBalances(moved)[0] ?? null;
}

/** Every account that the example touches, with what went in and out on either side. */
export function exampleAccounts(): TAccount[] {
  const of = (side: 'debit' | 'credit', account: Account) =>
    EXAMPLE_STEPS.flatMap(({ route, amountMinor }, i) =>
      ROUTES[route][side] === account ? [[i + 1, amountMinor] as const] : [],
    );
  return (exampleAfter(EXAMPLE_STEPS.length)?.lines ?? [])
    .filter(({ debitMinor, creditMinor }) => debitMinor + creditMinor > 0)
    .map(({ account, balanceMinor }) => ({
      account,
      debits: of('debit', account),
      credits: of('credit', account),
      balanceMinor,
    }));
}
