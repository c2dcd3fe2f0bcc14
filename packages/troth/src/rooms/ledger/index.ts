/** The books: a chart of accounts, and transfers between them. */
export { type Account, ACCOUNTS, type Route, ROUTES } from './accounts.ts';
export { insertTransfers } from './queries.ts';
export { type Transfer, transferAlong } from './transfer.ts';
