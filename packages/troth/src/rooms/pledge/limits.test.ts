// Every limit of time and money in the life of a pledge, from both sides and on the very spot.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DAY_US, HOUR_US, type Instant, MINUTE_US } from '../../kernel/index.ts';
import { applyMove, type Move } from './apply-move.ts';
import { NOTICE_DAYS_MAX } from './by-time.ts';
import type { Rules } from './endings.ts';
import type { MoveEffect, Pledge } from './pledge.ts';
import {
  answer,
  at,
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
  VISIT_GRACE,
  visit,
  visitRules,
} from './test-pledge.ts';

const rulesOf = (pledge: Pledge): Rules => (pledge.obligations[0]?.type === 'attend' ? visitRules : thingRules);

function done(pledge: Pledge, move: Move, now: Instant, rules = rulesOf(pledge)): MoveEffect {
  const outcome = applyMove(pledge, rules, move, now);
  assert.ok(outcome.ok, outcome.ok ? '' : outcome.reason);
  return outcome.value;
}

function refused(pledge: Pledge, move: Move, now: Instant, rules = rulesOf(pledge)): string {
  const outcome = applyMove(pledge, rules, move, now);
  return outcome.ok ? 'allowed' : outcome.reason;
}

const amounts = (effect: MoveEffect) =>
  Object.fromEntries(effect.charges.map((charge) => [charge.kind, charge.amountMinor]));

describe('time moves a pledge at its due time and not a microsecond before:', () => {
  const declared = { declaredAt: at(9), nextDueAt: at(11) };
  for (const pledge of [
    thing('offered'),
    thing('accepted'),
    visit('accepted'),
    thing('active'),
    thing('active', declared),
    thing('lapsed'),
    thing('lapsed', declared),
    thing('noticed'),
    thing('answered'),
  ]) {
    test(`${pledge.state}${pledge.declaredAt === null ? '' : ', declared'} (${pledge.obligations[0]?.type})`, () => {
      const due = pledge.nextDueAt as Instant;
      assert.equal(refused(pledge, time, due - 1n), 'move_not_possible_now');
      assert.notEqual(done(pledge, time, due).pledge.state, pledge.declaredAt === null ? pledge.state : 'noticed');
      done(pledge, time, due + 1n);
    });
  }
});

describe('the windows that a move opens', () => {
  test('an answer to a notice: as long as the terms say, from the notice', () => {
    const { pledge } = done(thing('lapsed'), notice(), at(13));
    assert.equal(pledge.answerBy, at(13) + BigInt(thingRules.terms.answerMinutes) * MINUTE_US);
    assert.equal(pledge.nextDueAt, pledge.answerBy);
  });

  test('the promisee’s decision: as long as the terms say, from the answer', () => {
    assert.equal(
      done(thing('noticed'), answer, at(14)).pledge.nextDueAt,
      at(14) + BigInt(thingRules.terms.decideMinutes) * MINUTE_US,
    );
  });

  test('contesting a declared return: as long as the terms say, from the declaration, before and after the due time', () => {
    const confirm = BigInt(thingRules.terms.confirmMinutes) * MINUTE_US;
    assert.equal(done(thing('active'), promisor('declare'), at(2)).pledge.nextDueAt, at(2) + confirm);
    assert.equal(done(thing('lapsed'), promisor('declare'), at(40)).pledge.nextDueAt, at(40) + confirm);
  });

  test('a notice: ninety days from the end of the grace', () => {
    const { pledge } = done(thing('active'), time, DUE);
    assert.equal(pledge.nextDueAt, GRACE + BigInt(NOTICE_DAYS_MAX) * DAY_US);
    assert.equal(NOTICE_DAYS_MAX, 90);
  });

  test('what is handed over after its due time is due at once', () => {
    assert.equal(done(thing('accepted'), promisee('begin'), DUE - 1n).pledge.nextDueAt, DUE);
    assert.equal(done(thing('accepted'), promisee('begin'), DUE).pledge.nextDueAt, DUE);
    assert.equal(done(thing('accepted'), promisee('begin'), DUE + 5n).pledge.nextDueAt, DUE + 5n);
  });
});

describe('the end of the grace', () => {
  test('kept on its last instant is kept; a microsecond later it is kept late, with a unit of the late fee begun', () => {
    for (const [effectiveAt, verdict, lateMinor] of [
      [GRACE - 1n, 'kept', undefined],
      [GRACE, 'kept', undefined],
      [GRACE + 1n, 'kept_late', 50],
      [GRACE + HOUR_US, 'kept_late', 50],
      [GRACE + HOUR_US + 1n, 'kept_late', 100],
    ] as const) {
      const effect = done(thing('lapsed'), fulfil(effectiveAt), at(60));
      assert.deepEqual([effect.verdict, amounts(effect).late_fee], [verdict, lateMinor], String(effectiveAt - GRACE));
    }
  });

  test('a notice may be given from the microsecond after it', () => {
    for (const [now, said] of [
      [GRACE - 1n, 'grace_still_runs'],
      [GRACE, 'grace_still_runs'],
      [GRACE + 1n, 'allowed'],
    ] as const) {
      assert.equal(refused(thing('lapsed'), notice(), now), said);
    }
    assert.equal(refused(visit('lapsed'), notice(), VISIT_GRACE), 'grace_still_runs');
    assert.equal(refused(visit('lapsed'), notice(), VISIT_GRACE + 1n), 'allowed');
  });

  test('an extension is possible until the microsecond before it', () => {
    assert.equal(refused(thing('lapsed'), promisor('extend'), GRACE - 1n), 'allowed');
    assert.equal(refused(thing('lapsed'), promisor('extend'), GRACE), 'grace_has_passed');
    // So it is where a step is longer than the grace: only the grace says no there.
    const rules = { ...thingRules, terms: { ...thingRules.terms, extension: { stepMinutes: 6_000, countMax: 9 } } };
    assert.equal(refused(thing('lapsed'), promisor('extend'), GRACE - 1n, rules), 'allowed');
    assert.equal(refused(thing('lapsed'), promisor('extend'), GRACE, rules), 'grace_has_passed');
  });

  test('an extension that would end before now is none', () => {
    const terms = { ...thingRules.terms, extension: { stepMinutes: 30, countMax: 9 } };
    const rules = { ...thingRules, terms };
    assert.equal(refused(thing('lapsed'), promisor('extend'), DUE + 30n * MINUTE_US - 1n, rules), 'allowed');
    assert.equal(refused(thing('lapsed'), promisor('extend'), DUE + 30n * MINUTE_US, rules), 'grace_has_passed');
  });
});

test('the last extension is the one that the offer counts to', () => {
  const [first, second] = [thing('active'), thing('active', { extensionCount: 1 })];
  assert.equal(done(first, promisor('extend'), at(9)).pledge.extensionCount, 1);
  assert.equal(done(second, promisor('extend'), at(9)).pledge.extensionCount, 2);
  assert.equal(refused(thing('active', { extensionCount: 2 }), promisor('extend'), at(9)), 'extension_limit_reached');
});

test('an extension moves the thing and what is to be paid for it by the same step', () => {
  const before = thing('lapsed');
  const { pledge } = done(before, promisor('extend'), at(11));
  assert.deepEqual(
    [pledge.dueAt, pledge.graceUntil, pledge.nextDueAt],
    [DUE + 2n * HOUR_US, GRACE + 2n * HOUR_US, DUE + 2n * HOUR_US],
  );
  for (const [i, owed] of pledge.obligations.entries())
    assert.equal(owed.dueAt, (before.obligations[i]?.dueAt ?? 0n) + 2n * HOUR_US);
});

describe('when it happened', () => {
  test('lies between the beginning and now, both included', () => {
    assert.equal(refused(thing('active'), fulfil(T0), at(5)), 'allowed');
    assert.equal(refused(thing('active'), fulfil(T0 - 1n), at(5)), 'effective_before_the_pledge');
    assert.equal(refused(thing('active'), fulfil(at(5)), at(5)), 'allowed');
    assert.equal(refused(thing('active'), fulfil(at(5) + 1n), at(5)), 'effective_in_the_future');
    assert.equal(refused(visit('lapsed'), fulfil(T0 - 1n), at(12)), 'effective_before_the_pledge');
    assert.equal(refused(visit('lapsed'), fulfil(T0), at(12)), 'allowed');
  });

  test('is the declaration where that is earlier: the shop’s desk is not the person’s delay', () => {
    const declared = thing('lapsed', { declaredAt: at(11), nextDueAt: at(99) });
    assert.equal(done(declared, fulfil(at(20)), at(20)).effectiveAt, at(11));
    assert.equal(done(declared, fulfil(at(11)), at(20)).effectiveAt, at(11));
    assert.equal(done(declared, fulfil(at(9)), at(20)).effectiveAt, at(9));
  });
});

describe('money:', () => {
  test('use is charged by the unit begun, and none that has not', () => {
    for (const [effectiveAt, usageMinor] of [
      [T0, undefined],
      [T0 + 1n, 100],
      [at(1), 100],
      [at(1) + 1n, 200],
      [at(9), 900],
    ] as const) {
      assert.equal(
        amounts(done(thing('active'), fulfil(effectiveAt), at(9))).usage,
        usageMinor,
        String(effectiveAt - T0),
      );
    }
  });

  test('use and late fee stop at their caps', () => {
    const late = (hours: number) => amounts(done(thing('lapsed'), fulfil(at(hours)), at(hours)));
    assert.deepEqual(late(15), { usage: 1_500, late_fee: 150 });
    assert.deepEqual(late(16), { usage: 1_500, late_fee: 200 });
    assert.deepEqual(late(18), { usage: 1_500, late_fee: 300 });
    assert.deepEqual(late(2_000), { usage: 1_500, late_fee: 300 });
  });

  test('all charges together stop at the ceiling, and what is cut to nothing is not charged', () => {
    const broken = (ceilingMinor: number) =>
      amounts(done(thing('answered', { ceilingMinor }), promisee('break'), at(15)));
    assert.deepEqual(broken(6_001), { usage: 1_000, loss: 5_000 });
    assert.deepEqual(broken(6_000), { usage: 1_000, loss: 5_000 });
    assert.deepEqual(broken(5_999), { usage: 1_000, loss: 4_999 });
    assert.deepEqual(broken(1_000), { usage: 1_000 });
    assert.deepEqual(broken(999), { usage: 999 });
    assert.deepEqual(broken(0), {});
  });

  test('cancelling is free up to the limit and costs the fee a microsecond later', () => {
    const fee = (now: Instant) => amounts(done(visit('accepted'), promisor('cancel'), now)).late_cancel_fee;
    assert.equal(fee(at(8) - 1n), undefined);
    assert.equal(fee(at(8)), undefined);
    assert.equal(fee(at(8) + 1n), 200);
    assert.equal(fee(at(10)), 200);
  });

  test('declining an offer, and a cancellation by the promisee, cost nothing at any time', () => {
    assert.deepEqual(amounts(done(visit('offered'), promisor('decline'), at(9.9))), {});
    assert.deepEqual(amounts(done(visit('accepted'), promisee('cancel'), at(9.9))), {});
  });

  test('a notice taken back costs the use up to the due time, or up to the return that was declared before the grace ended', () => {
    const withdrawn = (declaredAt: Instant | null) =>
      amounts(done(thing('noticed', { declaredAt }), promisee('withdraw'), at(30))).usage;
    assert.equal(withdrawn(null), 1_000);
    assert.equal(withdrawn(at(7)), 700);
    assert.equal(withdrawn(at(11)), 1_100);
    assert.equal(withdrawn(at(13)), 1_200);
  });
});
