import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { issueKey } from '../../../journeys/enrol.ts';
import { type Id, wallClock } from '../../../kernel/index.ts';
import { evidenceFor, must } from '../test-story.ts';
import { auditSays, kindsOf } from './test-told.ts';
import { openShops, type Shops } from './test-shops.ts';

let shops: Shops;
let rows: pg.Pool;
before(async () => {
  shops = await openShops();
  rows = new pg.Pool({ connectionString: shops.troth.ownerUrl, max: 2 });
});
after(async () => {
  await rows.end();
  await shops.close();
});

const order = (promisor: string, more: object = {}) =>
  shops.troth.call('POST', '/v1/pledges', {
    token: shops.lender.key,
    body: { offerId: shops.crates, promisor, ...more },
  });

async function lent(): Promise<Id<'plg'>> {
  const id = await shops.promise();
  await shops.says('lender', id, 'begin');
  return id;
}

const factOf = async (id: Id<'plg'>, kind: string) =>
  (await shops.own(`/pledges/${id}`)).facts.find((fact: { kind: string }) => fact.kind === kind);

test('a shop is named by its id, which is no secret; nobody can be named by the id of a person, nor a shop by a reference', async () => {
  const { troth, lender, borrower, person } = shops;
  const missing = await order(borrower.merchantId);
  assert.deepEqual([missing.status, missing.body.code], [403, 'consent_missing']);
  for (const promisor of [
    person.partyId,
    troth.refFor(borrower.merchantId, lender.merchantId),
    `pty_${'0'.repeat(32)}`,
  ])
    assert.equal((await order(promisor)).body.code, 'promisor_unknown', promisor);
  assert.equal((await order(lender.merchantId)).body.code, 'promisor_is_promisee');
  const itself = { offerId: shops.crates, terms: 'trust', shownMinor: 0, consent: { textVersion: 'deposit_waiver/1' } };
  const alone = await troth.call('POST', '/v1/own/pledges', { token: lender.key, body: itself });
  assert.equal(alone.body.code, 'promisor_is_promisee');
});

test('the shop that lends orders, the one that borrows looks, consents and accepts with its own key, and brings them back in time', async () => {
  const { troth, lender, borrower, crates } = shops;
  const seen = await shops.own(`/offers/${crates}/preview`);
  assert.equal(seen.grantedMinor + seen.depositMinor, 200_000);
  assert.equal(seen.reasons.codes[0].code, 'decided', 'with reasons');
  const consent = { offerId: crates, textVersion: 'deposit_waiver/1' };
  must(await troth.call('POST', '/v1/own/consents', { token: borrower.key, body: consent }), 201, 'consent');
  const ordered = must(await order(borrower.merchantId, { orderNo: 'C-1' }), 201, 'order').body;
  const id = ordered.pledgeId;
  assert.deepEqual([ordered.state, ordered.grantedMinor], ['offered', seen.grantedMinor]);
  assert.equal(ordered.acceptPath, `/v1/own/pledges/${id}/accept`);
  const held = await shops.own('');
  assert.deepEqual([held.openPledgeCount, held.exposure.CNY.open], [1, seen.grantedMinor]);
  await shops.says('borrower', id, 'accept');
  await shops.says('lender', id, 'begin');
  await shops.says('borrower', id, 'confirm');
  await shops.says('borrower', id, 'extend');
  await shops.days(8);
  await shops.says('borrower', id, 'declare', { note: '四十个都在门口' });
  await shops.says('lender', id, 'fulfil');
  await shops.is(id, 'kept', [['usage', 16_000, 'open']]);
  await shops.paid(id);
  const reading = must(await troth.call('GET', `/v1/pledges/${id}`, { token: lender.key }), 200, 'read').body;
  assert.equal(reading.promisor, borrower.merchantId);
  const { events } = must(
    await troth.call('GET', `/v1/pledges/${id}/events`, { token: lender.key }),
    200,
    'events',
  ).body;
  assert.equal(events[0].data.personRef, borrower.merchantId);
  const { facts, evidence } = await shops.own(`/pledges/${id}`);
  assert.deepEqual(
    facts.map((fact: { kind: string; reporter: string }) => `${fact.kind} ${fact.reporter}`),
    [
      ...['offered merchant', 'accepted promisor', 'begun merchant', 'confirmed promisor', 'extended promisor'],
      ...['declared promisor', 'kept merchant', 'charge_raised system', 'charge_collected merchant'],
    ],
  );
  assert.deepEqual(
    evidence.map((one: { suppliedBy: string }) => one.suppliedBy),
    ['promisor'],
  );
});

test('what a shop has open never passes its limit: the third set of crates is waived in part, and nothing is left once they are called off', async () => {
  const { exposure: start } = await shops.own('');
  const ids = [await shops.promise(), await shops.promise(), await shops.promise()];
  const granted = await Promise.all(ids.map(async (id) => (await shops.own(`/pledges/${id}`)).grantedMinor));
  assert.deepEqual(granted, [200_000, 200_000, 100_000]);
  assert.equal(start.CNY.limit, 500_000);
  assert.equal((await shops.own('')).exposure.CNY.open, 500_000);
  for (const id of ids) await shops.says('borrower', id, 'cancel');
  assert.equal((await shops.own('')).exposure.CNY.open, 0);
});

test('the other way round the same two shops promise too, and neither file knows of the other role', async () => {
  const { troth, lender, borrower } = shops;
  const offerId = await troth.publish(borrower.key, 'crates');
  const body = { offerId, terms: 'trust', shownMinor: 0, consent: { textVersion: 'deposit_waiver/1' } };
  const made = must(await troth.call('POST', '/v1/own/pledges', { token: lender.key, body }), 201, 'promise').body;
  assert.equal(made.state, 'accepted');
  const path = `/v1/own/pledges/${made.pledgeId}`;
  assert.equal((await troth.call('GET', path, { token: borrower.key })).body.code, 'pledge_unknown');
  assert.equal((await troth.call('GET', path, { token: lender.key })).status, 200);
  must(await troth.call('POST', `${path}/cancel`, { token: lender.key, body: {} }), 200, 'cancel');
  await troth.background.settle(troth.worldId);
  // A shop that steps back from its own promise has not broken the word of the one promised to.
  assert.deepEqual((await shops.own('')).asPromisee, []);
  const mine = must(await troth.call('GET', '/v1/own', { token: lender.key }), 200, 'own').body;
  assert.deepEqual(mine.asPromisee, [{ context: 'work', keptMilli: 250, brokenMilli: 0 }]);
  const score = must(await troth.call('GET', '/v1/own/score', { token: lender.key }), 200, 'score').body;
  assert.deepEqual([score.points, score.restsOn.pledges, score.restsOn.factMilli], [null, 0, 0]);
});

test('brought back late, the fee is owed and the file of the shop says late', async () => {
  const id = await lent();
  await shops.days(9);
  await shops.is(id, 'lapsed', []);
  await shops.says('lender', id, 'fulfil');
  const charges = (await shops.own(`/pledges/${id}`)).charges.map((one: { kind: string }) => one.kind).sort();
  assert.deepEqual(charges, ['late_fee', 'usage']);
  await shops.paid(id);
  const score = await shops.own('/score');
  assert.equal(score.restsOn.pledges, 2);
  const kinds = await kindsOf(rows, id);
  assert.ok(kinds.includes('kept'));
});

test('never brought back: noticed with evidence, answered with evidence, held to, and the loss is owed up to its cap', async () => {
  const { troth, borrower, lender } = shops;
  const id = await lent();
  await shops.days(9);
  await shops.notice(id, { claimMinor: 150_000 });
  const brought = await evidenceFor(troth, borrower.key, id, 'they were stolen');
  await shops.says('borrower', id, 'answer', { answer: 'this_is_wrong', note: '门卫说收了' });
  await shops.says('lender', id, 'break');
  const { state, charges, facts } = await shops.own(`/pledges/${id}`);
  assert.equal(state, 'broken');
  const owed = charges.map((one: { kind: string }) => one.kind).sort();
  assert.ok(owed.includes('loss'), owed.join());
  assert.ok(
    facts.some((one: { kind: string; reporter: string }) => one.kind === 'broken' && one.reporter === 'merchant'),
  );
  const piece = await troth.call('GET', `/v1/pledges/${id}/evidence/${brought}`, { token: lender.key });
  assert.equal(must(piece, 200, 'evidence').body.suppliedBy, 'promisor');
  const unpaid = (await shops.own('')).exposure.CNY.unpaid;
  assert.ok(unpaid > 0);
  await shops.paid(id);
  assert.equal((await shops.own('')).exposure.CNY.unpaid, 0);
});

test('a shop contests what another says of it: set aside at once, answered, decided; the false report is on the file of the one who made it', async () => {
  const { troth, lender, borrower } = shops;
  const id = await lent();
  await shops.days(9);
  await shops.notice(id);
  await shops.says('borrower', id, 'answer', { answer: 'already_returned' });
  await shops.says('lender', id, 'break');
  const { factId } = await factOf(id, 'broken');
  const statement = { statement: '四十个周转箱八号就送到了。' };
  const path = `/v1/own/facts/${factId}/contest`;
  assert.equal((await troth.call('POST', path, { token: lender.key, body: statement })).body.code, 'fact_unknown');
  const contested = must(await troth.call('POST', path, { token: borrower.key, body: statement }), 201, 'contest').body;
  const [listed] = (await shops.own('/disputes')).disputes;
  assert.deepEqual([listed.disputeId, listed.openedBy], [contested.disputeId, 'promisor']);
  assert.ok((await shops.own('/score')).setAside.some((one: { factId: string }) => one.factId === factId));
  const answer = `/disputes/${contested.disputeId}/answer`;
  const own = await troth.call('POST', `/v1/own${answer}`, { token: borrower.key, body: statement });
  assert.equal(own.body.code, 'dispute_is_your_own');
  must(await troth.call('POST', `/v1${answer}`, { token: lender.key, body: statement }), 200, 'answer');
  const before = await reportsBroken();
  const decision = { outcome: 'corrected', norm: 'evidence_for_a_break', text: '签收单在这里。' };
  const decided = `/v1/operator/disputes/${contested.disputeId}/decide`;
  must(await troth.call('POST', decided, { token: troth.operatorKey, body: decision }), 200, 'decide');
  assert.equal(await reportsBroken(), before + 1000);
  const { charges } = await shops.own(`/pledges/${id}`);
  for (const { kind, state } of charges) if (kind !== 'usage') assert.equal(state, 'forgiven', kind);
});

/** What is broken on the file of the lender as the one promised to, in thousandths. */
async function reportsBroken(): Promise<number> {
  const { troth, lender } = shops;
  await troth.background.settle(troth.worldId);
  const { asPromisee } = must(await troth.call('GET', '/v1/own', { token: lender.key }), 200, 'own').body;
  return asPromisee[0]?.brokenMilli ?? 0;
}

test('where the lender contests, the borrower answers as the other side', async () => {
  const { troth, lender, borrower } = shops;
  const id = await lent();
  await shops.says('borrower', id, 'confirm');
  const { factId } = await factOf(id, 'confirmed');
  const body = { statement: '还没有交。' };
  const path = `/v1/pledges/${id}/facts/${factId}/contest`;
  const { disputeId } = must(await troth.call('POST', path, { token: lender.key, body }), 201, 'contest').body;
  const said = await troth.call('POST', `/v1/own/disputes/${disputeId}/answer`, { token: borrower.key, body });
  must(said, 200, 'answer');
  const decision = { outcome: 'upheld', norm: 'evidence_for_a_break', text: '看过了。' };
  const decided = `/v1/operator/disputes/${disputeId}/decide`;
  must(await troth.call('POST', decided, { token: troth.operatorKey, body: decision }), 200, 'decide');
  await shops.says('lender', id, 'fulfil');
});

test('the key of a till, which takes promises, makes none and reads none', async () => {
  const { troth, borrower, crates } = shops;
  const { installation, worldId } = troth;
  const scopes = ['pledges:write', 'pledges:read'];
  const of = { worldId, mode: 'test' as const, merchantId: borrower.merchantId, scopes, expiresAt: null };
  const till = await installation.cold.within({ worldId }, (client) =>
    issueKey(client, installation.tools, installation.chance, of, wallClock.now()),
  );
  const body = { offerId: crates, terms: 'trust', shownMinor: 0 };
  const said = await troth.call('POST', '/v1/own/pledges', { token: till.text, body });
  assert.deepEqual([said.status, said.body.code], [403, 'scope_missing']);
  assert.match(said.body.detail, /promises:write/);
  assert.match((await troth.call('GET', '/v1/own/pledges', { token: till.text })).body.detail, /promises:read/);
  const id = await shops.promise();
  const piece = { mediaType: 'text/plain', contentBase64: 'aGVsbG8=' };
  const brought = await troth.call('POST', `/v1/pledges/${id}/evidence`, { token: till.text, body: piece });
  assert.deepEqual([brought.status, brought.body.code], [403, 'scope_missing']);
  await shops.says('borrower', id, 'cancel');
});

test('a deposit that one shop left with another: on the list of creditors under its id, kept beyond its time it is the other’s broken word, and it says itself when it is back', async () => {
  const { troth, lender, borrower } = shops;
  const { terms } = troth.installation.kinds.get('custody') ?? {};
  const sold = must(await troth.call('POST', '/v1/offers', { token: lender.key, body: terms }), 201, 'offer').body;
  const offer = await troth.installation.catalog.find(troth.worldId, sold.offerId);
  const consent = { textVersion: `${offer?.version.purpose}/1` };
  const id = await shops.promise({ offerId: sold.offerId, consent });
  await shops.says('lender', id, 'fulfil');
  const path = `/v1/merchants/${lender.merchantId}/custody-claims`;
  const { currencies } = must(await troth.call('GET', path, { token: troth.operatorKey }), 200, 'claims').body;
  const named = currencies.flatMap(({ creditors }: { creditors: { promisor: string }[] }) =>
    creditors.map(({ promisor }) => promisor),
  );
  assert.deepEqual(named, [borrower.merchantId]);
  await shops.says('lender', id, 'fulfil');
  await shops.days(40);
  await shops.is(id, 'let_down', []);
  const { factId } = await factOf(id, 'let_down');
  const back = `/v1/own/facts/${factId}/put-right`;
  const said = { body: { how: 'late' } };
  assert.equal((await troth.call('POST', back, { token: lender.key, ...said })).body.code, 'fact_unknown');
  must(await troth.call('POST', back, { token: borrower.key, ...said }), 201, 'put right');
  assert.equal((await factOf(id, 'made_good')).reporter, 'promisor');
});

test('what a shop took back it has taken back: without a running consent nothing more is ordered from it', async () => {
  const { troth, borrower } = shops;
  const { consents } = await shops.own('/consents');
  for (const { consentId } of consents)
    must(
      await troth.call('POST', `/v1/own/consents/${consentId}/revoke`, { token: borrower.key, body: {} }),
      200,
      'revoke',
    );
  assert.equal((await order(borrower.merchantId)).body.code, 'consent_missing');
  assert.ok((await shops.own('/looks')).looks.length >= 1, 'who looked is told');
  assert.ok((await shops.own('/facts')).facts.length > 10);
});

test('the audit finds nothing, and nothing went wrong behind an answer', async () => {
  assert.deepEqual(await auditSays({ troth: shops.troth } as Parameters<typeof auditSays>[0]), []);
  assert.deepEqual(shops.troth.faults, []);
});
