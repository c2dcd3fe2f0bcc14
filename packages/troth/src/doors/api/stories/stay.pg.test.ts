import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Id } from '../../../kernel/index.ts';
import { admits, metered, pay, returnIn, terms, thing } from './test-offers.ts';
import { assertBooks, assertNoFaults, auditSays, openStage, type Stage, type Told } from './test-told.ts';

/** ¥300 a night begun; extras are told within three days of leaving, ¥500 at most. */
const STAY = {
  item: thing(200_000),
  obligations: [
    { type: 'attend', owedBy: 'promisor', windowMinutes: 720, graceMinutes: 60 },
    returnIn(1),
    metered,
    pay({ billedUpToMinor: 50_000, billWithinMinutes: 4320 }, 'shop'),
  ],
  grants: [{ type: 'deposit_waiver', upToMinor: 100_000 }],
  consequences: {
    usage: { perUnitMinor: 30_000, unitMinutes: 1440, freeMinutes: 0, capMinor: 150_000 },
    loss: { capMinor: 100_000 },
    noShow: { feeMinor: 30_000 },
    lateCancel: { freeUntilMinutesBefore: 360, feeMinor: 15_000 },
  },
  ladder: [100_000],
  admission: admits(1),
};

let stage: Stage;
let room: Id<'ofr'>;
before(async () => {
  stage = await openStage();
  room = await stage.publish(terms('stay', 'stay', STAY));
});
after(() => stage.close());

const booked = async (): Promise<Told> => stage.promise(room, { startsAt: await stage.inHours(12) });

/** Came in time, slept a night, left. */
async function left(): Promise<Told> {
  const stay = await booked();
  await stage.hours(14);
  await stay.says('shop', 'fulfil');
  await stay.is('active', []);
  await stage.hours(20);
  await stay.says('person', 'declare');
  await stay.says('shop', 'fulfil');
  await stay.is('active', [['usage', 30_000, 'open']]);
  return stay;
}

test('no deposit and no queue: leaving ends the night, extras are told afterwards, only downwards and under their cap', async () => {
  const stay = await booked();
  await stay.is('accepted', []);
  assert.equal((await stay.seen()).depositMinor, 0);
  await stay.refuses('shop', 'begin', 'nothing_to_hand_over');
  await stage.hours(14);
  await stay.says('shop', 'fulfil');
  await stay.refuses('shop', 'bill', 'nothing_to_bill', { amountMinor: 100 });
  await stage.hours(20);
  await stay.says('shop', 'fulfil');
  await stay.refuses('shop', 'fulfil', 'move_not_possible_now');
  await stay.refuses('shop', 'bill', 'bill_above_cap', { amountMinor: 50_001 });
  await stay.says('shop', 'bill', { amountMinor: 6_800 });
  await stay.refuses('shop', 'bill', 'bill_only_downwards', { amountMinor: 6_800 });
  await stay.says('shop', 'bill', { amountMinor: 5_000 });
  await stay.is('active', [['usage', 30_000, 'open']]);
  await stage.days(1);
  await stay.is('lapsed', [
    ['usage', 30_000, 'open'],
    ['price', 5_000, 'open'],
  ]);
  await stay.ends('price', 'mark-paid');
  await stay.ends('usage', 'mark-paid');
  await stay.is('kept', [
    ['usage', 30_000, 'collected'],
    ['price', 5_000, 'collected'],
  ]);
  assert.deepEqual(await stay.facts(), ['accepted', 'met', 'met', 'billed', 'billed', 'lapsed', 'kept']);
});

test('extras that nobody told within three days are owed by nobody', async () => {
  const stay = await left();
  await stage.days(3);
  await stay.is('kept', [['usage', 30_000, 'open']]);
});

test('extras paid at the desk before they are due are a price that is paid', async () => {
  const stay = await left();
  await stay.says('shop', 'bill', { amountMinor: 1_200 });
  await stay.says('shop', 'fulfil');
  await stay.is('kept', [
    ['usage', 30_000, 'open'],
    ['price', 1_200, 'collected'],
  ]);
});

test('extras that stay unpaid after notice are a broken promise, and stay owed', async () => {
  const stay = await left();
  await stay.says('shop', 'bill', { amountMinor: 1_200 });
  await stage.days(1);
  await stay.refuses('shop', 'notice', 'grace_still_runs');
  await stage.hours(25);
  await stay.notice('shop');
  await stage.days(3);
  await stay.is('broken', [
    ['usage', 30_000, 'open'],
    ['price', 1_200, 'open'],
  ]);
  await stay.ends('price', 'mark-paid');
});

test('who does not come and does not answer owes the no-show fee, and nothing of the room', async () => {
  const stay = await booked();
  await stage.hours(24);
  await stay.is('lapsed', []);
  await stage.hours(2);
  await stay.notice('shop');
  await stage.days(3);
  await stay.is('broken', [['no_show_fee', 30_000, 'open']]);
});

test('a no-show that answers, and whose answer the shop lets stand, is none', async () => {
  const stay = await booked();
  await stage.hours(26);
  await stay.notice('shop');
  await stay.says('person', 'answer', { answer: 'was_there' });
  await stay.says('shop', 'withdraw');
  await stay.is('active', []);
  await stay.says('shop', 'fulfil');
  await stage.days(3);
  assert.equal((await stay.seen()).state, 'kept');
});

test('cancelling is free until six hours before, and costs its fee after', async () => {
  const free = await booked();
  const late = await booked();
  await stage.hours(6);
  await free.says('person', 'cancel');
  await stage.hours(1);
  await late.says('person', 'cancel');
  await free.is('cancelled', []);
  await late.is('cancelled', [['late_cancel_fee', 15_000, 'open']]);
});

test('damage in the room is claimed after leaving, with evidence, and what follows is void', async () => {
  const stay = await booked();
  await stage.hours(14);
  await stay.says('shop', 'fulfil');
  await stage.hours(20);
  await stay.says('person', 'declare');
  await stay.notice('shop', { claimMinor: 40_000 });
  await stage.days(3);
  assert.deepEqual(
    (await stay.seen()).charges.map((one: { kind: string }) => one.kind),
    ['usage', 'loss'],
  );
  await stay.is('broken');
});

test('the books of all of them agree, and nothing went wrong behind an answer', async () => {
  await assertBooks(stage);
  assertNoFaults(stage);
});

test('the audit finds nothing', async () => {
  assert.deepEqual(await auditSays(stage), []);
});
