import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type EndSeen, PROMISEE_BROKEN_MILLI, PROMISEE_KEPT_MILLI, promiseeConduct } from './promisee-conduct.ts';

const seen = (
  kind: EndSeen['kind'],
  reporter: EndSeen['reporter'],
  wasAccepted = true,
  isUndecided = false,
  isOwn = false,
  isFalseReport = false,
): EndSeen => ({
  kind,
  reporter,
  wasAccepted,
  isUndecided,
  isOwn,
  isFalseReport,
});

const rows: readonly (readonly [string, EndSeen, 'kept' | 'broken' | null])[] = [
  ['an ordinary end is a word kept by the shop too', seen('kept', 'merchant'), 'kept'],
  ['a declared return that nobody contested is one too', seen('kept', 'system'), 'kept'],
  ['a break that was held to with evidence is one too', seen('broken', 'merchant', true, true), 'kept'],
  ['a notice taken back is a word of the shop broken', seen('withdrawn', 'merchant', true, true), 'broken'],
  ['a notice left undecided after an answer is one too', seen('kept', 'system', true, true), 'broken'],
  ['a return confirmed after a notice is none', seen('kept', 'merchant'), 'kept'],
  ['cancelling on a person who had promised is one', seen('cancelled', 'merchant'), 'broken'],
  ['cancelling an offer nobody had taken up says nothing', seen('cancelled', 'merchant', false), null],
  ['a person who cancels says nothing about the shop', seen('cancelled', 'person'), null],
  ['what expires says nothing about the shop', seen('expired', 'system', false), null],
  ['a delivery that was made on the way is a word kept', seen('met', 'person', true, false, true), 'kept'],
  ['a stage of the person that was met says nothing yet', seen('met', 'merchant'), null],
  ['a claim left undecided on the way is a word broken', seen('met', 'system', true, true), 'broken'],
  ['what the shop owed and missed is one', seen('let_down', 'system', true, false, true), 'broken'],
  ['a notice that the person takes back clears the shop', seen('withdrawn', 'person', true, false, true), 'kept'],
  ['a shop that answered and was not pursued has kept its word', seen('kept', 'system', true, true, true), 'kept'],
  ['a target that was not reached says nothing about the shop', seen('unmet', 'system'), null],
  [
    'a report that a dispute has shown to be false is a word broken',
    seen('dispute_decided', 'operator', false, false, false, true),
    'broken',
  ],
  ['a dispute that left the fact standing says nothing about the shop', seen('dispute_decided', 'operator'), null],
  ['what goes on says nothing yet', seen('noticed', 'merchant', true, true), null],
];

for (const [guarantee, end, verdict] of rows) {
  test(guarantee, () => {
    const conduct = promiseeConduct(end);
    assert.equal(
      conduct?.keptMilli ?? null,
      verdict === 'kept' ? PROMISEE_KEPT_MILLI : verdict === 'broken' ? 0 : null,
    );
    assert.equal(
      conduct?.brokenMilli ?? null,
      verdict === 'broken' ? PROMISEE_BROKEN_MILLI : verdict === 'kept' ? 0 : null,
    );
  });
}
