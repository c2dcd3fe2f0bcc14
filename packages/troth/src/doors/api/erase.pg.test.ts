import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { audit } from '../../audit/index.ts';
import { readMigrations } from '../../platform/db/index.ts';
import { loadEvents } from '../installation/load-events.ts';
import { PROBLEMS } from './problems.ts';
import { evidenceFor, move, must, type Person, promise, type Shop } from './test-story.ts';
import { openTestTroth, type TestTroth } from './test-troth.ts';

const NAME = '苏念慈';
const CONTACT = 'su.nianci@example.org';
let troth: TestTroth;
let shop: Shop;
let person: Person;
let owner: pg.Client;

before(async () => {
  troth = await openTestTroth();
  shop = await troth.createMerchant();
  const body = { name: NAME, contact: CONTACT, locale: 'zh' };
  person = must(await troth.call('POST', '/v1/persons', { token: troth.operatorKey, body }), 201, 'person').body;
  owner = new pg.Client({ connectionString: troth.ownerUrl });
  await owner.connect();
});
after(async () => {
  await owner.end();
  await troth.close();
});

function erase(token: string, key?: string) {
  return troth.call('POST', '/v1/me/erase', { token, body: {}, ...(key === undefined ? {} : { key }) });
}

async function everythingOf(partyId: string): Promise<string> {
  const tables = [
    'parties',
    'persons',
    'pledges',
    'charges',
    'transfers',
    'facts',
    'folds',
    'consents',
    'evidence',
    'idempotency',
    'sessions',
    'sign_in_links',
  ];
  const all: unknown[] = [];
  for (const table of tables) {
    const { rows } = await owner.query(`select t.* from ${table} t where party_id = $1`, [partyId.slice(4)]);
    all.push(rows);
  }
  return JSON.stringify(all);
}

test('a person is erased only when nothing runs and nothing is owed, by their own word, and then nothing readable is left', async () => {
  const offerId = await troth.publish(shop.key, 'camera');
  const promisor = troth.refFor(person.partyId, shop.merchantId);
  const pledgeId = await promise(troth, person, offerId);
  must(await move(troth, shop.key, pledgeId, 'begin'), 200, 'begin');
  await evidenceFor(troth, shop.key, pledgeId, 'a photograph');
  const open = await erase(person.session);
  assert.deepEqual([open.status, open.body.code], [409, 'pledges_still_open']);

  await troth.advance(24 * 5);
  const kept = must(await move(troth, shop.key, pledgeId, 'fulfil', {}), 200, 'fulfil').body;
  const owed = await erase(person.session);
  assert.deepEqual([owed.status, owed.body.code], [409, 'charges_still_unpaid']);
  for (const { chargeId } of kept.charges) {
    must(
      await troth.call('POST', `/v1/pledges/${pledgeId}/charges/${chargeId}/mark-paid`, {
        token: shop.key,
        body: {},
        key: `pay-${chargeId}`,
      }),
      200,
      'pay',
    );
  }
  const order = { offerId, promisor, orderNo: 'E-1' };
  must(await troth.call('POST', '/v1/pledges', { token: shop.key, body: order, key: 'before' }), 201, 'order');
  await troth.advance(24 * 30);
  for (const token of [shop.key, troth.operatorKey]) assert.equal((await erase(token)).body.code, 'person_must_speak');

  const done = must(await erase(person.session, 'erase-me'), 200, 'erase');
  assert.deepEqual(done.body, { state: 'erased' });
  assert.equal((await erase(person.session, 'erase-me')).status, 401, 'the session is gone with the person');
  const { rows } = await owner.query(
    'select p.state, p.wrapped_key, q.name_sealed, q.contact_sealed, q.contact_index from parties p join persons q using (party_id) where party_id = $1',
    [person.partyId.slice(4)],
  );
  assert.deepEqual(rows, [
    { state: 'erased', wrapped_key: null, name_sealed: null, contact_sealed: null, contact_index: null },
  ]);
  const everything = await everythingOf(person.partyId);
  for (const secret of [NAME, CONTACT, 'su.nianci']) assert.ok(!everything.includes(secret), secret);
  assert.match(everything, /trust_extended/, 'what the books need is kept');
});

test('what is asked again about an erased person is answered 410, whatever was answered before', async () => {
  const promisor = troth.refFor(person.partyId, shop.merchantId);
  const { rows } = await owner.query<{ pledge_id: string; offer_id: string; charge_id: string }>(
    `select p.pledge_id, v.offer_id, c.charge_id from pledges p join offer_versions v using (version_id) join charges c using (pledge_id) where p.party_id = $1 limit 1`,
    [person.partyId.slice(4)],
  );
  const found = rows[0];
  assert.ok(found);
  const hex = (uuid: string) => uuid.replaceAll('-', '');
  const asked = [
    ['/v1/pledges', { offerId: `ofr_${hex(found.offer_id)}`, promisor, orderNo: 'E-1' }, 'before'],
    ['/v1/pledges', { offerId: `ofr_${hex(found.offer_id)}`, promisor, orderNo: 'E-2' }, 'after'],
    [`/v1/pledges/plg_${hex(found.pledge_id)}/fulfil`, {}, 'again'],
    [
      `/v1/pledges/plg_${hex(found.pledge_id)}/charges/chg_${hex(found.charge_id)}/mark-paid`,
      {},
      `pay-chg_${hex(found.charge_id)}`,
    ],
    [
      `/v1/pledges/plg_${hex(found.pledge_id)}/evidence`,
      { mediaType: 'text/plain', contentBase64: 'aGVsbG8=' },
      'more',
    ],
  ] as const;
  for (const [path, body, key] of asked) {
    const reply = await troth.call('POST', path, { token: shop.key, body, key });
    assert.deepEqual([reply.status, reply.body.code], [410, 'promisor_erased'], path);
  }
});

test('webhooks of an erased person are still rendered, the same address can be enrolled again, and the audit is clean', async () => {
  await troth.background.settle(troth.worldId);
  const { rows } = await owner.query<{ fact_id: string }>('select fact_id from facts where party_id = $1', [
    person.partyId.slice(4),
  ]);
  const ids = rows.map((row) => `fct_${row.fact_id.replaceAll('-', '')}` as const);
  const bodies = await troth.installation.cold.within({ worldId: troth.worldId }, (client) =>
    loadEvents(troth.installation.vault, 'test', client, troth.worldId, ids),
  );
  assert.equal(bodies.size, ids.length);
  const again = { name: NAME, contact: CONTACT, locale: 'zh' };
  const enrolled = must(
    await troth.call('POST', '/v1/persons', { token: troth.operatorKey, body: again }),
    201,
    'enrol again',
  );
  assert.notEqual(enrolled.body.partyId, person.partyId);
  const migrations = readMigrations(new URL('../../../../../migrations', import.meta.url).pathname);
  const { findings } = await audit(troth.ownerUrl, {
    vault: troth.installation.vault,
    migrations,
    refusals: new Set(Object.keys(PROBLEMS)),
    world: null,
    onProgress: () => undefined,
  });
  assert.deepEqual(findings.violations, []);
  assert.ok((findings.counts.get('erased')?.comparedCount ?? 0) > 5);
});
