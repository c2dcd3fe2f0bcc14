/** What a fact may move: trust at birth and at the end, a charge along the roads of its kind, and what is held for somebody. */
import type { AuditWorld, Detail, Dossier, FactSeen, Named } from './dossier.ts';
import { chargeRoadsOf, ENDS, HELD_ROADS, MOVELESS, trustRoadOf } from './life-table.ts';
import { text } from './rows.ts';

/** A fact moves money only along its roads, and exactly what was granted, charged or paid out. `before`: the last fact of the same charge. */
export function checkRoads(world: AuditWorld, dossier: Dossier, fact: FactSeen, before: FactSeen | undefined): void {
  const { kind, detail, row } = fact;
  const at = { table: 'facts', key: text(row, 'fact_id') };
  const transfers = detail.transfers ?? [];
  const expect = (holds: boolean, expected: string) => {
    const found = transfers.map((named) => `${roadOf(named)} ${named[3]}`).join(' ');
    world.findings.expect('transfers', holds, at, 'detail', expected, found);
  };
  if (detail.charge !== undefined) {
    const ways = waysOf(kind, detail, before);
    const taken = wayOf(transfers.map((named) => [roadOf(named), Number(named[3])]));
    expect(ways.includes(taken), ways.join(' or '));
    return;
  }
  const trustRoad = trustRoadOf(kind, detail.born !== undefined);
  const isMove = detail.after !== undefined && detail.born === undefined && !MOVELESS.includes(kind);
  const paysOut = kind === 'custody_paid_out' || kind === 'made_good';
  const allowed = [trustRoad, ...(isMove ? HELD_ROADS : []), ...(paysOut ? [PAID_OUT] : [])];
  expect(
    transfers.every((named) => allowed.includes(roadOf(named))),
    allowed.join(' '),
  );
  const granted = grantedBy(dossier, fact);
  expect(sumOf(transfers, trustRoad) === granted, `${granted} by ${trustRoad}`);
  if (paysOut) {
    const paid = Number((kind === 'made_good' ? detail.said?.refundMinor : detail.said?.paidMinor) ?? 0);
    expect(sumOf(transfers, PAID_OUT) === paid, `${paid} by ${PAID_OUT}`);
  }
}

const PAID_OUT = 'custody_held>custody_cash';

function roadOf(named: Named): string {
  return `${named[1]}>${named[2]}`;
}

function sumOf(transfers: readonly Named[], road: string | null): number {
  return transfers.filter((named) => roadOf(named) === road).reduce((sum, named) => sum + Number(named[3]), 0);
}

type Leg = readonly [road: string, amountMinor: number];

function wayOf(legs: readonly Leg[]): string {
  return legs
    .map(([road, amount]) => `${amount} by ${road}`)
    .sort()
    .join(', ');
}

/** The ways a charge may go, with all that is left of it: what was paid before is paid already, and only that can be credited. */
function waysOf(kind: string, detail: Detail, before: FactSeen | undefined): readonly string[] {
  const amount = Number(detail.charge?.[2]);
  const paidBefore = Number(before?.detail.paidMinor ?? 0);
  const paid = Number(detail.paidMinor);
  if (kind === 'charge_credited') {
    const left: readonly Leg[] = amount === paid ? [] : [['forgiven>receivable', amount - paid]];
    return [wayOf([['credited>refund_due', paidBefore], ...left])];
  }
  const moved = kind === 'charge_part_paid' ? paid - paidBefore : amount - paidBefore;
  return chargeRoadsOf(kind, String(detail.charge?.[1])).map((roads) => wayOf(roads.map((road) => [road, moved])));
}

/** How much trust a fact must move: what is granted, at birth and at the end. */
function grantedBy(dossier: Dossier, { kind, detail, row }: FactSeen): number {
  if (detail.born !== undefined) return Number(detail.born.grantedMinor);
  if (!ENDS.includes(String(detail.after?.state)) || MOVELESS.includes(kind)) return 0;
  return Number(dossier.pledges.find((pledge) => pledge.pledge_id === row.pledge_id)?.granted_minor ?? 0);
}
