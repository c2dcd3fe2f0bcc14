/**
 * What was put right, beside what it repairs: a shop's word that it was made good, and what was paid of the charges that came with a
 * broken or late promise. Each is a fact of its own.
 */
import type pg from 'pg';
import { type Id, idFromUuid, type Instant, uuidOf } from '../../kernel/index.ts';

export interface Repair {
  /** The fact that was put right. */
  readonly repairs: Id<'fct'>;
  /** The fact that says so. */
  readonly factId: Id<'fct'>;
  /** Done after all, made good in kind, all of it paid, or a part. */
  readonly how: 'late' | 'in_kind' | 'paid' | 'in_parts';
  readonly at: Instant;
}

interface Row {
  readonly fact_id: string;
  readonly kind: string;
  readonly effective_at: Instant;
  readonly detail: string;
}

interface Detail {
  readonly said?: { readonly how?: 'late' | 'in_kind'; readonly repairs?: Id<'fct'>; readonly verdict?: string };
  readonly charge?: readonly [chargeId: string];
  readonly charges?: readonly (readonly [chargeId: string, kind: string])[];
}

/** Of the pledges named, oldest first. */
export async function readRepairs(client: pg.ClientBase, pledgeIds: readonly Id<'plg'>[]): Promise<Repair[]> {
  if (pledgeIds.length === 0) return [];
  const { rows } = await client.query<Row>(
    `select f.fact_id::text, f.kind, f.effective_at, f.detail from unnest($1::uuid[]) u(pledge_id)
     cross join lateral (select * from facts where pledge_id = u.pledge_id
       and kind in ('kept', 'broken', 'made_good', 'charge_part_paid', 'charge_collected')) f order by f.party_id, f.leaf_seq`,
    [[...new Set(pledgeIds)].map(uuidOf)],
  );
  return repairsOf(rows.map((row) => ({ ...row, detail: JSON.parse(row.detail) as Detail })));
}

type Seen = Omit<Row, 'detail'> & { readonly detail: Detail };

function repairsOf(facts: readonly Seen[]): Repair[] {
  const causes = new Map<string, Id<'fct'>>();
  for (const { kind, fact_id, detail } of facts) {
    if (kind !== 'broken' && detail.said?.verdict !== 'kept_late') continue;
    // What the use of a thing costs mends nothing.
    for (const [chargeId, charged] of detail.charges ?? [])
      if (charged !== 'usage') causes.set(chargeId, idFromUuid('fct', fact_id));
  }
  return facts.flatMap(({ kind, fact_id, effective_at, detail }): Repair[] => {
    const [factId, at] = [idFromUuid('fct', fact_id), effective_at];
    const { how, repairs } = detail.said ?? {};
    if (kind === 'made_good') return repairs === undefined || how === undefined ? [] : [{ repairs, factId, how, at }];
    const cause = causes.get(detail.charge?.[0] ?? '');
    if (cause === undefined) return [];
    return [{ repairs: cause, factId, how: kind === 'charge_collected' ? 'paid' : 'in_parts', at }];
  });
}
