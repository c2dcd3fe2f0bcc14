/**
 * What falls due by the world's clock, in order of due time, exactly as if the clock had passed each instant by itself: each move
 * is decided at its own due time, and what it makes due within the same stretch takes its place in the order.
 */
import { assert, type Id, idFromUuid, type Instant, uuidOf } from '../kernel/index.ts';
import { type Call, type HotConnection, readInstant, ROLLBACK, type Statement } from '../platform/db/index.ts';
import { beginIn } from './begin.ts';
import { loadMoves, type MoveCommand, moveOne } from './move-pledge.ts';
import type { OfferVersions } from './offer-versions.ts';
import { AnswerBook } from './replay.ts';
import type { Tools, World } from './write-set.ts';

export const SWEEP_BATCH_MAX = 512;

const FIND_DUE: Statement = {
  name: 'find_due',
  text: `select pledge_id::text, next_due_at from pledges where world_id = (select current_setting('troth.world')::int) and next_due_at <= $1 order by next_due_at, pledge_id limit $2`,
  types: ['timestamptz', 'int4'],
};
/** A test world's clock never stands before what it has moved: it is set where its moves are committed. The live world has none. */
const SET_CLOCK: Statement = {
  name: 'set_clock',
  text: 'update worlds set clock_at = $2 where world_id = $1 and clock_at < $2',
  types: ['int4', 'timestamptz'],
};

/** Sets a test world's clock for good, as far as it goes forward. */
export function setClock(worldId: number, to: Instant): Call {
  return [SET_CLOCK, worldId, to];
}

interface Due {
  readonly pledgeId: Id<'plg'>;
  readonly dueAt: Instant;
}

async function findDue(connection: HotConnection, worldId: number, until: Instant): Promise<Due[]> {
  const answers = await connection.run([...beginIn(worldId, []), [FIND_DUE, until, SWEEP_BATCH_MAX], ROLLBACK]);
  return (answers[2]?.rows ?? []).map(([pledgeId, dueAt]) => ({
    pledgeId: idFromUuid('plg', pledgeId as string),
    dueAt: readInstant(dueAt as string),
  }));
}

export interface Sweep {
  readonly movedCount: number;
  /** The due time up to which nothing is left; null when nothing was due. */
  readonly sweptTo: Instant | null;
}

/** Moves one batch of what is due at or before `until`. Safe to run twice and beside itself: what another has moved is skipped. */
export async function sweepDue(
  connection: HotConnection,
  worldId: number,
  until: Instant,
  tools: Tools,
  versions: OfferVersions,
): Promise<Sweep> {
  const found = await findDue(connection, worldId, until);
  const last = found.at(-1);
  if (last === undefined) return { movedCount: 0, sweptTo: null };
  // A full batch may have left later ones behind: what comes up inside it waits for them unless its turn is before the last.
  const isInTurn = (due: Due) => (found.length < SWEEP_BATCH_MAX ? due.dueAt <= until : isBefore(due, last));
  const world: World = { worldId, now: last.dueAt };
  const commands = found.map((due) => commandOf(due));
  const state = await loadMoves(connection, world, tools, versions, commands);
  const queue: Due[] = found.filter((due) => state.pledges.get(due.pledgeId)?.nextDueAt === due.dueAt);
  let movedCount = 0;
  let sweptTo = last.dueAt;
  while (queue.length > 0) {
    const due = queue.shift() as Due;
    // Ids take one time for the whole batch, so that facts sort in the order of their moves; each move has its own due time.
    const outcome = moveOne(commandOf(due), world, tools, versions, state);
    assert(outcome.ok, 'what_is_due_can_move');
    movedCount += 1;
    sweptTo = due.dueAt;
    const next = state.pledges.get(due.pledgeId)?.nextDueAt ?? null;
    if (next === null) continue;
    const again = { pledgeId: due.pledgeId, dueAt: next };
    if (isInTurn(again)) insertInOrder(queue, again);
  }
  const writes = state.writes.calls(new AnswerBook([], world.now));
  await connection.run([setClock(worldId, sweptTo), ...writes]);
  return { movedCount, sweptTo };
}

function commandOf(due: Due): MoveCommand {
  return { request: null, pledgeId: due.pledgeId, mover: { by: 'time' }, move: { name: 'fall_due' }, at: due.dueAt };
}

function isBefore(a: Due, b: Due): boolean {
  return a.dueAt < b.dueAt || (a.dueAt === b.dueAt && uuidOf(a.pledgeId) < uuidOf(b.pledgeId));
}

function insertInOrder(queue: Due[], due: Due): void {
  let low = 0;
  let high = queue.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(queue[middle] as Due, due)) low = middle + 1;
    else high = middle;
  }
  queue.splice(low, 0, due);
}
