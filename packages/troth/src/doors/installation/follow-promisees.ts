/**
 * The promisee's file grows behind the facts, not in the journeys: a shop ends pledges all day, and one row that all of them wait for
 * would cost two thirds of the rate. Only the follower writes these folds, one follower per world at a time.
 */
import type pg from 'pg';
import { type Id, idFromUuid, type Instant, uuidOf } from '../../kernel/index.ts';
import {
  type FactKind,
  foldFromJson,
  foldToJson,
  periodOf,
  promiseeConduct,
  promiseeContext,
  type Reporter,
} from '../../rooms/conduct/index.ts';
import type { Context } from '../../rooms/offer/index.ts';
import { addToFold, EMPTY_FOLD, type Fold } from '../../rooms/score/index.ts';

/** A fact as far as it may say something about the promisee. */
export interface EndToFollow {
  readonly merchant_id: string;
  readonly kind: FactKind;
  readonly context: Context | 'none';
  readonly reporter: Reporter;
  readonly recorded_at: Instant;
  readonly end: { readonly acceptedAt: string | null; readonly answerBy: string | null } | null;
}

interface Grown {
  readonly merchantId: Id<'pty'>;
  readonly context: string;
  fold: Fold;
}

/** Adds a batch of ends to the files of their promisees. */
export async function growPromiseeFiles(
  client: pg.ClientBase,
  worldId: number,
  rows: readonly EndToFollow[],
): Promise<void> {
  const ends = rows.flatMap((row) => {
    if (row.end === null || row.context === 'none') return [];
    const wasAccepted = row.end.acceptedAt !== null;
    const conduct = promiseeConduct({ ...row, wasAccepted, wasNoticed: row.end.answerBy !== null });
    const merchantId = idFromUuid('pty', row.merchant_id);
    return conduct === null
      ? []
      : [{ merchantId, context: promiseeContext(row.context), at: row.recorded_at, conduct }];
  });
  if (ends.length === 0) return;
  const files = new Map<string, Grown>();
  for (const { merchantId, context } of ends)
    files.set(`${merchantId} ${context}`, { merchantId, context, fold: EMPTY_FOLD });
  const asked = [...files.values()];
  const known = await client.query<{ party_id: string; context: string; buckets: string }>(
    `select f.party_id::text, f.context, f.buckets::text from unnest($1::uuid[], $2::text[]) u(party_id, context)
     join folds f on f.party_id = u.party_id and f.context = u.context`,
    [asked.map((file) => uuidOf(file.merchantId)), asked.map((file) => file.context)],
  );
  for (const row of known.rows) {
    const file = files.get(`${idFromUuid('pty', row.party_id)} ${row.context}`);
    if (file !== undefined) file.fold = foldFromJson(row.buckets);
  }
  for (const { merchantId, context, at, conduct } of ends) {
    const file = files.get(`${merchantId} ${context}`) as Grown;
    file.fold = addToFold(file.fold, periodOf(merchantId, at), conduct);
  }
  await client.query(
    `insert into folds (world_id, party_id, context, buckets) select $1, * from unnest($2::uuid[], $3::text[], $4::jsonb[])
     on conflict (party_id, context) do update set buckets = excluded.buckets`,
    [
      worldId,
      asked.map((file) => uuidOf(file.merchantId)),
      asked.map((file) => file.context),
      asked.map((file) => foldToJson(file.fold)),
    ],
  );
}
