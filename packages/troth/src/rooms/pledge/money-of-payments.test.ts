// Payments that are promises of their own: what is owed before, at and after every limit.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DAY_US, HOUR_US, type Instant } from '../../kernel/index.ts';
import type { OfferTerms } from '../offer/index.ts';
import { findCurrent } from './stages.ts';
import { born, bornOf, type Line, live, lived, moneyOf, must, person, refusalOf, shop } from './test-lives.ts';
import { OFFERS } from './test-offers.ts';
import { at, fulfil, time } from './test-pledge.ts';

const due: Line = ['due', time];

describe('a trial:', () => {
  const terms = OFFERS.trial;
  const delivered = lived(born('trial'), terms, [[5, person.fulfil]]);

  test('nothing is due, and nothing can be asked for, before the delivery', () => {
    const pledge = born('trial');
    assert.deepEqual(
      pledge.obligations.map(({ type, state }) => `${type} ${state}`),
      ['deliver open', 'return_item waiting', 'pay waiting'],
    );
    for (const move of [shop.fulfil, shop.notice, shop.release, shop.bill(1)])
      assert.notEqual(refusalOf(pledge, terms, move, at(1)), 'allowed', move.move.name);
  });

  test('a shop that never delivers is paid nothing, whoever is silent', () => {
    const noticed = live(born('trial'), terms, [due, [13, person.notice], due]);
    const answered = live(born('trial'), terms, [due, [13, person.notice], [14, shop.answer], due]);
    for (const effects of [live(born('trial'), terms, [due, due]), noticed, answered]) {
      assert.equal(effects.map(moneyOf).join(''), '');
      assert.ok(effects.every((one) => one.verdict === 'none'));
      assert.ok(effects.at(-1)?.pledge.endedAt);
    }
    assert.equal(noticed.at(-1)?.pledge.state, 'let_down');
  });

  test('a delivery that the person lets go is neither brought back nor paid for', () => {
    const { pledge, charges } = must(born('trial'), terms, person.release, at(1));
    assert.equal(pledge.state, 'kept');
    assert.deepEqual(charges, []);
    assert.deepEqual([...new Set(pledge.obligations.map(({ state }) => state))], ['void']);
  });

  test('brought back in time it costs nothing, on the last instant of the grace too', () => {
    const { graceUntil } = delivered;
    assert.equal(graceUntil, at(17));
    for (const now of [at(6), at(15), graceUntil]) {
      const back = must(delivered, terms, shop.fulfil, now);
      assert.deepEqual([back.pledge.state, back.verdict, moneyOf(back)], ['kept', 'kept', '']);
    }
    const said = must(delivered, terms, person.declare, graceUntil - 1n).pledge;
    const silent = must(said, terms, time, said.nextDueAt as Instant);
    assert.deepEqual([silent.pledge.state, moneyOf(silent)], ['kept', '']);
  });

  test('a return that the shop contests and holds to is kept: the price falls due, and the promise is broken', () => {
    const said = must(delivered, terms, person.declare, at(6)).pledge;
    const held = live(said, terms, [
      [7, shop.notice],
      [8, person.answer],
      [9, shop.hold],
    ]).at(-1);
    assert.deepEqual([held?.pledge.state, held?.verdict], ['active', 'none']);
    assert.deepEqual(
      held?.pledge.obligations.map(({ type, state }) => `${type} ${state}`),
      ['deliver met', 'return_item missed', 'pay open'],
    );
    const paid = must(held?.pledge ?? said, terms, shop.fulfil, at(10));
    assert.deepEqual([paid.pledge.state, paid.verdict, paid.charges[0]?.kind], ['broken', 'broken', 'price']);
  });

  test('kept when the grace ends, and not a microsecond before, the price falls due', () => {
    assert.equal(refusalOf(delivered, terms, time, delivered.graceUntil - 1n), 'move_not_possible_now');
    const kept = must(delivered, terms, time, delivered.graceUntil);
    assert.deepEqual([kept.pledge.state, moneyOf(kept)], ['active', '']);
    assert.equal(findCurrent(kept.pledge)?.asked, 3_000);
    assert.equal(kept.pledge.dueAt, delivered.graceUntil + 10n * HOUR_US);
    const paid = must(kept.pledge, terms, shop.fulfil, at(18));
    assert.deepEqual([paid.pledge.state, paid.verdict, moneyOf(paid)], ['kept', 'kept', 'price 3000']);
    assert.deepEqual(paid.chargeEnd, { seq: 3, end: 'collected' });
  });

  test('brought back, no part of a price in parts is owed', () => {
    const price = OFFERS.instalment.obligations;
    const inParts: OfferTerms = { ...terms, obligations: [...terms.obligations.slice(0, 2), ...price] };
    const back = live(bornOf(inParts), inParts, [
      [5, person.fulfil],
      [6, shop.fulfil],
    ]).at(-1);
    assert.deepEqual([back?.pledge.state, back?.verdict], ['kept', 'kept']);
    const kept = lived(bornOf(inParts), inParts, [[5, person.fulfil], due]);
    assert.deepEqual(
      kept.obligations.map(({ state, asked }) => [state, asked]),
      [
        ['met', null],
        ['void', null],
        ['open', 334],
        ['waiting', 333],
        ['waiting', 333],
      ],
    );
  });

  test('the shop cannot make the price due before by letting the return go', () =>
    assert.equal(refusalOf(delivered, terms, shop.release, at(6)), 'move_not_possible_now'));
});

describe('paid after the use:', () => {
  const terms = OFFERS.postpay;
  const begun = lived(born('postpay'), terms, [[1, shop.begin]]);
  const billedBy = at(1) + 3n * DAY_US;

  test('the amount is at most the cap', () => {
    assert.equal(refusalOf(begun, terms, shop.bill(2_000), at(2)), 'allowed');
    assert.equal(refusalOf(begun, terms, shop.bill(2_001), at(2)), 'bill_above_cap');
  });

  test('once told it goes down only', () => {
    const billed = must(begun, terms, shop.bill(1_500), at(2)).pledge;
    for (const [amount, said] of [
      [1_501, 'bill_only_downwards'],
      [1_500, 'bill_only_downwards'],
      [1_499, 'allowed'],
      [0, 'allowed'],
    ] as const)
      assert.equal(refusalOf(billed, terms, shop.bill(amount), at(2.5)), said, String(amount));
    const lowered = must(billed, terms, shop.bill(400), at(2.5)).pledge;
    assert.deepEqual([lowered.dueAt, lowered.ceilingMinor], [billed.dueAt, 2_000]);
    assert.equal(moneyOf(must(lowered, terms, shop.fulfil, at(2.6))), 'price 400');
  });

  test('it is due from when it was told, and there is one debit, at the due time or when it is paid', () => {
    const billed = must(begun, terms, shop.bill(1_500), at(2)).pledge;
    assert.deepEqual([billed.dueAt, billed.graceUntil], [at(3), at(4)]);
    assert.equal(refusalOf(billed, terms, time, at(3) - 1n), 'move_not_possible_now');
    const lapsed = must(billed, terms, time, at(3));
    assert.equal(moneyOf(lapsed), 'price 1500');
    for (const [now, verdict] of [
      [at(4), 'kept'],
      [at(4) + 1n, 'kept_late'],
    ] as const) {
      const paid = must(lapsed.pledge, terms, shop.fulfil, now);
      assert.deepEqual([moneyOf(paid), paid.verdict, paid.chargeEnd?.end], ['', verdict, 'collected']);
    }
    assert.equal(refusalOf(lapsed.pledge, terms, shop.bill(1), at(3.5)), 'move_not_possible_now');
  });

  test('what is let go once it is a charge is forgiven, and before that it never becomes one', () => {
    const billed = must(begun, terms, shop.bill(1_500), at(2)).pledge;
    assert.equal(must(billed, terms, shop.release, at(2.5)).chargeEnd, null);
    const lapsed = must(billed, terms, time, at(3)).pledge;
    assert.deepEqual(must(lapsed, terms, shop.release, at(3.5)).chargeEnd, { seq: 1, end: 'forgiven' });
  });

  test('not told in time, nothing is owed', () => {
    assert.equal(begun.nextDueAt, billedBy);
    assert.equal(refusalOf(begun, terms, time, billedBy - 1n), 'move_not_possible_now');
    const over = must(begun, terms, time, billedBy);
    assert.deepEqual([over.pledge.state, over.verdict, moneyOf(over)], ['kept', 'none', '']);
  });

  test('a use that cost nothing leaves nothing to be late with', () => {
    const free = must(begun, terms, shop.bill(0), at(2)).pledge;
    const over = must(free, terms, time, free.nextDueAt as Instant);
    assert.deepEqual([over.pledge.state, over.verdict, moneyOf(over)], ['kept', 'none', '']);
  });
});

describe('paid in parts:', () => {
  const terms = OFFERS.instalment;
  const pledge = born('instalment');
  const day = (days: number, hours = 0) => pledge.dueAt + BigInt(days) * DAY_US + BigInt(hours) * HOUR_US;

  test('the parts are the price to the minor unit, the first parts the larger, a day from each to the next', () => {
    assert.deepEqual(
      pledge.obligations.map(({ asked, dueAt, state }) => [asked, dueAt, state]),
      [
        [334, day(0), 'open'],
        [333, day(1), 'waiting'],
        [333, day(2), 'waiting'],
      ],
    );
  });

  test('everything can be paid at once, part after part, nothing added', () => {
    const effects = live(pledge, terms, [
      [1, shop.fulfil],
      [1, shop.fulfil],
      [1, shop.fulfil],
    ]);
    assert.deepEqual(effects.map(moneyOf), ['price 334', 'price 333', 'price 333']);
    assert.deepEqual(
      effects.map(({ verdict }) => verdict),
      ['none', 'none', 'kept'],
    );
    assert.equal(effects.at(-1)?.pledge.chargedMinor, 1_000);
  });

  test('a missed part makes no other due: the next keeps its amount, and its date unless that passed while it waited', () => {
    const lapsed = must(pledge, terms, time, day(0)).pledge;
    assert.equal(lapsed.chargedMinor, 334);
    const noticed = must(lapsed, terms, shop.notice, day(0, 3)).pledge;
    const missed = must(noticed, terms, time, noticed.nextDueAt as Instant);
    assert.deepEqual([missed.fact, missed.verdict, moneyOf(missed)], ['missed', 'none', '']);
    const [, second, third] = missed.pledge.obligations;
    // Its date passed while the first was argued about: it is due now, with all of its grace.
    const now = noticed.nextDueAt as Instant;
    assert.deepEqual([second?.state, second?.dueAt, third?.state, third?.dueAt], ['open', now, 'waiting', day(2)]);
    assert.equal(missed.pledge.chargedMinor, 334);
    const rest = live(missed.pledge, terms, [
      [60, shop.fulfil],
      [61, shop.fulfil],
    ]);
    assert.deepEqual(
      rest.map((one) => [one.pledge.state, one.verdict]),
      [
        ['active', 'none'],
        ['broken', 'broken'],
      ],
    );
  });

  test('a part of which nobody speaks for ninety days stays owed, and the next ones are still to be paid', () => {
    const silent = live(pledge, terms, [due, due]).at(-1);
    assert.deepEqual([silent?.pledge.state, silent?.fact, silent?.verdict], ['active', 'met', 'none']);
    assert.deepEqual(
      silent?.pledge.obligations.map(({ state }) => state),
      ['void', 'open', 'waiting'],
    );
    assert.deepEqual([silent?.pledge.chargedMinor, silent?.chargeEnd], [334, null]);
  });

  test('a part after its grace is late, and the whole is kept late', () => {
    for (const [now, verdict] of [
      [day(0, 2), 'kept'],
      [day(0, 2) + 1n, 'kept_late'],
    ] as const) {
      const lapsed = must(pledge, terms, time, day(0)).pledge;
      const first = must(lapsed, terms, shop.fulfil, now).pledge;
      const last = live(first, terms, [
        [26, shop.fulfil],
        [26, shop.fulfil],
      ]).at(-1);
      assert.equal(last?.verdict, verdict);
    }
  });

  test('a notice about a part that is taken back leaves its charge as open as it was', () => {
    const last = live(pledge, terms, [due, [26, shop.notice], [27, shop.withdraw]]).at(-1);
    assert.deepEqual([last?.pledge.state, last?.chargeEnd, last?.fact], ['active', null, 'withdrawn']);
  });
});

describe('a stay:', () => {
  const terms = OFFERS.stay;
  const booked = born('stay');

  test('not coming costs the published fee and nothing else', () => {
    const last = live(booked, terms, [due, [11, shop.notice], due]).at(-1);
    assert.deepEqual([last?.pledge.state, last && moneyOf(last)], ['broken', 'no_show_fee 800']);
  });

  test('cancelling is free until two hours before', () => {
    assert.equal(moneyOf(must(booked, terms, person.cancel, at(8))), '');
    assert.equal(moneyOf(must(booked, terms, person.cancel, at(8) + 1n)), 'late_cancel_fee 200');
  });

  test('what was used can be billed within the days agreed, up to the cap, and never after', () => {
    const left = lived(booked, terms, [
      [10, shop.fulfil],
      [18, shop.fulfil],
    ]);
    const billBy = at(18) + 3n * DAY_US;
    assert.equal(left.nextDueAt, billBy);
    assert.equal(refusalOf(left, terms, shop.bill(2_001), at(20)), 'bill_above_cap');
    assert.equal(refusalOf(left, terms, shop.bill(2_000), billBy), 'allowed');
    const over = must(left, terms, time, billBy);
    assert.deepEqual([over.pledge.state, over.verdict, moneyOf(over)], ['kept', 'kept', '']);
    assert.equal(refusalOf(over.pledge, terms, shop.bill(1), billBy), 'pledge_is_over');
  });

  test('a guest who leaves when they say is not late because the desk writes it down late', () => {
    const inside = lived(booked, terms, [[10, shop.fulfil]]);
    const out = must(inside, terms, fulfil(at(18)), at(40));
    assert.equal(out.pledge.obligations[1]?.state, 'met');
  });
});
