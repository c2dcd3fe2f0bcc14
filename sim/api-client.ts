/**
 * What the town and the replay say to Troth, in their own words: every path and field of the public API that they use is in this file and
 * nowhere else. The quarter of the sandbox speaks as the tour does (cli/tour/two-sides.ts).
 */
import type { Instant } from '../packages/troth/src/kernel/clock.ts';
import { codeOf, openCaller, UnexpectedReply } from './api-caller.ts';
import type { Caller, Item } from './api-caller.ts';

/** Most orders, moves or imports in one request. */
export const BULK_MAX = 128;

export interface PersonDoor {
  readonly personId: string;
  readonly session: string;
}

export interface ShopDoor {
  readonly merchantId: string;
  readonly key: string;
  readonly offerId: string;
  /** The text that people consent to at this shop. */
  readonly consentVersion: string;
}

export interface PledgeOpened {
  readonly pledgeId: string;
  readonly outcome: 'full' | 'partial' | 'ordinary';
  readonly depositMinor: number;
}

export interface ChargeRaised {
  readonly chargeId: string;
  readonly kind: string;
  readonly amountMinor: number;
}

export interface Moved {
  readonly pledgeId: string;
  readonly state: string;
  readonly charges: readonly ChargeRaised[];
}

export interface OrderItem {
  /** How this shop knows the person. */
  readonly promisor: string;
  readonly orderNo: string;
  readonly startsAt: Instant | null;
  readonly onLocalDate: string | null;
}

export interface MoveItem {
  readonly pledgeId: string;
  readonly move: 'begin' | 'fulfil' | 'cancel' | 'notice' | 'withdraw' | 'break';
  readonly idempotencyKey: string;
  readonly effectiveAt: Instant | null;
  readonly evidenceIds: readonly string[] | null;
}

export type PersonMove =
  | { readonly move: 'accept' | 'decline' | 'cancel' }
  | { readonly move: 'answer'; readonly answer: 'on_my_way' | 'this_is_wrong' };

export interface Bill {
  readonly pledgeId: string;
  readonly chargeId: string;
}

/** What the simulator does in one test world. */
export interface SimApi {
  createMerchant(
    name: { readonly zh: string; readonly en: string },
    id: string,
  ): Promise<{ readonly merchantId: string; readonly key: string }>;
  createPerson(name: string, id: string): Promise<PersonDoor>;
  /** Publishes terms and reads what people will consent to. */
  publishOffer(
    merchant: { readonly merchantId: string; readonly key: string },
    terms: unknown,
    id: string,
  ): Promise<ShopDoor>;
  referenceFor(personId: string, merchantId: string): Promise<string>;
  advanceClock(to: Instant): Promise<void>;
  /** The person consents and promises in one breath; less waived than `shownMinor` writes nothing. */
  promise(
    person: PersonDoor,
    shop: ShopDoor,
    order: Omit<OrderItem, 'promisor'>,
    shownMinor: number,
  ): Promise<Item<PledgeOpened>>;
  openPledges(shop: ShopDoor, orders: readonly OrderItem[]): Promise<readonly Item<PledgeOpened>[]>;
  moveAsPerson(person: PersonDoor, pledgeId: string, move: PersonMove): Promise<Item<Moved>>;
  movePledges(key: string, moves: readonly MoveItem[]): Promise<readonly Item<Moved>[]>;
  addEvidence(key: string, pledgeId: string, text: string): Promise<string>;
  /** Charges of one shop that were paid elsewhere. */
  markPaid(key: string, charges: readonly Bill[]): Promise<readonly Item<unknown>[]>;
  createImport(key: string, suppliedBy: string, source: string): Promise<string>;
  importPledges(shop: ShopDoor, importId: string, orders: readonly OrderItem[]): Promise<readonly Item<PledgeOpened>[]>;
  callCount(): number;
  close(): void;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly problem?: unknown;
}

/** Requests of at most 128 items, one after the other; answers in the order of the items. */
async function inRequests<T, R>(
  items: readonly T[],
  request: (chunk: readonly T[]) => Promise<unknown>,
): Promise<Item<R>[]> {
  const answers: Item<R>[] = [];
  for (let from = 0; from < items.length; from += BULK_MAX) {
    const reply = (await request(items.slice(from, from + BULK_MAX))) as { readonly answers: readonly Answer[] };
    for (const { status, body, problem } of reply.answers) {
      if (status >= 500) throw new UnexpectedReply('an item of a bulk request', status, problem);
      answers.push(status < 300 ? { ok: true, value: body as R } : { ok: false, reason: codeOf(problem) });
    }
  }
  return answers;
}

async function publish(
  caller: Caller,
  merchant: { readonly merchantId: string; readonly key: string },
  terms: unknown,
  id: string,
): Promise<ShopDoor> {
  const made = (await caller.post(merchant.key, '/v1/offers', `offer-${id}`, terms)) as { readonly offerId: string };
  const offer = (await caller.get(merchant.key, `/v1/offers/${made.offerId}`)) as {
    readonly consent: { readonly version: string };
  };
  return { ...merchant, offerId: made.offerId, consentVersion: offer.consent.version };
}

/** Opens the API for one test world, spoken to as its operator, its merchants and its people. */
export function openSimApi(origin: string, operatorKey: string, lanes: number): SimApi {
  const caller = openCaller(origin, lanes);
  const { ask, get, post } = caller;
  return {
    createMerchant: async (name, id) =>
      (await post(operatorKey, '/v1/merchants', `merchant-${id}`, { name })) as { merchantId: string; key: string },
    async createPerson(name, id) {
      const made = (await post(operatorKey, '/v1/persons', `person-${id}`, { name, locale: 'zh' })) as {
        readonly partyId: string;
        readonly session?: string;
      };
      return { personId: made.partyId, session: made.session ?? '' };
    },
    publishOffer: (merchant, terms, id) => publish(caller, merchant, terms, id),
    referenceFor: async (personId, merchantId) =>
      ((await get(operatorKey, `/v1/persons/${personId}/reference-for/${merchantId}`)) as { readonly promisor: string })
        .promisor,
    async advanceClock(to) {
      const moved = await ask(operatorKey, '/v1/clock/advance', `clock-${to}`, { toInstant: to });
      // A step done again after a crash finds the clock where it left it, or further on.
      if (!moved.ok && moved.reason !== 'clock_moves_forward_only')
        throw new UnexpectedReply('the clock', 0, moved.reason);
    },
    promise: (person, shop, { orderNo, ...times }, shownMinor) =>
      ask(person.session, '/v1/me/pledges', orderNo, {
        offerId: shop.offerId,
        ...times,
        terms: 'trust',
        shownMinor,
        consent: { textVersion: shop.consentVersion },
      }) as Promise<Item<PledgeOpened>>,
    openPledges: (shop, orders) =>
      inRequests(orders, (chunk) => {
        const pledges = chunk.map((order) => ({ idempotencyKey: order.orderNo, offerId: shop.offerId, ...order }));
        return post(shop.key, '/v1/pledges/bulk', `bulk-${chunk[0]?.orderNo}`, { pledges });
      }),
    moveAsPerson: (person, pledgeId, { move, ...body }) =>
      ask(person.session, `/v1/me/pledges/${pledgeId}/${move}`, `${move}-${pledgeId}`, body) as Promise<Item<Moved>>,
    movePledges: (key, moves) =>
      inRequests(moves, (chunk) =>
        post(key, '/v1/pledges/bulk-moves', `bulk-${chunk[0]?.idempotencyKey}`, { moves: chunk }),
      ),
    async addEvidence(key, pledgeId, text) {
      const body = { mediaType: 'text/plain', contentBase64: Buffer.from(text).toString('base64') };
      return (
        (await post(key, `/v1/pledges/${pledgeId}/evidence`, `evidence-${pledgeId}`, body)) as {
          readonly evidenceId: string;
        }
      ).evidenceId;
    },
    markPaid: (key, bills) =>
      inRequests(bills, (chunk) => {
        const charges = chunk.map((bill) => ({ idempotencyKey: `paid-${bill.chargeId}`, ...bill, end: 'mark-paid' }));
        return post(key, '/v1/charges/bulk-ends', `paid-${chunk[0]?.chargeId}`, { charges });
      }),
    createImport: async (key, suppliedBy, source) =>
      ((await post(key, '/v1/imports', 'import', { suppliedBy, source })) as { readonly importId: string }).importId,
    importPledges: (shop, importId, orders) =>
      inRequests(orders, (chunk) => {
        const pledges = chunk.map((order) => ({ idempotencyKey: order.orderNo, offerId: shop.offerId, ...order }));
        return post(shop.key, `/v1/imports/${importId}/pledges`, `import-${chunk[0]?.orderNo}`, { pledges });
      }),
    callCount: () => caller.callCount(),
    close: () => caller.close(),
  };
}
