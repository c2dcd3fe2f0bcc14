import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Id } from '../../../kernel/index.ts';
import { admits, BY_THE_DAY, metered, pay, refundIn, returnIn, terms, thing } from './test-offers.ts';
import { assertBooks, assertNoFaults, auditSays, openStage, type Stage, type Told } from './test-told.ts';

/** ¥3,000 deposit, of which trust waives ¥1,000; the rest is paid into custody and back within three working days. */
const BIKE = {
  item: thing(1_200_000),
  obligations: [pay({ deposit: 'ordinary_terms' }, 'custody'), returnIn(1), metered, refundIn(3)],
  grants: [{ type: 'deposit_waiver', upToMinor: 300_000 }],
  consequences: { usage: BY_THE_DAY, loss: { capMinor: 300_000 } },
  ladder: [100_000, 300_000],
};

let stage: Stage;
let partly: Id<'ofr'>;
let wholly: Id<'ofr'>;
before(async () => {
  stage = await openStage();
  partly = await stage.publish(terms('custody', 'mobility', { ...BIKE, admission: admits(1) }));
  wholly = await stage.publish(terms('custody', 'mobility', { ...BIKE, admission: admits(2) }));
});
after(() => stage.close());

const kept = async (told: Told) => [await told.account('custody_cash'), await told.account('custody_held')];
const states = async (told: Told) => (await told.seen()).obligations.map((owed: { state: string }) => owed.state);

/** The deposit is paid in and the thing is out. */
async function out(): Promise<Told> {
  const told = await stage.promise(partly);
  await told.is('active', []);
  await told.says('shop', 'fulfil');
  assert.deepEqual(await kept(told), [200_000, -200_000]);
  return told;
}

/** Brought back within the day: the use is paid from the deposit, the rest is owed back. */
async function back(): Promise<Told> {
  const told = await out();
  await stage.hours(5);
  await told.says('shop', 'fulfil');
  await told.is('active', [['usage', 12_000, 'collected']]);
  assert.deepEqual(await kept(told), [188_000, -188_000]);
  assert.equal(await told.account('cash'), 12_000);
  return told;
}

test('paid in, brought back, its use paid from the deposit, the rest refunded and confirmed', async () => {
  const told = await back();
  await told.refuses('person', 'release', 'move_not_possible_now');
  await told.refuses('shop', 'release', 'move_not_possible_now');
  await told.says('shop', 'declare');
  await told.says('person', 'fulfil');
  await told.is('kept', [['usage', 12_000, 'collected']]);
  assert.deepEqual(await kept(told), [0, 0]);
  assert.deepEqual(await states(told), ['met', 'met', 'met', 'met']);
});

test('a refund that was declared and not contested for two days is made', async () => {
  const told = await back();
  await told.says('shop', 'declare');
  await stage.days(2);
  await told.is('kept', [['usage', 12_000, 'collected']]);
  assert.deepEqual(await kept(told), [0, 0]);
});

test('a refund is due in three working days; not made, noticed and unanswered, the shop has let the person down and still owes it', async () => {
  const told = await back();
  const { dueAt } = await told.seen();
  assert.ok(Date.parse(dueAt) - (await stage.now()) >= 3 * 86_400_000 - 12 * 3_600_000, dueAt);
  await told.refuses('person', 'notice', 'return_not_contested_yet', {
    evidenceIds: ['evd_00000000000000000000000000000000'],
  });
  await stage.troth.call('POST', '/v1/clock/advance', {
    token: stage.troth.operatorKey,
    body: { toInstant: dueAt },
  });
  await stage.hours(1);
  await told.is('lapsed', [['usage', 12_000, 'collected']]);
  await told.notice('person');
  await told.refuses('person', 'answer', 'move_not_possible_now', { answer: 'was_there' });
  await stage.days(3);
  await told.is('let_down', [['usage', 12_000, 'collected']]);
  assert.deepEqual(await kept(told), [188_000, -188_000]);
  assert.deepEqual(await states(told), ['met', 'met', 'void', 'missed']);
});

test('a refund that was never declared is the shop’s broken word without a notice, and the deposit stays owed', async () => {
  const told = await back();
  await stage.days(400);
  await told.is('let_down', [['usage', 12_000, 'collected']]);
  assert.deepEqual(await kept(told), [188_000, -188_000]);
  const seenFacts: { kind: string; factId: string }[] = (await told.seen()).facts;
  const letDown = seenFacts.find(({ kind }) => kind === 'let_down')?.factId;
  const putRight = (token: string, path: string) => stage.troth.call('POST', path, { token, body: { how: 'late' } });
  const mine = `/v1/me/facts/${letDown}/put-right`;
  assert.equal((await putRight(stage.shop.key, mine)).status, 403, 'only the person can say that it is back');
  assert.equal((await putRight(told.by.session, mine)).status, 201);
  assert.deepEqual(await kept(told), [0, 0], 'what was given back late is owed no more');
  assert.equal((await putRight(told.by.session, mine)).body.code, 'already_put_right');
  await told.is('let_down', [['usage', 12_000, 'collected']]);
});

test('a thing that is out for ninety days and of which nobody speaks leaves no mark, and its deposit falls due to be given back', async () => {
  const told = await out();
  await stage.days(92);
  await told.is('active', []);
  assert.deepEqual(await kept(told), [200_000, -200_000]);
  assert.deepEqual(await states(told), ['met', 'void', 'follows', 'open']);
  await told.says('person', 'fulfil');
  await told.is('kept', []);
  assert.deepEqual(await kept(told), [0, 0]);
});

test('lost: the loss is paid from the deposit first, the rest of it stays owed, and nothing is left to refund', async () => {
  const told = await out();
  await stage.days(2);
  await stage.hours(1);
  await told.notice('shop');
  await stage.days(3);
  await told.is('broken', [
    ['usage', 12_000, 'collected'],
    ['loss', 188_000, 'collected'],
    ['loss', 112_000, 'open'],
  ]);
  assert.deepEqual(await kept(told), [0, 0]);
  assert.deepEqual(await states(told), ['met', 'missed', 'missed', 'void']);
});

test('broken with a small claim, the rest of the deposit is given back all the same', async () => {
  const told = await out();
  await told.says('person', 'declare');
  await told.notice('shop', { claimMinor: 50_000 });
  await told.says('person', 'answer', { answer: 'this_is_wrong' });
  await told.says('shop', 'break');
  await told.is('active');
  const [held] = await kept(told);
  assert.equal(held, 200_000 - 12_000 - 50_000);
  await told.says('person', 'fulfil');
  await told.is('broken');
  assert.deepEqual(await kept(told), [0, 0]);
});

test('waived whole, nothing is paid in and nothing is refunded', async () => {
  const told = await stage.promise(wholly);
  await told.is('accepted', []);
  await told.says('shop', 'begin');
  await stage.hours(1);
  await told.says('shop', 'fulfil');
  await told.is('kept', [['usage', 12_000, 'open']]);
  assert.deepEqual(await states(told), ['void', 'met', 'met', 'void']);
});

test('not paid in, it expires; called off before, it is cancelled; the deposit of a thing that is out is no reason to call off', async () => {
  const [unpaid, byPerson, byShop] = [
    await stage.promise(partly),
    await stage.promise(partly),
    await stage.promise(partly),
  ];
  await byPerson.says('person', 'cancel');
  await byShop.says('shop', 'cancel');
  await stage.days(2);
  await unpaid.is('expired', []);
  for (const told of [unpaid, byPerson, byShop]) assert.deepEqual(await kept(told), [0, 0]);
  const running = await out();
  await running.refuses('person', 'cancel', 'move_not_possible_now');
  await running.refuses('shop', 'cancel', 'move_not_possible_now');
});

test('the books of all of them agree, and nothing went wrong behind an answer', async () => {
  await assertBooks(stage);
  assertNoFaults(stage);
});

test('the audit finds nothing', async () => {
  assert.deepEqual(await auditSays(stage), []);
});
