import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assert as must, Bug, present, unreachable } from './assert.ts';
import { type Outcome, ok, refuse } from './outcome.ts';

type Halved = Outcome<number, 'odd' | 'negative'>;

function half(of: number): Halved {
  if (of < 0) return refuse('negative', { pointers: ['/of'] });
  return of % 2 === 1 ? refuse('odd') : ok(of / 2);
}

test('a yes carries its value and a no the name of its rule, with nothing that was not said', () => {
  assert.deepEqual(half(4), { ok: true, value: 2 });
  assert.deepEqual(half(3), { ok: false, reason: 'odd' });
  assert.deepEqual(half(-2), { ok: false, reason: 'negative', pointers: ['/of'] });
});

test('a bug names the rule that did not hold, and nothing of the values', () => {
  assert.doesNotThrow(() => must(1, 'never'));
  for (const wrong of [false, 0, '', null, undefined]) {
    assert.throws(
      () => must(wrong, 'sum_is_zero'),
      (error) => error instanceof Bug && error.rule === 'sum_is_zero' && error.message === 'bug: sum_is_zero',
    );
  }
});

test('what must be there is there, zero and the empty text included', () => {
  for (const there of [0, '', false, 0n]) assert.equal(present(there, 'rule'), there);
  assert.throws(() => present(null, 'rule'), Bug);
  assert.throws(() => present(undefined, 'rule'), Bug);
});

test('a switch that was thought complete says what it met', () => {
  assert.throws(() => unreachable('lost' as never, 'state_is_known'), /state_is_known: lost/);
});

// What must not compile.
if (half(1).ok) {
  // @ts-expect-error: a reason outside the closed union.
  const outside: Halved = refuse('even');
  assert.ok(outside);
}
