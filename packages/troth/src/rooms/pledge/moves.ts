/**
 * The life of a pledge as a table. Server guard, page buttons, docs diagram and property tests all read this one table;
 * whatever is not a row does not happen.
 */

export const PLEDGE_STATES = [
  'offered',
  'accepted',
  'active',
  'lapsed',
  'noticed',
  'answered',
  'kept',
  'broken',
  'cancelled',
  'expired',
] as const;
export type PledgeState = (typeof PLEDGE_STATES)[number];

/** States with no way out. */
export const TERMINAL_STATES = ['kept', 'broken', 'cancelled', 'expired'] as const satisfies readonly PledgeState[];

/** Who may speak: the promisor (a person), the promisee (a merchant), or time itself. */
export type Speaker = 'promisor' | 'promisee' | 'time';

export const MOVE_NAMES = [
  'accept',
  'decline',
  'begin',
  'confirm',
  'extend',
  'declare',
  'fulfil',
  'cancel',
  'notice',
  'answer',
  'withdraw',
  'break',
  'fall_due',
] as const;
export type MoveName = (typeof MOVE_NAMES)[number];

export interface MoveRow {
  readonly move: MoveName;
  readonly by: Speaker;
  readonly from: PledgeState;
  readonly to: PledgeState;
  /** What else must hold, in words; the rule itself is in the file of the speaker. */
  readonly when?: string;
}

export const MOVES: readonly MoveRow[] = [
  { move: 'accept', by: 'promisor', from: 'offered', to: 'accepted' },
  { move: 'decline', by: 'promisor', from: 'offered', to: 'cancelled' },
  { move: 'cancel', by: 'promisee', from: 'offered', to: 'cancelled' },
  { move: 'fall_due', by: 'time', from: 'offered', to: 'expired', when: 'not taken up in time' },

  { move: 'begin', by: 'promisee', from: 'accepted', to: 'active', when: 'something is handed over' },
  {
    move: 'cancel',
    by: 'promisor',
    from: 'accepted',
    to: 'cancelled',
    when: 'before it begins; a late cancellation may cost the published fee',
  },
  { move: 'cancel', by: 'promisee', from: 'accepted', to: 'cancelled' },
  { move: 'fulfil', by: 'promisee', from: 'accepted', to: 'kept', when: 'the promise is to attend' },
  { move: 'fall_due', by: 'time', from: 'accepted', to: 'expired', when: 'nothing was handed over by the due time' },
  { move: 'fall_due', by: 'time', from: 'accepted', to: 'lapsed', when: 'the window to attend has passed' },

  {
    move: 'confirm',
    by: 'promisor',
    from: 'active',
    to: 'active',
    when: 'not confirmed yet, and something was handed over',
  },
  { move: 'extend', by: 'promisor', from: 'active', to: 'active', when: 'the offer allows another extension' },
  { move: 'declare', by: 'promisor', from: 'active', to: 'active', when: 'not declared yet' },
  { move: 'fulfil', by: 'promisee', from: 'active', to: 'kept' },
  {
    move: 'notice',
    by: 'promisee',
    from: 'active',
    to: 'noticed',
    when: 'a declared return is contested, with evidence',
  },
  { move: 'fall_due', by: 'time', from: 'active', to: 'kept', when: 'a declared return was not contested in time' },
  { move: 'fall_due', by: 'time', from: 'active', to: 'lapsed', when: 'the due time has passed' },

  {
    move: 'extend',
    by: 'promisor',
    from: 'lapsed',
    to: 'active',
    when: 'grace still runs and the offer allows another extension',
  },
  {
    move: 'declare',
    by: 'promisor',
    from: 'lapsed',
    to: 'lapsed',
    when: 'not declared yet, and there is something to return',
  },
  { move: 'fulfil', by: 'promisee', from: 'lapsed', to: 'kept' },
  { move: 'notice', by: 'promisee', from: 'lapsed', to: 'noticed', when: 'grace has passed, with evidence' },
  { move: 'fall_due', by: 'time', from: 'lapsed', to: 'kept', when: 'a declared return was not contested in time' },
  { move: 'fall_due', by: 'time', from: 'lapsed', to: 'expired', when: 'the promisee gave no notice for ninety days' },

  { move: 'answer', by: 'promisor', from: 'noticed', to: 'answered' },
  { move: 'fulfil', by: 'promisee', from: 'noticed', to: 'kept' },
  { move: 'withdraw', by: 'promisee', from: 'noticed', to: 'kept' },
  { move: 'fall_due', by: 'time', from: 'noticed', to: 'broken', when: 'no answer in the time given' },

  { move: 'fulfil', by: 'promisee', from: 'answered', to: 'kept' },
  { move: 'withdraw', by: 'promisee', from: 'answered', to: 'kept' },
  { move: 'break', by: 'promisee', from: 'answered', to: 'broken' },
  { move: 'fall_due', by: 'time', from: 'answered', to: 'kept', when: 'the promisee did not decide in the time given' },
];

const NO_ROWS: readonly MoveRow[] = [];
type RowsByState = Partial<Record<PledgeState, MoveRow[]>>;
const rows: Partial<Record<MoveName, Partial<Record<Speaker, RowsByState>>>> = {};
for (const row of MOVES) {
  const bySpeaker = rows[row.move] ?? {};
  const byState = bySpeaker[row.by] ?? {};
  rows[row.move] = { ...bySpeaker, [row.by]: { ...byState, [row.from]: [...(byState[row.from] ?? []), row] } };
}

/** The rows for a move by a speaker from a state; empty when the table has none. */
export function movesFrom(move: MoveName, by: Speaker, from: PledgeState): readonly MoveRow[] {
  return rows[move]?.[by]?.[from] ?? NO_ROWS;
}

/** Whether the table has this very row. */
export function isMove(move: MoveName, by: Speaker, from: PledgeState, to: PledgeState): boolean {
  return movesFrom(move, by, from).some((row) => row.to === to);
}

export function isTerminal(state: PledgeState): boolean {
  return (TERMINAL_STATES as readonly PledgeState[]).includes(state);
}

/** Which moves a speaker may try now: for the buttons of a page. */
export function openMoves(by: Speaker, from: PledgeState): MoveName[] {
  return [...new Set(MOVES.filter((row) => row.by === by && row.from === from).map((row) => row.move))];
}

/** The table as a Mermaid state diagram, for the docs. */
export function movesDiagram(): string {
  const lines = MOVES.map((row) => `  ${row.from} --> ${row.to}: ${row.move} (${row.by})`);
  const ends = TERMINAL_STATES.map((state) => `  ${state} --> [*]`);
  return ['stateDiagram-v2', '  [*] --> offered', ...lines, ...ends].join('\n');
}
