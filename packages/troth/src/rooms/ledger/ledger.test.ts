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

test('a price held in escrow ends with the merchant or with the person, and either way nothing stays held', () => {
  const funded = transferAlong('escrow_fund', OF);
  assert.deepEqual([balances([funded]).escrow_cash, balances([funded]).escrow_held], [100, 100]);
  const kept = balances([funded, transferAlong('escrow_earn', OF), transferAlong('escrow_hand_over', OF)]);
  assert.deepEqual([kept.escrow_cash, kept.escrow_held, kept.revenue, kept.cash], [0, 0, 100, 100]);
  const refunded = balances([funded, transferAlong('escrow_refund', OF)]);
  assert.ok(
    Object.values(refunded).every((sum) => sum === 0),
    JSON.stringify(refunded),
  );
});

test('a deposit in custody goes back, or pays a charge: it is never earned by being kept', () => {
  const funded = transferAlong('custody_fund', OF);
  const refunded = balances([funded, transferAlong('custody_refund', OF)]);
  assert.ok(
    Object.values(refunded).every((sum) => sum === 0),
    JSON.stringify(refunded),
  );
  const charge = transferAlong('charge_compensation', OF);
  const applied = balances([
    funded,
    charge,
    transferAlong('custody_apply', OF),
    transferAlong('custody_hand_over', OF),
  ]);
  assert.deepEqual(
    [applied.custody_cash, applied.custody_held, applied.receivable, applied.compensation, applied.cash],
    [0, 0, 0, 100, 100],
  );
  const earnings: readonly Account[] = ['revenue', 'compensation', 'clawback'];
  for (const { debit, credit } of Object.values(ROUTES))
    assert.ok(debit !== 'custody_held' || !earnings.includes(credit), `${debit} ${credit}`);
});

test('money held for somebody lies where it says: each pair moves together, or by a hand-over', () => {
  for (const held of ['escrow', 'custody'] as const) {
    const touching = Object.entries(ROUTES).filter(([, { debit, credit }]) =>
      [debit, credit].some((account) => account.startsWith(held)),
    );
    assert.ok(touching.every(([route]) => route.startsWith(held)));
  }
});

test('a discount that is taken back is a charge like any other, and never revenue', () => {
  const after = balances([transferAlong('charge_clawback', OF), transferAlong('collect', OF)]);
  assert.deepEqual([after.receivable, after.clawback, after.cash, after.revenue], [0, 100, 100, 0]);
});

test('an amount is a positive whole number of minor units', () => {
  for (const amountMinor of [0, -1, 0.5, Number.NaN, Number.MAX_SAFE_INTEGER + 1]) {
    for (const route of Object.keys(ROUTES) as Route[])
      assert.throws(() => transferAlong(route, { ...OF, amountMinor }), /positive_whole_number/);
  }
  assert.equal(transferAlong('reserve', { ...OF, amountMinor: 1 }).amountMinor, 1);
});
