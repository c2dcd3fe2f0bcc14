// What is to be reached: what is taken back of a discount, to the minor unit, and that welfare is never held against anybody.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { OfferTerms } from '../offer/index.ts';
import { findCurrent } from './stages.ts';
import { bornOf, type Line, line, live, lived, moneyOf, must, person, refusalOf, shop } from './test-lives.ts';
import { OFFERS } from './test-offers.ts';
import { at, time } from './test-pledge.ts';

type Clawback = NonNullable<OfferTerms['consequences']['clawback']>;

/** Three visits asked for; `visits` made, with so much discount altogether. */
function member(visits: number, enjoyedMinor: number, rule: Partial<Clawback> = {}, waivedMinor = 1_000) {
  const clawback = { capMinor: 1_000, unmet: 'pro_rata', leftEarly: 'all_enjoyed', ...rule } as const;
  const terms: OfferTerms = { ...OFFERS.membership, consequences: { clawback, unmet: 'no_mark' } };
  const reported: Line[] = visits === 0 ? [] : [[1, shop.report(line(enjoyedMinor, { count: visits }))]];
  return { terms, pledge: lived(bornOf(terms, { waivedMinor }), terms, reported) };
}

const unmet: readonly Line[] = [
  ['due', time],
  ['due', time],
];
const taken = (life: ReturnType<typeof member>, lines: readonly Line[]): string => {
  const last = live(life.pledge, life.terms, lines).at(-1);
  return last === undefined ? '' : `${last.pledge.state}: ${moneyOf(last)}`;
};

describe('a membership that was not reached takes back what was enjoyed and not earned:', () => {
  for (const [visits, enjoyedMinor, rule, said] of [
    [0, 0, {}, 'unmet: '],
    [1, 300, {}, 'unmet: clawback 200'],
    [2, 300, {}, 'unmet: clawback 100'],
    [2, 301, {}, 'unmet: clawback 100'],
    [1, 301, {}, 'unmet: clawback 200'],
    [1, 302, {}, 'unmet: clawback 201'],
    [2, 1, {}, 'unmet: '],
    [1, 1_000, {}, 'unmet: clawback 666'],
    [1, 300, { unmet: 'all_enjoyed' }, 'unmet: clawback 300'],
    [1, 300, { unmet: 'all_enjoyed', capMinor: 301 }, 'unmet: clawback 300'],
    [1, 300, { unmet: 'all_enjoyed', capMinor: 300 }, 'unmet: clawback 300'],
    [1, 300, { unmet: 'all_enjoyed', capMinor: 299 }, 'unmet: clawback 299'],
    [1, 300, { capMinor: 199 }, 'unmet: clawback 199'],
    [1, 300, { capMinor: 1 }, 'unmet: clawback 1'],
  ] as const) {
    test(`${visits} of 3 visits, ${enjoyedMinor} enjoyed, ${JSON.stringify(rule)} → ${said}`, () =>
      assert.equal(taken(member(visits, enjoyedMinor, rule), unmet), said));
  }
});

describe('leaving early settles by the rule for leaving early:', () => {
  for (const [leftEarly, said] of [
    ['all_enjoyed', 'cancelled: clawback 300'],
    ['pro_rata', 'cancelled: clawback 200'],
    ['nothing', 'cancelled: '],
  ] as const) {
    test(leftEarly, () => assert.equal(taken(member(1, 300, { leftEarly }), [[2, person.cancel]]), said));
  }

  test('a shop that ends the membership itself takes nothing back', () =>
    assert.equal(taken(member(2, 900), [[2, shop.cancel]]), 'cancelled: '));
});

test('a promise that is met owes nothing, with the last line on the very end of the grace', () => {
  const { terms, pledge } = member(2, 900);
  const last = live(pledge, terms, [
    ['due', time],
    [12, shop.report(line(100, { lineNo: 'A2' }))],
  ]).at(-1);
  assert.deepEqual([last?.pledge.state, last?.verdict, last && moneyOf(last)], ['kept', 'kept', '']);
  const lapsed = must(pledge, terms, time, at(10)).pledge;
  // Where time is late to lapse it, too: what is late is never counted, not even as late.
  for (const late of [lapsed, pledge])
    assert.equal(refusalOf(late, terms, shop.report(line(100)), at(12) + 1n), 'grace_has_passed');
});

test('more than what was asked is as good as exactly that much', () => {
  const { terms, pledge } = member(0, 0);
  assert.equal(must(pledge, terms, shop.report(line(0, { count: 9 })), at(1)).pledge.state, 'kept');
});

describe('the discounts together never pass what was granted:', () => {
  for (const [enjoyed, next, said] of [
    [900, 99, 'allowed'],
    [900, 100, 'allowed'],
    [900, 101, 'discount_above_grant'],
    [0, 1_000, 'allowed'],
    [0, 1_001, 'discount_above_grant'],
  ] as const) {
    test(`${enjoyed} and ${next} of 1,000: ${said}`, () => {
      const { terms, pledge } = member(1, enjoyed);
      assert.equal(refusalOf(pledge, terms, shop.report(line(next, { lineNo: 'A2' })), at(2)), said);
    });
  }

  test('what was granted counts, not what the offer could grant', () => {
    const { terms, pledge } = member(1, 400, {}, 500);
    assert.equal(refusalOf(pledge, terms, shop.report(line(100, { lineNo: 'A2' })), at(2)), 'allowed');
    assert.equal(refusalOf(pledge, terms, shop.report(line(101, { lineNo: 'A2' })), at(2)), 'discount_above_grant');
  });
});

test('a receipt counts once, under its number', () => {
  const { terms, pledge } = member(1, 300);
  assert.equal(refusalOf(pledge, terms, shop.report(line(300), line(300)), at(2)), 'line_counted_already');
  assert.equal(refusalOf(pledge, terms, shop.takeBack(null), at(2)), 'line_unknown');
});

test('a refunded purchase un-counts the visit, the amount and the discount, and what it freed can be enjoyed again', () => {
  const { terms, pledge } = member(1, 1_000);
  const back = must(pledge, terms, shop.takeBack(line(1_000, { count: 1 })), at(2)).pledge;
  assert.deepEqual([findCurrent(back)?.done, findCurrent(back)?.enjoyedMinor], [0, 0]);
  assert.equal(refusalOf(back, terms, shop.report(line(1_000, { lineNo: 'A2' })), at(3)), 'allowed');
  assert.equal(taken({ terms, pledge: back }, unmet), 'unmet: ');
});

test('what each target counts: visits, what was spent, minutes', () => {
  const said = line(0, { count: 2, amountMinor: 700, minutes: 45 });
  for (const [name, done] of [
    ['membership', 2],
    ['spending', 700],
    ['welfare', 45],
  ] as const) {
    const { pledge } = must(bornOf(OFFERS[name]), OFFERS[name], shop.report(said), at(1));
    assert.equal(findCurrent(pledge)?.done, done, name);
  }
});

test('a minor unit, a minute or a visit short is not reached', () => {
  for (const [name, short, enough] of [
    ['membership', { count: 2 }, { count: 3 }],
    ['spending', { amountMinor: 9_999 }, { amountMinor: 10_000 }],
    ['welfare', { minutes: 179 }, { minutes: 180 }],
  ] as const) {
    const pledge = bornOf(OFFERS[name]);
    const fact = (changes: object) => must(pledge, OFFERS[name], shop.report(line(0, changes)), at(1)).fact;
    assert.equal(fact(short), 'counted', name);
    assert.notEqual(fact(enough), 'counted', name);
  }
});

test('it is taken once: the end is the end, whoever asks again', () => {
  const { terms, pledge } = member(1, 300);
  const [, ended] = live(pledge, terms, unmet);
  assert.equal(ended?.pledge.chargedMinor, 200);
  for (const move of [person.cancel, shop.takeBack(line(300)), shop.notice, time])
    assert.equal(ended && refusalOf(ended.pledge, terms, move, at(99)), 'pledge_is_over');
});

describe('welfare is never held against anybody:', () => {
  const pledge = bornOf(OFFERS.welfare);
  for (const [what, lines] of [
    ['nothing done', unmet],
    ['half done', [[1, shop.report(line(0))], ...unmet]],
    ['left early', [[1, person.cancel]]],
    ['left in the grace', [unmet[0], [11, person.cancel]]],
    ['called off by the host', [[1, shop.cancel]]],
  ] as readonly (readonly [string, readonly Line[]])[]) {
    test(what, () => {
      const effects = live(pledge, OFFERS.welfare, lines);
      assert.deepEqual([...new Set(effects.map((one) => one.verdict))], ['none']);
      assert.deepEqual(effects.map(moneyOf).join(''), '');
      assert.ok(['unmet', 'cancelled'].includes(effects.at(-1)?.pledge.state ?? ''));
    });
  }

  test('and the host cannot make it a broken promise, not even where time is late to end it', () => {
    const lapsed = must(pledge, OFFERS.welfare, time, at(10)).pledge;
    assert.equal(lapsed.nextDueAt, at(12));
    for (const now of [at(12), at(12) + 1n, at(99)])
      assert.equal(refusalOf(lapsed, OFFERS.welfare, shop.notice, now), 'move_not_possible_now');
  });

  test('keeping it counts', () => {
    const effect = must(pledge, OFFERS.welfare, shop.report(line(0, { minutes: 180 })), at(1));
    assert.equal(effect.verdict, 'kept');
  });
});
