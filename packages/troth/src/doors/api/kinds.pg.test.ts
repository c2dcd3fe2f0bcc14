import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { type Id, uuidOf } from '../../kernel/index.ts';
import { ConfigRefused, readConfig } from '../../platform/config.ts';
import { OWN_KINDS } from '../../rooms/offer/index.ts';
import { readKindsFolder } from '../installation/index.ts';
import { assertAudited } from './test-audited.ts';
import { evidenceFor, move, must, type Person, promise, type Shop } from './test-story.ts';
import { openTestTroth, type TestTroth } from './test-troth.ts';

/** One JSON file, and nothing else of a kind that Troth does not know. */
const FOLDER = path.join(import.meta.dirname, 'testdata', 'kinds');

let troth: TestTroth;
let shop: Shop;
let person: Person;
let offerId: Id<'ofr'>;
before(async () => {
  troth = await openTestTroth({ kinds: readKindsFolder(FOLDER) });
  shop = await troth.createMerchant();
  person = await troth.createPerson();
  const kind = must(await troth.call('GET', '/v1/kinds/parcel_locker', { token: null }), 200, 'kind').body;
  const published = await troth.call('POST', '/v1/offers', { token: shop.key, body: kind.terms });
  offerId = must(published, 201, 'offer').body.offerId;
});
after(() => troth.close());

test('every kind can be read by anybody, ours and those of the installation, whole enough to draw its form', async () => {
  const list = must(await troth.call('GET', '/v1/kinds', { token: null }), 200, 'kinds').body.kinds;
  assert.deepEqual(
    list.map((one: { kind: string }) => one.kind),
    [...OWN_KINDS.keys(), 'parcel_locker'],
  );
  for (const { kind } of list) {
    const one = must(await troth.call('GET', `/v1/kinds/${kind}`, { token: null }), 200, kind).body;
    assert.deepEqual(one, troth.installation.kinds.get(kind));
  }
  assert.equal((await troth.call('GET', '/v1/kinds/mystery', { token: null })).status, 404);
});

test('what a form starts from is published as it stands, whatever the kind', async () => {
  for (const { terms } of troth.installation.kinds.values())
    must(await troth.call('POST', '/v1/offers', { token: shop.key, body: terms }), 201, terms.kind);
});

/** The shop puts it into the locker and proves it; nobody contests it, so two hours later it is there. */
async function inTheLocker(): Promise<Id<'plg'>> {
  const pledgeId = await promise(troth, person, offerId);
  const evidenceIds = [await evidenceFor(troth, shop.key, pledgeId, 'locker 7, door closed')];
  assert.equal((await move(troth, shop.key, pledgeId, 'declare')).body.code, 'evidence_missing');
  must(await move(troth, shop.key, pledgeId, 'declare', { evidenceIds }), 200, 'declare');
  await troth.advance(2);
  const seen = await troth.call('GET', `/v1/pledges/${pledgeId}`, { token: shop.key });
  assert.equal(must(seen, 200, 'pledge').body.state, 'active');
  return pledgeId;
}

// Free until 24 hours after it was put in, then 50 for each half-day begun, 200 at most.
for (const [hours, chargedMinor] of [
  [5, 0],
  [22, 0],
  [23, 50],
  [34, 50],
  [35, 100],
  [70, 200],
  [71, 200],
] as const) {
  test(`a parcel taken ${hours} hours after the locker was believed costs ${chargedMinor}`, async () => {
    const pledgeId = await inTheLocker();
    await troth.advance(hours);
    const taken = must(await move(troth, shop.key, pledgeId, 'fulfil'), 200, 'fulfil').body;
    assert.deepEqual([taken.state, taken.chargedMinor], ['kept', chargedMinor]);
  });
}

test('a parcel that the shop never put in breaks the shop’s promise, not the person’s', async () => {
  const pledgeId = await promise(troth, person, offerId);
  await troth.advance(48 + 13);
  const evidenceIds = [await evidenceFor(troth, person.session, pledgeId, 'the locker is empty')];
  must(await move(troth, person.session, pledgeId, 'notice', { evidenceIds }), 200, 'notice');
  await troth.advance(25);
  const seen = await troth.call('GET', `/v1/pledges/${pledgeId}`, { token: shop.key });
  assert.equal(must(seen, 200, 'pledge').body.state, 'let_down');
});

test('a parcel of which nobody says anything is not taken as delivered: it ends without a mark on either side', async () => {
  const pledgeId = await promise(troth, person, offerId);
  await troth.advance(48 + 12 + 24 * 90);
  const seen = must(await troth.call('GET', `/v1/pledges/${pledgeId}`, { token: shop.key }), 200, 'pledge').body;
  assert.deepEqual([seen.state, seen.chargedMinor], ['expired', 0]);
});

test('money in escrow for what nobody says was delivered goes back whole', async () => {
  const { terms } = troth.installation.kinds.get('escrow') ?? {};
  const sold = must(await troth.call('POST', '/v1/offers', { token: shop.key, body: terms }), 201, 'offer').body;
  const pledgeId = await promise(troth, person, sold.offerId, { amountMinor: 120_000 });
  must(await move(troth, shop.key, pledgeId, 'fulfil'), 200, 'paid in');
  await troth.advance(24 * 120);
  const seen = must(await troth.call('GET', `/v1/pledges/${pledgeId}`, { token: shop.key }), 200, 'pledge').body;
  assert.equal(seen.state, 'expired');
  const { rows } = await troth.installation.cold.within({ worldId: troth.worldId }, (client) =>
    client.query<{ debit: string; credit: string; amount_minor: number }>(
      'select debit_account as debit, credit_account as credit, amount_minor from transfers where pledge_id = $1 order by recorded_at, transfer_id',
      [uuidOf(pledgeId)],
    ),
  );
  assert.deepEqual(
    rows.map((row) => [row.debit, row.credit, row.amount_minor]),
    [
      ['escrow_cash', 'escrow_held', 120_000],
      ['escrow_held', 'escrow_cash', 120_000],
    ],
  );
});

test('a parcel that is not taken is noticed, and broken only after the person could answer', async () => {
  const pledgeId = await inTheLocker();
  await troth.advance(73);
  const evidenceIds = [await evidenceFor(troth, shop.key, pledgeId, 'still there')];
  must(await move(troth, shop.key, pledgeId, 'notice', { evidenceIds }), 200, 'notice');
  must(await move(troth, person.session, pledgeId, 'answer', { answer: 'on_my_way' }), 200, 'answer');
  const broken = must(await move(troth, shop.key, pledgeId, 'break'), 200, 'break').body;
  assert.equal(broken.state, 'broken');
  assert.ok(broken.chargedMinor <= 200);
});

test('everything above stands in the books, on the file and in the logbook as it must', () =>
  assertAudited(troth, 'the parcel locker'));

for (const [what, text, says] of [
  ['that is no JSON', '{', /b\.json: it cannot be read/],
  ['of a kind that there is', JSON.stringify(OWN_KINDS.get('borrow')), /b\.json: kind_is_taken/],
  ['with a member nobody knows', '{"colour":"green"}', /b\.json: kind_has_wrong_shape/],
] as const) {
  test(`a folder with a file ${what} is refused when Troth starts, by the name of the file`, () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'troth-kinds-'));
    writeFileSync(path.join(folder, 'b.json'), text);
    assert.throws(
      () => readKindsFolder(folder),
      (error: unknown) => error instanceof ConfigRefused && says.test(error.message),
    );
    rmSync(folder, { recursive: true });
  });
}

test('a policy that does not compile is refused with its kind, and so is a folder that is not there', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'troth-kinds-'));
  const kind = JSON.parse(JSON.stringify({ ...OWN_KINDS.get('borrow'), kind: 'shelf' }));
  kind.terms.kind = 'shelf';
  kind.terms.admission.rows[0].when = 'score > 600';
  writeFileSync(path.join(folder, 'b.json'), JSON.stringify(kind));
  assert.throws(() => readKindsFolder(folder), /b\.json: the policy of its terms does not compile/);
  assert.throws(() => readKindsFolder(path.join(folder, 'nowhere')), ConfigRefused);
  assert.equal(readConfig({ TROTH_KINDS: folder }).kindsDirectory, folder);
  assert.equal(readKindsFolder(readConfig({}).kindsDirectory), OWN_KINDS);
  rmSync(folder, { recursive: true });
});
