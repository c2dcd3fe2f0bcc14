import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkHeld } from './check-held.ts';
import type { AuditWorld, Dossier } from './dossier.ts';
import { Findings } from './findings.ts';

type Step = readonly [road: string, amountMinor: number, currency?: string];

/** What the audit says of one pledge with these transfers, each named by a fact of its own, in this order. */
function heldOf(state: string, steps: readonly Step[], kind = 'kept'): string[] {
  const transfers = steps.map(([road, amount, currency = 'CNY'], i) => {
    const [debit, credit] = road.split('>') as [string, string];
    return {
      // Ids run against the order of the facts: it is the facts that order.
      transfer_id: `0000000000000000000000000000000${9 - i}`,
      pledge_id: 'p',
      debit_account: debit,
      credit_account: credit,
      amount_minor: String(amount),
      currency,
    };
  });
  const facts = transfers.map((row) => ({
    row: {},
    kind,
    detail: {
      transfers: [
        [`trf_${row.transfer_id}`, row.debit_account, row.credit_account, Number(row.amount_minor), row.currency],
      ],
    },
  }));
  const findings = new Findings();
  const world = { findings } as unknown as AuditWorld;
  const party = { party_id: 'a' };
  const pledges = [{ pledge_id: 'p', state, currency: 'CNY' }];
  checkHeld(world, { party, pledges, charges: [], transfers, facts } as unknown as Dossier);
  return findings.violations.filter(({ check }) => check === 'held').map(({ column, found }) => `${column} ${found}`);
}

const FUND: Step = ['custody_cash>custody_held', 100];
const BACK: Step = ['custody_held>custody_cash', 100];
const PRICE: Step = ['escrow_cash>escrow_held', 100];

test('what is held may be there while the pledge runs, and is gone when it is over', () => {
  assert.deepEqual(heldOf('active', [FUND, PRICE]), []);
  assert.deepEqual(heldOf('kept', [FUND, BACK]), []);
  assert.deepEqual(heldOf('kept', [PRICE, ['escrow_held>revenue', 100], ['cash>escrow_cash', 100]]), []);
  assert.deepEqual(heldOf('kept', [PRICE, ['escrow_held>escrow_cash', 100]]), []);
  assert.deepEqual(heldOf('kept', [FUND]), ['custody_cash 100', 'custody_held 100']);
  assert.deepEqual(heldOf('kept', [FUND, ['custody_held>custody_cash', 99]]), ['custody_cash 1', 'custody_held 1']);
  assert.deepEqual(heldOf('broken', [PRICE]), ['escrow_cash 100', 'escrow_held 100']);
});

test('a deposit stays owed when the other side did not do its part; a price does not', () => {
  assert.deepEqual(heldOf('let_down', [FUND]), []);
  assert.deepEqual(heldOf('let_down', [FUND, PRICE]), ['escrow_cash 100', 'escrow_held 100']);
});

test('nothing that is held is ever below zero, whatever comes later', () => {
  assert.deepEqual(heldOf('active', [BACK, FUND]), ['debit_account -100', 'credit_account -100']);
  assert.deepEqual(heldOf('active', [FUND, ['custody_held>custody_cash', 101]]), [
    'debit_account -1',
    'credit_account -1',
  ]);
  assert.deepEqual(heldOf('active', [['escrow_held>revenue', 1]]), ['debit_account -1']);
  assert.deepEqual(heldOf('active', [['custody_held>receivable', 1]]), ['debit_account -1', 'credit_account -1']);
  assert.deepEqual(heldOf('active', [['cash>receivable', 1]]), ['credit_account -1']);
});

test('money of a pledge is of its own currency', () => {
  assert.deepEqual(heldOf('active', [['custody_cash>custody_held', 100, 'JPY']]), ['currency JPY']);
});

/** What the audit says of Σ charges, when facts raised `raised`, one charge is open with `open`, and these transfers were made. */
function equationOf(raised: number, open: number, roads: readonly Step[]): string[] {
  const transfers = roads.map(([road, amount], i) => {
    const [debit_account, credit_account] = road.split('>');
    return { transfer_id: String(i), debit_account, credit_account, amount_minor: String(amount), currency: 'CNY' };
  });
  const facts = [{ row: {}, kind: 'charge_raised', detail: { charge: ['chg_1', 'usage', raised, 'CNY', 'open'] } }];
  const charges = open === 0 ? [] : [{ state: 'open', amount_minor: String(open), paid_minor: '0', currency: 'CNY' }];
  const findings = new Findings();
  const rows = transfers.map((row) => ({ ...row, pledge_id: 'p' }));
  const dossier = { party: { party_id: 'a' }, pledges: [], charges, transfers: rows, facts };
  checkHeld({ findings } as unknown as AuditWorld, dossier as unknown as Dossier);
  return findings.violations.map(({ column, expected, found }) => `${column} ${expected} ${found}`);
}

test('what was raised is what was paid, let go or is open, to the minor unit', () => {
  assert.deepEqual(equationOf(100, 100, []), []);
  assert.deepEqual(
    equationOf(100, 0, [
      ['cash>receivable', 60],
      ['forgiven>receivable', 40],
    ]),
    [],
  );
  assert.deepEqual(
    equationOf(100, 80, [
      ['custody_held>receivable', 20],
      ['escrow_cash>escrow_held', 50],
      ['custody_cash>custody_held', 50],
    ]),
    [],
    'what goes into escrow or custody is no charge',
  );
  assert.deepEqual(equationOf(100, 99, []), ['Σ charges, CNY 100 99']);
  assert.deepEqual(equationOf(100, 0, [['cash>receivable', 101]]), ['Σ charges, CNY 100 101']);
});
