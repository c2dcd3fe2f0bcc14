/** Every "no" of a dispute, in the order in which the rules are checked. */
export const DISPUTE_REFUSALS = {
  dispute_is_over: 'The dispute has ended; nothing more can happen to it.',
  dispute_is_your_own: 'The other side answers, not the one who opened it.',
  dispute_is_answered: 'The other side has answered already.',
  answer_time_is_over: 'The time to answer is over.',
  answer_time_still_runs: 'The other side can still answer; it is decided after that.',
  dispute_is_not_due: 'Time moves a dispute when it is due, not before.',
} as const;

export type DisputeRefusal = keyof typeof DISPUTE_REFUSALS;
