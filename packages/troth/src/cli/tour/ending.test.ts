import assert from 'node:assert/strict';
import { test } from 'node:test';
import { READY_MADE_OFFERS } from '../../rooms/offer/index.ts';
import { costSentence, type Ending, endingOf, endingsTable, fileSentence } from './ending.ts';
import type { MyPledge } from './two-sides.ts';

const NAME = { zh: '约定', en: 'A promise' };

function pledge(obligations: readonly (readonly [type: string, state: string, asked: number | null])[]): MyPledge {
  return {
    state: 'kept',
    outcome: 'full',
    grantedMinor: 0,
    depositMinor: 0,
    ceilingMinor: 0,
    chargedMinor: 0,
    dueAt: '',
    graceUntil: '',
    obligations: obligations.map(([type, state, asked], i) => {
      return { seq: i + 1, type, state, asked, done: 0, enjoyedMinor: 0 };
    }),
    charges: [],
    facts: [],
  };
}

const secondHand = READY_MADE_OFFERS['second-hand'];
const eBike = READY_MADE_OFFERS['e-bike-month'];

test('a price held apart goes back unless it was delivered, and was never held if it was not paid', () => {
  const rows = [
    ['met', 'missed', 500, 500],
    ['met', 'void', 500, 500],
    ['met', 'met', 500, 0],
    ['met', 'met_late', 500, 0],
    ['void', 'void', 0, 0],
  ] as const;
  for (const [paid, delivered, heldMinor, backMinor] of rows) {
    const ending = endingOf(
      'escrow',
      NAME,
      secondHand,
      pledge([
        ['pay', paid, 500],
        ['deliver', delivered, null],
      ]),
    );
    assert.deepEqual([ending.heldMinor, ending.backMinor], [heldMinor, backMinor], `${paid} ${delivered}`);
  }
});

test('of a deposit goes back what the refund gave back, and nothing before it did', () => {
  const rows = [
    ['met', 90, 90],
    ['met_late', 90, 90],
    ['open', 90, 0],
    ['missed', 90, 0],
    ['met', 0, 0],
  ] as const;
  for (const [refund, asked, backMinor] of rows) {
    const of = pledge([
      ['pay', 'met', 100],
      ['return_item', 'met', null],
      ['refund', refund, asked],
    ]);
    assert.deepEqual([endingOf('custody', NAME, eBike, of).backMinor], [backMinor], refund);
  }
});

test('charges of one name are said once, with their sum', () => {
  const charge = (kind: string, amountMinor: number) => ({ chargeId: '', kind, amountMinor, state: 'collected' });
  const of = { ...pledge([]), charges: [charge('price', 100), charge('price', 200), charge('late_fee', 50)] };
  const ending = endingOf('instalment', NAME, eBike, of);
  assert.equal(costSentence(of, ending, 'en'), 'Price ¥3, late fee ¥0.50. Paid.');
  assert.equal(costSentence(of, ending, 'zh'), '价款 ¥3，逾期费 ¥0.50，都付清了。');
  assert.equal(costSentence(pledge([]), ending, 'en'), 'Nothing.');
});

test('a thin file is said to be few, never bad; a number is never said without what it rests on', () => {
  const ending = endingOf('borrow', NAME, eBike, pledge([]));
  const few = { points: null, restsOn: { pledges: 1, shops: 1 } };
  assert.equal(
    fileSentence(ending, few, 'en'),
    'No mark. 1 promise with 1 shop so far, too few to say anything. Few is not bad.',
  );
  const known = { points: 710, restsOn: { pledges: 7, shops: 6 } };
  assert.match(fileSentence({ ...ending, verdict: 'kept' }, known, 'en'), /710; it rests on 7 promises with 6 shops/);
  assert.match(fileSentence({ ...ending, verdict: 'kept' }, known, 'zh'), /数字 710，凭的是 7 个约定，6 家店/);
});

test('the columns of the table stand under each other, in both languages', () => {
  const one: Ending = {
    kind: 'stay',
    name: { zh: '信用住', en: 'Stay' },
    state: 'kept',
    chargedMinor: 43_800,
    heldMinor: 0,
    backMinor: 0,
    verdict: 'kept',
  };
  const columns = (line: string) => [...line].reduce((sum, char) => sum + (/[\u2e80-\uffef]/.test(char) ? 2 : 1), 0);
  for (const locale of ['zh', 'en'] as const) {
    const [head = '', rule = '', ...rows] = endingsTable([one, { ...one, verdict: 'kept_late' }], locale);
    assert.ok(rows.every((row) => columns(row) <= columns(rule)) && columns(head) <= columns(rule));
    const ends = rows.map((row) => columns(row.slice(0, row.indexOf('¥438') + 4)));
    assert.equal(new Set(ends).size, 1);
  }
});
