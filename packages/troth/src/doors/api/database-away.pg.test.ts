import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { type DatabaseProxy, openDatabaseProxy } from './test-proxy.ts';
import { assertNothingWritten, readAllRows } from './test-rows.ts';
import { askRoute, type Route, readRoutes } from './test-routes.ts';
import { openSecondServer, type SecondServer } from './test-second-server.ts';
import { type Story, tellStory } from './test-story.ts';
import { openTestTroth, type Reply, type TestTroth } from './test-troth.ts';

/** The first server prepares and looks; the second is the one whose database goes away. */
let troth: TestTroth;
let behind: TestTroth;
let proxy: DatabaseProxy;
let second: SecondServer;
let story: Story;
let routes: Route[];
before(async () => {
  troth = await openTestTroth();
  story = await tellStory(troth);
  routes = await readRoutes(troth);
  proxy = await openDatabaseProxy(troth.ownerUrl);
  second = await openSecondServer(troth, proxy.url);
  behind = { ...troth, url: second.url, call: (method, path, ask = {}) => callAt(second.url, method, path, ask) };
});
after(async () => {
  await proxy.close();
  await second.close();
  await troth.close();
});

async function callAt(
  url: string,
  method: string,
  path: string,
  ask: Parameters<TestTroth['call']>[2] = {},
): Promise<Reply> {
  const headers: Record<string, string> = { 'idempotency-key': ask.key ?? randomUUID() };
  if (ask.token != null) headers.authorization = `Bearer ${ask.token}`;
  if (ask.body !== undefined) headers['content-type'] = 'application/json';
  const response = await fetch(url + path, {
    method,
    headers,
    body: ask.body === undefined ? null : JSON.stringify(ask.body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text.startsWith('{') ? JSON.parse(text) : text };
}

const order = () => ({
  offerId: story.ids.offerId,
  promisor: troth.refFor(story.person.partyId, story.shop.merchantId),
});
const place = (key: string) => behind.call('POST', '/v1/pledges', { token: story.shop.key, key, body: order() });

function assertUnavailable(reply: Reply, what: string): void {
  assert.equal(reply.status, 503, `${what}: ${JSON.stringify(reply.body)}`);
  assert.equal(reply.body.code, 'unavailable', what);
  assert.match(reply.headers.get('retry-after') ?? '', /^[1-9][0-9]?$/, `${what} says when to try again`);
}

const tokenFor = (route: Route): string =>
  ({
    person: story.person.session,
    operator: troth.operatorKey,
    merchant: story.shop.key,
    several: story.shop.key,
    anybody: '',
  })[route.speaker];

async function pledgeCount(): Promise<number> {
  return (await readAllRows(troth)).get('pledges')?.count ?? 0;
}

/** What anybody may read, and nobody knows by heart. */
const LOOKED_UP = ['GET /v1/custody-coverage'];
/** What was read a moment ago may be told once more. */
const FROM_MEMORY = ['GET /v1/offers/{offerId}', 'GET /v1/clock'];

test('while the database is away every route answers 503 and when to try again; nothing is written; it recovers alone', async () => {
  assert.equal((await place('warm')).status, 201, 'it works before');
  const rows = await readAllRows(troth);
  proxy.cut();
  const startedAt = performance.now();
  const speaking = routes.filter((route) => route.speaker !== 'anybody');
  for (const route of speaking) {
    const reply = await askRoute(behind, route, story.ids, { token: tokenFor(route) });
    if (!(FROM_MEMORY.includes(route.name) && reply.status === 200)) assertUnavailable(reply, route.name);
  }
  assert.ok(performance.now() - startedAt < speaking.length * 1_000, 'an answer does not take a second');
  const openly = routes.filter((route) => route.speaker === 'anybody' && route.method === 'GET');
  for (const route of openly) {
    const reply = await askRoute(behind, route, story.ids, {});
    if (LOOKED_UP.includes(route.name)) assertUnavailable(reply, route.name);
    else assert.equal(reply.status, 200, `${route.name} needs no database`);
  }
  assertNothingWritten(rows, await readAllRows(troth), 'while the database was away');

  proxy.restore();
  assert.equal((await place('after')).status, 201, 'the first request after it is back');
  const offers = await behind.call('GET', '/v1/offers', { token: story.shop.key });
  assert.equal(offers.status, 200);
});

test('requests under way when the database goes away have one effect each, once they are repeated', async () => {
  const before = await pledgeCount();
  const keys = Array.from({ length: 60 }, () => randomUUID());
  const first = Promise.all(keys.map((key) => place(key)));
  setTimeout(() => proxy.cut(), 3);
  const replies = await first;
  for (const reply of replies) if (reply.status !== 201) assertUnavailable(reply, 'cut');
  proxy.restore();
  const again = await Promise.all(keys.map((key) => place(key)));
  assert.ok(
    again.every((reply) => reply.status === 201),
    JSON.stringify(again.find((reply) => reply.status !== 201)?.body),
  );
  assert.equal((await pledgeCount()) - before, keys.length);
  for (const [i, reply] of replies.entries()) if (reply.status === 201) assert.deepEqual(reply.body, again[i]?.body);
});

test('an answer lost between COMMIT and the server is a 503, and its repetition tells what was committed', async () => {
  const before = await pledgeCount();
  const hot = randomUUID();
  await place(randomUUID());
  proxy.cutAtCommit();
  const lost = await place(hot);
  assert.ok(proxy.cutCount >= 1, 'a connection was cut at its COMMIT');
  assertUnavailable(lost, 'lost');
  proxy.restore();
  const told = await place(hot);
  assert.equal(told.status, 201, JSON.stringify(told.body));
  assert.equal((await pledgeCount()) - before, 2);

  // Off the write path too: an endpoint registered once, whose secret is then lost and can be made anew.
  const cold = randomUUID();
  const body = { url: 'http://localhost:9/lost', events: ['pledge.kept'] };
  const register = () => behind.call('POST', '/v1/webhook-endpoints', { token: story.shop.key, key: cold, body });
  proxy.cutAtCommit();
  assertUnavailable(await register(), 'lost');
  proxy.restore();
  const registered = await register();
  assert.equal(registered.status, 201, JSON.stringify(registered.body));
  const { body: list } = await behind.call('GET', '/v1/webhook-endpoints', { token: story.shop.key });
  assert.equal(list.endpoints.filter((one: { url: string }) => one.url === body.url).length, 1);
});

test('connections that the database ends by itself are replaced, and no request is lost', async () => {
  const owner = new pg.Client({ connectionString: troth.ownerUrl });
  await owner.connect();
  const before = await pledgeCount();
  const keys = Array.from({ length: 40 }, () => randomUUID());
  const first = Promise.all(keys.map((key) => place(key)));
  const ended = await owner.query(
    'select count(pg_terminate_backend(pid))::int as count from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  assert.ok(ended.rows[0].count >= 3, 'connections were ended');
  await owner.end();
  for (const reply of await first) if (reply.status !== 201) assertUnavailable(reply, 'terminated');
  const again = await Promise.all(keys.map((key) => place(key)));
  // One more turn for those that met a connection which had not yet heard of its end.
  const last = await Promise.all(keys.map((key, i) => (again[i]?.status === 201 ? again[i] : place(key))));
  assert.ok(last.every((reply) => reply?.status === 201));
  assert.equal((await pledgeCount()) - before, keys.length);
});
