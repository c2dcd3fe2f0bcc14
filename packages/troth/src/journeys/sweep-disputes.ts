/**
 * Disputes by the world's clock: the silence of a shop that owes a refund decides for the person, and what the operator has not decided
 * in twenty days ends without it. Interleaved with the pledges in the order of time, so that moving a clock far is moving it often.
 */
import { type Id, idFromUuid, type Instant } from '../kernel/index.ts';
import { type HotConnection, readInstant, ROLLBACK, type Statement } from '../platform/db/index.ts';
import { moveDispute } from '../rooms/dispute/index.ts';
import { beginIn } from './begin.ts';
import { loadDisputes } from './dispute-state.ts';
import { endDispute, loadVersions } from './end-dispute.ts';
import type { OfferVersions } from './offer-versions.ts';
import { setClock, type Sweep, SWEEP_BATCH_MAX, sweepDue } from './sweep-due.ts';
import type { Tools, World } from './write-set.ts';

const FIND_DUE_DISPUTES: Statement = {
  name: 'find_due_disputes',
  text: `select dispute_id::text, next_due_at from disputes where world_id = (select current_setting('troth.world')::int) and next_due_at <= $1
    order by next_due_at, dispute_id limit $2`,
  types: ['timestamptz', 'int4'],
};

interface DueDisputes {
  readonly at: Instant;
  readonly disputeIds: readonly Id<'dsp'>[];
}

/** Those that are due first, all at the same instant; null when none is due by `until`. */
async function findDueDisputes(
  connection: HotConnection,
  worldId: number,
  until: Instant,
): Promise<DueDisputes | null> {
  const answers = await connection.run([
    ...beginIn(worldId, []),
    [FIND_DUE_DISPUTES, until, SWEEP_BATCH_MAX],
    ROLLBACK,
  ]);
  const due = (answers[2]?.rows ?? []).map(([disputeId, dueAt]) => ({
    disputeId: idFromUuid('dsp', disputeId as string),
    dueAt: readInstant(dueAt as string),
  }));
  const first = due[0];
  if (first === undefined) return null;
  return {
    at: first.dueAt,
    disputeIds: due.filter(({ dueAt }) => dueAt === first.dueAt).map(({ disputeId }) => disputeId),
  };
}

/** Ends disputes at the instant at which they are due. What somebody has moved meanwhile is left alone. */
async function sweepDisputes(
  connection: HotConnection,
  worldId: number,
  due: DueDisputes,
  tools: Tools,
  versions: OfferVersions,
): Promise<Sweep> {
  const world: World = { worldId, now: due.at };
  const asked = due.disputeIds.map((disputeId) => ({ partyId: null, keyHash: null, factId: null, disputeId }));
  const state = await loadDisputes(connection, world, tools, asked);
  const hands = { world, tools, versions };
  await loadVersions(state, hands);
  let movedCount = 0;
  for (const disputeId of due.disputeIds) {
    const dispute = state.disputes.get(disputeId);
    const moved = dispute && moveDispute(dispute, { name: 'fall_due' }, due.at);
    if (!moved?.ok) continue;
    endDispute(state, moved.value, 'system', hands);
    movedCount += 1;
  }
  await connection.run([setClock(worldId, due.at), ...state.writes.calls(state.answers)]);
  return { movedCount, sweptTo: due.at };
}

/** The next stretch of what is due at or before `until`: pledges up to the first dispute that is due, then that dispute. */
export async function sweepWorld(
  connection: HotConnection,
  worldId: number,
  until: Instant,
  tools: Tools,
  versions: OfferVersions,
): Promise<Sweep> {
  const due = await findDueDisputes(connection, worldId, until);
  const sweep = await sweepDue(connection, worldId, due?.at ?? until, tools, versions);
  return due === null || sweep.sweptTo !== null ? sweep : sweepDisputes(connection, worldId, due, tools, versions);
}
