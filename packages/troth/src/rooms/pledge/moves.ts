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
  'let_down',
  'unmet',
  'cancelled',
  'expired',
] as const;
export type PledgeState = (typeof PLEDGE_STATES)[number];

/** States with no way out. */
export const TERMINAL_STATES = [
  'kept',
  'broken',
  'let_down',
  'unmet',
  'cancelled',
  'expired',
] as const satisfies readonly PledgeState[];

/** Who may speak: the promisor (a person), the promisee (a merchant), time itself, or the operator, by a dispute that was decided. */
export type Speaker = 'promisor' | 'promisee' | 'time' | 'operator';

/**
 * Who a row is for. Obligor and obligee are the two sides of the stage that is running: of what the promisee owes, the promisor is the
 * obligee, and every move is the same with the sides exchanged.
 */
export type Role = Speaker | 'obligor' | 'obligee';

export const MOVE_NAMES = [
  'accept',
  'decline',
  'begin',
  'confirm',
  'extend',
  'buy_out',
  'report',
  'take_back',
  'bill',
  'declare',
  'fulfil',
  'release',
  'cancel',
  'notice',
  'answer',
  'withdraw',
  'break',
  'overrule',
  'fall_due',
] as const;
export type MoveName = (typeof MOVE_NAMES)[number];

export interface MoveRow {
  readonly move: MoveName;
  readonly by: Role;
  readonly from: PledgeState;
  readonly to: PledgeState;
  /** What else must hold, in words; the rule itself is in the file of the speaker. */
  readonly when?: string;
}

const IN_REPORTS = 'the promise is to reach something';

/** A stage ends: the pledge is kept, unless another stage follows or an earlier one was missed, by whichever side. */
function stageEnd(move: MoveName, by: Role, from: PledgeState, when?: string): readonly MoveRow[] {
  const row = (to: PledgeState, also?: string): MoveRow => {
    const said = [when, also].filter((one) => one !== undefined).join(', and ');
    return said === '' ? { move, by, from, to } : { move, by, from, to, when: said };
  };
  const ends = [row('kept'), row('active', 'a stage follows'), row('broken', 'an earlier part was missed')];
  // What was missed by the promisee leaves nothing behind it that could be let go.
  return move === 'release' ? ends : [...ends, row('let_down', 'the promisee had missed a stage')];
}

/** By a dispute that was decided for the promisor. A payment becomes a charge when it is due, so before that only a declaration can be overruled. */
function overruled(from: PledgeState): readonly MoveRow[] {
  const rows = stageEnd('overrule', 'operator', from, 'a dispute found that it is not owed, or was not done');
  return from === 'active' ? rows.filter(({ to }) => to === 'active' || to === 'let_down') : rows;
}

export const MOVES: readonly MoveRow[] = [
  { move: 'accept', by: 'promisor', from: 'offered', to: 'accepted' },
  {
    move: 'accept',
    by: 'promisor',
    from: 'offered',
    to: 'active',
    when: 'nothing has to be handed over or waited for',
  },
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
  { move: 'fulfil', by: 'obligee', from: 'accepted', to: 'kept', when: 'the promise is to attend' },
  { move: 'fulfil', by: 'obligee', from: 'accepted', to: 'active', when: 'attended, and a stage follows' },
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
  { move: 'buy_out', by: 'promisor', from: 'active', to: 'kept', when: 'the offer sells the item' },
  {
    move: 'buy_out',
    by: 'promisor',
    from: 'active',
    to: 'active',
    when: 'the offer sells the item, and a stage follows',
  },
  { move: 'report', by: 'obligee', from: 'active', to: 'active', when: IN_REPORTS },
  { move: 'report', by: 'obligee', from: 'active', to: 'kept', when: 'it is reached' },
  { move: 'take_back', by: 'obligee', from: 'active', to: 'active', when: 'a line that was counted was refunded' },
  {
    move: 'bill',
    by: 'obligee',
    from: 'active',
    to: 'active',
    when: 'the amount is told after the use; later only downwards',
  },
  { move: 'declare', by: 'obligor', from: 'active', to: 'active', when: 'not declared yet' },
  ...stageEnd('fulfil', 'obligee', 'active'),
  ...stageEnd('release', 'obligee', 'active'),
  {
    move: 'cancel',
    by: 'promisor',
    from: 'active',
    to: 'cancelled',
    when: 'leaving early what is to be reached, or nothing paid yet',
  },
  {
    move: 'cancel',
    by: 'promisee',
    from: 'active',
    to: 'cancelled',
    when: 'something is to be reached, paid first or delivered',
  },
  {
    move: 'notice',
    by: 'obligee',
    from: 'active',
    to: 'noticed',
    when: 'what was declared is contested, with evidence',
  },
  ...stageEnd('fall_due', 'time', 'active', 'what was declared was not contested in time'),
  { move: 'fall_due', by: 'time', from: 'active', to: 'lapsed', when: 'the due time has passed' },
  { move: 'fall_due', by: 'time', from: 'active', to: 'expired', when: 'a deposit or price held first was not paid' },

  {
    move: 'extend',
    by: 'promisor',
    from: 'lapsed',
    to: 'active',
    when: 'grace still runs and the offer allows another extension',
  },
  { move: 'buy_out', by: 'promisor', from: 'lapsed', to: 'kept', when: 'the offer sells the item' },
  {
    move: 'buy_out',
    by: 'promisor',
    from: 'lapsed',
    to: 'active',
    when: 'the offer sells the item, and a stage follows',
  },
  { move: 'report', by: 'obligee', from: 'lapsed', to: 'lapsed', when: 'grace still runs' },
  { move: 'report', by: 'obligee', from: 'lapsed', to: 'kept', when: 'it is reached while grace still runs' },
  { move: 'report', by: 'obligee', from: 'lapsed', to: 'active', when: 'the same, and a stage follows' },
  { move: 'take_back', by: 'obligee', from: 'lapsed', to: 'lapsed', when: 'a line that was counted was refunded' },
  {
    move: 'declare',
    by: 'obligor',
    from: 'lapsed',
    to: 'lapsed',
    when: 'not declared yet, and there is something to declare',
  },
  ...stageEnd('fulfil', 'obligee', 'lapsed'),
  ...stageEnd('release', 'obligee', 'lapsed'),
  {
    move: 'cancel',
    by: 'promisor',
    from: 'lapsed',
    to: 'cancelled',
    when: 'the promise is to reach something: leaving early',
  },
  {
    move: 'cancel',
    by: 'promisee',
    from: 'lapsed',
    to: 'cancelled',
    when: 'something is to be reached, paid first or delivered',
  },
  { move: 'notice', by: 'obligee', from: 'lapsed', to: 'noticed', when: 'grace has passed, with evidence' },
  ...stageEnd(
    'fall_due',
    'time',
    'lapsed',
    'what was declared was not contested, or one payment of several not spoken of',
  ).filter(({ to }) => to !== 'let_down'),
  {
    move: 'fall_due',
    by: 'time',
    from: 'lapsed',
    to: 'let_down',
    when: 'nobody says that the deposit was given back; or it was declared, and the promisee had missed a stage',
  },
  {
    move: 'fall_due',
    by: 'time',
    from: 'lapsed',
    to: 'unmet',
    when: 'not reached, and the offer says that no mark is left',
  },
  {
    move: 'fall_due',
    by: 'time',
    from: 'lapsed',
    to: 'expired',
    when: 'the obligee gave no notice for ninety days, or nobody says that it was delivered',
  },

  { move: 'answer', by: 'obligor', from: 'noticed', to: 'answered' },
  ...stageEnd('fulfil', 'obligee', 'noticed'),
  ...stageEnd('release', 'obligee', 'noticed'),
  ...stageEnd('withdraw', 'obligee', 'noticed'),
  { move: 'fall_due', by: 'time', from: 'noticed', to: 'broken', when: 'no answer in the time given' },
  { move: 'fall_due', by: 'time', from: 'noticed', to: 'let_down', when: 'no answer by the promisee in time' },
  { move: 'fall_due', by: 'time', from: 'noticed', to: 'active', when: 'no answer, and a stage follows all the same' },

  ...stageEnd('fulfil', 'obligee', 'answered'),
  ...stageEnd('release', 'obligee', 'answered'),
  ...stageEnd('withdraw', 'obligee', 'answered'),
  { move: 'break', by: 'promisee', from: 'answered', to: 'broken', when: 'the promisor owes it' },
  {
    move: 'break',
    by: 'promisee',
    from: 'answered',
    to: 'active',
    when: 'the promisor owes it, and a stage follows all the same',
  },
  ...stageEnd('fall_due', 'time', 'answered', 'the obligee did not decide in the time given'),
  {
    move: 'fall_due',
    by: 'time',
    from: 'answered',
    to: 'expired',
    when: 'the same, and it was never declared as delivered',
  },
  ...(['active', 'lapsed', 'noticed', 'answered'] as const).flatMap(overruled),
];
