// Guards of words: what a person contests and confirms, refusals that are told again,
// how long anything is told at all, and files that a person brings.
import { type Guard, of } from './guard.ts';
import { GUARDS_OF_PAGES } from './guards-of-pages.ts';

const contest = of('journeys', 'doors/api/contest.pg.test.ts');

const again = of('doors/api', 'doors/api/refusals-again.pg.test.ts');

const limit = of('rooms', 'rooms/rulebook/five-years.test.ts');
const ageing = of('rooms/score', 'rooms/score/ageing.test.ts');
const file = of('doors/api', 'doors/api/five-years.pg.test.ts');

const upload = of('doors', 'doors/pages/uploads.pg.test.ts');

export const GUARDS_OF_WORDS: readonly Guard[] = [
  ...GUARDS_OF_PAGES,
  upload(
    'a body beyond the limit is not held',
    'pages/upload.ts',
    'if (size > HELD_BYTES_MAX) throw refusedWith(413);',
    '',
  ),
  upload(
    'evidence has a largest size, whichever way it comes',
    'api/evidence-limits.ts',
    'sizeBytes > EVIDENCE_BYTES_MAX',
    'false',
  ),
  upload(
    'evidence is of a type on the list',
    'api/evidence-limits.ts',
    'if (type === undefined)',
    "if (mediaType === 'nothing')",
  ),
  upload('one file at a time', 'pages/upload.ts', 'files.length > 1', 'files.length > 9'),
  upload('only forms that say so carry files', 'pages/upload.ts', '.upload !== true', '.upload === null'),
  limit(
    'at the limit it has left',
    'rulebook/five-years.ts',
    'return endedAt <= leftBy(now);',
    'return endedAt < leftBy(now);',
  ),
  ageing(
    'no draw counts a broken promise too long',
    'ageing.ts',
    'age > BROKEN_COUNTS_PERIODS',
    'age > BROKEN_COUNTS_PERIODS + 2',
  ),
  ageing(
    'no draw counts a late return too long',
    'ageing.ts',
    'age > LATE_COUNTS_PERIODS',
    'age > LATE_COUNTS_PERIODS + 6',
  ),
  ageing(
    'what has left is in no earlier draw either',
    'cell.ts',
    'const fold = stillCounting(whole, period);',
    'const fold = whole;',
  ),
  file(
    'the number leaves out what has left',
    'left-the-file.ts',
    "fact.what !== 'kept' && hasLeft(fact.effectiveAt, now)",
    'false',
  ),
  file(
    'a pledge that has left is not found',
    'person-file.ts',
    'if (hasPledgeLeft(all, charges, now)) return null;',
    '',
  ),
  file(
    'a pledge that has left is not listed',
    'left-the-file.ts',
    'and n.effective_at <= $${n} and',
    "and n.effective_at <= $${n}::timestamptz - interval '1 year' and",
  ),
  again(
    'a refusal told again names the same fields',
    'submit.ts',
    'return withPointers(outcome, command.order);',
    'return outcome;',
  ),
  again(
    'a key that is free again is a new order',
    'submit.ts',
    'and recorded_at > $3',
    'and $3::timestamptz is not null',
  ),
  contest('nobody contests what is on another’s file', 'contest-fact.ts', 'fact.partyId === speaker.partyId', 'true'),
  contest(
    'a contest stays beside its fact: it is none itself',
    'contest-fact.ts',
    'OF_DISPUTES.includes(contested.kind)',
    'false',
  ),
  contest(
    'what was handed over is confirmed once',
    'confirmed-found.ts',
    'return this.#counts.get(pledgeId) ?? 0;',
    'return 0;',
  ),
];
