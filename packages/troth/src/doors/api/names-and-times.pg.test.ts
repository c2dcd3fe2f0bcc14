import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { instantFromIso, present, uuidOf } from '../../kernel/index.ts';
import { type Person, promise, type Shop } from './test-story.ts';
import { assertNothingWritten, readAllRows } from './test-rows.ts';
import { openTestTroth, type TestTroth } from './test-troth.ts';

let troth: TestTroth;
let shop: Shop;
let person: Person;
before(async () => {
  troth = await openTestTroth();
  shop = await troth.createMerchant();
  person = await troth.createPerson();
});
after(() => troth.close());

/** The name of a person as it stands in the database, opened with the person's own key. */
async function storedName(partyId: Person['partyId']): Promise<string> {
  const { installation, worldId } = troth;
  const { rows } = await installation.cold.within({ worldId }, (client) =>
    client.query<{ name_sealed: Buffer; wrapped_key: Buffer }>(
      'select name_sealed, wrapped_key from persons join parties using (party_id) where party_id = $1',
      [uuidOf(partyId)],
    ),
  );
  const row = present(rows[0], 'the_person_is_there');
  return installation.vault
    .open(installation.vault.unwrap(worldId, partyId, row.wrapped_key), row.name_sealed, 'name')
    .toString('utf8');
}

const NAMES = [
  ['rare Han outside the first plane', '𠮷野家 𪚥𫇭', '𠮷野家 𪚥𫇭'],
  ['letters of GB 18030 that few fonts have', '㛃䶮𬺓', '㛃䶮𬺓'],
  ['letters taken apart become whole', 'Zoe\u0308 Ng\u0300o\u0302', 'Zoë Ng\u0300ô'.normalize('NFC')],
  ['written from the right', 'محمد بن سلمان', 'محمد بن سلمان'],
  ['with a joiner that its script needs', 'شاه‌نامه', 'شاه‌نامه'],
  ['a family of one character', '👩‍👩‍👧', '👩‍👩‍👧'],
  ['the name of a hidden member', '__proto__', '__proto__'],
  ['a piece of SQL', `Robert'); drop table parties; --`, `Robert'); drop table parties; --`],
  ['a piece of HTML', '<script>alert(1)</script>', '<script>alert(1)</script>'],
  ['a dot inside', '阿卜杜拉·买买提', '阿卜杜拉·买买提'],
] as const;

test('a name is kept whole, whatever script it is in', async () => {
  for (const [what, sent, stored] of NAMES) {
    const reply = await troth.call('POST', '/v1/persons', {
      token: troth.operatorKey,
      body: { name: sent, locale: 'zh' },
    });
    assert.equal(reply.status, 201, `${what}: ${JSON.stringify(reply.body)}`);
    assert.equal(await storedName(reply.body.partyId), stored, what);
  }
});

test('a name that is empty, hidden, broken or turned around is refused with its field and rule', async () => {
  const before = await readAllRows(troth);
  const bad = [
    '',
    ' ',
    '\u200b\u200d',
    '\u3000\u3000',
    'a\u0000b',
    'a\nb',
    'evil\u202eeman',
    '\u2066x',
    'x'.repeat(201),
    '林'.repeat(2000),
  ];
  for (const name of bad) {
    const reply = await troth.call('POST', '/v1/persons', { token: troth.operatorKey, body: { name, locale: 'zh' } });
    assert.equal(reply.status, 422, `${JSON.stringify(name)}: ${JSON.stringify(reply.body)}`);
    assert.deepEqual(reply.body.pointers, ['/name'], JSON.stringify(name));
    for (const language of ['zh', 'en']) {
      const both = { zh: '店', en: 'Shop', [language]: name };
      const shopReply = await troth.call('POST', '/v1/merchants', { token: troth.operatorKey, body: { name: both } });
      assert.equal(shopReply.status, 422, JSON.stringify(name));
      assert.deepEqual(shopReply.body.pointers, [`/name/${language}`], JSON.stringify(name));
    }
  }
  assertNothingWritten(before, await readAllRows(troth), 'names');
});

const NO_INSTANTS = [
  '2027-02-30T10:00:00Z',
  '2027-02-29T10:00:00Z',
  '2027-13-01T10:00:00Z',
  '2027-00-10T10:00:00Z',
  '2027-01-01T24:00:01Z',
  '2027-01-01T10:60:00Z',
  '2027-01-01T10:00:60Z',
  '2027-01-01T10:00:00',
  '2027-01-01 10:00:00Z',
  '2027-01-01',
  '2027-01-01T10:00:00+25:00',
  '2027-01-01T10:00:00+8',
  '20270101T100000Z',
  'tomorrow',
  '',
  '２０２７-01-01T10:00:00Z',
  '+012027-01-01T10:00:00Z',
  '1798000000',
  '2027-01-01T10:00:00.1234567Z',
  '2027-01-01T10:00:00Z\u0000',
];

test('an instant that does not exist, or says no offset, is refused with its field, and nothing is written', async () => {
  const offerId = await troth.publish(shop.key, 'cafe-table');
  await troth.consent(person.session, offerId);
  const promisor = troth.refFor(person.partyId, shop.merchantId);
  const before = await readAllRows(troth);
  for (const startsAt of NO_INSTANTS) {
    const asked = [
      troth.call('POST', '/v1/pledges', { token: shop.key, body: { offerId, promisor, startsAt } }),
      troth.call('POST', '/v1/me/pledges', {
        token: person.session,
        body: { offerId, terms: 'trust', shownMinor: 0, startsAt },
      }),
      troth.call('POST', '/v1/clock/advance', { token: troth.operatorKey, body: { toInstant: startsAt } }),
    ];
    for (const reply of await Promise.all(asked)) {
      assert.equal(reply.status, 422, `${JSON.stringify(startsAt)}: ${JSON.stringify(reply.body)}`);
      assert.ok(
        reply.body.pointers.some((one: string) => one === '/startsAt' || one === '/toInstant'),
        JSON.stringify(startsAt),
      );
    }
  }
  for (const onLocalDate of ['2027-02-30', '2027-2-3', '2026-11-32', '明天', '2027-00-01']) {
    const reply = await troth.call('POST', '/v1/pledges', {
      token: shop.key,
      body: { offerId, promisor, onLocalDate },
    });
    assert.equal(reply.status, 422, onLocalDate);
    assert.ok(['body_invalid', 'local_date_invalid'].includes(reply.body.code), onLocalDate);
  }
  assertNothingWritten(before, await readAllRows(troth), 'instants', ['idempotency']);
});

const utc = (text: string) => present(instantFromIso(text), 'test_instant');

test('across a change of clocks a promise falls due at the time that people there read', async () => {
  const table = await troth.publish(shop.key, 'cafe-table', (terms) => {
    terms.timezone = 'America/New_York';
  });
  const camera = await troth.publish(shop.key, 'camera', (terms) => {
    terms.timezone = 'America/New_York';
  });
  await troth.consent(person.session, table);
  await troth.consent(person.session, camera);
  const promisor = troth.refFor(person.partyId, shop.merchantId);
  const order = async (offerId: string, times: object) =>
    (await troth.call('POST', '/v1/pledges', { token: shop.key, body: { offerId, promisor, ...times } })).body;

  // On 14 March 2027 New York skips an hour, on 7 November it has one twice: the day there is 23 and 25 hours long.
  const spring = await order(table, { onLocalDate: '2027-03-14' });
  assert.equal(utc(spring.dueAt) - utc('2027-03-14T05:00:00Z'), 23n * 3_600_000_000n, JSON.stringify(spring));
  const autumn = await order(table, { onLocalDate: '2027-11-07' });
  assert.equal(utc(autumn.dueAt) - utc('2027-11-07T04:00:00Z'), 25n * 3_600_000_000n, JSON.stringify(autumn));

  // 18:00 of the next day, once before and once after the change: the offset differs, what the clock shows does not.
  const before = await order(camera, { startsAt: '2027-03-12T12:00:00-05:00' });
  assert.equal(before.dueAt, '2027-03-13T23:00:00Z');
  const across = await order(camera, { startsAt: '2027-03-13T12:00:00-05:00' });
  assert.equal(across.dueAt, '2027-03-14T22:00:00Z');

  // Elapsed minutes are elapsed minutes, whatever the clocks do meanwhile.
  const minutes = await order(table, { startsAt: '2027-03-14T01:45:00-05:00' });
  assert.equal(minutes.dueAt, '2027-03-14T07:15:00Z');
  // The same instant in two offsets is the same order.
  const east = await order(table, { startsAt: '2027-03-14T14:45:00+08:00' });
  assert.equal(east.dueAt, minutes.dueAt);
});

test('a promise made on the page and one ordered by the shop fall due alike', async () => {
  const offerId = await troth.publish(shop.key, 'cafe-table');
  const pledgeId = await promise(troth, person, offerId, { startsAt: '2026-12-24T19:00:00+08:00' });
  const seen = await troth.call('GET', `/v1/pledges/${pledgeId}`, { token: shop.key });
  assert.equal(seen.body.dueAt, '2026-12-24T11:30:00Z');
});
