/** A party's file: the whole numbers per context and period, added up again from the facts that carry weight. */
import { instantFromIso } from '../kernel/index.ts';
import { PROMISEE } from './check-promisees.ts';
import { partyPeriod } from './derive.ts';
import type { AuditWorld, Dossier } from './dossier.ts';
import { iso, type Row, text } from './rows.ts';

const PLACE_OF_VERDICT: Readonly<Record<string, number>> = { kept: 1, broken: 2, kept_late: 3 };

/** As what a fact counts by the disputes about it: nothing against the person until somebody has upheld it. */
function countedAs(verdict: string, disputes: readonly Row[]): string {
  const falls = disputes.filter((row) => row.outcome !== 'upheld');
  if (falls.some((row) => row.outcome === 'corrected' && row.opened_by === 'merchant')) return 'none';
  if (falls.length === 0) return verdict;
  return { broken: 'none', kept_late: 'kept' }[verdict] ?? verdict;
}

export function checkFile(world: AuditWorld, dossier: Dossier): void {
  const { findings, worldId } = world;
  const partyId = text(dossier.party, 'party_id');
  const isErased = dossier.party.state === 'erased';
  const sums = new Map<string, Map<number, number[]>>();
  const contesting = Map.groupBy(dossier.disputes, (row) => text(row, 'fact_id'));
  for (const { row, detail } of dossier.facts) {
    const weight = Number(row.weight_milli);
    const verdict = String(detail.said?.verdict ?? 'none');
    const at = { table: 'facts', key: text(row, 'fact_id') };
    const counts = verdict !== 'none';
    findings.expect(
      'folds',
      counts ? weight > 0 && weight <= 1000 : weight === 0,
      at,
      'weight_milli',
      counts ? '1 to 1000' : '0',
      row.weight_milli ?? null,
    );
    const disputes = contesting.get(text(row, 'fact_id')) ?? [];
    const place = PLACE_OF_VERDICT[countedAs(verdict, disputes)];
    if (place === undefined || isErased) continue;
    const context = text(row, 'context');
    const periods = sums.get(context) ?? new Map<number, number[]>();
    sums.set(context, periods);
    const recordedAt = instantFromIso(iso(row, 'recorded_at') as string) as bigint;
    const period = partyPeriod(partyId.replaceAll('-', ''), recordedAt);
    const bucket = periods.get(period) ?? [period, 0, 0, 0];
    bucket[place] = (bucket[place] as number) + weight;
    periods.set(period, bucket);
  }
  // What a merchant's file says of it as promisee is added up where the facts are read in order.
  const own = dossier.folds.filter((row) => !text(row, 'context').startsWith(PROMISEE));
  const rows = new Map(own.map((row) => [text(row, 'context'), row]));
  for (const context of new Set([...rows.keys(), ...sums.keys()])) {
    const buckets = [...(sums.get(context)?.values() ?? [])].sort((a, b) => (a[0] as number) - (b[0] as number));
    const at = { table: 'folds', key: `${partyId} ${context} ${worldId}` };
    const row = rows.get(context);
    findings.same(
      'folds',
      at,
      'buckets',
      JSON.stringify(buckets),
      row === undefined ? null : JSON.stringify(JSON.parse(text(row, 'buckets'))),
    );
  }
}
