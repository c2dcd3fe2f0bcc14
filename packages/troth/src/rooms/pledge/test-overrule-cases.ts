/** One case for every row by which a dispute that was decided for the promisor ends the stage that runs. */
import type { Move } from './apply-move.ts';
import type { StageCase } from './test-stage-cases.ts';
import type { Line } from './test-lives.ts';
import { person, shop } from './test-lives.ts';
import { time } from './test-pledge.ts';

export const OVERRULE: Move = { by: 'operator', move: { name: 'overrule' } };
const due: Line = ['due', time];

/** Ridden, billed and not paid by the due time. */
const UNPAID: readonly Line[] = [[0, shop.begin], [2, shop.bill(1_200)], due];
const HALF_MISSED: readonly Line[] = [due, [26, shop.notice], due, due];
const ESCROW_DECLARED: readonly Line[] = [[1, shop.fulfil], due, [22, shop.declare]];

/** While it has lapsed, after a notice, and after its answer. */
function late(
  offer: StageCase[0],
  before: readonly Line[],
  [noticed, answered]: readonly [Line, Line],
  said: readonly [to: StageCase[3], fact: StageCase[4], verdict: StageCase[5], money: string],
): StageCase[] {
  return [[], [noticed], [noticed, answered]].map((more) => [
    offer,
    {},
    [...before, ...more, [200, OVERRULE]],
    ...said,
  ]);
}

export const OVERRULE_CASES: readonly StageCase[] = [
  [
    'escrow',
    {},
    [
      [1, shop.fulfil],
      [2, shop.declare],
      [3, OVERRULE],
    ],
    ...(['let_down', 'let_down', 'none', 'escrow_refund 3000'] as const),
  ],
  [
    'delivered',
    { waivedMinor: 0 },
    [
      [1, shop.fulfil],
      [2, shop.declare],
      [3, OVERRULE],
    ],
    ...(['active', 'missed', 'kept', ''] as const),
  ],
  ...late(
    'escrow',
    ESCROW_DECLARED,
    [
      [23, person.notice],
      [24, shop.answer],
    ],
    ['let_down', 'let_down', 'none', 'escrow_refund 3000'],
  ),
  ...late(
    'postpay',
    UNPAID,
    [
      [100, shop.notice],
      [101, person.answer],
    ],
    ['kept', 'kept', 'none', ''],
  ),
  ...late(
    'instalment',
    [due],
    [
      [100, shop.notice],
      [101, person.answer],
    ],
    ['active', 'met', 'none', ''],
  ),
  ...late(
    'halves',
    HALF_MISSED,
    [
      [100, shop.notice],
      [101, person.answer],
    ],
    ['broken', 'broken', 'broken', ''],
  ),
];
