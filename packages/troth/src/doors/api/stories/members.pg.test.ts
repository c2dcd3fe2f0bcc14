import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Id } from '../../../kernel/index.ts';
import { must, type Shop } from '../test-story.ts';
import { admits, terms } from './test-offers.ts';
import { assertBooks, assertNoFaults, auditSays, openStage, type Stage, type Told } from './test-told.ts';

/** Three visits in thirty days, discounts of ¥100 at most; the spa next door honours it too. */
const CARD = {
  obligations: [
    { type: 'reach_count', owedBy: 'promisor', count: 3, due: { afterMinutes: 30 * 1440 }, graceMinutes: 0 },
  ],
  grants: [{ type: 'discount', upToMinor: 10_000 }],
  consequences: { clawback: { capMinor: 10_000, unmet: 'all_enjoyed', leftEarly: 'pro_rata' }, unmet: 'no_mark' },
  ladder: [10_000],
  admission: admits(1),
};

let stage: Stage;
let spa: Shop;
let stranger: Shop;
before(async () => {
  stage = await openStage();
  [spa, stranger] = [await stage.troth.createMerchant('Spa'), await stage.troth.createMerchant('Stranger')];
});
after(() => stage.close());

const programme = (paidBy: 'issuer' | 'honouring_shop', partners: readonly string[] = [spa.merchantId]) => ({
  partners,
  paidBy,
});
const publish = (paidBy: 'issuer' | 'honouring_shop', count = 3) => {
  const obligations = [{ ...CARD.obligations[0], count }];
  return stage.publish(terms('membership', 'retail', { ...CARD, obligations, programme: programme(paidBy) }));
};

const by = (shop: Shop, told: Told, move: string, body: object, key?: string) =>
  stage.troth.call('POST', `/v1/pledges/${told.id}/${move}`, { token: shop.key, body, ...(key ? { key } : {}) });
const ours = (told: Told, lineNo: string, discountMinor = 1_000) =>
  told.says('shop', 'report', { lineNo, amountMinor: 5_000, discountMinor });
const honoured = async (told: Told, lineNo: string, discountMinor = 700) =>
  must(await by(spa, told, 'report', { lineNo, amountMinor: 4_000, discountMinor }), 200, `honour ${lineNo}`);
const said = async (told: Told) =>
  (await told.seen()).facts
    .filter(({ detail }: { detail: { said?: { lineNo?: string } } }) => detail.said?.lineNo !== undefined)
    .map(({ kind, detail }: { kind: string; detail: { said: Record<string, unknown> } }) => {
      return [kind, detail.said.lineNo, detail.said.honouredBy ?? null, detail.said.paidBy ?? null];
    });
const members = async (offerId: Id<'ofr'>, query = '') =>
  must(
    await stage.troth.call('GET', `/v1/offers/${offerId}/members${query}`, { token: stage.shop.key }),
    200,
    'members',
  ).body;
const settle = (shop: Shop, offerId: Id<'ofr'>, body: object, key?: string) =>
  stage.troth.call('POST', `/v1/offers/${offerId}/settlements`, { token: shop.key, body, ...(key ? { key } : {}) });

test('a partner is another shop of this world: a stranger, a shop of nowhere and the shop itself are refused, each named', async () => {
  for (const partner of [`pty_${'0'.repeat(32)}`, stage.shop.merchantId]) {
    const body = terms('membership', 'retail', { ...CARD, programme: programme('issuer', [spa.merchantId, partner]) });
    const reply = await stage.troth.call('POST', '/v1/offers', { token: stage.shop.key, body });
    assert.deepEqual(
      [reply.status, reply.body.code, reply.body.pointers],
      [422, 'partner_unknown', ['/programme/partners/1']],
    );
  }
});

test('a partner counts lines of its own: its numbers do not meet ours, and the line names who honoured it and who pays', async () => {
  const told = await stage.promise(await publish('issuer'));
  await ours(told, 'R-1');
  await honoured(told, 'R-1');
  const again = await by(spa, told, 'report', { lineNo: 'R-1' });
  assert.equal(again.body.code, 'line_counted_already');
  assert.deepEqual(await said(told), [
    ['counted', 'R-1', null, null],
    ['counted', 'R-1', spa.merchantId, 'issuer'],
  ]);
  const { programme: named } = await told.seen();
  assert.deepEqual([named.paidBy, named.shops.map(({ shop }: { shop: string }) => shop)], ['issuer', [spa.merchantId]]);
  must(await by(spa, told, 'take-back', { lineNo: 'R-1' }), 200, 'its own');
  assert.equal((await by(spa, told, 'take-back', { lineNo: 'R-1' })).body.code, 'line_unknown');
  assert.deepEqual((await said(told)).at(-1), ['uncounted', 'R-1', spa.merchantId, 'issuer']);
  await honoured(told, 'S-2');
  await told.refuses('shop', 'take_back', 'line_unknown', { lineNo: 'S-2' });
  await honoured(told, 'S-3');
  await told.is('kept', []);
  assert.deepEqual((await said(told)).at(-1), ['kept', 'S-3', spa.merchantId, 'issuer']);
});

test('to a partner the rest of the pledge, and to everybody else all of it, is as unknown as if it were not there', async () => {
  const told = await stage.promise(await publish('issuer'));
  const plain = await stage.promise(await stage.publish(terms('membership', 'retail', CARD)));
  const unknown = async (shop: Shop, of: Told, move: string, body: object) => {
    const reply = await by(shop, of, move, body);
    assert.deepEqual(
      [reply.status, reply.body.code],
      [404, 'pledge_unknown'],
      `${move}: ${JSON.stringify(reply.body)}`,
    );
  };
  await unknown(stranger, told, 'report', { lineNo: 'X-1' });
  await unknown(stranger, told, 'take-back', { lineNo: 'X-1' });
  await unknown(spa, plain, 'report', { lineNo: 'X-1' });
  for (const move of ['cancel', 'fulfil', 'begin', 'release']) await unknown(spa, told, move, {});
  const seen = await stage.troth.call('GET', `/v1/pledges/${told.id}`, { token: spa.key });
  assert.equal(seen.status, 404);
});

test('the page says before the promise where else the benefit can be used, and who pays there', async () => {
  for (const [paidBy, said] of [
    ['issuer', /It can be used at Spa too; [^;<]+ pays for the discounts given there\./],
    ['honouring_shop', /It can be used at Spa too; each of them pays for the discounts it gives\./],
  ] as const) {
    const page = await fetch(`${stage.troth.url}/a/${await publish(paidBy)}?lang=en`);
    assert.match(await page.text(), said);
  }
});

test('a partner’s line sent twice under one key is one line, and under that key with another body it is refused', async () => {
  const told = await stage.promise(await publish('issuer'));
  const key = `spa-${told.id}`;
  const first = must(await by(spa, told, 'report', { lineNo: 'K-1' }, key), 200, 'first');
  assert.deepEqual((await by(spa, told, 'report', { lineNo: 'K-1' }, key)).body, first.body);
  assert.equal((await by(spa, told, 'report', { lineNo: 'K-2' }, key)).body.code, 'key_reused_with_other_body');
  assert.equal((await said(told)).length, 1);
});

test('a running promise keeps its programme: a partner that a new version no longer names honours what was promised before', async () => {
  const offerId = await publish('issuer');
  const before = await stage.promise(offerId);
  const body = terms('membership', 'retail', CARD);
  must(
    await stage.troth.call('POST', `/v1/offers/${offerId}/versions`, { token: stage.shop.key, body }),
    201,
    'version',
  );
  await honoured(before, 'V-1');
  const later = await stage.promise(offerId);
  assert.equal((await by(spa, later, 'report', { lineNo: 'V-2' })).body.code, 'pledge_unknown');
  must(await settle(spa, offerId, { lines: [] }), 200, 'a partner of an older version');
});

test('the report says what is owed to a partner, or that it bears its discounts itself', async () => {
  for (const [paidBy, owedMinor, borneByPartnerMinor] of [
    ['issuer', 700, 0],
    ['honouring_shop', 0, 700],
  ] as const) {
    const offerId = await publish(paidBy);
    const told = await stage.promise(offerId);
    await ours(told, 'R-1');
    await honoured(told, 'S-1');
    await honoured(told, 'S-2', 300);
    await told.is('kept');
    await stage.hours(1);
    const { totals, partners } = await members(offerId);
    assert.deepEqual(
      [totals.visitCount, totals.amountMinor, totals.discountMinor, totals.ends.kept],
      [3, 13_000, 2_000, 1],
    );
    assert.deepEqual(partners, [
      {
        shop: spa.merchantId,
        name: partners[0].name,
        visitCount: 2,
        amountMinor: 8_000,
        discountMinor: 1_000,
        owedMinor: owedMinor === 0 ? 0 : owedMinor + 300,
        borneByPartnerMinor: borneByPartnerMinor === 0 ? 0 : borneByPartnerMinor + 300,
      },
    ]);
  }
});

test('a block settlement is laid beside the counted lines: equal, different, only here, only there, with the totals of both', async () => {
  const offerId = await publish('issuer', 4);
  const told = await stage.promise(offerId);
  const line = (lineNo: string, discountMinor: number, amountMinor = 5_000) => {
    return { pledgeId: told.id, lineNo, count: 1, amountMinor, discountMinor };
  };
  await ours(told, 'A');
  await ours(told, 'B', 900);
  await told.says('shop', 'take_back', { lineNo: 'B' });
  await ours(told, 'C', 800);
  await honoured(told, 'A');
  await stage.hours(1);
  const key = `settle-${told.id}`;
  const sent = { lines: [line('A', 1_000), line('C', 801), line('D', 5)] };
  const { body } = must(await settle(stage.shop, offerId, sent, key), 200, 'settle');
  const at = ({ lineNo }: { lineNo: string }) => lineNo;
  assert.deepEqual(
    [body.verdict, body.matched.map(at), body.differing.map(at), body.onlyOurs.map(at), body.onlyTheirs.map(at)],
    ['differ', ['A'], ['C'], [], ['D']],
  );
  assert.deepEqual(body.differing[0].fields, ['discountMinor']);
  assert.deepEqual(
    [body.totals.ours.discountMinor, body.totals.theirs.discountMinor, body.totals.ours.count],
    [1_800, 1_806, 2],
  );
  const agreed = must(await settle(stage.shop, offerId, { lines: [line('C', 800), line('A', 1_000)] }), 200, 'agree');
  assert.equal(agreed.body.verdict, 'agree');
  const theirs = must(await settle(spa, offerId, { lines: [line('A', 700, 4_000)] }), 200, 'the partner').body;
  assert.deepEqual([theirs.verdict, theirs.discounts], ['agree', { byIssuerMinor: 700, byHonouringShopMinor: 0 }]);
  const bill = { shop: spa.merchantId, lines: [line('A', 750, 4_000)] };
  assert.equal(must(await settle(stage.shop, offerId, bill), 200, 'a partner’s bill').body.verdict, 'differ');
  for (const [shop, asked] of [
    [stranger, { lines: [] }],
    [spa, { shop: stage.shop.merchantId, lines: [] }],
  ] as const)
    assert.equal((await settle(shop, offerId, asked)).status, 404);
  await told.says('shop', 'take_back', { lineNo: 'A' });
  assert.deepEqual((await settle(stage.shop, offerId, sent, key)).body, body, 'the same key tells the same');
});

test('of an earlier period’s line the refund is a line below zero, and a period neither ends in the future nor before it begins', async () => {
  const offerId = await publish('issuer');
  const told = await stage.promise(offerId);
  await ours(told, 'A');
  await stage.hours(1);
  const from = await stage.inHours(0);
  await told.says('shop', 'take_back', { lineNo: 'A' });
  await stage.hours(1);
  const { body } = must(await settle(stage.shop, offerId, { from, lines: [] }), 200, 'second period');
  assert.deepEqual(
    body.onlyOurs.map((one: object) => ({ ...one, pledgeId: null })),
    [{ pledgeId: null, lineNo: 'A', count: -1, amountMinor: -5_000, discountMinor: -1_000 }],
  );
  const [now, later] = [await stage.inHours(0), await stage.inHours(1)];
  for (const [period, pointer] of [
    [{ to: later }, '/to'],
    [{ from: now, to: now }, '/from'],
  ] as const)
    assert.deepEqual((await settle(stage.shop, offerId, { ...period, lines: [] })).body.pointers, [pointer]);
});

test('members are new, returning and lost by period, known by the shop’s own reference only', async () => {
  const offerId = await publish('issuer');
  const start = await stage.inHours(0);
  const [stays, leaves, falls] = [
    await stage.promise(offerId),
    await stage.promise(offerId),
    await stage.promise(offerId),
  ];
  for (const lineNo of ['R-1', 'R-2', 'R-3']) await ours(stays, lineNo);
  await ours(leaves, 'L-1');
  await leaves.says('person', 'cancel');
  await ours(falls, 'F-1', 400);
  await stage.days(31);
  await falls.is('unmet', [['clawback', 400, 'open']]);
  const first = await stage.inHours(0);
  await stage.promise(offerId, {}, stays.by);
  await stage.hours(1);
  const was = await members(offerId, `?from=${start}&to=${first}`);
  const { newCount, returningCount, lostCount, runningCount, ends } = was.totals;
  assert.deepEqual([newCount, returningCount, lostCount, runningCount], [3, 0, 3, 0]);
  assert.deepEqual([ends.kept, ends.left, ends.unmet], [1, 1, 1]);
  assert.equal(was.totals.clawbackMinor, 400 + 666);
  const refOf = (told: Told) => stage.troth.refFor(told.by.partyId, stage.shop.merchantId);
  assert.deepEqual(
    was.members.map(({ promisor }: { promisor: string }) => promisor),
    [stays, leaves, falls].map(refOf).sort(),
  );
  assert.ok(!JSON.stringify(was).includes(stays.by.partyId));
  const is = await members(offerId, `?from=${first}`);
  assert.deepEqual(
    [is.totals.newCount, is.totals.returningCount, is.totals.lostCount, is.totals.runningCount],
    [0, 1, 0, 1],
  );
  assert.deepEqual(
    is.members.map(({ promisor, marks }: { promisor: string; marks: string[] }) => [promisor, ...marks]),
    [[refOf(stays), 'returning']],
  );
  assert.deepEqual((await members(offerId, `?from=${start}&to=${first}`)).totals, was.totals, 'a past period stays');
  const other = await stage.troth.call('GET', `/v1/offers/${offerId}/members`, { token: spa.key });
  assert.equal(other.status, 404, 'a partner reads no members');
});

test('the books of all of them agree, and nothing went wrong behind an answer', async () => {
  await assertBooks(stage);
  assertNoFaults(stage);
});

test('the audit finds nothing', async () => {
  assert.deepEqual(await auditSays(stage), []);
});
