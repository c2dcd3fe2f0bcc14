// A dispute from its opening to its end, by both sides, the operator and time: what it counts, what it moves, and what it never costs.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { askAsOwner } from '../../platform/db/test-migrated.ts';
import { factOf, pledgeIn, setStage, type Stage } from './test-scenes.ts';
import { evidenceFor, must, type Person } from './test-story.ts';
import { openTestTroth, type TestTroth } from './test-troth.ts';

let troth: TestTroth;
let stage: Stage;
before(async () => {
  troth = await openTestTroth();
  stage = await setStage(troth);
});
after(() => troth.close());

const now = () => troth.installation.worlds.now(troth.worldId);
const asPerson = (method: string, path: string, body?: object) =>
  troth.call(method, `/v1/me${path}`, { token: stage.person.session, ...(body && { body }) });
const asShop = (method: string, path: string, body?: object) =>
  troth.call(method, `/v1${path}`, { token: stage.shop.key, ...(body && { body }) });
const asOperator = (method: string, path: string, body?: object) =>
  troth.call(method, `/v1/operator${path}`, { token: troth.operatorKey, ...(body && { body }) });
const contest = async (factId: string): Promise<string> =>
  must(await asPerson('POST', `/facts/${factId}/contest`, { statement: '不是这样' }), 201, 'contest').body.disputeId;
const answer = async (disputeId: string) =>
  must(await asShop('POST', `/disputes/${disputeId}/answer`, { statement: '就是这样' }), 200, 'answer');
const decide = (disputeId: string, outcome: string, norm = 'evidence_for_a_break') =>
  asOperator('POST', `/disputes/${disputeId}/decide`, { outcome, norm, text: '看过照片，写在这里。' });
/** A person with a stage of their own, so that numbers do not mix. */
const fresh = async (): Promise<Person> => {
  const person = await troth.createPerson();
  stage = { ...stage, person };
  return person;
};

interface Broken {
  readonly pledgeId: string;
  readonly factId: string;
  readonly charges: readonly { readonly chargeId: string; readonly kind: string; readonly amountMinor: number }[];
}

async function broken(): Promise<Broken> {
  const pledgeId = await pledgeIn('answered', stage);
  const { factId, charges } = must(await asShop('POST', `/pledges/${pledgeId}/break`, {}), 200, 'break').body;
  return { pledgeId, factId, charges };
}

const folds = async (context: 'person' | 'shop') => {
  const partyId = context === 'person' ? stage.person.partyId : stage.shop.merchantId;
  await troth.background.settle(troth.worldId);
  const rows = await askAsOwner(
    troth.ownerUrl,
    `select coalesce(sum((b->>1)::int), 0)::int as kept, coalesce(sum((b->>2)::int), 0)::int as broken, coalesce(sum((b->>3)::int), 0)::int as late
     from folds, jsonb_array_elements(buckets) b where party_id = '${partyId.slice(4)}'`,
  );
  return rows[0] as { kept: number; broken: number; late: number };
};
const unpaid = async (): Promise<number> => (await asPerson('GET', '')).body.exposure.CNY?.unpaid ?? 0;
const facts = async (pledgeId: string) => (await asPerson('GET', `/pledges/${pledgeId}`)).body.facts;
const onFile = async (pledgeId: string, factId: string) =>
  (await facts(pledgeId)).find((fact: { factId: string }) => fact.factId === factId);

test('contested, a broken promise stops counting at once; upheld, it counts as before; both statements and the outcome travel', async () => {
  await fresh();
  const { pledgeId, factId } = await broken();
  assert.equal((await folds('person')).broken, 1000);
  const disputeId = await contest(factId);
  assert.equal((await folds('person')).broken, 0);
  assert.equal((await decide(disputeId, 'upheld')).body.code, 'answer_time_still_runs');
  await answer(disputeId);
  const piece = await evidenceFor(troth, stage.shop.key, pledgeId, 'the empty shelf');
  const seen = must(await asOperator('GET', `/disputes/${disputeId}`), 200, 'read').body;
  assert.deepEqual([seen.statement.text, seen.answer.text], ['不是这样', '就是这样']);
  assert.ok(seen.evidence.some((one: { evidenceId: string }) => one.evidenceId === piece));
  const opened = must(await asOperator('GET', `/disputes/${disputeId}/evidence/${piece}`), 200, 'evidence').body;
  assert.equal(Buffer.from(opened.contentBase64, 'base64').toString(), 'the empty shelf');
  must(await decide(disputeId, 'upheld'), 200, 'decide');
  assert.equal((await folds('person')).broken, 1000);
  const atShop = (await asShop('GET', `/pledges/${pledgeId}`)).body.disputes[0];
  const atPerson = (await onFile(pledgeId, factId)).disputes[0];
  assert.deepEqual(atShop, atPerson, 'one record for everybody');
  assert.deepEqual(
    [atShop.state, atShop.outcome.verdict, atShop.outcome.norm.id, atShop.outcome.decision.text],
    ['decided', 'upheld', 'evidence_for_a_break', '看过照片，写在这里。'],
  );
});

test('corrected, it never counts again: what was charged for it is let go or credited, and the shop’s own file is lower', async () => {
  await fresh();
  const { pledgeId, factId, charges } = await broken();
  const shopBefore = await folds('shop');
  const loss = charges.find((one) => one.kind === 'loss');
  assert.ok(loss);
  must(
    await asShop('POST', `/pledges/${pledgeId}/charges/${loss.chargeId}/pay-part`, { amountMinor: 100 }),
    200,
    'part',
  );
  const owed = await unpaid();
  const disputeId = await contest(factId);
  await answer(disputeId);
  must(await decide(disputeId, 'corrected'), 200, 'decide');
  assert.equal((await folds('person')).broken, 0);
  assert.equal((await folds('shop')).broken, shopBefore.broken + 1000);
  assert.equal(await unpaid(), owed - (loss.amountMinor - 100));
  const rows = await askAsOwner(
    troth.ownerUrl,
    `select debit_account, credit_account, amount_minor::int as minor from transfers where pledge_id = '${pledgeId.slice(4)}' and debit_account in ('forgiven', 'credited') order by 1`,
  );
  assert.deepEqual(rows, [
    { debit_account: 'credited', credit_account: 'refund_due', minor: 100 },
    { debit_account: 'forgiven', credit_account: 'receivable', minor: loss.amountMinor - 100 },
  ]);
  const states = (await asPerson('GET', `/pledges/${pledgeId}`)).body.charges.map(
    (one: { kind: string; state: string }) => [one.kind, one.state],
  );
  assert.deepEqual(Object.fromEntries(states).loss, 'credited');
  assert.equal(
    (await asShop('POST', `/pledges/${pledgeId}/charges/${loss.chargeId}/forgive`, {})).body.code,
    'charge_is_settled',
  );
  const again = await asShop('POST', `/pledges/${pledgeId}/facts/${factId}/contest`, { statement: '再说一次' });
  assert.equal(again.body.code, 'fact_is_set_aside');
});

test('the operator’s lateness takes it out of the score and moves no money', async () => {
  await fresh();
  const { factId, pledgeId } = await broken();
  const owed = await unpaid();
  const disputeId = await contest(factId);
  await answer(disputeId);
  await troth.advance(24 * 20 - 1);
  assert.equal((await onFile(pledgeId, factId)).disputes[0].state, 'answered');
  await troth.advance(1);
  const dispute = (await onFile(pledgeId, factId)).disputes[0];
  assert.deepEqual([dispute.state, dispute.outcome], ['lapsed', null]);
  assert.deepEqual([(await folds('person')).broken, await unpaid()], [0, owed]);
  assert.equal((await decide(disputeId, 'upheld')).body.code, 'dispute_is_over');
});

test('a shop that was paid and is silent loses after seven days: the charge is credited; one that answers does not', async () => {
  await fresh();
  const pledgeId = await pledgeIn('lapsed', stage);
  const { charges } = must(await asShop('POST', `/pledges/${pledgeId}/fulfil`, {}), 200, 'fulfil').body;
  for (const { chargeId } of charges)
    must(await asShop('POST', `/pledges/${pledgeId}/charges/${chargeId}/mark-paid`, {}), 200, 'paid');
  const [silent, spoken] = (await facts(pledgeId)).filter((fact: { kind: string }) => fact.kind === 'charge_collected');
  await contest(silent.factId);
  await answer(await contest(spoken.factId));
  await troth.advance(24 * 7 - 1);
  const states = async () =>
    (await asPerson('GET', `/pledges/${pledgeId}`)).body.charges.map((one: { state: string }) => one.state).sort();
  assert.deepEqual(await states(), ['collected', 'collected']);
  await troth.advance(1);
  assert.deepEqual(await states(), ['collected', 'credited']);
  const { outcome } = (await onFile(pledgeId, silent.factId)).disputes[0];
  assert.deepEqual([outcome.verdict, outcome.norm.id, outcome.decision], ['corrected', 'silence_never_profits', null]);
});

test('a charge contested with success is let go; contesting it costs nothing meanwhile, and the shop may still let it go itself', async () => {
  await fresh();
  const { pledgeId } = await broken();
  const raised = (await facts(pledgeId)).filter((fact: { kind: string }) => fact.kind === 'charge_raised');
  const owed = await unpaid();
  const disputeId = await contest(raised[0].factId);
  assert.equal(await unpaid(), owed);
  await answer(disputeId);
  must(await decide(disputeId, 'corrected'), 200, 'decide');
  assert.equal(await unpaid(), owed - raised[0].detail.charge[2]);
  const other = await contest(raised[1].factId);
  const { chargeId } = { chargeId: raised[1].detail.charge[0] };
  must(await asShop('POST', `/pledges/${pledgeId}/charges/${chargeId}/forgive`, {}), 200, 'forgive');
  await answer(other);
  must(await decide(other, 'corrected'), 200, 'decide');
  assert.equal(await unpaid(), owed - raised[0].detail.charge[2] - raised[1].detail.charge[2]);
});

test('a dispute stops the clock of a running pledge, and what lay ahead lies as far ahead afterwards', async () => {
  await fresh();
  const pledgeId = await pledgeIn('active', stage);
  const read = async () => (await asPerson('GET', `/pledges/${pledgeId}`)).body;
  const first = await read();
  const disputeId = await contest(await factOf(stage, pledgeId, 'begun'));
  assert.deepEqual(
    [(await read()).nextDueAt, (await asShop('GET', `/pledges/${pledgeId}`)).body.disputedAt === null],
    [null, false],
  );
  await troth.advance(24 * 6);
  assert.equal((await read()).state, 'active', 'the due time passed, and nothing lapsed');
  const evidenceIds = [await evidenceFor(troth, stage.shop.key, pledgeId)];
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
  await fresh();
  const pledgeId = await pledgeIn('answered', stage);
  await contest(await factOf(stage, pledgeId, 'noticed'));
  assert.equal((await asShop('POST', `/pledges/${pledgeId}/break`, {})).body.code, 'pledge_is_disputed');
  await troth.advance(24 * 19);
  assert.equal((await asPerson('GET', `/pledges/${pledgeId}`)).body.state, 'answered');
  must(await asShop('POST', `/pledges/${pledgeId}/withdraw`, {}), 200, 'withdraw');
  await troth.advance(24 * 2);
  assert.deepEqual(troth.faults, []);
});

test('the shop contests too: it counts nothing against the person, who answers; their silence decides nothing', async () => {
  await fresh();
  const pledgeId = await pledgeIn('active', stage);
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
  await fresh();
  const { pledgeId, factId } = await broken();
  const path = `/pledges/${pledgeId}/facts/${factId}/contest`;
  const byShop = must(await asShop('POST', path, { statement: '记错了' }), 201, 'contest').body.disputeId;
  must(await asPerson('POST', `/disputes/${byShop}/answer`, { statement: '对，记错了' }), 200, 'answer');
  must(await decide(byShop, 'upheld'), 200, 'decide');
  const mine = await contest(factId);
  assert.equal((await asPerson('POST', `/facts/${factId}/contest`, { statement: 'x' })).body.code, 'fact_is_contested');
  assert.deepEqual(
    (await onFile(pledgeId, factId)).disputes.map((one: { disputeId: string }) => one.disputeId),
    [byShop, mine],
  );
});

test('both sides at the same instant: one dispute is opened, the other is told; two answers and two decisions leave one each', async () => {
  await fresh();
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
  await fresh();
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
  await fresh();
  const one = await contest((await broken()).factId);
  await troth.advance(24 * 7 - 1);
  await answer(one);
  const other = await contest((await broken()).factId);
  await troth.advance(24 * 7);
  const late = await asShop('POST', `/disputes/${other}/answer`, { statement: 'x' });
  assert.equal(late.body.code, 'answer_time_is_over');
  must(await decide(other, 'upheld'), 200, 'decide');
});

test('what the operator must name exists, and what is said in a dispute is not contested itself', async () => {
  await fresh();
  const { pledgeId, factId } = await broken();
  const disputeId = await contest(factId);
  await answer(disputeId);
  assert.deepEqual(
    [(await decide(disputeId, 'upheld', 'no_such_norm')).body.code, (await decide(disputeId, 'perhaps')).status],
    ['norm_unknown', 422],
  );
  must(await decide(disputeId, 'upheld'), 200, 'decide');
  for (const fact of await facts(pledgeId))
    if (['contested', 'dispute_answered', 'dispute_decided'].includes(fact.kind))
      assert.equal(
        (await asPerson('POST', `/facts/${fact.factId}/contest`, { statement: 'x' })).body.code,
        'fact_cannot_be_contested',
      );
});

test('a broken promise that was made good in kind, or paid in parts and in full, is shown as put right beside it, once', async () => {
  await fresh();
  const { pledgeId, factId, charges } = await broken();
  const put = (how: string, fact = factId) => asShop('POST', `/pledges/${pledgeId}/facts/${fact}/put-right`, { how });
  const begun = await factOf(stage, pledgeId, 'begun');
  assert.equal((await put('late', begun)).body.code, 'nothing_to_put_right');
  must(await put('in_kind'), 201, 'put right');
  assert.equal((await put('late')).body.code, 'already_put_right');
  const loss = charges.find((one) => one.kind === 'loss');
  assert.ok(loss);
  const pay = (amountMinor: number) =>
    asShop('POST', `/pledges/${pledgeId}/charges/${loss.chargeId}/pay-part`, { amountMinor });
  const owed = await unpaid();
  assert.equal((await pay(loss.amountMinor + 1)).body.code, 'part_is_more_than_is_owed');
  const part = must(await pay(1), 200, 'part').body;
  assert.deepEqual([part.state, part.paidMinor], ['open', 1]);
  assert.equal(await unpaid(), owed - 1);
  const whole = must(await pay(loss.amountMinor - 1), 200, 'rest').body;
  assert.deepEqual([whole.state, whole.paidMinor], ['collected', loss.amountMinor]);
  const how = (all: { how: string }[]) => all.map((one) => one.how);
  assert.deepEqual(how((await onFile(pledgeId, factId)).repairs), ['in_kind', 'in_parts', 'paid']);
  assert.deepEqual(how((await asShop('GET', `/pledges/${pledgeId}`)).body.repairs), ['in_kind', 'in_parts', 'paid']);
  assert.equal((await onFile(pledgeId, factId)).kind, 'broken', 'what it was stays what it was');
});

test('events say that something was said, and never what or why', async () => {
  await fresh();
  const { pledgeId, factId } = await broken();
  const disputeId = await contest(factId);
  await answer(disputeId);
  must(await decide(disputeId, 'corrected'), 200, 'decide');
  const { events } = (await asShop('GET', `/pledges/${pledgeId}/events`)).body;
  const types = events.map((event: { type: string }) => event.type);
  for (const type of ['pledge.contested', 'pledge.dispute_answered', 'pledge.dispute_decided', 'charge.forgiven'])
    assert.ok(types.includes(type), type);
  for (const word of ['不是这样', '就是这样', '看过照片', 'norm', 'evidence_for_a_break', 'corrected'])
    assert.ok(!JSON.stringify(events).includes(word), word);
  assert.ok(now() > 0n);
});
