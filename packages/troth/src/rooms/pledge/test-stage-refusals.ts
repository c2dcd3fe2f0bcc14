/** One case for every refusal that needs a stage of its own, and where a move is not possible in it. */
import type { PledgeRefusal } from './refusals.ts';
import { type Birth, type Line, line, person, shop } from './test-lives.ts';
import type { OfferName } from './test-offers.ts';
import { DEPOSIT, due } from './test-stage-cases.ts';

export type StageRefused = readonly [PledgeRefusal, OfferName, Birth, before: readonly Line[], last: Line];

const meaning = (seq: number) => shop.say({ name: 'fulfil', effectiveAt: null, seq });

const back = (...lineNos: string[]) => shop.say({ name: 'fulfil', effectiveAt: null, lineNos });

export const STAGE_REFUSED: readonly StageRefused[] = [
  ['nothing_to_return', 'trial', {}, [[1, person.fulfil]], [2, back('A')]],
  ['line_not_ordered', 'wardrobe', {}, [[1, person.fulfil]], [2, back('A', 'D')]],
  [
    'line_back_already',
    'wardrobe',
    {},
    [
      [1, person.fulfil],
      [2, back('A')],
    ],
    [3, back('A', 'B')],
  ],
  ['stage_is_not_running', 'instalment', {}, [], [1, meaning(2)]],
  ['stage_is_not_running', 'instalment', {}, [[1, meaning(1)]], [1, meaning(1)]],
  ['stage_is_not_running', 'instalment', {}, [[1, meaning(1)]], [1, shop.say({ name: 'release', seq: 1 })]],
  ['stage_is_not_running', 'trial', {}, [[1, person.fulfil]], [2, meaning(1)]],
  ['move_not_possible_now', 'trial', {}, [[1, person.fulfil]], [2, shop.release]],
  [
    'move_not_possible_now',
    'custody',
    DEPOSIT,
    [
      [1, shop.fulfil],
      [5, shop.fulfil],
    ],
    [6, person.release],
  ],
  ['move_not_possible_now', 'custody', DEPOSIT, [[1, shop.fulfil]], [2, person.cancel]],
  ['move_not_possible_now', 'trial', {}, [], [1, person.cancel]],
  ['move_not_possible_now', 'trial', {}, [[5, shop.declare]], [6, shop.cancel]],
  ['move_not_possible_now', 'instalment', {}, [[1, shop.fulfil]], [2, person.cancel]],
  ['move_not_possible_now', 'postpay', {}, [[0, shop.begin]], [1, shop.fulfil]],
  ['move_not_possible_now', 'postpay', {}, [], [1, shop.fulfil]],
  ['move_not_possible_now', 'membership', {}, [], [1, shop.fulfil]],
  ['move_not_possible_now', 'escrow', {}, [[1, shop.fulfil]], [2, shop.fulfil]],
  [
    'move_not_possible_now',
    'escrow',
    {},
    [[1, shop.fulfil], due, [24, person.notice], [25, shop.answer]],
    [26, shop.hold],
  ],
  ['move_not_possible_now', 'membership', {}, [], [1, person.report(line())]],
  ['nothing_to_return', 'membership', {}, [], [1, person.buyOut]],
  ['nothing_to_return', 'instalment', {}, [], [1, person.declare]],
  ['nothing_to_reach', 'borrow', {}, [[0, shop.begin]], [1, shop.report(line())]],
  ['nothing_to_reach', 'borrow', {}, [[0, shop.begin]], [1, shop.takeBack(line())]],
  ['nothing_to_bill', 'instalment', {}, [], [1, shop.bill(1)]],
  ['nothing_to_bill', 'rental', {}, [[0, shop.begin]], [1, shop.bill(1)]],
  ['nothing_to_claim', 'promised', {}, [due], [13, shop.claim(1)]],
  ['nothing_to_claim', 'escrow', {}, [[1, shop.fulfil], due], [24, person.claim(1)]],
  [
    'already_declared',
    'rental',
    {},
    [
      [0, shop.begin],
      [5, person.declare],
    ],
    [6, person.buyOut],
  ],
  ['buy_out_not_offered', 'borrow', {}, [[0, shop.begin]], [1, person.buyOut]],
  ['line_unknown', 'membership', {}, [], [1, shop.takeBack(null)]],
  ['line_counted_already', 'membership', {}, [[1, shop.report(line())]], [2, shop.report(line(), line())]],
  ['grace_has_passed', 'promised', {}, [due], [12.001, shop.report(line())]],
  ['evidence_missing', 'trial', {}, [], [5, shop.say({ name: 'declare', evidenceCount: 0 })]],
  ['discount_above_grant', 'membership', {}, [], [1, shop.report(line(1_001))]],
  ['discount_above_grant', 'welfare', {}, [], [1, shop.report(line(1))]],
  ['bill_above_cap', 'postpay', {}, [[0, shop.begin]], [1, shop.bill(2_001)]],
  [
    'bill_only_downwards',
    'postpay',
    {},
    [
      [0, shop.begin],
      [1, shop.bill(1_500)],
    ],
    [1.5, shop.bill(1_500)],
  ],
  ['effective_before_the_pledge', 'escrow', {}, [], [1, shop.say({ name: 'fulfil', effectiveAt: 0n })]],
];
