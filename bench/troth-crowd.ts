// Who orders what where: the crowd of the benchmark, and its orders as requests.
import { randomBytes } from 'node:crypto';
import type { Id } from '../packages/troth/src/kernel/index.ts';
import { renderPost } from './generator/requests-file.ts';
import { personId, type Shop } from './troth-world.ts';
import { shuffled, uniform, zipfRank } from './zipf.ts';

/** How many live in the world, and whom the orders go to. */
export type WorldSize = { readonly shops: number; readonly people: number };
export type Crowd = 'zipf' | 'uniform';

/** How many different meetings of person and shop are prepared per crowd; the orders of a run go through them in a circle. */
const MEETINGS = 400_000;

export type Meetings = { readonly people: Uint32Array; readonly shops: Uint32Array };

function meetings(size: WorldSize, crowd: Crowd, seed: number): Meetings {
  const next = uniform(seed);
  const places = shuffled(size.people, 7);
  const people = new Uint32Array(MEETINGS);
  const shops = new Uint32Array(MEETINGS);
  for (let i = 0; i < MEETINGS; i += 1) {
    people[i] =
      crowd === 'zipf' ? (places[zipfRank(size.people, next) - 1] as number) : Math.trunc(next() * size.people);
    shops[i] = crowd === 'zipf' ? zipfRank(size.shops, next) - 1 : Math.trunc(next() * size.shops);
  }
  return { people, shops };
}

/** The meetings of both crowds. */
export function drawMeetings(size: WorldSize): Record<Crowd, Meetings> {
  return { zipf: meetings(size, 'zipf', 1), uniform: meetings(size, 'uniform', 2) };
}

/** Everybody who will meet, of both crowds: the pairs that need a consent. */
export function pairsOf({ zipf, uniform }: Record<Crowd, Meetings>): Meetings {
  return { people: concat(zipf.people, uniform.people), shops: concat(zipf.shops, uniform.shops) };
}

/** What a shop calls a person in its requests. */
export type Refer = (merchantId: Id<'pty'>, partyId: Id<'pty'>) => string;

/** Orders of the crowd as rendered requests, one each or many; never the same order twice. */
export type Requests = {
  readonly singles: (count: number, crowd: Crowd) => Iterable<string>;
  readonly bulks: (count: number, ordersEach: number, crowd: Crowd) => Iterable<string>;
};

export function requestsOf(shops: readonly Shop[], crowds: Record<Crowd, Meetings>, refer: Refer): Requests {
  let drawn = 0;
  const run = randomBytes(4).toString('hex');
  const next = (crowd: Crowd): Drawn => {
    const at = drawn % MEETINGS;
    drawn += 1;
    const shopIndex = crowds[crowd].shops[at] as number;
    return { shopIndex, person: crowds[crowd].people[at] as number, number: `${run}-${drawn}` };
  };
  const bodyOf = ({ offerId, merchantId }: Shop, person: number, number: string) => ({
    offerId,
    promisor: refer(merchantId, personId(person)),
    orderNo: number,
  });
  return {
    *singles(count, crowd) {
      for (let i = 0; i < count; i += 1) {
        const { shopIndex, person, number } = next(crowd);
        const shop = shops[shopIndex] as Shop;
        yield renderPost('/v1/pledges', headersOf(shop, number), bodyOf(shop, person, number));
      }
    },
    *bulks(count, ordersEach, crowd) {
      for (let i = 0; i < count; i += 1) {
        const first = next(crowd);
        const shop = shops[first.shopIndex] as Shop;
        // A bulk request is one shop's: its people are the next ones of the crowd who have met it.
        const guests = guestsOf(crowds[crowd], first.shopIndex);
        const pledges = Array.from({ length: ordersEach }, (_, nth) => {
          const { number } = nth === 0 ? first : next(crowd);
          const person = guests[(Number.parseInt(number.split('-')[1] as string, 10) * 7919) % guests.length] as number;
          return { idempotencyKey: number, ...bodyOf(shop, person, number) };
        });
        yield renderPost('/v1/pledges/bulk', headersOf(shop, first.number), { pledges });
      }
    },
  };
}

type Drawn = { readonly shopIndex: number; readonly person: number; readonly number: string };

function headersOf(shop: Shop, number: string): Record<string, string> {
  return { authorization: `Bearer ${shop.key}`, 'idempotency-key': number };
}

const guestLists = new WeakMap<Meetings, Map<number, number[]>>();

/** Everybody who meets a shop, in the order of the crowd (so the frequent ones stand there often). */
function guestsOf(all: Meetings, shop: number): readonly number[] {
  let lists = guestLists.get(all);
  if (lists === undefined) {
    lists = new Map();
    for (let i = 0; i < all.people.length; i += 1) {
      const at = all.shops[i] as number;
      const list = lists.get(at);
      if (list === undefined) lists.set(at, [all.people[i] as number]);
      else list.push(all.people[i] as number);
    }
    guestLists.set(all, lists);
  }
  return lists.get(shop) ?? [];
}

function concat(a: Uint32Array, b: Uint32Array): Uint32Array {
  const both = new Uint32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
