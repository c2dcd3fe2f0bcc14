import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { uuidOf } from '../../kernel/index.ts';
import type { Person, Shop } from './test-story.ts';
import type { TestTroth } from './test-troth.ts';
import { openTwoServers, type Ordered, publishTenth, TENTH_MINOR, type TwoServers } from './test-two-servers.ts';

let servers: TwoServers;
let troth: TestTroth;
before(async () => {
  servers = await openTwoServers();
  troth = servers.troth;
});
after(() => servers.close());

const ask: TwoServers['ask'] = (path, token, body, key) => servers.ask(path, token, body, key);

async function assertTenOf(replies: readonly Ordered[], person: Person): Promise<void> {
  assert.equal(replies.length, 200);
  assert.ok(
    replies.every((reply) => reply.status === 201),
    JSON.stringify(replies.find((reply) => reply.status !== 201)),
  );
  const count = (outcome: string) => replies.filter((reply) => reply.body.outcome === outcome).length;
  assert.equal(count('full'), 10);
  assert.equal(count('ordinary'), 190);
  const exposure = await servers.exposureOf(person);
  assert.deepEqual({ open: exposure.open, limit: exposure.limit }, { open: 10 * TENTH_MINOR, limit: 10 * TENTH_MINOR });
  const granted = await servers.rows.query<{ sum: number; count: number }>(
    'select sum(granted_minor)::int as sum, count(*)::int as count from pledges where party_id = $1',
    [uuidOf(person.partyId)],
  );
  assert.deepEqual(granted.rows[0], { sum: 10 * TENTH_MINOR, count: 200 });
}

test('of 200 parallel admissions of a tenth of the limit exactly 10 are granted, across merchants and servers', async () => {
  const shops = await Promise.all([1, 2, 3, 4].map(() => troth.createMerchant()));
  const offers = await Promise.all(shops.map((shop) => publishTenth(troth, shop)));
  for (let round = 0; round < 4; round += 1) {
    const person = await troth.createPerson();
    for (const offerId of offers) await troth.consent(person.session, offerId);
    const replies = await Promise.all(
      Array.from({ length: 200 }, (_, i) => {
        const shop = shops[i % 4] as Shop;
        return ask('/v1/pledges', shop.key, {
          offerId: offers[i % 4],
          promisor: troth.refFor(person.partyId, shop.merchantId),
        });
      }),
    );
    await assertTenOf(replies, person);
  }
});

test('so it is when the person promises, and when shops order in bulk', async () => {
  const shops = await Promise.all([1, 2].map(() => troth.createMerchant()));
  const offers = await Promise.all(shops.map((shop) => publishTenth(troth, shop)));
  const person = await troth.createPerson();
  for (const offerId of offers) await troth.consent(person.session, offerId);
  const bulk = (i: number) => {
    const shop = shops[i % 2] as Shop;
    const order = { offerId: offers[i % 2], promisor: troth.refFor(person.partyId, shop.merchantId) };
    return ask('/v1/pledges/bulk', shop.key, {
      pledges: Array.from({ length: 40 }, () => ({ ...order, idempotencyKey: randomUUID() })),
    });
  };
  const own = Array.from({ length: 40 }, (_, i) =>
    ask('/v1/me/pledges', person.session, { offerId: offers[i % 2], terms: 'trust', shownMinor: 0 }),
  );
  const [bulks, said] = await Promise.all([Promise.all([0, 1, 2, 3].map(bulk)), Promise.all(own)]);
  await assertTenOf([...bulks.flatMap((reply) => reply.body.answers ?? []), ...said], person);
});

test('one order number used at once for different people, in two servers: one order, and nobody else is disturbed', async () => {
  const shop = await troth.createMerchant();
  const offerId = await publishTenth(troth, shop);
  const people = await Promise.all(Array.from({ length: 8 }, () => troth.createPerson()));
  for (const person of people) await troth.consent(person.session, offerId);
  const order = (person: Person, orderNo: string) => ({
    offerId,
    orderNo,
    promisor: troth.refFor(person.partyId, shop.merchantId),
  });
  for (let round = 0; round < 6; round += 1) {
    const singles = await Promise.all(
      people.map((person) => ask('/v1/pledges', shop.key, order(person, `S-${round}`))),
    );
    assert.equal(
      singles.filter((reply) => reply.status === 201).length,
      1,
      JSON.stringify(singles.map((reply) => reply.body)),
    );
    assert.ok(
      singles.every((reply) => reply.status === 201 || reply.body.code === 'order_number_taken'),
      JSON.stringify(singles.map((reply) => reply.body)),
    );

    const batch = (side: string) => ({
      pledges: people.flatMap((person, i) => [
        { ...order(person, `B-${round}-${i}`), idempotencyKey: randomUUID() },
        { ...order(person, `${side}-${round}-${i}`), idempotencyKey: randomUUID() },
      ]),
    });
    const bulks = await Promise.all([
      ask('/v1/pledges/bulk', shop.key, batch('left')),
      ask('/v1/pledges/bulk', shop.key, batch('right')),
    ]);
    const answers = bulks.map((reply) => reply.body.answers ?? []);
    for (let i = 0; i < people.length; i += 1) {
      const pair = answers.map((side) => side[2 * i]);
      assert.deepEqual(pair.map((one) => one?.status).sort(), [201, 409], JSON.stringify(pair));
      assert.ok(
        answers.every((side) => side[2 * i + 1]?.status === 201),
        'the neighbour is answered',
      );
    }
  }
});
