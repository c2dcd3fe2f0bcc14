/** The promisees' files: how each pledge ended for the merchant it was made to, added up again from the facts that were followed. */
import type pg from 'pg';
import { instantFromIso } from '../kernel/index.ts';
import { partyPeriod } from './derive.ts';
import { type AuditWorld, detailOf } from './dossier.ts';
import { iso, type Row, rowsOf, text } from './rows.ts';

export const PROMISEE = 'promisee ';
/** Place in a bucket and weight: kept 1, broken 2. */
const KEPT = [1, 250] as const;
const BROKEN = [2, 1000] as const;

/** By merchant and context, by period: `[period, kept, broken, late]`. */
export type PromiseeSums = Map<string, Map<number, number[]>>;

function conductOf(fact: Row): readonly [number, number] | null {
  const after = detailOf(fact).after;
  if (after === undefined) return null;
  const said = detailOf(fact).said ?? {};
  const isOwn = said.owedBy === 'promisee';
  switch (fact.kind) {
    case 'let_down':
      return BROKEN;
    case 'withdrawn':
      return isOwn ? KEPT : BROKEN;
    case 'broken':
      return KEPT;
    case 'kept':
      return said.undecided === 1 && !isOwn ? BROKEN : KEPT;
    case 'met':
      return isOwn ? KEPT : said.undecided === 1 ? BROKEN : null;
    case 'dispute_decided':
      return isFalseReport(fact) ? BROKEN : null;
    case 'cancelled':
      return fact.reporter === 'merchant' && after.acceptedAt !== undefined ? BROKEN : null;
    default:
      return null;
  }
}

/** What the decision says of the shop's report; that it says so rightly is proved where disputes are. */
function isFalseReport(fact: Row): boolean {
  return detailOf(fact).said?.falseReportBy === 'merchant';
}

export function addToPromisee(sums: PromiseeSums, fact: Row): void {
  const conduct = conductOf(fact);
  if (conduct === null) return;
  const merchantId = text(fact, 'merchant_id');
  const key = `${merchantId} ${PROMISEE}${text(fact, 'context')}`;
  const periods = sums.get(key) ?? new Map<number, number[]>();
  sums.set(key, periods);
  const at = instantFromIso(iso(fact, 'recorded_at') as string) as bigint;
  const period = partyPeriod(merchantId.replaceAll('-', ''), at);
  const bucket = periods.get(period) ?? [period, 0, 0, 0];
  bucket[conduct[0]] = (bucket[conduct[0]] as number) + conduct[1];
  periods.set(period, bucket);
}

export async function checkPromisees(client: pg.ClientBase, world: AuditWorld, sums: PromiseeSums): Promise<void> {
  const { findings, worldId } = world;
  const rows = await rowsOf(client, `select * from folds where world_id = $1 and context like '${PROMISEE}%'`, [
    worldId,
  ]);
  const found = new Map(rows.map((row) => [`${text(row, 'party_id')} ${text(row, 'context')}`, row]));
  for (const key of new Set([...sums.keys(), ...found.keys()])) {
    const buckets = [...(sums.get(key)?.values() ?? [])].sort((a, b) => (a[0] as number) - (b[0] as number));
    const row = found.get(key);
    const stored = row === undefined ? null : JSON.stringify(JSON.parse(text(row, 'buckets')));
    findings.same('folds', { table: 'folds', key: `${key} ${worldId}` }, 'buckets', JSON.stringify(buckets), stored);
  }
}
