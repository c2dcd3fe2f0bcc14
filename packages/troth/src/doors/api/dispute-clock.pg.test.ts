// Disputes and time: the clock of a pledge that they stop, who may speak until when, and everybody at the same instant.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { askAsOwner } from '../../platform/db/test-migrated.ts';
import { DisputeScene } from './test-disputes.ts';
import { factOf, pledgeIn } from './test-stage.ts';
import { evidenceFor, must } from './test-story.ts';
import { openTestTroth, type TestTroth } from './test-troth.ts';

let troth: TestTroth;
let scene: DisputeScene;
before(async () => {
  troth = await openTestTroth();
  scene = await DisputeScene.open(troth);
});
after(() => troth.close());

const asPerson: DisputeScene['asPerson'] = (...said) => scene.asPerson(...said);
const asShop: DisputeScene['asShop'] = (...said) => scene.asShop(...said);
const contest: DisputeScene['contest'] = (...said) => scene.contest(...said);
const answer: DisputeScene['answer'] = (...said) => scene.answer(...said);
const decide: DisputeScene['decide'] = (...said) => scene.decide(...said);
const broken: DisputeScene['broken'] = (...said) => scene.broken(...said);
const folds: DisputeScene['folds'] = (...said) => scene.folds(...said);
const facts: DisputeScene['facts'] = (...said) => scene.facts(...said);
const onFile: DisputeScene['onFile'] = (...said) => scene.onFile(...said);

test('a dispute stops the clock of a running pledge, and what lay ahead lies as far ahead afterwards', async () => {
  await scene.fresh();
  const pledgeId = await pledgeIn('active', scene.stage);
  const read = async () => (await asPerson('GET', `/pledges/${pledgeId}`)).body;
  const first = await read();
  const disputeId = await contest(await factOf(scene.stage, pledgeId, 'begun'));
  assert.deepEqual(
    [(await read()).nextDueAt, (await asShop('GET', `/pledges/${pledgeId}`)).body.disputedAt === null],
    [null, false],
  );
  await troth.advance(24 * 6);
  assert.equal((await read()).state, 'active', 'the due time passed, and nothing lapsed');
  const evidenceIds = [await evidenceFor(troth, scene.stage.shop.key, pledgeId)];
  assert.equal((await asShop('POST', `/pledges/${pledgeId}/notice`, { evidenceIds })).body.code, 'pledge_is_disputed');
  await answer(disputeId);
  must(await decide(disputeId, 'upheld'), 200, 'decide');
  const running = await read();
  const sixDays = (iso: string) => new Date(Date.parse(iso) + 6 * 86_400_000).toISOString().slice(0, 19);
  for (const field of ['dueAt', 'graceUntil', 'nextDueAt'])
    assert.equal(running[field].slice(0, 19), sixDays(first[field]), field);
  await troth.advance(24 * 3);
  assert.equal((await read()).state, 'lapsed');
});

test('a notice under dispute breaks nothing: neither the shop nor time, until it has ended; withdrawing it stays possible', async () => {
  await scene.fresh();
  const pledgeId = await pledgeIn('answered', scene.stage);
  await contest(await factOf(scene.stage, pledgeId, 'noticed'));
  assert.equal((await asShop('POST', `/pledges/${pledgeId}/break`, {})).body.code, 'pledge_is_disputed');
  await troth.advance(24 * 19);
  assert.equal((await asPerson('GET', `/pledges/${pledgeId}`)).body.state, 'answered');
  must(await asShop('POST', `/pledges/${pledgeId}/withdraw`, {}), 200, 'withdraw');
  await troth.advance(24 * 2);
  assert.deepEqual(troth.faults, []);
});

test('the shop contests too: it counts nothing against the person, who answers; their silence decides nothing', async () => {
  await scene.fresh();
  const pledgeId = await pledgeIn('active', scene.stage);
  const { factId } = must(await asShop('POST', `/pledges/${pledgeId}/fulfil`, {}), 200, 'fulfil').body;
  const before = await folds('person');
  const path = `/pledges/${pledgeId}/facts/${factId}/contest`;
  const { disputeId } = must(await asShop('POST', path, { statement: '其实没有还' }), 201, 'contest').body;
  assert.deepEqual(await folds('person'), before);
  assert.equal(
    (await asShop('POST', `/disputes/${disputeId}/answer`, { statement: 'x' })).body.code,
    'dispute_is_your_own',
  );
  assert.equal((await asPerson('POST', `/facts/${factId}/contest`, { statement: 'x' })).body.code, 'fact_is_contested');
  assert.deepEqual(
    (await asPerson('GET', '/disputes')).body.disputes.map((one: { disputeId: string }) => one.disputeId),
    [disputeId],
  );
  await troth.advance(24 * 20);
  assert.equal((await onFile(pledgeId, factId)).disputes[0].state, 'lapsed');
  assert.deepEqual(await folds('person'), before);
});

test('what has lapsed is out for good; upheld for the shop and contested by the person afterwards is another dispute', async () => {
  await scene.fresh();
  const { pledgeId, factId } = await broken();
  const path = `/pledges/${pledgeId}/facts/${factId}/contest`;
  const byShop = must(await asShop('POST', path, { statement: '记错了' }), 201, 'contest').body.disputeId;
  must(await asPerson('POST', `/disputes/${byShop}/answer`, { statement: '对，记错了' }), 200, 'answer');
  must(await decide(byShop, 'upheld'), 200, 'decide');
  // Ids of one instant have no order.
  await troth.advance(1);
  const mine = await contest(factId);
  assert.equal((await asPerson('POST', `/facts/${factId}/contest`, { statement: 'x' })).body.code, 'fact_is_contested');
  assert.deepEqual(
    (await onFile(pledgeId, factId)).disputes.map((one: { disputeId: string }) => one.disputeId),
    [byShop, mine],
  );
});

test('both sides at the same instant: one dispute is opened, the other is told; two answers and two decisions leave one each', async () => {
  await scene.fresh();
  const { pledgeId, factId } = await broken();
  const path = `/pledges/${pledgeId}/facts/${factId}/contest`;
  const both = await Promise.all([
    asPerson('POST', `/facts/${factId}/contest`, { statement: 'one' }),
    asShop('POST', path, { statement: 'two' }),
  ]);
  assert.deepEqual(both.map((reply) => [reply.status, reply.body.code]).sort(), [
    [201, undefined],
    [409, 'fact_is_contested'],
  ]);
  const { disputeId, openedBy } = (await onFile(pledgeId, factId)).disputes[0];
  const say = (n: number) =>
    openedBy === 'person'
      ? asShop('POST', `/disputes/${disputeId}/answer`, { statement: `${n}` })
      : asPerson('POST', `/disputes/${disputeId}/answer`, { statement: `${n}` });
  const answers = await Promise.all([say(1), say(2)]);
  assert.deepEqual(answers.map((reply) => reply.status).sort(), [200, 409]);
  const decisions = await Promise.all([decide(disputeId, 'upheld'), decide(disputeId, 'corrected')]);
  assert.deepEqual(decisions.map((reply) => [reply.status, reply.body.code ?? null]).sort(), [
    [200, null],
    [409, 'dispute_is_over'],
  ]);
  const rows = await askAsOwner(
    troth.ownerUrl,
    `select kind, count(*)::int as n from facts where pledge_id = '${pledgeId.slice(4)}' and kind in ('contested', 'dispute_answered', 'dispute_decided') group by 1 order by 1`,
  );
  assert.deepEqual(
    rows.map((row) => row.n),
    [1, 1, 1],
  );
});

test('the clock and a decision at the same instant end a dispute once', async () => {
  await scene.fresh();
  const { pledgeId, factId } = await broken();
  const disputeId = await contest(factId);
  await answer(disputeId);
  const [, decided] = await Promise.all([troth.advance(24 * 21), decide(disputeId, 'corrected')]);
  assert.ok(decided.status === 200 || decided.body.code === 'dispute_is_over', JSON.stringify(decided.body));
  const kinds = (await facts(pledgeId)).map((fact: { kind: string }) => fact.kind);
  assert.equal(kinds.filter((kind: string) => kind === 'dispute_decided' || kind === 'dispute_lapsed').length, 1);
  assert.deepEqual(troth.faults, []);
});

test('an answer at the last instant counts, one at the end of the time does not', async () => {
  await scene.fresh();
  const one = await contest((await broken()).factId);
  await troth.advance(24 * 7 - 1);
  await answer(one);
  const other = await contest((await broken()).factId);
  await troth.advance(24 * 7);
  const late = await asShop('POST', `/disputes/${other}/answer`, { statement: 'x' });
  assert.equal(late.body.code, 'answer_time_is_over');
  must(await decide(other, 'upheld'), 200, 'decide');
});
