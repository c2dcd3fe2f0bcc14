// Money that is held apart: paid out only for what was done, given back otherwise, never below zero.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Instant, isoFromInstant } from '../../kernel/index.ts';
import type { OfferTerms } from '../offer/index.ts';
import type { Pledge } from './pledge.ts';
import { findCurrent, heldMinor } from './stages.ts';
import { bornOf, born, type Line, live, lived, moneyOf, must, person, refusalOf, shop } from './test-lives.ts';
import { OFFERS } from './test-offers.ts';
import { at, costs, fulfil, time } from './test-pledge.ts';
import { DELIVERY_MISSED, DEPOSIT, due, RETURN_MISSED } from './test-stage-cases.ts';

const pursuedNoFurther: readonly Line[] = [[5, shop.declare], [6, person.notice], [7, shop.answer], due];

describe('escrow:', () => {
  const terms = OFFERS.escrow;
  const funded = lived(born('escrow'), terms, [[1, shop.fulfil]]);
  const heldOf = (pledge: Pledge) => heldMinor(costs, terms, pledge, 'escrow');
  const end = (lines: readonly Line[]) => {
    const last = live(funded, terms, lines).at(-1);
    return last === undefined ? '' : `${last.pledge.state}: ${moneyOf(last)}`;
  };

  test('the amount of the order is held, and is no charge', () => {
    const effect = must(born('escrow'), terms, shop.fulfil, at(1));
    assert.equal(moneyOf(effect), 'escrow_fund 3000');
    assert.deepEqual([heldOf(effect.pledge), effect.pledge.chargedMinor], [3_000, 0]);
  });

  test('not paid by the end of the grace, the promise is off, and not a microsecond before', () => {
    const unpaid = born('escrow');
    assert.equal(unpaid.nextDueAt, at(12));
    assert.equal(refusalOf(unpaid, terms, shop.fulfil, at(12)), 'allowed');
    assert.equal(refusalOf(unpaid, terms, time, at(12) - 1n), 'move_not_possible_now');
    const over = must(unpaid, terms, time, at(12));
    assert.deepEqual([over.pledge.state, moneyOf(over)], ['expired', '']);
  });

  for (const [what, lines, said] of [
    ['the person confirms: it is the shop’s', [[5, person.fulfil]], 'kept: escrow_earn 3000'],
    ['the window after a proved delivery ends: it is the shop’s', [[5, shop.declare], due], 'kept: escrow_earn 3000'],
    ['a late but proved delivery that nobody contests', [due, [22, shop.declare], due], 'kept: escrow_earn 3000'],
    [
      'a notice that the person takes back',
      [due, [24, person.notice], [25, person.withdraw]],
      'kept: escrow_earn 3000',
    ],
    ['the shop says nothing and the person says nothing: it goes back', [due, due], 'expired: escrow_refund 3000'],
    ['the shop does not answer a notice', [due, [24, person.notice], due], 'let_down: escrow_refund 3000'],
    ['an answer without a delivery', [due, [24, person.notice], [25, shop.answer], due], 'expired: escrow_refund 3000'],
    ['proved, contested, answered, and left at that', pursuedNoFurther, 'kept: escrow_earn 3000'],
    [
      'proved, contested, and not answered',
      [[5, shop.declare], [6, person.notice], due],
      'let_down: escrow_refund 3000',
    ],
    ['the shop calls it off', [[5, shop.cancel]], 'cancelled: escrow_refund 3000'],
    ['the shop calls it off late', [due, [21, shop.cancel]], 'cancelled: escrow_refund 3000'],
    ['the person lets it go', [[5, person.release]], 'kept: escrow_refund 3000'],
  ] as readonly (readonly [string, readonly Line[], string])[]) {
    test(what, () => assert.equal(end(lines), said));
  }

  test('the window to contest is as long as the terms say, to the microsecond', () => {
    const said = must(funded, terms, shop.declare, at(5)).pledge;
    assert.equal(said.nextDueAt, at(7));
    assert.equal(refusalOf(said, terms, time, at(7) - 1n), 'move_not_possible_now');
    assert.equal(refusalOf(said, terms, person.notice, at(7) - 1n), 'allowed');
  });

  test('the shop can neither pay itself nor call off what it says it has delivered', () => {
    assert.equal(refusalOf(funded, terms, shop.fulfil, at(5)), 'move_not_possible_now');
    const said = must(funded, terms, shop.declare, at(5)).pledge;
    assert.equal(refusalOf(said, terms, shop.cancel, at(6)), 'move_not_possible_now');
    assert.equal(
      refusalOf(said, terms, person.release, at(6)),
      'move_not_possible_now',
      'nor does the person take it back',
    );
  });
});

describe('a deposit in custody:', () => {
  const terms = OFFERS.custody;
  const out = lived(born('custody', DEPOSIT), terms, [[1, shop.fulfil]]);
  const heldOf = (pledge: Pledge) => heldMinor(costs, terms, pledge, 'custody');

  test('what was not waived is paid, and all of it is held', () => {
    assert.deepEqual([findCurrent(born('custody', DEPOSIT))?.asked, heldOf(out)], [3_000, 3_000]);
    assert.equal(heldOf(born('custody', DEPOSIT)), 0);
  });

  test('waived whole, nothing is paid and nothing given back: the thing is handed over', () => {
    const pledge = born('custody');
    assert.deepEqual(
      pledge.obligations.map(({ type, state }) => `${type} ${state}`),
      ['pay void', 'return_item open', 'refund void', 'pay follows'],
    );
    const back = live(pledge, terms, [
      [0, shop.begin],
      [3, shop.fulfil],
    ]).at(-1);
    assert.deepEqual([back?.pledge.state, back && moneyOf(back)], ['kept', 'usage 300']);
  });

  test('charges come from the deposit first, and the rest is given back', () => {
    const back = must(out, terms, shop.fulfil, at(5));
    assert.equal(moneyOf(back), 'usage 400 from deposit');
    assert.deepEqual([heldOf(back.pledge), findCurrent(back.pledge)?.asked], [2_600, 2_600]);
    const refunded = must(back.pledge, terms, person.fulfil, at(6));
    assert.deepEqual([refunded.pledge.state, moneyOf(refunded)], ['kept', 'custody_refund 2600']);
    assert.equal(heldOf(refunded.pledge), 0);
  });

  test('a deposit that a charge is smaller than, equal to and above', () => {
    for (const [claim, money, left] of [
      [1_999, 'usage 1000 from deposit, loss 1999 from deposit', 1],
      [2_000, 'usage 1000 from deposit, loss 2000 from deposit', 0],
      [2_001, 'usage 1000 from deposit, loss 2000 from deposit, loss 1', 0],
    ] as const) {
      const lost = live(out, terms, [due, [14, shop.claim(claim)], due]).at(-1);
      assert.ok(lost !== undefined);
      assert.deepEqual([moneyOf(lost), heldOf(lost.pledge)], [money, left]);
      // Where nothing is left there is nothing to give back, and so nothing to be late with.
      assert.equal(lost.pledge.state, left > 0 ? 'active' : 'broken');
      assert.equal(lost.verdict, 'broken');
    }
  });

  test('a missed return still gives back the rest, and the promise stays broken', () => {
    const missed = lived(born('custody', DEPOSIT), terms, RETURN_MISSED);
    const refunded = must(missed, terms, person.fulfil, at(50));
    assert.deepEqual(
      [refunded.pledge.state, refunded.verdict, moneyOf(refunded)],
      ['broken', 'none', 'custody_refund 1500'],
    );
  });

  test('it is due two working days after the day of the return: from a Sunday, when Tuesday ends', () => {
    const back = must(out, terms, shop.fulfil, at(5)).pledge;
    assert.equal(isoFromInstant(at(5)), '2026-11-22T09:18:00Z');
    assert.equal(isoFromInstant(back.dueAt), '2026-11-24T16:00:00Z');
    // From when it came back, not from when the shop wrote it down.
    const written = must(lived(out, terms, [[5, person.declare]]), terms, shop.fulfil, at(6)).pledge;
    assert.equal(written.dueAt, back.dueAt);
    const late = must(out, terms, fulfil(at(5)), at(70)).pledge;
    assert.equal(late.dueAt, back.dueAt);
  });

  test('a Friday’s return is due when the next Tuesday ends: weekends do not count', () => {
    const friday = must({ ...out, dueAt: at(200), graceUntil: at(202) }, terms, shop.fulfil, at(125)).pledge;
    assert.equal(isoFromInstant(at(125)), '2026-11-27T09:18:00Z');
    assert.equal(isoFromInstant(friday.dueAt), '2026-12-01T16:00:00Z');
  });

  test('given back on the last instant is in time; the shop that is late is found so, and the money stays owed', () => {
    const back = must(out, terms, shop.fulfil, at(5)).pledge;
    const inTime = must(back, terms, person.fulfil, back.graceUntil).pledge;
    assert.equal(inTime.obligations[2]?.state, 'met');
    const lapsed = must(back, terms, time, back.dueAt).pledge;
    const late = must(lapsed, terms, person.fulfil, back.graceUntil + 1n).pledge;
    assert.deepEqual([late.obligations[2]?.state, late.state], ['met_late', 'kept']);
    const noticed = must(lapsed, terms, person.notice, back.graceUntil + 1n).pledge;
    for (const pledge of [lapsed, noticed]) {
      const letDown = must(pledge, terms, time, pledge.nextDueAt as Instant);
      assert.deepEqual([letDown.pledge.state, letDown.verdict, moneyOf(letDown)], ['let_down', 'none', '']);
      assert.equal(heldOf(letDown.pledge), 2_600);
    }
  });

  test('nobody can give up a deposit by a button, and the shop cannot confirm its own refund', () => {
    const back = must(out, terms, shop.fulfil, at(5)).pledge;
    assert.equal(refusalOf(back, terms, person.release, at(6)), 'move_not_possible_now');
    assert.equal(refusalOf(back, terms, shop.fulfil, at(6)), 'move_not_possible_now');
    const contested = lived(back, terms, [
      [6, shop.declare],
      [7, person.notice],
    ]);
    assert.equal(refusalOf(contested, terms, shop.withdraw, at(8)), 'move_not_possible_now');
  });

  test('a deposit that the shop lets go is not given back either', () => {
    const letGo = must(born('custody', DEPOSIT), terms, shop.release, at(1)).pledge;
    assert.deepEqual(
      letGo.obligations.map(({ state }) => state),
      ['void', 'open', 'void', 'follows'],
    );
    const back = must(letGo, terms, shop.fulfil, at(3));
    assert.deepEqual([back.pledge.state, moneyOf(back)], ['kept', 'usage 200']);
  });

  test('ninety days without a notice let the thing go, and the whole deposit falls due to be given back', () => {
    const after = live(out, terms, [due, due]).at(-1);
    assert.deepEqual([after?.pledge.state, after && moneyOf(after)], ['active', '']);
    const refund = after?.pledge.obligations.find((owed) => owed.type === 'refund');
    assert.deepEqual([refund?.state, refund?.asked], ['open', 3_000]);
  });

  test('what the shop did not deliver still gives back the deposit, and the shop has let the person down', () => {
    const missed = lived(bornOf(OFFERS.delivered, { waivedMinor: 0 }), OFFERS.delivered, DELIVERY_MISSED);
    const refunded = must(missed, OFFERS.delivered, person.fulfil, at(50));
    assert.deepEqual([refunded.pledge.state, moneyOf(refunded)], ['let_down', 'custody_refund 5000']);
  });
});

describe('what is held goes back when another stage ends the promise:', () => {
  const [inEscrow, delivery] = [OFFERS.escrow.obligations.slice(0, 1), OFFERS.escrow.obligations.slice(1)];
  const [deposit, refund] = [OFFERS.custody.obligations.slice(0, 1), OFFERS.custody.obligations.slice(2, 3)];
  const price = OFFERS.trial.obligations.slice(2);
  const missed: readonly Line[] = [[1, shop.fulfil], due, [24, shop.notice], due];

  test('escrow, when the price beside it was not paid', () => {
    const terms: OfferTerms = { ...OFFERS.escrow, obligations: [...inEscrow, ...price, ...delivery] };
    const last = live(bornOf(terms, { order: { amountMinor: 2_000 } }), terms, missed).at(-1);
    assert.deepEqual([last?.pledge.state, last && moneyOf(last)], ['broken', 'escrow_refund 2000']);
  });

  test('a deposit, when the price beside it was not paid', () => {
    const terms: OfferTerms = { ...OFFERS.custody, consequences: {}, obligations: [...deposit, ...price, ...refund] };
    const effects = live(bornOf(terms, { waivedMinor: 2_000 }), terms, [...missed, [99, person.fulfil]]);
    assert.deepEqual(effects.at(-2)?.pledge.state, 'active');
    assert.deepEqual(effects.slice(-1).map(moneyOf), ['custody_refund 3000']);
    assert.equal(effects.at(-1)?.pledge.state, 'broken');
  });
});
