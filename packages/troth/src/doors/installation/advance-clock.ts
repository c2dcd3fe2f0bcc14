/** What falls due by a world's clock: swept in order, by the live world's rounds and by whoever moves a test world's clock. */
import { elapsedMs, type Instant } from '../../kernel/index.ts';
import { setClock, type Sweep } from '../../journeys/sweep-due.ts';
import { sweepWorld } from '../../journeys/sweep-disputes.ts';
import type { Background } from './background.ts';
import type { Installation } from './installation.ts';
import { findOutstanding } from './outstanding.ts';

/** Sweeps everything due at or before `until`, in order; returns how much was moved. */
export async function sweepUntil(installation: Installation, worldId: number, until: Instant): Promise<number> {
  let movedCount = 0;
  for (;;) {
    const sweep = await sweepOnce(installation, worldId, until);
    movedCount += sweep.movedCount;
    if (sweep.sweptTo === null) return movedCount;
  }
}

function sweepOnce(installation: Installation, worldId: number, until: Instant): Promise<Sweep> {
  return installation.exclusively((connection) =>
    sweepWorld(connection, worldId, until, installation.tools, installation.catalog),
  );
}

/**
 * Moves a test world's clock to `to`: everything due on the way happens first, at its own time, webhooks and their retries too.
 * The clock stands still at each attempt that is due, so that a receiver which was down is tried when the schedule says. The caller
 * has checked that the world may be moved.
 */
export async function advanceClock(
  installation: Installation,
  background: Background,
  worldId: number,
  to: Instant,
): Promise<{ movedCount: number; tookMs: number }> {
  const { worlds } = installation;
  const startedMs = elapsedMs();
  let movedCount = 0;
  // What was said before is followed in any case; after that only a sweep, or an attempt, leaves something to do.
  let isSettled = false;
  let { nextAt } = (await findOutstanding(installation, worldId)).attempts;
  for (;;) {
    const until = nextAt !== null && nextAt < to ? nextAt : to;
    const sweep = await sweepOnce(installation, worldId, until);
    movedCount += sweep.movedCount;
    // A sweep has set the clock together with its moves.
    if (sweep.sweptTo === null && until > worlds.now(worldId))
      await installation.exclusively((connection) => connection.run([setClock(worldId, until)]));
    worlds.stand(worldId, sweep.sweptTo ?? until);
    const isAttemptDue = nextAt !== null && nextAt <= until;
    if (sweep.sweptTo !== null || isAttemptDue || !isSettled) ({ nextAt } = await background.settle(worldId));
    isSettled = true;
    if (sweep.sweptTo === null && until === to) break;
  }
  return { movedCount, tookMs: Math.round(elapsedMs() - startedMs) };
}
