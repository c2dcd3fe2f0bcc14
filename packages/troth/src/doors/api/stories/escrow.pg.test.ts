import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Id } from '../../../kernel/index.ts';
import { deliver, pay, terms } from './test-offers.ts';
import { assertBooks, assertNoFaults, auditSays, openStage, type Stage, type Told } from './test-told.ts';

/** Paid into escrow within a day, delivered within three, confirmed or not contested within two. */
const ORDERED = { obligations: [pay({ orderedUpToMinor: 80_000 }, 'escrow'), deliver(3)] };
const PRICE = { amountMinor: 45_000 };

let stage: Stage;
let desk: Id<'ofr'>;
before(async () => {
  stage = await openStage();
  desk = await stage.publish(terms('escrow', 'retail', ORDERED));
});
after(() => stage.close());

/** Paid in: the money lies apart, and is nobody's earnings. */
async function funded(): Promise<Told> {
  const told = await stage.promise(desk, PRICE);
  await told.is('active', []);
  await told.says('shop', 'fulfil');
  await told.is('active', []);
  await held(told, 45_000, 0);
  return told;
}

async function held(told: Told, heldMinor: number, earnedMinor: number): Promise<void> {
  const pots = await Promise.all(['escrow_cash', 'escrow_held', 'cash', 'revenue'].map((name) => told.account(name)));
  assert.deepEqual(pots, [heldMinor, 0 - heldMinor, earnedMinor, 0 - earnedMinor]);
}

test('paid in, delivered, confirmed by the person: the money is the shop’s', async () => {
  const told = await funded();
  await told.refuses('person', 'cancel', 'move_not_possible_now');
  await told.refuses('shop', 'fulfil', 'move_not_possible_now');
  await told.refuses('shop', 'declare', 'evidence_missing');
  await told.delivers();
  await told.refuses('shop', 'cancel', 'move_not_possible_now');
  await held(told, 45_000, 0);
  await told.says('person', 'fulfil');
  await told.is('kept', []);
  await held(told, 0, 45_000);
});

test('delivered with proof and not contested for two days, the money is released by itself', async () => {
  const told = await funded();
  await told.delivers();
  await stage.hours(47);
  await held(told, 45_000, 0);
  await stage.hours(1);
  await told.is('kept', []);
  await held(told, 0, 45_000);
});

test('not delivered: the person gives notice, the shop is silent: the money comes back and the shop has let them down', async () => {
  const told = await funded();
  await stage.hours(73);
  await told.is('lapsed', []);
  await told.notice('person');
  await stage.hours(71);
  await held(told, 45_000, 0);
  await stage.hours(1);
  await told.is('let_down', []);
  await held(told, 0, 0);
  await told.refuses('shop', 'declare', 'pledge_is_over');
});

test('what the shop says was delivered, the person contests in time; silence of the shop brings the money back', async () => {
  const told = await funded();
  await told.delivers();
  await told.notice('person');
  await stage.days(3);
  await told.is('let_down', []);
  await held(told, 0, 0);
});

test('contested and answered: the person confirms, takes it back, or says nothing more, and the money is released', async () => {
  for (const end of ['fulfil', 'withdraw', 'nothing']) {
    const told = await funded();
    await told.delivers();
    await told.notice('person');
    await told.says('shop', 'answer', { answer: 'this_is_wrong' });
    await told.refuses('shop', 'break', 'move_not_possible_now');
    await held(told, 45_000, 0);
    if (end === 'nothing') await stage.days(5);
    else await told.says('person', end);
    await told.is('kept', []);
    await held(told, 0, 45_000);
  }
});

test('the person lets the delivery go: nobody owes it any more, and the money comes back', async () => {
  const told = await funded();
  await told.says('person', 'release');
  await told.is('kept', []);
  await held(told, 0, 0);
});

test('the shop that cannot deliver calls it off, before the due time and after, and the money comes back', async () => {
  const [early, late] = [await funded(), await funded()];
  await early.says('shop', 'cancel');
  await stage.days(3);
  await late.says('shop', 'cancel');
  for (const told of [early, late]) {
    await told.is('cancelled', []);
    await held(told, 0, 0);
  }
});

test('not paid in within the day and its grace it expires; either side calls it off before', async () => {
  const [unpaid, byPerson, byShop] = [
    await stage.promise(desk, PRICE),
    await stage.promise(desk, PRICE),
    await stage.promise(desk, PRICE),
  ];
  await byPerson.says('person', 'cancel');
  await byShop.says('shop', 'cancel');
  await byPerson.is('cancelled', []);
  await byShop.is('cancelled', []);
  await stage.hours(47);
  await unpaid.is('active', []);
  await stage.hours(1);
  await unpaid.is('expired', []);
  for (const told of [unpaid, byPerson, byShop]) await held(told, 0, 0);
});

test('not delivered and never spoken of: silence releases nothing to the shop, and after ninety days the money comes back', async () => {
  const told = await funded();
  await stage.days(92);
  await told.is('lapsed', []);
  await held(told, 45_000, 0);
  await stage.days(1);
  await told.is('expired', []);
  await held(told, 0, 0);
});

test('delivered late, before anybody has given notice, is delivered', async () => {
  const told = await funded();
  await stage.days(10);
  await told.is('lapsed', []);
  await told.delivers();
  await stage.days(2);
  await told.is('kept', []);
  await held(told, 0, 45_000);
});

test('the books of all of them agree, and nothing went wrong behind an answer', async () => {
  await assertBooks(stage);
  assertNoFaults(stage);
});

test('the audit finds nothing', async () => {
  assert.deepEqual(await auditSays(stage), []);
});
