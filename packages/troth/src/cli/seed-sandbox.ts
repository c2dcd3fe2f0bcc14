/** The sandbox of a first start: four shops with ready-made offers, five people, all made over the public API. */
import { READY_MADE_OFFERS, type ReadyMadeOffer } from '../rooms/offer/index.ts';
import { currentConsentText } from '../rooms/rulebook/index.ts';
import { type ApiCaller, apiCaller } from './api-caller.ts';
import type { SandboxSeed } from './sandbox-seed.ts';
import { HISTORY_DAYS, type SeededPerson, type SeededShop, seedHistory } from './seed-history.ts';

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

/** Makes the shops and the people, and four weeks of their life; the last person has only just come. */
export const shopsAndPeople: SandboxSeed = {
  days: HISTORY_DAYS,
  async fill({ url, operatorKey, startsAt }) {
    const api = apiCaller(url);
    const shops: SeededShop[] = [];
    for (const [at, plan] of SHOPS.entries()) shops.push(await seedShop(api, operatorKey, plan, at));
    const people: SeededPerson[] = [];
    for (let at = 0; at < PEOPLE.length - 1; at += 1) {
      const person = await seedPerson(api, operatorKey, at);
      for (const shop of shops) await consentTo(api, person, shop);
      people.push(person);
    }
    await seedHistory({ api, operatorKey, shops, people, startsAt });
    await seedPerson(api, operatorKey, PEOPLE.length - 1);
  },
};

async function seedPerson(api: ApiCaller, operatorKey: string, at: number): Promise<SeededPerson> {
  const made = await api.post('/v1/persons', operatorKey, PEOPLE[at] as object, `seed-person-${at}`);
  return made as SeededPerson;
}

/** One consent covers a shop and a purpose; all offers of a shop here have the same one. */
async function consentTo(api: ApiCaller, person: SeededPerson, shop: SeededShop): Promise<void> {
  const [offer] = Object.entries(shop.offerIds);
  if (offer === undefined) return;
  const [name, offerId] = offer;
  const purpose = READY_MADE_OFFERS[name as ReadyMadeOffer].grants.length > 0 ? 'deposit_waiver' : 'appointment';
  const textVersion = currentConsentText(purpose).version;
  await api.post('/v1/me/consents', person.session, { offerId, textVersion }, `seed-consent-${shop.merchantId}`);
}

async function seedShop(api: ApiCaller, operatorKey: string, plan: ShopPlan, at: number): Promise<SeededShop> {
  const made = await api.post('/v1/merchants', operatorKey, { name: plan.name }, `seed-shop-${at}`);
  const { merchantId, key } = made as { merchantId: string; key: string };
  const offerIds: Partial<Record<ReadyMadeOffer, string>> = {};
  for (const name of plan.offers) {
    const offer = await api.post('/v1/offers', key, READY_MADE_OFFERS[name], `seed-offer-${name}`);
    offerIds[name] = (offer as { offerId: string }).offerId;
  }
  return { merchantId, key, offerIds };
}
