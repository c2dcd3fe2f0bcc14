/** Scenes of moves that only some stages have: what is counted, billed, delivered, bought out. */
import type { Id } from '../../kernel/index.ts';
import { course, heldGoods, ride, salon } from './test-stage-offers.ts';
import { evidenceFor, move, must, promise } from './test-story.ts';
import { factOf, type Make, type Stage } from './test-stage.ts';

async function inOffer(stage: Stage, change: (terms: Record<string, unknown>) => void): Promise<Id<'plg'>> {
  const offerId = await stage.troth.publish(stage.shop.key, 'umbrella', change);
  return promise(stage.troth, stage.person, offerId);
}

/** Paid into escrow: the shop owes the delivery. */
async function toDeliver(stage: Stage): Promise<Id<'plg'>> {
  const pledgeId = await inOffer(stage, heldGoods);
  must(await move(stage.troth, stage.shop.key, pledgeId, 'fulfil'), 200, 'paid into escrow');
  return pledgeId;
}

/** Not delivered by the due time and its grace. */
async function undelivered(stage: Stage): Promise<Id<'plg'>> {
  const pledgeId = await toDeliver(stage);
  await stage.troth.advance(24 * 6);
  return pledgeId;
}

/** Noticed by the person: the shop is to answer. */
async function accused(stage: Stage): Promise<Id<'plg'>> {
  const pledgeId = await undelivered(stage);
  const evidenceIds = [await evidenceFor(stage.troth, stage.person.session, pledgeId)];
  must(await move(stage.troth, stage.person.session, pledgeId, 'notice', { evidenceIds }), 200, 'notice');
  return pledgeId;
}

async function boughtOut(stage: Stage): Promise<Id<'plg'>> {
  const offerId = await stage.troth.publish(stage.shop.key, 'camera', (terms) => {
    Object.assign(terms.consequences as object, { buyOut: { priceMinor: 500_000 } });
  });
  const pledgeId = await promise(stage.troth, stage.person, offerId);
  must(await move(stage.troth, stage.shop.key, pledgeId, 'begin'), 200, 'begin');
  return pledgeId;
}

const asShop =
  (make: (stage: Stage) => Promise<string>, body: object = {}, other: object | null = null): Make =>
  async (stage) => ({ token: stage.shop.key, ids: { pledgeId: await make(stage) }, body, other });
const asPerson =
  (make: (stage: Stage) => Promise<string>): Make =>
  async (stage) => ({
    token: stage.person.session,
    ids: { pledgeId: await make(stage) },
    body: {},
    other: { note: '稍后' },
  });

/** The two sides give notice with evidence that each has brought. */
const noticeByPerson: Make = async (stage) => {
  const pledgeId = await undelivered(stage);
  const bring = (text: string) => evidenceFor(stage.troth, stage.person.session, pledgeId, text);
  const [first, second] = [await bring('seen'), await bring('again')];
  return {
    token: stage.person.session,
    ids: { pledgeId },
    body: { evidenceIds: [first] },
    other: { evidenceIds: [second] },
  };
};

const declareByShop: Make = async (stage) => {
  const pledgeId = await toDeliver(stage);
  const bring = (text: string) => evidenceFor(stage.troth, stage.shop.key, pledgeId, text);
  const [first, second] = [await bring('signed for'), await bring('photo')];
  return { token: stage.shop.key, ids: { pledgeId }, body: { evidenceIds: [first] }, other: { evidenceIds: [second] } };
};

const takeBack: Make = async (stage) => {
  const pledgeId = await inOffer(stage, salon);
  for (const lineNo of ['R-1', 'R-2'])
    must(await move(stage.troth, stage.shop.key, pledgeId, 'report', { lineNo }), 200, lineNo);
  return { token: stage.shop.key, ids: { pledgeId }, body: { lineNo: 'R-1' }, other: { lineNo: 'R-2' } };
};

const bill: Make = async (stage) => {
  const pledgeId = await inOffer(stage, ride);
  must(await move(stage.troth, stage.shop.key, pledgeId, 'begin'), 200, 'begin');
  return { token: stage.shop.key, ids: { pledgeId }, body: { amountMinor: 1_200 }, other: { amountMinor: 1_100 } };
};

/** The shop did not deliver, was told so and said nothing. */
const putRightByPerson: Make = async (stage) => {
  const pledgeId = await accused(stage);
  await stage.troth.advance(24 * 30);
  const ids = { factId: await factOf(stage, pledgeId, 'let_down') };
  return { token: stage.person.session, ids, body: { how: 'in_kind' }, other: { how: 'late' } };
};

export const STAGE_SCENES: Readonly<Record<string, Make>> = {
  'POST /v1/pledges/{pledgeId}/report': asShop(
    (stage) => inOffer(stage, salon),
    { lineNo: 'R-1', discountMinor: 500 },
    { lineNo: 'R-1', discountMinor: 600 },
  ),
  'POST /v1/pledges/{pledgeId}/take-back': takeBack,
  'POST /v1/pledges/{pledgeId}/bill': bill,
  'POST /v1/pledges/{pledgeId}/pay-off': asShop(
    (stage) => inOffer(stage, course),
    { amountMinor: 9_000 },
    { amountMinor: 8_999 },
  ),
  'POST /v1/pledges/{pledgeId}/declare': declareByShop,
  'POST /v1/pledges/{pledgeId}/release': asShop(boughtOut),
  'POST /v1/pledges/{pledgeId}/answer': asShop(accused, { answer: 'on_my_way' }, { answer: 'this_is_wrong' }),
  'POST /v1/me/pledges/{pledgeId}/buy-out': asPerson(boughtOut),
  'POST /v1/me/pledges/{pledgeId}/fulfil': asPerson(toDeliver),
  'POST /v1/me/pledges/{pledgeId}/release': asPerson(toDeliver),
  'POST /v1/me/pledges/{pledgeId}/notice': noticeByPerson,
  'POST /v1/me/pledges/{pledgeId}/withdraw': asPerson(accused),
  'POST /v1/me/facts/{factId}/put-right': putRightByPerson,
};
