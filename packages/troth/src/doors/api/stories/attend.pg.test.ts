import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Id } from '../../../kernel/index.ts';
import { admits, terms } from './test-offers.ts';
import { assertBooks, assertNoFaults, auditSays, openStage, type Stage, type Told } from './test-told.ts';

/** The person is there within a quarter of an hour; then the shop has half an hour to begin. */
const HAIRCUT = {
  obligations: [
    { type: 'attend', owedBy: 'promisor', windowMinutes: 15, graceMinutes: 10 },
    { type: 'attend', owedBy: 'promisee', windowMinutes: 30, graceMinutes: 0 },
  ],
  grants: [{ type: 'deposit_waiver', upToMinor: 5_000 }],
  consequences: { noShow: { feeMinor: 5_000 }, lateCancel: { freeUntilMinutesBefore: 120, feeMinor: 2_000 } },
  ladder: [5_000],
  admission: admits(1),
};

let stage: Stage;
let haircut: Id<'ofr'>;
before(async () => {
  stage = await openStage();
  haircut = await stage.publish(terms('attend', 'care', HAIRCUT));
});
after(() => stage.close());

const booked = async (hours = 3): Promise<Told> => stage.promise(haircut, { startsAt: await stage.inHours(hours) });

/** The person is there in time; now the shop is owed nothing and owes itself. */
async function there(): Promise<Told> {
  const told = await booked(1);
  await told.refuses('shop', 'notice', 'move_not_possible_now');
  await stage.hours(1);
  await told.refuses('person', 'fulfil', 'move_not_possible_now');
  await told.says('shop', 'fulfil');
  await told.is('active', []);
  return told;
}

test('both are there in time', async () => {
  const told = await there();
  await told.refuses('shop', 'fulfil', 'move_not_possible_now');
  await told.says('person', 'fulfil');
  await told.is('kept', []);
  assert.deepEqual(await told.facts(), ['accepted', 'met', 'kept']);
});

test('the shop keeps the person waiting: notice with proof, silence, and it has let them down', async () => {
  const told = await there();
  await told.refuses('person', 'notice', 'return_not_contested_yet', {
    evidenceIds: ['evd_00000000000000000000000000000000'],
  });
  await stage.hours(1);
  await told.is('lapsed', []);
  await told.refuses('person', 'notice', 'evidence_missing');
  await told.notice('person');
  await told.refuses('shop', 'withdraw', 'move_not_possible_now');
  await stage.days(3);
  await told.is('let_down', []);
  const states = (await told.seen()).obligations.map((owed: { state: string }) => owed.state);
  assert.deepEqual(states, ['met', 'missed']);
});

test('the shop that answers, and whose answer the person lets stand or says nothing more about, is not blamed', async () => {
  for (const end of ['withdraw', 'nothing']) {
    const told = await there();
    await stage.hours(1);
    await told.notice('person');
    await told.says('shop', 'answer', { answer: 'was_there' });
    await told.refuses('shop', 'break', 'move_not_possible_now');
    if (end === 'withdraw') await told.says('person', 'withdraw');
    else await stage.days(5);
    await told.is('kept', []);
  }
});

test('a person who says nothing about a wait takes it as none', async () => {
  const told = await there();
  await stage.days(3);
  await told.is('kept', []);
});

test('late: within the grace is in time, after it is late, and either way the shop’s turn comes', async () => {
  for (const [minutesLate, state] of [
    [25, 'met'],
    [60, 'met_late'],
  ] as const) {
    const told = await booked(1);
    const startsAt = Date.parse((await told.seen()).startsAt);
    await stage.hours(2);
    await told.is('lapsed', []);
    const effectiveAt = new Date(startsAt + minutesLate * 60_000).toISOString();
    await told.refuses('shop', 'fulfil', 'effective_in_the_future', { effectiveAt: '2030-01-01T00:00:00Z' });
    await told.says('shop', 'fulfil', { effectiveAt });
    assert.equal((await told.seen()).obligations[0].state, state);
    await stage.days(3);
    await told.is('kept', []);
  }
});

test('not there: notice, silence, and the no-show fee; the shop then owes nothing', async () => {
  const told = await booked(1);
  await stage.hours(2);
  await told.notice('shop');
  await stage.days(3);
  await told.is('broken', [['no_show_fee', 5_000, 'open']]);
  const states = (await told.seen()).obligations.map((owed: { state: string }) => owed.state);
  assert.deepEqual(states, ['missed', 'void']);
});

test('the person says they were there, the shop holds to it: broken; or lets it lie: kept', async () => {
  const [held, left] = [await booked(1), await booked(1)];
  await stage.hours(2);
  for (const told of [held, left]) {
    await told.notice('shop');
    await told.says('person', 'answer', { answer: 'was_there' });
  }
  await held.says('shop', 'break');
  await held.is('broken', [['no_show_fee', 5_000, 'open']]);
  await stage.days(8);
  await left.is('kept', []);
});

test('cancelled two hours before it is free, a minute later it has its price, and the shop that cancels owes and takes nothing', async () => {
  const [free, late, byShop] = [await booked(2), await booked(1), await booked(1)];
  await free.says('person', 'cancel');
  await free.is('cancelled', []);
  await late.says('person', 'cancel');
  await late.is('cancelled', [['late_cancel_fee', 2_000, 'open']]);
  await byShop.says('shop', 'cancel');
  await byShop.is('cancelled', []);
});

test('a no-show about which the shop says nothing for ninety days is none', async () => {
  const told = await booked(1);
  await stage.days(92);
  await told.is('expired', []);
});

test('the books of all of them agree, and nothing went wrong behind an answer', async () => {
  await assertBooks(stage);
  assertNoFaults(stage);
});

test('the audit finds nothing', async () => {
  assert.deepEqual(await auditSays(stage), []);
});
