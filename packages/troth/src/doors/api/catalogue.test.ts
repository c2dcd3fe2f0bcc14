import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { AnswerDisputeRefusal } from '../../journeys/answer-dispute.ts';
import type { ConsentRefusal } from '../../journeys/change-consent.ts';
import type { ContestRefusal } from '../../journeys/contest-fact.ts';
import type { DecideDisputeRefusal } from '../../journeys/decide-dispute.ts';
import type { MakeGoodRefusal } from '../../journeys/make-good.ts';
import type { MoveRefusal } from '../../journeys/move-pledge.ts';
import type { OpenRefusal } from '../../journeys/open-pledge.ts';
import type { PayOffRefusal } from '../../journeys/pay-off.ts';
import type { SettleRefusal } from '../../journeys/settle-charge.ts';
import type { JsonRefusal } from '../../platform/http/json-limits.ts';
import { DISPUTE_REFUSALS } from '../../rooms/dispute/index.ts';
import { ORDER_REFUSALS } from '../../rooms/offer/index.ts';
import { CUSTODY_REFUSALS } from '../../rooms/ledger/index.ts';
import { PLEDGE_REFUSALS } from '../../rooms/pledge/index.ts';
import type { ClockRefusal } from '../installation/index.ts';
import { PROBLEMS, type ProblemCode, problemOf } from './problems.ts';
import { RULES_OF_PROBLEM } from './reference.ts';

const SOURCE = path.resolve(import.meta.dirname, '../..');

type Disputed = ContestRefusal | AnswerDisputeRefusal | DecideDisputeRefusal | MakeGoodRefusal;
/** Does not compile while a journey, a room or the reader of JSON knows a "no" that the catalogue does not. */
type Answered =
  | Disputed
  | OpenRefusal
  | MoveRefusal
  | SettleRefusal
  | PayOffRefusal
  | ConsentRefusal
  | ClockRefusal
  | JsonRefusal;
const everyRefusalHasItsProblem: [Exclude<Answered, ProblemCode>] extends [never]
  ? true
  : Exclude<Answered, ProblemCode> = true;

test('every refusal of every journey, and of the rules beneath, is a documented problem', () => {
  assert.ok(everyRefusalHasItsProblem);
  for (const code of [PLEDGE_REFUSALS, ORDER_REFUSALS, CUSTODY_REFUSALS, DISPUTE_REFUSALS].flatMap((refusals) =>
    Object.keys(refusals),
  ))
    assert.ok(code in PROBLEMS, code);
});

/** What may be said without being written out in the sources as one word. */
function isSaid(code: string, sources: string): boolean {
  return sources.includes(`'${code}'`) || code in PLEDGE_REFUSALS || code in ORDER_REFUSALS;
}

test('no problem is in the catalogue that nothing ever answers', () => {
  const files = globSync('**/*.ts', { cwd: SOURCE }).filter(
    (file) => !file.includes('.test.') && !file.endsWith('api/problems.ts'),
  );
  const sources =
    files.map((file) => readFileSync(path.join(SOURCE, file), 'utf8')).join('\n') +
    readFileSync(path.join(SOURCE, 'doors/api/problems.ts'), 'utf8').split('} as const')[1];
  assert.deepEqual(
    Object.keys(PROBLEMS).filter((code) => !isSaid(code, sources)),
    [],
  );
});

test('every problem says what is wrong, what to do next, and has a status of its kind', () => {
  for (const code of Object.keys(PROBLEMS) as ProblemCode[]) {
    const problem = problemOf(code);
    assert.equal(problem.type, `/problems/${code}`);
    assert.match(code, /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
    assert.ok(problem.status >= 400 && problem.status <= 503, code);
    assert.match(problem.title, /^\S.*[.]$/, code);
    assert.match(problem.next, /^\S.*[.]$/, code);
  }
});

test('the finer rules under a problem are said in both languages', () => {
  for (const [code, rules] of Object.entries(RULES_OF_PROBLEM)) {
    assert.ok(Object.keys(rules ?? {}).length > 0, code);
    for (const [rule, text] of Object.entries(rules ?? {}))
      assert.ok(text.zh.length > 0 && text.en.length > 0, `${code} ${rule}`);
  }
});
