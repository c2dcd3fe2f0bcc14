import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { askAsOwner } from '../../platform/db/test-migrated.ts';
import { assertNothingWritten, readAllRows } from './test-rows.ts';
import { freshKey } from './test-routes.ts';
import { evidenceFor, move, must, type Person, promise, type Shop } from './test-story.ts';
import { openTestTroth, type TestTroth } from './test-troth.ts';

const WORDS = '我九点就还了，柜台没人。\nThe desk was closed.';
let troth: TestTroth;
let shop: Shop;
let person: Person;
/** A pledge broken after an answer, with its charges. */
let brokenId: string;
before(async () => {
  troth = await openTestTroth();
  shop = await troth.createMerchant();
  person = await troth.createPerson();
  const camera = await troth.publish(shop.key, 'camera');
  brokenId = await promise(troth, person, camera);
  must(await move(troth, shop.key, brokenId, 'begin'), 200, 'begin');
  await troth.advance(24 * 6);
  const evidenceIds = [await evidenceFor(troth, shop.key, brokenId)];
  must(await move(troth, shop.key, brokenId, 'notice', { evidenceIds }), 200, 'notice');
  must(await move(troth, person.session, brokenId, 'answer', { answer: 'this_is_wrong' }), 200, 'answer');
  must(await move(troth, shop.key, brokenId, 'break'), 200, 'break');
});
after(() => troth.close());

const mine = (path: string) => troth.call('GET', `/v1/me${path}`, { token: person.session });
const contest = (factId: string, statement = WORDS, key = freshKey(), token = person.session) =>
  troth.call('POST', `/v1/me/facts/${factId}/contest`, { token, key, body: { statement } });
interface FactRead {
  factId: string;
  kind: string;
  weightMilli: number;
  disputes: { disputeId: string; openedBy: string; state: string; statement: { text: string | null } }[];
}
const facts = async (): Promise<FactRead[]> => (await mine(`/pledges/${brokenId}`)).body.facts;
const factOf = async (kind: string) => (await facts()).find((fact) => fact.kind === kind) as FactRead;

test('a break can be contested: the mark and the words stand at it at once, for the person and for the shop of that pledge', async () => {
  const { factId } = await factOf('broken');
  const said = must(await contest(factId), 201, 'contest').body;
  assert.equal(said.contests, factId);
  const marked = await factOf('broken');
  assert.deepEqual(
    marked.disputes.map((one) => [one.disputeId, one.openedBy, one.state, one.statement.text]),
    [[said.disputeId, 'person', 'open', WORDS]],
  );
  const onFile: FactRead[] = (await mine('/facts')).body.facts;
  assert.equal(onFile.find((fact) => fact.factId === factId)?.disputes[0]?.statement.text, WORDS);
  const moves: { facts: { factId: string; isContested: boolean }[] }[] = (await mine('/score')).body.moves;
  const counted = moves.flatMap((one) => one.facts);
  assert.ok(
    counted.every((one) => one.factId !== factId),
    'what is contested does not count',
  );
  const { disputes } = (await troth.call('GET', `/v1/pledges/${brokenId}`, { token: shop.key })).body;
  assert.deepEqual(
    disputes.map((one: { factId: string; statement: { text: string } }) => [one.factId, one.statement.text]),
    [[factId, WORDS]],
  );
});

test('every kind of fact about a pledge can be contested, a charge too, and none of it costs: no weight, state, exposure or number changes', async () => {
  const before = [(await mine('')).body, (await mine('/score')).body.points, (await mine(`/pledges/${brokenId}`)).body];
  const open = (await facts()).filter((fact) => fact.disputes.length === 0 && fact.kind !== 'contested');
  assert.ok(['begun', 'lapsed', 'noticed', 'charge_raised'].every((kind) => open.some((fact) => fact.kind === kind)));
  for (const fact of open) must(await contest(fact.factId), 201, fact.kind);
  const after = [(await mine('')).body, (await mine('/score')).body.points, (await mine(`/pledges/${brokenId}`)).body];
  const still = ([me, points, pledge]: typeof after) => {
    const { facts: _facts, evidence: _evidence, ...rest } = pledge;
    return [me.exposure, me.openPledgeCount, points, rest];
  };
  assert.deepEqual(still(after), still(before));
  for (const fact of await facts()) if (fact.kind === 'contested') assert.equal(fact.weightMilli, 0);
});

test('the same fact is contested once, also by two at once; a contest and a consent cannot be contested', async () => {
  const { factId } = await factOf('broken');
  const rows = await readAllRows(troth);
  assert.equal((await contest(factId, 'again')).body.code, 'fact_is_contested');
  const own = [(await factOf('contested')).factId];
  const consent = (await mine('/facts')).body.facts.find((fact: FactRead) => fact.kind === 'consent_granted');
  for (const one of [...own, consent.factId]) assert.equal((await contest(one)).body.code, 'fact_cannot_be_contested');
  assertNothingWritten(rows, await readAllRows(troth), 'refused', ['idempotency']);

  const pledgeId = await promise(troth, person, await camera());
  const fresh = (await mine(`/pledges/${pledgeId}`)).body.facts[0].factId;
  const both = await Promise.all([contest(fresh, 'one'), contest(fresh, 'two')]);
  assert.deepEqual(both.map((reply) => reply.status).sort(), [201, 409]);
});

const camera = async () => (await troth.call('GET', '/v1/offers', { token: shop.key })).body.offers[0].offerId;

test('another’s fact is as unknown as one that nobody has, and words that are not text are refused', async () => {
  const other = await troth.createPerson();
  const { factId } = await factOf('broken');
  const rows = await readAllRows(troth);
  const theirs = await contest(factId, WORDS, freshKey(), other.session);
  const nobodys = await contest(`fct_${'0'.repeat(32)}`, WORDS, freshKey(), other.session);
  assert.deepEqual([theirs.status, theirs.body], [404, nobodys.body]);
  for (const words of ['', '   ', '\u202e', 'a\u0000b', 'x'.repeat(2001)])
    assert.equal((await contest(factId, words)).status, 422, JSON.stringify(words.slice(0, 9)));
  assertNothingWritten(rows, await readAllRows(troth), 'refused', ['idempotency']);
});

test('the words are nowhere in clear: not in a fact, a leaf, an event, a webhook or any other row', async () => {
  const tables = await askAsOwner(
    troth.ownerUrl,
    `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
  );
  for (const { relname } of tables) {
    const [found] = await askAsOwner(
      troth.ownerUrl,
      `select count(*)::int as n from "${relname}" t where t::text like '%柜台没人%' or t::text like '%desk was closed%'
         or t::text like '%' || encode(convert_to('柜台没人', 'utf8'), 'hex') || '%'`,
    );
    assert.equal(found.n, 0, relname);
  }
  const { events } = (await troth.call('GET', `/v1/pledges/${brokenId}/events`, { token: shop.key })).body;
  const contested = events.filter((event: { type: string }) => event.type === 'pledge.contested');
  assert.ok(contested.length > 1);
  assert.ok(!JSON.stringify(events).includes('柜台'));
  assert.equal(contested[0].data.state, 'broken');
});

test('an erased person’s words are gone, and the mark stays without them', async () => {
  const quiet = await troth.createPerson();
  const offered = await promise(troth, quiet, await camera());
  const { factId } = (await troth.call('GET', `/v1/me/pledges/${offered}`, { token: quiet.session })).body.facts[0];
  must(await contest(factId, WORDS, freshKey(), quiet.session), 201, 'contest');
  must(await move(troth, quiet.session, offered, 'cancel'), 200, 'cancel');
  must(await troth.call('POST', '/v1/me/erase', { token: quiet.session, body: {} }), 200, 'erase');
  const { disputes } = (await troth.call('GET', `/v1/pledges/${offered}`, { token: shop.key })).body;
  assert.deepEqual(
    disputes.map((one: FactRead['disputes'][number] & { factId: string }) => [
      one.factId,
      one.state,
      one.statement.text,
    ]),
    [[factId, 'lapsed', null]],
  );
  // Nothing of it is left for time to move.
  await troth.advance(24 * 30);
  assert.deepEqual(troth.faults, []);
});

test('what was handed over is confirmed once, while it is out; nothing else changes, and the shop is told', async () => {
  const pledgeId = await promise(troth, person, await camera());
  const confirm = () => move(troth, person.session, pledgeId, 'confirm');
  assert.equal((await confirm()).body.code, 'move_not_possible_now', 'before it is handed over');
  must(await move(troth, shop.key, pledgeId, 'begin'), 200, 'begin');
  const before = (await mine(`/pledges/${pledgeId}`)).body;
  const twice = await Promise.all([confirm(), confirm()]);
  assert.deepEqual(twice.map((reply) => [reply.status, reply.body.code]).sort(), [
    [200, undefined],
    [409, 'already_confirmed'],
  ]);
  const after = (await mine(`/pledges/${pledgeId}`)).body;
  assert.equal(after.facts.at(-1).kind, 'confirmed');
  assert.equal(after.facts.at(-1).reporter, 'person');
  assert.deepEqual({ ...after, facts: [] }, { ...before, facts: [] });
  const { events } = (await troth.call('GET', `/v1/pledges/${pledgeId}/events`, { token: shop.key })).body;
  assert.equal(events.at(-1).type, 'pledge.confirmed');
});
