import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { HOUR_US, type Id, instantFromIso, isoFromInstant, MINUTE_US, present } from '../../kernel/index.ts';
import { sweepDue } from '../../journeys/sweep-due.ts';
import { requestKeyOf } from '../api/context.ts';
import { openTestTroth, TEST_NOW, type TestTroth } from '../api/test-troth.ts';
import { leafCountOf } from './follow-facts.ts';

let troth: TestTroth;
let rows: pg.Client;
before(async () => {
  troth = await openTestTroth();
  rows = new pg.Client({ connectionString: troth.ownerUrl });
  await rows.connect();
});
after(async () => {
  await rows.end();
  await troth.close();
});

interface Shop {
  readonly merchantId: Id<'pty'>;
  readonly key: string;
  readonly offerId: Id<'ofr'>;
  order(): Promise<void>;
  /** The same order, taken up by the person. */
  promise(): Promise<void>;
}

async function openShop(): Promise<Shop> {
  const shop = await troth.createMerchant();
  const person = await troth.createPerson();
  const offerId = await troth.publish(shop.key, 'city-bike');
  await troth.consent(person.session, offerId);
  const body = { offerId, promisor: troth.refFor(person.partyId, shop.merchantId) };
  return {
    ...shop,
    offerId,
    async order() {
      const { status } = await troth.call('POST', '/v1/pledges', { token: shop.key, body });
      assert.equal(status, 201);
    },
    async promise() {
      const ordered = await troth.call('POST', '/v1/pledges', { token: shop.key, body });
      const path = `/v1/me/pledges/${ordered.body.pledgeId}/accept`;
      assert.equal((await troth.call('POST', path, { token: person.session, body: {} })).status, 200);
    },
  };
}

const leavesInOrder = async () =>
  (
    await rows.query<{ fact_id: string }>(
      'select u.fact_id::text from leaf_bundles b, unnest(b.fact_ids) with ordinality u(fact_id, place) where b.world_id = $1 order by b.bundle_index, u.place',
      [troth.worldId],
    )
  ).rows.map((row) => row.fact_id);

test('facts are followed once, in the order of their transactions, when the numbers of these gain a digit', async () => {
  const shop = await openShop();
  for (let count = 0; count < 4; count += 1) await shop.order();
  await troth.background.settle(troth.worldId);
  // As if they had been written by transactions 98, 99, 100…, and nobody had followed them.
  await rows.query('begin');
  await rows.query(
    `update facts f set written_in = 97 + r.rank from (select fact_id, row_number() over (order by written_in, fact_id) as rank from facts where world_id = $1) r
     where r.fact_id = f.fact_id`,
    [troth.worldId],
  );
  for (const table of ['leaf_bundles', 'cursors', 'budget_rollups'])
    await rows.query(`delete from ${table} where world_id = $1`, [troth.worldId]);
  await rows.query('commit');
  await troth.background.settle(troth.worldId);
  const wanted = await rows.query<{ fact_id: string }>(
    'select f.fact_id::text from facts f where f.world_id = $1 order by f.written_in, f.fact_id',
    [troth.worldId],
  );
  assert.deepEqual(
    await leavesInOrder(),
    wanted.rows.map((row) => row.fact_id),
  );
});

test('a promise is charged to its loss budget once, however it came about', async () => {
  const shop = await openShop();
  await shop.order();
  await shop.promise();
  await troth.background.settle(troth.worldId);
  const { rows: budgets } = await rows.query<{ used: string; expected: string }>(
    `select (select sum(b.expected_minor) from budget_rollups b where b.merchant_id = $1)::text as used,
       (select sum(expected_loss_minor) from pledges where merchant_id = $1)::text as expected`,
    [shop.merchantId.slice(4)],
  );
  assert.ok(Number(budgets[0]?.expected) > 0);
  assert.equal(budgets[0]?.used, budgets[0]?.expected);
});

test('a receiver that never answers holds up neither the logbook nor another shop’s events', async () => {
  const silent = createServer(() => undefined);
  const taken: string[] = [];
  const quick = createServer((request, response) => {
    taken.push(String(request.headers['webhook-id']));
    response.end();
  });
  const [silentUrl, quickUrl] = await Promise.all(
    [silent, quick].map(async (server) => {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    }),
  );
  try {
    const [slowShop, quickShop] = [await openShop(), await openShop()];
    for (const [shop, url] of [
      [slowShop, silentUrl],
      [quickShop, quickUrl],
    ] as const) {
      const body = { url, events: ['pledge.offered'] };
      const made = await troth.call('POST', '/v1/webhook-endpoints', { token: shop.key, body });
      assert.equal(made.status, 201, JSON.stringify(made.body));
    }
    await slowShop.order();
    await untilTrue(async () => (await pendingCount()) > 0, 'an event is on its way');
    const before = await leafCountOf(troth.installation.cold, troth.worldId);
    await quickShop.order();
    await untilTrue(
      async () => (await leafCountOf(troth.installation.cold, troth.worldId)) > before,
      'the leaf is in order',
    );
    await untilTrue(async () => taken.length === 1, 'the other shop hears');
    assert.ok((await pendingCount()) > 0, 'and the first is still waited for');
  } finally {
    for (const server of [silent, quick]) {
      server.closeAllConnections();
      server.close();
    }
  }
});

async function pendingCount(): Promise<number> {
  const { rows: found } = await rows.query<{ count: string }>(
    `select count(*) from webhook_deliveries where world_id = $1 and state = 'pending' and last_error = 'in_flight'`,
    [troth.worldId],
  );
  return Number(found[0]?.count);
}

const WITHIN_MS = 10_000;

async function untilTrue(isTrue: () => Promise<boolean>, what: string): Promise<void> {
  const until = performance.now() + WITHIN_MS;
  while (!(await isTrue())) {
    assert.ok(performance.now() < until, what);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const clockAt = async () =>
  (
    await rows.query<{ clock_at: string }>(
      `select to_json(clock_at) #>> '{}' as clock_at from worlds where world_id = $1`,
      [troth.worldId],
    )
  ).rows[0]?.clock_at;

test('a test world’s clock stands where its moves are committed, even if nobody sets it afterwards', async () => {
  const shop = await openShop();
  await shop.order();
  const { installation, worldId } = troth;
  const until = TEST_NOW + HOUR_US;
  const sweep = await installation.exclusively((connection) =>
    sweepDue(connection, worldId, until, installation.tools, installation.catalog),
  );
  assert.ok(sweep.movedCount > 0);
  const stands = present(instantFromIso(present(await clockAt(), 'a_test_world_has_a_clock')), 'an_instant');
  assert.equal(stands, sweep.sweptTo);
  await troth.advance(1);
});

test('an advance that was cut short goes on to the instant for which it began, however often it is repeated', async () => {
  const now = (await troth.call('GET', '/v1/clock', { token: troth.operatorKey })).body.now;
  const from = present(instantFromIso(now), 'an_instant');
  const to = isoFromInstant(from + HOUR_US);
  const halfway = isoFromInstant(from + 30n * MINUTE_US);
  const nobody = `pty_${troth.worldId.toString(16).padStart(32, '0')}`;
  const { keyHash, bodyHash } = requestKeyOf(nobody, 'POST /v1/clock/advance', 'cut-short', { byHours: 1 });
  // What a server leaves that was killed in the middle: the plan, and a clock that has moved some of the way.
  await rows.query(
    `insert into idempotency (world_id, party_id, key_hash, body_hash, answer, renderer, recorded_at) values ($1, $2, $3, $4, $5, 1, $6)`,
    [troth.worldId, nobody.slice(4), keyHash, bodyHash, JSON.stringify([102, { plan: to }]), now],
  );
  const advance = (key: string, body: object) =>
    troth.call('POST', '/v1/clock/advance', { token: troth.operatorKey, key, body });
  assert.equal((await advance('another', { toInstant: halfway })).body.now, halfway);
  const first = await advance('cut-short', { byHours: 1 });
  assert.equal(first.body.now, to);
  assert.deepEqual((await advance('cut-short', { byHours: 1 })).body, first.body);
  assert.equal((await advance('cut-short', { byHours: 2 })).body.code, 'key_reused_with_other_body');
});
