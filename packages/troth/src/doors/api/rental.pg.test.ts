import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestTroth, type TestTroth } from './test-troth.ts';

let troth: TestTroth;
before(async () => {
  troth = await openTestTroth();
});
after(() => troth.close());

test('a camera is rented without a deposit, kept late, paid, and the file remembers', async () => {
  const shop = await troth.createMerchant();
  const person = await troth.createPerson();
  const offerId = await troth.publish(shop.key, 'camera');
  const promisor = troth.refFor(person.partyId, shop.merchantId);

  const before = await troth.call('POST', '/v1/pledges', { token: shop.key, body: { offerId, promisor } });
  assert.equal(before.status, 403);
  assert.equal(before.body.code, 'consent_missing');

  await troth.consent(person.session, offerId);
  const ordered = await troth.call('POST', '/v1/pledges', {
    token: shop.key,
    body: { offerId, promisor, orderNo: 'A-1' },
    key: 'k1',
  });
  assert.equal(ordered.status, 201, JSON.stringify(ordered.body));
  assert.equal(ordered.body.state, 'offered');
  const again = await troth.call('POST', '/v1/pledges', {
    token: shop.key,
    body: { offerId, promisor, orderNo: 'A-1' },
    key: 'k1',
  });
  assert.deepEqual(again.body, ordered.body);
  const { pledgeId } = ordered.body;

  const byShop = await troth.call('POST', `/v1/me/pledges/${pledgeId}/accept`, { token: shop.key, body: {} });
  assert.equal(byShop.status, 403);
  const accepted = await troth.call('POST', `/v1/me/pledges/${pledgeId}/accept`, { token: person.session, body: {} });
  assert.equal(accepted.status, 200, JSON.stringify(accepted.body));
  const begun = await troth.call('POST', `/v1/pledges/${pledgeId}/begin`, { token: shop.key, body: {} });
  assert.equal(begun.body.state, 'active');
  await troth.advance(24 * 10);
  const returned = await troth.call('POST', `/v1/pledges/${pledgeId}/fulfil`, { token: shop.key, body: {} });
  assert.equal(returned.body.state, 'kept', JSON.stringify(returned.body));
  assert.ok(returned.body.charges.length > 0);
});
