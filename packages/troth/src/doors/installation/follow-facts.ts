/**
 * What happens after a fact is committed: it gets its place in the logbook, becomes a delivery for each webhook that chose it, and
 * is added to the budget of its offer and to the promisee's file. One cursor per world over (written_in, fact_id); the cursor moves in the same transaction
 * as its effects, so that a crash repeats nothing and loses nothing, and two followers never do the same work.
 */
import { idFromUuid, present } from '../../kernel/index.ts';
import type { Call, ColdDatabase, HotConnection, Row, Statement } from '../../platform/db/index.ts';
import { beginInWorld, COMMIT, readInstant } from '../../platform/db/index.ts';
import type { FactKind, Reporter } from '../../rooms/conduct/index.ts';
import type { Context } from '../../rooms/offer/index.ts';
import { EVENT_OF_FACT, endpointsOf, insertDeliveries, type PendingEvent } from '../webhooks/index.ts';
import { findFiles, growFiles, writeFiles } from './follow-promisees.ts';
import { appendLeaves } from './follow-leaves.ts';
import { rollUpBudgets } from './follow-budgets.ts';
import { CONSUMER, type FactToFollow } from './followed.ts';
import type { OfferCatalog } from './offer-catalog.ts';
import type { Worlds } from './worlds.ts';

export const FOLLOW_BATCH_MAX = 4096;

const MAKE_CURSOR: Statement = {
  name: 'make_cursor',
  text: 'insert into cursors (world_id, consumer) values ($1, $2) on conflict do nothing',
  types: ['int4', 'text'],
};
const TAKE_CURSOR: Statement = {
  name: 'take_cursor',
  text: 'select done_count from cursors where world_id = $1 and consumer = $2 for update skip locked',
  types: ['int4', 'text'],
};
/**
 * Facts behind the cursor and below the oldest transaction that still runs. What a birth or an end says stands in its pledge, which keeps
 * it. A pledge that is accepted is born with it, or was offered before; only the detail of a birth says what was born.
 */
const FIND_FACTS: Statement = {
  name: 'find_facts_to_follow',
  text: `select f.written_in::text, f.fact_id::text, f.merchant_id::text, f.kind, f.context, f.reporter, f.effective_at, f.recorded_at,
      encode(f.tag, 'base64'), encode(f.commitment, 'base64'), p.version_id::text, p.expected_loss_minor, p.was_accepted, f.is_own, f.is_undecided, f.is_birth, f.is_false_report
    from cursors c cross join lateral (
      select written_in, fact_id, merchant_id, pledge_id, kind, context, reporter, effective_at, recorded_at, tag, commitment,
        kind = 'offered' or (kind = 'accepted' and position(',"born":{' in detail) > 0) as is_birth,
        kind in ('met', 'kept', 'withdrawn') and position('"owedBy":"promisee"' in detail) > 0 as is_own,
        kind in ('met', 'kept') and position('"undecided":1' in detail) > 0 as is_undecided,
        kind = 'dispute_decided' and position('"falseReportBy":"merchant"' in detail) > 0 as is_false_report
      from facts where world_id = c.world_id and (written_in, fact_id) > (c.written_in, c.fact_id)
        and written_in < (select pg_snapshot_xmin(pg_current_snapshot())::text::bigint + coalesce(nullif(current_setting('troth.xid_base', true), ''), '0')::bigint)
      order by written_in, fact_id limit $3) f
    left join lateral (select version_id, expected_loss_minor, accepted_at is not null as was_accepted
      from pledges where pledge_id = f.pledge_id and f.kind in ('offered', 'accepted', 'kept', 'withdrawn', 'broken', 'cancelled') limit 1) p on true
    where c.world_id = $1 and c.consumer = $2 order by f.written_in, f.fact_id`,
  types: ['int4', 'text', 'int4'],
};
const MOVE_CURSOR: Statement = {
  name: 'move_cursor',
  text: 'update cursors set written_in = $3, fact_id = $4, done_count = done_count + $5 where world_id = $1 and consumer = $2',
  types: ['int4', 'text', 'int8', 'uuid', 'int8'],
};

/** Follows one batch; returns how many facts it took. Zero also when another follower is at work. */
export async function followFacts(
  connection: HotConnection,
  worlds: Worlds,
  catalog: OfferCatalog,
  worldId: number,
): Promise<number> {
  const [, , cursors, found] = await connection.run([
    ...beginInWorld(worldId),
    [TAKE_CURSOR, worldId, CONSUMER],
    [FIND_FACTS, worldId, CONSUMER, FOLLOW_BATCH_MAX],
  ]);
  const cursor = cursors?.rows[0];
  if (cursor === undefined) {
    // Another has it, or nobody has made it yet.
    await connection.run([[MAKE_CURSOR, worldId, CONSUMER], COMMIT]);
    return 0;
  }
  const facts = (found?.rows ?? []).map(factFromRow);
  const last = facts.at(-1);
  if (last === undefined) {
    await connection.run([COMMIT]);
    return 0;
  }
  const events = facts.map(eventOf);
  const files = growFiles(facts);
  const born = facts.filter((fact) => fact.expectedLossMinor > 0);
  await catalog.load(worldId, [...new Set(born.map((fact) => present(fact.versionId, 'a_birth_has_its_version')))]);
  const [endpoints, known] = await connection.run([endpointsOf(worldId, events), findFiles(files)]);
  const calls: Call[] = [
    ...appendLeaves(worldId, worlds.find(worldId)?.logOrigin ?? '', Number(cursor[0]), facts),
    ...insertDeliveries(worldId, endpoints?.rows ?? [], events, worlds.now(worldId)),
    ...rollUpBudgets(worldId, catalog, born),
    ...writeFiles(worldId, files, known?.rows ?? []),
    [MOVE_CURSOR, worldId, CONSUMER, BigInt(last.writtenIn), last.factId.slice(4), facts.length],
    COMMIT,
  ];
  await connection.run(calls);
  return facts.length;
}

function factFromRow(row: Row): FactToFollow {
  return {
    writtenIn: row[0] as string,
    factId: idFromUuid('fct', row[1] as string),
    merchantId: idFromUuid('pty', row[2] as string),
    kind: row[3] as FactKind,
    context: row[4] as Context | 'none',
    reporter: row[5] as Reporter,
    effectiveAt: readInstant(row[6] as string),
    recordedAt: readInstant(row[7] as string),
    tag: row[8] as string,
    commitment: row[9] as string,
    versionId: row[10] == null ? null : idFromUuid('ofv', row[10]),
    expectedLossMinor: row[15] === 't' ? Number(row[11]) : 0,
    wasAccepted: row[12] === 't',
    isOwn: row[13] === 't',
    isUndecided: row[14] === 't',
    isFalseReport: row[16] === 't',
  };
}

function eventOf(fact: FactToFollow): PendingEvent {
  return {
    eventId: fact.factId,
    merchantId: fact.merchantId,
    type: EVENT_OF_FACT[fact.kind],
    effectiveAt: fact.effectiveAt,
  };
}

/** A place in the order in which facts are followed. */
export interface FactPlace {
  readonly writtenIn: string;
  readonly factId: string;
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
