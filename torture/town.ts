/** The test world of a campaign: shops with two offers each, some with a webhook endpoint, people with sessions and consents. */
import { type Chance, chanceOf } from '../sim/seeded-chance.ts';
import { READY_MADE_OFFERS } from '../packages/troth/src/rooms/offer/index.ts';
import type { Answer, Client } from './client.ts';
import { type CampaignSettings, START_AT } from './settings.ts';

export interface Shop {
  readonly merchantId: string;
  readonly key: string;
  readonly rentalOfferId: string;
  readonly attendOfferId: string;
}

export interface Person {
  readonly partyId: string;
  readonly session: string;
  /** Shops by their place, with the reference by which each knows this person. */
  readonly refs: Map<number, string>;
}

export interface Town {
  readonly operatorKey: string;
  readonly shops: readonly Shop[];
  readonly people: readonly Person[];
  /** Running consents, as far as the client knows, with whose they are. */
  readonly consents: { readonly consentId: string; readonly person: number; readonly shop: number }[];
  nowMs: number;
}

const SHOPS_PER_PERSON = 6;
const AT_ONCE = 24;
const EVERY_EVENT = [
  ...['offered', 'accepted', 'begun', 'extended', 'declared', 'lapsed', 'noticed', 'answered', 'withdrawn', 'kept'],
  ...['broken', 'cancelled', 'expired'],
].map((name) => `pledge.${name}`);
const MONEY_EVENTS = ['charge.raised', 'charge.collected', 'charge.forgiven', 'consent.granted', 'consent.revoked'];

/** Runs `work` for 0…count-1, some at once; results keep their places. */
async function each<T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const index = next;
      next += 1;
      results[index] = await work(index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, count) }, lane));
  return results;
}

type Terms = Record<string, unknown>;

/** Ready-made terms with patience and budgets that a torn world needs: the clock moves by jumps, and thousands order. */
function termsOf(index: number): { rental: Terms; attend: Terms } {
  const rentals = ['city-bike', 'camera', 'umbrella', 'power-bank'] as const;
  const change = (terms: object): Terms => {
    const changed = structuredClone(terms) as Terms;
    changed.offerExpiryMinutes = 1440;
    changed.answerMinutes = 1440;
    const admission = changed.admission as { lossBudget: { amountMinor: number } };
    if (admission.lossBudget.amountMinor > 0) admission.lossBudget.amountMinor = 900_000_000;
    return changed;
  };
  const rental = READY_MADE_OFFERS[rentals[index % rentals.length] as (typeof rentals)[number]];
  return { rental: change(rental), attend: change(READY_MADE_OFFERS['cafe-table']) };
}

export interface TownBuilder {
  readonly settings: CampaignSettings;
  readonly client: Client;
  readonly operatorKey: string;
  readonly receiverUrl: string;
  /** Hands an endpoint's secret to the receiver. */
  readonly shareSecret: (endpoint: string, secret: string) => void;
}

function must(answer: Answer | null, what: string): Readonly<Record<string, string>> {
  if (answer === null || answer.status >= 300) throw new Error(`${what}: ${JSON.stringify(answer)}`);
  return answer.body as Readonly<Record<string, string>>;
}

export async function buildTown(builder: TownBuilder): Promise<Town> {
  const { settings } = builder;
  const shops = await each(settings.shops, (index) => openShop(builder, index));
  const people = await each(settings.people, (index) => enrol(builder, index));
  const town: Town = { operatorKey: builder.operatorKey, shops, people, consents: [], nowMs: Date.parse(START_AT) };
  await each(people.length, (index) => consentToSome(builder, town, index));
  return town;
}

async function openShop({ client, operatorKey, receiverUrl, shareSecret }: TownBuilder, index: number): Promise<Shop> {
  const ask = async (path: string, token: string, speaker: string, body: object) =>
    must(
      await client.ask({
        key: `shop-${index}-${path}-${'kind' in body ? body.kind : ''}`,
        kind: 'enrol',
        path,
        token,
        speaker,
        body,
      }),
      path,
    );
  const name = { zh: `店 ${index}`, en: `Shop ${index}` };
  const { merchantId = '', key = '' } = await ask('/v1/merchants', operatorKey, 'operator', { name });
  const terms = termsOf(index);
  const rental = await ask('/v1/offers', key, merchantId, terms.rental);
  const attend = await ask('/v1/offers', key, merchantId, terms.attend);
  // Two shops of three listen; every second of these to pledges only.
  if (index % 3 !== 2) {
    const url = `${receiverUrl}/shop-${index}`;
    const events = index % 2 === 0 ? [...EVERY_EVENT, ...MONEY_EVENTS] : EVERY_EVENT;
    const { secret = '' } = await ask('/v1/webhook-endpoints', key, merchantId, { url, events });
    shareSecret(`shop-${index}`, secret);
  }
  return { merchantId, key, rentalOfferId: rental.offerId ?? '', attendOfferId: attend.offerId ?? '' };
}

async function enrol({ client, operatorKey }: TownBuilder, index: number): Promise<Person> {
  const body = { name: `Person ${index}`, locale: index % 2 === 0 ? 'zh' : 'en' };
  const ask = {
    key: `person-${index}`,
    kind: 'enrol' as const,
    path: '/v1/persons',
    token: operatorKey,
    speaker: 'operator',
    body,
  };
  const { partyId = '', session = '' } = must(await client.ask(ask), 'enrol a person');
  return { partyId, session, refs: new Map() };
}

async function consentToSome({ client, settings }: TownBuilder, town: Town, index: number): Promise<void> {
  const chance: Chance = chanceOf(settings.seed, 'consents', index);
  const person = town.people[index] as Person;
  for (let count = 0; count < SHOPS_PER_PERSON; count += 1) {
    const shopIndex = chance.whole(0, town.shops.length - 1);
    if (person.refs.has(shopIndex)) continue;
    const shop = town.shops[shopIndex] as Shop;
    const path = `/v1/persons/${person.partyId}/reference-for/${shop.merchantId}`;
    const { promisor = '' } = must(await client.read(path, town.operatorKey), 'reference');
    person.refs.set(shopIndex, promisor);
    const body = { offerId: shop.rentalOfferId, textVersion: 'deposit_waiver/1' };
    const ask = {
      key: `consent-${index}-${count}`,
      kind: 'consent_give' as const,
      path: '/v1/me/consents',
      token: person.session,
    };
    const given = must(await client.ask({ ...ask, speaker: person.partyId, body }), 'consent');
    town.consents.push({ consentId: given.consentId ?? '', person: index, shop: shopIndex });
  }
}
