import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sha256 } from '../../kernel/index.ts';
import { openTestTroth, type TestTroth } from './test-troth.ts';

let troth: TestTroth;
before(async () => {
  troth = await openTestTroth();
});
after(() => troth.close());

const CONTACT = 'lin.xiao@example.com';

async function enrolled(contact: string): Promise<void> {
  const made = await troth.call('POST', '/v1/persons', {
    token: troth.operatorKey,
    body: { name: '林晓', contact, locale: 'zh' },
  });
  assert.equal(made.status, 201);
}

async function sentLinks(count: number): Promise<void> {
  for (let tries = 0; troth.links.length < count && tries < 100; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(troth.links.length, count);
}

test('a link is sent once, works once, and opens a session that can be ended', async () => {
  await enrolled(CONTACT);
  const ask = { body: { contact: ' Lin.Xiao@Example.com ' }, key: 'ask-1' };
  const asked = await troth.call('POST', '/v1/sign-in/links', ask);
  assert.equal(asked.status, 202);
  await sentLinks(1);
  assert.deepEqual(
    (await troth.call('POST', '/v1/sign-in/links', ask)).body,
    asked.body,
    'the same key sends nothing more',
  );
  const link = troth.links[0];
  assert.equal(link?.contact, CONTACT);
  const token = link?.path.replace('/s/', '') ?? '';

  const opened = await troth.call('POST', '/v1/sign-in/sessions', { body: { token } });
  assert.equal(opened.status, 201, JSON.stringify(opened.body));
  assert.equal(troth.links.length, 1);
  const me = await troth.call('GET', '/v1/me', { token: opened.body.session });
  assert.equal(me.body.partyId, opened.body.partyId);
  const again = await troth.call('POST', '/v1/sign-in/sessions', { body: { token } });
  assert.equal(again.status, 410);
  assert.equal(again.body.code, 'link_is_used_or_expired');

  assert.equal((await troth.call('POST', '/v1/me/sign-out', { token: opened.body.session, body: {} })).status, 204);
  assert.equal((await troth.call('GET', '/v1/me', { token: opened.body.session })).status, 401);
});

test('an unknown address gets the very same answer, and nothing is sent', async () => {
  const before = troth.links.length;
  const [known, unknown] = await Promise.all(
    [CONTACT, 'nobody@example.com'].map((contact) => troth.call('POST', '/v1/sign-in/links', { body: { contact } })),
  );
  assert.equal(known?.status, unknown?.status);
  assert.deepEqual(known?.body, unknown?.body);
  const told = (headers: Headers | undefined) => [...(headers ?? new Headers()).keys()].sort();
  assert.deepEqual(told(known?.headers), told(unknown?.headers));
  await sentLinks(before + 1);
});

test('nobody’s mailbox is filled: five links alive at most', async () => {
  const contact = '+86 138 0013 8000';
  await enrolled('+8613800138000');
  const before = troth.links.length;
  for (let i = 0; i < 8; i += 1) await troth.call('POST', '/v1/sign-in/links', { body: { contact } });
  await sentLinks(before + 5);
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.equal(troth.links.length, before + 5);
});

test('a token is kept as a hash, and one that expired opens nothing', async () => {
  await enrolled('late@example.com');
  const before = troth.links.length;
  await troth.call('POST', '/v1/sign-in/links', { body: { contact: 'late@example.com' } });
  await sentLinks(before + 1);
  const token = troth.links.at(-1)?.path.replace('/s/', '') ?? '';
  const [, linkUuid = '', secret = ''] = /^\d+_([0-9a-f]{32})_(.*)$/.exec(token) ?? [];
  const { rows } = await troth.installation.cold.within({ worldId: troth.worldId }, (client) =>
    client.query<{ token_hash: Buffer; minutes: number }>(
      'select token_hash, extract(epoch from expires_at - created_at)::int / 60 as minutes from sign_in_links where link_id = $1',
      [linkUuid],
    ),
  );
  assert.deepEqual(rows[0]?.token_hash, sha256(secret));
  assert.equal(rows[0]?.minutes, 15);
  await troth.installation.cold.within({ worldId: troth.worldId }, (client) =>
    client.query(`update sign_in_links set expires_at = now() - interval '1 second' where link_id = $1`, [linkUuid]),
  );
  assert.equal((await troth.call('POST', '/v1/sign-in/sessions', { body: { token } })).status, 410);
  for (const made of [`${token}x`, token.replace(/^\d+/, '999'), token.slice(0, -1), '1_x_y_zzzzzzzzzzzzzzz'])
    assert.equal((await troth.call('POST', '/v1/sign-in/sessions', { body: { token: made } })).status, 410, made);
});

test('a session in a cookie opens no API route, and nobody signs in twice by racing one link', async () => {
  const person = await troth.createPerson();
  const bare = await troth.call('GET', '/v1/me', { headers: { cookie: `troth_session=${person.session}` } });
  assert.equal(bare.status, 401);
  await enrolled('race@example.com');
  const before = troth.links.length;
  await troth.call('POST', '/v1/sign-in/links', { body: { contact: 'race@example.com' } });
  await sentLinks(before + 1);
  const token = troth.links.at(-1)?.path.replace('/s/', '') ?? '';
  const tries = await Promise.all(
    Array.from({ length: 8 }, () => troth.call('POST', '/v1/sign-in/sessions', { body: { token } })),
  );
  assert.equal(tries.filter((one) => one.status === 201).length, 1);
});
