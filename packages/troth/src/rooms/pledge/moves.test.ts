import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { pledgeLifePage } from '../../../../../scripts/pledge-life.ts';
import {
  isMove,
  isTerminal,
  MOVE_NAMES,
  MOVES,
  movesFrom,
  openMoves,
  PLEDGE_STATES,
  TERMINAL_STATES,
} from './moves.ts';

test('no row leads out of a final state, and every other state can be left by time alone', () => {
  for (const state of PLEDGE_STATES) {
    const out = MOVES.filter((row) => row.from === state);
    if (isTerminal(state)) assert.deepEqual(out, [], state);
    else
      assert.ok(
        out.some((row) => row.by === 'time'),
        `${state} could wait for ever`,
      );
  }
});

test('every state can be reached from the first, and from every state an end can be reached', () => {
  const reach = (from: readonly string[], step: (row: (typeof MOVES)[number]) => [string, string]) => {
    const seen = new Set(from);
    for (let grown = true; grown; ) {
      grown = false;
      for (const row of MOVES) {
        const [a, b] = step(row);
        if (seen.has(a) && !seen.has(b)) grown = seen.add(b).has(b);
      }
    }
    return seen;
  };
  assert.deepEqual([...reach(['offered'], (row) => [row.from, row.to])].sort(), [...PLEDGE_STATES].sort());
  assert.deepEqual([...reach(TERMINAL_STATES, (row) => [row.to, row.from])].sort(), [...PLEDGE_STATES].sort());
});

test('a row stands in the table once, and every name of a move is used', () => {
  const keys = MOVES.map((row) => `${row.move} ${row.by} ${row.from} ${row.to}`);
  assert.equal(new Set(keys).size, keys.length);
  assert.deepEqual([...new Set(MOVES.map((row) => row.move))].sort(), [...MOVE_NAMES].sort());
});

test('only the promisor accepts, declines, confirms, extends, declares and answers; only the promisee says broken', () => {
  const speakers = (move: string) => [...new Set(MOVES.filter((row) => row.move === move).map((row) => row.by))];
  for (const move of ['accept', 'decline', 'confirm', 'extend', 'declare', 'answer'])
    assert.deepEqual(speakers(move), ['promisor'], move);
  for (const move of ['begin', 'fulfil', 'notice', 'withdraw', 'break'])
    assert.deepEqual(speakers(move), ['promisee'], move);
  assert.deepEqual(speakers('fall_due'), ['time']);
});

test('a promise is broken only after a notice: no row leads to broken from anywhere else', () => {
  const from = MOVES.filter((row) => row.to === 'broken').map((row) => row.from);
  assert.deepEqual([...new Set(from)].sort(), ['answered', 'noticed']);
});

test('buttons are the moves of the table, each once', () => {
  assert.deepEqual(openMoves('promisor', 'active'), ['confirm', 'extend', 'declare']);
  assert.deepEqual(openMoves('promisee', 'answered'), ['fulfil', 'withdraw', 'break']);
  assert.deepEqual(openMoves('promisor', 'kept'), []);
  assert.deepEqual(movesFrom('break', 'promisor', 'answered'), []);
  assert.ok(isMove('notice', 'promisee', 'lapsed', 'noticed'));
  assert.ok(!isMove('notice', 'promisee', 'lapsed', 'broken'));
});

test('docs/pledge-life.md is the table as it is now', () => {
  const page = new URL('../../../../../docs/pledge-life.md', import.meta.url);
  assert.equal(
    readFileSync(page, 'utf8'),
    pledgeLifePage(),
    'write it anew: node scripts/run.mjs scripts/pledge-life.ts',
  );
});
