import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Id } from '../../../kernel/index.ts';
import { admits, pay, terms } from './test-offers.ts';
import { assertBooks, assertNoFaults, auditSays, openStage, type Stage, type Told } from './test-told.ts';

const debits = { remindMinutesBefore: [60], retryMinutesAfter: [720, 1440] };
const RIDE = {
  obligations: [pay({ billedUpToMinor: 5_000, billWithinMinutes: 1440 }, 'shop', { debits })],
  grants: [{ type: 'pay_later', upToMinor: 5_000 }],
  ladder: [5_000],
  admission: admits(1),
};

let stage: Stage;
let ride: Id<'ofr'>;
before(async () => {
  stage = await openStage();
  ride = await stage.publish(terms('postpay', 'mobility', RIDE));
});
after(() => stage.close());

async function used(): Promise<Told> {
  const told = await stage.promise(ride);
  await told.says('shop', 'begin');
  await stage.hours(1);
  return told;
}

async function billed(amountMinor = 1_800): Promise<Told> {
  const told = await used();
  await told.says('shop', 'bill', { amountMinor });
  return told;
}

test('used first, told after it, paid before it is due: one price, collected', async () => {
  const told = await stage.promise(ride);
  await told.is('accepted', []);
  await told.refuses('shop', 'fulfil', 'move_not_possible_now');
  await told.refuses('shop', 'bill', 'move_not_possible_now', { amountMinor: 1 });
  await told.says('shop', 'begin');
  await told.refuses('shop', 'fulfil', 'move_not_possible_now');
  await told.refuses('shop', 'bill', 'bill_above_cap', { amountMinor: 5_001 });
  await told.says('shop', 'bill', { amountMinor: 1_800 });
  await told.is('active', []);
  await told.says('shop', 'fulfil');
  await told.is('kept', [['price', 1_800, 'collected']]);
  assert.deepEqual([await told.account('cash'), await told.account('receivable')], [1_800, 0]);
});

test('both sides read when it is reminded of, taken and retried; and that is one debit, not three', async () => {
  const told = await used();
  const payment = async () => {
    const byShop = await stage.troth.call('GET', `/v1/pledges/${told.id}`, { token: stage.shop.key });
    const byPerson = await told.seen();
    assert.deepEqual(byShop.body.payment, byPerson.payment);
    return byPerson.payment;
  };
  const { seq, amountMinor, capMinor } = await payment();
  assert.deepEqual({ seq, amountMinor, capMinor }, { seq: 1, amountMinor: null, capMinor: 5_000 });
  await told.says('shop', 'bill', { amountMinor: 1_800 });
  const billed = await payment();
  const hoursAfter = (at: string) => (Date.parse(at) - Date.parse(billed.dueAt)) / 3_600_000;
  assert.deepEqual(
    [
      billed.amountMinor,
      billed.remindAt.map(hoursAfter),
      billed.debitAt.map(hoursAfter),
      hoursAfter(billed.graceUntil),
    ],
    [1_800, [-1], [0, 12, 24], 24],
  );
  await stage.days(1);
  await stage.hours(13);
  await told.is('lapsed', [['price', 1_800, 'open']]);
  assert.deepEqual(await payment(), billed, 'a retry is no other debit');
  await told.ends('price', 'mark-paid');
  await told.is('kept', [['price', 1_800, 'collected']]);
  assert.equal(await payment(), null);
});

test('due and unpaid it is a charge; marking the charge paid keeps the promise', async () => {
  const told = await billed();
  await stage.days(1);
  await told.is('lapsed', [['price', 1_800, 'open']]);
  await told.refuses('shop', 'bill', 'move_not_possible_now', { amountMinor: 100 });
  await told.ends('price', 'mark-paid');
  await told.is('kept', [['price', 1_800, 'collected']]);
});

test('paid after the grace it is kept late', async () => {
  const told = await billed();
  await stage.days(3);
  await told.says('shop', 'fulfil');
  await told.is('kept', [['price', 1_800, 'collected']]);
  assert.equal((await told.seen()).obligations[0].state, 'met_late');
});

test('what the shop lets go is owed by nobody and broken by nobody, before it is due and after, under notice and answered', async () => {
  const early = await billed();
  await early.says('shop', 'release');
  await early.is('kept', []);
  const due = await billed();
  const noticed = await billed();
  const answered = await billed();
  await stage.days(1);
  await due.ends('price', 'forgive');
  await stage.hours(25);
  await noticed.notice('shop');
  await noticed.ends('price', 'forgive');
  await answered.notice('shop');
  await answered.says('person', 'answer', { answer: 'this_is_wrong' });
  await answered.ends('price', 'forgive');
  for (const told of [due, noticed, answered]) {
    await told.is('kept', [['price', 1_800, 'forgiven']]);
    assert.equal((await told.seen()).obligations[0].state, 'void');
  }
});

test('paid under notice, and after an answer, it is kept', async () => {
  const [noticed, answered] = [await billed(), await billed()];
  await stage.hours(49);
  await noticed.notice('shop');
  await noticed.ends('price', 'mark-paid');
  await answered.notice('shop');
  await answered.says('person', 'answer', { answer: 'on_my_way' });
  await answered.ends('price', 'mark-paid');
  for (const told of [noticed, answered]) await told.is('kept', [['price', 1_800, 'collected']]);
});

test('unpaid, noticed and unanswered it is broken, the debt stays open and can still be paid', async () => {
  const told = await billed();
  await stage.hours(49);
  await told.notice('shop');
  await stage.days(3);
  await told.is('broken', [['price', 1_800, 'open']]);
  await told.ends('price', 'mark-paid');
  await told.is('broken', [['price', 1_800, 'collected']]);
});

test('a notice taken back, or an answer not decided on, leaves the debt as open as it was and no mark', async () => {
  const [withdrawn, undecided] = [await billed(), await billed()];
  await stage.hours(49);
  await withdrawn.notice('shop');
  await withdrawn.says('shop', 'withdraw');
  await undecided.notice('shop');
  await undecided.says('person', 'answer', { answer: 'this_is_wrong' });
  await stage.days(5);
  for (const told of [withdrawn, undecided]) {
    await told.is('kept', [['price', 1_800, 'open']]);
    assert.equal((await told.seen()).obligations[0].state, 'void');
  }
});

test('what nobody tells in time is owed by nobody, and so is nothing', async () => {
  const untold = await used();
  const nothing = await billed(0);
  const lowered = await billed(700);
  await lowered.says('shop', 'bill', { amountMinor: 0 });
  await stage.days(1);
  for (const told of [untold, nothing, lowered]) {
    await told.is('kept', []);
    assert.equal((await told.seen()).obligations[0].state, 'void');
  }
});

test('not begun by its due time it expires; either side calls it off before', async () => {
  const [late, byPerson, byShop] = [await stage.promise(ride), await stage.promise(ride), await stage.promise(ride)];
  await byPerson.says('person', 'cancel');
  await byShop.says('shop', 'cancel');
  await stage.days(2);
  await late.is('expired', []);
  for (const told of [byPerson, byShop]) await told.is('cancelled', []);
  const running = await used();
  await running.refuses('person', 'cancel', 'move_not_possible_now');
});

test('of a debt about which nobody speaks for ninety days no mark is left, and it stays owed', async () => {
  const told = await billed();
  await stage.days(93);
  await told.is('expired', [['price', 1_800, 'open']]);
});

test('the books of all of them agree, and nothing went wrong behind an answer', async () => {
  await assertBooks(stage);
  assertNoFaults(stage);
});

test('the audit finds nothing', async () => {
  assert.deepEqual(await auditSays(stage), []);
});
