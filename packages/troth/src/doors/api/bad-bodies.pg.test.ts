import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { SchemaNode } from './reference-samples.ts';
import { bodyOf, pathOf, type Route, readRoutes } from './test-routes.ts';
import { assertNothingWritten, type Rows, readAllRows } from './test-rows.ts';
import { type Story, tellStory } from './test-story.ts';
import { openTestTroth, type Reply, type TestTroth } from './test-troth.ts';

let troth: TestTroth;
let routes: Route[];
let story: Story;
let rows: Rows;
before(async () => {
  troth = await openTestTroth();
  routes = await readRoutes(troth);
  story = await tellStory(troth);
  rows = await readAllRows(troth);
});
after(() => troth.close());

const tokenFor = (route: Route): string =>
  ({
    person: story.person.session,
    operator: troth.operatorKey,
    merchant: story.shop.key,
    several: story.shop.key,
    anybody: '',
  })[route.speaker];

async function nothingWritten(what: string): Promise<void> {
  assertNothingWritten(rows, await readAllRows(troth), what);
}

function assertProblem(reply: Reply, status: number, code: string, what: string): void {
  assert.equal(reply.status, status, `${what}: ${JSON.stringify(reply.body)}`);
  assert.equal(reply.body.code, code, what);
  assert.equal(reply.headers.get('content-type'), 'application/problem+json; charset=utf-8', what);
  assert.ok(reply.body.detail.length > 0 && reply.body.next.length > 0, what);
}

const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const keys = (count: number) => `{${Array.from({ length: count }, (_, i) => `"k${i}":1`).join()}}`;

/** What is wrong before any rule of ours is asked; the same on every route that reads a body. */
const NOT_OUR_JSON: readonly (readonly [string, string | Buffer, number, string])[] = [
  ['half a body', '{"offerId":', 422, 'json_does_not_parse'],
  ['nothing', '', 422, 'json_does_not_parse'],
  ['two values', '{} {}', 422, 'json_does_not_parse'],
  ['NaN', '{"amountMinor":NaN}', 422, 'json_does_not_parse'],
  ['Infinity', '{"amountMinor":-Infinity}', 422, 'json_does_not_parse'],
  ['a plus sign', '{"amountMinor":+1}', 422, 'json_does_not_parse'],
  ['full-width digits', '{"amountMinor":１００}', 422, 'json_does_not_parse'],
  ['2^53 + 1', '{"amountMinor":9007199254740993}', 422, 'json_number_not_exact'],
  ['minus 2^53 - 1', '{"amountMinor":-9007199254740993}', 422, 'json_number_not_exact'],
  ['1e400', '{"amountMinor":1e400}', 422, 'json_number_not_exact'],
  ['1e-400', '{"amountMinor":1e-400}', 422, 'json_number_not_exact'],
  ['a fraction that rounds', '{"amountMinor":0.1000000000000000055}', 422, 'json_number_not_exact'],
  ['a key twice', '{"offerId":"a","offerId":"b"}', 422, 'json_duplicate_key'],
  ['a key twice, once escaped', '{"offerId":"a","\\u006ffferId":"b"}', 422, 'json_duplicate_key'],
  ['__proto__', '{"__proto__":{"scopes":["operator"]}}', 422, 'json_forbidden_key'],
  ['__proto__ inside', '{"a":[{"\\u005f_proto__":1}]}', 422, 'json_forbidden_key'],
  ['constructor', '{"constructor":{"prototype":{}}}', 422, 'json_forbidden_key'],
  ['half a character, escaped', '{"a":"\\ud800"}', 422, 'json_not_utf8'],
  ['bytes that are not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), 422, 'json_not_utf8'],
  ['GB 18030', Buffer.from([0x7b, 0x22, 0xc1, 0xd6, 0x22, 0x3a, 0x31, 0x7d]), 422, 'json_not_utf8'],
  ['a depth bomb', '['.repeat(100_000), 422, 'json_too_deep'],
  ['17 levels', nested(17), 422, 'json_too_deep'],
];

test('a body that is not the JSON it seems to be is refused by name on every route, and nothing is written', async () => {
  const reading = routes.filter((route) => route.body !== null);
  assert.ok(reading.length >= 30, `${reading.length} routes read a body`);
  for (const route of reading) {
    for (const [what, raw, status, code] of NOT_OUR_JSON) {
      if (raw === '') continue;
      const reply = await troth.call(route.method, pathOf(route, story.ids), { token: tokenFor(route), raw });
      assertProblem(reply, status, code, `${route.name}: ${what}`);
    }
  }
  await nothingWritten('bodies that are not JSON');
});

test('a body that is too large is refused with 413 before it is read, and too many members by name', async () => {
  for (const route of routes.filter((one) => one.body !== null)) {
    const isBulk = /bulk|settlements|imports\/\{importId\}\/pledges/.test(route.path);
    const limit = isBulk ? 1_048_576 : 262_144;
    const path = pathOf(route, story.ids);
    const long = await troth.call('POST', path, { token: tokenFor(route), raw: `{"a":"${'x'.repeat(limit)}"}` });
    assertProblem(long, 413, 'body_too_large', route.name);
    const many = await troth.call('POST', path, { token: tokenFor(route), raw: keys(isBulk ? 16_001 : 1_001) });
    assertProblem(many, 422, 'json_too_many_keys', route.name);
  }
  await nothingWritten('bodies that are too large');
});

test('only plain JSON is read: no forms, no text, no compressed bodies', async () => {
  const body = JSON.stringify({
    offerId: story.ids.offerId,
    promisor: troth.refFor(story.person.partyId, story.shop.merchantId),
  });
  const ask = (headers: Record<string, string>, raw: string | Buffer) =>
    troth.call('POST', '/v1/pledges', { token: story.shop.key, headers, raw });
  assertProblem(await ask({ 'content-type': 'text/plain' }, body), 415, 'unsupported_media_type', 'text');
  assertProblem(await ask({ 'content-type': 'application/xml' }, '<a/>'), 415, 'unsupported_media_type', 'XML');
  const form = new URLSearchParams(JSON.parse(body)).toString();
  assertProblem(
    await ask({ 'content-type': 'application/x-www-form-urlencoded' }, form),
    415,
    'unsupported_media_type',
    'a form',
  );
  const zipped = await ask({ 'content-type': 'application/json', 'content-encoding': 'gzip' }, gzipSync(body));
  assertProblem(zipped, 415, 'unsupported_media_type', 'gzip');
  const bomb = await ask(
    { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    gzipSync(Buffer.alloc(50_000_000)),
  );
  assertProblem(bomb, 415, 'unsupported_media_type', 'a gzip bomb');
  await nothingWritten('bodies that are not JSON');
});

test('headers that are too large, and a key that is no key, are refused', async () => {
  const status = await new Promise<number>((resolve, reject) => {
    const sent = httpRequest(`${troth.url}/v1/offers`, { headers: { 'x-long': 'x'.repeat(20_000) } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end();
  });
  assert.equal(status, 431);
  for (const key of ['', ' ', 'a b', 'x'.repeat(256), 'ключ'].filter((one) => /^[\x20-\x7e]*$/.test(one))) {
    const reply = await troth.call('POST', '/v1/offers', {
      token: story.shop.key,
      key,
      body: bodyOf(routes.find((one) => one.name === 'POST /v1/offers') as Route),
    });
    assertProblem(reply, 400, 'idempotency_key_missing', JSON.stringify(key));
  }
  await nothingWritten('headers');
});

/** Every closed object of a body with its pointer, as the schema nests them. */
interface Place {
  readonly pointer: string;
  readonly into: (body: unknown) => Record<string, unknown>;
}

function placesOf(
  value: unknown,
  pointer = '',
  into: Place['into'] = (body) => body as Record<string, unknown>,
): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([name, member]) =>
    placesOf(member, `${pointer}/${name}`, (body) => into(body)[name] as Record<string, unknown>),
  );
  return Array.isArray(value) ? inner : [{ pointer, into }, ...inner];
}

test('a member that nobody knows is refused on every route, at every depth, and named', async () => {
  let triedCount = 0;
  for (const route of routes.filter((one) => one.body !== null)) {
    const body = bodyOf(route) ?? {};
    for (const { pointer, into } of placesOf(body)) {
      for (const name of ['worldId', 'limitMinor', 'score', 'state', 'merchantId', 'toString']) {
        const spoilt = structuredClone(body);
        into(spoilt)[name] = 1;
        const reply = await troth.call(route.method, pathOf(route, story.ids), {
          token: tokenFor(route),
          body: spoilt,
        });
        assert.equal(reply.status, 422, `${route.name} ${pointer}/${name}: ${JSON.stringify(reply.body)}`);
        assert.ok(
          reply.body.pointers.includes(`${pointer}/${name}`),
          `${route.name} names ${pointer}/${name}: ${JSON.stringify(reply.body.pointers)}`,
        );
        assert.ok(reply.body.errors.length > 0, `${route.name} names the rule`);
        triedCount += 1;
      }
    }
  }
  assert.ok(triedCount >= 250, `${triedCount} tries`);
  await nothingWritten('unknown members');
});

const WRONG: readonly unknown[] = [
  null,
  true,
  -1,
  1.5,
  9_007_199_254_740_991,
  '１０',
  'x'.repeat(5000),
  '',
  [],
  {},
  [[]],
];

/** Text of an ordinary length may be right where text is asked for; nothing else of the list ever is. */
function mayFit(schema: SchemaNode, wrong: unknown): boolean {
  if (schema.type === 'boolean') return wrong === true;
  if (schema.type !== 'string' || typeof wrong !== 'string') return false;
  if (wrong.length > 100) return schema.maxLength === undefined;
  return wrong !== '' || (schema.minLength === undefined && schema.pattern === undefined);
}

test('a member of the wrong kind is refused on every route with its field and rule, and nothing is written', async () => {
  let triedCount = 0;
  for (const route of routes.filter(
    (one) => one.body?.properties !== undefined && !one.path.startsWith('/v1/offers'),
  )) {
    const body = (bodyOf(route) ?? {}) as Record<string, unknown>;
    for (const [name, schema] of Object.entries(route.body?.properties ?? {})) {
      for (const wrong of WRONG) {
        if (mayFit(schema, wrong)) continue;
        const reply = await troth.call(route.method, pathOf(route, story.ids), {
          token: tokenFor(route),
          body: { ...body, [name]: wrong },
        });
        assert.ok(
          [400, 413, 422].includes(reply.status),
          `${route.name} ${name}=${JSON.stringify(wrong)}: ${reply.status} ${JSON.stringify(reply.body)}`,
        );
        assert.ok(
          reply.body.pointers?.some((pointer: string) => pointer.startsWith(`/${name}`)),
          `${route.name} ${name}=${JSON.stringify(wrong)?.slice(0, 40)}: ${JSON.stringify(reply.body)}`,
        );
        triedCount += 1;
      }
    }
  }
  assert.ok(triedCount >= 200, `${triedCount} tries`);
  await nothingWritten('members of the wrong kind');
});
