import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barOf, progressOn } from './progress.ts';

test('the bar fills from nothing to all and never beyond', () => {
  assert.match(barOf(0, 10, 'x'), /^\[·{24}\] {3}0 % {2}x$/);
  assert.match(barOf(5, 10, 'x'), /^\[#{12}·{12}\] {2}50 %/);
  assert.match(barOf(9.99, 10, 'x'), / 99 %/);
  assert.match(barOf(12, 10, 'x'), /^\[#{24}\] 100 %/);
  assert.match(barOf(0, 0, 'x'), / 100 %/);
});

test('a pipe gets at most a dozen lines, a terminal a redrawn one no more often than ten times a second', () => {
  const lines: string[] = [];
  const pipe = progressOn({ write: (text) => lines.push(text) }, 1000, () => 0);
  for (let done = 0; done <= 1000; done += 1) pipe.show(done, 'x');
  pipe.finish('done');
  assert.ok(lines.length <= 12, `${lines.length}`);
  let now = 0;
  const drawn: string[] = [];
  const terminal = progressOn({ isTTY: true, write: (text) => drawn.push(text) }, 1000, () => now);
  for (let done = 0; done < 1000; done += 1) {
    now += 1;
    terminal.show(done, 'x');
  }
  assert.ok(drawn.length <= 10 && drawn.every((text) => text.startsWith('\r')), `${drawn.length}`);
});
