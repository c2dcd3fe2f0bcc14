import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { type EventBody, RETRY_DELAYS_S } from '../webhooks/index.ts';
import { evidenceFor, move, must, type Person, promise, type Shop } from './test-story.ts';
import { openTestTroth, type TestTroth } from './test-troth.ts';

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: EventBody;
  readonly worldNow: string;
}

let troth: TestTroth;
let shop: Shop;
let receiver: Server;
let url: string;
let answerWith = 200;
const received: Received[] = [];
before(async () => {
  troth = await openTestTroth();
  shop = await troth.createMerchant('Planted Name Ltd');
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const now = troth.installation.worlds.now(troth.worldId).toString();
      received.push({
        path: request.url ?? '',
        headers: request.headers,
        text,
        body: JSON.parse(text) as EventBody,
        worldNow: now,
      });
      response.writeHead(answerWith).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  url = `http://localhost:${(receiver.address() as AddressInfo).port}`;
});
after(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await troth.close();
});

async function register(path: string, events: readonly string[]): Promise<{ endpointId: string; secret: string }> {
  return must(
    await troth.call('POST', '/v1/webhook-endpoints', { token: shop.key, body: { url: url + path, events } }),
    201,
    'endpoint',
  ).body;
}

async function deliveriesOf(endpointId: string) {
  await troth.background.settle(troth.worldId);
  const reply = await troth.call('GET', `/v1/webhook-endpoints/${endpointId}/deliveries`, { token: shop.key });
  return must(reply, 200, 'deliveries').body.deliveries;
}

function signedBy(secret: string, one: Received): boolean {
  const content = `${one.headers['webhook-id']}.${one.headers['webhook-timestamp']}.${one.text}`;
  const mine = `v1,${createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64'))
    .update(content)
    .digest('base64')}`;
  return String(one.headers['webhook-signature']).split(' ').includes(mine);
}

/** A rental that is late, noticed, answered and broken: every kind of word and number there is. */
async function breakOne(person: Person): Promise<string> {
  const offerId = await troth.publish(shop.key, 'camera');
  const pledgeId = await promise(troth, person, offerId);
  must(await move(troth, shop.key, pledgeId, 'begin'), 200, 'begin');
  await troth.advance(24 * 6);
  const evidenceIds = [await evidenceFor(troth, shop.key, pledgeId, 'PLANTED-EVIDENCE')];
  must(await move(troth, shop.key, pledgeId, 'notice', { evidenceIds }), 200, 'notice');
  must(
    await move(troth, person.session, pledgeId, 'answer', { answer: 'this_is_wrong', note: 'PLANTED-NOTE' }),
    200,
    'answer',
  );
  must(await move(troth, shop.key, pledgeId, 'break'), 200, 'break');
  await troth.background.settle(troth.worldId);
  return pledgeId;
}

const ALL = async (): Promise<string[]> =>
  (await troth.call('GET', '/v1/webhook-events')).body.events.map((event: { type: string }) => event.type);

test('every event of a broken promise arrives signed, in its own words, and none says a reason, a score or a name', async () => {
  const { endpointId, secret } = await register('/all', await ALL());
  const person = await troth.createPerson('PLANTED-PERSON 𠮷');
  const pledgeId = await breakOne(person);
  const mine = received.filter((one) => one.path === '/all');
  assert.ok(mine.length >= 8, `${mine.length} events`);
  for (const one of mine) {
    assert.ok(signedBy(secret, one), `${one.body.type} is signed`);
    assert.equal(one.headers['webhook-id'], one.body.id);
    assert.doesNotMatch(one.text, /PLANTED|𠮷|reason|score|points|ppm|probab|expectedLoss|cell|pty_|note/i, one.text);
  }
  const types = mine.map((one) => one.body.type);
  for (const type of [
    'consent.granted',
    'pledge.accepted',
    'pledge.begun',
    'pledge.lapsed',
    'pledge.noticed',
    'pledge.answered',
    'pledge.broken',
    'charge.raised',
  ])
    assert.ok(types.includes(type), `${type} in ${types.join(' ')}`);
  assert.ok(mine.filter((one) => 'pledgeId' in one.body.data).every((one) => one.body.data.pledgeId === pledgeId));
  assert.ok(
    mine
      .filter((one) => 'personRef' in one.body.data)
      .every((one) => one.body.data.personRef === troth.refFor(person.partyId, shop.merchantId)),
  );
  assert.ok((await deliveriesOf(endpointId)).every((one: { state: string }) => one.state === 'delivered'));
  must(await troth.call('POST', `/v1/webhook-endpoints/${endpointId}/disable`, { token: shop.key }), 200, 'disable');
});

test('what fails is tried again on the published schedule by the world’s clock, then is dead until it is sent again', async () => {
  const { endpointId } = await register('/down', ['pledge.accepted']);
  const person = await troth.createPerson();
  const offerId = await troth.publish(shop.key, 'umbrella');
  answerWith = 500;
  const startedAt = troth.installation.worlds.now(troth.worldId);
  await promise(troth, person, offerId);
  await troth.background.settle(troth.worldId);
  await troth.advance(80);
  const tries = received.filter((one) => one.path === '/down');
  const offsets = tries.map((one) => Number((BigInt(one.worldNow) - startedAt) / 1_000_000n));
  assert.equal(tries.length, RETRY_DELAYS_S.length, offsets.join(' '));
  assert.equal(new Set(tries.map((one) => one.headers['webhook-id'])).size, 1, 'one id in every attempt');
  let due = 0;
  for (const [i, delay] of RETRY_DELAYS_S.entries()) {
    due += delay;
    assert.equal(offsets[i], due, `attempt ${i + 1}: ${offsets.join(' ')}`);
  }
  const [dead] = await deliveriesOf(endpointId);
  assert.deepEqual([dead.state, dead.attemptCount, dead.lastStatus], ['dead', RETRY_DELAYS_S.length, 500]);
  answerWith = 200;
  const resent = await troth.call('POST', `/v1/webhook-endpoints/${endpointId}/resend-dead`, { token: shop.key });
  assert.equal(must(resent, 200, 'resend').body.resentCount, 1);
  assert.equal((await deliveriesOf(endpointId))[0].state, 'delivered');
  must(
    await troth.call('POST', `/v1/webhook-deliveries/${dead.deliveryId}/resend`, { token: shop.key }),
    200,
    'resend one',
  );
  await troth.background.settle(troth.worldId);
  assert.equal(received.filter((one) => one.path === '/down').length, RETRY_DELAYS_S.length + 2);
});

test('a clock that is moved hour by hour tries at the same instants as one that is moved in one stretch', async () => {
  await register('/down-by-hours', ['pledge.accepted']);
  const person = await troth.createPerson();
  const offerId = await troth.publish(shop.key, 'umbrella');
  answerWith = 500;
  const startedAt = troth.installation.worlds.now(troth.worldId);
  await promise(troth, person, offerId);
  await troth.background.settle(troth.worldId);
  for (let hour = 0; hour < 80; hour += 1) await troth.advance(1);
  answerWith = 200;
  const offsets = received
    .filter((one) => one.path === '/down-by-hours')
    .map((one) => Number((BigInt(one.worldNow) - startedAt) / 1_000_000n));
  const wanted = RETRY_DELAYS_S.map((_, i) => RETRY_DELAYS_S.slice(0, i + 1).reduce((sum, delay) => sum + delay, 0));
  assert.deepEqual(offsets, wanted);
});

test('while a secret is being rotated both sign; afterwards the new one alone; a chosen event comes, another does not', async () => {
  const { endpointId, secret } = await register('/rotating', ['pledge.accepted']);
  const rotated = must(
    await troth.call('POST', `/v1/webhook-endpoints/${endpointId}/rotate-secret`, { token: shop.key }),
    200,
    'rotate',
  ).body;
  const person = await troth.createPerson();
  const offerId = await troth.publish(shop.key, 'umbrella');
  const last = async () => {
    await troth.background.settle(troth.worldId);
    return received.filter((one) => one.path === '/rotating').at(-1) as Received;
  };
  const first = await promise(troth, person, offerId);
  const both = await last();
  assert.ok(signedBy(secret, both) && signedBy(rotated.secret, both));
  must(await troth.call('POST', `/v1/webhook-endpoints/${endpointId}/end-rotation`, { token: shop.key }), 200, 'end');
  await promise(troth, person, offerId);
  const alone = await last();
  assert.ok(!signedBy(secret, alone) && signedBy(rotated.secret, alone));
  must(
    await troth.call('POST', `/v1/webhook-endpoints/${endpointId}/events`, {
      token: shop.key,
      body: { events: ['pledge.begun'] },
    }),
    200,
    'choose',
  );
  await promise(troth, person, offerId);
  must(await move(troth, shop.key, first, 'begin'), 200, 'begin');
  assert.equal((await last()).body.type, 'pledge.begun');
  assert.deepEqual(
    received.filter((one) => one.path === '/rotating').map((one) => one.body.type),
    ['pledge.accepted', 'pledge.accepted', 'pledge.begun'],
  );
});

test('an endpoint that is no endpoint is refused with its field and rule', async () => {
  const asked = [
    ['http://example.com/a', ['pledge.kept'], 'url_scheme_refused'],
    ['https://127.1/', ['pledge.kept'], 'url_host_spelled_oddly'],
    ['https://10.0.0.1/', ['pledge.kept'], 'url_host_is_not_public'],
    ['https://[::ffff:169.254.169.254]/', ['pledge.kept'], 'url_host_spelled_oddly'],
    ['https://shop.internal/', ['pledge.kept'], 'url_host_is_not_public'],
    ['https://a:b@shop.example/', ['pledge.kept'], 'url_carries_credentials'],
    ['https://shop.example:5432/', ['pledge.kept'], 'url_port_refused'],
    ['file:///etc/passwd', ['pledge.kept'], 'url_scheme_refused'],
    ['nonsense', ['pledge.kept'], 'url_does_not_parse'],
    ['https://shop.example/', [], 'events_are_empty'],
    ['https://shop.example/', ['pledge.sold'], 'event_unknown'],
    ['https://shop.example/', ['pledge.kept', 'pledge.kept'], 'event_named_twice'],
  ] as const;
  for (const [address, events, rule] of asked) {
    const reply = await troth.call('POST', '/v1/webhook-endpoints', {
      token: shop.key,
      body: { url: address, events },
    });
    assert.equal(reply.body.code, 'endpoint_invalid', address);
    assert.equal(reply.body.errors[0].rule, rule, address);
    assert.match(reply.body.pointers[0], rule.startsWith('url') ? /^\/url$/ : /^\/events/, address);
  }
});
