/**
 * Fills a new sandbox: shops with ready-made offers, and people. It speaks the public API with fixed idempotency keys, so that a
 * seeding that was interrupted goes on where it stopped.
 */
import { READY_MADE_OFFERS, type ReadyMadeOffer } from '../rooms/offer/index.ts';
import { currentConsentText } from '../rooms/rulebook/index.ts';
import type { ApiCaller } from './api-caller.ts';

interface ShopPlan {
  readonly name: { readonly zh: string; readonly en: string };
  readonly offers: readonly ReadyMadeOffer[];
}

const SHOPS: readonly ShopPlan[] = [
  { name: { zh: '青禾影像', en: 'Qinghe Camera' }, offers: ['camera'] },
  { name: { zh: '江边骑行', en: 'Riverside Bikes' }, offers: ['city-bike', 'umbrella', 'power-bank'] },
  { name: { zh: '巷口小馆', en: 'Lane Corner Café' }, offers: ['cafe-table'] },
];

const PEOPLE = [
  { name: '林木子', locale: 'zh' },
  { name: '陈默', locale: 'zh' },
  { name: '周晚晴', locale: 'zh' },
  { name: '苏禾', locale: 'zh' },
  { name: 'Anna Weber', locale: 'en' },
] as const;

export interface SeedPorts {
  readonly api: ApiCaller;
  readonly operatorKey: string;
  /** A new key for a shop that an interrupted attempt made: the text of its first key was told once and is gone. */
  readonly reissueKey: (merchantId: string) => Promise<string>;
  /** A new session for a person, for the same reason. */
  readonly reopenSession: (partyId: string) => Promise<string>;
}

/** How many people there are when the seeding is complete. */
export const SEEDED_PEOPLE_COUNT = PEOPLE.length;

/** Makes the shops and the people; the first person has consented to the first offer, so that an order can be pasted at once. */
export async function seedSandbox(ports: SeedPorts): Promise<void> {
  const offerIds: string[] = [];
  for (const [at, plan] of SHOPS.entries()) offerIds.push(...(await seedShop(ports, plan, at)));
  const { api, operatorKey } = ports;
  for (const [at, plan] of PEOPLE.entries()) {
    const person = (await api.post('/v1/persons', operatorKey, plan, `seed-person-${at}`)) as {
      partyId: string;
      session?: string;
    };
    if (at > 0) continue;
    const session = person.session ?? (await ports.reopenSession(person.partyId));
    const { version } = currentConsentText('deposit_waiver');
    await api.post('/v1/me/consents', session, { offerId: offerIds[0], textVersion: version }, 'seed-consent');
  }
}

async function seedShop(ports: SeedPorts, plan: ShopPlan, at: number): Promise<string[]> {
  const { api, operatorKey } = ports;
  const shop = (await api.post('/v1/merchants', operatorKey, { name: plan.name }, `seed-shop-${at}`)) as {
    merchantId: string;
    key: string | null;
  };
  const key = shop.key ?? (await ports.reissueKey(shop.merchantId));
  const offerIds: string[] = [];
  for (const name of plan.offers) {
    const offer = (await api.post('/v1/offers', key, READY_MADE_OFFERS[name], `seed-offer-${name}`)) as {
      offerId: string;
    };
    offerIds.push(offer.offerId);
  }
  return offerIds;
}
