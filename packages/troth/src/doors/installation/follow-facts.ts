/**
 * What happens after a fact is committed: it gets its place in the logbook, becomes a delivery for each webhook that chose it, and
 * is added to the budget of its offer and to the promisee's file. One cursor per world over (written_in, fact_id); the cursor moves in the same transaction
 * as its effects, so that a crash repeats nothing and loses nothing, and two followers never do the same work.
 */
import type pg from 'pg';
import { type Id, idFromUuid, type Instant, uuidOf } from '../../kernel/index.ts';
import type { ColdDatabase } from '../../platform/db/index.ts';
import type { FactKind } from '../../rooms/conduct/index.ts';
import { BUNDLE_WIDTH, type LeafClass, leafEntry, packEntries } from '../../rooms/logbook/index.ts';
import { EVENT_OF_FACT, enqueueDeliveries } from '../webhooks/index.ts';
import { type EndToFollow, growPromiseeFiles } from './follow-promisees.ts';
import { budgetPeriod, type OfferCatalog } from './offer-catalog.ts';
import type { Worlds } from './worlds.ts';

export const FOLLOW_BATCH_MAX = 4096;
const CONSUMER = 'follow';

interface FactToFollow extends EndToFollow {
  fact_id: string;
  effective_at: Instant;
  tag: Buffer;
  commitment: Buffer;
  written_in: string;
  born: { versionId: Id<'ofv'>; expectedLossMinor: number } | null;
}

/** Follows one batch; returns how many facts it took. Zero also when another follower is at work. */
export async function followFacts(
  cold: ColdDatabase,
  worlds: Worlds,
  catalog: OfferCatalog,
  worldId: number,
): Promise<number> {
  return cold.within({ worldId }, async (client) => {
    await client.query(`insert into cursors (world_id, consumer) values ($1, $2) on conflict do nothing`, [
      worldId,
      CONSUMER,
    ]);
    const cursors = await client.query<{ written_in: string; fact_id: string; done_count: number }>(
      'select written_in::text, fact_id::text, done_count from cursors where world_id = $1 and consumer = $2 for update skip locked',
      [worldId, CONSUMER],
    );
    const cursor = cursors.rows[0];
    if (cursor === undefined) return 0;
    const { rows } = await client.query<FactToFollow>(
      `select fact_id::text, merchant_id::text, kind, context, reporter, effective_at, recorded_at, tag, commitment, written_in::text,
         case when kind in ('offered', 'accepted') then detail::jsonb -> 'born' end as born,
         case when kind in ('kept', 'withdrawn', 'broken', 'cancelled') then detail::jsonb -> 'after' end as "end"
       from facts where world_id = $1 and (written_in, fact_id) > ($2::bigint, $3::uuid)
         and written_in < pg_snapshot_xmin(pg_current_snapshot())::text::bigint + coalesce(nullif(current_setting('troth.xid_base', true), ''), '0')::bigint
       order by facts.written_in, facts.fact_id limit $4`,
      [worldId, cursor.written_in, cursor.fact_id, FOLLOW_BATCH_MAX],
    );
    const last = rows.at(-1);
    if (last === undefined) return 0;
    await appendLeaves(client, worldId, worlds.find(worldId)?.logOrigin ?? '', cursor.done_count, rows);
    await enqueueDeliveries(client, worldId, rows.map(eventOf), worlds.now(worldId));
    await rollUpBudgets(client, worldId, catalog, rows);
    await growPromiseeFiles(client, worldId, rows);
    await client.query(
      'update cursors set written_in = $3, fact_id = $4, done_count = done_count + $5 where world_id = $1 and consumer = $2',
      [worldId, CONSUMER, last.written_in, last.fact_id, rows.length],
    );
    return rows.length;
  });
}

/** A place in the order in which facts are followed. */
export interface FactPlace {
  readonly writtenIn: string;
  readonly factId: string;
}

/** Where the last committed fact of a world stands; null when there is none. */
export async function placeOfLastFact(cold: ColdDatabase, worldId: number): Promise<FactPlace | null> {
  const { rows } = await cold.within({ worldId }, (client) =>
    client.query<FactPlace>(
      `select f.written_in::text as "writtenIn", f.fact_id::text as "factId" from facts f where f.world_id = $1 order by f.written_in desc, f.fact_id desc limit 1`,
      [worldId],
    ),
  );
  return rows[0] ?? null;
}

/** Whether the follower has been there. It may not yet when another one is at work, or a transaction that began before still runs. */
export async function isFollowedTo(cold: ColdDatabase, worldId: number, place: FactPlace): Promise<boolean> {
  const { rowCount } = await cold.within({ worldId }, (client) =>
    client.query(
      'select 1 from cursors where world_id = $1 and consumer = $2 and (written_in, fact_id) >= ($3::bigint, $4::uuid)',
      [worldId, CONSUMER, place.writtenIn, place.factId],
    ),
  );
  return rowCount === 1;
}

function eventOf(row: FactToFollow) {
  return {
    eventId: idFromUuid('fct', row.fact_id),
    merchantId: idFromUuid('pty', row.merchant_id),
    type: EVENT_OF_FACT[row.kind],
    effectiveAt: row.effective_at,
  };
}

function classOf(kind: FactKind): LeafClass {
  return kind === 'consent_granted' || kind === 'consent_revoked' ? 'consent' : 'pledge';
}

/** Leaf number n goes to place n mod 256 of bundle n div 256; the last bundle grows until it is full. */
async function appendLeaves(
  client: pg.ClientBase,
  worldId: number,
  issuer: string,
  firstIndex: number,
  rows: readonly FactToFollow[],
): Promise<void> {
  let at = 0;
  while (at < rows.length) {
    const index = firstIndex + at;
    const part = rows.slice(at, at + BUNDLE_WIDTH - (index % BUNDLE_WIDTH));
    const first = part[0] as FactToFollow;
    const entries = packEntries(
      part.map((row) =>
        leafEntry({
          class: classOf(row.kind),
          tag: row.tag,
          commitment: row.commitment,
          issuer,
          recordedAt: row.recorded_at,
        }),
      ),
    );
    await client.query(
      `insert into leaf_bundles (world_id, bundle_index, first_written_in, first_fact_id, fact_ids, entries) values ($1, $2, $3, $4, $5::uuid[], $6)
       on conflict (world_id, bundle_index) do update set fact_ids = leaf_bundles.fact_ids || excluded.fact_ids, entries = leaf_bundles.entries || excluded.entries`,
      [
        worldId,
        Math.floor(index / BUNDLE_WIDTH),
        first.written_in,
        first.fact_id,
        part.map((row) => row.fact_id),
        entries,
      ],
    );
    at += part.length;
  }
}

async function rollUpBudgets(
  client: pg.ClientBase,
  worldId: number,
  catalog: OfferCatalog,
  rows: readonly FactToFollow[],
): Promise<void> {
  const born = rows.filter((row) => row.born !== null && row.born.expectedLossMinor > 0);
  if (born.length === 0) return;
  await catalog.load(worldId, [...new Set(born.map((row) => (row.born as { versionId: Id<'ofv'> }).versionId))]);
  const sums = new Map<string, { versionId: Id<'ofv'>; merchantId: string; period: number; minor: number }>();
  for (const row of born) {
    const { versionId, expectedLossMinor } = row.born as NonNullable<FactToFollow['born']>;
    const period = budgetPeriod(catalog.get(versionId).terms, row.recorded_at);
    const key = `${versionId} ${period}`;
    const sum = sums.get(key) ?? { versionId, merchantId: row.merchant_id, period, minor: 0 };
    sum.minor += expectedLossMinor;
    sums.set(key, sum);
  }
  const all = [...sums.values()];
  await client.query(
    `insert into budget_rollups (world_id, version_id, merchant_id, period, expected_minor)
     select $1, * from unnest($2::uuid[], $3::uuid[], $4::int[], $5::bigint[])
     on conflict (version_id, period) do update set expected_minor = budget_rollups.expected_minor + excluded.expected_minor`,
    [
      worldId,
      all.map((sum) => uuidOf(sum.versionId)),
      all.map((sum) => sum.merchantId),
      all.map((sum) => sum.period),
      all.map((sum) => sum.minor),
    ],
  );
}

/** When the follower of a world last stood, for people who wait: how many leaves are in order. */
export async function leafCountOf(cold: ColdDatabase, worldId: number): Promise<number> {
  const { rows } = await cold.within({ worldId }, (client) =>
    client.query<{ done_count: number }>('select done_count from cursors where world_id = $1 and consumer = $2', [
      worldId,
      CONSUMER,
    ]),
  );
  return rows[0]?.done_count ?? 0;
}
