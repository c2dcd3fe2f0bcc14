import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { DirectoryInUse, lockDirectory } from './directory-lock.ts';

let directory = '';
const made: string[] = [];
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'troth-lock-'));
  made.push(directory);
});
after(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

test('a held directory is refused until it is released', () => {
  const lock = lockDirectory(directory);
  assert.throws(() => lockDirectory(directory), DirectoryInUse);
  lock.release();
  lockDirectory(directory).release();
  assert.equal(existsSync(path.join(directory, 'lock')), false);
});

test('a lock whose holder is dead is taken over', () => {
  writeFileSync(path.join(directory, 'lock'), '999999999 1\n');
  lockDirectory(directory).release();
});

test('a lock whose number now belongs to another process is taken over', { skip: !existsSync('/proc/1/stat') }, () => {
  writeFileSync(path.join(directory, 'lock'), '1 123456789123\n');
  lockDirectory(directory).release();
});

test('releasing late never removes the lock of somebody else', () => {
  const lock = lockDirectory(directory);
  writeFileSync(path.join(directory, 'lock'), '1 1\n');
  lock.release();
  assert.equal(existsSync(path.join(directory, 'lock')), true);
});

test('of four processes that find a dead lock at once, exactly one takes it', async () => {
  writeFileSync(path.join(directory, 'lock'), '999999999 1\n');
  const goAt = Date.now() + 700;
  const code = `
    import { lockDirectory } from ${JSON.stringify(path.join(import.meta.dirname, 'directory-lock.ts'))};
    while (Date.now() < ${goAt});
    try { lockDirectory(${JSON.stringify(directory)}); console.log('won'); } catch (error) { console.log(error.name); }
    setTimeout(() => {}, 1200);`;
  const answers = await Promise.all(
    [1, 2, 3, 4].map(async () => {
      const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let said = '';
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
      await new Promise((resolve) => child.once('close', resolve));
      return said.trim();
    }),
  );
  assert.deepEqual(answers.sort(), ['DirectoryInUse', 'DirectoryInUse', 'DirectoryInUse', 'won']);
});
