/** What is asked of a Troth whose database has no room left. */
import assert from 'node:assert/strict';
import type { Story } from './test-story.ts';
import type { Reply, TestTroth } from './test-troth.ts';

/** Places one order more under the key. */
export function ordersOf(troth: TestTroth, story: Story) {
  const body = { offerId: story.ids.offerId, promisor: troth.refFor(story.person.partyId, story.shop.merchantId) };
  return (key: string) => troth.call('POST', '/v1/pledges', { token: story.shop.key, key, body });
}

/** A write that the disk has no room for. */
export function assertRefused(reply: Reply, what: string): void {
  assert.equal(reply.status, 503, `${what}: ${JSON.stringify(reply.body)}`);
  assert.match(reply.body.detail, /storage_full/, what);
  assert.equal(reply.headers.get('retry-after'), '30', what);
}

/** Whoever only reads notices nothing. */
export async function assertReadsGoOn(troth: TestTroth, { shop, person, ids }: Story): Promise<void> {
  const asked = [
    ['/v1/offers', shop.key],
    [`/v1/pledges/${ids.pledgeId}`, shop.key],
    [`/v1/pledges/${ids.pledgeId}/events`, shop.key],
    [`/v1/webhook-endpoints/${ids.endpointId}/deliveries`, shop.key],
    ['/v1/me', person.session],
  ] as const;
  for (const [where, token] of asked) assert.equal((await troth.call('GET', where, { token })).status, 200, where);
}
