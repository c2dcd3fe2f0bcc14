import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Id } from '../../../kernel/index.ts';
import { admits, BY_THE_DAY, metered, returnIn, terms, thing } from './test-offers.ts';
import { assertBooks, assertNoFaults, auditSays, openStage, type Stage, type Told } from './test-told.ts';

const RENTAL = {
  item: thing(1_200_000),
  obligations: [returnIn(1), metered],
  grants: [{ type: 'deposit_waiver', upToMinor: 300_000 }],
  consequences: {
    usage: BY_THE_DAY,
    late: { perUnitMinor: 12_000, unitMinutes: 1440, capMinor: 36_000 },
    loss: { capMinor: 300_000 },
    buyOut: { priceMinor: 900_000 },
  },
  extension: { stepMinutes: 1440, countMax: 2 },
  ladder: [100_000, 300_000],
  admission: admits(2),
};

let stage: Stage;
let camera: Id<'ofr'>;
before(async () => {
  stage = await openStage();
  camera = await stage.publish(terms('rental', 'retail', RENTAL));
});
after(() => stage.close());

async function out(): Promise<Told> {
  const rental = await stage.promise(camera);
  await rental.is('accepted', []);
  await rental.says('shop', 'begin');
  await rental.says('person', 'confirm');
  await rental.is('active', []);
  return rental;
}

test('the shop orders, the person accepts, uses it for a day and brings it back: the use is owed, and paying it ends it', async () => {
  const rental = await stage.order(camera);
  await rental.is('offered', []);
  await rental.refuses('shop', 'begin', 'move_not_possible_now');
  await rental.says('person', 'accept');
  await rental.refuses('person', 'accept', 'move_not_possible_now');
  await rental.says('shop', 'begin');
  assert.equal(await rental.account('trust_extended'), 300_000);
  await stage.hours(23);
  await rental.refuses('shop', 'notice', 'return_not_contested_yet');
  await rental.says('shop', 'fulfil');
  await rental.is('kept', [['usage', 12_000, 'open']]);
  await rental.refuses('shop', 'fulfil', 'pledge_is_over');
  await rental.refuses('person', 'extend', 'pledge_is_over');
  await rental.ends('usage', 'mark-paid');
  await rental.is('kept', [['usage', 12_000, 'collected']]);
  assert.equal(await rental.account('cash'), 12_000);
  assert.equal(await rental.account('trust_extended'), 0);
});

test('ended early, only the days begun are owed', async () => {
  const rental = await stage.promise(camera);
  await rental.says('shop', 'begin');
  await rental.says('person', 'extend');
  await rental.says('person', 'extend');
  await stage.hours(30);
  await rental.says('person', 'declare');
  await rental.says('shop', 'fulfil');
  await rental.is('kept', [['usage', 24_000, 'open']]);
});

test('it is extended as often as the offer says, and what is late after the grace costs its fee', async () => {
  const rental = await out();
  await rental.says('person', 'extend');
  await rental.says('person', 'extend');
  await rental.refuses('person', 'extend', 'extension_limit_reached');
  await stage.days(4);
  await rental.is('lapsed', []);
  await stage.hours(1);
  await rental.says('shop', 'fulfil');
  await rental.is('kept', [
    ['usage', 60_000, 'open'],
    ['late_fee', 12_000, 'open'],
  ]);
  await rental.ends('usage', 'mark-paid');
  await rental.ends('late_fee', 'forgive');
  await rental.is('kept', [
    ['usage', 60_000, 'collected'],
    ['late_fee', 12_000, 'forgiven'],
  ]);
});

test('the person keeps it for its price', async () => {
  const rental = await out();
  await stage.hours(2);
  await rental.says('person', 'buy_out');
  await rental.is('kept', [
    ['usage', 12_000, 'open'],
    ['buy_out', 900_000, 'open'],
  ]);
});

test('where trust covers a part, the rest is the deposit of ordinary terms', async () => {
  const part = await stage.publish(terms('rental', 'retail', { ...RENTAL, admission: admits(1) }));
  const rental = await stage.promise(part, { shownMinor: 100_000 });
  const { outcome, grantedMinor, depositMinor } = await rental.seen();
  assert.deepEqual([outcome, grantedMinor, depositMinor], ['partial', 100_000, 200_000]);
  assert.equal(await rental.account('trust_extended'), 100_000);
  await rental.says('person', 'cancel');
  await rental.is('cancelled', []);
});

test('damage is claimed with evidence, the person answers, and the shop that holds to it gets at most its claim', async () => {
  const rental = await out();
  await rental.says('person', 'declare');
  await rental.refuses('person', 'declare', 'already_declared');
  await rental.refuses('shop', 'notice', 'evidence_missing');
  await rental.notice('shop', { claimMinor: 80_000 });
  await rental.refuses('shop', 'break', 'move_not_possible_now');
  await rental.says('person', 'answer', { answer: 'this_is_wrong' });
  await rental.says('shop', 'break');
  await rental.is('broken', [
    ['usage', 12_000, 'open'],
    ['loss', 80_000, 'open'],
  ]);
});

test('a damage claim is taken back, or left to lie after an answer: then it was kept', async () => {
  for (const end of ['withdrawn', 'left']) {
    const rental = await out();
    await stage.hours(1);
    await rental.says('person', 'declare');
    await rental.notice('shop', { claimMinor: 80_000 });
    await rental.says('person', 'answer', { answer: 'already_returned' });
    if (end === 'withdrawn') await rental.says('shop', 'withdraw');
    else await stage.days(5);
    await rental.is('kept', [['usage', 12_000, 'open']]);
  }
});

test('what was declared and not contested in two days was returned when it was declared', async () => {
  const rental = await out();
  await stage.hours(10);
  await rental.says('person', 'declare');
  await stage.days(2);
  await rental.is('kept', [['usage', 12_000, 'open']]);
});

test('lost: after the grace, with evidence and unanswered for three days, it costs the loss and never more than the deposit', async () => {
  const rental = await out();
  await stage.days(1);
  await rental.is('lapsed', []);
  await rental.refuses('shop', 'notice', 'grace_still_runs');
  await stage.hours(25);
  await rental.refuses('person', 'extend', 'grace_has_passed');
  await rental.notice('shop');
  await stage.hours(71);
  await rental.is('noticed', []);
  await stage.hours(1);
  await rental.is('broken', [
    ['usage', 12_000, 'open'],
    ['loss', 300_000, 'open'],
  ]);
  assert.equal((await rental.facts()).at(-1), 'broken');
});

test('about a thing that is out for ninety days after its grace, and of which nobody speaks, no mark is left', async () => {
  const rental = await out();
  await stage.days(92);
  await rental.is('expired', []);
  assert.deepEqual(await rental.facts(), ['accepted', 'begun', 'confirmed', 'lapsed', 'expired']);
});

test('what is not taken up, not handed over, declined or called off before it begins costs nobody anything', async () => {
  const notTaken = await stage.order(camera);
  const declined = await stage.order(camera);
  const byShop = await stage.promise(camera);
  const notHandedOver = await stage.promise(camera);
  await declined.says('person', 'decline');
  await declined.is('cancelled', []);
  await byShop.says('shop', 'cancel');
  await byShop.is('cancelled', []);
  await stage.days(1);
  await notTaken.is('expired', []);
  await notHandedOver.is('expired', []);
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
