/** How many times persons have confirmed what was handed over to them: no column keeps it, the facts of the pledge tell. */
import { type Id, idFromUuid, uuidOf } from '../kernel/index.ts';
import type { Call, Row, Statement } from '../platform/db/index.ts';

const FIND_CONFIRMED: Statement = {
  name: 'find_confirmed',
  text: `select f.pledge_id::text from unnest($1::uuid[]) u(pledge_id)
    cross join lateral (select pledge_id from facts where pledge_id = u.pledge_id and kind = 'confirmed' limit 1) f`,
  types: ['uuid[]'],
};

export function findConfirmed(pledgeIds: readonly Id<'plg'>[]): Call {
  return [FIND_CONFIRMED, [...new Set(pledgeIds)].map(uuidOf)];
}

/** What was found, and what the batch has confirmed since. */
export class ConfirmedFound {
  readonly #counts = new Map<Id<'plg'>, number>();

  constructor(rows: readonly Row[]) {
    for (const [pledgeId] of rows) this.add(idFromUuid('plg', pledgeId as string));
  }

  countOf(pledgeId: Id<'plg'>): number {
    return this.#counts.get(pledgeId) ?? 0;
  }

  add(pledgeId: Id<'plg'>): void {
    this.#counts.set(pledgeId, this.countOf(pledgeId) + 1);
  }
}
