import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Id } from '../../../kernel/index.ts';
import { returnIn, terms, thing } from './test-offers.ts';
import { assertBooks, assertNoFaults, auditSays, openStage, type Stage, type Told } from './test-told.ts';

const BOOK = { item: thing(6_000), obligations: [returnIn(14)], extension: { stepMinutes: 14 * 1440, countMax: 2 } };

let stage: Stage;
let book: Id<'ofr'>;
before(async () => {
  stage = await openStage();
  book = await stage.publish(terms('borrow', 'culture', BOOK));
});
after(() => stage.close());

async function lent(): Promise<Told> {
  const told = await stage.promise(book);
  await told.says('shop', 'begin');
  return told;
}

test('no money at all: brought back in time, late, or never, nothing is ever charged', async () => {
  const [inTime, late, never] = [await lent(), await lent(), await lent()];
  assert.deepEqual([(await inTime.seen()).ceilingMinor, (await inTime.seen()).grantedMinor], [0, 0]);
  await stage.days(13);
  await inTime.says('shop', 'fulfil');
  await stage.days(4);
  await late.says('shop', 'fulfil');
  await never.notice('shop');
  await stage.days(3);
  await inTime.is('kept', []);
  await late.is('kept', []);
  await never.is('broken', []);
  const states = await Promise.all([inTime, late, never].map(async (told) => (await told.seen()).obligations[0].state));
  assert.deepEqual(states, ['met', 'met_late', 'missed']);
});

test('it is renewed twice, in the grace too, and no third time', async () => {
  const told = await lent();
  await stage.days(14);
  await told.is('lapsed', []);
  await told.says('person', 'extend');
  await told.is('active', []);
  await told.says('person', 'extend');
  await told.refuses('person', 'extend', 'extension_limit_reached');
  await stage.days(27);
  await told.says('person', 'declare');
  await told.refuses('person', 'buy_out', 'already_declared');
  await stage.days(2);
  await told.is('kept', []);
});

test('a return that the shop contests, and that the person answers, can be made good', async () => {
  const told = await lent();
  await told.says('person', 'declare');
  await told.refuses('shop', 'notice', 'evidence_missing');
  await told.notice('shop');
  await told.says('person', 'answer', { answer: 'already_returned' });
  await told.refuses('person', 'answer', 'move_not_possible_now', { answer: 'on_my_way' });
  await told.says('shop', 'fulfil');
  await told.is('kept', []);
});

test('what the library lets go is over, and nobody broke it', async () => {
  const told = await lent();
  await told.refuses('person', 'release', 'move_not_possible_now');
  await told.says('shop', 'release');
  await told.is('kept', []);
  assert.equal((await told.seen()).obligations[0].state, 'void');
});

test('it is not sold: keeping it is no way to keep the promise', async () => {
  const told = await lent();
  await told.refuses('person', 'buy_out', 'buy_out_not_offered');
  await told.refuses('shop', 'bill', 'nothing_to_bill', { amountMinor: 100 });
  await told.refuses('shop', 'report', 'nothing_to_reach', { lineNo: 'A' });
});

test('the books of all of them agree, and nothing went wrong behind an answer', async () => {
  await assertBooks(stage);
  assertNoFaults(stage);
});

test('the audit finds nothing', async () => {
  assert.deepEqual(await auditSays(stage), []);
});
