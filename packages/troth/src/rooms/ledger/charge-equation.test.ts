import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Currency } from '../../kernel/index.ts';
import { type Route, ROUTES } from './accounts.ts';
import { chargeEquation, type ChargeSum } from './charge-equation.ts';
import { type Moved, trialBalances } from './trial-balance.ts';

const along = (route: Route, amountMinor: number, currency: Currency = 'CNY'): Moved => ({
  debitAccount: ROUTES[route].debit,
  creditAccount: ROUTES[route].credit,
  amountMinor,
  currency,
});
const credited = (amountMinor: number): ChargeSum => ({ state: 'credited', currency: 'CNY', amountMinor });
const sums = (open: number, collected: number, forgiven: number, currency: Currency = 'CNY'): ChargeSum[] => [
  { state: 'open', currency, amountMinor: open },
  { state: 'collected', currency, amountMinor: collected },
  { state: 'forgiven', currency, amountMinor: forgiven },
];

function agrees(charges: readonly ChargeSum[], moved: readonly Moved[]): boolean {
  const trial = trialBalances(moved).find(({ currency }) => currency === 'CNY');
  assert.ok(trial);
  const equation = chargeEquation(charges, moved, trial);
  assert.equal(equation.chargedMinor, equation.collectedMinor + equation.forgivenMinor + equation.openMinor);
  return equation.agrees;
}

const RAISED = along('charge_use', 100);
const MOVED = [RAISED, along('collect', 60), along('forgive', 10)];

test('charges and books agree to the minor unit', () => {
  assert.ok(agrees(sums(30, 60, 10), MOVED));
  assert.ok(!agrees(sums(30, 61, 10), MOVED));
  assert.ok(!agrees(sums(30, 59, 10), MOVED));
  assert.ok(!agrees(sums(30, 60, 11), MOVED));
  assert.ok(!agrees(sums(30, 60, 9), MOVED));
  assert.ok(!agrees(sums(29, 60, 10), MOVED));
  assert.ok(!agrees(sums(0, 110, 0), [RAISED, along('collect', 110)]), 'more was paid than was owed');
});

test('what is paid into escrow or custody settles no charge; what is paid out of a deposit does', () => {
  assert.ok(!agrees(sums(80, 60, 10), MOVED), 'more is open than is owed');
  assert.ok(agrees(sums(30, 60, 10), [...MOVED, along('escrow_fund', 50)]));
  assert.ok(agrees(sums(30, 60, 10), [...MOVED, along('custody_fund', 50)]));
  assert.ok(!agrees(sums(30, 110, 10), [...MOVED, along('custody_fund', 50)]));
  assert.ok(agrees(sums(30, 60, 10), [...MOVED, along('custody_fund', 50), along('custody_refund', 50)]));
  assert.ok(agrees(sums(10, 80, 10), [...MOVED, along('custody_fund', 50), along('custody_apply', 20)]));
});

test('what was paid and does not stand is collected still, and owed back to the minor unit', () => {
  const moved = [...MOVED, along('credit', 40)];
  assert.ok(agrees([...sums(30, 60, 10), credited(40)], moved));
  assert.ok(!agrees([...sums(30, 60, 10), credited(39)], moved));
  assert.ok(!agrees([...sums(30, 60, 10), credited(41)], moved));
  assert.ok(!agrees(sums(30, 60, 10), moved));
});

test('charges of another currency say nothing here', () => {
  assert.ok(agrees([...sums(30, 60, 10), ...sums(1, 2, 3, 'JPY')], [...MOVED, along('collect', 5, 'KWD')]));
});
