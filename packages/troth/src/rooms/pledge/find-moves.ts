/** What the table of moves says about one state, one speaker, one move. */
import {
  MOVE_NAMES,
  MOVES,
  type MoveName,
  type MoveRow,
  type PledgeState,
  type Role,
  type Speaker,
  TERMINAL_STATES,
} from './moves.ts';

const NO_ROWS: readonly MoveRow[] = [];
const ENDED: ReadonlySet<PledgeState> = new Set(TERMINAL_STATES);
type RowsByState = Partial<Record<PledgeState, readonly MoveRow[]>>;
type RowsBySpeaker = Record<Speaker, Partial<Record<MoveName, RowsByState>>>;

/** Who may do what from where, while this side owes the stage that runs: asked twice for every move, so worked out once. */
function rowsWhile(obligor: 'promisor' | 'promisee'): RowsBySpeaker {
  const found: RowsBySpeaker = { promisor: {}, promisee: {}, time: {}, operator: {} };
  for (const by of ['promisor', 'promisee', 'time', 'operator'] as const)
    for (const row of MOVES) {
      if (row.by !== by && row.by !== roleOf(by, obligor)) continue;
      const byState = found[by][row.move] ?? {};
      found[by][row.move] = { ...byState, [row.from]: [...(byState[row.from] ?? []), row] };
    }
  return found;
}
const rows = { promisor: rowsWhile('promisor'), promisee: rowsWhile('promisee') };

/** What a speaker is in the stage that is running, when the promisor or the promisee owes it. */
function roleOf(by: Speaker, obligor: 'promisor' | 'promisee'): Role {
  if (by === 'time' || by === 'operator') return by;
  return by === obligor ? 'obligor' : 'obligee';
}

/** The rows for a move by a speaker from a state; empty when the table has none. */
export function movesFrom(
  move: MoveName,
  by: Speaker,
  from: PledgeState,
  obligor: 'promisor' | 'promisee',
): readonly MoveRow[] {
  return rows[obligor][by][move]?.[from] ?? NO_ROWS;
}

/** Whether the table has this very row. */
export function isMove(
  move: MoveName,
  by: Speaker,
  from: PledgeState,
  to: PledgeState,
  obligor: 'promisor' | 'promisee',
): boolean {
  return movesFrom(move, by, from, obligor).some((row) => row.to === to);
}

export function isTerminal(state: PledgeState): boolean {
  return ENDED.has(state);
}

/** Which moves a speaker may try now: for the buttons of a page. */
export function openMoves(by: Speaker, from: PledgeState, obligor: 'promisor' | 'promisee'): MoveName[] {
  return MOVE_NAMES.filter((move) => movesFrom(move, by, from, obligor).length > 0);
}

/** The table as a Mermaid state diagram, for the docs. */
export function movesDiagram(): string {
  const lines = MOVES.map((row) => `  ${row.from} --> ${row.to}: ${row.move} (${row.by})`);
  const ends = TERMINAL_STATES.map((state) => `  ${state} --> [*]`);
  return ['stateDiagram-v2', '  [*] --> offered', ...lines, ...ends].join('\n');
}
