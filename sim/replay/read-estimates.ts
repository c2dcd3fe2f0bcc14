/**
 * Reads the files of people as the operator of the installation may: no key or session of the API tells what an estimate is, and
 * none should. The rule is the score room's own.
 */
import type { Id } from '../../packages/troth/src/kernel/index.ts';
import { idFromUuid, uuidOf } from '../../packages/troth/src/kernel/index.ts';
import type { ColdDatabase } from '../../packages/troth/src/platform/db/index.ts';
import { foldFromJson, periodOf } from '../../packages/troth/src/rooms/conduct/index.ts';
import type { Instant } from '../../packages/troth/src/kernel/index.ts';
import { breakProbability, priorOf } from '../../packages/troth/src/rooms/score/index.ts';

/** The estimate of each person who has something on file in the context of care; the others are left out. */
export async function readEstimates(
  cold: ColdDatabase,
  worldId: number,
  now: Instant,
  partyIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await cold.within({ worldId }, (client) =>
    client.query<{ party_id: string; buckets: string }>(
      `select f.party_id::text, f.buckets::text from unnest($1::uuid[]) u(party_id)
       cross join lateral (select party_id, buckets from folds where party_id = u.party_id and context = 'care' limit 1) f`,
      [partyIds.map((partyId) => uuidOf(partyId as Id<'pty'>))],
    ),
  );
  return new Map(
    rows.map((row) => {
      const partyId = idFromUuid('pty', row.party_id);
      return [partyId, breakProbability(foldFromJson(row.buckets), periodOf(partyId, now), priorOf('care'))];
    }),
  );
}
