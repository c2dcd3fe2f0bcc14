// Whatever is said in whatever order about promises of every shape: what always holds.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isMove, isTerminal, movesFrom } from './find-moves.ts';
import { MOVES, PLEDGE_STATES } from './moves.ts';
import type { HeldMove, MoveEffect, Pledge } from './pledge.ts';
import { obligorOf } from './stages.ts';
import { OFFERS } from './test-offers.ts';
import { LIFE, type Life, NAMES, reachedBy } from './test-stage-lives.ts';

const RUNS = { numRuns: 3_000 };

function everyLife(holds: (life: Life) => void): void {
  fc.assert(fc.property(LIFE, holds), RUNS);
}
const total = (effect: MoveEffect) => effect.charges.reduce((sum, charge) => sum + charge.amountMinor, 0);
const heldBy = (effect: MoveEffect, what: HeldMove['what']) =>
  effect.held.reduce((sum, one) => sum + (one.what === what ? one.amountMinor : 0), 0);
const fromDeposit = (effect: MoveEffect) =>
  effect.charges.reduce((sum, charge) => sum + (charge.fromDeposit ? charge.amountMinor : 0), 0);
/** By stages: a payment by tariff goes with the pledge and is none. */
const missedBy = (pledge: Pledge) =>
  pledge.obligations
    .filter(({ state, type, asked }) => state === 'missed' && (type !== 'pay' || asked !== null))
    .map(({ owedBy }) => owedBy);

test('no move leaves the table', () => {
  everyLife(({ steps }) => {
    for (const { before, move, effect } of steps)
      assert.ok(isMove(move.move.name, move.by, before.state, effect.pledge.state, obligorOf(before)));
  });
});

test('every row of the table and every state can be reached by a promise that can be published', () => {
  const reached = NAMES.flatMap((name) => [reachedBy(name, 0), reachedBy(name, 0.4)]).flat();
  const rows = new Set(
    reached.flatMap(({ before, move, effect }) =>
      movesFrom(move.move.name, move.by, before.state, obligorOf(before)).filter(
        (row) => row.to === effect.pledge.state,
      ),
    ),
  );
  const states = new Set(reached.flatMap(({ before, effect }) => [before.state, effect.pledge.state]));
  assert.deepEqual([...states].sort(), [...PLEDGE_STATES].sort());
  assert.deepEqual(
    MOVES.filter((row) => !rows.has(row)),
    [],
  );
});

test('every promise comes to one end, and nothing is open after it', () => {
  everyLife(({ steps, end }) => {
    assert.ok(isTerminal(end.state));
    assert.equal(steps.filter(({ effect }) => isTerminal(effect.pledge.state)).length, 1);
    assert.deepEqual([end.nextDueAt === null, end.endedAt === null], [true, false]);
    assert.ok(end.obligations.every(({ state }) => ['met', 'met_late', 'missed', 'void'].includes(state)));
  });
});

test('one stage runs at a time, and a stage that has ended never changes again', () => {
  everyLife(({ steps }) => {
    for (const { before, effect } of steps) {
      const open = effect.pledge.obligations.filter(({ state }) => state === 'open');
      assert.equal(open.length, isTerminal(effect.pledge.state) ? 0 : 1);
      for (const [i, owed] of before.obligations.entries())
        if (['met', 'met_late', 'missed', 'void'].includes(owed.state))
          assert.deepEqual(effect.pledge.obligations[i], owed);
    }
  });
});

test('charges are whole and positive, add up to what the pledge says, and never pass its ceiling', () => {
  everyLife(({ steps, end }) => {
    let chargedMinor = 0;
    for (const { effect } of steps) {
      for (const { amountMinor } of effect.charges) assert.ok(Number.isSafeInteger(amountMinor) && amountMinor > 0);
      chargedMinor += total(effect);
      assert.equal(effect.pledge.chargedMinor, chargedMinor);
      assert.ok(chargedMinor <= end.ceilingMinor);
    }
  });
});

test('escrow and custody are never below zero, and empty at the end but for a deposit that the promisee still owes', () => {
  everyLife(({ steps, end }) => {
    let [escrow, custody] = [0, 0];
    for (const { effect } of steps) {
      escrow += heldBy(effect, 'escrow_fund') - heldBy(effect, 'escrow_earn') - heldBy(effect, 'escrow_refund');
      custody += heldBy(effect, 'custody_fund') - heldBy(effect, 'custody_refund') - fromDeposit(effect);
      assert.ok(escrow >= 0 && custody >= 0);
    }
    assert.equal(escrow, 0);
    const refund = end.obligations.find(({ type }) => type === 'refund');
    // What a dispute found was not given back goes back by that decision.
    const isDecided = steps.some(({ move, effect }) => move.by === 'operator' && heldBy(effect, 'custody_refund') > 0);
    assert.equal(custody, refund?.state === 'missed' && !isDecided ? (refund.asked ?? 0) : 0);
    assert.ok(custody === 0 || end.state === 'let_down');
  });
});

test('escrow is earned only by a delivery that was confirmed, proved and not contested to the end, or given in by the person', () => {
  everyLife(({ steps }) => {
    for (const { before, move, effect } of steps) {
      if (heldBy(effect, 'escrow_earn') === 0) continue;
      const isProved = before.declaredAt !== null;
      assert.ok(isProved || (move.by === 'promisor' && ['fulfil', 'withdraw'].includes(move.move.name)));
    }
  });
});

test('a verdict is said at most once, and only about what the promisor did', () => {
  everyLife(({ steps, end }) => {
    const said = steps.map(({ effect }) => effect.verdict).filter((verdict) => verdict !== 'none');
    assert.ok(said.length <= 1);
    if (said[0] === 'broken') assert.ok(missedBy(end).includes('promisor'));
    if (said[0] === 'kept' || said[0] === 'kept_late') assert.ok(!missedBy(end).includes('promisor'));
  });
});

test('what the promisee misses never touches the promisor’s verdict, and costs the promisor nothing', () => {
  everyLife(({ steps, end }) => {
    for (const { before, effect } of steps) {
      const missed = missedBy(effect.pledge).length > missedBy(before).length;
      if (!missed || obligorOf(before) !== 'promisee') continue;
      assert.ok(['none', 'kept', 'kept_late'].includes(effect.verdict));
      assert.deepEqual(effect.charges, []);
    }
    const own = missedBy(end).includes('promisor');
    assert.ok(own || steps.every(({ effect }) => effect.verdict !== 'broken'));
    assert.equal(end.state === 'let_down', missedBy(end).includes('promisee'));
  });
});

test('what leaves no mark leaves none: not a verdict against anybody where the offer says so', () => {
  everyLife(({ offer, steps }) => {
    if (!('unmet' in OFFERS[offer].consequences)) return;
    for (const { effect } of steps) assert.ok(effect.verdict === 'none' || effect.verdict === 'kept');
  });
});

test('what is taken back was enjoyed, is within the discount, and is taken once', () => {
  everyLife(({ steps, birth }) => {
    const back = steps.flatMap(({ effect, before }) =>
      effect.charges.flatMap((one) => (one.kind === 'clawback' ? [{ minor: one.amountMinor, before }] : [])),
    );
    assert.ok(back.length <= 1);
    for (const { minor, before } of back) {
      const stage = before.obligations.find(({ state }) => state === 'open');
      assert.ok(minor <= (stage?.enjoyedMinor ?? 0) && minor <= birth.grantedMinor);
      assert.ok((stage?.done ?? 0) < (stage?.asked ?? 0));
    }
  });
});

test('a price is charged once, when it falls due or is paid, and is what was told', () => {
  everyLife(({ steps, end }) => {
    for (const owed of end.obligations.filter(({ type }) => type === 'pay')) {
      const prices = steps.flatMap(({ effect }) =>
        effect.charges.filter((one) => one.kind === 'price' && one.seq === owed.seq),
      );
      assert.ok(prices.length <= 1);
      for (const { amountMinor } of prices) assert.equal(amountMinor, owed.asked);
    }
  });
});

test('a stage is missed only after a notice and the time to answer it, but for a deposit nobody speaks of and what a dispute has found', () => {
  everyLife(({ steps }) => {
    for (const { before, move, effect } of steps) {
      if (missedBy(effect.pledge).length === missedBy(before).length || effect.fact === 'unmet') continue;
      const isRefund = before.obligations.find(({ state }) => state === 'open')?.type === 'refund';
      const isAccused = before.state === 'answered' || (before.state === 'noticed' && move.by === 'time');
      const isFound = move.by === 'operator' && before.declaredAt !== null;
      assert.ok(isAccused || isFound || (isRefund && before.state === 'lapsed' && move.by === 'time'), before.state);
    }
  });
});
