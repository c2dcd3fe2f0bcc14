/** Both sides of one pledge over the public API: its shop with the shop's key, its person with their own session. */
import { type Instant, isoFromInstant } from '../../kernel/index.ts';
import type { OfferTerms } from '../../rooms/offer/index.ts';
import { type ApiCaller, freshKey } from '../api-caller.ts';

export interface ShopThere {
  readonly merchantId: string;
  readonly key: string;
  readonly offerId: string;
  /** The text that a person consents to here. */
  readonly consentVersion: string;
}

export interface PersonThere {
  readonly partyId: string;
  readonly session: string;
}

/** What an order says itself. */
export interface OrderSaid {
  readonly startsAt?: Instant;
  readonly amountMinor?: number;
}

export interface MyPledge {
  readonly state: string;
  readonly outcome: 'full' | 'partial' | 'ordinary';
  readonly grantedMinor: number;
  readonly depositMinor: number;
  readonly ceilingMinor: number;
  readonly chargedMinor: number;
  readonly dueAt: string;
  readonly graceUntil: string;
  readonly obligations: readonly {
    readonly seq: number;
    readonly type: string;
    readonly state: string;
    readonly asked: number | null;
    readonly done: number;
    readonly enjoyedMinor: number;
  }[];
  readonly charges: readonly {
    readonly chargeId: string;
    readonly kind: string;
    readonly amountMinor: number;
    readonly state: string;
  }[];
  readonly facts: readonly {
    readonly factId: string;
    readonly kind: string;
    readonly detail: { readonly said?: { readonly verdict?: string } };
  }[];
}

export interface TwoSides {
  readonly pledgeId: string;
  shop(move: string, body?: object): Promise<void>;
  person(move: string, body?: object): Promise<void>;
  /** A line of text as evidence by one of them; its id. */
  evidence(by: 'shop' | 'person', text: string): Promise<string>;
  /** The person contests a fact of this pledge in their own words. */
  contest(factId: string, statement: string): Promise<void>;
  /** The shop says that it has been paid whatever is open. */
  payOpenCharges(): Promise<void>;
  read(): Promise<MyPledge>;
}

/** Enrols a shop and publishes its one offer. */
export async function settleShop(
  api: ApiCaller,
  operatorKey: string,
  name: { readonly zh: string; readonly en: string },
  terms: OfferTerms,
): Promise<ShopThere> {
  const made = (await api.post('/v1/merchants', operatorKey, { name }, freshKey())) as Omit<ShopThere, 'offerId'>;
  const { offerId } = (await api.post('/v1/offers', made.key, terms, freshKey())) as { offerId: string };
  const read = (await api.get(`/v1/offers/${offerId}`, made.key)) as { consent: { version: string } };
  return { merchantId: made.merchantId, key: made.key, offerId, consentVersion: read.consent.version };
}

export async function settlePerson(
  api: ApiCaller,
  operatorKey: string,
  name: string,
  locale: 'zh' | 'en',
): Promise<PersonThere> {
  return (await api.post('/v1/persons', operatorKey, { name, locale }, freshKey())) as PersonThere;
}

/** The person consents and promises in one breath. */
export async function promise(
  api: ApiCaller,
  shop: ShopThere,
  person: PersonThere,
  order: OrderSaid,
  choice: 'trust' | 'ordinary',
): Promise<TwoSides> {
  const body = {
    offerId: shop.offerId,
    terms: choice,
    shownMinor: 0,
    consent: { textVersion: shop.consentVersion },
    ...(order.startsAt === undefined ? {} : { startsAt: isoFromInstant(order.startsAt) }),
    ...(order.amountMinor === undefined ? {} : { amountMinor: order.amountMinor }),
  };
  const made = (await api.post('/v1/me/pledges', person.session, body, freshKey())) as { pledgeId: string };
  return twoSides(api, shop, person, made.pledgeId);
}

function twoSides(api: ApiCaller, shop: ShopThere, person: PersonThere, pledgeId: string): TwoSides {
  const path = (move: string) => `${pledgeId}/${move.replaceAll('_', '-')}`;
  const read = async () => (await api.get(`/v1/me/pledges/${pledgeId}`, person.session)) as MyPledge;
  return {
    pledgeId,
    read,
    shop: async (move, body = {}) => void (await api.post(`/v1/pledges/${path(move)}`, shop.key, body, freshKey())),
    person: async (move, body = {}) =>
      void (await api.post(`/v1/me/pledges/${path(move)}`, person.session, body, freshKey())),
    async evidence(by, text) {
      const body = { mediaType: 'text/plain', contentBase64: Buffer.from(text).toString('base64') };
      const token = by === 'shop' ? shop.key : person.session;
      const made = (await api.post(`/v1/pledges/${pledgeId}/evidence`, token, body, freshKey())) as {
        evidenceId: string;
      };
      return made.evidenceId;
    },
    contest: async (factId, statement) =>
      void (await api.post(`/v1/me/facts/${factId}/contest`, person.session, { statement }, freshKey())),
    async payOpenCharges() {
      for (const { chargeId, state } of (await read()).charges)
        if (state === 'open')
          await api.post(`/v1/pledges/${pledgeId}/charges/${chargeId}/mark-paid`, shop.key, {}, freshKey());
    },
  };
}
