import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testPlace } from './test-command.ts';

async function refusal(settings: Record<string, string>, ...args: string[]): Promise<string> {
  const place = testPlace(settings);
  try {
    const { code, err } = await place.run('tour', ...args);
    assert.equal(code, 1, err);
    return err;
  } finally {
    place.remove();
  }
}

test('nobody is made up in a live installation: it has no tour', async () => {
  const live = { TROTH_MODE: 'live', TROTH_MASTER_KEY: 'ab'.repeat(32) };
  assert.match(await refusal(live), /for a sandbox only/);
});

test('a language that the tour does not speak is named, with those it does', async () => {
  assert.match(await refusal({}, '--locale', 'fr'), /zh or en, not fr/);
});
