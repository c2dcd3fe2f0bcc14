import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { uuidOf } from '../../kernel/index.ts';
import { assertNothingWritten, readAllRows } from './test-rows.ts';
import { evidenceFor, move, must, type Person, promise, type Shop } from './test-story.ts';
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

/** A refusal that was decided is remembered under its key; beyond that nothing is written. */
const REMEMBERED = ['idempotency'];

async function refused(code: string, status: number, ask: () => ReturnType<TestTroth['call']>): Promise<void> {
  const rows = await readAllRows(troth);
  const reply = await ask();
  assert.deepEqual([reply.status, reply.body.code], [status, code], JSON.stringify(reply.body));
  assertNothingWritten(rows, await readAllRows(troth), code, REMEMBERED);
}

const order = (offerId: string, of: Person = person) =>
  troth.call('POST', '/v1/pledges', {
    token: shop.key,
    body: { offerId, promisor: troth.refFor(of.partyId, shop.merchantId) },
  });

test('without consent, or after it was taken back, nothing is decided about a person', async () => {
  const offerId = await troth.publish(shop.key, 'umbrella');
  await refused('consent_missing', 403, () => order(offerId));
  const body = { offerId, terms: 'trust', shownMinor: 0 };
  await refused('consent_missing', 403, () => troth.call('POST', '/v1/me/pledges', { token: person.session, body }));
  const given = await troth.call('POST', '/v1/me/consents', {
    token: person.session,
    body: { offerId, textVersion: 'deposit_waiver/1' },
  });
  must(await order(offerId), 201, 'with consent');
  must(
    await troth.call('POST', `/v1/me/consents/${given.body.consentId}/revoke`, { token: person.session, body: {} }),
    200,
    'revoke',
  );
  await refused('consent_missing', 403, () => order(offerId));
  // A consent for one shop is none for another, whatever its offer says.
  const other = await troth.createMerchant();
  const theirs = await troth.publish(other.key, 'umbrella');
  const promisor = troth.refFor(person.partyId, other.merchantId);
  await refused('consent_missing', 403, () =>
    troth.call('POST', '/v1/pledges', { token: other.key, body: { offerId: theirs, promisor } }),
  );
});

test('a person who is shown more than can be waived promises nothing', async () => {
  const offerId = await troth.publish(shop.key, 'camera');
  const body = { offerId, terms: 'trust', shownMinor: 300_001, consent: { textVersion: 'deposit_waiver/1' } };
  await refused('granted_less_than_shown', 409, () =>
    troth.call('POST', '/v1/me/pledges', { token: person.session, body }),
  );
});

test('a suspended person makes no new promise', async () => {
  const suspended = await troth.createPerson();
  const offerId = await troth.publish(shop.key, 'umbrella');
  await troth.consent(suspended.session, offerId);
  const owner = new pg.Client({ connectionString: troth.ownerUrl });
  await owner.connect();
  await owner.query(`update parties set state = 'suspended' where party_id = $1`, [uuidOf(suspended.partyId)]);
  await owner.end();
  await refused('promisor_suspended', 409, () => order(offerId, suspended));
});

test('a withdrawn offer takes no orders, and what runs under it goes on', async () => {
  const offerId = await troth.publish(shop.key, 'camera');
  const pledgeId = await promise(troth, person, offerId);
  must(await troth.call('POST', `/v1/offers/${offerId}/withdraw`, { token: shop.key, body: {} }), 200, 'withdraw');
  await refused('offer_withdrawn', 409, () => order(offerId));
  const body = { offerId, terms: 'trust', shownMinor: 0 };
  await refused('offer_withdrawn', 409, () => troth.call('POST', '/v1/me/pledges', { token: person.session, body }));
  must(await move(troth, shop.key, pledgeId, 'begin'), 200, 'begin');
});

test('a notice counts only evidence that belongs to its own pledge', async () => {
  const offerId = await troth.publish(shop.key, 'camera');
  const [late, other] = [await promise(troth, person, offerId), await promise(troth, person, offerId)];
  for (const pledgeId of [late, other]) must(await move(troth, shop.key, pledgeId, 'begin'), 200, 'begin');
  await troth.advance(24 * 6);
  const elsewhere = await evidenceFor(troth, shop.key, other);
  const invented = `evd_${'0'.repeat(32)}`;
  await refused('evidence_missing', 422, () => move(troth, shop.key, late, 'notice', { evidenceIds: [elsewhere] }));
  await refused('evidence_missing', 422, () => move(troth, shop.key, late, 'notice', { evidenceIds: [invented] }));
  await refused('evidence_missing', 422, () => move(troth, shop.key, late, 'notice', {}));
  must(
    await move(troth, shop.key, late, 'notice', { evidenceIds: [await evidenceFor(troth, shop.key, late)] }),
    200,
    'notice',
  );
});

test('of 128 orders one that cannot be kept fails alone, and each is answered at its place', async () => {
  const offerId = await troth.publish(shop.key, 'umbrella');
  await troth.consent(person.session, offerId);
  const promisor = troth.refFor(person.partyId, shop.merchantId);
  const pledges = Array.from(
    { length: 128 },
    (_, i) => ({ idempotencyKey: `bulk-${i}`, offerId, promisor, orderNo: `BULK-${i}` }) as Record<string, string>,
  );
  pledges[7] = { ...pledges[7], orderNo: 'BULK-3' };
  pledges[20] = { ...pledges[20], offerId: `ofr_${'0'.repeat(32)}` };
  pledges[64] = { ...pledges[64], promisor: `ref_${'f'.repeat(32)}` };
  pledges[100] = { ...pledges[100], startsAt: '2020-01-01T00:00:00Z' };
  const reply = must(
    await troth.call('POST', '/v1/pledges/bulk', { token: shop.key, key: null, body: { pledges } }),
    200,
    'bulk',
  );
  const bad: Record<number, string> = {
    7: 'order_number_taken',
    20: 'not_found',
    64: 'promisor_unknown',
    100: 'start_in_the_past',
  };
  for (const [i, answer] of reply.body.answers.entries()) {
    if (i in bad) assert.equal(answer.problem.code, bad[i], `${i}`);
    else assert.equal(answer.body?.orderNo, `BULK-${i}`, JSON.stringify(answer));
  }
  const tooMany = { pledges: [...pledges, pledges[0]] };
  await refused('body_invalid', 422, () =>
    troth.call('POST', '/v1/pledges/bulk', { token: shop.key, key: null, body: tooMany }),
  );
});
