/**
 * People set out. They read the shop's page themselves, consent and promise in one breath; where a shop has a counter and knows the
 * person, it enters the order and the person accepts. Whoever does not like the terms walks away, and nothing is left of it.
 */
import { present } from '../../packages/troth/src/kernel/assert.ts';
import type { OrderItem, PersonDoor, PledgeOpened, ShopDoor } from '../api-client.ts';
import { inBulk } from './in-bulk.ts';
import { byShop, taken, VOICES } from './living.ts';
import type { Living, Running } from './living.ts';
import { moveOf } from './shop-says.ts';
import type { ShopMove } from './shop-says.ts';
import { ladderOf } from './terms.ts';
import type { Trade } from './trades.ts';
import type { Reaction, Visit } from './visit.ts';

export interface Asked {
  readonly visit: Visit;
  readonly trade: Trade;
  readonly shop: ShopDoor;
  readonly person: PersonDoor;
}

/** What the person makes of the terms. Where nobody pays a deposit there is nothing to walk away from. */
export function reactionTo(visit: Visit, pledge: Pick<PledgeOpened, 'outcome' | 'depositMinor'>): Reaction {
  if (pledge.depositMinor === 0 || pledge.outcome === 'full') return 'stays';
  return pledge.outcome === 'partial' ? visit.onPartialWaiver : visit.onOrdinaryTerms;
}

/** The least waiver this person would stay for. */
export function leastWaiverMinor(visit: Visit, trade: Trade): number {
  const [part = 0, whole = 0] = ladderOf(trade.depositMinor);
  if (visit.onOrdinaryTerms === 'stays') return 0;
  return visit.onPartialWaiver === 'stays' ? part : whole;
}

const timesOf = ({ visit, trade }: Asked): Omit<OrderItem, 'promisor'> => ({
  orderNo: `visit-${visit.ordinal}`,
  startsAt: trade.kind === 'attend' ? visit.startsAt : null,
  onLocalDate: null,
});

const acquaintance = ({ person, shop }: Asked): string => `${person.personId} ${shop.merchantId}`;

async function promiseAtTheShop(living: Living, asked: Asked): Promise<Running | null> {
  const promised = await living.api.promise(
    asked.person,
    asked.shop,
    timesOf(asked),
    leastWaiverMinor(asked.visit, asked.trade),
  );
  if (!promised.ok && promised.reason === 'granted_less_than_shown') {
    living.counts.walkedAway += 1;
    return null;
  }
  const pledge = taken(living, promised);
  if (pledge === null) return null;
  living.counts[pledge.outcome] += 1;
  if (asked.trade.hasCounter) living.known.add(acquaintance(asked));
  return { ...asked, pledgeId: pledge.pledgeId };
}

async function answerTheShop(living: Living, asked: Asked, pledge: PledgeOpened): Promise<Running | null> {
  const walks = reactionTo(asked.visit, pledge) === 'walks_away';
  if (walks) living.counts.walkedAway += 1;
  else living.counts[pledge.outcome] += 1;
  const said = await living.api.moveAsPerson(asked.person, pledge.pledgeId, { move: walks ? 'decline' : 'accept' });
  return taken(living, said) === null || walks ? null : { ...asked, pledgeId: pledge.pledgeId };
}

/** How the shop names the person; asked for when it is first needed, and then remembered. */
async function referenceOf(living: Living, asked: Asked): Promise<string> {
  const known = living.referenceOf.get(acquaintance(asked));
  if (known !== undefined) return known;
  const promisor = await living.api.referenceFor(asked.person.personId, asked.shop.merchantId);
  living.referenceOf.set(acquaintance(asked), promisor);
  return promisor;
}

/** Orders that a shop enters for people it knows. */
async function orderAtTheShop(living: Living, shop: ShopDoor, group: readonly Asked[]): Promise<readonly Running[]> {
  const orders = await inBulk(group, VOICES, async (asked) => ({
    ...timesOf(asked),
    promisor: await referenceOf(living, asked),
  }));
  const items = await living.api.openPledges(shop, orders);
  const answered = await inBulk([...items.entries()], VOICES, async ([index, item]) => {
    const asked = present(group[index], 'each_order_is_answered');
    // A consent runs out after a year: then the person is at the page again.
    if (!item.ok && item.reason === 'consent_missing') return promiseAtTheShop(living, asked);
    const pledge = taken(living, item);
    return pledge === null ? null : answerTheShop(living, asked, pledge);
  });
  return answered.filter((one) => one !== null);
}

/** Things are handed over by the shop; appointments begin by themselves. */
export function handOver(running: readonly Running[]): readonly ShopMove[] {
  return running
    .filter(({ trade }) => trade.kind === 'rental')
    .map((one) => ({ shop: one.shop, item: moveOf(one, 'begin'), whenMoved: () => undefined }));
}

export function askedOf({ plan, town }: Living, visits: readonly Visit[]): readonly Asked[] {
  return visits.map((visit) => ({
    visit,
    trade: present(plan.shops[visit.shop], 'a_shop_has_a_trade').trade,
    shop: present(town.shops[visit.shop], 'a_visit_is_to_a_shop_of_the_town'),
    person: present(town.people[visit.person], 'a_visit_is_by_a_person_of_the_town'),
  }));
}

/** Different people promise: strangers to a shop and people whom it knows at the same time. */
export async function promiseAll(living: Living, asked: readonly Asked[]): Promise<readonly Running[]> {
  const isKnown = (one: Asked): boolean => living.known.has(acquaintance(one));
  const known = asked.filter(isKnown);
  const strangers = asked.filter((one) => !isKnown(one));
  const accepted: Running[] = [];
  const [promised] = await Promise.all([
    inBulk(strangers, VOICES, (one) => promiseAtTheShop(living, one)),
    byShop(known, async (shop, group) => void accepted.push(...(await orderAtTheShop(living, shop, group)))),
  ]);
  return [...promised.filter((one) => one !== null), ...accepted];
}
