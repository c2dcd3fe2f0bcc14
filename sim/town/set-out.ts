/** People set out: the shop asks, the person sees the terms, walks away or promises, and what is hired is handed over. */
import { present } from '../../packages/troth/src/kernel/assert.ts';
import type { Instant } from '../../packages/troth/src/kernel/clock.ts';
import type { PersonDoor, PledgeOpened, ShopDoor } from '../api-client.ts';
import { planErrands } from './errands.ts';
import { inBulk } from './in-bulk.ts';
import { byShop, taken, VOICES } from './living.ts';
import type { Living, Running } from './living.ts';
import type { Trade } from './trades.ts';
import type { Reaction, Visit } from './visit.ts';

interface Asked {
  readonly visit: Visit;
  readonly trade: Trade;
  readonly shop: ShopDoor;
  readonly person: PersonDoor;
}

/** What the person makes of the terms. Where nobody pays a deposit there is nothing to walk away from. */
export function reactionTo(visit: Visit, pledge: Pick<PledgeOpened, 'outcome' | 'depositMinor'>): Reaction {
  if (pledge.depositMinor === 0) return 'stays';
  return pledge.outcome === 'partial' ? visit.onPartialWaiver : visit.onOrdinaryTerms;
}

async function decideAsPerson(living: Living, asked: Asked, pledge: PledgeOpened): Promise<Running | null> {
  living.counts[pledge.outcome] += 1;
  const { session } = asked.person;
  if (reactionTo(asked.visit, pledge) === 'walks_away') {
    living.counts.walkedAway += 1;
    taken(living, await living.api.decline(session, pledge.pledgeId));
    return null;
  }
  const accepted = taken(living, await living.api.accept(session, pledge.pledgeId));
  return accepted === null ? null : { ...asked, pledgeId: pledge.pledgeId };
}

async function serve(living: Living, shop: ShopDoor, group: readonly Asked[]): Promise<readonly Running[]> {
  const orders = group.map(({ visit, person, trade }) => ({
    person,
    offerId: shop.offerId,
    orderNo: `visit-${visit.ordinal}`,
    startsAt: trade.kind === 'attend' ? visit.startsAt : null,
  }));
  const items = await living.api.openPledges(shop, orders);
  const offered = group.flatMap((asked, index) => {
    const pledge = taken(living, present(items[index], 'each_order_is_answered'));
    return pledge === null ? [] : [{ asked, pledge }];
  });
  const decided = await inBulk(offered, VOICES, ({ asked, pledge }) => decideAsPerson(living, asked, pledge));
  const running = decided.filter((one) => one !== null);
  const begins = running
    .filter(({ trade }) => trade.kind === 'rental')
    .map(({ pledgeId, visit }) => ({
      pledgeId,
      move: 'begin' as const,
      idempotencyKey: `begin-${visit.ordinal}`,
      effectiveAt: null,
      evidenceIds: [],
    }));
  for (const item of await living.api.movePledges(shop.key, begins)) taken(living, item);
  return running;
}

/** Everybody who sets out at one stop. */
export async function setOut(living: Living, visits: readonly Visit[], at: Instant): Promise<void> {
  const { plan, town } = living;
  const asked = visits.map((visit) => ({
    visit,
    trade: present(plan.shops[visit.shop], 'a_shop_has_a_trade').trade,
    shop: present(town.shops[visit.shop], 'a_visit_is_to_a_shop_of_the_town'),
    person: present(town.people[visit.person], 'a_visit_is_by_a_person_of_the_town'),
  }));
  await inBulk(asked, VOICES, ({ person, shop }) => living.api.ensureConsent(person, shop));
  const born: Running[] = [];
  await byShop(asked, async (shop, group) => {
    born.push(...(await serve(living, shop, group)));
  });
  // Shops answer in any order; what is planned must not depend on it.
  for (const running of born.sort((one, other) => one.visit.ordinal - other.visit.ordinal)) {
    living.counts.pledges += 1;
    living.tally.count(running.visit, running.trade.id);
    planErrands(living, running, at);
  }
}
