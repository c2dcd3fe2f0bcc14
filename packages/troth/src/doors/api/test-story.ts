/** A merchant, a person and one of everything between them, for tests that need ids that exist. */
import assert from 'node:assert/strict';
import type { Id } from '../../kernel/index.ts';
import type { ReadyMadeOffer } from '../../rooms/offer/index.ts';
import type { Reply, TestTroth } from './test-troth.ts';

export interface Shop {
  readonly merchantId: Id<'pty'>;
  readonly key: string;
  readonly keyId: Id<'key'>;
}

export interface Person {
  readonly partyId: Id<'pty'>;
  readonly session: string;
}

export function must(reply: Reply, status: number, what: string): Reply {
  assert.equal(reply.status, status, `${what}: ${JSON.stringify(reply.body)}`);
  return reply;
}

/** A person promises on the page: consent and promise in one. */
export async function promise(
  troth: TestTroth,
  person: Person,
  offerId: Id<'ofr'>,
  more: object = {},
): Promise<Id<'plg'>> {
  const offer = await troth.installation.catalog.find(troth.worldId, offerId);
  assert.ok(offer);
  const body = {
    offerId,
    terms: 'trust',
    shownMinor: 0,
    consent: { textVersion: `${offer.version.purpose}/1` },
    ...more,
  };
  const reply = await troth.call('POST', '/v1/me/pledges', { token: person.session, body });
  return must(reply, 201, 'promise').body.pledgeId;
}

export async function move(troth: TestTroth, token: string, pledgeId: string, name: string, body: object = {}) {
  const mine = token.startsWith('trs_') ? '/me' : '';
  return troth.call('POST', `/v1${mine}/pledges/${pledgeId}/${name}`, { token, body });
}

export async function evidenceFor(
  troth: TestTroth,
  token: string,
  pledgeId: string,
  text = 'seen',
): Promise<Id<'evd'>> {
  const body = { mediaType: 'text/plain', contentBase64: Buffer.from(text).toString('base64') };
  return must(await troth.call('POST', `/v1/pledges/${pledgeId}/evidence`, { token, body }), 201, 'evidence').body
    .evidenceId;
}

/** An offer, a pledge that was kept late with its charges, one that runs, an endpoint, an import: one id of each kind. */
export interface Story {
  readonly shop: Shop;
  readonly person: Person;
  readonly ids: Readonly<Record<string, string>>;
}

export async function tellStory(troth: TestTroth, readyMade: ReadyMadeOffer = 'camera'): Promise<Story> {
  const shop = await troth.createMerchant();
  const person = await troth.createPerson();
  const offerId = await troth.publish(shop.key, readyMade);
  const late = await promise(troth, person, offerId);
  must(await move(troth, shop.key, late, 'begin'), 200, 'begin');
  await troth.advance(24 * 5);
  const kept = must(await move(troth, shop.key, late, 'fulfil'), 200, 'fulfil');
  const pledgeId = await promise(troth, person, offerId);
  must(await move(troth, shop.key, pledgeId, 'begin'), 200, 'begin');
  const endpoint = await troth.call('POST', '/v1/webhook-endpoints', {
    token: shop.key,
    body: { url: 'http://localhost:9/hook', events: ['pledge.extended'] },
  });
  const endpointId = must(endpoint, 201, 'endpoint').body.endpointId;
  must(await move(troth, person.session, pledgeId, 'extend'), 200, 'extend');
  await troth.background.settle(troth.worldId);
  const deliveries = await troth.call('GET', `/v1/webhook-endpoints/${endpointId}/deliveries`, { token: shop.key });
  const begun = (await troth.call('GET', `/v1/me/pledges/${late}`, { token: person.session })).body.facts.find(
    (fact: { kind: string }) => fact.kind === 'begun',
  );
  const contested = await troth.call('POST', `/v1/me/facts/${begun.factId}/contest`, {
    token: person.session,
    body: { statement: 'it was handed over later' },
  });
  const imported = await troth.call('POST', '/v1/imports', {
    token: shop.key,
    body: { suppliedBy: 'us', source: 'paper' },
  });
  const given = await troth.call('POST', '/v1/me/consents', {
    token: person.session,
    body: { offerId, textVersion: 'deposit_waiver/1' },
  });
  return {
    shop,
    person,
    ids: {
      offerId,
      pledgeId,
      endpointId,
      evidenceId: await evidenceFor(troth, shop.key, pledgeId),
      chargedPledgeId: late,
      factId: kept.body.factId,
      disputeId: must(contested, 201, 'contest').body.disputeId,
      chargeId: kept.body.charges[0].chargeId,
      deliveryId: must(deliveries, 200, 'deliveries').body.deliveries[0].deliveryId,
      importId: must(imported, 201, 'import').body.importId,
      consentId: must(given, 201, 'consent').body.consentId,
      keyId: shop.keyId,
      partyId: person.partyId,
      merchantId: shop.merchantId,
    },
  };
}
