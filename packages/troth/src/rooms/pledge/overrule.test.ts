// A dispute that was decided for the promisor ends the stage that rested on what is not so, and sends held money back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OfferTerms } from '../offer/index.ts';
import { applyMove } from './apply-move.ts';
import type { Rules } from './endings.ts';
import type { Obligation, Pledge } from './pledge.ts';
import { OVERRULE } from './test-overrule-cases.ts';
import { at, costs, DUE, GRACE, thing, thingTerms } from './test-pledge.ts';

const due = { due: { afterMinutes: 600 }, graceMinutes: 120 };
const owed = (seq: number, type: Obligation['type'], state: Obligation['state'], asked: number): Obligation => ({
  ...{ seq, type, owedBy: type === 'pay' ? 'promisor' : 'promisee', dueAt: DUE, graceUntil: GRACE, state },
  ...{ asked, done: 0, enjoyedMinor: 0 },
});

function inStage(into: 'escrow' | 'custody' | 'shop', obligations: readonly Obligation[]): [Pledge, Rules] {
  const pay = { type: 'pay', owedBy: 'promisor', amount: { fixedMinor: 3_000 }, into, ...due };
  const then = { type: into === 'custody' ? 'refund' : 'deliver', owedBy: 'promisee', ...due };
  const terms = { ...thingTerms, obligations: [pay, then] } as unknown as OfferTerms;
  return [thing('active', { obligations, declaredAt: at(1), begunAt: null }), { terms, costs }];
}

const ended = ([pledge, rules]: [Pledge, Rules], state: Pledge['state'] = 'active') =>
  applyMove({ ...pledge, state }, rules, OVERRULE, at(3));

const RUNNING = ['active', 'lapsed', 'noticed', 'answered'] as const;

test('what was declared delivered and was not is missed, and the price in escrow goes back', () => {
  for (const state of RUNNING) {
    const effect = ended(inStage('escrow', [owed(1, 'pay', 'met', 3_000), owed(2, 'deliver', 'open', 0)]), state);
    assert.ok(effect.ok, state);
    const { pledge, fact, held, verdict, charges } = effect.value;
    assert.deepEqual([pledge.state, fact, verdict, charges], ['let_down', 'let_down', 'none', []]);
    assert.equal(pledge.obligations[1]?.state, 'missed');
    assert.deepEqual(held, [{ what: 'escrow_refund', amountMinor: 3_000 }]);
  }
});

test('a deposit that was declared given back and was not goes back out of custody, what is left of it', () => {
  const effect = ended(inStage('custody', [owed(1, 'pay', 'met', 3_000), owed(2, 'refund', 'open', 2_500)]));
  assert.ok(effect.ok);
  assert.deepEqual(effect.value.held, [{ what: 'custody_refund', amountMinor: 2_500 }]);
  assert.equal(effect.value.pledge.state, 'let_down');
  const nothing = ended(inStage('custody', [owed(1, 'pay', 'met', 3_000), owed(2, 'refund', 'open', 0)]));
  assert.deepEqual(nothing.ok && nothing.value.held, []);
});

test('a payment that is not owed is let go: nobody broke it, and the pledge goes on or is kept', () => {
  const charged = { ...owed(1, 'pay', 'open', 3_000), done: 3_000 };
  for (const state of ['lapsed', 'noticed', 'answered'] as const) {
    const over = ended(inStage('shop', [charged, owed(2, 'deliver', 'void', 0)]), state);
    assert.ok(over.ok, state);
    assert.deepEqual([over.value.pledge.state, over.value.pledge.obligations[0]?.state], ['kept', 'void']);
    assert.deepEqual([over.value.verdict, over.value.charges, over.value.held], ['none', [], []]);
    const goesOn = ended(inStage('shop', [charged, owed(2, 'deliver', 'waiting', 0)]), state);
    assert.equal(goesOn.ok && goesOn.value.pledge.state, 'active');
  }
});

test('nothing else is overruled: neither what was not declared, nor what is to be returned, nor what does not run', () => {
  const reasonOf = (outcome: ReturnType<typeof ended>) => (outcome.ok ? 'moved' : outcome.reason);
  const [undeclared, rules] = inStage('escrow', [owed(1, 'pay', 'met', 3_000), owed(2, 'deliver', 'open', 0)]);
  assert.equal(reasonOf(ended([{ ...undeclared, declaredAt: null }, rules])), 'move_not_possible_now');
  const unpaid = inStage('shop', [owed(1, 'pay', 'open', 3_000), owed(2, 'deliver', 'void', 0)]);
  assert.equal(reasonOf(ended(unpaid)), 'move_not_possible_now', 'no charge yet');
  assert.equal(reasonOf(ended([thing('active'), { terms: thingTerms, costs }])), 'move_not_possible_now');
  for (const state of ['offered', 'accepted'] as const)
    assert.equal(reasonOf(ended([thing(state), { terms: thingTerms, costs }], state)), 'move_not_possible_now');
});
