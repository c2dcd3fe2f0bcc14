import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openJournal } from './journal.ts';

interface Step {
  readonly day: string;
}

function inFolder(run: (path: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'troth-journal-'));
  try {
    run(join(folder, 'deep', 'replay.jsonl'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('steps done are there again after a restart, in order, and the next one follows them', () => {
  inFolder((path) => {
    const first = openJournal<Step>(path);
    assert.deepEqual(first.done, []);
    first.append({ day: '2016-05-02' });
    first.append({ day: 'São Paulo' });
    const second = openJournal<Step>(path);
    assert.deepEqual(second.done, [{ day: '2016-05-02' }, { day: 'São Paulo' }]);
    second.append({ day: '2016-05-03' });
    assert.equal(openJournal<Step>(path).done.length, 3);
  });
});

test('a step cut off at any byte counts as not done and leaves nothing behind', () => {
  inFolder((path) => {
    openJournal<Step>(path).append({ day: 'São' });
    const half = Buffer.from(JSON.stringify({ day: 'São João' }));
    for (let length = 1; length <= half.length; length += 1) {
      appendFileSync(path, half.subarray(0, length));
      const journal = openJournal<Step>(path);
      assert.deepEqual(journal.done, [{ day: 'São' }], `${length}`);
      assert.equal(readFileSync(path, 'utf8'), '{"day":"São"}\n');
    }
  });
});

test('only the owner can read it', { skip: process.platform === 'win32' }, () => {
  inFolder((path) => {
    openJournal<Step>(path).append({ day: 'x' });
    assert.equal(statSync(path).mode & 0o077, 0);
  });
});
