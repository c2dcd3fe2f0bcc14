import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { issueKey } from '../../journeys/enrol.ts';
import { wallClock } from '../../kernel/index.ts';
import { askRoute, type Route, readRoutes } from './test-routes.ts';
import { assertNothingWritten, readAllRows } from './test-rows.ts';
import { type Story, tellStory } from './test-story.ts';
import { openTestTroth, type TestTroth } from './test-troth.ts';

let troth: TestTroth;
let routes: Route[];
let ours: Story;
let theirs: Story;
before(async () => {
  troth = await openTestTroth();
  routes = await readRoutes(troth);
  ours = await tellStory(troth);
  theirs = await tellStory(troth);
});
after(() => troth.close());

test('the table of routes is the whole API', () => {
  assert.ok(routes.length >= 50, `${routes.length} routes`);
  assert.deepEqual([...new Set(routes.map((route) => route.speaker))].sort(), [
    'anybody',
    'merchant',
    'operator',
    'person',
    'several',
  ]);
});

test('everything a person says is refused to every key: 403, and nothing is written', async () => {
  const rows = await readAllRows(troth);
  let triedCount = 0;
  for (const route of routes.filter((one) => one.speaker === 'person')) {
    for (const token of [ours.shop.key, troth.operatorKey]) {
      const reply = await askRoute(troth, route, ours.ids, { token });
      assert.equal(reply.status, 403, `${route.name}: ${JSON.stringify(reply.body)}`);
      assert.equal(reply.body.code, 'person_must_speak', route.name);
      triedCount += 1;
    }
  }
  assert.ok(triedCount >= 20, `${triedCount} tries`);
  assertNothingWritten(rows, await readAllRows(troth), 'said with a key');
});

test('a contest and a confirmation are said by the person alone: with a key 403, nothing written; by the person, done', async () => {
  const rows = await readAllRows(troth);
  const sayings = [
    [`/v1/me/facts/${theirs.ids.factId}/contest`, { statement: 'I brought it back in time.' }, 201],
    [`/v1/me/pledges/${theirs.ids.pledgeId}/confirm`, {}, 200],
  ] as const;
  for (const [path, body] of sayings) {
    for (const token of [ours.shop.key, theirs.shop.key, troth.operatorKey]) {
      const reply = await troth.call('POST', path, { token, body });
      assert.deepEqual([reply.status, reply.body.code], [403, 'person_must_speak'], path);
    }
  }
  assertNothingWritten(rows, await readAllRows(troth), 'said with a key');
  for (const [path, body, status] of sayings)
    assert.equal((await troth.call('POST', path, { token: theirs.person.session, body })).status, status, path);
});

test('each side of a dispute speaks for itself alone: every other credential gets 403, and nothing is written', async () => {
  const { person, shop } = theirs;
  const { pledgeId, factId, disputeId } = theirs.ids;
  const said = { statement: 'x' };
  const decision = { outcome: 'upheld', norm: 'proportion', text: 'x' };
  const sayings = [
    [`/v1/me/facts/${factId}/contest`, said, [shop.key, troth.operatorKey], 'person_must_speak'],
    [`/v1/me/disputes/${disputeId}/answer`, said, [shop.key, troth.operatorKey], 'person_must_speak'],
    [
      `/v1/pledges/${pledgeId}/facts/${factId}/contest`,
      said,
      [person.session, troth.operatorKey],
      'merchant_must_speak',
    ],
    [
      `/v1/pledges/${pledgeId}/facts/${factId}/put-right`,
      { how: 'late' },
      [person.session, troth.operatorKey],
      'merchant_must_speak',
    ],
    [`/v1/disputes/${disputeId}/answer`, said, [person.session, troth.operatorKey], 'merchant_must_speak'],
    [`/v1/operator/disputes/${disputeId}/decide`, decision, [person.session, shop.key], 'operator_must_speak'],
  ] as const;
  const rows = await readAllRows(troth);
  for (const [path, body, tokens, code] of sayings)
    for (const token of tokens) {
      const reply = await troth.call('POST', path, { token, body });
      assert.deepEqual([reply.status, reply.body.code], [403, code], path);
    }
  for (const path of ['', `/${disputeId}`, `/${disputeId}/evidence/${theirs.ids.evidenceId}`])
    for (const token of [person.session, shop.key])
      assert.equal((await troth.call('GET', `/v1/operator/disputes${path}`, { token })).status, 403, path);
  assertNothingWritten(rows, await readAllRows(troth), 'said by another');
});

test('nothing a shop or the operator says can be said by a person, nor the one’s by the other', async () => {
  const rows = await readAllRows(troth);
  for (const route of routes) {
    const wrong = {
      merchant: [ours.person.session, troth.operatorKey],
      operator: [ours.person.session, ours.shop.key],
    };
    if (route.speaker !== 'merchant' && route.speaker !== 'operator') continue;
    for (const token of wrong[route.speaker]) {
      const reply = await askRoute(troth, route, ours.ids, { token });
      assert.equal(reply.status, 403, `${route.name}: ${JSON.stringify(reply.body)}`);
      assert.equal(reply.body.code, `${route.speaker}_must_speak`, route.name);
    }
  }
  assertNothingWritten(rows, await readAllRows(troth), 'said by somebody else');
});

test('without a credential, or with one that is not whole, every route answers 401', async () => {
  const torn = ours.shop.key.slice(0, -1);
  const forged = `${ours.shop.key.slice(0, -4)}AAAA`;
  const session = `${ours.person.session.slice(0, -4)}AAAA`;
  for (const route of routes.filter((one) => one.speaker !== 'anybody')) {
    for (const token of [null, torn, forged, session, 'x', `${ours.shop.key}x`]) {
      const reply = await askRoute(troth, route, ours.ids, { token });
      assert.equal(reply.status, 401, `${route.name} with ${token}: ${JSON.stringify(reply.body)}`);
    }
  }
});

/** Who asks for what is not theirs has their own refusal remembered under their own key, and nothing else. */
const OWN_ANSWERS = 'idempotency';

/** Routes whose path names something, with the ids of another. */
function withIds(speaker: Route['speaker']): Route[] {
  const isTheirs = (route: Route) => route.speaker === speaker || route.speaker === 'several';
  return routes.filter((route) => route.ids.length > 0 && isTheirs(route) && !isOwn(route));
}

/** Where a shop speaks of promises of its own. */
function isOwn(route: Route): boolean {
  return route.path.startsWith('/v1/own');
}

/** Everything said there about something named, except for the offer that anybody may look at. */
function ownWithIds(): Route[] {
  return routes.filter((route) => isOwn(route) && route.ids.length > 0 && route.ids.join() !== 'offerId');
}

async function assertUnseen(route: Route, story: Story, token: string): Promise<void> {
  // The charge and the fact of the story belong to the pledge that was kept late.
  const isOfCharge = route.ids.includes('chargeId') || route.ids.includes('factId');
  const ids = isOfCharge ? { ...story.ids, pledgeId: story.ids.chargedPledgeId as string } : story.ids;
  const reply = await askRoute(troth, route, ids, { token });
  assert.equal(reply.status, 404, `${route.name}: ${JSON.stringify(reply.body)}`);
  const nobodys = await askRoute(troth, route, {}, { token });
  assert.equal(nobodys.body.code, reply.body.code, `${route.name} answers another’s id like one that nobody has`);
  assert.equal(nobodys.body.detail, reply.body.detail, route.name);
}

test('another merchant’s ids are 404 on every route, exactly like ids that nobody has, and nothing is written', async () => {
  const rows = await readAllRows(troth);
  const tried = withIds('merchant');
  for (const route of tried) await assertUnseen(route, ours, theirs.shop.key);
  assert.ok(tried.length >= 20, `${tried.length} routes`);
  assertNothingWritten(rows, await readAllRows(troth), 'asked by another shop');
});

test('no shop says a word for the person who promised to it: on every route of its own the ids of its customer are 404, and nothing is written', async () => {
  const rows = await readAllRows(troth);
  const tried = ownWithIds();
  for (const route of tried) await assertUnseen(route, ours, ours.shop.key);
  assert.ok(tried.length >= 17, `${tried.length} routes`);
  assertNothingWritten(rows, await readAllRows(troth), 'said by the shop promised to', [OWN_ANSWERS]);
});

test('whatever a person says under /v1/me a shop says under /v1/own, and only a shop: all but signing out, being erased, and what the law keeps for consumers', () => {
  const under = (root: string) =>
    routes
      .filter((route) => route.path === root || route.path.startsWith(`${root}/`))
      .map(({ method, path }) => `${method} ${path.slice(root.length)}`)
      .sort();
  const persons = under('/v1/me').filter(
    (name) => !['POST /erase', 'POST /sign-out', 'GET /pledges/{pledgeId}/ceiling'].includes(name),
  );
  assert.deepEqual(under('/v1/own'), persons);
});

test('another person’s ids are 404 on every route of a person, and nothing is written', async () => {
  const rows = await readAllRows(troth);
  // An offer is nobody's secret: whoever has its address may look at it.
  const tried = withIds('person').filter((route) => route.ids.join() !== 'offerId');
  for (const route of tried) await assertUnseen(route, ours, theirs.person.session);
  assert.ok(tried.length >= 7, `${tried.length} routes`);
  assertNothingWritten(rows, await readAllRows(troth), 'asked by another person', [OWN_ANSWERS]);
});

test('ids of others inside a body are as unknown as those in a path', async () => {
  const promisor = troth.refFor(theirs.person.partyId, theirs.shop.merchantId);
  const order = { offerId: ours.ids.offerId, promisor };
  const single = await troth.call('POST', '/v1/pledges', { token: theirs.shop.key, body: order });
  assert.equal(single.status, 404);
  const bulk = await troth.call('POST', '/v1/pledges/bulk', {
    token: theirs.shop.key,
    body: { pledges: [{ ...order, idempotencyKey: 'b1' }] },
  });
  assert.equal(bulk.body.answers[0].status, 404);
  // A reference that was made for another shop names nobody here: two shops cannot join their lists.
  const borrowed = { offerId: theirs.ids.offerId, promisor: troth.refFor(ours.person.partyId, ours.shop.merchantId) };
  const joined = await troth.call('POST', '/v1/pledges', { token: theirs.shop.key, body: borrowed });
  assert.equal(joined.body.code, 'promisor_unknown');
  const moves = { moves: [{ idempotencyKey: 'b2', pledgeId: ours.ids.pledgeId, move: 'fulfil' }] };
  const moved = await troth.call('POST', '/v1/pledges/bulk-moves', { token: theirs.shop.key, body: moves });
  assert.equal(moved.body.answers[0].status, 404);
  const charges = [
    { idempotencyKey: 'b3', pledgeId: ours.ids.chargedPledgeId, chargeId: ours.ids.chargeId, end: 'forgive' },
  ];
  const ended = await troth.call('POST', '/v1/charges/bulk-ends', { token: theirs.shop.key, body: { charges } });
  assert.equal(ended.body.answers[0].status, 404);
});

test('a key of one world sees nothing of another, whatever ids it names', async () => {
  const { installation } = troth;
  const made = await installation.worlds.create({
    name: `other-${randomUUID()}`,
    mode: 'test',
    clockAt: wallClock.now(),
  });
  assert.ok(made.ok);
  const { worldId } = made.value;
  const of = { worldId, mode: 'test' as const, merchantId: null, scopes: ['operator'], expiresAt: null };
  const operator = await installation.cold.within({ worldId }, (client) =>
    issueKey(client, installation.tools, installation.chance, of, wallClock.now()),
  );
  const name = { zh: '别处', en: 'Elsewhere' };
  const shop = await troth.call('POST', '/v1/merchants', { token: operator.text, body: { name } });
  const person = await troth.call('POST', '/v1/persons', { token: operator.text, body: { name: 'A', locale: 'en' } });
  for (const route of withIds('merchant')) await assertUnseen(route, ours, shop.body.key);
  for (const route of withIds('person')) await assertUnseen(route, ours, person.body.session);
  // The same secret with another world's number in it is no key at all.
  const moved = ours.shop.key.replace(`trk_test_${troth.worldId}_`, `trk_test_${worldId}_`);
  assert.equal((await troth.call('GET', '/v1/offers', { token: moved })).status, 401);
  const promised = await troth.call('POST', '/v1/me/pledges', {
    token: person.body.session,
    body: { offerId: ours.ids.offerId, terms: 'trust', shownMinor: 0, consent: { textVersion: 'deposit_waiver/1' } },
  });
  assert.equal(promised.status, 404);
});

test('a key without the scope is told which one it needs', async () => {
  const { installation, worldId } = troth;
  const of = { worldId, mode: 'test' as const, merchantId: ours.shop.merchantId, scopes: ['nothing'], expiresAt: null };
  const bare = await installation.cold.within({ worldId }, (client) =>
    issueKey(client, installation.tools, installation.chance, of, wallClock.now()),
  );
  for (const route of routes.filter((one) => one.speaker === 'merchant')) {
    const reply = await askRoute(troth, route, ours.ids, { token: bare.text });
    assert.equal(reply.body.code, 'scope_missing', route.name);
  }
});
