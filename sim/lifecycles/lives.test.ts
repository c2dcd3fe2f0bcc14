// Some thousands of lives in every run, others each time. A failure names its seed; a million: npm run lifecycles
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { liveAll } from './lives.ts';

const LIVES = 4_000;

for (const seed of [1, randomInt(1, 2 ** 31 - 1)]) {
  test(`${LIVES} lives of every shape: books and exposure exact, claw-back bounded, one end each (seed ${seed})`, (context) => {
    const { ends, moves, refusals, chargedMinor, lifeCount } = liveAll({ lives: LIVES, seed }, () => {});
    context.diagnostic(`seed ${seed}: ${JSON.stringify(ends)}`);
    assert.equal(lifeCount, LIVES);
    assert.deepEqual(Object.keys(ends).sort(), ['broken', 'cancelled', 'expired', 'kept', 'let_down', 'unmet']);
    assert.ok(Object.keys(moves).length >= 17, Object.keys(moves).join(' '));
    assert.ok(Object.keys(refusals).length >= 15, Object.keys(refusals).join(' '));
    assert.ok(Object.keys(chargedMinor).length >= 7, Object.keys(chargedMinor).join(' '));
  });
}

test('the same seed lives the same lives', () => {
  const once = liveAll({ lives: 300, seed: 9 }, () => {});
  assert.deepEqual(
    liveAll({ lives: 300, seed: 9 }, () => {}),
    once,
  );
  assert.notDeepEqual(
    liveAll({ lives: 300, seed: 10 }, () => {}),
    once,
  );
});
