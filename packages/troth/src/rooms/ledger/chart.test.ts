import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACCOUNTS } from './accounts.ts';
import { CHART } from './chart.ts';
import { EXAMPLE_STEPS, exampleAccounts, exampleAfter } from './worked-example.ts';

test('an account stands on the side where accountants look for it', () => {
  const side = { asset: 'debit', loss: 'debit', liability: 'credit', income: 'credit' } as const;
  for (const [account, line] of Object.entries(CHART)) {
    if (line.class === 'memorandum') continue;
    assert.equal(ACCOUNTS[account as keyof typeof ACCOUNTS].side, side[line.class], account);
  }
});

test('the worked example is never below zero at any step, and leaves what was earned and nothing that was held', () => {
  for (let count = 1; count <= EXAMPLE_STEPS.length; count += 1) {
    const trial = exampleAfter(count);
    assert.ok(trial !== null && trial.debitMinor === trial.creditMinor, String(count));
    for (const { account, balanceMinor } of trial.lines) assert.ok(balanceMinor >= 0, `${count} ${account}`);
  }
  const left = exampleAccounts().flatMap(({ account, balanceMinor }) =>
    balanceMinor === 0 ? [] : [[account, balanceMinor]],
  );
  assert.deepEqual(left, [
    ['revenue', 12_000],
    ['compensation', 2_000],
    ['cash', 14_000],
  ]);
});

test('the two sides of every T-account add up to its balance', () => {
  for (const { account, debits, credits, balanceMinor } of exampleAccounts()) {
    const sum = (of: readonly (readonly [number, number])[]) => of.reduce((total, [, amount]) => total + amount, 0);
    const difference = sum(debits) - sum(credits);
    assert.equal(ACCOUNTS[account].side === 'debit' ? difference : 0 - difference, balanceMinor, account);
  }
});
