// Every row of the table and every refusal has its row here, or among the stages (stages.test.ts).
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Instant } from '../../kernel/index.ts';
import { applyMove, type Move } from './apply-move.ts';
import { isTerminal, movesFrom } from './find-moves.ts';
import { MOVES, PLEDGE_STATES, type PledgeState } from './moves.ts';
import type { Pledge, PledgeFactKind, PlannedCharge, Verdict } from './pledge.ts';
import { PLEDGE_REFUSALS, type PledgeRefusal } from './refusals.ts';
import { obligorOf } from './stages.ts';
import { born, type Line, lived } from './test-lives.ts';
import { OFFERS } from './test-offers.ts';
import { OVERRULE_CASES } from './test-overrule-cases.ts';
import { STAGE_CASES } from './test-stage-cases.ts';
import { STAGE_REFUSED } from './test-stage-refusals.ts';
import {
  answer,
  at,
  confirm,
  DUE,
  fulfil,
  GRACE,
  notice,
  promisee,
  promisor,
  T0,
  thing,
  thingRules,
  time,
  visit,
  visitRules,
} from './test-pledge.ts';

const rulesOf = (pledge: Pledge) => (pledge.context === visitRules.terms.context ? visitRules : thingRules);
const apply = (pledge: Pledge, move: Move, now: Instant) => applyMove(pledge, rulesOf(pledge), move, now);

type Charged = readonly (readonly [PlannedCharge['kind'], number])[];
type Case = readonly [
  pledge: Pledge,
  move: Move,
  now: Instant,
  to: PledgeState,
  fact: PledgeFactKind,
  verdict: Verdict,
  charged: Charged,
];

const declared = { declaredAt: at(9), nextDueAt: at(11) };
const CASES: readonly Case[] = [
  [thing('offered'), promisor('accept'), at(0.5), 'accepted', 'accepted', 'none', []],
  [thing('offered'), promisor('decline'), at(0.5), 'cancelled', 'cancelled', 'none', []],
  [thing('offered'), promisee('cancel'), at(0.5), 'cancelled', 'cancelled', 'none', []],
  [thing('offered'), time, at(1), 'expired', 'expired', 'none', []],

  [thing('accepted'), promisee('begin'), at(2), 'active', 'begun', 'none', []],
  [thing('accepted'), promisor('cancel'), at(2), 'cancelled', 'cancelled', 'none', []],
  [visit('accepted'), promisor('cancel'), at(9), 'cancelled', 'cancelled', 'none', [['late_cancel_fee', 200]]],
  [visit('accepted'), promisor('cancel'), at(7), 'cancelled', 'cancelled', 'none', []],
  [visit('accepted'), promisee('cancel'), at(9), 'cancelled', 'cancelled', 'none', []],
  [visit('accepted'), fulfil(), at(10), 'kept', 'kept', 'kept', []],
  [thing('accepted'), time, DUE, 'expired', 'expired', 'none', []],
  [visit('accepted'), time, at(10.25), 'lapsed', 'lapsed', 'none', []],

  [thing('active'), confirm(), at(1), 'active', 'confirmed', 'none', []],
  [thing('active'), promisor('extend'), at(9), 'active', 'extended', 'none', []],
  [thing('active'), promisor('declare'), at(9), 'active', 'declared', 'none', []],
  [thing('active'), fulfil(), at(9), 'kept', 'kept', 'kept', [['usage', 900]]],
  [thing('active', declared), notice(), at(10), 'noticed', 'noticed', 'none', []],
  [thing('active', declared), time, at(11), 'kept', 'kept', 'kept', [['usage', 900]]],
  [thing('active'), time, DUE, 'lapsed', 'lapsed', 'none', []],

  [thing('lapsed'), promisor('extend'), at(11), 'active', 'extended', 'none', []],
  [thing('lapsed'), promisor('declare'), at(11), 'lapsed', 'declared', 'none', []],
  [thing('lapsed'), fulfil(), at(11), 'kept', 'kept', 'kept', [['usage', 1_100]]],
  [
    thing('lapsed'),
    fulfil(),
    at(14),
    'kept',
    'kept',
    'kept_late',
    [
      ['usage', 1_400],
      ['late_fee', 100],
    ],
  ],
  [visit('lapsed'), fulfil(at(10)), at(30), 'kept', 'kept', 'kept', []],
  [thing('lapsed'), notice(), at(13), 'noticed', 'noticed', 'none', []],
  [thing('lapsed', { declaredAt: at(11), nextDueAt: at(13) }), notice(), at(11.5), 'noticed', 'noticed', 'none', []],
  [
    thing('lapsed', { declaredAt: at(11), nextDueAt: at(13) }),
    time,
    at(13),
    'kept',
    'kept',
    'kept',
    [['usage', 1_100]],
  ],
  [thing('lapsed'), time, GRACE + 7_776_000_000_000n, 'expired', 'expired', 'none', []],

  [thing('noticed'), answer, at(14), 'answered', 'answered', 'none', []],
  [
    thing('noticed'),
    fulfil(),
    at(14),
    'kept',
    'kept',
    'kept_late',
    [
      ['usage', 1_400],
      ['late_fee', 100],
    ],
  ],
  [thing('noticed'), promisee('withdraw'), at(14), 'kept', 'withdrawn', 'kept', [['usage', 1_000]]],
  [
    thing('noticed'),
    time,
    at(37),
    'broken',
    'broken',
    'broken',
    [
      ['usage', 1_000],
      ['loss', 5_000],
    ],
  ],
  [visit('noticed'), time, at(37), 'broken', 'broken', 'broken', [['no_show_fee', 800]]],

  [thing('answered'), fulfil(at(9)), at(15), 'kept', 'kept', 'kept', [['usage', 900]]],
  [thing('answered'), promisee('withdraw'), at(15), 'kept', 'withdrawn', 'kept', [['usage', 1_000]]],
  [
    thing('answered'),
    promisee('break'),
    at(15),
    'broken',
    'broken',
    'broken',
    [
      ['usage', 1_000],
      ['loss', 5_000],
    ],
  ],
  [thing('answered'), time, at(18), 'kept', 'kept', 'kept', [['usage', 1_000]]],
];

describe('every row of the table:', () => {
  for (const [pledge, move, now, to, fact, verdict, charged] of CASES) {
    const what = pledge.obligations[0]?.type === 'attend' ? 'a visit' : 'a thing';
    test(`${what} that is ${pledge.state}, ${move.move.name} by ${move.by} → ${to} (${fact}, ${verdict})`, () => {
      const outcome = apply(pledge, move, now);
      assert.ok(
        outcome.ok,
        JSON.stringify(outcome, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
      );
      const { pledge: after, charges } = outcome.value;
      assert.deepEqual([after.state, outcome.value.fact, outcome.value.verdict], [to, fact, verdict]);
      assert.deepEqual(
        charges.map((charge) => [charge.kind, charge.amountMinor]),
        charged,
      );
      assert.equal(after.endedAt, isTerminal(to) ? now : null);
    });
  }

  test('none is left out, here and among the stages', () => {
    const seen = CASES.map(([pledge, move, , to]) => ({ pledge, move, to }));
    const ofStages = [...STAGE_CASES, ...OVERRULE_CASES].map(([offer, birth, lines, to]) => {
      const [, move] = lines.at(-1) as Line;
      return { pledge: lived(born(offer, birth), OFFERS[offer], lines.slice(0, -1)), move, to };
    });
    const shown = new Set(
      [...seen, ...ofStages].flatMap(({ pledge, move, to }) =>
        movesFrom(move.move.name, move.by, pledge.state, obligorOf(pledge)).filter((row) => row.to === to),
      ),
    );
    assert.deepEqual(
      MOVES.filter((row) => !shown.has(row)),
      [],
    );
  });
});

const REFUSED: readonly (readonly [PledgeRefusal, Pledge, Move, Instant])[] = [
  [
    'pledge_is_disputed',
    thing('lapsed', { disputedAt: at(13), heldDueAt: at(2_000), nextDueAt: null }),
    notice(1),
    at(14),
  ],
  ...PLEDGE_STATES.filter(isTerminal).map((state) => ['pledge_is_over', thing(state), fulfil(), at(9)] as const),
  ['move_not_possible_now', thing('offered'), promisee('begin'), at(0.5)],
  ['move_not_possible_now', thing('accepted'), fulfil(), at(2)],
  ['move_not_possible_now', thing('active'), promisor('accept'), at(2)],
  ['move_not_possible_now', thing('active'), promisor('cancel'), at(2)],
  ['move_not_possible_now', thing('lapsed'), promisee('break'), at(20)],
  ['move_not_possible_now', thing('active'), time, DUE - 1n],
  ['move_not_possible_now', thing('active', { nextDueAt: null }), time, at(99)],
  ['nothing_to_hand_over', visit('accepted'), promisee('begin'), at(2)],
  ['nothing_to_return', visit('lapsed'), promisor('declare'), at(11)],
  ['nothing_to_return', visit('lapsed'), promisor('extend'), at(10.4)],
  ['nothing_to_return', thing('active', { obligations: visit('active').obligations }), confirm(), at(1)],
  ['already_confirmed', thing('active'), confirm(1), at(1)],
  ['already_declared', thing('active', declared), promisor('declare'), at(9.5)],
  ['already_declared', thing('active', declared), promisor('extend'), at(9.5)],
  ['extension_limit_reached', thing('active', { extensionCount: 2 }), promisor('extend'), at(9)],
  ['grace_has_passed', thing('lapsed'), promisor('extend'), GRACE],
  ['grace_still_runs', thing('lapsed'), notice(), GRACE],
  ['return_not_contested_yet', thing('active'), notice(), at(9)],
  ['evidence_missing', thing('lapsed'), notice(0), at(13)],
  ['evidence_missing', thing('active', declared), notice(0), at(10)],
  ['effective_in_the_future', thing('active'), fulfil(at(9) + 1n), at(9)],
  ['effective_before_the_pledge', thing('active'), fulfil(T0 - 1n), at(9)],
];

describe('every refusal:', () => {
  for (const [reason, pledge, move, now] of REFUSED) {
    test(`${reason}: ${pledge.state}, ${move.move.name} by ${move.by}`, () => {
      const outcome = apply(pledge, move, now);
      assert.equal(outcome.ok ? 'allowed' : outcome.reason, reason);
    });
  }

  test('extension_not_offered: the terms have none', () => {
    const { extension: _, ...terms } = thingRules.terms;
    const outcome = applyMove(thing('active'), { ...thingRules, terms }, promisor('extend'), at(9));
    assert.equal(outcome.ok ? 'allowed' : outcome.reason, 'extension_not_offered');
  });

  test('none is left out', () => {
    const shown = new Set<string>([...REFUSED, ...STAGE_REFUSED].map(([reason]) => reason)).add(
      'extension_not_offered',
    );
    assert.deepEqual(
      Object.keys(PLEDGE_REFUSALS).filter((reason) => !shown.has(reason)),
      [],
    );
  });

  test('rules are checked in their declared order: the first that refuses is named', () => {
    const order = Object.keys(PLEDGE_REFUSALS);
    const worst = thing('lapsed', { declaredAt: at(11), extensionCount: 9 });
    const worstSaid = apply(worst, promisor('extend'), at(99));
    assert.equal(worstSaid.ok ? '' : worstSaid.reason, 'already_declared');
    assert.ok(order.indexOf('already_declared') < order.indexOf('extension_limit_reached'));
    const noneOfIt = apply(thing('lapsed'), notice(0), at(11));
    assert.equal(noneOfIt.ok ? '' : noneOfIt.reason, 'grace_still_runs', 'before evidence_missing');
  });
});
