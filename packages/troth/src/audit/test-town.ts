/** A small world in which everything that can happen has happened, made over HTTP, for tests that flip it. */
import { READY_MADE_OFFERS } from '../rooms/offer/index.ts';
import { isoFromInstant } from '../kernel/index.ts';
import { type Person, type Shop, evidenceFor, move, must, promise } from '../doors/api/test-story.ts';
import { begun, disputesOfAllKinds, disputesOfStages, settle } from './test-town-disputes.ts';
import type { TestTroth } from '../doors/api/test-troth.ts';

export interface TestTown {
  readonly shop: Shop;
  readonly people: readonly Person[];
  /** Key and body of an order that was answered. */
  readonly ordered: { readonly key: string; readonly body: object; readonly answer: object };
}

/** Kept, kept late, broken in silence, broken after an answer, withdrawn, cancelled, expired, extended, running; paid and forgiven. */
export async function buildTown(troth: TestTroth): Promise<TestTown> {
  const shop = await troth.createMerchant();
  const people = [
    await troth.createPerson('林木子'),
    await troth.createPerson('Ada'),
    await enrolWithContact(troth),
  ] as const;
  const camera = await troth.publish(shop.key, 'camera');
  const table = await troth.publish(shop.key, 'cafe-table');
  const hook = {
    url: 'http://localhost:9/hook',
    events: ['pledge.kept', 'pledge.broken', 'charge.raised', 'consent.granted'],
  };
  must(await troth.call('POST', '/v1/webhook-endpoints', { token: shop.key, body: hook }), 201, 'endpoint');
  const [ada, bo, cy] = people;

  const late = await begun(troth, shop, ada, camera);
  await troth.advance(24 * 6);
  const kept = must(await move(troth, shop.key, late, 'fulfil'), 200, 'fulfil').body;
  await settle(troth, shop, late, kept.charges);
  await brokenInSilence(troth, shop, bo, camera);
  await brokenAfterAnswer(troth, shop, bo, camera);
  await withdrawn(troth, shop, cy, camera);
  await smallEnds(troth, shop, cy, camera, table);
  await disputesOfAllKinds(troth, shop, camera);
  await disputesOfStages(troth, shop);
  await runningOnes(troth, shop, ada, camera);
  await consentAndKeys(troth, shop, cy, camera);
  const ordered = await order(troth, shop, ada, camera, 'A"1\\');
  await imports(troth, shop, bo, table);
  await secondShop(troth, bo, camera);
  await statement(troth, shop);
  await troth.background.settle(troth.worldId);
  return { shop, people, ordered };
}

async function enrolWithContact(troth: TestTroth): Promise<Person> {
  const body = { name: 'Cy 陈', contact: 'cy@example.org', locale: 'en' };
  return must(await troth.call('POST', '/v1/persons', { token: troth.operatorKey, body }), 201, 'person').body;
}

async function noticed(troth: TestTroth, shop: Shop, person: Person, offerId: `ofr_${string}`): Promise<string> {
  const pledgeId = await begun(troth, shop, person, offerId);
  await troth.advance(24 * 8);
  const evidenceId = await evidenceFor(troth, shop.key, pledgeId, `not back: ${pledgeId}`);
  must(await move(troth, shop.key, pledgeId, 'notice', { evidenceIds: [evidenceId] }), 200, 'notice');
  return pledgeId;
}

async function brokenInSilence(troth: TestTroth, shop: Shop, person: Person, offerId: `ofr_${string}`): Promise<void> {
  await noticed(troth, shop, person, offerId);
  await troth.advance(24 * 30);
}

async function brokenAfterAnswer(
  troth: TestTroth,
  shop: Shop,
  person: Person,
  offerId: `ofr_${string}`,
): Promise<void> {
  const pledgeId = await noticed(troth, shop, person, offerId);
  must(
    await move(troth, person.session, pledgeId, 'answer', { answer: 'this_is_wrong', note: '我没有拿走' }),
    200,
    'answer',
  );
  const broken = must(await move(troth, shop.key, pledgeId, 'break'), 200, 'break').body;
  const body = { statement: '柜台没有人' };
  const path = `/v1/me/facts/${broken.factId}/contest`;
  must(await troth.call('POST', path, { token: person.session, body }), 201, 'contest');
}

async function withdrawn(troth: TestTroth, shop: Shop, person: Person, offerId: `ofr_${string}`): Promise<void> {
  const pledgeId = await noticed(troth, shop, person, offerId);
  must(await move(troth, shop.key, pledgeId, 'withdraw'), 200, 'withdraw');
}

async function smallEnds(
  troth: TestTroth,
  shop: Shop,
  person: Person,
  camera: `ofr_${string}`,
  table: `ofr_${string}`,
): Promise<void> {
  const soon = new Date(Number(troth.installation.worlds.now(troth.worldId) / 1000n) + 3_600_000).toISOString();
  const cancelled = await promise(troth, person, table, { startsAt: soon });
  must(await move(troth, person.session, cancelled, 'cancel'), 200, 'cancel');
  const attended = await promise(troth, person, table, { startsAt: soon });
  must(await move(troth, shop.key, attended, 'fulfil'), 200, 'attend');
  await promise(troth, person, camera);
  await troth.advance(24 * 40);
}

async function runningOnes(troth: TestTroth, shop: Shop, person: Person, camera: `ofr_${string}`): Promise<void> {
  const extended = await begun(troth, shop, person, camera);
  must(await move(troth, person.session, extended, 'confirm'), 200, 'confirm');
  must(await move(troth, person.session, extended, 'extend'), 200, 'extend');
  must(await move(troth, person.session, extended, 'declare'), 200, 'declare');
  await evidenceFor(troth, person.session, extended, 'a photograph');
}

async function consentAndKeys(troth: TestTroth, shop: Shop, person: Person, camera: `ofr_${string}`): Promise<void> {
  const text = { offerId: camera, textVersion: 'deposit_waiver/1' };
  const given = must(
    await troth.call('POST', '/v1/me/consents', { token: person.session, body: text }),
    201,
    'consent',
  ).body;
  must(
    await troth.call('POST', `/v1/me/consents/${given.consentId}/revoke`, { token: person.session, body: {} }),
    200,
    'revoke',
  );
  const rotated = must(
    await troth.call('POST', `/v1/keys/${shop.keyId}/rotate`, { token: shop.key, body: {} }),
    201,
    'rotate',
  ).body;
  must(await troth.call('POST', `/v1/keys/${rotated.keyId}/revoke`, { token: shop.key, body: {} }), 200, 'revoke key');
  await sendLink(troth, person);
}

/** A one-time link as it is kept; sending it is nobody's business here. */
async function sendLink(troth: TestTroth, person: Person): Promise<void> {
  const { clock, tools, cold, chance } = troth.installation;
  const now = clock.now();
  const values = [
    tools.ids.next('lnk', now).slice(4),
    troth.worldId,
    person.partyId.slice(4),
    chance(32),
    isoFromInstant(now),
  ];
  await cold.within({ worldId: troth.worldId }, (client) =>
    client.query(
      `insert into sign_in_links (link_id, world_id, party_id, token_hash, created_at, expires_at) values ($1, $2, $3, $4, $5, $5::timestamptz + interval '15 minutes')`,
      values,
    ),
  );
}

/** An order that waits for the person, one that a rule refuses, and an answer that is given again. */
async function order(
  troth: TestTroth,
  shop: Shop,
  person: Person,
  offerId: `ofr_${string}`,
  orderNo: string,
): Promise<TestTown['ordered']> {
  const body = { offerId, promisor: troth.refFor(person.partyId, shop.merchantId), orderNo };
  const answer = must(
    await troth.call('POST', '/v1/pledges', { token: shop.key, body, key: 'order-1' }),
    201,
    'order',
  ).body;
  must(await troth.call('POST', '/v1/pledges', { token: shop.key, body }), 409, 'order number taken');
  return { key: 'order-1', body, answer };
}

async function imports(troth: TestTroth, shop: Shop, person: Person, offerId: `ofr_${string}`): Promise<void> {
  const body = { suppliedBy: 'the shop', source: 'its paper book' };
  const { importId } = must(await troth.call('POST', '/v1/imports', { token: shop.key, body }), 201, 'import').body;
  const soon = new Date(Number(troth.installation.worlds.now(troth.worldId) / 1000n) + 7_200_000).toISOString();
  const item = {
    idempotencyKey: 'i-1',
    offerId,
    promisor: troth.refFor(person.partyId, shop.merchantId),
    startsAt: soon,
  };
  const answers = must(
    await troth.call('POST', `/v1/imports/${importId}/pledges`, { token: shop.key, body: { pledges: [item] } }),
    200,
    'items',
  ).body.answers;
  if (answers[0].status !== 201) throw new Error(JSON.stringify(answers));
}

/** What the provider says lies in custody, told twice. */
async function statement(troth: TestTroth, shop: Shop): Promise<void> {
  const balanceAt = isoFromInstant(troth.installation.worlds.now(troth.worldId));
  for (const [currency, balanceMinor] of [
    ['CNY', 0],
    ['KWD', 12_345],
  ] as const) {
    const body = { merchantId: shop.merchantId, currency, balanceMinor, balanceAt, suppliedBy: 'Bank of the Sandbox' };
    must(await troth.call('POST', '/v1/custody-statements', { token: troth.operatorKey, body }), 201, 'statement');
  }
}

/** Another shop with an offer in two versions that was withdrawn while a pledge runs. */
/** It promises too: what one shop lends another. */
async function secondShop(troth: TestTroth, person: Person, camera: `ofr_${string}`): Promise<void> {
  const shop = await troth.createMerchant('Corner Umbrellas');
  const asShop = { token: shop.key };
  const said = { offerId: camera, terms: 'trust', shownMinor: 0, consent: { textVersion: 'deposit_waiver/1' } };
  const { pledgeId } = must(
    await troth.call('POST', '/v1/own/pledges', { ...asShop, body: said }),
    201,
    'promise',
  ).body;
  const note = { note: '改天再借' };
  must(await troth.call('POST', `/v1/own/pledges/${pledgeId}/cancel`, { ...asShop, body: note }), 200, 'cancel');
  const offerId = await troth.publish(shop.key, 'umbrella');
  await begun(troth, shop, person, offerId);
  const terms = structuredClone(READY_MADE_OFFERS.umbrella);
  must(await troth.call('POST', `/v1/offers/${offerId}/versions`, { token: shop.key, body: terms }), 201, 'version');
  must(
    await troth.call('POST', `/v1/offers/${offerId}/withdraw`, { token: shop.key, body: {} }),
    200,
    'withdraw offer',
  );
}
