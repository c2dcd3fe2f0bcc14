import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Bug } from '../../kernel/index.ts';
import type { ReasonCode } from './admission.ts';
import { reasonsFromJson, reasonsToJson } from './reasons-json.ts';

/** One reason of every code that is kept. */
const EVERY: readonly ReasonCode[] = [
  { code: 'decided', outcome: 'partial', grantedMinor: 200_000, depositMinor: 100_000, currency: 'CNY' },
  { code: 'nothing_to_waive' },
  { code: 'person_chose_ordinary' },
  { code: 'no_limit_in_currency' },
  { code: 'policy_could_not_be_evaluated', row: 2 },
  { code: 'row_holds', row: 3, wantedMinor: 200_000 },
  { code: 'no_row_holds', rows: 6 },
  { code: 'limit_covers', limitMinor: 500_000, openMinor: 1, wantedMinor: 2, coveredMinor: 3 },
  { code: 'budget_covers', wantedMinor: 4, coveredMinor: 5 },
  { code: 'seen', unpaidMinor: 6, openMinor: 7, openPledgeCount: 8, lossOfAllMinor: 9 },
  { code: 'seen_here', openHereCount: 10 },
];

test('every reason that is kept is read again as it was decided', () => {
  assert.deepEqual(reasonsFromJson(reasonsToJson(EVERY)), EVERY);
});

test('the kept form is what it was: reasons sealed years ago stay readable', () => {
  assert.equal(
    reasonsToJson(EVERY.slice(0, 1).concat(EVERY.slice(7))),
    '[["decided","partial",200000,100000,"CNY"],["limit_covers",500000,1,2,3],["budget_covers",4,5],["seen",6,7,8,9],["seen_here",10]]',
  );
});

test('what would change an answer is never kept: it is tried anew', () => {
  const would: ReasonCode = { code: 'would_change', changes: [], outcome: 'full', grantedMinor: 1 };
  assert.throws(() => reasonsToJson([would]), Bug);
});
