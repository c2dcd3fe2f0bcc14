// A refusal of an order or a move, asked for twice with the same key: the second answer is the first one, to the letter.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Id, isoFromInstant, uuidOf } from '../../kernel/index.ts';
import { askAsOwner } from '../../platform/db/test-migrated.ts';
import { ORDER_REFUSALS } from '../../rooms/offer/index.ts';
import { PLEDGE_REFUSALS } from '../../rooms/pledge/index.ts';
import { freshKey } from './test-routes.ts';
import { linesOfOrders, TRIED } from './test-line-refusals.ts';
import { type Asked, assertSameAgain } from './test-same-again.ts';
import { factOf, pledgeIn, setStage, type Stage, type State } from './test-stage.ts';
import { heldGoods, ride, salon, wardrobe } from './test-stage-offers.ts';
import { evidenceFor, move, must, type Person, promise } from './test-story.ts';
import { openTestTroth, type TestTroth } from './test-troth.ts';

let troth: TestTroth;
let stage: Stage;
let table: Id<'ofr'>;
before(async () => {
  troth = await openTestTroth();
  stage = await setStage(troth);
  table = await troth.publish(stage.shop.key, 'cafe-table');
  await troth.consent(stage.person.session, table);
});
after(() => troth.close());

const hours = (after: number) =>
  isoFromInstant(troth.installation.worlds.now(troth.worldId) + BigInt(after) * 3_600_000_000n);
const day = (after: number) => hours(after * 24).slice(0, 10);
const refOf = (person: Pick<Person, 'partyId'>) => troth.refFor(person.partyId, stage.shop.merchantId);
const order = (more: object, offerId: string = stage.camera): Asked => ({
  token: stage.shop.key,
  path: '/v1/pledges',
  body: { offerId, promisor: refOf(stage.person), ...more },
});
const mine = (more: object, offerId: string = stage.camera): Asked => ({
  token: stage.person.session,
  path: '/v1/me/pledges',
  body: { offerId, terms: 'trust', shownMinor: 0, ...more },
});
const said = (token: string, pledgeId: string, name: string, body: object = {}): Asked => ({
  token,
  path: `/v1${token.startsWith('trs_') ? '/me' : ''}/pledges/${pledgeId}/${name}`,
  body,
});
const byShop = async (state: State, name: string, body: object = {}) =>
  said(stage.shop.key, await pledgeIn(state, stage), name, body);
const byPerson = async (state: State, name: string, body: object = {}) =>
  said(stage.person.session, await pledgeIn(state, stage), name, body);

/** An appointment of the person, so many hours from now. */
const visit = (after: number) => promise(troth, stage.person, table, { startsAt: hours(after) });

async function declared(): Promise<string> {
  const pledgeId = await pledgeIn('active', stage);
  must(await move(troth, stage.person.session, pledgeId, 'declare'), 200, 'declare');
  return pledgeId;
}

async function extended(): Promise<string> {
  const pledgeId = await pledgeIn('active', stage);
  for (;;) {
    const reply = await move(troth, stage.person.session, pledgeId, 'extend');
    if (reply.status !== 200) return pledgeId;
  }
}

async function stranger(state: 'active' | 'suspended'): Promise<Person> {
  const person = await troth.createPerson();
  if (state === 'suspended')
    await askAsOwner(
      troth.ownerUrl,
      `update parties set state = 'suspended' where party_id = '${uuidOf(person.partyId)}'`,
    );
  return person;
}

async function erased(): Promise<{ person: Person; pledgeId: string }> {
  const person = await troth.createPerson();
  const pledgeId = await promise(troth, person, stage.camera);
  must(await move(troth, person.session, pledgeId, 'cancel'), 200, 'cancel');
  must(await troth.call('POST', '/v1/me/erase', { token: person.session, body: {} }), 200, 'erase');
  return { person, pledgeId };
}

type Make = () => Promise<Asked> | Asked;
const ORDERS: readonly (readonly [code: string, make: Make])[] = [
  ['promisor_unknown', () => order({ promisor: `ref_${'f'.repeat(32)}` })],
  ['promisor_erased', async () => order({ promisor: refOf((await erased()).person) })],
  ['promisor_suspended', async () => order({ promisor: refOf(await stranger('suspended')) })],
  ['promisor_is_promisee', () => order({ promisor: stage.shop.merchantId })],
  [
    'order_number_taken',
    async () => {
      const taken = order({ orderNo: `N-${freshKey()}` });
      must(await troth.call('POST', taken.path, taken), 201, 'order');
      return taken;
    },
  ],
  ['consent_missing', async () => order({ promisor: refOf(await stranger('active')) })],
  ['granted_less_than_shown', () => mine({ shownMinor: 300_001 })],
  ['start_missing', () => order({}, table)],
  ['start_missing', () => mine({}, table)],
  ['start_given_twice', () => order({ startsAt: hours(2), onLocalDate: day(2) }, table)],
  ['start_in_the_past', () => order({ startsAt: hours(-48) })],
  ['start_too_far_ahead', () => order({ startsAt: hours(24 * 400) })],
  ['start_too_far_ahead', () => order({ onLocalDate: day(400) }, table)],
  ['local_date_needs_an_appointment', () => order({ onLocalDate: day(2) })],
  ['local_date_invalid', () => order({ onLocalDate: '2027-02-30' }, table)],
  ['window_already_over', () => order({ startsAt: hours(-48) }, table)],
  ['window_already_over', () => mine({ onLocalDate: day(-3) }, table)],
  [
    'due_already_past',
    async () => {
      const due = { afterDays: 0, atLocalTime: '00:00' };
      const obligations = [{ type: 'return_item', owedBy: 'promisor', due, graceMinutes: 1440 }];
      return order(
        {},
        await troth.publish(stage.shop.key, 'umbrella', (terms) => Object.assign(terms, { obligations })),
      );
    },
  ],
];

const held = (change: (terms: Record<string, unknown>) => void) => troth.publish(stage.shop.key, 'umbrella', change);
const priced = () =>
  held((terms) => {
    heldGoods(terms);
    const [pay] = terms.obligations as Record<string, unknown>[];
    Object.assign(pay ?? {}, { amount: { orderedUpToMinor: 30_000 } });
  });

async function tried(lineNos: readonly string[]) {
  const pledgeId = await promise(troth, stage.person, await held(wardrobe), { lines: TRIED });
  must(await move(troth, stage.shop.key, pledgeId, 'begin'), 200, 'begin');
  if (lineNos.length > 0) must(await move(troth, stage.shop.key, pledgeId, 'fulfil', { lineNos }), 200, 'back');
  return (name: string, body: object) => said(stage.shop.key, pledgeId, name, body);
}
const LINES = linesOfOrders({ order, trial: () => held(wardrobe), tried });

const AMOUNTS: readonly (readonly [code: string, make: Make])[] = [
  ['amount_missing', async () => order({}, await priced())],
  ['amount_above_cap', async () => order({ amountMinor: 30_001 }, await priced())],
  ['amount_not_asked', () => order({ amountMinor: 1 })],
];

async function inSalon(...lineNos: string[]): Promise<string> {
  const pledgeId = await promise(troth, await stranger('active'), await held(salon));
  for (const lineNo of lineNos)
    must(await move(troth, stage.shop.key, pledgeId, 'report', { lineNo, discountMinor: 15_000 }), 200, lineNo);
  return pledgeId;
}

async function riding(billedMinor?: number): Promise<string> {
  const pledgeId = await promise(troth, stage.person, await held(ride));
  must(await move(troth, stage.shop.key, pledgeId, 'begin'), 200, 'begin');
  if (billedMinor !== undefined)
    must(await move(troth, stage.shop.key, pledgeId, 'bill', { amountMinor: billedMinor }), 200, 'bill');
  return pledgeId;
}

const COUNTED: readonly (readonly [code: string, make: Make])[] = [
  ['nothing_to_reach', () => byShop('active', 'report', { lineNo: 'R-1' })],
  ['nothing_to_bill', () => byShop('active', 'bill', { amountMinor: 1 })],
  [
    'nothing_to_claim',
    async () => {
      const pledgeId = await riding(100);
      await troth.advance(48);
      const evidenceIds = [await evidenceFor(troth, stage.shop.key, pledgeId)];
      return said(stage.shop.key, pledgeId, 'notice', { evidenceIds, claimMinor: 1 });
    },
  ],
  ['buy_out_not_offered', () => byPerson('active', 'buy-out')],
  ['line_unknown', async () => said(stage.shop.key, await inSalon(), 'take-back', { lineNo: 'R-1' })],
  ['line_counted_already', async () => said(stage.shop.key, await inSalon('R-1'), 'report', { lineNo: 'R-1' })],
  [
    'discount_above_grant',
    async () => said(stage.shop.key, await inSalon('R-1'), 'report', { lineNo: 'R-2', discountMinor: 5_001 }),
  ],
  ['bill_above_cap', async () => said(stage.shop.key, await riding(), 'bill', { amountMinor: 5_001 })],
  ['bill_only_downwards', async () => said(stage.shop.key, await riding(100), 'bill', { amountMinor: 100 })],
];

const MOVES: readonly (readonly [code: string, make: Make])[] = [
  ['pledge_unknown', () => said(stage.shop.key, `plg_${'0'.repeat(32)}`, 'fulfil')],
  ['promisor_erased', async () => said(stage.shop.key, (await erased()).pledgeId, 'begin')],
  [
    'pledge_is_over',
    async () => {
      const pledgeId = await pledgeIn('offered', stage);
      must(await move(troth, stage.person.session, pledgeId, 'decline'), 200, 'decline');
      return said(stage.shop.key, pledgeId, 'fulfil', { effectiveAt: hours(-1) });
    },
  ],
  ['stage_is_not_running', () => byShop('active', 'fulfil', { seq: 2 })],
  ['move_not_possible_now', () => byShop('accepted', 'break')],
  ['move_not_possible_now', () => byPerson('active', 'cancel', { note: '算了' })],
  ['nothing_to_hand_over', async () => said(stage.shop.key, await visit(5), 'begin')],
  [
    'nothing_to_return',
    async () => {
      const pledgeId = await visit(1);
      await troth.advance(3);
      return said(stage.person.session, pledgeId, 'declare');
    },
  ],
  [
    'already_confirmed',
    async () => {
      const asked = await byPerson('active', 'confirm');
      must(await troth.call('POST', asked.path, asked), 200, 'confirm');
      return asked;
    },
  ],
  ['already_declared', async () => said(stage.person.session, await declared(), 'declare')],
  [
    'extension_not_offered',
    async () => {
      const umbrella = await troth.publish(stage.shop.key, 'umbrella', (terms) => delete terms.extension);
      const pledgeId = await promise(troth, stage.person, umbrella);
      must(await move(troth, stage.shop.key, pledgeId, 'begin'), 200, 'begin');
      return said(stage.person.session, pledgeId, 'extend');
    },
  ],
  ['extension_limit_reached', async () => said(stage.person.session, await extended(), 'extend')],
  ['grace_has_passed', () => byPerson('lapsed', 'extend')],
  [
    'grace_still_runs',
    async () => {
      const pledgeId = await pledgeIn('active', stage);
      const { body } = await troth.call('GET', `/v1/pledges/${pledgeId}`, { token: stage.shop.key });
      const now = Number(troth.installation.worlds.now(troth.worldId) / 1000n);
      await troth.advance(Math.ceil((Date.parse(body.dueAt) - now) / 3_600_000));
      return said(stage.shop.key, pledgeId, 'notice');
    },
  ],
  [
    'pledge_is_disputed',
    async () => {
      const pledgeId = await pledgeIn('answered', stage);
      const path = `/v1/me/facts/${await factOf(stage, pledgeId, 'noticed')}/contest`;
      const body = { statement: '不是这样' };
      must(await troth.call('POST', path, { token: stage.person.session, body }), 201, 'contest');
      return said(stage.shop.key, pledgeId, 'break');
    },
  ],
  ['return_not_contested_yet', () => byShop('active', 'notice')],
  ['evidence_missing', () => byShop('lapsed', 'notice', { evidenceIds: [`evd_${'0'.repeat(32)}`] })],
  ['effective_in_the_future', () => byShop('active', 'fulfil', { effectiveAt: hours(24) })],
  ['effective_before_the_pledge', () => byShop('active', 'fulfil', { effectiveAt: hours(-24 * 900) })],
];

describe('a refusal repeated is the same to the letter:', () => {
  for (const [code, make] of [...ORDERS, ...AMOUNTS, ...LINES])
    test(`an order, ${code}`, async () => {
      await assertSameAgain(troth, code, await make());
    });
  for (const [code, make] of [...MOVES, ...COUNTED])
    test(`a move, ${code}`, async () => {
      await assertSameAgain(troth, code, await make());
    });

  test('none is left out', () => {
    const shown = new Set([...ORDERS, ...LINES, ...AMOUNTS, ...MOVES, ...COUNTED].map(([code]) => code));
    const all = [...Object.keys(ORDER_REFUSALS), ...Object.keys(PLEDGE_REFUSALS)];
    assert.deepEqual(
      all.filter((code) => !shown.has(code)),
      [],
    );
  });

  test('in a bulk request too', async () => {
    const pledges = [{ ...order({ startsAt: hours(-48) }).body, idempotencyKey: freshKey() }];
    const bulk = () => troth.call('POST', '/v1/pledges/bulk', { token: stage.shop.key, key: null, body: { pledges } });
    const first = await bulk();
    assert.deepEqual(first.body.answers[0].problem.pointers, ['/startsAt']);
    assert.deepEqual((await bulk()).body, first.body);
  });
});

test('what was ordered before an offer was withdrawn is answered as it was then; a new order is refused', async () => {
  const offerId = await troth.publish(stage.shop.key, 'umbrella');
  const asked = order({}, offerId);
  const key = freshKey();
  const ask = (with_: string) => troth.call('POST', asked.path, { token: asked.token, key: with_, body: asked.body });
  const first = must(await ask(key), 201, 'order');
  must(
    await troth.call('POST', `/v1/offers/${offerId}/withdraw`, { token: stage.shop.key, body: {} }),
    200,
    'withdraw',
  );
  assert.deepEqual([(await ask(key)).status, (await ask(key)).body], [201, first.body]);
  const fresh = freshKey();
  const refused = await ask(fresh);
  assert.equal(refused.body.code, 'offer_withdrawn');
  assert.deepEqual((await ask(fresh)).body, refused.body);
  await troth.advance(31 * 24);
  assert.equal((await ask(key)).body.code, 'offer_withdrawn', 'a key that is free again is a new order');
});
