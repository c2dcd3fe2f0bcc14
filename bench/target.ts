// Everything the benchmark knows about Troth: how a world is filled, how a server is started, what a request looks like.
// Nothing else in this folder but troth-*.ts names a table, a route or an id of Troth.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { renderPost } from './generator/requests-file.ts';
import type { Progress } from './progress.ts';
import { BENCH_WORLD, benchVault, fillWorld, personId, type Shop } from './troth-world.ts';
import { shuffled, uniform, zipfRank } from './zipf.ts';

/** How many live in the world, and whom the orders go to. */
export type WorldSize = { readonly shops: number; readonly people: number };
export type Crowd = 'zipf' | 'uniform';

/** A filled world: what is needed to render requests against it. */
export type World = {
  readonly databaseUrl: string;
  readonly size: WorldSize;
  /** One line of prose for the report: what is switched on, what was left out. */
  readonly features: string;
  /** Rendered single requests, never the same order twice in the life of this world. */
  readonly singles: (count: number, crowd: Crowd) => Iterable<string>;
  /** Rendered bulk requests of `ordersEach` orders. */
  readonly bulks: (count: number, ordersEach: number, crowd: Crowd) => Iterable<string>;
};

/** A running server. `pid` is the root of its process tree. */
export type Server = { readonly pid: number; readonly port: number; readonly stop: () => Promise<void> };

export type Target = {
  /** Text that stands exactly once in an answer for every order that was made. */
  readonly okToken: string;
  /** Migrates an empty database and fills it by set-based statements: shops, offers, keys, people, consents. */
  readonly prepare: (databaseUrl: string, size: WorldSize, progress: Progress) => Promise<World>;
  /** Starts a server on a free port of 127.0.0.1 in a process of its own. */
  readonly boot: (world: World) => Promise<Server>;
};

const FEATURES =
  'row-level security forced, keys checked (hashed, at most a second old), strict JSON and schema checks, rate limit, idempotency key and order number, consent looked up, ' +
  'six CEL rows with a loss budget, exposure reserved under a check constraint, reasons sealed with the person’s own key, tagged and committed leaf per fact, sequencer, webhook fan-out and ' +
  'budget roll-up following; no webhook endpoint subscribed, so no calls go out';

/** How many different meetings of person and shop are prepared per crowd; the orders of a run go through them in a circle. */
const MEETINGS = 400_000;

type Meetings = { readonly people: Uint32Array; readonly shops: Uint32Array };

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

async function prepare(databaseUrl: string, size: WorldSize, progress: Progress): Promise<World> {
  const crowds = { zipf: meetings(size, 'zipf', 1), uniform: meetings(size, 'uniform', 2) };
  const both = {
    people: concat(crowds.zipf.people, crowds.uniform.people),
    shops: concat(crowds.zipf.shops, crowds.uniform.shops),
  };
  const shops = await fillWorld(databaseUrl, size, both, progress);
  const vault = benchVault();
  let drawn = 0;
  const run = randomBytes(4).toString('hex');
  const nextOrder = (crowd: Crowd) => {
    const at = drawn % MEETINGS;
    drawn += 1;
    const shop = shops[crowds[crowd].shops[at] as number] as Shop;
    const promisor = vault.pairwise(BENCH_WORLD, shop.merchantId, personId(crowds[crowd].people[at] as number));
    return { shop, number: `${run}-${drawn}`, body: { offerId: shop.offerId, promisor, orderNo: `${run}-${drawn}` } };
  };
  return {
    databaseUrl,
    size,
    features: FEATURES,
    *singles(count, crowd) {
      for (let i = 0; i < count; i += 1) {
        const { shop, number, body } = nextOrder(crowd);
        yield renderPost('/v1/pledges', { authorization: `Bearer ${shop.key}`, 'idempotency-key': number }, body);
      }
    },
    *bulks(count, ordersEach, crowd) {
      for (let i = 0; i < count; i += 1)
        yield renderBulk(ordersEach, () => nextOrder(crowd), shops, vault, crowd, crowds);
    },
  };
}

/** A bulk request is one shop's: its people are the next ones of the crowd who have met it. */
function renderBulk(
  count: number,
  next: () => { readonly shop: Shop; readonly number: string },
  shops: readonly Shop[],
  vault: ReturnType<typeof benchVault>,
  crowd: Crowd,
  crowds: Record<Crowd, Meetings>,
): string {
  const first = next();
  const shopIndex = shops.indexOf(first.shop);
  const guests = guestsOf(crowds[crowd], shopIndex);
  const pledges = Array.from({ length: count }, (_, i) => {
    const { number } = i === 0 ? first : next();
    const person = guests[(Number.parseInt(number.split('-')[1] as string, 10) * 7919) % guests.length] as number;
    return {
      idempotencyKey: number,
      offerId: first.shop.offerId,
      promisor: vault.pairwise(BENCH_WORLD, first.shop.merchantId, personId(person)),
      orderNo: number,
    };
  });
  return renderPost(
    '/v1/pledges/bulk',
    { authorization: `Bearer ${first.shop.key}`, 'idempotency-key': first.number },
    { pledges },
  );
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

async function boot(world: World): Promise<Server> {
  const child = spawn(
    process.execPath,
    ['--max-semi-space-size=16', new URL('./troth-server.ts', import.meta.url).pathname, world.databaseUrl],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    child.stdout.on('data', (text: Buffer) => {
      const found = /^port (\d+)/m.exec(text.toString());
      if (found !== null) resolve(Number(found[1]));
    });
  });
  return {
    pid: child.pid as number,
    port,
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

export const target: Target = { okToken: '"state":"offered"', prepare, boot };
