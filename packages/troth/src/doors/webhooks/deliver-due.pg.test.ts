import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { HOUR_US, SECOND_US, type Id } from '../../kernel/index.ts';
import { deliverDue } from './deliver-due.ts';
import {
  enableEndpoint,
  endSecretRotation,
  listEndpoints,
  resendDead,
  resendDelivery,
  rotateSecret,
} from './endpoints.ts';
import { createLanes } from './lanes.ts';
import { newWebhookSecret } from './signing.ts';
import { answer, bodyOf, chance, counts, ids, openGround, start, type Ground, type Received } from './test-ground.ts';

let ground: Ground;
before(async () => {
  ground = await openGround();
});
after(() => ground?.close());

test('an event arrives signed, with its own id, and is recorded as delivered', async () => {
  const world = await ground.world();
  const shop = await ground.receiver(answer(200));
  const endpoint = await ground.endpoint(world, shop.url);
  const [eventId] = (await ground.happen(world, 1)) as [Id<'fct'>];
  assert.deepEqual(counts(await deliverDue(ground.ports(), world)), [1, 1, 0, 0, 0]);
  const [received] = shop.received as [Received];
  assert.equal(received.headers['webhook-id'], eventId);
  assert.deepEqual(
    new Webhook(endpoint.secret).verify(received.body, received.headers as Record<string, string>),
    bodyOf(eventId),
  );
  const [delivery] = await ground.deliveries(world, endpoint);
  assert.deepEqual(
    [
      delivery?.state,
      delivery?.attemptCount,
      delivery?.lastStatus,
      delivery?.lastError,
      delivery?.nextAttemptAt,
      delivery?.deliveredAt,
    ],
    ['delivered', 1, 200, null, null, start],
  );
  assert.deepEqual(counts(await deliverDue(ground.ports(), world)), [0, 0, 0, 0, 0]);
});

for (const [status, error] of [
  [500, 'answer_was_not_2xx'],
  [302, 'redirect_not_followed'],
  [404, 'answer_was_not_2xx'],
] as const) {
  test(`a receiver that answers ${status} is tried again after 5 s of the world's clock, not before`, async () => {
    const world = await ground.world();
    const shop = await ground.receiver(answer(status, { location: 'http://127.0.0.1:1/' }));
    const endpoint = await ground.endpoint(world, shop.url);
    await ground.happen(world, 1);
    assert.deepEqual(counts(await deliverDue(ground.ports(), world)), [1, 0, 1, 0, 0]);
    const [failed] = await ground.deliveries(world, endpoint);
    assert.deepEqual(
      [failed?.state, failed?.attemptCount, failed?.lastStatus, failed?.lastError, failed?.nextAttemptAt],
      ['pending', 1, status, error, start + 5n * SECOND_US],
    );
    shop.handle = answer(204);
    world.clock.set(start + 5n * SECOND_US - 1n);
    assert.deepEqual(counts(await deliverDue(ground.ports(), world)), [0, 0, 0, 0, 0]);
    world.clock.set(start + 5n * SECOND_US);
    assert.deepEqual(counts(await deliverDue(ground.ports(), world)), [1, 1, 0, 0, 0]);
    const [first, second] = shop.received as [Received, Received];
    assert.equal(first.headers['webhook-id'], second.headers['webhook-id']);
    assert.equal(first.body, second.body);
  });
}

test('after ten attempts over 75 h 35 min an event is dead with its reason, and can be sent again', async () => {
  const world = await ground.world();
  const shop = await ground.receiver(answer(500));
  const endpoint = await ground.endpoint(world, shop.url);
  await ground.happen(world, 1);
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    await deliverDue(ground.ports(), world);
    const [delivery] = await ground.deliveries(world, endpoint);
    assert.equal(delivery?.attemptCount, attempt);
    if (delivery?.nextAttemptAt != null) world.clock.set(delivery.nextAttemptAt);
  }
  assert.equal(world.clock.now() - start, 272_105n * SECOND_US);
  const [dead] = await ground.deliveries(world, endpoint);
  assert.deepEqual(
    [dead?.state, dead?.lastStatus, dead?.lastError, dead?.nextAttemptAt],
    ['dead', 500, 'answer_was_not_2xx', null],
  );
  world.clock.set(start + 1_000n * HOUR_US);
  assert.deepEqual(counts(await deliverDue(ground.ports(), world)), [0, 0, 0, 0, 0]);
  shop.handle = answer(200);
  assert.equal(await ground.db.within(world, (client) => resendDead(client, endpoint, world.clock.now())), 1);
  assert.deepEqual(counts(await deliverDue(ground.ports(), world)), [1, 1, 0, 0, 0]);
  const again = await ground.db.within(world, (client) =>
    resendDelivery(
      client,
      { deliveryId: dead?.deliveryId as Id<'whd'>, merchantId: world.merchantId },
      world.clock.now(),
    ),
  );
  assert.equal(again, true);
  assert.deepEqual(counts(await deliverDue(ground.ports(), world)), [1, 1, 0, 0, 0]);
  const foreign = await ground.db.within(world, (client) =>
    resendDelivery(client, { deliveryId: dead?.deliveryId as Id<'whd'>, merchantId: ids.next('pty', start) }, start),
  );
  assert.equal(foreign, false, 'another merchant cannot');
});

test('410 switches the endpoint off; what waited for it is dead, and comes back when it is switched on and sent again', async () => {
  const world = await ground.world();
  const shop = await ground.receiver(answer(410));
  const endpoint = await ground.endpoint(world, shop.url);
  await ground.happen(world, 5);
  await deliverDue(ground.ports({ lanes: createLanes({ perEndpointMax: 1, callCountMax: 1 }) }), world);
  assert.ok(shop.received.length >= 1);
  const [off] = await ground.db.within(world, (client) => listEndpoints(client, world.worldId, world.merchantId));
  assert.deepEqual([off?.state, off?.disabledReason], ['disabled', 'endpoint_gone']);
  assert.ok(
    (await ground.deliveries(world, endpoint)).every(
      (delivery) => delivery.state === 'dead' && delivery.lastError === 'endpoint_gone',
    ),
  );
  assert.deepEqual(
    await ground
      .happen(world, 1)
      .then(() => deliverDue(ground.ports(), world))
      .then(counts),
    [0, 0, 0, 0, 0],
  );
  shop.handle = answer(200);
  await ground.db.within(world, (client) => enableEndpoint(client, endpoint));
  assert.equal(await ground.db.within(world, (client) => resendDead(client, endpoint, start)), 5);
  assert.deepEqual(counts(await deliverDue(ground.ports(), world)), [5, 5, 0, 0, 0]);
});

for (const status of [429, 503]) {
  test(`${status} with Retry-After waits as long as it asks, within a day`, async () => {
    const world = await ground.world();
    const shop = await ground.receiver(answer(status, { 'retry-after': '7200' }));
    const endpoint = await ground.endpoint(world, shop.url);
    await ground.happen(world, 1);
    await deliverDue(ground.ports(), world);
    const [delivery] = await ground.deliveries(world, endpoint);
    assert.deepEqual([delivery?.lastStatus, delivery?.nextAttemptAt], [status, start + 2n * HOUR_US]);
  });
}

test('a huge answer counts by its status, and nobody listening is tried again', async () => {
  const world = await ground.world();
  const shop = await ground.receiver((response) => {
    response.writeHead(200);
    response.on('error', () => {});
    response.end(Buffer.alloc(10_000_000));
  });
  await ground.endpoint(world, shop.url);
  const silent = await ground.endpoint(world, 'http://127.0.0.1:1/');
  await ground.happen(world, 1);
  assert.deepEqual(counts(await deliverDue(ground.ports(), world)), [2, 1, 1, 0, 0]);
  assert.equal((await ground.deliveries(world, silent))[0]?.lastError, 'connection_failed');
});

test('an event that is gone or too large is dead with its reason, and nothing is sent', async () => {
  const world = await ground.world();
  const shop = await ground.receiver(answer(200));
  const endpoint = await ground.endpoint(world, shop.url);
  await ground.happen(world, 1);
  assert.deepEqual(
    counts(await deliverDue(ground.ports({ loadEvents: async () => new Map() }), world)),
    [1, 0, 0, 1, 0],
  );
  assert.equal((await ground.deliveries(world, endpoint))[0]?.lastError, 'event_not_found');
  await ground.db.within(world, (client) => resendDead(client, endpoint, start));
  const large = ground.ports({
    loadEvents: async (_client, _worldId, eventIds) =>
      new Map(eventIds.map((id) => [id, { ...bodyOf(id), data: { orderNo: 'x'.repeat(20_000) } }])),
  });
  assert.deepEqual(counts(await deliverDue(large, world)), [1, 0, 0, 1, 0]);
  const [delivery] = await ground.deliveries(world, endpoint);
  assert.deepEqual([delivery?.lastError, delivery?.attemptCount], ['payload_too_large', 0]);
  assert.equal(shop.received.length, 0);
});

test('a fault of ours is reported and the event is tried again', async () => {
  const world = await ground.world();
  const shop = await ground.receiver(answer(200));
  const endpoint = await ground.endpoint(world, shop.url);
  await ground.happen(world, 1);
  const report = await deliverDue(
    ground.ports({
      openSecret: () => {
        throw new Error('key is away');
      },
    }),
    world,
  );
  assert.deepEqual([...counts(report), (report.faults[0] as Error).message], [1, 0, 1, 0, 1, 'key is away']);
  assert.equal((await ground.deliveries(world, endpoint))[0]?.lastError, 'sender_fault');
});

test('while a secret is rotated both secrets verify, and afterwards only the new one', async () => {
  const world = await ground.world();
  const shop = await ground.receiver(answer(200));
  const endpoint = await ground.endpoint(world, shop.url);
  const next = newWebhookSecret(chance);
  assert.equal(await ground.db.within(world, (client) => rotateSecret(client, endpoint, Buffer.from(next))), true);
  await ground.happen(world, 1);
  await deliverDue(ground.ports(), world);
  assert.equal(await ground.db.within(world, (client) => endSecretRotation(client, endpoint)), true);
  await ground.happen(world, 1);
  await deliverDue(ground.ports(), world);
  const [both, one] = shop.received as [Received, Received];
  const verify = (secret: string, received: Received) =>
    new Webhook(secret).verify(received.body, received.headers as Record<string, string>);
  verify(endpoint.secret, both);
  verify(next, both);
  verify(next, one);
  assert.throws(() => verify(endpoint.secret, one));
});
