import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { isoFromInstant, SECOND_US } from '../../kernel/index.ts';
import { openTestTroth, type TestTroth } from '../api/test-troth.ts';
import { RETRY_DELAYS_S } from '../webhooks/index.ts';
import { findOutstanding } from './outstanding.ts';

let troth: TestTroth;
before(async () => {
  troth = await openTestTroth();
  // Nobody follows or sends but this test.
  await troth.background.stop();
});
after(() => troth.close());

const look = () => findOutstanding(troth.installation, troth.worldId);

/** An order whose event goes to a receiver that answers `status`. */
async function orderHeardBy(status: number): Promise<() => void> {
  const receiver = createServer((_, response) => response.writeHead(status).end());
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  const shop = await troth.createMerchant();
  const person = await troth.createPerson();
  const offerId = await troth.publish(shop.key, 'city-bike');
  await troth.consent(person.session, offerId);
  const endpoint = { url, events: ['pledge.offered'] };
  const made = await troth.call('POST', '/v1/webhook-endpoints', { token: shop.key, body: endpoint });
  assert.equal(made.status, 201);
  const body = { offerId, promisor: troth.refFor(person.partyId, shop.merchantId) };
  assert.equal((await troth.call('POST', '/v1/pledges', { token: shop.key, body })).status, 201);
  return () => receiver.close();
}

test('a look finds the last fact while nobody has followed it, and nothing once the world is settled', async () => {
  const close = await orderHeardBy(200);
  assert.notEqual((await look()).unfollowed, null);
  assert.deepEqual(await troth.background.settle(troth.worldId), { isDue: false, nextAt: null });
  assert.deepEqual(await look(), { unfollowed: null, attempts: { isDue: false, nextAt: null } });
  close();
});

test('what failed is due at its next attempt, not before, and the clock finds it there', async () => {
  const close = await orderHeardBy(500);
  const from = troth.installation.worlds.now(troth.worldId);
  const [, delay, later] = RETRY_DELAYS_S as unknown as [number, number, number];
  const dueAt = from + BigInt(delay) * SECOND_US;
  assert.deepEqual(await troth.background.settle(troth.worldId), { isDue: false, nextAt: dueAt });
  const move = (toInstant: string) =>
    troth.call('POST', '/v1/clock/advance', { token: troth.operatorKey, body: { toInstant } });
  assert.equal((await move(isoFromInstant(dueAt - 1n))).status, 200);
  assert.deepEqual((await look()).attempts, { isDue: false, nextAt: dueAt });
  assert.equal((await move(isoFromInstant(dueAt))).status, 200);
  assert.deepEqual((await look()).attempts, { isDue: false, nextAt: dueAt + BigInt(later) * SECOND_US });
  close();
});
