// Things that are lent: kept for their price, damaged, lost, extended; and where the file is the only stake.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Instant, MINUTE_US } from '../../kernel/index.ts';
import type { OfferTerms } from '../offer/index.ts';
import { bornOf, born, type Line, live, lived, moneyOf, must, person, refusalOf, shop } from './test-lives.ts';
import { OFFERS } from './test-offers.ts';
import { at, time } from './test-pledge.ts';

const due: Line = ['due', time];

describe('a rental:', () => {
  const terms = OFFERS.rental;
  const out = lived(born('rental'), terms, [[0, shop.begin]]);

  test('kept for its price: the use so far, the lateness so far, and the price', () => {
    const lapsed = must(out, terms, time, at(10)).pledge;
    for (const [pledge, now, state, money] of [
      [out, at(0), 'met', 'buy_out 3000'],
      [out, at(9), 'met', 'usage 900, buy_out 3000'],
      [lapsed, at(12), 'met', 'usage 1200, buy_out 3000'],
      [lapsed, at(12) + 1n, 'met_late', 'usage 1300, late_fee 50, buy_out 3000'],
      [lapsed, at(13) + 1n, 'met_late', 'usage 1400, late_fee 100, buy_out 3000'],
      [lapsed, at(900), 'met_late', 'usage 1500, late_fee 300, buy_out 3000'],
    ] as const) {
      const kept = must(pledge, terms, person.buyOut, now);
      assert.deepEqual([kept.pledge.state, kept.pledge.obligations[0]?.state, moneyOf(kept)], ['kept', state, money]);
    }
  });

  test('what was said to have come back, or is under notice, cannot be bought', () => {
    assert.equal(refusalOf(lived(out, terms, [[5, person.declare]]), terms, person.buyOut, at(6)), 'already_declared');
    const noticed = lived(out, terms, [due, [13, shop.notice]]);
    assert.equal(refusalOf(noticed, terms, person.buyOut, at(14)), 'move_not_possible_now');
  });

  test('a claim is charged as it was made, up to the cap of the offer; with none said, up to the cap', () => {
    for (const [claim, loss] of [
      [1, 1],
      [4_999, 4_999],
      [5_000, 5_000],
      [5_001, 5_000],
      [null, 5_000],
    ] as const) {
      const said = claim === null ? shop.notice : shop.claim(claim);
      const broken = live(out, terms, [due, [13, said], due]).at(-1);
      assert.equal(broken && moneyOf(broken), `usage 1000, loss ${loss}`, String(claim));
    }
  });

  test('a claim for damage contests a return that was declared, and falls with its notice', () => {
    const claimed = lived(out, terms, [
      [5, person.declare],
      [6, shop.claim(700)],
    ]);
    assert.equal(claimed.claimMinor, 700);
    const held = live(claimed, terms, [
      [7, person.answer],
      [8, shop.hold],
    ]).at(-1);
    assert.deepEqual([held?.verdict, held && moneyOf(held)], ['broken', 'usage 1000, loss 700']);
    const silent = live(claimed, terms, [[7, person.answer], due]).at(-1);
    assert.deepEqual([silent?.verdict, silent && moneyOf(silent)], ['kept', 'usage 500']);
    assert.equal(moneyOf(must(claimed, terms, shop.withdraw, at(7))), 'usage 500');
  });

  test('however it ends, a part of the deposit that was not waived changes no price', () => {
    const partly = lived(born('rental', { waivedMinor: 2_000 }), terms, [[0, shop.begin]]);
    assert.deepEqual([partly.grantedMinor, partly.depositMinor], [2_000, 3_000]);
    const lines: readonly Line[] = [due, [13, shop.notice], due];
    const [whole, part] = [out, partly].map((pledge) => live(pledge, terms, lines).at(-1));
    assert.equal(whole && moneyOf(whole), part && moneyOf(part));
  });
});

describe('lateness and loss together stop at the deposit of ordinary terms:', () => {
  const withCaps = (lateCap: number, lossCap: number): OfferTerms => ({
    ...OFFERS.rental,
    consequences: {
      ...OFFERS.rental.consequences,
      late: { perUnitMinor: 2_000, unitMinutes: 60, capMinor: lateCap },
      loss: { capMinor: lossCap },
    },
  });
  for (const [lateCap, lateMinor] of [
    [4_999, 4_999],
    [5_000, 5_000],
  ] as const) {
    test(`a late fee of at most ${lateCap}`, () => {
      const terms = withCaps(lateCap, 5_000);
      const late = live(bornOf(terms), terms, [[0, shop.begin], due, [99, shop.fulfil]]).at(-1);
      assert.equal(late && moneyOf(late), `usage 1500, late_fee ${lateMinor}`);
    });
  }
});

describe('borrowed for nothing:', () => {
  const terms = OFFERS.borrow;
  const out = lived(born('borrow'), terms, [[0, shop.begin]]);

  test('the file is the only stake: no way it ends costs anything', () => {
    const ways: readonly (readonly Line[])[] = [
      [[3, shop.fulfil]],
      [due, [40, shop.fulfil]],
      [due, [13, shop.notice], due],
      [due, [13, shop.claim(9_999)], [14, person.answer], [15, shop.hold]],
      [due, due],
    ];
    const ends = ways.map((lines) => live(out, terms, lines));
    assert.equal(ends.flat().map(moneyOf).join(''), '');
    assert.deepEqual(
      ends.map((effects) => effects.at(-1)?.verdict),
      ['kept', 'kept_late', 'broken', 'broken', 'none'],
    );
    assert.equal(out.ceilingMinor, 0);
  });

  test('it is renewed as often as the offer says, each time by the same step, and by no more', () => {
    const once = must(out, terms, person.extend, at(9)).pledge;
    const twice = must(once, terms, person.extend, at(11)).pledge;
    assert.deepEqual([once.dueAt, once.graceUntil], [at(12), at(14)]);
    assert.deepEqual([twice.dueAt, twice.graceUntil, twice.nextDueAt], [at(14), at(16), at(14)]);
    assert.equal(refusalOf(twice, terms, person.extend, at(13)), 'extension_limit_reached');
  });

  test('it is renewed in the grace too, and in time is then the new time', () => {
    const lapsed = must(out, terms, time, at(10)).pledge;
    const renewed = must(lapsed, terms, person.extend, at(11)).pledge;
    assert.deepEqual([renewed.state, renewed.nextDueAt], ['active', at(12)]);
    assert.equal(must(renewed, terms, shop.fulfil, at(14)).verdict, 'kept');
    assert.equal(must(lived(renewed, terms, [due]), terms, shop.fulfil, at(14) + 1n).verdict, 'kept_late');
  });

  test('a minute of extension is a minute', () => {
    const brief: OfferTerms = { ...terms, extension: { stepMinutes: 1, countMax: 1 } };
    const extended = must(out, brief, person.extend, at(9)).pledge;
    assert.equal(extended.dueAt, at(10) + MINUTE_US);
    assert.equal(must(extended, brief, time, extended.nextDueAt as Instant).fact, 'lapsed');
  });
});
