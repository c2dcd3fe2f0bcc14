// What counts against a person leaves their file when it is five years old: to the second, by the clock of the world.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { HOUR_US, type Instant, instantFromIso, isoFromInstant, SECOND_US } from '../../kernel/index.ts';
import { leavesAt } from '../../rooms/rulebook/index.ts';
import { evidenceFor, move, must, type Person, promise, type Shop } from './test-story.ts';
import { openTestTroth, type TestTroth } from './test-troth.ts';

let troth: TestTroth;
let shop: Shop;
let camera: `ofr_${string}`;
before(async () => {
  troth = await openTestTroth();
  shop = await troth.createMerchant();
  camera = await troth.publish(shop.key, 'camera');
});
after(() => troth.close());

const now = () => troth.installation.worlds.now(troth.worldId);
const moveTo = async (at: Instant) =>
  must(
    await troth.call('POST', '/v1/clock/advance', {
      token: troth.operatorKey,
      body: { toInstant: isoFromInstant(at) },
    }),
    200,
    isoFromInstant(at),
  );
const mine = (person: Person, path: string) => troth.call('GET', `/v1/me${path}`, { token: person.session });

async function begun(person: Person): Promise<string> {
  const pledgeId = await promise(troth, person, camera);
  must(await move(troth, shop.key, pledgeId, 'begin'), 200, 'begin');
  return pledgeId;
}

async function broken(person: Person): Promise<{ pledgeId: string; charges: { chargeId: string }[]; factId: string }> {
  const pledgeId = await begun(person);
  await troth.advance(24 * 6);
  const evidenceIds = [await evidenceFor(troth, shop.key, pledgeId)];
  must(await move(troth, shop.key, pledgeId, 'notice', { evidenceIds }), 200, 'notice');
  must(await move(troth, person.session, pledgeId, 'answer', { answer: 'on_my_way' }), 200, 'answer');
  const { charges, factId } = must(await move(troth, shop.key, pledgeId, 'break'), 200, 'break').body;
  return { pledgeId, charges, factId };
}

async function pay(pledgeId: string, charges: readonly { chargeId: string }[]): Promise<void> {
  for (const { chargeId } of charges) {
    const path = `/v1/pledges/${pledgeId}/charges/${chargeId}/mark-paid`;
    must(await troth.call('POST', path, { token: shop.key, body: {} }), 200, 'paid');
  }
}

/** All that the person's file says of a pledge, by every way in. */
async function onFile(person: Person, pledgeId: string) {
  const [facts, pledges, one, score] = [
    (await mine(person, '/facts?limit=100')).body.facts as { subjectId: string; kind: string }[],
    (await mine(person, '/pledges')).body.pledges as { pledgeId: string }[],
    await mine(person, `/pledges/${pledgeId}`),
    (await mine(person, '/score')).body.restsOn as { factMilli: number; pledges: number },
  ];
  return {
    kinds: facts.filter((fact) => fact.subjectId === pledgeId).map((fact) => fact.kind),
    isListed: pledges.some((pledge) => pledge.pledgeId === pledgeId),
    status: one.status,
    factMilli: score.factMilli,
    pledges: score.pledges,
  };
}

test('a broken promise is counted and shown a second before the limit; at the limit and after it nowhere', async () => {
  const person = await troth.createPerson();
  const { pledgeId, charges, factId } = await broken(person);
  await pay(pledgeId, charges);
  const limit = leavesAt(now());
  await moveTo(limit - SECOND_US);
  const last = await onFile(person, pledgeId);
  assert.deepEqual([last.isListed, last.status, last.factMilli, last.pledges], [true, 200, 1000, 1]);
  assert.ok(last.kinds.includes('broken') && last.kinds.includes('charge_raised'));
  for (const at of [limit, limit + SECOND_US]) {
    await moveTo(at);
    assert.deepEqual(await onFile(person, pledgeId), {
      kinds: [],
      isListed: false,
      status: 404,
      factMilli: 0,
      pledges: 0,
    });
    const statement = { token: person.session, body: { statement: 'not so' } };
    assert.equal((await troth.call('POST', `/v1/me/facts/${factId}/contest`, statement)).body.code, 'fact_unknown');
  }
  // The shop's own books are no file: what it agreed to and was paid stays with it.
  assert.equal((await troth.call('GET', `/v1/pledges/${pledgeId}`, { token: shop.key })).body.state, 'broken');
});

test('after the limit the admission is that of somebody about whom nothing was ever said', async () => {
  const [person, other] = [await troth.createPerson(), await troth.createPerson()];
  for (let i = 0; i < 3; i++) {
    const { pledgeId, charges } = await broken(person);
    await pay(pledgeId, charges);
  }
  const limit = leavesAt(now());
  await troth.advance(24 * 31);
  const preview = async (of: Person) => (await mine(of, `/offers/${camera}/preview`)).body;
  const granted = async (of: Person) => (await preview(of)).grantedMinor;
  assert.notEqual(await granted(person), await granted(other), 'it counts at first');
  await moveTo(limit);
  const [now_, strangers] = [await preview(person), await preview(other)];
  assert.deepEqual([now_.outcome, now_.grantedMinor], [strangers.outcome, strangers.grantedMinor]);
});

test('a late return leaves five years after it came back, however much later the shop wrote it down', async () => {
  const person = await troth.createPerson();
  const pledgeId = await begun(person);
  await troth.advance(24 * 6);
  const cameBackAt = now();
  await troth.advance(24 * 20);
  const effectiveAt = isoFromInstant(cameBackAt);
  const { charges } = must(await move(troth, shop.key, pledgeId, 'fulfil', { effectiveAt }), 200, 'fulfil').body;
  await pay(pledgeId, charges);
  await moveTo(leavesAt(cameBackAt) - SECOND_US);
  const last = await onFile(person, pledgeId);
  assert.ok(last.factMilli > 0 && last.isListed && last.kinds.includes('kept'));
  await moveTo(leavesAt(cameBackAt));
  const gone = await onFile(person, pledgeId);
  assert.deepEqual([gone.factMilli, gone.isListed, gone.kinds, gone.status], [0, false, [], 404]);
});

test('what was kept stays; a lapse within the grace leaves by itself', async () => {
  const person = await troth.createPerson();
  const pledgeId = await begun(person);
  const { body } = await mine(person, `/pledges/${pledgeId}`);
  const dueAt = instantFromIso(body.dueAt) as Instant;
  await moveTo(dueAt + HOUR_US);
  must(await move(troth, shop.key, pledgeId, 'fulfil'), 200, 'fulfil');
  await moveTo(leavesAt(dueAt) - SECOND_US);
  const before_ = await onFile(person, pledgeId);
  assert.ok(before_.kinds.includes('lapsed') && before_.kinds.includes('kept'));
  await moveTo(leavesAt(dueAt));
  const after_ = await onFile(person, pledgeId);
  assert.deepEqual(
    after_.kinds,
    before_.kinds.filter((kind) => kind !== 'lapsed'),
  );
  const inFull = (await mine(person, `/pledges/${pledgeId}`)).body.facts as { kind: string }[];
  assert.ok(!inFull.some((fact) => fact.kind === 'lapsed'));
  await troth.advance(24 * 400);
  assert.deepEqual([(await onFile(person, pledgeId)).isListed, after_.factMilli], [true, before_.factMilli]);
});

test('a promise of which something is still owed has not ended: its person sees it until that is paid', async () => {
  const person = await troth.createPerson();
  const { pledgeId, charges } = await broken(person);
  await moveTo(leavesAt(now()) + SECOND_US);
  const owing = await onFile(person, pledgeId);
  assert.deepEqual([owing.isListed, owing.status, owing.factMilli], [true, 200, 0], 'seen, and no longer counted');
  await pay(pledgeId, charges);
  const paid = await onFile(person, pledgeId);
  assert.deepEqual([paid.isListed, paid.status, paid.kinds], [false, 404, []]);
});
