// What is tried at home, line by line.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyMove } from './apply-move.ts';
import { obligationsFromJson, obligationsToJson } from './obligations-json.ts';
import { keptMinor } from './order-lines.ts';
import type { Pledge } from './pledge.ts';
import { born, type Line, live, lived, moneyOf, person, refusalOf, shop } from './test-lives.ts';
import { OFFERS } from './test-offers.ts';
import { at, costs, time } from './test-pledge.ts';

const terms = OFFERS.wardrobe;
const back = (...lineNos: string[]) => shop.say({ name: 'fulfil', effectiveAt: null, lineNos });
const delivered: Line = [1, person.fulfil];
const due: Line = ['due', time];
const stateOf = ({ obligations }: Pledge) => obligations.map(({ state, asked }) => `${state} ${asked}`).join(', ');

test('what comes back in time lowers what is to be paid, and what is kept is paid, and no more', () => {
  const effects = live(born('wardrobe'), terms, [delivered, [2, back('A')], due, [13, shop.fulfil]]);
  assert.deepEqual(
    effects.map(({ fact, pledge }) => `${fact}: ${stateOf(pledge)}`),
    [
      'met: met null, open null, waiting 3000',
      'returned: met null, open null, waiting 2000',
      'met: met null, void null, open 2000',
      'kept: met null, void null, met 2000',
    ],
  );
  assert.deepEqual(effects[1]?.detail, { lineCount: 1, returnedMinor: 1_000, leftMinor: 2_000 });
  assert.deepEqual(effects.map(moneyOf), ['', '', '', 'price 2000']);
});

for (const [says, lines] of [
  [
    'line by line',
    [
      [2, back('A')],
      [3, back('B', 'C')],
    ],
  ],
  ['all at once, by their numbers', [[2, back('A', 'B', 'C')]]],
  ['all at once, without a number', [[2, shop.fulfil]]],
  [
    'after one of them came alone',
    [
      [2, back('B')],
      [3, shop.fulfil],
    ],
  ],
  ['as the person says and nobody contests', [[2, back('B')], [3, person.declare], due]],
] as const satisfies readonly (readonly [string, readonly Line[]])[]) {
  test(`all of it back in time costs nothing: ${says}`, () => {
    const effects = live(born('wardrobe'), terms, [delivered, ...lines]);
    const last = effects.at(-1)?.pledge as Pledge;
    assert.deepEqual([last.state, stateOf(last)], ['kept', 'met null, met null, void 0']);
    assert.ok(last.obligations[1]?.lines?.every(({ isBack }) => isBack));
    assert.equal(effects.map(moneyOf).join(''), '');
  });
}

test('the person decides to keep the rest, and owes its price only', () => {
  const pledge = lived(born('wardrobe'), terms, [delivered, [2, back('A', 'C')], [3, person.buyOut]]);
  assert.equal(stateOf(pledge), 'met null, void null, open 1500');
});

test('lines come back while they may be sent back: not before the delivery, and not once they are to be paid', () => {
  assert.equal(refusalOf(born('wardrobe'), terms, back('A'), at(1)), 'move_not_possible_now');
  assert.equal(
    refusalOf(lived(born('wardrobe'), terms, [delivered, due]), terms, back('A'), at(13)),
    'nothing_to_return',
  );
});

const LINES = ['A', 'B', 'C'] as const;
test('whatever comes back in whatever order: what is asked is the price of what did not, and each line comes back once', () => {
  fc.assert(
    fc.property(fc.array(fc.subarray([...LINES], { minLength: 1 }), { maxLength: 5 }), (said) => {
      let pledge: Pledge = lived(born('wardrobe'), terms, [delivered]);
      const seen = new Set<string>();
      for (const lineNos of said) {
        const outcome = applyMove(pledge, { terms, costs }, back(...lineNos), at(2));
        if (pledge.endedAt !== null) assert.ok(!outcome.ok);
        else
          assert.equal(
            outcome.ok,
            lineNos.every((lineNo) => !seen.has(lineNo)),
          );
        if (!outcome.ok) continue;
        for (const lineNo of lineNos) seen.add(lineNo);
        pledge = outcome.value.pledge;
        const [, returned, pays] = pledge.obligations;
        assert.equal(pays?.asked, keptMinor(returned?.lines ?? []));
        assert.equal(pledge.endedAt !== null, seen.size === LINES.length);
        assert.deepEqual(obligationsFromJson(obligationsToJson(pledge.obligations)), pledge.obligations);
      }
    }),
    { numRuns: 500, seed: 5 },
  );
});
