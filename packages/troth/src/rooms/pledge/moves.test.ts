import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { pledgeLifePage } from '../../../../../scripts/pledge-life.ts';
import { isMove, isTerminal, movesFrom, openMoves } from './find-moves.ts';
import { MOVE_NAMES, MOVES, type MoveRow, PLEDGE_STATES, TERMINAL_STATES } from './moves.ts';

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

test('each move has one role: sides are exchanged only where both can owe', () => {
  const speakers = (move: string) => [...new Set(MOVES.filter((row) => row.move === move).map((row) => row.by))];
  for (const move of ['accept', 'decline', 'confirm', 'extend', 'buy_out'])
    assert.deepEqual(speakers(move), ['promisor'], move);
  for (const move of ['begin', 'break']) assert.deepEqual(speakers(move), ['promisee'], move);
  for (const move of ['declare', 'answer']) assert.deepEqual(speakers(move), ['obligor'], move);
  for (const move of ['report', 'take_back', 'bill', 'fulfil', 'release', 'notice', 'withdraw'])
    assert.deepEqual(speakers(move), ['obligee'], move);
  assert.deepEqual(speakers('fall_due'), ['time']);
  assert.deepEqual(speakers('overrule'), ['operator']);
});

test('a promise is broken only after a notice: anywhere else a row leads to broken only when an earlier part was missed', () => {
  const elsewhere = MOVES.filter((row) => row.to === 'broken' && !['answered', 'noticed'].includes(row.from));
  assert.ok(elsewhere.length > 0);
  for (const row of elsewhere) assert.match(row.when ?? '', /an earlier part was missed/);
  // A deposit alone needs no notice: whoever holds it says what became of it.
  const hadMissed = (row: MoveRow) =>
    !(row.from === 'lapsed' && row.by === 'time') && /the promisee had missed a stage$/.test(row.when ?? '');
  const letDown = MOVES.filter((row) => row.to === 'let_down' && !hadMissed(row));
  assert.deepEqual(
    letDown.map((row) => row.from),
    ['lapsed', 'noticed'],
  );
});

test('of what the promisee owes, the promisor is the obligee and the promisee the obligor', () => {
  assert.ok(isMove('notice', 'promisor', 'lapsed', 'noticed', 'promisee'));
  assert.ok(isMove('answer', 'promisee', 'noticed', 'answered', 'promisee'));
  assert.deepEqual(movesFrom('notice', 'promisee', 'lapsed', 'promisee'), []);
  assert.deepEqual(movesFrom('answer', 'promisor', 'noticed', 'promisee'), []);
});

test('buttons are the moves of the table, each once', () => {
  assert.deepEqual(openMoves('promisor', 'active', 'promisor'), ['confirm', 'extend', 'buy_out', 'declare', 'cancel']);
  assert.deepEqual(openMoves('promisee', 'answered', 'promisor'), ['fulfil', 'release', 'withdraw', 'break']);
  assert.deepEqual(openMoves('promisor', 'kept', 'promisor'), []);
  assert.deepEqual(movesFrom('break', 'promisor', 'answered', 'promisor'), []);
  assert.ok(isMove('notice', 'promisee', 'lapsed', 'noticed', 'promisor'));
  assert.ok(!isMove('notice', 'promisee', 'lapsed', 'broken', 'promisor'));
});

test('docs/pledge-life.md is the table as it is now', () => {
  const page = new URL('../../../../../docs/pledge-life.md', import.meta.url);
  assert.equal(
    readFileSync(page, 'utf8'),
    pledgeLifePage(),
    'write it anew: node scripts/run.mjs scripts/pledge-life.ts',
  );
});
