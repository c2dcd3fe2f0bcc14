import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Id } from '../../../kernel/index.ts';
import { admits, deliver, pay, returnIn, terms, thing } from './test-offers.ts';
import { assertBooks, assertNoFaults, auditSays, openStage, type Stage, type Told } from './test-told.ts';

const TRIAL = {
  item: thing(40_000),
  obligations: [deliver(3), returnIn(7, { orPay: true }), pay({ orderedUpToMinor: 40_000 }, 'shop')],
  grants: [{ type: 'pay_later', upToMinor: 40_000 }],
  ladder: [40_000],
  admission: admits(1),
};
/** A limit that is about the number of trials, not about money. */
const FEW = [{ type: 'pay_later', upToMinor: 1_000 }];
const PRICE = { amountMinor: 25_900 };

let stage: Stage;
let coat: Id<'ofr'>;
before(async () => {
  stage = await openStage();
  coat = await stage.publish(terms('trial', 'retail', TRIAL));
});
after(() => stage.close());

async function delivered(): Promise<Told> {
  const trial = await stage.promise(coat, PRICE);
  await trial.delivers();
  await trial.says('person', 'fulfil');
  await trial.is('active', []);
  return trial;
}

test('an order says its amount, within the cap', async () => {
  for (const [amount, code] of [
    [{}, 'amount_missing'],
    [{ amountMinor: 40_001 }, 'amount_above_cap'],
  ] as const) {
    const person = await stage.troth.createPerson();
    const body = {
      offerId: coat,
      terms: 'trust',
      shownMinor: 0,
      consent: { textVersion: 'trial/1' },
      ...amount,
    };
    const reply = await stage.troth.call('POST', '/v1/me/pledges', { token: person.session, body });
    assert.deepEqual([reply.status, reply.body.code], [422, code]);
  }
});

test('the shop delivers first; sent back in time, nothing is owed', async () => {
  const trial = await stage.promise(coat, PRICE);
  await trial.is('active', []);
  await trial.refuses('person', 'declare', 'move_not_possible_now');
  await trial.refuses('shop', 'fulfil', 'move_not_possible_now');
  await trial.refuses('shop', 'declare', 'evidence_missing');
  await trial.delivers();
  await trial.says('person', 'fulfil');
  await trial.refuses('shop', 'cancel', 'move_not_possible_now');
  await stage.days(6);
  await trial.says('person', 'declare');
  await trial.says('shop', 'fulfil');
  await trial.is('kept', []);
  assert.deepEqual(
    (await trial.seen()).obligations.map((owed: { state: string }) => owed.state),
    ['met', 'met', 'void'],
  );
});

test('a parcel that nobody contested for two days has arrived, and the days to send it back begin then', async () => {
  const trial = await stage.promise(coat, PRICE);
  await stage.days(1);
  await trial.delivers();
  await stage.hours(47);
  assert.equal((await trial.seen()).obligations[0].state, 'open');
  await stage.hours(1);
  const { obligations, dueAt } = await trial.seen();
  assert.equal(obligations[0].state, 'met');
  assert.equal(Date.parse(dueAt), (await stage.now()) + 7 * 86_400_000);
});

test('kept and paid: the price is the price of the order', async () => {
  const trial = await delivered();
  await stage.days(8);
  await trial.is('active', []);
  await stage.days(1);
  await trial.is('lapsed', [['price', 25_900, 'open']]);
  await trial.ends('price', 'mark-paid');
  await trial.is('kept', [['price', 25_900, 'collected']]);
  assert.equal(await trial.account('cash'), 25_900);
});

test('the person decides at once to keep it, and pays before anything is due', async () => {
  const trial = await delivered();
  await trial.refuses('shop', 'release', 'move_not_possible_now');
  await trial.says('person', 'buy_out');
  await trial.is('active', []);
  await trial.says('shop', 'fulfil');
  await trial.is('kept', [['price', 25_900, 'collected']]);
});

test('kept and not paid after notice is broken, and stays owed; forgiven later, nothing is owed and the mark stays', async () => {
  const trial = await delivered();
  await stage.days(10);
  await stage.hours(1);
  await trial.notice('shop');
  await trial.refuses('shop', 'notice', 'move_not_possible_now', {
    evidenceIds: ['evd_00000000000000000000000000000000'],
  });
  await stage.days(3);
  await trial.is('broken', [['price', 25_900, 'open']]);
  await trial.ends('price', 'forgive');
  await trial.is('broken', [['price', 25_900, 'forgiven']]);
});

test('not delivered: the person gives notice with proof, the shop says nothing, and it has let them down', async () => {
  const trial = await stage.promise(coat, PRICE);
  await stage.days(2);
  await trial.refuses('person', 'notice', 'return_not_contested_yet');
  await stage.hours(25);
  await trial.is('lapsed', []);
  await trial.refuses('shop', 'notice', 'move_not_possible_now');
  await trial.notice('person');
  await trial.refuses('person', 'answer', 'move_not_possible_now', { answer: 'was_there' });
  await stage.days(3);
  await trial.is('let_down', []);
});

test('not delivered, answered and not decided: nobody is blamed; called off by the shop: nothing is owed', async () => {
  const [answered, calledOff] = [await stage.promise(coat, PRICE), await stage.promise(coat, PRICE)];
  await calledOff.says('shop', 'cancel');
  await calledOff.is('cancelled', []);
  await stage.days(3);
  await stage.hours(1);
  await answered.notice('person');
  await answered.says('shop', 'answer', { answer: 'on_my_way' });
  await answered.refuses('shop', 'break', 'move_not_possible_now');
  await answered.says('person', 'fulfil');
  await answered.is('active', []);
});

const line = (lineNo: string, priceMinor: number) => ({ lineNo, priceMinor });
const CLOTHES = { lines: [line('coat', 19_900), line('scarf', 5_900), line('hat', 4_900)] };
const linesSeen = async (told: Told) => {
  const byShop = await stage.troth.call('GET', `/v1/pledges/${told.id}`, { token: stage.shop.key });
  const [, returned, pays] = (await told.seen()).obligations;
  assert.deepEqual(byShop.body.obligations[1], returned);
  const said = returned.lines.map((one: { lineNo: string; state: string }) => `${one.lineNo} ${one.state}`);
  return [said.join(', '), pays.asked, pays.state];
};
const tried = async () => {
  const trial = await stage.promise(coat, CLOTHES);
  await trial.delivers();
  await trial.says('person', 'fulfil');
  return trial;
};

test('three things to try: what comes back in time is not paid, what is kept is, and each line is told', async () => {
  const trial = await tried();
  assert.deepEqual(await linesSeen(trial), ['coat kept, scarf kept, hat kept', 30_700, 'waiting']);
  await trial.says('shop', 'fulfil', { lineNos: ['scarf'] });
  await trial.refuses('shop', 'fulfil', 'line_back_already', { lineNos: ['scarf', 'hat'] });
  await trial.refuses('shop', 'fulfil', 'line_not_ordered', { lineNos: ['gloves'] });
  await trial.refuses('person', 'fulfil', 'move_not_possible_now', { lineNos: ['hat'] });
  assert.deepEqual(await linesSeen(trial), ['coat kept, scarf returned, hat kept', 24_800, 'waiting']);
  await trial.says('shop', 'fulfil', { lineNos: ['hat'], seq: 2 });
  await stage.days(8);
  await trial.is('active', []);
  assert.deepEqual(await linesSeen(trial), ['coat kept, scarf returned, hat returned', 19_900, 'open']);
  await stage.days(1);
  await trial.is('lapsed', [['price', 19_900, 'open']]);
  await trial.ends('price', 'mark-paid');
  await trial.is('kept', [['price', 19_900, 'collected']]);
  assert.deepEqual(await trial.facts(), [
    'accepted',
    'declared',
    'met',
    'returned',
    'returned',
    'met',
    'lapsed',
    'kept',
  ]);
});

test('all three back in time, one after the other or together, cost nothing', async () => {
  const [apart, together, silent] = [await tried(), await tried(), await tried()];
  for (const lineNo of ['hat', 'coat', 'scarf']) await apart.says('shop', 'fulfil', { lineNos: [lineNo] });
  await together.says('shop', 'fulfil');
  await silent.says('shop', 'fulfil', { lineNos: ['coat'] });
  await silent.says('person', 'declare');
  await stage.days(2);
  for (const trial of [apart, together, silent]) {
    await trial.is('kept', []);
    assert.deepEqual(await linesSeen(trial), ['coat returned, scarf returned, hat returned', 0, 'void']);
  }
});

test('an order of the shop in lines is their sum; lines that do not come to its amount are refused', async () => {
  const ordered = await stage.order(coat, CLOTHES);
  assert.equal((await ordered.seen()).ceilingMinor, 30_700);
  const person = await stage.troth.createPerson();
  const promisor = stage.troth.refFor(person.partyId, stage.shop.merchantId);
  const body = { offerId: coat, promisor, ...CLOTHES, amountMinor: 30_699 };
  const reply = await stage.troth.call('POST', '/v1/pledges', { token: stage.shop.key, body });
  assert.deepEqual([reply.status, reply.body.code], [422, 'lines_do_not_add_up']);
});

test('trials that a person has open with the shop are limited: the one above the limit is on ordinary terms, and one that ends makes room', async () => {
  const rows = [
    { when: 'openHereCount >= 2', step: 0, say: { zh: '这家店有 2 件还没了结', en: 'Two from this shop are out' } },
    { when: 'true', step: 1, say: { zh: '都可以', en: 'Anybody' } },
  ];
  const limited = await stage.publish(
    terms('trial', 'retail', { ...TRIAL, admission: { ...admits(1), rows }, ladder: [1_000], grants: FEW }),
  );
  const person = await stage.troth.createPerson();
  const body = { offerId: limited, terms: 'trust', shownMinor: 0, consent: { textVersion: 'trial/1' }, ...PRICE };
  const ask = () => stage.troth.call('POST', '/v1/me/pledges', { token: person.session, body });
  const granted = (reply: Awaited<ReturnType<typeof ask>>) => reply.body.grantedMinor;
  const at = async () =>
    (await stage.troth.call('GET', `/v1/me/offers/${limited}/preview`, { token: person.session })).body;
  // Another's trial does not count.
  await stage.promise(limited, PRICE);
  const replies = await Promise.all(Array.from({ length: 6 }, ask));
  assert.deepEqual(
    replies.map(({ status }) => status),
    Array(6).fill(201),
    JSON.stringify(replies[0]?.body),
  );
  assert.deepEqual(
    replies.map(granted).sort((a, b) => a - b),
    [0, 0, 0, 0, 1_000, 1_000],
  );
  assert.match(JSON.stringify(await at()), /6 of them are with this shop|没有了结的 6 个/);
  for (const { body: made } of replies.slice(0, 5)) {
    const path = `/v1/pledges/${made.pledgeId}/cancel`;
    assert.equal((await stage.troth.call('POST', path, { token: stage.shop.key, body: {} })).status, 200);
  }
  assert.equal(granted(await ask()), 1_000);
  assert.equal(granted(await ask()), 0);
});

test('the books of all of them agree, and nothing went wrong behind an answer', async () => {
  await assertBooks(stage);
  assertNoFaults(stage);
});

test('the audit finds nothing', async () => {
  assert.deepEqual(await auditSays(stage), []);
});
