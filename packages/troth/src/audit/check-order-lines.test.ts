import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkLines } from './check-order-lines.ts';
import type { AuditWorld, FactSeen, Named } from './dossier.ts';
import { Findings } from './findings.ts';

type Line = readonly [lineNo: string, priceMinor: number, isBack: number];

/** A return in this state with its lines, and the payment after it. */
const owing = (lines: readonly Line[], asked: number, state = 'open'): readonly Named[] =>
  [
    [1, 'return_item', 'promisor', '', '', state, null, 0, 0, lines],
    [2, 'pay', 'promisor', '', '', 'waiting', asked, 0, 0],
  ] as unknown as readonly Named[];
const TWO: readonly Line[] = [
  ['A', 100, 0],
  ['B', 50, 0],
];
const A_BACK: readonly Line[] = [
  ['A', 100, 1],
  ['B', 50, 0],
];
const ALL_BACK: readonly Line[] = [
  ['A', 100, 1],
  ['B', 50, 1],
];
const SAID = { lineCount: 1, returnedMinor: 100, leftMinor: 50 };

/** How many things the audit finds wrong with this step. */
function wrong(kind: string, before: readonly Named[], after: readonly Named[], said: object = {}): number {
  const findings = new Findings();
  const fact = { row: {}, kind, detail: { said } } as unknown as FactSeen;
  checkLines({ findings } as unknown as AuditWorld, fact, before, after, { table: 'pledges', key: 'p' });
  return findings.violations.length;
}

for (const [says, count, kind, before, after, said] of [
  ['nothing happened to the lines', 0, 'declared', owing(TWO, 150), owing(TWO, 150), {}],
  ['one came back and is not asked for', 0, 'returned', owing(TWO, 150), owing(A_BACK, 50), SAID],
  ['all came back with the end of the stage', 0, 'kept', owing(A_BACK, 50), owing(ALL_BACK, 0, 'met'), {}],
  ['kept is what did not come back', 0, 'met', owing(A_BACK, 50), owing(A_BACK, 50, 'void'), {}],
  ['one came back and is asked for all the same', 2, 'returned', owing(TWO, 150), owing(A_BACK, 150), SAID],
  ['less is asked for than is kept', 1, 'declared', owing(TWO, 150), owing(TWO, 149), {}],
  ['one came back and nobody said so', 1, 'declared', owing(TWO, 150), owing(A_BACK, 50), {}],
  ['what came back is out again', 2, 'declared', owing(A_BACK, 50), owing(TWO, 150), {}],
  [
    'a price changed',
    1,
    'declared',
    owing(TWO, 150),
    owing(
      [
        ['A', 99, 0],
        ['B', 51, 0],
      ],
      150,
    ),
    {},
  ],
  ['a line is gone', 1, 'declared', owing(TWO, 150), owing([['A', 150, 0]], 150), {}],
  ['ended as brought back, and one is not', 1, 'kept', owing(TWO, 150), owing(A_BACK, 50, 'met'), {}],
  ['the fact says another amount', 1, 'returned', owing(TWO, 150), owing(A_BACK, 50), { ...SAID, leftMinor: 51 }],
] as const) {
  test(`${says}: ${count === 0 ? 'nothing is found' : 'it is found'}`, () => {
    const found = wrong(kind, before, after, said);
    assert.ok(count === 0 ? found === 0 : found >= 1, `${found}`);
  });
}
