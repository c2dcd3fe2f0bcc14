/** Deposits paid out of custody that had too little: each person's share, and each payout as a whole. */
import type pg from 'pg';
import { canonical } from './derive.ts';
import { type AuditWorld, detailOf, type Dossier, type FactSeen } from './dossier.ts';
import type { Place } from './findings.ts';
import { rowsOf, text } from './rows.ts';

const KIND = 'custody_paid_out';

/** Fact by fact: what was owed then, the share in proportion, said by the operator, and the pledge left as it was. */
export function checkPaidOut(world: AuditWorld, dossier: Dossier): void {
  for (const facts of Map.groupBy(dossier.facts, ({ row }) => text(row, 'pledge_id')).values()) {
    let held = 0;
    let after: unknown = null;
    for (const fact of facts) {
      if (fact.kind === KIND) checkShare(world, fact, held, after);
      after = fact.detail.after ?? after;
      for (const named of fact.detail.transfers ?? []) {
        if (named[2] === 'custody_held') held += Number(named[3]);
        if (named[1] === 'custody_held') held -= Number(named[3]);
      }
    }
  }
}

function checkShare({ findings }: AuditWorld, { row, detail }: FactSeen, held: number, after: unknown): void {
  const at: Place = { table: 'facts', key: text(row, 'fact_id') };
  findings.same('payouts', at, 'reporter', 'operator', row.reporter ?? null);
  findings.same('payouts', at, 'detail', canonical(after), canonical(detail.after ?? null));
  findings.same('payouts', at, 'detail', '0', String(detail.charges?.length));
  const { owedMinor, paidMinor, heldMinor, totalMinor } = numbersOf(detail.said);
  findings.same('payouts', at, 'owedMinor', String(held), String(owedMinor));
  const isWithin = paidMinor >= 0n && paidMinor <= owedMinor && owedMinor <= totalMinor;
  findings.expect('payouts', isWithin, at, 'paidMinor', `at most ${owedMinor} of ${totalMinor}`, String(paidMinor));
  const shared = heldMinor < totalMinor ? heldMinor : totalMinor;
  const error = paidMinor * totalMinor - shared * owedMinor;
  const isFair = error < totalMinor && -error < totalMinor;
  findings.expect('payouts', isFair, at, 'paidMinor', `${owedMinor} of ${totalMinor} in ${shared}`, String(paidMinor));
}

function numbersOf(said: Readonly<Record<string, unknown>> | undefined) {
  const of = (name: string) => BigInt(Number(said?.[name] ?? 0));
  return {
    owedMinor: of('owedMinor'),
    paidMinor: of('paidMinor'),
    heldMinor: of('heldMinor'),
    totalMinor: of('totalMinor'),
  };
}

/** A payout as a whole: one shop, the same numbers in every fact of a currency, and no more paid than was there. */
export async function checkPayouts(client: pg.ClientBase, { worldId, findings }: AuditWorld): Promise<void> {
  const rows = await rowsOf(client, 'select * from facts where world_id = $1 and kind = $2 order by fact_id', [
    worldId,
    KIND,
  ]);
  const payouts = Map.groupBy(rows, (row) => {
    const { payoutId, currency } = detailOf(row).said ?? {};
    return `${payoutId} ${currency}`;
  });
  for (const [key, facts] of payouts) {
    const at = { table: 'facts', key };
    const all = facts.map((row) => ({ row, ...numbersOf(detailOf(row).said) }));
    const terms = new Set(all.map((one) => `${one.row.merchant_id} ${one.heldMinor} ${one.totalMinor}`));
    findings.same('payouts', at, 'merchant, held, total', '1', String(terms.size));
    const [first] = all;
    const paid = all.reduce((sum, one) => sum + one.paidMinor, 0n);
    const owed = all.reduce((sum, one) => sum + one.owedMinor, 0n);
    const isCovered = first !== undefined && paid <= first.heldMinor && owed <= first.totalMinor;
    findings.expect('payouts', isCovered, at, 'paidMinor', 'no more than was there', `${paid} of ${owed}`);
  }
}
