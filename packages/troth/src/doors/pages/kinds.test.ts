import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkOffer } from '../../rooms/offer/index.ts';
import { KINDS } from './test-kinds.ts';
test('x', () => {
  for (const [n, t] of Object.entries(KINDS)) {
    const c = checkOffer(t as never);
    assert.ok(c.ok, n + JSON.stringify(c, (_, v) => (typeof v === 'bigint' ? String(v) : v)));
  }
});
