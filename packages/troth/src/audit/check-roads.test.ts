import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkRoads } from './check-roads.ts';
import type { AuditWorld, Detail, Dossier, FactSeen } from './dossier.ts';
import { Findings } from './findings.ts';

type Road = readonly [road: string, amountMinor: number];

/** `paidBefore`: what an earlier fact says was paid of the same charge. */
function isFine(kind: string, detail: Detail, roads: readonly Road[], paidBefore: number | null = null): boolean {
  const transfers = roads.map(([road, amount], i) => [`trf_${i}`, ...road.split('>'), amount, 'CNY']);
  const fact = { row: { fact_id: 'f', pledge_id: 'p' }, kind, detail: { ...detail, transfers } };
  const findings = new Findings();
  const dossier = { pledges: [{ pledge_id: 'p', granted_minor: '50' }] };
  const world = { findings } as unknown as AuditWorld;
  const before = paidBefore === null ? undefined : ({ detail: { paidMinor: paidBefore } } as unknown as FactSeen);
  checkRoads(world, dossier as unknown as Dossier, fact as unknown as FactSeen, before);
  return findings.violationCount === 0;
}

const charge = (kind: string): Detail => ({ charge: ['chg_1', kind, 100, 'CNY', 'open'] });
const OPEN = { after: { state: 'active' } };
const OVER = { after: { state: 'kept' } };
const RELEASE: Road = ['trust_granted>trust_extended', 50];

test('a charge is raised to the earnings of its kind, whole', () => {
  for (const [kind, road] of [
    ['usage', 'receivable>revenue'],
    ['late_fee', 'receivable>compensation'],
    ['clawback', 'receivable>clawback'],
  ] as const) {
    assert.ok(isFine('charge_raised', charge(kind), [[road, 100]]), kind);
    assert.ok(!isFine('charge_raised', charge(kind), [[road, 99]]), kind);
    assert.ok(!isFine('charge_raised', charge(kind), []), kind);
  }
  assert.ok(!isFine('charge_raised', charge('clawback'), [['receivable>revenue', 100]]));
});

test('a charge is paid once, along one of the ways: to the shop, or out of custody with its hand-over', () => {
  const ways: readonly (readonly Road[])[] = [
    [['cash>receivable', 100]],
    [
      ['custody_held>receivable', 100],
      ['cash>custody_cash', 100],
    ],
  ];
  for (const way of ways) assert.ok(isFine('charge_collected', charge('usage'), way), JSON.stringify(way));
  assert.ok(!isFine('charge_collected', charge('usage'), [['custody_held>receivable', 100]]));
  assert.ok(!isFine('charge_collected', charge('usage'), [...(ways[0] ?? []), ...(ways[1] ?? [])]));
  assert.ok(!isFine('charge_collected', charge('usage'), [['escrow_cash>escrow_held', 100]]));
  assert.ok(!isFine('charge_collected', charge('usage'), [['forgiven>receivable', 100]]));
  assert.ok(isFine('charge_forgiven', charge('usage'), [['forgiven>receivable', 100]]));
});

test('of a charge that was paid in parts only what is left is paid or let go, and only what was paid is credited', () => {
  const paid = (paidMinor: number): Detail => ({ ...charge('usage'), paidMinor });
  const [pay, loss, back] = ['cash>receivable', 'forgiven>receivable', 'credited>refund_due'];
  assert.ok(isFine('charge_part_paid', paid(40), [[pay, 30]], 10));
  for (const wrong of [29, 31, 40]) assert.ok(!isFine('charge_part_paid', paid(40), [[pay, wrong]], 10));
  assert.ok(!isFine('charge_part_paid', paid(40), [[loss, 30]], 10));
  assert.ok(isFine('charge_collected', paid(100), [[pay, 60]], 40));
  assert.ok(!isFine('charge_collected', paid(100), [[pay, 100]], 40));
  assert.ok(isFine('charge_forgiven', paid(40), [[loss, 60]], 40));
  const credit: readonly Road[] = [
    [loss, 60],
    [back, 40],
  ];
  assert.ok(isFine('charge_credited', paid(40), credit, 40));
  assert.ok(isFine('charge_credited', paid(100), [[back, 100]], 100));
  assert.ok(!isFine('charge_credited', paid(40), credit, 39));
  assert.ok(!isFine('charge_credited', paid(40), [[back, 40]], 40));
});

test('what is said in a dispute moves nothing that is held', () => {
  for (const kind of ['contested', 'dispute_decided', 'made_good'])
    assert.ok(!isFine(kind, OPEN, [['custody_held>custody_cash', 7]]), kind);
});

test('a move takes in and sends on what is held, and never earns a deposit or pays a charge', () => {
  const held: readonly string[] = [
    'escrow_cash>escrow_held',
    'custody_cash>custody_held',
    'escrow_held>revenue',
    'cash>escrow_cash',
    'escrow_held>escrow_cash',
    'custody_held>custody_cash',
  ];
  for (const road of held) {
    assert.ok(isFine('kept', OVER, [RELEASE, [road, 7]]), road);
    assert.ok(isFine('declared', OPEN, [[road, 7]]), road);
    assert.ok(!isFine('accepted', { ...OPEN, born: { grantedMinor: 0 } }, [[road, 7]]), `${road} at birth`);
  }
  for (const road of ['custody_held>revenue', 'cash>receivable', 'receivable>revenue'])
    assert.ok(!isFine('kept', OVER, [RELEASE, [road, 7]]), road);
});

test('trust is reserved whole at birth, released whole at the end, and untouched by what comes after', () => {
  const born = { ...OPEN, born: { grantedMinor: 50 } };
  assert.ok(isFine('accepted', born, [['trust_extended>trust_granted', 50]]));
  assert.ok(!isFine('accepted', born, [['trust_extended>trust_granted', 49]]));
  assert.ok(isFine('kept', OVER, [RELEASE]));
  assert.ok(!isFine('kept', OVER, []));
  assert.ok(!isFine('declared', OPEN, [RELEASE]));
  assert.ok(isFine('contested', OVER, []));
});

test('a payout moves what it says it paid', () => {
  const paid = (paidMinor: number): Detail => ({ ...OVER, said: { paidMinor } });
  assert.ok(isFine('custody_paid_out', paid(7), [['custody_held>custody_cash', 7]]));
  assert.ok(isFine('custody_paid_out', paid(0), []));
  assert.ok(!isFine('custody_paid_out', paid(8), [['custody_held>custody_cash', 7]]));
  assert.ok(!isFine('custody_paid_out', paid(7), [['escrow_held>escrow_cash', 7]]));
});
