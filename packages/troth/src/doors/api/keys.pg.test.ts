import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { issueKey, MERCHANT_SCOPES } from '../../journeys/enrol.ts';
import { HOUR_US, isoFromInstant, uuidOf, wallClock } from '../../kernel/index.ts';
import { openSecondServer } from './test-second-server.ts';
import { must, type Shop } from './test-story.ts';
import { openTestTroth, type TestTroth } from './test-troth.ts';

let troth: TestTroth;
let shop: Shop;
before(async () => {
  troth = await openTestTroth();
  shop = await troth.createMerchant();
});
after(() => troth.close());

const looks = async (key: string) => (await troth.call('GET', '/v1/offers', { token: key })).status;
const second = () => new Promise((resolve) => setTimeout(resolve, 1_050));

async function inDatabase(sql: string, values: unknown[]): Promise<void> {
  await troth.installation.cold.within({ worldId: troth.worldId }, (client) => client.query(sql, values));
}

test('a revoked key is refused at once here, and within a second by another server that had just believed it', async (t) => {
  const other = await openSecondServer(troth);
  t.after(() => other.close());
  const there = async (key: string) =>
    (await fetch(`${other.url}/v1/offers`, { headers: { authorization: `Bearer ${key}` } })).status;
  const spare = must(
    await troth.call('POST', `/v1/keys/${shop.keyId}/rotate`, { token: shop.key }),
    201,
    'rotate',
  ).body;
  assert.deepEqual([await looks(spare.key), await there(spare.key)], [200, 200]);
  must(await troth.call('POST', `/v1/keys/${spare.keyId}/revoke`, { token: shop.key }), 200, 'revoke');
  assert.equal(await looks(spare.key), 401);
  await second();
  assert.equal(await there(spare.key), 401);
});

test('after a rotation both keys work, and the old one ends after twenty-four hours', async () => {
  const mine = await troth.createMerchant();
  const made = must(await troth.call('POST', `/v1/keys/${mine.keyId}/rotate`, { token: mine.key }), 201, 'rotate').body;
  assert.deepEqual([await looks(mine.key), await looks(made.key)], [200, 200]);
  const left = BigInt(Date.parse(made.oldKeyWorksUntil)) * 1000n - wallClock.now();
  assert.ok(left > 23n * HOUR_US && left <= 24n * HOUR_US);
  await inDatabase('update api_keys set expires_at = $2 where key_id = $1', [
    uuidOf(mine.keyId),
    isoFromInstant(wallClock.now()),
  ]);
  await second();
  assert.deepEqual([await looks(mine.key), await looks(made.key)], [401, 200]);
});

test('an expired key, a suspended merchant and an ended session are all the same 401', async () => {
  const { installation, worldId } = troth;
  const of = {
    worldId,
    mode: 'test' as const,
    merchantId: shop.merchantId,
    scopes: [...MERCHANT_SCOPES],
    expiresAt: wallClock.now() - 1n,
  };
  const expired = await installation.cold.within({ worldId }, (client) =>
    issueKey(client, installation.tools, installation.chance, of, wallClock.now()),
  );
  assert.equal(await looks(expired.text), 401);
  const other = await troth.createMerchant();
  await inDatabase(`update merchants set state = 'suspended' where merchant_id = $1`, [uuidOf(other.merchantId)]);
  assert.equal(await looks(other.key), 401);
  const person = await troth.createPerson();
  const me = async () => troth.call('GET', '/v1/me', { token: person.session });
  assert.equal((await me()).status, 200);
  await inDatabase('update sessions set revoked_at = $2 where party_id = $1', [
    uuidOf(person.partyId),
    isoFromInstant(wallClock.now()),
  ]);
  await second();
  const ended = await me();
  const nobody = await troth.call('GET', '/v1/me', { token: 'nobody' });
  assert.deepEqual([ended.status, ended.body], [401, nobody.body]);
});

test('a key never changes its world or its kind by being written differently', async () => {
  const forms = [
    shop.key.replace('trk_test_', 'trk_live_'),
    shop.key.toUpperCase(),
    `${shop.key} `,
    shop.key.replace(/_(\d+)_/, '_0$1_'),
    shop.key.replace(/_(\d+)_/, '_999999999_'),
    shop.key.replace('trk_test', 'trs'),
  ];
  for (const form of forms.slice(1))
    if (form.trim() !== shop.key)
      assert.equal((await troth.call('GET', '/v1/offers', { token: form })).status, 401, form);
  assert.equal(await looks(forms[0] as string), 401, 'a test key written as a live one');
});

test('no secret stands in the database: only what cannot be turned back', async () => {
  const person = await troth.createPerson();
  const rows = await troth.installation.cold.within({ worldId: troth.worldId }, (client) =>
    client.query<{ text: string }>(
      `select t::text as text from api_keys t union all select t::text from sessions t union all select t::text from idempotency t`,
    ),
  );
  const all = rows.rows.map((row) => row.text).join('\n');
  // A secret is the last 43 characters; it may hold underscores itself.
  for (const token of [shop.key, person.session])
    assert.ok(!all.includes(token.slice(-43)), 'the secret half of a token');
});
