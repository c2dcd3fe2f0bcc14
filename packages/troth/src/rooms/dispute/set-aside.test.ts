import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Verdict } from '../pledge/index.ts';
import { type Dispute, countsAs } from './index.ts';

type Weighed = Pick<Dispute, 'state' | 'outcome' | 'openedBy'>;
const of = (openedBy: Weighed['openedBy'], state: Weighed['state'], outcome: Weighed['outcome'] = null): Weighed => {
  return { openedBy, state, outcome };
};

const rows: readonly (readonly [string, Verdict, Weighed[], Verdict])[] = [
  ['without a dispute a fact counts as what it is', 'broken', [], 'broken'],
  ['a broken promise counts nothing while it is contested', 'broken', [of('person', 'open')], 'none'],
  ['and nothing once it is answered', 'broken', [of('person', 'answered')], 'none'],
  ['upheld, it counts as before', 'broken', [of('person', 'decided', 'upheld')], 'broken'],
  ['corrected, it never counts again', 'broken', [of('person', 'decided', 'corrected')], 'none'],
  ['not decided in time, it never counts again', 'broken', [of('person', 'lapsed')], 'none'],
  ['a late one counts as in time while it is contested', 'kept_late', [of('person', 'open')], 'kept'],
  ['and when it was corrected', 'kept_late', [of('person', 'decided', 'corrected')], 'kept'],
  ['and when it was not decided in time', 'kept_late', [of('person', 'lapsed')], 'kept'],
  ['upheld, it is late again', 'kept_late', [of('person', 'decided', 'upheld')], 'kept_late'],
  ['a kept promise counts while the shop contests it', 'kept', [of('merchant', 'open')], 'kept'],
  ['and when that was not decided in time', 'kept', [of('merchant', 'lapsed')], 'kept'],
  ['and while the person contests it', 'kept', [of('person', 'open')], 'kept'],
  ['corrected for the shop, nothing of it is left', 'kept', [of('merchant', 'decided', 'corrected')], 'none'],
  ['the shop may contest its own report', 'broken', [of('merchant', 'open')], 'none'],
  ['what has lapsed once stays out', 'broken', [of('person', 'lapsed'), of('merchant', 'decided', 'upheld')], 'none'],
  ['what does not count cannot be set aside', 'none', [of('person', 'open')], 'none'],
];

for (const [guarantee, verdict, disputes, expected] of rows)
  test(guarantee, () => assert.equal(countsAs(verdict, disputes), expected));

test('opening a dispute never makes a fact count for less good than before, whoever opens it', () => {
  const good = { none: 0, broken: -2, kept_late: 1, kept: 2 } as const;
  const ended = fc.constantFrom(
    of('person', 'lapsed'),
    of('person', 'decided', 'upheld'),
    of('merchant', 'lapsed'),
    of('merchant', 'decided', 'upheld'),
  );
  const verdict = fc.constantFrom<Verdict>('kept', 'kept_late', 'broken', 'none');
  fc.assert(
    fc.property(
      verdict,
      fc.array(ended, { maxLength: 2 }),
      fc.constantFrom('person', 'merchant'),
      (fact, before, by) => {
        const [was, is] = [countsAs(fact, before), countsAs(fact, [...before, of(by as 'person', 'open')])];
        assert.ok(good[is] >= good[was], `${was} becomes ${is}`);
      },
    ),
  );
});
