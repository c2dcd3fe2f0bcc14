import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Id, uuidOf } from '../../../kernel/index.ts';
import { admits, deliver, pay, terms } from './test-offers.ts';
import { assertBooks, assertNoFaults, auditSays, openStage, type Stage, type Told } from './test-told.ts';

/** ¥100 in three parts, the first at once, then month by month at nine. */
const COURSE = {
  obligations: [
    deliver(3),
    {
      ...pay({ fixedMinor: 10_000 }, 'shop'),
      due: undefined,
      parts: { count: 3, unit: 'months', firstAfter: 0, every: 1, atLocalTime: '23:00' },
    },
  ],
  grants: [{ type: 'pay_later', upToMinor: 10_000 }],
  ladder: [10_000],
  admission: admits(1),
};

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
  await told.is('active', []);
  return told;
}

const parts = async (told: Told) =>
  (await told.seen()).obligations.slice(1).map((owed: { asked: number; state: string }) => [owed.asked, owed.state]);
const price = (amountMinor: number, state: 'open' | 'collected' | 'forgiven') => ['price', amountMinor, state] as const;

test('three parts, each paid when it is due, add up to the price; the first takes what does not divide', async () => {
  const told = await delivered();
  const dates = (await told.seen()).obligations.slice(1).map((owed: { dueAt: string }) => owed.dueAt);
  for (const [i, amountMinor] of [3_334, 3_333, 3_333].entries()) {
    await stage.troth.call('POST', '/v1/clock/advance', {
      token: stage.troth.operatorKey,
      body: { toInstant: dates[i] },
    });
    await told.refuses('shop', 'notice', 'grace_still_runs', { evidenceIds: ['evd_00000000000000000000000000000000'] });
    assert.equal((await told.seen()).charges.at(-1).amountMinor, amountMinor);
    await told.ends('price', 'mark-paid');
  }
  await told.is('kept', [price(3_334, 'collected'), price(3_333, 'collected'), price(3_333, 'collected')]);
  assert.deepEqual(await told.facts(), [
    ...['accepted', 'declared', 'met', 'lapsed', 'met', 'lapsed', 'met', 'lapsed', 'kept'],
  ]);
});

test('paid off early, on one day', async () => {
  const told = await delivered();
  for (const state of ['active', 'active', 'kept']) {
    await told.says('shop', 'fulfil');
    await told.is(state);
  }
  await told.refuses('shop', 'fulfil', 'pledge_is_over');
  await told.is('kept', [price(3_334, 'collected'), price(3_333, 'collected'), price(3_333, 'collected')]);
});

test('a payment says which part it is for: another one that runs is not paid by it, and the no names the one that does', async () => {
  const told = await delivered();
  await told.says('shop', 'fulfil', { seq: 2 });
  await told.refuses('shop', 'fulfil', 'stage_is_not_running', { seq: 2 });
  await told.refuses('shop', 'release', 'stage_is_not_running', { seq: 4 });
  const reply = await stage.troth.call('POST', `/v1/pledges/${told.id}/fulfil`, {
    token: stage.shop.key,
    body: { seq: 2 },
  });
  assert.deepEqual(
    [reply.status, reply.body.detail, reply.body.pointers],
    [409, 'stage 3 runs', ['/seq']],
    'the stage that runs is named',
  );
  await told.is('active', [price(3_334, 'collected')]);
  await told.says('shop', 'release', { seq: 3 });
  await told.says('shop', 'fulfil', { seq: 4 });
  await told.refuses('shop', 'fulfil', 'pledge_is_over', { seq: 4 });
  await told.is('kept', [price(3_334, 'collected'), price(3_333, 'collected')]);
});

test('two payments under two keys that mean the same part pay it once', async () => {
  const told = await delivered();
  const path = `/v1/pledges/${told.id}/fulfil`;
  const replies = await Promise.all(
    Array.from({ length: 8 }, () => stage.troth.call('POST', path, { token: stage.shop.key, body: { seq: 2 } })),
  );
  assert.deepEqual(replies.map(({ status }) => status).sort(), [200, ...Array.from({ length: 7 }, () => 409)]);
  await told.is('active', [price(3_334, 'collected')]);
});

test('a missed part does not make the others due, is owed on, and in the end the promise was broken', async () => {
  const told = await delivered();
  await stage.days(2);
  await told.notice('shop');
  await stage.days(3);
  await told.is('active', [price(3_334, 'open')]);
  assert.deepEqual(await parts(told), [
    [3_334, 'missed'],
    [3_333, 'open'],
    [3_333, 'waiting'],
  ]);
  await told.ends('price', 'mark-paid');
  await told.is('active', [price(3_334, 'collected')]);
  await told.says('shop', 'fulfil');
  await told.says('shop', 'fulfil');
  await told.is('broken', [price(3_334, 'collected'), price(3_333, 'collected'), price(3_333, 'collected')]);
  assert.equal((await told.facts()).filter((kind) => kind === 'missed').length, 1);
});

test('parts let go, before they are due and after, are owed by nobody', async () => {
  const told = await delivered();
  await stage.days(1);
  await told.ends('price', 'forgive');
  await told.says('shop', 'release');
  await told.says('shop', 'release');
  await told.is('kept', [price(3_334, 'forgiven')]);
  assert.deepEqual(await parts(told), [
    [3_334, 'void'],
    [3_333, 'void'],
    [3_333, 'void'],
  ]);
});

test('a first part that is paid after the second fell due: the second is due at once, in its turn, and not before', async () => {
  const told = await delivered();
  await stage.days(50);
  await told.is('lapsed', [price(3_334, 'open')]);
  await told.ends('price', 'mark-paid');
  await stage.hours(1);
  await told.is('lapsed', [price(3_334, 'collected'), price(3_333, 'open')]);
  await told.refuses('shop', 'notice', 'grace_still_runs', { evidenceIds: ['evd_00000000000000000000000000000000'] });
  await told.ends('price', 'mark-paid');
  const times = await stage.rows.query<{ isLater: boolean }>(
    `select recorded_at >= lag(recorded_at, 1, recorded_at) over (order by written_in, fact_id) as "isLater" from facts where pledge_id = $1`,
    [uuidOf(told.id)],
  );
  assert.ok(times.rows.every(({ isLater }) => isLater));
  const [, first, second] = (await told.seen()).obligations;
  assert.deepEqual(
    [first.state, second.state],
    ['met_late', 'met'],
    'late is what was paid late, not what had to wait for it',
  );
});

test('twenty who mark one charge paid collect it once', async () => {
  const told = await delivered();
  await stage.days(1);
  const chargeId = (await told.seen()).charges[0].chargeId;
  const path = `/v1/pledges/${told.id}/charges/${chargeId}/mark-paid`;
  const ask = () => stage.troth.call('POST', path, { token: stage.shop.key, body: {} });
  const replies = await Promise.all(Array.from({ length: 20 }, ask));
  assert.equal(replies.filter(({ status }) => status === 200).length, 1);
  assert.equal(replies.filter(({ body }) => body.code === 'charge_is_settled').length, 19);
  await told.is('active', [price(3_334, 'collected')]);
  assert.equal(await told.account('cash'), 3_334);
});

test('the books of all of them agree, and nothing went wrong behind an answer', async () => {
  await assertBooks(stage);
  assertNoFaults(stage);
});

test('the audit finds nothing', async () => {
  assert.deepEqual(await auditSays(stage), []);
});
