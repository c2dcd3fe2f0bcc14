/**
 * The life of a dispute as a table: server guard, documentation and tests read this one. Whatever is not a row does not happen.
 */

export const DISPUTE_STATES = ['open', 'answered', 'decided', 'lapsed'] as const;
export type DisputeState = (typeof DISPUTE_STATES)[number];

/** The two sides of a pledge, as they dispute. */
/** The two sides: who promised, a person or a shop (`promisor`), and the shop promised to (`merchant`). */
export type DisputeSide = 'person' | 'promisor' | 'merchant';
/** Who may move a dispute once it is open. */
export type DisputeSpeaker = 'other_side' | 'operator' | 'time';

interface DisputeMoveRow {
  readonly move: 'answer' | 'decide' | 'fall_due';
  readonly by: DisputeSpeaker;
  readonly from: DisputeState;
  readonly to: DisputeState;
  /** What else must hold, in words. */
  readonly when?: string;
}

export const DISPUTE_MOVES: readonly DisputeMoveRow[] = [
  { move: 'answer', by: 'other_side', from: 'open', to: 'answered', when: 'before the answer is due' },
  { move: 'decide', by: 'operator', from: 'open', to: 'decided', when: 'the time to answer is over' },
  {
    move: 'fall_due',
    by: 'time',
    from: 'open',
    to: 'decided',
    when: 'a shop that owes a refund was silent: it is decided for the person',
  },
  { move: 'fall_due', by: 'time', from: 'open', to: 'lapsed', when: 'nobody decided in twenty days' },
  { move: 'decide', by: 'operator', from: 'answered', to: 'decided' },
  { move: 'fall_due', by: 'time', from: 'answered', to: 'lapsed', when: 'nobody decided in twenty days' },
];

export function isDisputeMove(
  move: DisputeMoveRow['move'],
  by: DisputeSpeaker,
  from: DisputeState,
  to: DisputeState,
): boolean {
  return DISPUTE_MOVES.some((row) => row.move === move && row.by === by && row.from === from && row.to === to);
}

/** Whether a dispute in this state has ended. */
export function isDisputeOver(state: DisputeState): boolean {
  return state === 'decided' || state === 'lapsed';
}
