/**
 * The chart of accounts. Every transfer moves one amount of one currency from one account to another in a single row; the party
 * and the merchant of the row say whose sub-account it is. Money that belongs to the other side until something happens stands
 * in pairs of its own: where it lies (`…_cash`) and whom it is owed to (`…_held`), so that it can never be taken for earnings.
 */

export const ACCOUNTS = {
  trust_extended: {
    side: 'debit',
    means: 'What the bearer of the loss has at risk in pledges that are open. A memorandum: no money has moved.',
  },
  trust_granted: { side: 'credit', means: 'The same, seen from the promisor: what was granted instead of a deposit.' },
  receivable: {
    side: 'debit',
    means: 'Charges raised and neither paid nor forgiven: the promisor owes the merchant.',
  },
  revenue: { side: 'credit', means: 'What the merchant has charged for use, and prices it has earned.' },
  compensation: { side: 'credit', means: 'What the merchant has charged for lateness, loss and not being there.' },
  clawback: {
    side: 'credit',
    means: 'Discounts enjoyed and taken back, because what they were given for did not come.',
  },
  cash: { side: 'debit', means: 'What the merchant has been paid, and what was handed over to it.' },
  forgiven: { side: 'debit', means: 'Charges, or what was left of them, that were let go.' },
  escrow_cash: { side: 'debit', means: 'Prices paid and lying with the provider until the promise is kept.' },
  escrow_held: { side: 'credit', means: 'The same money, owed to whoever the end of the pledge says.' },
  custody_cash: { side: 'debit', means: 'Deposits paid and lying with the provider, apart from everything else.' },
  custody_held: { side: 'credit', means: 'The same money, owed back to the person it belongs to.' },
  credited: { side: 'debit', means: 'What was paid for charges that were contested with success.' },
  refund_due: { side: 'credit', means: 'The same, as the merchant owes it back to the promisor.' },
} as const;

export type Account = keyof typeof ACCOUNTS;

/** Which transfers there are: the only pairs of accounts that may ever meet. */
export const ROUTES = {
  reserve: { debit: 'trust_extended', credit: 'trust_granted' },
  release: { debit: 'trust_granted', credit: 'trust_extended' },
  charge_use: { debit: 'receivable', credit: 'revenue' },
  charge_compensation: { debit: 'receivable', credit: 'compensation' },
  charge_clawback: { debit: 'receivable', credit: 'clawback' },
  collect: { debit: 'cash', credit: 'receivable' },
  forgive: { debit: 'forgiven', credit: 'receivable' },
  escrow_fund: { debit: 'escrow_cash', credit: 'escrow_held' },
  escrow_earn: { debit: 'escrow_held', credit: 'revenue' },
  escrow_hand_over: { debit: 'cash', credit: 'escrow_cash' },
  escrow_refund: { debit: 'escrow_held', credit: 'escrow_cash' },
  custody_fund: { debit: 'custody_cash', credit: 'custody_held' },
  custody_refund: { debit: 'custody_held', credit: 'custody_cash' },
  custody_apply: { debit: 'custody_held', credit: 'receivable' },
  custody_hand_over: { debit: 'cash', credit: 'custody_cash' },
  credit: { debit: 'credited', credit: 'refund_due' },
} as const satisfies Record<string, { debit: Account; credit: Account }>;

export type Route = keyof typeof ROUTES;
