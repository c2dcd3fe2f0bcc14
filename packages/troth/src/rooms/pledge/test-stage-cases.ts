/** One case for every row of the table that a single stage cannot show. */
import type { Birth, Line } from './test-lives.ts';
import { line, person, shop } from './test-lives.ts';
import type { Verdict, PledgeFactKind } from './pledge.ts';
import type { PledgeState } from './moves.ts';
import type { OfferName } from './test-offers.ts';
import { time } from './test-pledge.ts';

/** The last of the moves is the one that the case is about. */
export type StageCase = readonly [
  offer: OfferName,
  birth: Birth,
  moves: readonly Line[],
  to: PledgeState,
  fact: PledgeFactKind,
  verdict: Verdict,
  money: string,
];

export const DEPOSIT: Birth = { waivedMinor: 2_000 };
const WHOLE: Birth = { waivedMinor: 0 };
export const due: Line = ['due', time];

/** The first half of the price was missed, and the second is open. */
export const HALF_MISSED: readonly Line[] = [due, [26, shop.notice], due];
/** The thing did not come back; of a deposit of 3,000, 1,500 are left to be given back. */
export const RETURN_MISSED: readonly Line[] = [[1, shop.fulfil], due, [14, shop.claim(500)], due];
/** The shop did not deliver; the whole deposit is to be given back. */
export const DELIVERY_MISSED: readonly Line[] = [[1, shop.fulfil], due, [14, person.notice], due];
const UNDELIVERED: readonly Line[] = [due, [13, person.notice]];
const REFUND_NOTICED: readonly Line[] = [due, [300, person.notice]];
const PART_NOTICED: readonly Line[] = [due, [60, shop.notice]];
const whole = line(300, { count: 3, amountMinor: 10_000, minutes: 180 });

export const STAGE_CASES: readonly StageCase[] = [
  ['membership', { isOffered: true }, [[0.5, person.accept]], 'active', 'accepted', 'none', ''],
  ['stay', {}, [[10, shop.fulfil]], 'active', 'met', 'none', ''],

  [
    'rental',
    {},
    [
      [0, shop.begin],
      [3, person.buyOut],
    ],
    'kept',
    'kept',
    'kept',
    'usage 300, buy_out 3000',
  ],
  ['rental', {}, [[0, shop.begin], due, [11, person.buyOut]], 'kept', 'kept', 'kept', 'usage 1100, buy_out 3000'],
  [
    ...([
      'custody',
      WHOLE,
      [
        [1, shop.fulfil],
        [4, person.buyOut],
      ],
    ] as const),
    ...(['active', 'met', 'kept', 'usage 300 from deposit, buy_out 3000 from deposit'] as const),
  ],
  [
    ...(['custody', WHOLE, [[1, shop.fulfil], due, [12, person.buyOut]]] as const),
    ...(['active', 'met', 'kept', 'usage 1100 from deposit, buy_out 3000 from deposit'] as const),
  ],

  ['membership', {}, [[1, shop.report(line())]], 'active', 'counted', 'none', ''],
  ['membership', {}, [[1, shop.report(whole)]], 'kept', 'kept', 'kept', ''],
  [
    'membership',
    {},
    [
      [1, shop.report(line())],
      [2, shop.takeBack(line())],
    ],
    'active',
    'uncounted',
    'none',
    '',
  ],
  ['membership', {}, [due, [11, shop.report(line())]], 'lapsed', 'counted', 'none', ''],
  ['membership', {}, [due, [12, shop.report(whole)]], 'kept', 'kept', 'kept', ''],
  ['spending', {}, [due, [12, shop.report(whole)]], 'active', 'met', 'kept', ''],
  ['welfare', {}, [[1, shop.report(line(0))], due, [11, shop.takeBack(line(0))]], 'lapsed', 'uncounted', 'none', ''],
  ['membership', {}, [[1, shop.report(line())], due, due], 'unmet', 'unmet', 'none', 'clawback 200'],
  [
    'membership',
    {},
    [
      [1, shop.report(line())],
      [2, person.cancel],
    ],
    'cancelled',
    'cancelled',
    'none',
    'clawback 300',
  ],
  [
    'membership',
    {},
    [
      [1, shop.report(line())],
      [2, shop.cancel],
    ],
    'cancelled',
    'cancelled',
    'none',
    '',
  ],
  ['membership', {}, [due, [11, person.cancel]], 'cancelled', 'cancelled', 'none', ''],
  [
    'promised',
    {},
    [[1, shop.report(line())], due, [13, shop.notice], due],
    'broken',
    'broken',
    'broken',
    'clawback 200',
  ],

  [
    'postpay',
    {},
    [
      [0, shop.begin],
      [1, shop.bill(1_500)],
    ],
    'active',
    'billed',
    'none',
    '',
  ],
  ['postpay', {}, [[0, shop.begin], [1, shop.bill(1_500)], due], 'lapsed', 'lapsed', 'none', 'price 1500'],
  [
    'postpay',
    {},
    [
      [0, shop.begin],
      [1, shop.bill(1_500)],
      [1.5, shop.fulfil],
    ],
    'kept',
    'kept',
    'kept',
    'price 1500',
  ],

  ['trial', {}, [[5, person.fulfil]], 'active', 'met', 'none', ''],
  [
    'trial',
    {},
    [
      [5, shop.declare],
      [6, person.notice],
    ],
    'noticed',
    'noticed',
    'none',
    '',
  ],
  ['trial', {}, [[5, shop.declare], due], 'active', 'met', 'none', ''],
  ['trial', {}, [[1, person.fulfil], due], 'active', 'met', 'none', ''],
  ['trial', {}, [due, [11, shop.declare]], 'lapsed', 'declared', 'none', ''],
  ['trial', {}, [due, [11, shop.declare], due], 'active', 'met', 'none', ''],
  ['trial', {}, [due, [11, person.fulfil]], 'active', 'met', 'none', ''],
  ['trial', {}, [due, [11, shop.cancel]], 'cancelled', 'cancelled', 'none', ''],
  ['trial', {}, [due, due], 'expired', 'expired', 'none', ''],
  ['trial', {}, [...UNDELIVERED, [14, person.fulfil]], 'active', 'met', 'none', ''],
  ['trial', {}, [...UNDELIVERED, [14, person.withdraw]], 'active', 'withdrawn', 'none', ''],
  ['trial', {}, [...UNDELIVERED, [14, shop.answer], [15, person.fulfil]], 'active', 'met', 'none', ''],
  ['trial', {}, [...UNDELIVERED, [14, shop.answer], [15, person.withdraw]], 'active', 'withdrawn', 'none', ''],
  ['trial', {}, [[5, shop.declare], [6, person.notice], [7, shop.answer], due], 'active', 'met', 'none', ''],

  ['escrow', {}, [[1, shop.fulfil]], 'active', 'met', 'kept', 'escrow_fund 3000'],
  ['escrow', {}, [due], 'expired', 'expired', 'none', ''],
  ['escrow', {}, [[1, person.cancel]], 'cancelled', 'cancelled', 'none', ''],
  ['escrow', {}, [[1, shop.fulfil], due, [24, person.notice], [25, shop.answer]], 'answered', 'answered', 'none', ''],
  ...([due, [25, person.fulfil]] as const).map((last): StageCase => {
    const end = last[0] === 'due' ? 'let_down' : 'kept';
    const money = last[0] === 'due' ? 'escrow_refund 3000' : 'escrow_earn 3000';
    return ['escrow', {}, [[1, shop.fulfil], due, [24, person.notice], last], end, end, 'none', money];
  }),
  [
    ...(['escrow', {}, [[1, shop.fulfil], due, [24, person.notice], [25, shop.answer], due]] as const),
    ...(['expired', 'expired', 'none', 'escrow_refund 3000'] as const),
  ],

  ['custody', DEPOSIT, [[1, shop.fulfil], [5, shop.fulfil], due, due], 'let_down', 'let_down', 'none', ''],
  [
    ...(['custody', DEPOSIT, RETURN_MISSED] as const),
    ...(['active', 'missed', 'broken', 'usage 1000 from deposit, loss 500 from deposit'] as const),
  ],
  [
    ...(['custody', DEPOSIT, [...RETURN_MISSED.slice(0, 3), [15, person.answer], [16, shop.hold]]] as const),
    ...(['active', 'missed', 'broken', 'usage 1000 from deposit, loss 500 from deposit'] as const),
  ],
  ...broken('custody', DEPOSIT, 'custody_refund 1500', RETURN_MISSED, [
    [[50, person.fulfil]],
    [[50, shop.declare], due],
    [due, [170, shop.declare], due],
  ]),
  ...broken('halves', {}, '', HALF_MISSED, [[[51, shop.release]], [due, [51, shop.release]]], 'broken'),
  ...broken('halves', {}, 'price 500', HALF_MISSED, [[[51, shop.fulfil]]], 'broken'),
  ...broken(
    ...(['halves', {}, '', HALF_MISSED] as const),
    [
      [due, [51, shop.fulfil]],
      [...PART_NOTICED, [61, shop.fulfil]],
      [...PART_NOTICED, [61, person.answer], [62, shop.fulfil]],
      [...PART_NOTICED, [61, person.answer], due],
    ],
    'broken',
  ),
  ...[[[61, shop.withdraw] as Line], [[61, person.answer] as Line, [62, shop.withdraw] as Line]].map(
    (last): StageCase => ['halves', {}, [...HALF_MISSED, ...PART_NOTICED, ...last], 'broken', 'broken', 'broken', ''],
  ),
  ...letDown([
    [[50, person.fulfil]],
    [[50, shop.declare], due],
    [due, [200, shop.declare], due],
    [due, [200, person.fulfil]],
    [...REFUND_NOTICED, [301, person.fulfil]],
    [...REFUND_NOTICED, [301, person.withdraw]],
    [...REFUND_NOTICED, [301, shop.answer], [302, person.fulfil]],
    [...REFUND_NOTICED, [301, shop.answer], [302, person.withdraw]],
  ]),
  // An answer gives no deposit back.
  [
    ...(['delivered', WHOLE, [...DELIVERY_MISSED, ...REFUND_NOTICED, [301, shop.answer], due]] as const),
    ...(['let_down', 'let_down', 'none', ''] as const),
  ],

  ...(
    [
      [[61, shop.release]],
      [
        [61, person.answer],
        [62, shop.release],
      ],
    ] as const
  ).flatMap((last): readonly StageCase[] => [
    ['halves', {}, [...HALF_MISSED, ...PART_NOTICED, ...last], 'broken', 'broken', 'broken', ''],
    ['instalment', {}, [due, [50, shop.notice], ...last], 'active', 'met', 'none', ''],
    ['borrow', {}, [[0, shop.begin], due, [50, shop.notice], ...last], 'kept', 'kept', 'none', ''],
  ]),
  ['instalment', {}, [[1, shop.release]], 'active', 'met', 'none', ''],
  ['instalment', {}, [due, [24, shop.release]], 'active', 'met', 'none', ''],
  [
    'borrow',
    {},
    [
      [0, shop.begin],
      [3, shop.release],
    ],
    'kept',
    'kept',
    'none',
    '',
  ],
  ['borrow', {}, [[0, shop.begin], due, [11, shop.release]], 'kept', 'kept', 'none', ''],
  ['agreed', {}, [due], 'active', 'met', 'kept', ''],
];

function broken(
  offer: OfferName,
  birth: Birth,
  money: string,
  before: readonly Line[],
  ways: readonly (readonly Line[])[],
  verdict: Verdict = 'none',
): StageCase[] {
  return ways.map((way) => [offer, birth, [...before, ...way], 'broken', 'broken', verdict, money]);
}

function letDown(ways: readonly (readonly Line[])[]): StageCase[] {
  return ways.map((way) => {
    const lines = [...DELIVERY_MISSED, ...way];
    return ['delivered', WHOLE, lines, 'let_down', 'let_down', 'none', 'custody_refund 5000'];
  });
}
