import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ROUTES } from '../ledger/index.ts';
import type { ChargeKind } from '../pledge/index.ts';
import { routeOfCharge } from './charge.ts';
import { chargeFromRow, insertCharges } from './queries.ts';

test('use and prices are revenue, what makes good is compensation, a discount taken back is neither; all of it is receivable', () => {
  const credits: Record<ChargeKind, string> = {
    usage: 'revenue',
    price: 'revenue',
    buy_out: 'revenue',
    late_fee: 'compensation',
    loss: 'compensation',
    no_show_fee: 'compensation',
    late_cancel_fee: 'compensation',
    clawback: 'clawback',
  };
  for (const [kind, credit] of Object.entries(credits)) {
    assert.deepEqual(ROUTES[routeOfCharge(kind as ChargeKind)], { debit: 'receivable', credit }, kind);
  }
});

const ROW = [
  '0199a1b2-c3d4-7000-8000-00000000000a',
  '0199a1b2-c3d4-7000-8000-00000000000b',
  '0199a1b2-c3d4-7000-8000-00000000000c',
  '0199a1b2-c3d4-7000-8000-00000000000d',
  'late_fee',
  '350',
  'CNY',
  'open',
  '2026-11-22 04:18:00.000001+00',
  null,
  '1',
];

test('a row is read as it was written', () => {
  const charge = chargeFromRow(ROW);
  assert.equal(charge.raisedAt, 1_795_321_080_000_001n);
  assert.equal(charge.settledAt, null);
  assert.equal(charge.amountMinor, 350);
  const [, worldId, chargeIds, , , , kinds, seqs, amounts] = insertCharges(7, [charge]);
  assert.deepEqual(
    [worldId, chargeIds, kinds, seqs, amounts],
    [7, [ROW[0]?.replaceAll('-', '')], ['late_fee'], [1], [350]],
  );
});

test('a settled charge has its instant', () => {
  const settled = chargeFromRow([...ROW.slice(0, 7), 'forgiven', ROW[8] as string, '2026-11-23 00:00:00+00', '1']);
  assert.deepEqual([settled.state, settled.settledAt], ['forgiven', 1_795_392_000_000_000n]);
});
