// CI runs `npm test` and nothing else, so that what `npm run check` finds is a failing test too.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';

const ROOT = path.resolve(import.meta.dirname, '..');

function run(...args: string[]): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  return { status, said: `${stdout}${stderr}`.slice(0, 8_000) };
}

test('every type holds', () => {
  const { status, said } = run('node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json');
  assert.equal(status, 0, said);
});

test('format and lint hold; `npm run format` repairs most of it', () => {
  const { status, said } = run('node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '--colors=off');
  assert.equal(status, 0, said);
});
