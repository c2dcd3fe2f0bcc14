import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { type Currency, type Id, isoFromInstant } from '../../kernel/index.ts';
import type { Route } from '../../rooms/ledger/index.ts';
import { bookTransfer, stateCustody } from './test-custody.ts';
import { move, must, type Person, promise, type Shop } from './test-story.ts';
import { openTestTroth, type TestTroth } from './test-troth.ts';

let troth: TestTroth;
let shop: Shop;
let other: Shop;
let person: Person;
let pledgeId: Id<'plg'>;
before(async () => {
  troth = await openTestTroth();
  shop = await troth.createMerchant();
  other = await troth.createMerchant('Corner Umbrellas');
  person = await troth.createPerson();
  pledgeId = await promise(troth, person, await troth.publish(shop.key, 'camera'));
  must(await move(troth, shop.key, pledgeId, 'begin'), 200, 'begin');
});
after(() => troth.close());

const now = () => troth.installation.worlds.now(troth.worldId);

const along = (route: Route, amountMinor: number, currency: Currency) =>
  bookTransfer(troth, { shop, person, pledgeId }, route, amountMinor, currency);

const get = async (path: string, token: string | null, status = 200) =>
  must(await troth.call('GET', path, { token }), status, path).body;
const linesOf = (books: { currencies: { currency: string; lines: { account: string; balanceMinor: number }[] }[] }) =>
  Object.fromEntries(
    books.currencies.map(({ currency, lines }) => [
      currency,
      Object.fromEntries(
        lines.filter((line) => line.balanceMinor !== 0).map((line) => [line.account, line.balanceMinor]),
      ),
    ]),
  );

test('the books stand as they stood at any past instant, and charges, collected, forgiven and open add up', async () => {
  const running = isoFromInstant(now());
  const granted = linesOf(await get('/v1/books', shop.key)).CNY?.trust_extended ?? 0;
  assert.ok(granted > 0);
  await troth.advance(24 * 6);
  const { charges } = must(await move(troth, shop.key, pledgeId, 'fulfil'), 200, 'fulfil').body;
  assert.ok(charges.length >= 2);
  const kept = isoFromInstant(now());
  await troth.advance(1);
  for (const [i, { chargeId }] of charges.entries()) {
    const path = `/v1/pledges/${pledgeId}/charges/${chargeId}/${i === 0 ? 'mark-paid' : 'forgive'}`;
    must(await troth.call('POST', path, { token: shop.key, body: {} }), 200, path);
  }
  const total = charges.reduce((sum: number, one: { amountMinor: number }) => sum + one.amountMinor, 0);
  const first = charges[0].amountMinor;
  const books = await get('/v1/books', shop.key);
  const [cny] = books.currencies;
  assert.deepEqual(cny.charges, {
    chargedMinor: total,
    collectedMinor: first,
    forgivenMinor: total - first,
    openMinor: 0,
    creditedMinor: 0,
    agrees: true,
  });
  assert.deepEqual(cny.losses, {
    bearers: [{ bearer: 'merchant', atRiskMinor: 0, unpaidMinor: 0, forgivenMinor: total - first }],
    unnamedMinor: 0,
  });
  assert.equal(cny.debitMinor, cny.creditMinor);
  const before = (await get(`/v1/books?at=${encodeURIComponent(kept)}`, shop.key)).currencies[0];
  assert.deepEqual([before.charges.openMinor, before.charges.collectedMinor, before.charges.agrees], [total, 0, true]);
  assert.deepEqual(linesOf(await get(`/v1/books?at=${encodeURIComponent(running)}`, shop.key)), {
    CNY: { trust_extended: granted, trust_granted: granted },
  });
});

test('a merchant reads its own books and nobody else’s; the operator reads any, and all at once', async () => {
  assert.deepEqual((await get('/v1/books', other.key)).currencies, []);
  assert.equal((await get(`/v1/books?shop=${shop.merchantId}`, other.key, 404)).code, 'not_found');
  assert.equal((await get('/v1/books', person.session, 403)).code, 'merchant_must_speak');
  const mine = await get('/v1/books', shop.key);
  assert.equal(mine.shop, shop.merchantId);
  assert.deepEqual((await get(`/v1/books?shop=${shop.merchantId}`, troth.operatorKey)).currencies, mine.currencies);
  assert.deepEqual((await get('/v1/books', troth.operatorKey)).currencies, mine.currencies);
  assert.deepEqual((await get(`/v1/books?shop=${other.merchantId}`, troth.operatorKey)).currencies, []);
  assert.equal((await get('/v1/books?at=2999-01-01T00:00:00Z', shop.key, 422)).code, 'body_invalid');
});

test('yen, dinars and yuan stand in books of their own', async () => {
  await along('custody_fund', 5000, 'JPY');
  await along('custody_fund', 12_345, 'KWD');
  const lines = linesOf(await get('/v1/books', shop.key));
  assert.deepEqual(lines.JPY, { custody_cash: 5000, custody_held: 5000 });
  assert.deepEqual(lines.KWD, { custody_cash: 12_345, custody_held: 12_345 });
  assert.equal(lines.CNY?.custody_cash, undefined);
});

const state = (balanceMinor: number, currency: Currency, balanceAt = now(), status = 201) =>
  stateCustody(troth, shop, balanceMinor, currency, { balanceAt, status });

/** `home` is the world that strangers speak to; the tests' own world stands in for it. */
const coverage = async (currency: Currency, at?: string) => {
  const asked = at === undefined ? '' : `&at=${encodeURIComponent(at)}`;
  const { shops } = await get(`/v1/custody-coverage?shop=${shop.merchantId}${asked}`, null);
  const found = shops.find((one: { currency: string }) => one.currency === currency);
  return found === undefined
    ? null
    : [found.state, found.owedMinor, found.heldMinor, found.ratioBps, found.missingMinor];
};

test('everybody may read how much of the deposits is there, at any past instant, and a gap is called a gap', async () => {
  assert.deepEqual(await coverage('JPY'), ['no_statement', 5000, null, null, 5000]);
  await state(4999, 'JPY');
  assert.deepEqual(await coverage('JPY'), ['short', 5000, 4999, 9998, 1]);
  const short = isoFromInstant(now());
  await troth.advance(1);
  await state(5000, 'JPY');
  assert.deepEqual(await coverage('JPY'), ['covered', 5000, 5000, 10_000, 0]);
  await troth.advance(1);
  await along('custody_fund', 1000, 'JPY');
  assert.deepEqual(await coverage('JPY'), ['behind', 6000, 5000, 8333, 1000]);
  await troth.advance(1);
  await along('custody_refund', 6000, 'JPY');
  assert.deepEqual(await coverage('JPY'), ['covered', 5000, 5000, 10_000, 0]);
  assert.deepEqual(await coverage('JPY', short), ['short', 5000, 4999, 9998, 1]);
  assert.deepEqual(await coverage('KWD'), ['no_statement', 12_345, null, null, 12_345]);
  assert.equal(await coverage('CNY'), null);
});

test('a statement is told by the operator alone, and never speaks of the future', async () => {
  const body = {
    merchantId: shop.merchantId,
    currency: 'JPY',
    balanceMinor: 1,
    balanceAt: isoFromInstant(now()),
    suppliedBy: 'x',
  };
  for (const token of [shop.key, person.session])
    assert.equal(
      must(await troth.call('POST', '/v1/custody-statements', { token, body }), 403, 'shop').body.code,
      'operator_must_speak',
    );
  assert.equal((await state(1, 'JPY', now() + 1n, 422)).code, 'statement_of_the_future');
  await state(5000, 'JPY', now());
  const stranger = { ...body, merchantId: person.partyId };
  must(await troth.call('POST', '/v1/custody-statements', { token: troth.operatorKey, body: stranger }), 404, 'nobody');
});

test('movements where money lies carry every name that a statement may call them by', async () => {
  const { movements, next } = await get('/v1/books/movements?account=custody_cash', shop.key);
  assert.equal(next, null);
  assert.deepEqual(
    movements.map((one: { amountMinor: number; currency: string }) => `${one.amountMinor} ${one.currency}`),
    ['5000 JPY', '12345 KWD', '1000 JPY', '-6000 JPY'],
  );
  assert.ok(movements.every((one: { references: string[] }) => one.references.includes(pledgeId)));
  const [first, ...rest] = movements;
  const later = await get(`/v1/books/movements?account=custody_cash&after=${first.transferId}`, shop.key);
  assert.deepEqual(later.movements, rest);
  assert.deepEqual((await get('/v1/books/movements', other.key)).movements, []);
  assert.equal((await get('/v1/books/movements', troth.operatorKey, 422)).pointers[0], '/shop');
});

test('pledges in yen and in dinars are charged, booked and lost in their own currency, and in no other', async () => {
  const trader = await troth.createMerchant('Harbour Crates');
  const someone = await troth.createPerson('Noor');
  for (const currency of ['JPY', 'KWD'] as const) {
    const offerId = await troth.publish(trader.key, 'camera', (terms) => Object.assign(terms, { currency }));
    const lent = await promise(troth, someone, offerId);
    must(await move(troth, trader.key, lent, 'begin'), 200, 'begin');
    const before = linesOf(await get('/v1/books', trader.key));
    await troth.advance(24 * 6);
    const { charges } = must(await move(troth, trader.key, lent, 'fulfil'), 200, 'fulfil').body;
    assert.ok(charges.length >= 2 && charges.every((one: { currency: string }) => one.currency === currency));
    for (const { chargeId } of charges.slice(1)) {
      const path = `/v1/pledges/${lent}/charges/${chargeId}/forgive`;
      must(await troth.call('POST', path, { token: trader.key, body: {} }), 200, 'forgive');
    }
    const { currencies } = await get('/v1/books', trader.key);
    const mine = currencies.find((one: { currency: string }) => one.currency === currency);
    const total = charges.reduce((sum: number, one: { amountMinor: number }) => sum + one.amountMinor, 0);
    assert.deepEqual(mine.charges, {
      chargedMinor: total,
      collectedMinor: 0,
      forgivenMinor: total - charges[0].amountMinor,
      openMinor: charges[0].amountMinor,
      creditedMinor: 0,
      agrees: true,
    });
    assert.equal(mine.losses.bearers[0].forgivenMinor, total - charges[0].amountMinor);
    assert.equal(mine.losses.unnamedMinor, 0);
    const after = linesOf({ currencies });
    for (const other of Object.keys(before).filter((one) => one !== currency))
      assert.deepEqual(after[other], before[other], `${currency} moved ${other}`);
  }
  assert.deepEqual(Object.keys(linesOf(await get('/v1/books', trader.key))), ['JPY', 'KWD']);
});

test('the chart and the coverage are pages for everybody, in both languages', async () => {
  for (const [path, zh, en] of [
    ['/books/chart', '应退押金', 'Deposits held'],
    ['/books/coverage', '欠着大家', 'Owed to people'],
  ] as const) {
    for (const [lang, word] of [
      ['zh', zh],
      ['en', en],
    ] as const) {
      const page = await troth.call('GET', `${path}?lang=${lang}`);
      assert.equal(page.status, 200);
      assert.ok(page.body.includes(word), `${path} ${lang}`);
      assert.doesNotMatch(page.body, /pty_|ref_/);
    }
  }
  assert.equal((await troth.call('GET', '/books/coverage?at=2999-01-01T00:00:00Z')).status, 422);
});

test('what everybody may ask about deposits is looked up by an index, never by going through all transfers', async () => {
  const client = new pg.Client({ connectionString: troth.ownerUrl });
  await client.connect();
  try {
    await client.query('set enable_seqscan = off');
    for (const rows of [`'custody_held' in (debit_account, credit_account)`, `credit_account = 'custody_cash'`]) {
      const { rows: lines } = await client.query<{ 'QUERY PLAN': string }>(
        `explain select sum(amount_minor) from transfers where ${rows} and effective_at <= now()`,
      );
      assert.match(lines.map((line) => line['QUERY PLAN']).join('\n'), /transfers_of_custody/, rows);
    }
  } finally {
    await client.end();
  }
});
