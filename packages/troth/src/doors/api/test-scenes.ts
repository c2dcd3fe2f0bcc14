/** For every POST there is: how to bring about that it can be said once, with a body, and another body where there can be one. */
import assert from 'node:assert/strict';
import { READY_MADE_OFFERS } from '../../rooms/offer/index.ts';
import { bookTransfer, stateCustody } from './test-custody.ts';
import { ownScenes } from './test-own-scenes.ts';
import { evidenceFor, must, promise } from './test-story.ts';
import { charged, disputed, factOf, type Make, pledgeIn, type Scene, type Stage, type State } from './test-stage.ts';
import { STAGE_SCENES } from './test-stage-scenes.ts';

async function endpoint({ troth, shop }: Stage): Promise<string> {
  const body = { url: 'http://localhost:9/hook', events: ['pledge.accepted'] };
  return must(await troth.call('POST', '/v1/webhook-endpoints', { token: shop.key, body }), 201, 'endpoint').body
    .endpointId;
}

async function delivery(stage: Stage): Promise<string> {
  const endpointId = await endpoint(stage);
  await pledgeIn('accepted', stage);
  await stage.troth.background.settle(stage.troth.worldId);
  const path = `/v1/webhook-endpoints/${endpointId}/deliveries`;
  return must(await stage.troth.call('GET', path, { token: stage.shop.key }), 200, 'deliveries').body.deliveries[0]
    .deliveryId;
}

const shopMove =
  (state: State, other: object | null = null): Make =>
  async (stage) => ({ token: stage.shop.key, ids: { pledgeId: await pledgeIn(state, stage) }, body: {}, other });
const personMove =
  (state: State, body: object = {}): Make =>
  async (stage) => ({
    token: stage.person.session,
    ids: { pledgeId: await pledgeIn(state, stage) },
    body,
    other: { ...body, note: '稍后' },
  });
const settle: Make = async (stage) => ({ token: stage.shop.key, ids: await charged(stage), body: {}, other: null });
const atEndpoint =
  (body: object = {}, other: object | null = null): Make =>
  async (stage) => ({ token: stage.shop.key, ids: { endpointId: await endpoint(stage) }, body, other });
const atOffer =
  (body: object, other: object | null): Make =>
  async (stage) => ({
    token: stage.shop.key,
    ids: { offerId: await stage.troth.publish(stage.shop.key, 'umbrella') },
    body,
    other,
  });
const byShop =
  (body: object, other: object | null): Make =>
  async ({ shop }) => ({ token: shop.key, ids: {}, body, other });
const byOperator =
  (body: object, other: object): Make =>
  async ({ troth }) => ({ token: troth.operatorKey, ids: {}, body, other });

/** A key that can be turned off without ending the stage. */
const spareKey: Make = async ({ troth, shop }) => {
  const made = must(await troth.call('POST', `/v1/keys/${shop.keyId}/rotate`, { token: shop.key }), 201, 'rotate');
  return { token: shop.key, ids: { keyId: made.body.keyId }, body: {}, other: null };
};

/** A deposit that a shop of its own holds, and a statement that shows it. */
const heldDeposit: Make = async ({ troth, person }) => {
  const shop = await troth.createMerchant();
  const pledgeId = await promise(troth, person, await troth.publish(shop.key, 'camera'));
  await bookTransfer(troth, { shop, person, pledgeId }, 'custody_fund', 500, 'CNY');
  await troth.advance(1);
  await stateCustody(troth, shop, 400, 'CNY');
  return { token: troth.operatorKey, ids: { merchantId: shop.merchantId }, body: {}, other: null };
};

const { camera, umbrella } = READY_MADE_OFFERS;
const name = { zh: '店', en: 'A shop' };

const OF_BOTH: Readonly<Record<string, Make>> = {
  ...STAGE_SCENES,
  'POST /v1/pledges': async ({ troth, shop, person, camera: offerId }) => {
    const body = { offerId, promisor: troth.refFor(person.partyId, shop.merchantId) };
    return { token: shop.key, ids: {}, body, other: { ...body, orderNo: 'B-2' } };
  },
  'POST /v1/pledges/{pledgeId}/begin': shopMove('accepted'),
  'POST /v1/pledges/{pledgeId}/fulfil': async (stage) => ({
    ...(await shopMove('active')(stage)),
    other: { effectiveAt: '2030-01-01T00:00:00Z' },
  }),
  'POST /v1/pledges/{pledgeId}/cancel': shopMove('offered'),
  'POST /v1/pledges/{pledgeId}/notice': async (stage) => {
    const pledgeId = await pledgeIn('lapsed', stage);
    const [first, second] = [
      await evidenceFor(stage.troth, stage.shop.key, pledgeId),
      await evidenceFor(stage.troth, stage.shop.key, pledgeId, 'again'),
    ];
    return {
      token: stage.shop.key,
      ids: { pledgeId },
      body: { evidenceIds: [first] },
      other: { evidenceIds: [second] },
    };
  },
  'POST /v1/pledges/{pledgeId}/withdraw': shopMove('noticed'),
  'POST /v1/pledges/{pledgeId}/break': shopMove('answered'),
  'POST /v1/pledges/{pledgeId}/charges/{chargeId}/mark-paid': settle,
  'POST /v1/pledges/{pledgeId}/charges/{chargeId}/forgive': settle,
  'POST /v1/pledges/{pledgeId}/evidence': async (stage) => {
    const of = (text: string) => ({ mediaType: 'text/plain', contentBase64: Buffer.from(text).toString('base64') });
    return {
      token: stage.shop.key,
      ids: { pledgeId: await pledgeIn('active', stage) },
      body: of('one'),
      other: of('two'),
    };
  },
  'POST /v1/me/pledges': async ({ person, camera: offerId }) => {
    const body = { offerId, terms: 'trust', shownMinor: 0 };
    return { token: person.session, ids: {}, body, other: { ...body, terms: 'ordinary' } };
  },
  'POST /v1/me/pledges/{pledgeId}/accept': personMove('offered'),
  'POST /v1/me/pledges/{pledgeId}/decline': personMove('offered'),
  'POST /v1/me/pledges/{pledgeId}/confirm': personMove('active'),
  'POST /v1/me/pledges/{pledgeId}/extend': personMove('active'),
  'POST /v1/me/pledges/{pledgeId}/declare': personMove('active'),
  'POST /v1/me/pledges/{pledgeId}/cancel': personMove('accepted'),
  'POST /v1/me/pledges/{pledgeId}/answer': personMove('noticed', { answer: 'on_my_way' }),
  'POST /v1/me/facts/{factId}/contest': async (stage) => {
    const pledgeId = await pledgeIn('active', stage);
    const ids = { factId: await factOf(stage, pledgeId, 'accepted') };
    return { token: stage.person.session, ids, body: { statement: '不是这样' }, other: { statement: '不是那样' } };
  },
  'POST /v1/me/disputes/{disputeId}/answer': async (stage) => ({
    token: stage.person.session,
    ids: { disputeId: await disputed(stage, 'merchant') },
    body: { statement: '就是这样' },
    other: { statement: '就是那样' },
  }),
  'POST /v1/disputes/{disputeId}/answer': async (stage) => ({
    token: stage.shop.key,
    ids: { disputeId: await disputed(stage, 'person') },
    body: { statement: '就是这样' },
    other: { statement: '就是那样' },
  }),
  'POST /v1/pledges/{pledgeId}/facts/{factId}/contest': async (stage) => {
    const pledgeId = await pledgeIn('active', stage);
    const ids = { pledgeId, factId: await factOf(stage, pledgeId, 'accepted') };
    return { token: stage.shop.key, ids, body: { statement: '不是这样' }, other: { statement: '不是那样' } };
  },
  'POST /v1/pledges/{pledgeId}/facts/{factId}/put-right': async (stage) => {
    const { pledgeId } = await charged(stage);
    const ids = { pledgeId, factId: await factOf(stage, pledgeId, 'kept') };
    return { token: stage.shop.key, ids, body: { how: 'in_kind' }, other: { how: 'late' } };
  },
  'POST /v1/pledges/{pledgeId}/charges/{chargeId}/pay-part': async (stage) => ({
    token: stage.shop.key,
    ids: await charged(stage),
    body: { amountMinor: 1 },
    other: { amountMinor: 2 },
  }),
  'POST /v1/operator/disputes/{disputeId}/decide': async (stage) => {
    const disputeId = await disputed(stage, 'person');
    const said = { token: stage.shop.key, body: { statement: '就是这样' } };
    must(await stage.troth.call('POST', `/v1/disputes/${disputeId}/answer`, said), 200, 'answer');
    const body = { outcome: 'corrected', norm: 'evidence_for_a_break', text: '看过了' };
    return { token: stage.troth.operatorKey, ids: { disputeId }, body, other: { ...body, outcome: 'upheld' } };
  },
  'POST /v1/me/consents': async ({ person, camera: offerId, desk }) => ({
    token: person.session,
    ids: {},
    body: { offerId, textVersion: 'deposit_waiver/1' },
    other: { offerId: desk, textVersion: 'appointment/1' },
  }),
  'POST /v1/me/consents/{consentId}/revoke': async ({ troth, person, camera: offerId }) => {
    const given = await troth.call('POST', '/v1/me/consents', {
      token: person.session,
      body: { offerId, textVersion: 'deposit_waiver/1' },
    });
    return {
      token: person.session,
      ids: { consentId: must(given, 201, 'consent').body.consentId },
      body: {},
      other: null,
    };
  },
  'POST /v1/offers': byShop(umbrella, camera),
  'POST /v1/offers/{offerId}/versions': atOffer(umbrella, camera),
  'POST /v1/offers/{offerId}/settlements': atOffer({ lines: [] }, { from: '2026-01-01T00:00:00Z', lines: [] }),
  'POST /v1/offers/{offerId}/withdraw': atOffer({}, null),
  'POST /v1/merchants': byOperator({ name }, { name: { ...name, en: 'Another' } }),
  'POST /v1/persons': byOperator({ name: '甲', locale: 'zh' }, { name: '乙', locale: 'zh' }),
  'POST /v1/keys/{keyId}/rotate': spareKey,
  'POST /v1/keys/{keyId}/revoke': spareKey,
  'POST /v1/clock/advance': byOperator({ byHours: 1 }, { byHours: 2 }),
  'POST /v1/custody-statements': async ({ troth, shop }) => {
    const said = {
      merchantId: shop.merchantId,
      currency: 'CNY',
      suppliedBy: 'a bank',
      balanceAt: '2026-11-01T00:00:00Z',
    };
    return {
      token: troth.operatorKey,
      ids: {},
      body: { ...said, balanceMinor: 1 },
      other: { ...said, balanceMinor: 2 },
    };
  },
  'POST /v1/merchants/{merchantId}/custody-payouts': heldDeposit,
  'POST /v1/imports': byShop({ suppliedBy: 'us', source: 'paper' }, { suppliedBy: 'us', source: 'memory' }),
  'POST /v1/webhook-endpoints': byShop(
    { url: 'http://localhost:9/a', events: ['pledge.kept'] },
    { url: 'http://localhost:9/b', events: ['pledge.kept'] },
  ),
  'POST /v1/webhook-endpoints/{endpointId}/rotate-secret': atEndpoint(),
  'POST /v1/webhook-endpoints/{endpointId}/end-rotation': atEndpoint(),
  'POST /v1/webhook-endpoints/{endpointId}/enable': atEndpoint(),
  'POST /v1/webhook-endpoints/{endpointId}/disable': atEndpoint(),
  'POST /v1/webhook-endpoints/{endpointId}/resend-dead': atEndpoint(),
  'POST /v1/webhook-endpoints/{endpointId}/events': atEndpoint(
    { events: ['pledge.kept'] },
    { events: ['pledge.broken'] },
  ),
  'POST /v1/webhook-deliveries/{deliveryId}/resend': async (stage) => ({
    token: stage.shop.key,
    ids: { deliveryId: await delivery(stage) },
    body: {},
    other: null,
  }),
  'POST /v1/purposes/check': byShop({ purpose: 'trial' }, { purpose: 'borrow' }),
};

export const SCENES: Readonly<Record<string, Make>> = { ...OF_BOTH, ...ownScenes(OF_BOTH) };

/** POSTs whose idempotency is of another kind, each with a test of its own. */
export const OTHERWISE_ONCE = {
  'POST /v1/pledges/bulk': 'each order has a key',
  'POST /v1/pledges/bulk-moves': 'each move has a key',
  'POST /v1/charges/bulk-ends': 'each end has a key',
  'POST /v1/imports/{importId}/pledges': 'each order has a key',
  'POST /v1/sign-in/links': 'it is said by somebody who is not known yet',
  'POST /v1/sign-in/sessions': 'a link works once by itself',
  'POST /v1/me/sign-out': 'a session ends once by itself',
  'POST /v1/me/erase': 'afterwards nobody is there to repeat it',
} as const;

export async function play(stage: Stage, routeName: string): Promise<Scene> {
  const make = SCENES[routeName];
  assert.ok(make, `a scene for ${routeName}`);
  return make(stage);
}
