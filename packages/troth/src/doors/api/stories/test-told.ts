/**
 * How a story is told: a shop, people, a clock, and promises between them, all over HTTP. Every move that is said is also tried by
 * everybody who may not say it, repeated under its key, and sent once more under that key with another body.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { audit } from '../../../audit/index.ts';
import { type Id, uuidOf } from '../../../kernel/index.ts';
import { readMigrations } from '../../../platform/db/index.ts';
import { PROBLEMS } from '../problems.ts';
import { evidenceFor, must, type Person, promise, type Shop } from '../test-story.ts';
import { openTestTroth, type Reply, type TestTroth } from '../test-troth.ts';
import type { TwoServers } from '../test-two-servers.ts';

const MIGRATIONS = new URL('../../../../../../migrations', import.meta.url).pathname;

export type Side = 'shop' | 'person';

/** Kind, minor units and how it stands. */
export type Charged = readonly [kind: string, amountMinor: number, state: 'open' | 'collected' | 'forgiven'];

interface Seen {
  readonly kind: string;
  readonly amountMinor: number;
  readonly state: string;
}

/** One promise, and what may be said and seen of it. */
export interface Told {
  readonly id: Id<'plg'>;
  readonly by: Person;
  /** Says a move and expects a yes. */
  says(side: Side, move: string, body?: object): Promise<Reply['body']>;
  /** Says a move and expects this no, twice. */
  refuses(side: Side, move: string, code: string, body?: object): Promise<void>;
  /** A notice with a piece of evidence of its own. */
  notice(side: Side, more?: object): Promise<Reply['body']>;
  /** The shop says that it delivered, with proof. */
  delivers(): Promise<Reply['body']>;
  /** Ends an open charge of this kind: the first there is. */
  ends(kind: string, how: 'mark-paid' | 'forgive'): Promise<Reply['body']>;
  /** Both sides see this state and these charges. */
  is(state: string, charges?: readonly Charged[]): Promise<void>;
  /** As the person sees it. */
  seen(): Promise<Reply['body']>;
  /** Kinds of facts without those of charges, oldest first. */
  facts(): Promise<string[]>;
  /** What stands on an account for this promise: debits less credits. */
  account(name: string): Promise<number>;
}

export interface Stage {
  readonly troth: TestTroth;
  readonly shop: Shop;
  readonly rows: pg.Pool;
  publish(terms: object): Promise<Id<'ofr'>>;
  /** A new person promises on the page, unless one is named. */
  promise(offerId: Id<'ofr'>, more?: object, by?: Person): Promise<Told>;
  /** The shop orders for somebody who has consented; nothing is accepted yet. */
  order(offerId: Id<'ofr'>, more?: object): Promise<Told>;
  /** The clock, for both sides. */
  days(count: number): Promise<void>;
  hours(count: number): Promise<void>;
  now(): Promise<number>;
  /** An instant that many hours from now, as an order says it. */
  inHours(count: number): Promise<string>;
  close(): Promise<void>;
}

/** A stage of its own, or one on two servers that are open already and closed by whoever opened them. */
export async function openStage(servers: TwoServers | null = null): Promise<Stage> {
  const troth = servers?.troth ?? (await openTestTroth());
  const [shop, other] = [await troth.createMerchant(), await troth.createMerchant('Next Door')];
  const stranger = await troth.createPerson('路人');
  const rows = new pg.Pool({ connectionString: troth.ownerUrl, max: 2 });
  const tell = (id: Id<'plg'>, by: Person) => told({ troth, shop, other, stranger, rows }, id, by);
  const now = async () =>
    Date.parse(must(await troth.call('GET', '/v1/clock', { token: shop.key }), 200, 'clock').body.now);
  return {
    troth,
    shop,
    rows,
    now,
    inHours: async (count) => new Date((await now()) + count * 3_600_000).toISOString(),
    publish: async (terms) =>
      must(await troth.call('POST', '/v1/offers', { token: shop.key, body: terms }), 201, 'publish').body.offerId,
    async promise(offerId, more = {}, by) {
      const person = by ?? (await troth.createPerson());
      return tell(await promise(troth, person, offerId, more), person);
    },
    async order(offerId, more = {}) {
      const person = await troth.createPerson();
      const body = { offerId, promisor: troth.refFor(person.partyId, shop.merchantId), ...more };
      const early = await troth.call('POST', '/v1/pledges', { token: shop.key, body });
      assert.deepEqual([early.status, early.body.code], [403, 'consent_missing']);
      await troth.consent(person.session, offerId);
      const made = must(await troth.call('POST', '/v1/pledges', { token: shop.key, body }), 201, 'order');
      return tell(made.body.pledgeId, person);
    },
    days: (count) => (servers ?? troth).advance(count * 24),
    hours: (count) => (servers ?? troth).advance(count),
    async close() {
      await rows.end();
      if (servers === null) await troth.close();
    },
  };
}

interface Cast {
  readonly troth: TestTroth;
  readonly shop: Shop;
  readonly other: Shop;
  readonly stranger: Person;
  readonly rows: pg.Pool;
}

function told(cast: Cast, id: Id<'plg'>, by: Person): Told {
  const { troth, shop, rows } = cast;
  const tokenOf = (side: Side) => (side === 'shop' ? shop.key : by.session);
  const see = async (path: string, token: string) => must(await troth.call('GET', path, { token }), 200, path).body;
  const seen = () => see(`/v1/me/pledges/${id}`, by.session);
  const says: Told['says'] = async (side, move, body = {}) => {
    const path = pathOf(side, id, move);
    await onlyTheirs(cast, side, path, body);
    const key = randomUUID();
    const first = must(await troth.call('POST', path, { token: tokenOf(side), key, body }), 200, `${side} ${move}`);
    const again = await troth.call('POST', path, { token: tokenOf(side), key, body });
    assert.deepEqual(again.body, first.body, `${move} twice under one key`);
    await assertOtherBody(troth, path, tokenOf(side), key, otherBody(side, move, body));
    return first.body;
  };
  const proof = async (side: Side) => [await evidenceFor(troth, tokenOf(side), id, randomUUID())];
  return {
    id,
    by,
    says,
    seen,
    async refuses(side, move, code, body = {}) {
      const key = randomUUID();
      for (const time of ['first', 'again']) {
        const reply = await troth.call('POST', pathOf(side, id, move), { token: tokenOf(side), key, body });
        assert.equal(reply.body.code, code, `${side} ${move} ${time}: ${JSON.stringify(reply.body)}`);
      }
    },
    notice: async (side, more = {}) => says(side, 'notice', { evidenceIds: await proof(side), ...more }),
    delivers: async () => says('shop', 'declare', { evidenceIds: await proof('shop') }),
    async ends(kind, how) {
      const { charges } = await see(`/v1/pledges/${id}`, shop.key);
      const charge = charges.find((one: { kind: string; state: string }) => one.kind === kind && one.state === 'open');
      assert.ok(charge, `an open ${kind} among ${JSON.stringify(charges)}`);
      const path = `/v1/pledges/${id}/charges/${charge.chargeId}/${how}`;
      await onlyTheirs(cast, 'shop', path, {});
      const key = randomUUID();
      const ended = must(await troth.call('POST', path, { token: shop.key, key, body: {} }), 200, how).body;
      const again = await troth.call('POST', path, { token: shop.key, key, body: {} });
      assert.deepEqual(again.body, ended, `${how} twice under one key`);
      const under = await troth.call('POST', path, { token: shop.key, body: {} });
      assert.equal(under.body.code, 'charge_is_settled');
      return ended;
    },
    async is(state, charges) {
      const pages = [await see(`/v1/pledges/${id}`, shop.key), await seen()];
      for (const page of pages) {
        assert.equal(page.state, state, `${(await kindsOf(rows, id)).join(' ')}`);
        if (charges === undefined) continue;
        assert.deepEqual(
          page.charges.map(({ kind, amountMinor, state: stands }: Seen) => [kind, amountMinor, stands]).sort(),
          [...charges].sort(),
        );
        assert.equal(
          page.chargedMinor,
          charges.reduce((sum, [, amountMinor]) => sum + amountMinor, 0),
        );
      }
    },
    facts: async () => (await kindsOf(rows, id)).filter((kind) => !kind.startsWith('charge_')),
    account: async (name) => (await booksOf(rows, id)).get(name) ?? 0,
  };
}

function pathOf(side: Side, id: string, move: string): string {
  return `/v1${side === 'person' ? '/me' : ''}/pledges/${id}/${move.replaceAll('_', '-')}`;
}

/** Nobody else can say it: another of the same sort finds nothing, and neither side speaks with the other's key. */
async function onlyTheirs({ troth, shop, other, stranger }: Cast, side: Side, path: string, body: object) {
  const like = await troth.call('POST', path, { token: side === 'shop' ? other.key : stranger.session, body });
  assert.deepEqual([like.status, like.body.code], [404, 'pledge_unknown'], path);
  const opposite = await troth.call('POST', path, { token: side === 'shop' ? stranger.session : shop.key, body });
  const code = side === 'shop' ? 'merchant_must_speak' : 'person_must_speak';
  assert.deepEqual([opposite.status, opposite.body.code], [403, code], path);
}

/** Another body that the move could have had, or null where it has none. */
function otherBody(side: Side, move: string, body: object): object | null {
  if (side === 'person') return { ...body, note: '换一句话' };
  if (move === 'fulfil') return { effectiveAt: '2026-01-01T00:00:00Z' };
  if (move === 'notice') return { ...body, claimMinor: 1 };
  if (move === 'pay_off') return { amountMinor: 1 };
  if (move === 'report') return { ...body, minutes: 7 };
  return null;
}

async function assertOtherBody(troth: TestTroth, path: string, token: string, key: string, body: object | null) {
  if (body === null) return;
  const reply = await troth.call('POST', path, { token, key, body });
  assert.deepEqual([reply.status, reply.body.code], [422, 'key_reused_with_other_body'], path);
}

export async function kindsOf(rows: pg.Pool, id: Id<'plg'>): Promise<string[]> {
  const sql = 'select kind from facts where pledge_id = $1 order by written_in, fact_id';
  return (await rows.query<{ kind: string }>(sql, [uuidOf(id)])).rows.map(({ kind }) => kind);
}

async function booksOf(rows: pg.Pool, id: Id<'plg'> | null): Promise<Map<string, number>> {
  const sql = `select account, sum(minor)::int as minor from (
      select pledge_id, debit_account as account, amount_minor as minor from transfers
      union all select pledge_id, credit_account, -amount_minor from transfers) t
    where $1::uuid is null or pledge_id = $1 group by account`;
  const found = await rows.query<{ account: string; minor: number }>(sql, [id === null ? null : uuidOf(id)]);
  return new Map(found.rows.map(({ account, minor }) => [account, minor]));
}

/** Per promise: what is owed is what is charged and open, held money is nobody's earnings, and nothing is at risk after the end. */
export async function assertBooks({ rows }: Stage): Promise<void> {
  const sql = `select p.pledge_id::text as id, p.state, p.ended_at is not null as ended, p.granted_minor::int as granted, p.charged_minor::int as charged,
      coalesce(sum(c.amount_minor), 0)::int as raised, coalesce(sum(c.amount_minor) filter (where c.state = 'open'), 0)::int as open,
      coalesce(sum(c.amount_minor) filter (where c.state = 'forgiven'), 0)::int as forgiven
    from pledges p left join charges c using (pledge_id) group by p.pledge_id, p.state, p.ended_at, p.granted_minor, p.charged_minor`;
  const { rows: pledges } = await rows.query(sql);
  assert.ok(pledges.length > 0);
  for (const { id, state, ended, granted, charged, raised, open, forgiven } of pledges) {
    const books = await booksOf(rows, `plg_${id.replaceAll('-', '')}`);
    const on = (account: string) => books.get(account) ?? 0;
    assert.equal(raised, charged, `${id}: what was charged`);
    assert.equal(on('receivable'), open, `${id}: what is owed`);
    assert.equal(on('forgiven'), forgiven, `${id}: what was let go`);
    assert.equal(on('trust_extended'), ended ? 0 : granted, `${id}: what is at risk`);
    for (const pot of ['escrow', 'custody']) {
      assert.equal(on(`${pot}_cash`) + on(`${pot}_held`), 0, `${id}: ${pot} in pairs`);
      assert.ok(on(`${pot}_cash`) >= 0, `${id}: ${pot} never negative`);
      if (ended && !(pot === 'custody' && state === 'let_down')) assert.equal(on(`${pot}_cash`), 0, `${id}: ${pot}`);
    }
  }
  assert.equal(
    [...(await booksOf(rows, null)).values()].reduce((sum, minor) => sum + minor, 0),
    0,
  );
}

/** What the second, naive reading of everything has to say, each sort of finding once with the first row that it was found in. */
export async function auditSays({ troth }: Stage): Promise<string[]> {
  await troth.background.settle(troth.worldId);
  const { findings } = await audit(troth.ownerUrl, {
    vault: troth.installation.vault,
    migrations: readMigrations(MIGRATIONS),
    refusals: new Set(Object.keys(PROBLEMS)),
    world: null,
    onProgress: () => undefined,
  });
  const sorts = new Map<string, string>();
  for (const { check, table, key, column, expected, found } of findings.violations) {
    const sort = `${check} ${table}.${column}: wanted ${expected}, found ${found}`.replaceAll(
      /\b(\w{3}_)?[0-9a-f-]{32,36}/g,
      '…',
    );
    if (!sorts.has(sort)) sorts.set(sort, key);
  }
  return [...sorts].map(([sort, key]) => `${sort} (${key})`);
}

/** Nothing went wrong behind an answer. */
export function assertNoFaults({ troth }: Stage): void {
  assert.deepEqual(troth.faults, []);
}
