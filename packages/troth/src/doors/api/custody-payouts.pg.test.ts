import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import type { Id } from '../../kernel/index.ts';
import { bookTransfer, stateCustody } from './test-custody.ts';
import { must, type Person, promise, type Shop } from './test-story.ts';
import { openTestTroth, type TestTroth } from './test-troth.ts';

let troth: TestTroth;
let shop: Shop;
const people: { readonly person: Person; readonly pledgeId: Id<'plg'> }[] = [];
before(async () => {
  troth = await openTestTroth();
  shop = await troth.createMerchant();
  const camera = await troth.publish(shop.key, 'camera');
  for (const name of ['Ada', 'Bo', 'Cy']) {
    const person = await troth.createPerson(name);
    people.push({ person, pledgeId: await promise(troth, person, camera) });
  }
});
after(() => troth.close());

const payOut = async (status = 200, key?: string) => {
  const ask = { token: troth.operatorKey, body: {}, ...(key === undefined ? {} : { key }) };
  return must(await troth.call('POST', `/v1/merchants/${shop.merchantId}/custody-payouts`, ask), status, 'payout').body;
};
const claims = async () =>
  must(
    await troth.call('GET', `/v1/merchants/${shop.merchantId}/custody-claims`, { token: troth.operatorKey }),
    200,
    'claims',
  ).body;

interface Creditor {
  readonly promisor: string;
  readonly owedMinor: number;
  readonly paidMinor: number;
  readonly shortMinor: number;
}
const linesOf = (creditors: readonly Creditor[]) =>
  Object.fromEntries(
    creditors.map((one) => {
      const i = people.findIndex(({ person }) => troth.refFor(person.partyId, shop.merchantId) === one.promisor);
      return [i, [one.owedMinor, one.paidMinor, one.shortMinor]];
    }),
  );

test('nobody is paid where nothing is held, and nothing is paid that no statement shows', async () => {
  assert.equal((await payOut(409)).code, 'nothing_held_for_anybody');
  for (const [i, { person, pledgeId }] of people.entries())
    await bookTransfer(troth, { shop, person, pledgeId }, 'custody_fund', [300, 200, 100][i] as number, 'CNY');
  const [ada] = people;
  assert.ok(ada);
  await bookTransfer(troth, { shop, ...ada }, 'custody_fund', 70, 'JPY');
  assert.equal((await payOut(409)).code, 'no_statement_to_pay_from');
  const { currencies } = await claims();
  assert.deepEqual(
    currencies.map((one: { currency: string; heldMinor: null; owedMinor: number; paidMinor: number }) => [
      one.currency,
      one.heldMinor,
      one.owedMinor,
      one.paidMinor,
    ]),
    [
      ['CNY', null, 600, 0],
      ['JPY', null, 70, 0],
    ],
  );
});

test('a collapse: everybody is paid pro rata out of what is there, once, and what is missing is named per person', async () => {
  await troth.advance(1);
  await stateCustody(troth, shop, 250, 'CNY');
  const before = await claims();
  const expected = { 0: [300, 125, 175], 1: [200, 83, 117], 2: [100, 42, 58] };
  assert.deepEqual(linesOf(before.currencies[0].creditors), expected);
  const paid = await payOut(200, 'collapse-1');
  assert.deepEqual(
    [paid.currencies[0].heldMinor, paid.currencies[0].paidMinor, paid.currencies[0].shortMinor],
    [250, 250, 350],
  );
  assert.deepEqual(linesOf(paid.currencies[0].creditors), expected);
  // Yen have no statement: none of the yuan went there.
  assert.deepEqual([paid.currencies[1].heldMinor, paid.currencies[1].paidMinor], [null, 0]);
  assert.doesNotMatch(JSON.stringify(paid), /pty_|Ada|Bo|Cy/);
  assert.deepEqual(await payOut(200, 'collapse-1'), paid);
  const again = await payOut();
  assert.deepEqual([again.currencies[0].heldMinor, again.currencies[0].paidMinor], [0, 0]);
  const books = must(await troth.call('GET', '/v1/books', { token: shop.key }), 200, 'books').body;
  const held = books.currencies[0].lines.find((line: { account: string }) => line.account === 'custody_held');
  assert.equal(held.balanceMinor, 350);
});

test('each reads on the own file what came back and what is still owed', async () => {
  const [, bo] = people;
  assert.ok(bo);
  const reply = await troth.call('GET', `/v1/pledges/${bo.pledgeId}/events`, { token: shop.key });
  const types = must(reply, 200, 'events').body.events.map((event: { type: string }) => event.type);
  assert.deepEqual(
    types.filter((type: string) => type === 'pledge.custody_paid_out'),
    ['pledge.custody_paid_out'],
  );
  const me = must(await troth.call('GET', '/v1/me/facts', { token: bo.person.session }), 200, 'facts').body;
  const said = me.facts.find((fact: { kind: string }) => fact.kind === 'custody_paid_out');
  assert.ok(said, JSON.stringify(me).slice(0, 300));
});

test('money that turns up later is paid out to those who still miss some, and then all is paid', async () => {
  await troth.advance(1);
  await stateCustody(troth, shop, 1000, 'CNY');
  const paid = await payOut();
  assert.deepEqual(linesOf(paid.currencies.at(0).creditors), { 0: [175, 175, 0], 1: [117, 117, 0], 2: [58, 58, 0] });
  const { currencies } = await claims();
  assert.deepEqual(
    currencies.map((one: { currency: string }) => one.currency),
    ['JPY'],
  );
});

test('a share that somebody erased cannot be paid goes to nobody else', async () => {
  const other = await troth.createMerchant('Corner Umbrellas');
  const desk = await troth.publish(other.key, 'camera');
  const gone = await troth.createPerson('Di');
  const stays = await troth.createPerson('Ed');
  const goneId = await promise(troth, gone, desk);
  const staysId = await promise(troth, stays, desk);
  await bookTransfer(troth, { shop: other, person: gone, pledgeId: goneId }, 'custody_fund', 100, 'CNY');
  await bookTransfer(troth, { shop: other, person: stays, pledgeId: staysId }, 'custody_fund', 100, 'CNY');
  must(await troth.call('POST', `/v1/me/pledges/${goneId}/cancel`, { token: gone.session, body: {} }), 200, 'cancel');
  must(await troth.call('POST', '/v1/me/erase', { token: gone.session, body: {} }), 200, 'erase');
  await troth.advance(1);
  await stateCustody(troth, other, 100, 'CNY');
  const path = `/v1/merchants/${other.merchantId}/custody-payouts`;
  const { currencies } = must(await troth.call('POST', path, { token: troth.operatorKey, body: {} }), 200, 'pay').body;
  assert.deepEqual([currencies[0].paidMinor, currencies[0].shortMinor], [50, 150]);
});

test('a crash between paying and answering pays nobody twice: asked again, it answers what was paid', async () => {
  const other = await troth.createMerchant('Harbour Crates');
  const person = await troth.createPerson('Fo');
  const pledgeId = await promise(troth, person, await troth.publish(other.key, 'camera'));
  await bookTransfer(troth, { shop: other, person, pledgeId }, 'custody_fund', 300, 'CNY');
  await troth.advance(1);
  await stateCustody(troth, other, 100, 'CNY');
  const path = `/v1/merchants/${other.merchantId}/custody-payouts`;
  const ask = { token: troth.operatorKey, body: {}, key: 'collapse-crash' };
  const paid = must(await troth.call('POST', path, ask), 200, 'pay').body;
  assert.equal(paid.currencies[0].paidMinor, 100);
  const client = new pg.Client({ connectionString: troth.ownerUrl });
  await client.connect();
  // The money has moved and is committed; the answer was not remembered yet, only the plan.
  const { rowCount } = await client.query(
    `update idempotency set answer = $1, subject_id = null where answer like '%' || $2 || '%'`,
    [JSON.stringify([102, { plan: `payout ${paid.payoutId}` }]), paid.payoutId],
  );
  await client.end();
  assert.equal(rowCount, 1);
  assert.deepEqual(must(await troth.call('POST', path, ask), 200, 'again').body, paid);
  assert.deepEqual(must(await troth.call('POST', path, ask), 200, 'and again').body, paid);
});

test('two who pay out at once pay once', async () => {
  const other = await troth.createMerchant('Riverside Bikes');
  const person = await troth.createPerson('Gu');
  const pledgeId = await promise(troth, person, await troth.publish(other.key, 'camera'));
  await bookTransfer(troth, { shop: other, person, pledgeId }, 'custody_fund', 300, 'CNY');
  await troth.advance(1);
  await stateCustody(troth, other, 100, 'CNY');
  const path = `/v1/merchants/${other.merchantId}/custody-payouts`;
  const both = await Promise.all([1, 2].map(() => troth.call('POST', path, { token: troth.operatorKey, body: {} })));
  const paid = both.map((reply) => must(reply, 200, 'pay').body.currencies[0].paidMinor);
  assert.deepEqual(paid.sort(), [0, 100]);
});
