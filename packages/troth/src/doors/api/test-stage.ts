/** A stage on which scenes are played: a shop, a person, and a pledge in any state of its life. */
import type { Id } from '../../kernel/index.ts';
import { evidenceFor, move, must, type Person, promise, type Shop } from './test-story.ts';
import type { TestTroth } from './test-troth.ts';

/** Who is there: scenes on one stage share a shop and a person. */
export interface Stage {
  readonly troth: TestTroth;
  readonly shop: Shop;
  readonly person: Person;
  readonly camera: Id<'ofr'>;
  readonly desk: Id<'ofr'>;
}

export interface Scene {
  readonly token: string;
  readonly ids: Readonly<Record<string, string>>;
  readonly body: object;
  /** Another body under the same key; null where there is only one. */
  readonly other: object | null;
}

export async function setStage(troth: TestTroth): Promise<Stage> {
  const shop = await troth.createMerchant();
  const person = await troth.createPerson();
  const camera = await troth.publish(shop.key, 'camera');
  const desk = await troth.publish(shop.key, 'clinic-desk');
  await troth.consent(person.session, camera);
  return { troth, shop, person, camera, desk };
}

export type State = 'offered' | 'accepted' | 'active' | 'lapsed' | 'noticed' | 'answered';

/** A pledge of a camera that has come as far as `state`. */
export async function pledgeIn(state: State, { troth, shop, person, camera }: Stage): Promise<Id<'plg'>> {
  if (state === 'offered') {
    const body = { offerId: camera, promisor: troth.refFor(person.partyId, shop.merchantId) };
    return must(await troth.call('POST', '/v1/pledges', { token: shop.key, body }), 201, 'order').body.pledgeId;
  }
  const pledgeId = await promise(troth, person, camera);
  if (state === 'accepted') return pledgeId;
  must(await move(troth, shop.key, pledgeId, 'begin'), 200, 'begin');
  if (state === 'active') return pledgeId;
  await troth.advance(24 * 6);
  if (state === 'lapsed') return pledgeId;
  const evidenceIds = [await evidenceFor(troth, shop.key, pledgeId)];
  must(await move(troth, shop.key, pledgeId, 'notice', { evidenceIds }), 200, 'notice');
  if (state === 'noticed') return pledgeId;
  must(await move(troth, person.session, pledgeId, 'answer', { answer: 'on_my_way' }), 200, 'answer');
  return pledgeId;
}

export async function charged(stage: Stage): Promise<{ pledgeId: string; chargeId: string }> {
  const pledgeId = await pledgeIn('lapsed', stage);
  const kept = must(await move(stage.troth, stage.shop.key, pledgeId, 'fulfil'), 200, 'fulfil');
  return { pledgeId, chargeId: kept.body.charges[0].chargeId };
}

/** The fact of a kind, of a pledge. */
export async function factOf({ troth, person }: Stage, pledgeId: string, kind: string): Promise<string> {
  const seen = must(await troth.call('GET', `/v1/me/pledges/${pledgeId}`, { token: person.session }), 200, 'pledge');
  return seen.body.facts.find((fact: { kind: string }) => fact.kind === kind).factId;
}

/** A dispute that is open, about a pledge that runs. */
export async function disputed(stage: Stage, openedBy: 'person' | 'merchant'): Promise<string> {
  const { troth, shop, person } = stage;
  const pledgeId = await pledgeIn('active', stage);
  const factId = await factOf(stage, pledgeId, openedBy === 'person' ? 'begun' : 'accepted');
  const [path, token] =
    openedBy === 'person'
      ? [`/v1/me/facts/${factId}/contest`, person.session]
      : [`/v1/pledges/${pledgeId}/facts/${factId}/contest`, shop.key];
  const said = await troth.call('POST', path, { token, body: { statement: '不是这样' } });
  return must(said, 201, 'contest').body.disputeId;
}

export type Make = (stage: Stage) => Promise<Scene>;
