// Behind the commits: facts in the order of their writing, put together as leaf bundles.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Instant, uuidOf, idFromUuid } from '../../packages/troth/src/kernel/index.ts';
import {
  beginInWorld,
  type Call,
  COMMIT,
  type HotConnection,
  readInstant,
  type Row,
  type Statement,
} from '../../packages/troth/src/platform/db/index.ts';
import { BUNDLE_WIDTH, leafEntry, packEntries } from '../../packages/troth/src/rooms/logbook/index.ts';
import { BENCH_WORLD } from '../troth-world.ts';

const FOLLOW_BATCH_MAX = 4096;
/** A batch of this size says that more is waiting. */
const FULL_ENOUGH = 2000;
const PAUSE_MS = 50;

const FIND_FACTS: Statement = {
  name: 'find_facts',
  text: `select written_in::text, fact_id::text, recorded_at, encode(tag, 'base64'), encode(commitment, 'base64') from facts
    where world_id = ${BENCH_WORLD} and (written_in, fact_id) > ($1, $2) and written_in < (select pg_snapshot_xmin(pg_current_snapshot())::text::bigint)
    order by written_in, fact_id limit ${FOLLOW_BATCH_MAX}`,
  types: ['int8', 'uuid'],
};
const APPEND_LEAVES: Statement = {
  name: 'append_leaves',
  text: `insert into leaf_bundles values (${BENCH_WORLD}, $1, $2, $3)`,
  types: ['int8', 'uuid[]', 'bytea'],
};
const MOVE_CURSOR: Statement = {
  name: 'move_cursor',
  text: `update cursors set written_in = $1, fact_id = $2 where world_id = ${BENCH_WORLD}`,
  types: ['int8', 'uuid'],
};

type Place = { readonly writtenIn: bigint; readonly factId: string; readonly bundleCount: number };

/** Follows for as long as the process lives. A bundle is closed with the batch it came in, so the last one of each is not full. */
export async function follow(connection: HotConnection): Promise<never> {
  let place: Place = { writtenIn: 0n, factId: '0'.repeat(32), bundleCount: 0 };
  for (;;) {
    const [, , found] = await connection.run([
      ...beginInWorld(BENCH_WORLD),
      [FIND_FACTS, place.writtenIn, place.factId],
    ]);
    const rows = found?.rows ?? [];
    const last = rows.at(-1);
    const calls: Call[] = [];
    if (last !== undefined) {
      calls.push(...bundlesOf(rows, place.bundleCount));
      place = {
        writtenIn: BigInt(last[0] as string),
        factId: factIdOf(last),
        bundleCount: place.bundleCount + calls.length,
      };
      calls.push([MOVE_CURSOR, place.writtenIn, place.factId]);
    }
    await connection.run([...calls, COMMIT]);
    if (rows.length < FULL_ENOUGH) await sleep(PAUSE_MS);
  }
}

function bundlesOf(rows: readonly Row[], firstIndex: number): Call[] {
  const calls: Call[] = [];
  for (let at = 0; at < rows.length; at += BUNDLE_WIDTH) {
    const part = rows.slice(at, at + BUNDLE_WIDTH);
    calls.push([APPEND_LEAVES, firstIndex + calls.length, part.map(factIdOf), packEntries(part.map(entryOf))]);
  }
  return calls;
}

function factIdOf(row: Row): string {
  return uuidOf(idFromUuid('fct', row[1] as string));
}

function entryOf([, , recordedAt, tag, commitment]: Row): Buffer {
  const at: Instant = readInstant(recordedAt as string);
  return leafEntry({
    class: 'pledge',
    tag: tag as string,
    commitment: commitment as string,
    issuer: 'bench',
    recordedAt: at,
  });
}
