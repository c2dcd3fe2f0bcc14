/**
 * What runs beside the requests: facts are followed, the live world's due times are swept, webhooks are sent. Test worlds do the
 * same when their clock is moved.
 */
import { elapsedMs, type Instant } from '../../kernel/index.ts';
import type { Installation } from './installation.ts';
import type { WorldInfo } from './worlds.ts';
import { followFacts, isFollowedTo, placeOfLastFact } from './follow-facts.ts';
import { deliverDue, releaseHeld } from '../webhooks/index.ts';
import { sweepDue } from '../../journeys/sweep-due.ts';

const IDLE_PAUSE_MS = 250;
const BUSY_PAUSE_MS = 20;
const LOOK_EVERY_MS = 2_000;
/** Somebody waits for {@link Background.settle}: a transaction that hangs must not make them wait for ever. */
const SETTLE_WITHIN_MS = 5_000;
const SETTLE_PAUSE_MS = 5;

export interface Background {
  /** Something was committed in this world: follow it soon. */
  hint(worldId: number): void;
  /** Runs everything of a world until nothing is left to do now. */
  settle(worldId: number): Promise<void>;
  stop(): Promise<void>;
}

export function startBackground(installation: Installation, onFault: (error: unknown) => void): Background {
  const hinted = new Set<number>();
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;
  let wake: (() => void) | null = null;

  const followAll = async (worldId: number): Promise<void> => {
    let count: number;
    do count = await followFacts(installation.cold, installation.worlds, installation.catalog, worldId);
    while (count > 0);
  };
  const deliverAll = async (worldId: number): Promise<void> => {
    for (;;) {
      const report = await deliverDue(installation.deliveryPorts(worldId), installation.deliveryWorld(worldId));
      report.faults.forEach(onFault);
      if (report.claimedCount === 0) return;
    }
  };
  /** Follows what there is; `more` when some of what was there at the beginning cannot be followed yet. */
  const follow = async (worldId: number, withinMs: number): Promise<'done' | 'more'> => {
    const startedMs = elapsedMs();
    const last = await placeOfLastFact(installation.cold, worldId);
    for (;;) {
      await followAll(worldId);
      if (last === null || (await isFollowedTo(installation.cold, worldId, last))) return 'done';
      if (elapsedMs() - startedMs >= withinMs) return 'more';
      await new Promise((resolve) => setTimeout(resolve, SETTLE_PAUSE_MS));
    }
  };
  const settle = async (worldId: number) => {
    await follow(worldId, SETTLE_WITHIN_MS);
    await deliverAll(worldId);
  };

  const lookedAt = new Map<number, number>();
  const lookAt = async (world: WorldInfo): Promise<'done' | 'failed'> => {
    const { worldId } = world;
    const isDue = elapsedMs() - (lookedAt.get(worldId) ?? 0) >= LOOK_EVERY_MS;
    if (!hinted.delete(worldId) && world.mode === 'test' && !isDue) return 'done';
    lookedAt.set(worldId, elapsedMs());
    try {
      if (world.mode === 'live') await sweepUntil(installation, worldId, installation.worlds.now(worldId), null);
      if ((await follow(worldId, 0)) === 'more') hinted.add(worldId);
      await deliverAll(worldId);
      return 'done';
    } catch (error) {
      // Work that failed is still there: the next round looks again, whether anything more is committed or not.
      hinted.add(worldId);
      onFault(error);
      return 'failed';
    }
  };
  let refreshedAt = 0;
  /** Another process may have made a world or moved a clock. */
  const refreshWorlds = async () => {
    if (elapsedMs() - refreshedAt < LOOK_EVERY_MS) return;
    refreshedAt = elapsedMs();
    await installation.worlds.refresh().catch(onFault);
  };
  const round = async (): Promise<'done' | 'failed'> => {
    let ended: 'done' | 'failed' = 'done';
    await refreshWorlds();
    // Worlds without a hint are looked at too, if not as often: another process, or a crash, may have left work behind.
    for (const world of installation.worlds.list()) {
      if (stopped) return ended;
      if ((await lookAt(world)) === 'failed') ended = 'failed';
    }
    return ended;
  };
  /** What a process that died was sending is due again at once: the clock of a test world would never free it. */
  const releaseAll = async () => {
    for (const { worldId } of installation.worlds.list()) {
      await installation.cold
        .within({ worldId }, (client) => releaseHeld(client, worldId, installation.worlds.now(worldId)))
        .catch(onFault);
    }
  };
  const loop = async () => {
    for (const world of installation.worlds.list()) hinted.add(world.worldId);
    await releaseAll();
    while (!stopped) {
      const ended = await round();
      if (stopped) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
        timer = setTimeout(resolve, hinted.size > 0 && ended === 'done' ? BUSY_PAUSE_MS : IDLE_PAUSE_MS);
      });
    }
  };
  const running = loop();

  return {
    hint: (worldId) => {
      hinted.add(worldId);
    },
    settle,
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      (wake as (() => void) | null)?.();
      await running;
    },
  };
}

/** Progress of a moving clock: where it stands, how much has been moved. */
export interface ClockProgress {
  readonly at: Instant;
  readonly movedCount: number;
}

/** Sweeps everything due at or before `until`, in order. With `onStretch` each stretch is reported, so that a test clock can follow. */
export async function sweepUntil(
  installation: Installation,
  worldId: number,
  until: Instant,
  onStretch: ((progress: ClockProgress) => Promise<void>) | null,
): Promise<number> {
  let movedCount = 0;
  for (;;) {
    const sweep = await installation.exclusively((connection) =>
      sweepDue(connection, worldId, until, installation.tools, installation.catalog),
    );
    movedCount += sweep.movedCount;
    if (sweep.sweptTo === null) return movedCount;
    if (onStretch !== null) await onStretch({ at: sweep.sweptTo, movedCount });
  }
}

/**
 * Moves a test world's clock to `to`: everything due on the way happens first, at its own time, webhooks and their retries too.
 * The caller has checked that the world may be moved.
 */
export async function advanceClock(
  installation: Installation,
  background: Background,
  worldId: number,
  to: Instant,
): Promise<{ movedCount: number; tookMs: number }> {
  const startedMs = elapsedMs();
  const movedCount = await sweepUntil(installation, worldId, to, async ({ at }) => {
    if (at > installation.worlds.now(worldId)) await installation.worlds.setClock(worldId, at);
    await background.settle(worldId);
  });
  await installation.worlds.setClock(worldId, to);
  await background.settle(worldId);
  return { movedCount, tookMs: Math.round(elapsedMs() - startedMs) };
}
