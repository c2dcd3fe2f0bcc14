// A dispute stops the clock: what lay ahead lies as far ahead when it runs again, and nothing else is different.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { HOUR_US, type Instant, MINUTE_US } from '../../kernel/index.ts';
import { applyMove, type Move } from './apply-move.ts';
import { holdClock, letClockRun } from './hold.ts';
import type { Pledge } from './pledge.ts';
import { answer, at, DUE, fulfil, GRACE, notice, promisee, promisor, thing, thingRules, time } from './test-pledge.ts';

const STOOD = 5n * HOUR_US;
const held = (pledge: Pledge, stoppedAt: Instant): Pledge => holdClock(pledge, stoppedAt);
const resumed = (pledge: Pledge, stoppedAt: Instant): Pledge => letClockRun(held(pledge, stoppedAt), stoppedAt + STOOD);

test('while the clock stands, time moves nothing, however much of it passes', () => {
  for (const state of ['offered', 'accepted', 'active', 'lapsed', 'noticed', 'answered'] as const) {
    const pledge = held(thing(state), at(1));
    assert.deepEqual([pledge.nextDueAt, pledge.heldDueAt, pledge.disputedAt], [null, thing(state).nextDueAt, at(1)]);
    const outcome = applyMove(pledge, thingRules, time, at(100_000));
    assert.equal(outcome.ok ? 'moved' : outcome.reason, 'move_not_possible_now', state);
  }
});

test('a deadline that lay ahead, or was reached at that very instant, is moved by the time it stood; one that had passed stays', () => {
  const active = thing('active');
  const later = (deadline: Instant, stoppedAt: Instant) => (deadline >= stoppedAt ? deadline + STOOD : deadline);
  for (const stoppedAt of [DUE - 1n, DUE, DUE + 1n, GRACE - 1n, GRACE, GRACE + 1n]) {
    const { dueAt, graceUntil, obligations } = resumed(active, stoppedAt);
    assert.deepEqual([dueAt, graceUntil], [later(DUE, stoppedAt), later(GRACE, stoppedAt)]);
    assert.deepEqual([obligations[0]?.dueAt, obligations[0]?.graceUntil], [dueAt, graceUntil]);
  }
  const noticed = thing('noticed', { answerBy: at(40), nextDueAt: at(40) });
  assert.equal(resumed(noticed, at(39)).answerBy, at(40) + STOOD);
  assert.equal(resumed(noticed, at(40)).answerBy, at(40) + STOOD);
  assert.equal(resumed(noticed, at(40) + 1n).answerBy, at(40));
});

test('what was to fall due next falls due as much later, also when its time had come', () => {
  for (const stoppedAt of [DUE - 1n, DUE, DUE + 1n]) {
    const running = resumed(thing('active'), stoppedAt);
    assert.equal(running.nextDueAt, DUE + STOOD);
    const early = applyMove(running, thingRules, time, DUE + STOOD - 1n);
    assert.equal(early.ok, false);
    assert.equal(applyMove(running, thingRules, time, DUE + STOOD).ok, true);
  }
});

test('an obligation that is met, missed or void has no deadline to move', () => {
  const [first, second] = thing('active').obligations;
  assert.ok(first && second);
  for (const state of ['met', 'missed', 'void'] as const) {
    const pledge = thing('active', { obligations: [{ ...first, state }, second] });
    const { obligations } = resumed(pledge, at(1));
    assert.deepEqual(obligations[0], { ...first, state });
    assert.equal(obligations[1]?.dueAt, second.dueAt + STOOD);
  }
});

test('nobody is given notice and no promise is broken while a dispute is open; everything that helps goes on', () => {
  const refused = (pledge: Pledge, move: Move, now: Instant) => {
    const outcome = applyMove(held(pledge, now), thingRules, move, now);
    return outcome.ok ? null : outcome.reason;
  };
  assert.equal(refused(thing('lapsed'), notice(1), at(20)), 'pledge_is_disputed');
  assert.equal(refused(thing('answered'), promisee('break'), at(15)), 'pledge_is_disputed');
  const helps: readonly (readonly [Pledge, Move])[] = [
    [thing('active'), promisor('declare')],
    [thing('active'), promisor('extend')],
    [thing('noticed'), answer],
    [thing('noticed'), promisee('withdraw')],
    [thing('answered'), promisee('withdraw')],
    [thing('active'), fulfil()],
    [thing('offered'), promisor('decline')],
    [thing('accepted'), promisee('cancel')],
  ];
  for (const [pledge, move] of helps) assert.equal(refused(pledge, move, at(2)), null, move.move.name);
});

test('a move while the clock stands is answered by the deadlines of that moment, and the clock stands on', () => {
  const pledge = held(thing('active'), at(9));
  const now = at(13);
  const extended = applyMove(pledge, thingRules, promisor('extend'), now);
  assert.ok(extended.ok, 'an hour was left of the time, and is left still');
  const after = extended.value.pledge;
  assert.equal(after.dueAt, DUE + 4n * HOUR_US + 120n * MINUTE_US);
  assert.deepEqual([after.nextDueAt, after.heldDueAt, after.disputedAt], [null, after.dueAt, now]);
  assert.equal(letClockRun(after, at(14)).nextDueAt, after.dueAt + HOUR_US);
});

test('a pledge that ends while its clock stands has ended: nothing is kept aside', () => {
  const ended = applyMove(held(thing('active'), at(1)), thingRules, fulfil(), at(2));
  assert.ok(ended.ok);
  const { state, nextDueAt, heldDueAt, disputedAt } = ended.value.pledge;
  assert.deepEqual([state, nextDueAt, heldDueAt, disputedAt], ['kept', null, null, null]);
});

test('a return during a dispute costs no lateness for the time that it stood', () => {
  const back = applyMove(held(thing('active'), at(11)), thingRules, fulfil(), at(60));
  assert.ok(back.ok);
  assert.equal(back.value.verdict, 'kept');
  assert.equal(
    back.value.charges.some(({ kind }) => kind === 'late_fee'),
    false,
  );
});

test('for the time that it stood nothing is charged, neither use nor lateness; what had been used before, and after, is', () => {
  const costOf = (pledge: Pledge, now: Instant, effectiveAt: Instant | null = null) => {
    const back = applyMove(pledge, thingRules, fulfil(effectiveAt), now);
    assert.ok(back.ok);
    return back.value.charges.map(({ kind, amountMinor }) => [kind, amountMinor]);
  };
  assert.deepEqual(costOf(held(thing('active'), at(2)), at(50)), [['usage', 200]], 'while it stands');
  assert.deepEqual(costOf(resumed(thing('active'), at(2)), at(2) + STOOD + HOUR_US), [['usage', 300]]);
  assert.deepEqual(costOf(resumed(thing('active'), at(2)), at(50), at(2)), [['usage', 200]], 'told later');
  assert.deepEqual(costOf(resumed(thing('active'), at(2)), at(50), at(4)), [['usage', 200]], 'brought back meanwhile');
  // Two hours after the grace when it was stopped, and one more after it ran again.
  const late = resumed(thing('lapsed'), GRACE + 2n * HOUR_US);
  assert.deepEqual(costOf(late, GRACE + 3n * HOUR_US + STOOD), [
    ['usage', 1_500],
    ['late_fee', 150],
  ]);
});

test('a promise that is broken is charged with the use up to the due time, less the time that it stood', () => {
  const noticed = thing('noticed', { answerBy: at(40), nextDueAt: at(40) });
  const usedOf = (pledge: Pledge) => {
    const broken = applyMove(pledge, thingRules, time, pledge.nextDueAt as Instant);
    assert.ok(broken.ok);
    return broken.value.charges.find(({ kind }) => kind === 'usage')?.amountMinor;
  };
  assert.equal(usedOf(noticed), 1_000);
  assert.equal(usedOf(resumed(noticed, at(2))), 1_000, 'the due time is as much later');
  assert.equal(usedOf(resumed(noticed, at(30))), 1_000, 'it stood after the due time');
});

const STATES = fc.constantFrom('offered', 'accepted', 'active', 'lapsed', 'noticed', 'answered');
const WAIT = fc.bigInt({ min: 0n, max: 3_000n * HOUR_US });

test('stopped and let run at the same instant is as if nothing had been; stopped twice in a row is as stopped once', () => {
  fc.assert(
    fc.property(STATES, WAIT, WAIT, WAIT, (state, before, first, second) => {
      const pledge = thing(state as 'active');
      const stoppedAt = at(0) + before;
      assert.deepEqual(letClockRun(holdClock(pledge, stoppedAt), stoppedAt), pledge);
      const middle = stoppedAt + first;
      const once = letClockRun(holdClock(pledge, stoppedAt), middle + second);
      const twice = letClockRun(holdClock(letClockRun(holdClock(pledge, stoppedAt), middle), middle), middle + second);
      assert.deepEqual(twice, once);
    }),
  );
});

test('no deadline ever comes earlier, and none later than by the time that it stood', () => {
  fc.assert(
    fc.property(STATES, WAIT, WAIT, (state, before, stood) => {
      const pledge = thing(state as 'active');
      const running = letClockRun(holdClock(pledge, at(0) + before), at(0) + before + stood);
      for (const field of ['dueAt', 'graceUntil', 'nextDueAt'] as const) {
        const moved = (running[field] as bigint) - (pledge[field] as bigint);
        assert.ok(moved === 0n || moved === stood, field);
      }
    }),
  );
});
