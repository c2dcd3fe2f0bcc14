// Disputes about the stage that runs: a delivery that the shop only said it made, and a payment that is not owed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { askAsOwner } from '../../platform/db/test-migrated.ts';
import { DisputeScene } from './test-disputes.ts';
import { factOf } from './test-stage.ts';
import { heldGoods, ride } from './test-stage-offers.ts';
import { evidenceFor, move, must, promise } from './test-story.ts';
import { openTestTroth, type TestTroth } from './test-troth.ts';

let troth: TestTroth;
let scene: DisputeScene;
before(async () => {
  troth = await openTestTroth();
  scene = await DisputeScene.open(troth);
});
after(() => troth.close());

async function inOffer(change: (terms: Record<string, unknown>) => void): Promise<string> {
  await scene.fresh();
  const offerId = await troth.publish(scene.stage.shop.key, 'umbrella', change);
  return promise(troth, scene.stage.person, offerId);
}

/** Paid into escrow, and the shop says that it has delivered. */
async function saidDelivered(): Promise<string> {
  const { shop } = scene.stage;
  const pledgeId = await inOffer(heldGoods);
  must(await move(troth, scene.stage.shop.key, pledgeId, 'fulfil'), 200, 'paid into escrow');
  const evidenceIds = [await evidenceFor(troth, shop.key, pledgeId, 'signed for')];
  must(await move(troth, shop.key, pledgeId, 'declare', { evidenceIds }), 200, 'declare');
  return pledgeId;
}

const read = async (pledgeId: string) => (await scene.asPerson('GET', `/pledges/${pledgeId}`)).body;
const escrow = async (pledgeId: string) => {
  const [row] = await askAsOwner(
    troth.ownerUrl,
    `select coalesce(sum(case when credit_account = 'escrow_held' then amount_minor when debit_account = 'escrow_held' then -amount_minor else 0 end), 0)::int as held,
       coalesce(sum(amount_minor) filter (where debit_account = 'escrow_held' and credit_account = 'escrow_cash'), 0)::int as back
     from transfers where pledge_id = '${pledgeId.slice(4)}'`,
  );
  return row;
};

test('a shop that says nothing about a delivery that the person never got: the price goes back, and the shop has let them down', async () => {
  const pledgeId = await saidDelivered();
  await scene.contest(await factOf(scene.stage, pledgeId, 'declared'));
  await troth.advance(24 * 6);
  assert.equal((await read(pledgeId)).state, 'active', 'the time to confirm stands still');
  assert.deepEqual(await escrow(pledgeId), { held: 30_000, back: 0 });
  await troth.advance(25);
  assert.equal((await read(pledgeId)).state, 'let_down');
  assert.deepEqual(await escrow(pledgeId), { held: 0, back: 30_000 });
  const last = (await scene.facts(pledgeId)).find((fact: { kind: string }) => fact.kind === 'let_down');
  assert.equal(last.reporter, 'system');
});

test('the operator decides so too; and where the delivery is upheld, or the operator is late, the time to confirm runs on', async () => {
  for (const outcome of ['corrected', 'upheld', 'late']) {
    const pledgeId = await saidDelivered();
    const disputeId = await scene.contest(await factOf(scene.stage, pledgeId, 'declared'));
    await scene.answer(disputeId);
    if (outcome === 'late') await troth.advance(24 * 20);
    else must(await scene.decide(disputeId, outcome), 200, 'decide');
    assert.equal((await read(pledgeId)).state, outcome === 'corrected' ? 'let_down' : 'active', outcome);
    assert.deepEqual(
      await escrow(pledgeId),
      outcome === 'corrected' ? { held: 0, back: 30_000 } : { held: 30_000, back: 0 },
    );
    await troth.advance(48);
    assert.equal((await read(pledgeId)).state, outcome === 'corrected' ? 'let_down' : 'kept', outcome);
  }
});

test('a dispute about something else moves nothing that is held', async () => {
  const pledgeId = await saidDelivered();
  await scene.contest(await factOf(scene.stage, pledgeId, 'met'));
  await troth.advance(24 * 7 + 1);
  assert.deepEqual([(await read(pledgeId)).state, (await escrow(pledgeId)).held], ['active', 30_000]);
});

test('a payment that is not owed ends with the dispute, and is not broken afterwards', async () => {
  const { shop } = scene.stage;
  const pledgeId = await inOffer(ride);
  must(await move(troth, shop.key, pledgeId, 'begin'), 200, 'begin');
  must(await move(troth, shop.key, pledgeId, 'bill', { amountMinor: 1_200 }), 200, 'bill');
  await troth.advance(25);
  assert.equal((await read(pledgeId)).state, 'lapsed');
  const { charges } = (await scene.asShop('GET', `/pledges/${pledgeId}`)).body;
  const part = `/pledges/${pledgeId}/charges/${charges[0].chargeId}/pay-part`;
  must(await scene.asShop('POST', part, { amountMinor: 200 }), 200, 'pay a part');
  assert.equal((await read(pledgeId)).state, 'lapsed', 'a part of it keeps nothing yet');
  const disputeId = await scene.contest(await factOf(scene.stage, pledgeId, 'charge_raised'));
  await scene.answer(disputeId);
  must(await scene.decide(disputeId, 'corrected'), 200, 'decide');
  const [state] = await askAsOwner(
    troth.ownerUrl,
    `select p.state, c.state as charge, c.paid_minor::int as paid from pledges p join charges c using (pledge_id) where p.pledge_id = '${pledgeId.slice(4)}'`,
  );
  assert.deepEqual(state, { state: 'kept', charge: 'credited', paid: 200 });
  assert.equal(await scene.unpaid(), 0);
  assert.deepEqual(troth.faults, []);
});

test('the last part of a payment that runs keeps it', async () => {
  const { shop } = scene.stage;
  const pledgeId = await inOffer(ride);
  must(await move(troth, shop.key, pledgeId, 'begin'), 200, 'begin');
  must(await move(troth, shop.key, pledgeId, 'bill', { amountMinor: 1_200 }), 200, 'bill');
  await troth.advance(25);
  const { charges } = (await scene.asShop('GET', `/pledges/${pledgeId}`)).body;
  const part = `/pledges/${pledgeId}/charges/${charges[0].chargeId}/pay-part`;
  must(await scene.asShop('POST', part, { amountMinor: 200 }), 200, 'first');
  assert.equal((await scene.asShop('POST', part, { amountMinor: 1_001 })).body.code, 'part_is_more_than_is_owed');
  must(await scene.asShop('POST', part, { amountMinor: 1_000 }), 200, 'last');
  assert.equal((await read(pledgeId)).state, 'kept');
  assert.equal(await scene.unpaid(), 0);
});
