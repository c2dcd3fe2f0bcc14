import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { freshKey, pathOf, type Route, readRoutes } from './test-routes.ts';
import { assertNothingWritten, readAllRows } from './test-rows.ts';
import { OTHERWISE_ONCE, play, SCENES } from './test-scenes.ts';
import { charged, type Scene, setStage, type Stage } from './test-stage.ts';
import { must } from './test-story.ts';
import { openTestTroth, type TestTroth } from './test-troth.ts';

let troth: TestTroth;
let posts: Route[];
let stage: Stage;
before(async () => {
  troth = await openTestTroth();
  posts = (await readRoutes(troth)).filter((route) => route.method === 'POST');
  stage = await setStage(troth);
});
after(() => troth.close());

const played = () => posts.filter((route) => !(route.name in OTHERWISE_ONCE));
const SECRETS = ['key', 'secret', 'session'] as const;

function ask(route: Route, scene: Scene, key: string | null, body: object = scene.body) {
  return troth.call('POST', pathOf(route, scene.ids), { token: scene.token, key, body });
}

test('every POST there is has a scene, and every scene a POST', () => {
  const names = posts.map((route) => route.name);
  const known = [...Object.keys(SCENES), ...Object.keys(OTHERWISE_ONCE)];
  assert.deepEqual(
    names.filter((name) => !known.includes(name)),
    [],
    'without a scene',
  );
  assert.deepEqual(
    known.filter((name) => !names.includes(name)),
    [],
    'without a route',
  );
});

test('on every POST: no key is refused, one key gives one answer, another body is refused, a secret is told once', async () => {
  for (const route of played()) {
    const scene = await play(stage, route.name);
    const before = await readAllRows(troth);
    const keyless = await ask(route, scene, null);
    assert.equal(keyless.body.code, 'idempotency_key_missing', `${route.name}: ${JSON.stringify(keyless.body)}`);
    assert.equal(keyless.status, 400);
    assertNothingWritten(before, await readAllRows(troth), `${route.name} without a key`);

    const key = freshKey();
    const first = await ask(route, scene, key);
    assert.ok(
      first.status === 200 || first.status === 201,
      `${route.name}: ${first.status} ${JSON.stringify(first.body)}`,
    );
    const written = await readAllRows(troth);
    const again = await ask(route, scene, key);
    assert.equal(again.status, first.status, `${route.name} again: ${JSON.stringify(again.body)}`);
    const withoutSecrets = { ...first.body };
    for (const secret of SECRETS) {
      if (!(secret in first.body)) continue;
      assert.match(first.body[secret], /^(trk|trs|whsec)_/, route.name);
      assert.ok(again.body[secret] == null, `${route.name} tells no ${secret} twice`);
      delete withoutSecrets[secret];
      delete again.body[secret];
    }
    assert.deepEqual(again.body, withoutSecrets, route.name);
    if (scene.other !== null) {
      const other = await ask(route, scene, key, scene.other);
      assert.equal(other.body.code, 'key_reused_with_other_body', `${route.name}: ${JSON.stringify(other.body)}`);
      assert.equal(other.status, 422);
    }
    assertNothingWritten(written, await readAllRows(troth), `${route.name} again`);
  }
});

test('on every POST: of two requests with one key at the same time one has the effect, the other hears 409 or the same answer', async () => {
  for (const route of played()) {
    const scene = await play(stage, route.name);
    const key = freshKey();
    const replies = await Promise.all([1, 2, 3, 4].map(() => ask(route, scene, key)));
    const good = replies.filter((reply) => reply.status < 300);
    const inFlight = replies.filter((reply) => reply.body.code === 'idempotency_key_in_flight');
    assert.equal(
      good.length + inFlight.length,
      4,
      `${route.name}: ${JSON.stringify(replies.map((reply) => reply.body))}`,
    );
    assert.ok(good.length >= 1, route.name);
    assert.ok(
      inFlight.every((reply) => reply.status === 409),
      route.name,
    );
    const told = good.filter((reply) => SECRETS.some((secret) => reply.body[secret] != null));
    assert.ok(told.length <= 1, `${route.name} tells a secret to one only`);
  }
});

test('the same key in the mouth of another merchant or person is another key', async () => {
  const theirs = await setStage(troth);
  for (const route of played()) {
    const key = freshKey();
    const ours = await play(stage, route.name);
    if (ours.token === troth.operatorKey) continue;
    const first = await ask(route, ours, key);
    const other = await play(theirs, route.name);
    const second = await ask(route, other, key);
    assert.ok(first.status < 300 && second.status < 300, `${route.name}: ${JSON.stringify(second.body)}`);
    assert.notDeepEqual(
      route.name.includes('purposes') ? 'the same for everybody' : first.body,
      second.body,
      route.name,
    );
  }
});

test('a key of one route is free on another', async () => {
  const key = freshKey();
  for (const name of ['POST /v1/imports', 'POST /v1/offers', 'POST /v1/webhook-endpoints', 'POST /v1/pledges']) {
    const route = posts.find((one) => one.name === name) as Route;
    must(await ask(route, await play(stage, name), key), 201, name);
  }
});

test('each item of a bulk request has a key of its own, repeated or not', async () => {
  const body = { offerId: stage.camera, promisor: troth.refFor(stage.person.partyId, stage.shop.merchantId) };
  const bulk = (pledges: object[]) =>
    troth.call('POST', '/v1/pledges/bulk', { token: stage.shop.key, key: null, body: { pledges } });
  const first = must(
    await bulk([
      { ...body, idempotencyKey: 'i1' },
      { ...body, idempotencyKey: 'i2' },
    ]),
    200,
    'bulk',
  ).body.answers;
  const rows = await readAllRows(troth);
  const second = must(
    await bulk([
      { ...body, idempotencyKey: 'i2' },
      { ...body, idempotencyKey: 'i1', orderNo: 'other' },
    ]),
    200,
    'bulk',
  ).body.answers;
  assert.deepEqual(second[0], first[1]);
  assert.equal(second[1].problem.code, 'key_reused_with_other_body');
  // One order alone, under the key of an item, is that item.
  const alone = await troth.call('POST', '/v1/pledges', { token: stage.shop.key, key: 'i1', body });
  assert.deepEqual(alone.body, first[0].body);
  assertNothingWritten(rows, await readAllRows(troth), 'repeated items');
  const twice = must(
    await bulk([
      { ...body, idempotencyKey: 'i3' },
      { ...body, idempotencyKey: 'i3' },
    ]),
    200,
    'bulk',
  ).body.answers;
  assert.deepEqual(twice.map((answer: { status: number }) => answer.status).sort(), [201, 409]);
});

test('charges that end many at once end once each, under keys of their own, and as they would alone', async () => {
  const [paid, forgiven] = [await charged(stage), await charged(stage)];
  const ends = async (...charges: object[]) =>
    must(
      await troth.call('POST', '/v1/charges/bulk-ends', { token: stage.shop.key, key: null, body: { charges } }),
      200,
      'ends',
    ).body.answers;
  const first = await ends(
    { ...paid, idempotencyKey: 'e1', end: 'mark-paid' },
    { ...forgiven, idempotencyKey: 'e2', end: 'forgive' },
    { ...paid, idempotencyKey: 'e3', end: 'forgive' },
    { pledgeId: paid.pledgeId, chargeId: forgiven.chargeId, idempotencyKey: 'e4', end: 'forgive' },
  );
  const said = first.map(
    (one: { body?: { state: string }; problem?: { code: string } }) => one.body?.state ?? one.problem?.code,
  );
  assert.deepEqual(said, ['collected', 'forgiven', 'charge_is_settled', 'charge_unknown']);
  const rows = await readAllRows(troth);
  assert.deepEqual((await ends({ ...paid, idempotencyKey: 'e1', end: 'mark-paid' }))[0], first[0]);
  const path = `/v1/pledges/${forgiven.pledgeId}/charges/${forgiven.chargeId}/forgive`;
  const alone = await troth.call('POST', path, { token: stage.shop.key, key: 'e2', body: {} });
  assert.deepEqual(alone.body, first[1].body);
  assertNothingWritten(rows, await readAllRows(troth), 'ended again');
});

test('after thirty days a key is free again, and an order number still is not', async () => {
  const body = { offerId: stage.camera, promisor: troth.refFor(stage.person.partyId, stage.shop.merchantId) };
  const order = (key: string, more: object) =>
    troth.call('POST', '/v1/pledges', { token: stage.shop.key, key, body: { ...body, ...more } });
  const offers = () =>
    troth.call('POST', '/v1/imports', {
      token: stage.shop.key,
      key: 'cold-1',
      body: { suppliedBy: 'us', source: 'paper' },
    });
  const plain = must(await order('old-1', {}), 201, 'order');
  const numbered = must(await order('old-2', { orderNo: 'N-1' }), 201, 'order');
  const cold = must(await offers(), 201, 'import');

  await troth.advance(30 * 24 - 1);
  assert.equal((await order('old-1', {})).body.pledgeId, plain.body.pledgeId, 'an hour before');
  assert.equal((await offers()).body.importId, cold.body.importId, 'an hour before');
  await troth.advance(1);
  assert.notEqual(must(await order('old-1', {}), 201, 'free again').body.pledgeId, plain.body.pledgeId);
  assert.notEqual(must(await offers(), 201, 'free again').body.importId, cold.body.importId);
  const taken = await order('old-2', { orderNo: 'N-1' });
  assert.equal(taken.body.code, 'order_number_taken');
  await troth.advance(365 * 24);
  assert.equal((await order('new', { orderNo: 'N-1' })).body.code, 'order_number_taken', 'for ever');
  const seen = await troth.call('GET', `/v1/pledges/${numbered.body.pledgeId}`, { token: stage.shop.key });
  assert.equal(seen.body.orderNo, 'N-1');
});

test('a clock moved by hours is moved once, however often and however late the request is repeated', async () => {
  const now = async () => (await troth.call('GET', '/v1/clock', { token: troth.operatorKey })).body.now;
  const advance = () =>
    troth.call('POST', '/v1/clock/advance', {
      token: troth.operatorKey,
      key: 'forty-days',
      body: { byHours: 24 * 40 },
    });
  must(await advance(), 200, 'advance');
  const moved = await now();
  must(await advance(), 200, 'again');
  assert.equal(await now(), moved);
});
