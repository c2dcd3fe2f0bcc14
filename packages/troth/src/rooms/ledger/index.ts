/** The books: a chart of accounts, and transfers between them. */
export { type Account, ACCOUNTS, type Route, ROUTES } from './accounts.ts';
export {
  CASH_ACCOUNTS,
  type CashAccount,
  type CustodyRead,
  insertStatement,
  listCustody,
  listMovements,
  readBooks,
} from './book-queries.ts';
export { ACCOUNT_CLASSES, CHART, ROUTE_WORDS } from './chart.ts';
export { EXAMPLE_CURRENCY, EXAMPLE_STEPS, exampleAccounts } from './worked-example.ts';
export { chargeEquation } from './charge-equation.ts';
export { type Coverage, coverageOf, type CoverageState } from './coverage.ts';
export { checkStatement, type CustodyStatement } from './custody-statement.ts';
export { claimFromRow, listClaims, listMoney, moneyFromRow } from './custody-queries.ts';
export { type CurrencyPayout, type CustodyClaim, type CustodyShare, planPayout } from './payout.ts';
export { type Claim, shareProRata, type Share } from './pro-rata.ts';
export { insertTransfers } from './queries.ts';
export { type CashMovement, type Finding, type Reconciliation, reconcile, type StatementLine } from './reconcile.ts';
export { CUSTODY_REFUSALS, type CustodyRefusal } from './refusals.ts';
export { readStatementCsv, type StatementRefusal } from './statement-csv.ts';
export { type Transfer, transferAlong } from './transfer.ts';
export { type AccountLine, balanceOf, type Moved, type TrialBalance, trialBalances } from './trial-balance.ts';
