/** What a fact may move: trust at birth and at the end, a charge along the roads of its kind, and what is held for somebody. */
import type { AuditWorld, Dossier, FactSeen, Named } from './dossier.ts';
import { chargeRoadsOf, ENDS, HELD_ROADS, trustRoadOf } from './life-table.ts';
import { text } from './rows.ts';

/** A fact moves money only along its roads, and exactly what was granted, charged or paid out. */
export function checkRoads(world: AuditWorld, dossier: Dossier, fact: FactSeen): void {
  const { kind, detail, row } = fact;
  const at = { table: 'facts', key: text(row, 'fact_id') };
  const transfers = detail.transfers ?? [];
  const expect = (holds: boolean, expected: string) => {
    const found = transfers.map((named) => `${roadOf(named)} ${named[3]}`).join(' ');
    world.findings.expect('transfers', holds, at, 'detail', expected, found);
  };
  if (detail.charge !== undefined) {
    const sets = chargeRoadsOf(kind, String(detail.charge[1]));
    const amount = Number(detail.charge[2]);
    const taken = transfers.map(roadOf).sort().join(' ');
    const isTaken = sets.some((roads) => [...roads].sort().join(' ') === taken);
    expect(isTaken && transfers.every((named) => named[3] === amount), `${amount} by ${sets.join(' or ')}`);
    return;
  }
  const trustRoad = trustRoadOf(kind, detail.born !== undefined);
  const isMove = detail.after !== undefined && detail.born === undefined;
  const allowed = [trustRoad, ...(isMove ? HELD_ROADS : []), ...(kind === 'custody_paid_out' ? [PAID_OUT] : [])];
  expect(
    transfers.every((named) => allowed.includes(roadOf(named))),
    allowed.join(' '),
  );
  const granted = grantedBy(dossier, fact);
  expect(sumOf(transfers, trustRoad) === granted, `${granted} by ${trustRoad}`);
  if (kind === 'custody_paid_out') {
    const paid = Number(detail.said?.paidMinor);
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

/** Facts that may follow the end of a pledge: what was granted has been released before. */
const LATER = ['contested', 'custody_paid_out'];

/** How much trust a fact must move: what is granted, at birth and at the end. */
function grantedBy(dossier: Dossier, { kind, detail, row }: FactSeen): number {
  if (detail.born !== undefined) return Number(detail.born.grantedMinor);
  if (!ENDS.includes(String(detail.after?.state)) || LATER.includes(kind)) return 0;
  return Number(dossier.pledges.find((pledge) => pledge.pledge_id === row.pledge_id)?.granted_minor ?? 0);
}
