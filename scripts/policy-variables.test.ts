import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { policyVariablesPage } from './policy-variables.ts';

test('docs/policy-variables.md is the list as it is now', () => {
  const page = readFileSync(new URL('../docs/policy-variables.md', import.meta.url), 'utf8');
  assert.equal(page, policyVariablesPage(), 'write it anew: node scripts/run.mjs scripts/policy-variables.ts');
});
