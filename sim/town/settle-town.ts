/** Brings a town into a fresh test world: shops with their offers, people with their sessions. */
import type { PersonDoor, ShopDoor, SimApi } from '../api-client.ts';
import { inBulk } from './in-bulk.ts';
import { VOICES } from './living.ts';
import type { SettledTown } from './living.ts';
import type { TownPlan } from './plan.ts';
import { termsOf } from './terms.ts';

export async function settleTown(api: SimApi, plan: TownPlan): Promise<SettledTown> {
  const shops = await inBulk(plan.shops, VOICES, async (shop): Promise<ShopDoor> => {
    const merchant = await api.createMerchant(shop.name, `shop-${shop.index}`);
    return api.publishOffer(merchant, termsOf(shop.trade), `shop-${shop.index}`);
  });
  const people = await inBulk(
    plan.people,
    VOICES,
    (person): Promise<PersonDoor> => api.createPerson(person.name, String(person.index)),
  );
  return { shops, people };
}
