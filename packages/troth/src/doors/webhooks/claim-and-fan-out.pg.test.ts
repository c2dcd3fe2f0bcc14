import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SECOND_US } from '../../kernel/index.ts';
import { pinnedRequest } from '../../platform/egress/index.ts';
import { deliverDue } from './deliver-due.ts';
import { disableEndpoint, resendDead } from './endpoints.ts';
import { LANE_BOUNDS } from './lanes.ts';
import { claimDeliveries, recordFailed, releaseHeld } from './queries.ts';
import { answer, counts, ids, openGround, start, type Ground } from './test-ground.ts';

let ground: Ground;
before(async () => {
  ground = await openGround();
});
after(() => ground?.close());

test('the fan-out serves only endpoints of this merchant that chose the event, once, however often it runs', async () => {
  const world = await ground.world();
  const other = await ground.world();
  const [kept, broken, foreign] = [
    await ground.endpoint(world, 'http://127.0.0.1:1/'),
    await ground.endpoint(world, 'http://127.0.0.1:1/', ['pledge.broken']),
    await ground.endpoint(other, 'http://127.0.0.1:1/'),
  ];
  const disabled = await ground.endpoint(world, 'http://127.0.0.1:1/');
  await ground.db.within(world, (client) => disableEndpoint(client, disabled, 'by_merchant'));
  const events = [
    { eventId: ids.next('fct', start), merchantId: world.merchantId, type: 'pledge.kept' as const, effectiveAt: start },
  ];
  const run = () => ground.fanOut(world, events, start);
  assert.deepEqual([await run(), await run()], [1, 0]);
  const lengths = await Promise.all([
    ground.deliveries(world, kept),
    ground.deliveries(world, broken),
    ground.deliveries(world, disabled),
    ground.deliveries(other, foreign),
  ]);
  assert.deepEqual(
    lengths.map((list) => list.length),
    [1, 0, 0, 0],
  );
});

test('a slow receiver delays nobody else, and gets few calls at once', async () => {
  const world = await ground.world();
  const slow = await ground.receiver(() => {});
  const slowEndpoint = await ground.endpoint(world, slow.url);
  await ground.happen(world, 40);
  let slowBefore = Number.POSITIVE_INFINITY;
  const quick = await ground.receiver((response) => {
    response.end();
    if (quick.received.length === 60) slowBefore = slow.received.length;
  });
  await ground.endpoint(world, quick.url, ['pledge.broken']);
  await ground.happen(world, 60, 'pledge.broken');
  const ports = ground.ports({
    request: (sent) => pinnedRequest({ ...sent, timeoutMs: sent.url === slow.url ? 200 : 5_000 }),
  });
  assert.deepEqual(counts(await deliverDue(ports, world)), [100, 60, 40, 0, 0]);
  assert.ok(slowBefore < 40, `all ${slowBefore} calls to the slow receiver were waited for first`);
  assert.ok(slow.mostAtOnce() <= LANE_BOUNDS.perEndpointMax && quick.mostAtOnce() <= LANE_BOUNDS.perEndpointMax);
  assert.ok((await ground.deliveries(world, slowEndpoint)).every((delivery) => delivery.lastError === 'timed_out'));
});

test('runs at the same time, in one process or in three, send each event once', async () => {
  const world = await ground.world();
  const shop = await ground.receiver(answer(200));
  await ground.endpoint(world, shop.url);
  const events = await ground.happen(world, 150);
  const shared = ground.ports();
  await Promise.all([shared, shared, ground.ports(), ground.ports()].map((ports) => deliverDue(ports, world)));
  assert.equal(shop.received.length, 150);
  assert.deepEqual(shop.received.map((one) => one.headers['webhook-id'] as string).sort(), [...events].sort());
});

test('what a dead process was sending is sent by the next one, at the latest when its hold runs out', async () => {
  const world = await ground.world();
  const shop = await ground.receiver(answer(200));
  const endpoint = await ground.endpoint(world, shop.url);
  await ground.happen(world, 3);
  const hold = () =>
    ground.db.within(world, (client) =>
      claimDeliveries(client, world.worldId, {
        now: world.clock.now(),
        heldUntil: world.clock.now() + 600n * SECOND_US,
        exceptEndpoints: [],
        countMax: 32,
      }),
    );
  assert.equal((await hold()).length, 3);
  assert.deepEqual(counts(await deliverDue(ground.ports(), world)), [0, 0, 0, 0, 0]);
  assert.equal(await ground.db.within(world, (client) => releaseHeld(client, world.worldId, start)), 3);
  assert.equal((await hold()).length, 3);
  world.clock.set(start + 600n * SECOND_US);
  assert.deepEqual(counts(await deliverDue(ground.ports(), world)), [3, 3, 0, 0, 0]);
  assert.deepEqual(
    (await ground.deliveries(world, endpoint)).map((delivery) => delivery.attemptCount),
    [1, 1, 1],
  );
});

test('a failure that is recorded late changes nothing', async () => {
  const world = await ground.world();
  const shop = await ground.receiver(answer(200));
  const endpoint = await ground.endpoint(world, shop.url);
  await ground.happen(world, 1);
  const [late] = await ground.db.within(world, (client) =>
    claimDeliveries(client, world.worldId, { now: start, heldUntil: start, exceptEndpoints: [], countMax: 1 }),
  );
  await deliverDue(ground.ports(), world);
  await ground.db.within(world, (client) =>
    recordFailed(client, late!, { status: 500, failure: 'timed_out', nextAttemptAt: null, counts: 'as_attempt' }),
  );
  assert.equal((await ground.deliveries(world, endpoint))[0]?.state, 'delivered');
});

test('one world never sends, sees or changes the deliveries of another', async () => {
  const [world, other] = [await ground.world(), await ground.world()];
  const shop = await ground.receiver(answer(200));
  const endpoint = await ground.endpoint(world, shop.url);
  await ground.happen(world, 1);
  assert.deepEqual(counts(await deliverDue(ground.ports(), other)), [0, 0, 0, 0, 0]);
  assert.equal((await ground.deliveries(other, endpoint)).length, 0);
  assert.equal(await ground.db.within(other, (client) => disableEndpoint(client, endpoint, 'by_operator')), false);
  assert.equal(await ground.db.within(other, (client) => resendDead(client, endpoint, start)), 0);
  // The same statement from the world's own number but inside the other's transaction: row-level security says no.
  const stolen = await ground.db.within(other, (client) =>
    claimDeliveries(client, world.worldId, { now: start, heldUntil: start, exceptEndpoints: [], countMax: 9 }),
  );
  assert.equal(stolen.length, 0);
  assert.equal(shop.received.length, 0);
});

test('in a live world the same endpoint on this machine is never called', async () => {
  const world = await ground.world();
  const shop = await ground.receiver(answer(200));
  const endpoint = await ground.endpoint(world, shop.url);
  await ground.happen(world, 1);
  assert.deepEqual(counts(await deliverDue(ground.ports(), { ...world, reach: 'public' })), [1, 0, 1, 0, 0]);
  assert.equal((await ground.deliveries(world, endpoint))[0]?.lastError, 'url_scheme_refused');
  assert.equal(shop.received.length, 0);
});

test('what waits behind a long queue of one receiver is found and sent before that queue ends', async () => {
  const world = await ground.world();
  let delayMs = 100;
  const busy = await ground.receiver((response) => void setTimeout(() => response.end(), delayMs));
  await ground.endpoint(world, busy.url);
  await ground.happen(world, 400);
  world.clock.set(start + SECOND_US);
  let busyBefore = Number.POSITIVE_INFINITY;
  const quick = await ground.receiver((response) => {
    response.end();
    if (quick.received.length === 10) {
      busyBefore = busy.received.length;
      delayMs = 0;
    }
  });
  await ground.endpoint(world, quick.url, ['pledge.broken']);
  await ground.happen(world, 10, 'pledge.broken');
  // A run may end while the long queue's lane is full; the sender's next run takes what is left, and nothing is sent twice.
  const total = [0, 0, 0, 0, 0];
  for (let run = counts(await deliverDue(ground.ports(), world)); run[0] !== 0; ) {
    run.forEach((count, i) => {
      total[i] = (total[i] ?? 0) + count;
    });
    run = counts(await deliverDue(ground.ports(), world));
  }
  assert.deepEqual(total, [410, 410, 0, 0, 0]);
  assert.ok(busyBefore < 60, `${busyBefore} of the long queue went first`);
});
