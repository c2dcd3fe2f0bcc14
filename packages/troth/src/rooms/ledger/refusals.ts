/** Every "no" of the books, in the order in which the rules are checked. */
export const CUSTODY_REFUSALS = {
  statement_of_the_future: 'A statement says what lay there; it cannot speak of an instant that has not come.',
  nothing_held_for_anybody: 'Nobody is owed a deposit by this shop.',
  no_statement_to_pay_from: 'No statement says what lies in custody, so nobody can be paid from it.',
} as const;

export type CustodyRefusal = keyof typeof CUSTODY_REFUSALS;
