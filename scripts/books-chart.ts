// Writes docs/books.md from the chart of accounts and its routes: node scripts/run.mjs scripts/books-chart.ts
import { writeFileSync } from 'node:fs';
import { formatMoney } from '../packages/troth/src/kernel/index.ts';
import {
  type Account,
  ACCOUNT_CLASSES,
  ACCOUNTS,
  CHART,
  EXAMPLE_CURRENCY,
  EXAMPLE_STEPS,
  exampleAccounts,
  ROUTE_WORDS,
  type Route,
  ROUTES,
} from '../packages/troth/src/rooms/ledger/index.ts';

const row = (...cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const money = (amountMinor: number) => formatMoney({ amountMinor, currency: EXAMPLE_CURRENCY }, 'en');
const entries = (of: readonly (readonly [number, number])[]) =>
  of.map(([stepNo, amountMinor]) => `(${stepNo}) ${money(amountMinor)}`).join('<br>');

const HEAD = `# The books

This page is written from the declarations that the server books by (\`packages/troth/src/rooms/ledger\`); a test fails when it is not current.
The same chart stands at \`/books/chart\` of every installation, in both languages.

Double entry in one row: a transfer takes one amount of one currency out of one account and into another, for one pledge of one person with one
shop. It is written once and never changed; a correction is another transfer. Nothing converts a currency, and nothing adds two.

## Accounts
`;

const ROUTES_HEAD = `
## Routes

These are the only pairs of accounts that ever meet. No two routes are the same pair, so the accounts of a transfer tell what happened.
`;

const PROOF = `
## What is proved, and can fail

A transfer balances by itself, so that debits equal credits proves nothing. These can fail, and \`troth audit\` looks at each, for every pledge:

- Σ charges = Σ collected + forgiven + open: charges by what facts say was raised, payments by transfers, what is open by the charges themselves.
- What is held in escrow or custody is never below zero at any step, is of the pledge's own currency, and is zero when the pledge is over. Only when
  the shop did not do its part does a deposit stay owed.
- Trust at risk and charges let go, per bearer of the loss, are what pledges and charges say.

Whether the money is really there only its holder can say. \`troth books reconcile\` compares the provider's statement with our transfers line by line.
For deposits the operator posts the provider's balance, and \`/books/coverage\` tells everybody what is there for each shop, out of what is owed: the
larger of what was owed when the statement was made and what is owed now, so a gap never looks smaller than it is.

| word | means |
|---|---|
| \`covered\` | all of it is there |
| \`behind\` | all was there when the statement was made; deposits taken since are not on a statement yet |
| \`short\` | when the statement was made, less was there than was owed |
| \`no_statement\` | deposits are owed and no statement says where they are |

When a shop has folded, \`troth custody collapse\` prints whose deposits it holds, pays out what the last statement shows less whatever has left since,
pro rata in whole minor units (the largest remainders first, then in the order of the pledges), and names what is missing for each. Custody pays no other
creditor of the shop, and what is missing stays owed.
`;

/** The page as it must stand. */
export function booksPage(): string {
  const accounts = (Object.keys(ACCOUNTS) as Account[]).map((account) => {
    const { class: kind, name, meansZh } = CHART[account];
    const { side, means } = ACCOUNTS[account];
    return row(`\`${account}\``, `${name.en} ${name.zh}`, ACCOUNT_CLASSES[kind].en, side, `${means} ${meansZh}`);
  });
  const routes = (Object.keys(ROUTES) as Route[]).map((route) =>
    row(
      `\`${route}\``,
      `\`${ROUTES[route].debit}\``,
      `\`${ROUTES[route].credit}\``,
      `${ROUTE_WORDS[route].en} ${ROUTE_WORDS[route].zh}`,
    ),
  );
  return [
    HEAD,
    row('account', 'name', 'kind', 'side', 'holds'),
    row('---', '---', '---', '---', '---'),
    ...accounts,
    ROUTES_HEAD,
    row('route', 'debit', 'credit', 'means'),
    row('---', '---', '---', '---'),
    ...routes,
    '',
    '## One pledge in T-accounts',
    '',
    ...EXAMPLE_STEPS.map(
      ({ en, zh, amountMinor, route }, i) => `${i + 1}. ${en} ${zh}: \`${route}\` ${money(amountMinor)}`,
    ),
    '',
    row('account', 'debit', 'credit', 'balance'),
    row('---', '---', '---', '---'),
    ...exampleAccounts().map(({ account, debits, credits, balanceMinor }) =>
      row(`\`${account}\``, entries(debits), entries(credits), money(balanceMinor)),
    ),
    '',
    'What is left is what the shop has earned and been paid; nothing is held, and nothing is owed.',
    PROOF,
  ].join('\n');
}

if (import.meta.main) writeFileSync(new URL('../docs/books.md', import.meta.url), booksPage());
