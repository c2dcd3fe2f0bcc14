/** Leaf number n goes to place n mod 256 of bundle n div 256; the last bundle grows until it is full, and is never touched again. */
import { uuidOf } from '../../kernel/index.ts';
import type { Call, Statement } from '../../platform/db/index.ts';
import { BUNDLE_WIDTH, type LeafClass, leafEntry, packEntries } from '../../rooms/logbook/index.ts';
import type { FactKind } from '../../rooms/conduct/index.ts';
import type { FactToFollow } from './followed.ts';

const APPEND_LEAVES: Statement = {
  name: 'append_leaves',
  text: `insert into leaf_bundles (world_id, bundle_index, first_written_in, first_fact_id, fact_ids, entries) values ($1, $2, $3, $4, $5, $6)
    on conflict (world_id, bundle_index) do update set fact_ids = leaf_bundles.fact_ids || excluded.fact_ids, entries = leaf_bundles.entries || excluded.entries`,
  types: ['int4', 'int8', 'int8', 'uuid', 'uuid[]', 'bytea'],
};

/** One statement for each bundle that the facts reach into. `firstIndex` is the number of leaves before them. */
export function appendLeaves(
  worldId: number,
  issuer: string,
  firstIndex: number,
  facts: readonly FactToFollow[],
): Call[] {
  const calls: Call[] = [];
  for (let at = 0; at < facts.length; ) {
    const index = firstIndex + at;
    const part = facts.slice(at, at + BUNDLE_WIDTH - (index % BUNDLE_WIDTH));
    const first = part[0] as FactToFollow;
    calls.push([
      APPEND_LEAVES,
      worldId,
      Math.floor(index / BUNDLE_WIDTH),
      BigInt(first.writtenIn),
      uuidOf(first.factId),
      part.map((fact) => uuidOf(fact.factId)),
      packEntries(part.map((fact) => leafEntry({ ...fact, class: classOf(fact.kind), issuer }))),
    ]);
    at += part.length;
  }
  return calls;
}

function classOf(kind: FactKind): LeafClass {
  return kind === 'consent_granted' || kind === 'consent_revoked' ? 'consent' : 'pledge';
}
