// A dispute from its opening to its end: what counts, what is owed, what travels with the fact, and what it never costs.
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
const asOperator: DisputeScene['asOperator'] = (...said) => scene.asOperator(...said);
const contest: DisputeScene['contest'] = (...said) => scene.contest(...said);
const answer: DisputeScene['answer'] = (...said) => scene.answer(...said);
const decide: DisputeScene['decide'] = (...said) => scene.decide(...said);
const broken: DisputeScene['broken'] = (...said) => scene.broken(...said);
const folds: DisputeScene['folds'] = (...said) => scene.folds(...said);
const unpaid: DisputeScene['unpaid'] = (...said) => scene.unpaid(...said);
const facts: DisputeScene['facts'] = (...said) => scene.facts(...said);
const onFile: DisputeScene['onFile'] = (...said) => scene.onFile(...said);

test('contested, a broken promise stops counting at once; upheld, it counts as before; both statements and the outcome travel', async () => {
  await scene.fresh();
  const { pledgeId, factId } = await broken();
  assert.equal((await folds('person')).broken, 1000);
  const disputeId = await contest(factId);
  assert.equal((await folds('person')).broken, 0);
  assert.equal((await decide(disputeId, 'upheld')).body.code, 'answer_time_still_runs');
  await answer(disputeId);
  const piece = await evidenceFor(troth, scene.stage.shop.key, pledgeId, 'the empty shelf');
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
  const again = await asPerson('POST', `/facts/${factId}/contest`, { statement: 'once more' });
  assert.equal(again.body.code, 'fact_is_contested', 'decided once');
  assert.deepEqual(
    [atShop.state, atShop.outcome.verdict, atShop.outcome.norm.id, atShop.outcome.decision.text],
    ['decided', 'upheld', 'evidence_for_a_break', '看过照片，写在这里。'],
  );
});

test('corrected, it never counts again: what was charged for it is let go or credited, and the shop’s own file is lower', async () => {
  await scene.fresh();
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
  await scene.fresh();
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
  await scene.fresh();
  const pledgeId = await pledgeIn('lapsed', scene.stage);
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
  await scene.fresh();
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

test('what the operator must name exists, and what is said in a dispute is not contested itself', async () => {
  await scene.fresh();
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
  await scene.fresh();
  const { pledgeId, factId, charges } = await broken();
  const put = (how: string, fact = factId) => asShop('POST', `/pledges/${pledgeId}/facts/${fact}/put-right`, { how });
  const begun = await factOf(scene.stage, pledgeId, 'begun');
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
  await scene.fresh();
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
});
