import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { NORMS, PURPOSE_TEXTS } from '../../rooms/rulebook/index.ts';
import { PROBLEMS } from './problems.ts';
import { type Route, readRoutes } from './test-routes.ts';
import { type Story, tellStory } from './test-story.ts';
import { openTestTroth, type TestTroth } from './test-troth.ts';

let troth: TestTroth;
let routes: Route[];
let story: Story;
before(async () => {
  troth = await openTestTroth();
  routes = await readRoutes(troth);
  story = await tellStory(troth);
});
after(() => troth.close());

const run = promisify(execFile);
const plainText = (text: string) =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#96;', '`')
    .replaceAll('&amp;', '&');

test('the reference names every route, needs no script, and asks nothing of anybody else', async () => {
  const reply = await troth.call('GET', '/docs');
  assert.equal(reply.status, 200);
  assert.match(reply.headers.get('content-security-policy') ?? '', /default-src 'none'/);
  assert.doesNotMatch(reply.body, /<script|javascript:|(?:src|href|action)="(?!\/|#)/i);
  const page = plainText(reply.body);
  for (const route of routes) assert.ok(page.includes(`${route.method} ${route.path}`), route.name);
  assert.ok(page.includes('/v1/openapi.json'));
  for (const route of routes) assert.ok(route.summary.length > 3, `${route.name} has a summary`);
});

test('every example of the reference is understood when it is pasted: what it names may not exist, but nothing in it is wrong', async () => {
  const page = (await troth.call('GET', '/docs')).body as string;
  const examples = [...page.matchAll(/<h3 id="([^"]+)">[\s\S]*?<pre><code>(curl [\s\S]*?)<\/code><\/pre>/g)];
  assert.equal(examples.length, routes.length);
  for (const [, id, escaped = ''] of examples) {
    const route = routes.find((one) => one.id === id) as Route;
    const example = plainText(escaped);
    const script = example.replace('curl -sS', `curl -sS -o /dev/null -w '%{http_code}'`);
    const keys = { person: story.person.session, operator: troth.operatorKey, anybody: '' };
    const key = route.speaker in keys ? keys[route.speaker as keyof typeof keys] : story.shop.key;
    // A session must not be ended under the feet of the next example.
    if (route.path.endsWith('/sign-out')) continue;
    const { stdout } = await run('sh', ['-c', script], {
      env: { ...process.env, TROTH_URL: troth.url, TROTH_KEY: key },
    });
    const status = Number(stdout.trim());
    const isUnderstood = (status >= 200 && status < 300) || [404, 409, 410].includes(status);
    assert.ok(isUnderstood || MAY_REFUSE[route.name] === status, `${status} for\n${example}`);
  }
});

/** Examples that are meant to be refused, or whose rule needs more than a sample to be kept. */
const MAY_REFUSE: Readonly<Record<string, number>> = {
  'POST /v1/purposes/check': 422,
  'POST /v1/me/pledges/{pledgeId}/answer': 422,
};

test('every problem has a page for people and an answer for programs, where its type points', async () => {
  const all = await troth.call('GET', '/problems');
  assert.equal(all.body.problems.length, Object.keys(PROBLEMS).length);
  for (const { type, code } of all.body.problems) {
    const json = await troth.call('GET', type);
    assert.equal(json.body.code, code);
    const page = await troth.call('GET', type, { headers: { accept: 'text/html' } });
    assert.match(page.headers.get('content-type') ?? '', /text\/html/);
    assert.ok(plainText(page.body).includes(json.body.next), code);
  }
  const offer = await troth.call('GET', '/problems/offer_invalid');
  assert.ok(offer.body.rules.late_cap_missing.zh.length > 0);
  assert.equal((await troth.call('GET', '/problems/nothing_like_it')).status, 404);
});

test('norms, purposes and consent texts are open to everybody, and a refused purpose cites its norm', async () => {
  assert.equal((await troth.call('GET', '/v1/norms')).body.norms.length, NORMS.length);
  const { purposes, refused } = (await troth.call('GET', '/v1/purposes')).body;
  assert.equal(purposes.length, Object.keys(PURPOSE_TEXTS).length);
  for (const { consentText } of purposes) {
    const text = await troth.call('GET', `/v1/consent-texts/${consentText}`);
    assert.ok(text.body.text.zh.length > 0 && text.body.text.en.length > 0, consentText);
  }
  assert.equal((await troth.call('GET', '/v1/consent-texts/deposit_waiver/99')).status, 404);
  for (const { purpose, norm } of refused) {
    const reply = await troth.call('POST', '/v1/purposes/check', { token: story.shop.key, body: { purpose } });
    assert.equal(reply.status, 422, purpose);
    assert.equal(reply.body.code, 'purpose_refused');
    assert.equal(reply.body.norm, norm, purpose);
  }
});

test('a merchant reads its pledge and what happened to it, and nothing in either says why or how likely', async () => {
  const seen = await troth.call('GET', `/v1/pledges/${story.ids.chargedPledgeId}`, { token: story.shop.key });
  assert.equal(seen.body.state, 'kept');
  assert.ok(seen.body.charges.length >= 2);
  assert.equal(seen.body.promisor, troth.refFor(story.person.partyId, story.shop.merchantId));
  const happened = await troth.call('GET', `/v1/pledges/${story.ids.chargedPledgeId}/events`, {
    token: story.shop.key,
  });
  const types = happened.body.events.map((event: { type: string }) => event.type);
  assert.deepEqual(types.slice(0, 3), ['pledge.accepted', 'pledge.begun', 'pledge.lapsed']);
  assert.ok(types.includes('pledge.kept') && types.includes('charge.raised'));
  const text = JSON.stringify([seen.body, happened.body]);
  assert.doesNotMatch(text, /reason|expectedLoss|expected_loss|score|ppm|cell|林木子|pty_/i);
});
