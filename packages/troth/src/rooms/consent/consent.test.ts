import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isConsentRunning } from './consent.ts';

const GIVEN = { grantedAt: 100n, expiresAt: 200n, revokedAt: null };

test('a consent runs from the instant it is given up to, not including, its expiry', () => {
  for (const [now, running] of [
    [99n, false],
    [100n, true],
    [199n, true],
    [200n, false],
    [201n, false],
  ] as const) {
    assert.equal(isConsentRunning(GIVEN, now), running, String(now));
  }
});

test('revoked, it stops at that very instant', () => {
  const revoked = { ...GIVEN, revokedAt: 150n };
  for (const [now, running] of [
    [149n, true],
    [150n, false],
    [151n, false],
  ] as const) {
    assert.equal(isConsentRunning(revoked, now), running, String(now));
  }
  assert.equal(isConsentRunning({ ...GIVEN, revokedAt: 100n }, 100n), false, 'revoked as it was given');
});
