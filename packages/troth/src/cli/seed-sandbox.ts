/**
 * Fills a new sandbox: shops with ready-made offers, and people. It speaks the public API with fixed idempotency keys, so that a
 * seeding that was interrupted goes on where it stopped.
 */
import { type Id, type Instant, uuidOf } from '../kernel/index.ts';
import { READY_MADE_OFFERS, type ReadyMadeOffer } from '../rooms/offer/index.ts';
import { currentConsentText } from '../rooms/rulebook/index.ts';
import type { ApiCaller } from './api-caller.ts';
import { type SeededPerson, type SeededShop, seedHistory } from './seed-history.ts';

interface ShopPlan {
  readonly name: { readonly zh: string; readonly en: string };
  readonly offers: readonly ReadyMadeOffer[];
}

const SHOPS: readonly ShopPlan[] = [
  { name: { zh: '青禾影像', en: 'Qinghe Camera' }, offers: ['camera'] },
  { name: { zh: '江边骑行', en: 'Riverside Bikes' }, offers: ['city-bike', 'umbrella', 'power-bank'] },
  { name: { zh: '巷口小馆', en: 'Lane Corner Café' }, offers: ['cafe-table'] },
  { name: { zh: '南门诊所', en: 'Southgate Clinic' }, offers: ['clinic-desk'] },
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

/** How many people there are when the seeding is complete: the last one to come is new here. */
export const SEEDED_PEOPLE_COUNT = PEOPLE.length;

/** Makes the shops and the people, and four weeks of their life; the last person has only just come. */
export async function seedSandbox(ports: SeedPorts): Promise<void> {
  const shops: SeededShop[] = [];
  for (const [at, plan] of SHOPS.entries()) shops.push(await seedShop(ports, plan, at));
  const people: SeededPerson[] = [];
  for (let at = 0; at < PEOPLE.length - 1; at += 1) {
    const person = await seedPerson(ports, at);
    for (const shop of shops) await consentTo(ports, person, shop);
    people.push(person);
  }
  const { api, operatorKey } = ports;
  const startsAt = timeOfId(shops[0]?.merchantId as Id<'pty'>);
  await seedHistory({ api, operatorKey, shops, people, startsAt });
  await seedPerson(ports, PEOPLE.length - 1);
}

async function seedPerson({ api, operatorKey, reopenSession }: SeedPorts, at: number): Promise<SeededPerson> {
  const made = await api.post('/v1/persons', operatorKey, PEOPLE[at] as object, `seed-person-${at}`);
  const { partyId, session } = made as { partyId: string; session?: string };
  return { partyId, session: session ?? (await reopenSession(partyId)) };
}

/** One consent covers a shop and a purpose; all offers of a shop here have the same one. */
async function consentTo({ api }: SeedPorts, person: SeededPerson, shop: SeededShop): Promise<void> {
  const [offer] = Object.entries(shop.offerIds);
  if (offer === undefined) return;
  const [name, offerId] = offer;
  const purpose = READY_MADE_OFFERS[name as ReadyMadeOffer].grants.length > 0 ? 'deposit_waiver' : 'appointment';
  const textVersion = currentConsentText(purpose).version;
  await api.post('/v1/me/consents', person.session, { offerId, textVersion }, `seed-consent-${shop.merchantId}`);
}

async function seedShop(ports: SeedPorts, plan: ShopPlan, at: number): Promise<SeededShop> {
  const { api, operatorKey } = ports;
  const shop = (await api.post('/v1/merchants', operatorKey, { name: plan.name }, `seed-shop-${at}`)) as {
    merchantId: string;
    key: string | null;
  };
  const key = shop.key ?? (await ports.reissueKey(shop.merchantId));
  const offerIds: Partial<Record<ReadyMadeOffer, string>> = {};
  for (const name of plan.offers) {
    const offer = (await api.post('/v1/offers', key, READY_MADE_OFFERS[name], `seed-offer-${name}`)) as {
      offerId: string;
    };
    offerIds[name] = offer.offerId;
  }
  return { merchantId: shop.merchantId, key, offerIds };
}

/** When an id was made, by the clock of its world: its first 48 bits are milliseconds. */
function timeOfId(id: Id): Instant {
  return BigInt(`0x${uuidOf(id).slice(0, 12)}`) * 1000n;
}
