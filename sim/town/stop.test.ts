import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inTurns } from './stop.ts';

const turnsOf = (people: string, busy: string): string[] =>
  inTurns([...people], (person) => person, new Set(busy)).map((turn) => turn.join(''));

test('different people set out together, whoever has an errand first after it', () => {
  assert.deepEqual(turnsOf('abc', ''), ['abc']);
  assert.deepEqual(turnsOf('abc', 'bx'), ['ac', 'b']);
  assert.deepEqual(turnsOf('', 'a'), ['']);
});

test('nobody promises two things at a time, and their own things keep their order', () => {
  assert.deepEqual(turnsOf('aabac', ''), ['abc', 'a', 'a']);
  assert.deepEqual(turnsOf('aab', 'a'), ['b', 'a', 'a']);
  const numbered = ['a1', 'b1', 'a2', 'a3'];
  assert.deepEqual(
    inTurns(numbered, (one) => one[0], new Set(['a'])),
    [['b1'], ['a1'], ['a2'], ['a3']],
  );
});
