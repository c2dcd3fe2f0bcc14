/**
 * The chart of accounts. Every transfer moves one amount of one currency from one account to another in a single row; the party
 * and the merchant of the row say whose sub-account it is.
 */

export const ACCOUNTS = {
  trust_extended: {
    side: 'debit',
    means: 'What the bearer of the loss has at risk in pledges that are open. A memorandum: no money has moved.',
  },
  trust_granted: { side: 'credit', means: 'The same, seen from the promisor: what was granted instead of a deposit.' },
  receivable: {
    side: 'debit',
    means: 'Charges raised and neither collected nor forgiven: the promisor owes the merchant.',
  },
  revenue: { side: 'credit', means: 'What the merchant has charged for use.' },
  compensation: { side: 'credit', means: 'What the merchant has charged for lateness, loss and not being there.' },
  cash: { side: 'debit', means: 'Charges that were paid.' },
  forgiven: { side: 'debit', means: 'Charges that the merchant let go.' },
} as const;

export type Account = keyof typeof ACCOUNTS;

/** Which transfers there are: the only pairs of accounts that may ever meet. */
export const ROUTES = {
  reserve: { debit: 'trust_extended', credit: 'trust_granted' },
  release: { debit: 'trust_granted', credit: 'trust_extended' },
  charge_use: { debit: 'receivable', credit: 'revenue' },
  charge_compensation: { debit: 'receivable', credit: 'compensation' },
  collect: { debit: 'cash', credit: 'receivable' },
  forgive: { debit: 'forgiven', credit: 'receivable' },
} as const satisfies Record<string, { debit: Account; credit: Account }>;

export type Route = keyof typeof ROUTES;
