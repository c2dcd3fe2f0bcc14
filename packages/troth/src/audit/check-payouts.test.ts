import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkPaidOut } from './check-payouts.ts';
import type { AuditWorld, Dossier } from './dossier.ts';
import { Findings } from './findings.ts';

const AFTER = { state: 'active' };
const GOOD = { owedMinor: 300, paidMinor: 125, heldMinor: 250, totalMinor: 600 };

function found(said: object, more: { reporter?: string; after?: object; charges?: readonly object[] } = {}): string[] {
  const funded = [['trf_1', 'custody_cash', 'custody_held', 300, 'CNY']];
  const paid = { after: AFTER, charges: [], transfers: [], said, ...more };
  const facts = [
    { row: { fact_id: 'a', pledge_id: 'p' }, kind: 'charge_collected', detail: { transfers: funded } },
    { row: { fact_id: 'b', pledge_id: 'p' }, kind: 'begun', detail: { after: AFTER, transfers: [] } },
    {
      row: { fact_id: 'c', pledge_id: 'p', reporter: more.reporter ?? 'operator' },
      kind: 'custody_paid_out',
      detail: paid,
    },
  ];
  const findings = new Findings();
  checkPaidOut({ findings } as unknown as AuditWorld, { facts } as unknown as Dossier);
  return findings.violations.map(({ column }) => column);
}

test('a fair share of what was owed is fair to the minor unit, and no further', () => {
  assert.deepEqual(found(GOOD), []);
  const odd = { owedMinor: 300, heldMinor: 101, totalMinor: 700 };
  assert.deepEqual(found({ ...odd, paidMinor: 43 }), []);
  assert.deepEqual(found({ ...odd, paidMinor: 44 }), []);
  assert.deepEqual(found({ ...odd, paidMinor: 42 }), ['paidMinor']);
  assert.deepEqual(found({ ...odd, paidMinor: 45 }), ['paidMinor']);
  assert.deepEqual(found({ ...GOOD, paidMinor: 126 }), ['paidMinor']);
  assert.deepEqual(found({ owedMinor: 300, paidMinor: 300, heldMinor: 900, totalMinor: 600 }), []);
});

test('what is owed is what was held, it is the operator who says so, and nothing else changes', () => {
  assert.deepEqual(found({ ...GOOD, owedMinor: 299, totalMinor: 598 }), ['owedMinor']);
  assert.deepEqual(found(GOOD, { reporter: 'merchant' }), ['reporter']);
  assert.deepEqual(found(GOOD, { after: { state: 'kept' } }), ['detail']);
  assert.deepEqual(found(GOOD, { charges: [{}] }), ['detail']);
});
