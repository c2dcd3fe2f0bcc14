/**
 * What runs beside the requests: facts are followed, the live world's due times are swept, webhooks are sent. Test worlds do the
 * same when their clock is moved.
 */
import { elapsedMs, type Instant } from '../../kernel/index.ts';
import type { Installation } from './installation.ts';
import type { WorldInfo } from './worlds.ts';
import { followFacts, isFollowedTo, placeOfLastFact } from './follow-facts.ts';
import { deliverDue, findNextAttempt, releaseHeld } from '../webhooks/index.ts';
import { type Sweep, sweepDue } from '../../journeys/sweep-due.ts';

const IDLE_PAUSE_MS = 250;
/** Under load a batch of facts costs little more than one fact: rounds come often enough for webhooks, and no oftener. */
const BUSY_PAUSE_MS = 100;
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

function followOnce({ exclusively, worlds, catalog }: Installation, worldId: number): Promise<number> {
  return exclusively((connection) => followFacts(connection, worlds, catalog, worldId));
}

/** Follows what was there at the beginning, whatever is added in the meantime. */
async function followAll(installation: Installation, worldId: number): Promise<void> {
  const { cold } = installation;
  const startedMs = elapsedMs();
  const last = await placeOfLastFact(cold, worldId);
  if (last === null) return;
  for (;;) {
    const count = await followOnce(installation, worldId);
    if (await isFollowedTo(cold, worldId, last)) return;
    if (count > 0) continue;
    // Another follower is at work, or a transaction that began before still runs.
    if (elapsedMs() - startedMs >= SETTLE_WITHIN_MS) return;
    await new Promise((resolve) => setTimeout(resolve, SETTLE_PAUSE_MS));
  }
}

/** Follows one batch; `more` when something is left, or came in the meantime. */
async function followSome(installation: Installation, worldId: number): Promise<'done' | 'more'> {
  const { cold } = installation;
  if ((await followOnce(installation, worldId)) > 0) return 'more';
  const last = await placeOfLastFact(cold, worldId);
  return last === null || (await isFollowedTo(cold, worldId, last)) ? 'done' : 'more';
}

/** Sends what is due now; returns how many events it took. */
async function deliverOnce(installation: Installation, worldId: number, onFault: (error: unknown) => void) {
  const report = await deliverDue(installation.deliveryPorts(worldId), installation.deliveryWorld(worldId));
  report.faults.forEach(onFault);
  return report.claimedCount;
}

async function deliverAll(installation: Installation, worldId: number, onFault: (error: unknown) => void) {
  while ((await deliverOnce(installation, worldId, onFault)) > 0);
}

/** What a process that died was sending is due again at once: the clock of a test world would never free it. */
async function releaseAll(installation: Installation, onFault: (error: unknown) => void): Promise<void> {
  for (const { worldId } of installation.worlds.list()) {
    await installation.cold
      .within({ worldId }, (client) => releaseHeld(client, worldId, installation.worlds.now(worldId)))
      .catch(onFault);
  }
}

class Rounds implements Background {
  readonly #installation: Installation;
  readonly #onFault: (error: unknown) => void;
  readonly #hinted = new Set<number>();
  readonly #lookedAt = new Map<number, number>();
  /** Runs that send events, with their worlds. No round waits for one: a slow receiver holds up no logbook, no other world and no other shop. */
  readonly #sending = new Map<Promise<void>, number>();
  readonly #running: Promise<void>;
  #refreshedAt = 0;
  #isStopped = false;
  #wake: () => void = () => undefined;

  constructor(installation: Installation, onFault: (error: unknown) => void) {
    this.#installation = installation;
    this.#onFault = onFault;
    this.#running = this.#loop();
  }

  hint(worldId: number): void {
    this.#hinted.add(worldId);
  }

  async settle(worldId: number): Promise<void> {
    await followAll(this.#installation, worldId);
    await deliverAll(this.#installation, worldId, this.#onFault);
    // What a round had taken before is still on its way.
    await Promise.all([...this.#sending].filter(([, world]) => world === worldId).map(([run]) => run));
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#wake();
    await this.#running;
    await Promise.all(this.#sending.keys());
  }

  async #loop(): Promise<void> {
    for (const world of this.#installation.worlds.list()) this.hint(world.worldId);
    await releaseAll(this.#installation, this.#onFault);
    while (!this.#isStopped) {
      const ended = await this.#round();
      if (this.#isStopped) return;
      const pauseMs = this.#hinted.size > 0 && ended === 'done' ? BUSY_PAUSE_MS : IDLE_PAUSE_MS;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pauseMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  async #round(): Promise<'done' | 'failed'> {
    let ended: 'done' | 'failed' = 'done';
    await this.#refreshWorlds();
    // Worlds without a hint are looked at too, if not as often: another process, or a crash, may have left work behind.
    for (const world of this.#installation.worlds.list()) {
      if (this.#isStopped) return ended;
      if ((await this.#lookAt(world)) === 'failed') ended = 'failed';
    }
    return ended;
  }

  /** Another process may have made a world or moved a clock. */
  async #refreshWorlds(): Promise<void> {
    if (elapsedMs() - this.#refreshedAt < LOOK_EVERY_MS) return;
    this.#refreshedAt = elapsedMs();
    await this.#installation.worlds.refresh().catch(this.#onFault);
  }

  async #lookAt({ worldId, mode }: WorldInfo): Promise<'done' | 'failed'> {
    const isDue = elapsedMs() - (this.#lookedAt.get(worldId) ?? 0) >= LOOK_EVERY_MS;
    if (!this.#hinted.delete(worldId) && mode === 'test' && !isDue) return 'done';
    this.#lookedAt.set(worldId, elapsedMs());
    try {
      if (mode === 'live') {
        await sweepUntil(this.#installation, worldId, this.#installation.worlds.now(worldId));
      }
      if ((await followSome(this.#installation, worldId)) === 'more') this.hint(worldId);
      this.#deliver(worldId);
      return 'done';
    } catch (error) {
      // Work that failed is still there: the next round looks again, whether anything more is committed or not.
      this.hint(worldId);
      this.#onFault(error);
      return 'failed';
    }
  }

  /** Each run that goes on has a call under way, so that there are never more of them than calls at once. */
  #deliver(worldId: number): void {
    const run = deliverOnce(this.#installation, worldId, this.#onFault)
      .then(() => undefined, this.#onFault)
      .finally(() => this.#sending.delete(run));
    this.#sending.set(run, worldId);
  }
}

export function startBackground(installation: Installation, onFault: (error: unknown) => void): Background {
  return new Rounds(installation, onFault);
}

/** Sweeps everything due at or before `until`, in order; returns how much was moved. */
async function sweepUntil(installation: Installation, worldId: number, until: Instant): Promise<number> {
  let movedCount = 0;
  for (;;) {
    const sweep = await sweepOnce(installation, worldId, until);
    movedCount += sweep.movedCount;
    if (sweep.sweptTo === null) return movedCount;
  }
}

function sweepOnce(installation: Installation, worldId: number, until: Instant): Promise<Sweep> {
  return installation.exclusively((connection) =>
    sweepDue(connection, worldId, until, installation.tools, installation.catalog),
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
  const { worlds, cold } = installation;
  const startedMs = elapsedMs();
  let movedCount = 0;
  for (;;) {
    const now = worlds.now(worldId);
    const attempt = await cold.within({ worldId }, (client) =>
      findNextAttempt(client, worldId, { after: now, before: to }),
    );
    const until = attempt ?? to;
    const sweep = await sweepOnce(installation, worldId, until);
    movedCount += sweep.movedCount;
    const at = sweep.sweptTo ?? until;
    if (at > worlds.now(worldId)) await worlds.setClock(worldId, at);
    await background.settle(worldId);
    if (sweep.sweptTo === null && attempt === null) break;
  }
  return { movedCount, tookMs: Math.round(elapsedMs() - startedMs) };
}
