import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Account, Route } from './accounts.ts';
import { ACCOUNTS, ROUTES } from './accounts.ts';
import { type Transfer, transferAlong } from './transfer.ts';

const OF = {
  transferId: 'trf_01',
  partyId: 'pty_01',
  merchantId: 'pty_02',
  pledgeId: 'plg_01',
  amountMinor: 100,
  currency: 'CNY',
  effectiveAt: 1n,
  recordedAt: 2n,
} as const;

/** What each account holds after some transfers: debits raise a debit account, credits lower it, and the other way round. */
function balances(transfers: readonly Transfer[]): Record<Account, number> {
  const sums = Object.fromEntries(Object.keys(ACCOUNTS).map((account) => [account, 0])) as Record<Account, number>;
  for (const { debitAccount, creditAccount, amountMinor } of transfers) {
    sums[debitAccount] += ACCOUNTS[debitAccount].side === 'debit' ? amountMinor : -amountMinor;
    sums[creditAccount] += ACCOUNTS[creditAccount].side === 'credit' ? amountMinor : -amountMinor;
  }
  return sums;
}

test('every account is reached by a route, and every route joins two accounts of the chart', () => {
  const used = new Set(Object.values(ROUTES).flatMap(({ debit, credit }) => [debit, credit]));
  assert.deepEqual([...used].sort(), Object.keys(ACCOUNTS).sort());
  for (const { debit, credit } of Object.values(ROUTES)) assert.notEqual(debit, credit);
});

test('no two routes are the same pair: the accounts alone tell what happened', () => {
  const pairs = Object.values(ROUTES).map(({ debit, credit }) => `${debit} ${credit}`);
  assert.equal(new Set(pairs).size, pairs.length);
});

test('releasing undoes reserving', () => {
  const after = balances([transferAlong('reserve', OF), transferAlong('release', OF)]);
  assert.ok(
    Object.values(after).every((sum) => sum === 0),
    JSON.stringify(after),
  );
});

test('a charge that ends, whichever way, leaves nothing receivable, and what was earned stays earned', () => {
  for (const [charge, earned] of [
    ['charge_use', 'revenue'],
    ['charge_compensation', 'compensation'],
  ] as const) {
    const raised = transferAlong(charge, OF);
    assert.deepEqual([balances([raised]).receivable, balances([raised])[earned]], [100, 100]);
    for (const [end, where] of [
      ['collect', 'cash'],
      ['forgive', 'forgiven'],
    ] as const) {
      const after = balances([raised, transferAlong(end, OF)]);
      assert.deepEqual([after.receivable, after[where], after[earned]], [0, 100, 100], `${charge}, ${end}`);
    }
  }
});

test('an amount is a positive whole number of minor units', () => {
  for (const amountMinor of [0, -1, 0.5, Number.NaN, Number.MAX_SAFE_INTEGER + 1]) {
    for (const route of Object.keys(ROUTES) as Route[])
      assert.throws(() => transferAlong(route, { ...OF, amountMinor }), /positive_whole_number/);
  }
  assert.equal(transferAlong('reserve', { ...OF, amountMinor: 1 }).amountMinor, 1);
});
