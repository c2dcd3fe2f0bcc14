import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Id } from '../../../kernel/index.ts';
import { admits, deliver, pay, terms } from './test-offers.ts';
import { assertBooks, assertNoFaults, auditSays, openStage, type Stage, type Told } from './test-told.ts';

/** ¥100 in three parts, the first a month after the delivery, then month by month. */
const COURSE = {
  obligations: [
    deliver(3),
    {
      ...pay({ fixedMinor: 10_000 }, 'shop'),
      due: undefined,
      parts: { count: 3, unit: 'months', firstAfter: 1, every: 1, atLocalTime: '23:00' },
    },
  ],
  grants: [{ type: 'pay_later', upToMinor: 10_000 }],
  ladder: [10_000],
  admission: admits(1),
};
const ALL_PAID = [
  ['price', 3_334, 'collected'],
  ['price', 3_333, 'collected'],
  ['price', 3_333, 'collected'],
] as const;

let stage: Stage;
let course: Id<'ofr'>;
before(async () => {
  stage = await openStage();
  course = await stage.publish(JSON.parse(JSON.stringify(terms('instalment', 'culture', COURSE))));
});
after(() => stage.close());

async function delivered(): Promise<Told> {
  const told = await stage.promise(course);
  await told.delivers();
  await told.says('person', 'fulfil');
  return told;
}

/** What both sides read that paying all of it now costs. */
async function costs(told: Told): Promise<number | null> {
  const byShop = await stage.troth.call('GET', `/v1/pledges/${told.id}`, { token: stage.shop.key });
  const byPerson = await told.seen();
  assert.equal(byShop.body.earlyPayoffMinor, byPerson.earlyPayoffMinor);
  return byPerson.earlyPayoffMinor;
}

test('paid off early, all that is left is paid at once, each part with its own charge, under one key as often as it is sent', async () => {
  const told = await delivered();
  assert.equal(await costs(told), 10_000);
  await told.refuses('shop', 'pay_off', 'payoff_is_another_amount', { amountMinor: 9_999 });
  await told.refuses('shop', 'pay_off', 'payoff_is_another_amount', { amountMinor: 10_001 });
  await told.is('active', []);
  await told.says('shop', 'pay_off', { amountMinor: 10_000 });
  await told.is('kept', ALL_PAID);
  assert.equal(await costs(told), null);
  assert.deepEqual([await told.account('cash'), await told.account('receivable')], [10_000, 0]);
  assert.deepEqual(await told.facts(), ['accepted', 'declared', 'met', 'met', 'met', 'kept']);
  await told.refuses('shop', 'pay_off', 'pledge_is_over');
});

test('what was missed and what was paid of a part count: nothing of the price is owed afterwards, and the promise stays broken', async () => {
  const told = await delivered();
  await stage.days(33);
  await told.notice('shop');
  await stage.days(3);
  await told.is('active', [['price', 3_334, 'open']]);
  assert.equal(await costs(told), 10_000);
  await stage.days(30);
  const { charges } = await told.seen();
  const second = charges.find((one: { amountMinor: number }) => one.amountMinor === 3_333);
  const path = `/v1/pledges/${told.id}/charges/${second.chargeId}/pay-part`;
  const part = await stage.troth.call('POST', path, { token: stage.shop.key, body: { amountMinor: 1_000 } });
  assert.equal(part.status, 200);
  assert.equal(await costs(told), 9_000);
  await told.says('shop', 'pay_off', { amountMinor: 9_000 });
  await told.is('broken', ALL_PAID);
  assert.deepEqual([await told.account('cash'), await told.account('receivable')], [10_000, 0]);
});

test('one part paid already, the payoff is the rest', async () => {
  const told = await delivered();
  await told.says('shop', 'fulfil', { seq: 2 });
  assert.equal(await costs(told), 6_666);
  await told.says('shop', 'pay_off');
  await told.is('kept', ALL_PAID);
});

test('before the delivery no part is to be paid, and there is nothing to pay off', async () => {
  const told = await stage.promise(course);
  assert.equal(await costs(told), null);
  await told.refuses('shop', 'pay_off', 'nothing_to_pay_off');
  await told.is('active', []);
});

test('ten payoffs under ten keys pay once', async () => {
  const told = await delivered();
  const path = `/v1/pledges/${told.id}/pay-off`;
  const ask = () => stage.troth.call('POST', path, { token: stage.shop.key, body: { amountMinor: 10_000 } });
  const replies = await Promise.all(Array.from({ length: 10 }, ask));
  assert.deepEqual(replies.map(({ status }) => status).sort(), [200, ...Array(9).fill(409)]);
  await told.is('kept', ALL_PAID);
  assert.equal(await told.account('cash'), 10_000);
});

test('the books of all of them agree, and nothing went wrong behind an answer', async () => {
  await assertBooks(stage);
  assertNoFaults(stage);
});

test('the audit finds nothing', async () => {
  assert.deepEqual(await auditSays(stage), []);
});
