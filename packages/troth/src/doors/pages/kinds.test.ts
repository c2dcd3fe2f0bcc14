import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bornOwed } from '../../journeys/birth.ts';
import { bornObligations, checkOffer, depositMinor, mostItCanCost, type OfferTerms } from '../../rooms/offer/index.ts';
import { findCurrent, openMoves, obligorOf, type Pledge, type PledgeState } from '../../rooms/pledge/index.ts';
import { termsSections } from './accept-parts.ts';
import { deedOf, deedOfPledge, DEEDS, isOfTheShop } from './deeds.ts';
import { htmlText } from './html.ts';
import { stagesOfPledge } from './read-stages.ts';
import { ordinaryView, termsView } from './read-terms.ts';
import { countedLines, nextLineNo, shopMoves } from './shop-moves.ts';
import { now, to } from './test-examples.ts';
import { KINDS, type KindName } from './test-kinds.ts';
import { tryMove } from './try-move.ts';
import { LOCALES } from './words.ts';

const ORDER = { startsAt: now, amountMinor: 100_000 };
const orderFor = (terms: OfferTerms) =>
  terms.obligations.some((one) => one.type === 'pay' && 'amount' in one && 'orderedUpToMinor' in one.amount)
    ? ORDER
    : { startsAt: now };
const kinds = Object.entries(KINDS) as [KindName, OfferTerms][];

/** A pledge of these terms as it is born, then in this state. */
function pledgeOf(terms: OfferTerms, state: PledgeState, changes: Partial<Pledge> = {}): Pledge {
  const born = bornObligations(terms, orderFor(terms), now);
  assert.ok(born.ok);
  const obligations = born.value.map((one) => bornOwed(one, depositMinor(terms)));
  const current = findCurrent({ obligations });
  assert.ok(current !== null);
  return {
    ...({ pledgeId: 'plg_01', partyId: 'pty_01', merchantId: 'pty_02', versionId: 'ofv_01', orderNo: null } as const),
    ...({ state, context: terms.context, currency: terms.currency, outcome: 'full', grantedMinor: 0 } as const),
    ...{ depositMinor: 0, ceilingMinor: mostItCanCost(terms, orderFor(terms)).ceilingMinor, expectedLossMinor: 0 },
    ...({ basis: 'consent', basisId: 'cns_01', offeredAt: now, startsAt: now } as const),
    ...{ dueAt: current.dueAt, graceUntil: current.graceUntil, nextDueAt: current.dueAt, acceptedAt: now },
    ...{ begunAt: now, declaredAt: null, answerBy: null, endedAt: null, extensionCount: 0, chargedMinor: 0 },
    ...{ disputedAt: null, heldDueAt: null, stood: [] },
    claimMinor: null,
    obligations,
    ...changes,
  };
}

/** As when the stages before this one were done. */
function atStage(terms: OfferTerms, seq: number, state: PledgeState): Pledge {
  const pledge = pledgeOf(terms, state);
  const obligations = pledge.obligations.map((owed) => {
    if (owed.state === 'follows') return owed;
    return { ...owed, state: owed.seq < seq ? ('met' as const) : owed.seq === seq ? ('open' as const) : owed.state };
  });
  const { dueAt, graceUntil } = obligations.find((owed) => owed.seq === seq) ?? pledge;
  return { ...pledge, obligations, dueAt, graceUntil };
}

test('every kind can be published as the pages show it', () => {
  for (const [name, terms] of kinds) assert.ok(checkOffer(terms).ok, name);
});

test('each obligation is a row with its obligor and its time, in both languages, and the ceiling stands below', () => {
  for (const [name, terms] of kinds)
    for (const locale of LOCALES) {
      const granted = { outcome: 'full' as const, grantedMinor: depositMinor(terms), depositMinor: 0 };
      const page = htmlText(termsSections(termsView(terms, orderFor(terms), now, granted), locale));
      const rows = page.match(/<li class="row stage"[^>]*>.*?<\/li>/g) ?? [];
      const parts = terms.obligations.reduce(
        (sum, one) => sum + (one.type === 'pay' && 'parts' in one ? (one.parts?.count ?? 1) : 1),
        0,
      );
      const isWaived = terms.obligations.some(
        (one) => one.type === 'pay' && 'amount' in one && 'deposit' in one.amount,
      );
      assert.equal(
        rows.length,
        isWaived ? parts - 2 : parts,
        `${name}: what is waived whole is neither paid nor given back`,
      );
      for (const row of rows) assert.match(row, locale === 'zh' ? /你来做|店家来做/ : /You|The shop/);
      assert.ok(page.lastIndexOf('row stage') < page.indexOf('data-cost="ceiling"'), name);
      assert.doesNotMatch(page, /undefined|NaN|null/);
    }
});

test('ordinary terms fit what is granted', () => {
  const of = (name: KindName) => ordinaryView(KINDS[name], orderFor(KINDS[name]), to('/x')).terms;
  const yuan = (amountMinor: number) => ({ amountMinor, currency: 'CNY' as const });
  assert.deepEqual(of('rental'), { kind: 'deposit', deposit: yuan(300_000) });
  assert.deepEqual(of('postpay'), { kind: 'prepay', price: yuan(6_000) });
  assert.deepEqual(of('instalment'), { kind: 'prepay', price: yuan(100_000) });
  assert.deepEqual(of('membership'), { kind: 'full_price' });
  assert.deepEqual(of('borrow'), { kind: 'plain' });
  assert.deepEqual(of('escrow'), { kind: 'plain' });
});

test('a claw-back says its rule, its cap and the law: by its articles where something is prepaid, and that it is silent where not', () => {
  const rules = (name: KindName) => termsView(KINDS[name], orderFor(KINDS[name]), now, null).cost.rules;
  assert.match(rules('membership')[0]?.en ?? '', /never more on top, ¥300 at most/);
  assert.match(rules('membership')[1]?.en ?? '', /You prepay nothing/);
  assert.match(rules('spending')[1]?.zh ?? '', /第十四条、第十八条至第二十条/);
  assert.deepEqual(rules('rental'), []);
});

test('whoever sends a trial back pays nothing, and whoever keeps it the price', () => {
  const { lines, ceiling } = termsView(KINDS.trial, { startsAt: now }, now, null).cost;
  assert.deepEqual(
    lines.map(({ amount }) => amount.amountMinor),
    [0, 39_900],
  );
  assert.equal(ceiling.amountMinor, 39_900);
});

test('no button of either side stands where the server would refuse it: each is a move of the table, tried', () => {
  const states: readonly PledgeState[] = ['accepted', 'active', 'lapsed', 'noticed', 'answered', 'kept'];
  for (const [name, terms] of kinds)
    for (const state of states)
      for (const { seq } of pledgeOf(terms, state).obligations) {
        const pledge = atStage(terms, seq, state);
        if (findCurrent(pledge) === null) continue;
        const may = openMoves('promisee', state, obligorOf(pledge));
        for (const { move } of shopMoves({ pledge, terms, charges: [], facts: [] }, now))
          assert.ok(move === 'collect' || may.includes(move), `${name} ${state} ${move}`);
      }
});

test('a pledge is called off by its person only before something runs, while leaving, or before what is held was paid', () => {
  const cancel = (terms: OfferTerms, seq: number) =>
    tryMove(atStage(terms, seq, 'active'), terms, 'promisor', { name: 'cancel' }, now) !== null;
  assert.equal(cancel(KINDS.escrow, 1), true);
  assert.equal(cancel(KINDS.escrow, 2), false);
  assert.equal(cancel(KINDS.membership, 1), true);
  assert.equal(cancel(KINDS.rental, 1), false);
  assert.equal(cancel(KINDS.custody, 1), true);
  assert.equal(cancel(KINDS.custody, 2), false);
  assert.equal(cancel(KINDS.trial, 1), false);
  assert.equal(cancel(KINDS.instalment, 1), false);
});

test('a deposit is not let go by a button, nor what is held once the goods are said to have come; any other delivery is', () => {
  const release = (terms: OfferTerms, seq: number, declaredAt: bigint | null = null) =>
    tryMove({ ...atStage(terms, seq, 'active'), declaredAt }, terms, 'promisor', { name: 'release' }, now) !== null;
  assert.equal(release(KINDS.escrow, 2), true);
  assert.equal(release(KINDS.escrow, 2, now), false);
  assert.equal(release(KINDS.custody, 4), false);
  assert.equal(release(KINDS.trial, 1), true);
});

test('each deed is told from the stage that runs, and says whether the shop owes it', () => {
  assert.equal(deedOfPledge(atStage(KINDS.trial, 1, 'active'), KINDS.trial), 'deliver');
  assert.equal(deedOfPledge(atStage(KINDS.trial, 2, 'active'), KINDS.trial), 'try');
  assert.equal(deedOfPledge(atStage(KINDS.custody, 1, 'active'), KINDS.custody), 'hold');
  assert.equal(deedOf(KINDS.custody), 'return_item');
  assert.deepEqual(DEEDS.filter(isOfTheShop), ['deliver', 'refund', 'shop_attend', 'shop_confirm']);
});

test('progress says how far it is in its own unit, and what was enjoyed', () => {
  const born = pledgeOf(KINDS.membership, 'active');
  const obligations = born.obligations.map((owed) => ({ ...owed, done: 7, enjoyedMinor: 3_600 }));
  const [row] = stagesOfPledge({ ...born, obligations }, KINDS.membership, now);
  assert.deepEqual(row?.progress?.said, { zh: '7 / 10', en: '7 of 10' });
  assert.deepEqual(row?.note, { zh: '已享优惠 ¥36', en: '¥36 discount enjoyed' });
  const hours = pledgeOf(KINDS.welfare, 'active');
  const some = hours.obligations.map((owed) => ({ ...owed, done: 90 }));
  assert.equal(
    stagesOfPledge({ ...hours, obligations: some }, KINDS.welfare, now)[0]?.progress?.said.en,
    '1 hour 30 minutes of 3 hours',
  );
});

test('a line that was taken back is not offered again, and its number is not used twice', () => {
  const fact = (kind: 'counted' | 'uncounted', lineNo: string) =>
    ({ kind, detail: { said: { lineNo, count: 1, amountMinor: 0, minutes: 0, discountMinor: 0 } } }) as never;
  const facts = [fact('counted', 'S-1'), fact('counted', 'S-2'), fact('uncounted', 'S-1')];
  assert.deepEqual(
    countedLines(facts).map(({ lineNo }) => lineNo),
    ['S-2'],
  );
  assert.equal(nextLineNo(facts), 'S-4');
});
