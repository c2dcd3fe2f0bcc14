import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Id } from '../../kernel/index.ts';
import { openTestTroth, type TestTroth } from './test-troth.ts';

let troth: TestTroth;
let shop: { merchantId: Id<'pty'>; key: string };
before(async () => {
  troth = await openTestTroth();
  shop = await troth.createMerchant();
});
after(() => troth.close());

/** Borrows and brings back, in time. */
async function keep(session: string, offerId: string, hours: number): Promise<string> {
  const said = await troth.call('POST', '/v1/me/pledges', {
    token: session,
    body: { offerId, terms: 'trust', shownMinor: 0 },
  });
  assert.equal(said.status, 201, JSON.stringify(said.body));
  const { pledgeId } = said.body;
  await troth.call('POST', `/v1/pledges/${pledgeId}/begin`, { token: shop.key, body: {} });
  await troth.advance(hours);
  const back = await troth.call('POST', `/v1/pledges/${pledgeId}/fulfil`, { token: shop.key, body: {} });
  assert.equal(back.body.state, 'kept', JSON.stringify(back.body));
  return pledgeId;
}

test('a person reads their own file and nobody else’s', async () => {
  const [mine, other] = [await troth.createPerson(), await troth.createPerson('别人')];
  const offerId = await troth.publish(shop.key, 'umbrella');
  await troth.consent(mine.session, offerId);
  const pledgeIds = [await keep(mine.session, offerId, 24), await keep(mine.session, offerId, 24)];
  for (const path of [`/v1/me/pledges/${pledgeIds[0]}`, `/v1/me/pledges/${pledgeIds[0]}/reasons`]) {
    assert.equal((await troth.call('GET', path, { token: other.session })).status, 404);
    assert.equal((await troth.call('GET', path, { token: shop.key })).status, 403);
    assert.equal((await troth.call('GET', path, { token: mine.session })).status, 200);
  }
  const first = await troth.call('GET', '/v1/me/pledges?limit=1', { token: mine.session });
  assert.equal(first.body.pledges[0].pledgeId, pledgeIds[1]);
  const second = await troth.call('GET', `/v1/me/pledges?limit=1&before=${first.body.before}`, { token: mine.session });
  assert.equal(second.body.pledges[0].pledgeId, pledgeIds[0]);
  const facts = await troth.call('GET', '/v1/me/facts', { token: mine.session });
  assert.deepEqual(
    facts.body.facts
      .map((fact: { kind: string }) => fact.kind)
      .filter((kind: string) => kind === 'kept' || kind === 'consent_granted'),
    ['kept', 'kept', 'consent_granted'],
  );
  assert.deepEqual((await troth.call('GET', '/v1/me/facts', { token: other.session })).body.facts, []);
});

test('the number is null while thin, then adds up to its moves, and each move to its facts', async () => {
  const person = await troth.createPerson();
  const offerId = await troth.publish(shop.key, 'umbrella');
  await troth.consent(person.session, offerId);
  const read = async () => (await troth.call('GET', '/v1/me/score', { token: person.session })).body;
  assert.equal((await read()).points, null);
  for (let i = 0; i < 5; i += 1) await keep(person.session, offerId, 24);
  const score = await read();
  assert.ok(score.points > 650, JSON.stringify(score));
  const sum = (moves: readonly { points: number }[]) => moves.reduce((total, move) => total + move.points, 0);
  assert.equal(sum(score.moves), score.points);
  for (const move of score.moves.filter((one: { what: string }) => one.what === 'kept')) {
    assert.ok(move.facts.length > 0);
    assert.equal(sum(move.facts), move.points);
  }
  assert.deepEqual(
    { pledges: score.restsOn.pledges, shops: score.restsOn.shops, contexts: score.restsOn.contexts },
    { pledges: 5, shops: 1, contexts: 1 },
  );
  assert.ok(score.interval.low < score.points && score.points < score.interval.high);
});

test('a preview writes nothing, is no look, and says what the promise then gets', async () => {
  const person = await troth.createPerson();
  const offerId = await troth.publish(shop.key, 'camera');
  const counts = async () => {
    const { rows } = await troth.installation.cold.within({ worldId: troth.worldId }, (client) =>
      client.query(
        'select (select count(*) from facts) f, (select count(*) from idempotency) i, (select count(*) from file_looks) l, (select count(*) from pledges) p',
      ),
    );
    return rows[0];
  };
  const beforehand = await counts();
  const preview = await troth.call('GET', `/v1/me/offers/${offerId}/preview`, { token: person.session });
  assert.equal(preview.status, 200, JSON.stringify(preview.body));
  assert.deepEqual(await counts(), beforehand);
  assert.deepEqual((await troth.call('GET', '/v1/me/looks', { token: person.session })).body.looks, []);
  const said = await troth.call('POST', '/v1/me/pledges', {
    token: person.session,
    body: {
      offerId,
      versionId: preview.body.versionId,
      terms: 'trust',
      shownMinor: preview.body.grantedMinor,
      consent: { textVersion: 'deposit_waiver/1' },
    },
  });
  assert.equal(said.status, 201, JSON.stringify(said.body));
  assert.equal(said.body.grantedMinor, preview.body.grantedMinor);

  const why = await troth.call('GET', `/v1/me/pledges/${said.body.pledgeId}/reasons`, { token: person.session });
  assert.match(why.body.reasons.zh.text, /免/);
  assert.match(why.body.reasons.en.text, /waived/);
});

test('when a shop orders, the person sees who looked, why, and the one answer it got', async () => {
  const person = await troth.createPerson();
  const offerId = await troth.publish(shop.key, 'camera');
  await troth.consent(person.session, offerId);
  const ordered = await troth.call('POST', '/v1/pledges', {
    token: shop.key,
    body: { offerId, promisor: troth.refFor(person.partyId, shop.merchantId) },
  });
  assert.equal(ordered.status, 201);
  const { looks } = (await troth.call('GET', '/v1/me/looks', { token: person.session })).body;
  assert.equal(looks.length, 1);
  assert.equal(looks[0].purpose, 'deposit_waiver');
  assert.equal(looks[0].answer.grantedMinor, ordered.body.grantedMinor);
});

test('unpaid money lowers the answer, and the reasons carry out what would raise it again', async () => {
  const person = await troth.createPerson();
  const offerId = await troth.publish(shop.key, 'camera');
  await troth.consent(person.session, offerId);
  const pledgeId = await keep(person.session, offerId, 24);
  const refused = await troth.call('GET', `/v1/me/offers/${offerId}/preview`, { token: person.session });
  assert.equal(refused.body.outcome, 'ordinary');
  const [change] = refused.body.reasons.en.wouldChange;
  assert.equal(change.changes[0].what, 'pay_what_is_unpaid');
  // Carried out: pay, ask again, get what was said.
  const file = await troth.call('GET', `/v1/me/pledges/${pledgeId}`, { token: person.session });
  for (const charge of file.body.charges) {
    const paid = await troth.call('POST', `/v1/pledges/${pledgeId}/charges/${charge.chargeId}/mark-paid`, {
      token: shop.key,
      body: {},
    });
    assert.equal(paid.status, 200);
  }
  const now = await troth.call('GET', `/v1/me/offers/${offerId}/preview`, { token: person.session });
  assert.equal(now.body.grantedMinor, change.grantedMinor);
  assert.equal(now.body.outcome, change.outcome);
});

test('an offer that changed after it was read is promised by nobody, and what was promised before is answered as then', async () => {
  const person = await troth.createPerson();
  const offerId = await troth.publish(shop.key, 'umbrella');
  await troth.consent(person.session, offerId);
  const { versionId } = (await troth.call('GET', `/v1/me/offers/${offerId}/preview`, { token: person.session })).body;
  const body = { offerId, versionId, terms: 'trust', shownMinor: 0 };
  const first = await troth.call('POST', '/v1/me/pledges', { token: person.session, key: 'same', body });
  assert.equal(first.status, 201);
  const offer = await troth.call('GET', `/v1/offers/${offerId}`, { token: shop.key });
  const changed = { ...offer.body.terms, title: { zh: '另一把伞', en: 'Another umbrella' } };
  assert.equal(
    (await troth.call('POST', `/v1/offers/${offerId}/versions`, { token: shop.key, body: changed })).status,
    201,
  );
  const late = await troth.call('POST', '/v1/me/pledges', { token: person.session, body });
  assert.equal(late.status, 409);
  assert.equal(late.body.code, 'offer_has_changed');
  const again = await troth.call('POST', '/v1/me/pledges', { token: person.session, key: 'same', body });
  assert.deepEqual(again.body, first.body);
});

test('both sides read what the other supplied, nobody else does, and a repeated answer keeps one note', async () => {
  const person = await troth.createPerson();
  const stranger = await troth.createMerchant();
  const offerId = await troth.publish(shop.key, 'umbrella');
  await troth.consent(person.session, offerId);
  const said = await troth.call('POST', '/v1/me/pledges', {
    token: person.session,
    body: { offerId, terms: 'trust', shownMinor: 0 },
  });
  const path = `/v1/pledges/${said.body.pledgeId}`;
  await troth.call('POST', `${path}/begin`, { token: shop.key, body: {} });
  await troth.advance(24 * 4);
  const contentBase64 = Buffer.from('空架子').toString('base64');
  const piece = await troth.call('POST', `${path}/evidence`, {
    token: shop.key,
    body: { mediaType: 'text/plain', contentBase64 },
  });
  await troth.call('POST', `${path}/notice`, { token: shop.key, body: { evidenceIds: [piece.body.evidenceId] } });
  const theirs = await troth.call('GET', `${path}/evidence/${piece.body.evidenceId}`, { token: person.session });
  assert.equal(theirs.status, 200, JSON.stringify([theirs.body, troth.faults]));
  assert.equal(theirs.body.contentBase64, contentBase64);

  const note = '我昨天就还了 🙏';
  const answer = { token: person.session, key: 'answer-1', body: { answer: 'already_returned', note } };
  for (let i = 0; i < 2; i += 1) {
    const answered = await troth.call('POST', `/v1/me/pledges/${said.body.pledgeId}/answer`, answer);
    assert.equal(answered.status, 200, JSON.stringify(answered.body));
  }
  const { evidence } = (await troth.call('GET', `${path}/evidence`, { token: shop.key })).body;
  assert.deepEqual(
    evidence.map((one: { suppliedBy: string }) => one.suppliedBy),
    ['merchant', 'person'],
  );
  const read = await troth.call('GET', `${path}/evidence/${evidence[1].evidenceId}`, { token: shop.key });
  assert.equal(Buffer.from(read.body.contentBase64, 'base64').toString('utf8'), note);
  const { rows } = await troth.installation.cold.within({ worldId: troth.worldId }, (client) =>
    client.query<{ content_sealed: Buffer }>('select content_sealed from evidence where pledge_id = $1', [
      said.body.pledgeId.slice(4),
    ]),
  );
  assert.ok(rows.every((row) => !row.content_sealed.includes('还了')));

  for (const token of [stranger.key, (await troth.createPerson('别人')).session]) {
    assert.equal((await troth.call('GET', `${path}/evidence`, { token })).status, 404);
    assert.equal((await troth.call('GET', `${path}/evidence/${evidence[1].evidenceId}`, { token })).status, 404);
  }
});
