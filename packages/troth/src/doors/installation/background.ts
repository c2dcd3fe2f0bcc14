/**
 * What runs beside the requests: facts are followed, the live world's due times are swept, webhooks are sent. Test worlds do the
 * same when their clock is moved.
 */
import { elapsedMs } from '../../kernel/index.ts';
import type { Installation } from './installation.ts';
import type { WorldInfo } from './worlds.ts';
import { sweepUntil } from './advance-clock.ts';
import { FOLLOW_BATCH_MAX, followFacts, isFollowedTo } from './follow-facts.ts';
import { findOutstanding } from './outstanding.ts';
import { type Attempts, deliverDue, releaseHeld } from '../webhooks/index.ts';

const IDLE_PAUSE_MS = 250;
/** Under load a batch of facts costs little more than one fact: rounds come often enough for webhooks, and no oftener. */
const BUSY_PAUSE_MS = 100;
/** More was there than one round takes. */
const BEHIND_PAUSE_MS = 20;
const LOOK_EVERY_MS = 2_000;
/** Somebody waits for {@link Background.settle}: a transaction that hangs must not make them wait for ever. */
const SETTLE_WITHIN_MS = 5_000;
const SETTLE_PAUSE_MS = 5;

export interface Background {
  /** Something was committed in this world: follow it soon. */
  hint(worldId: number): void;
  /** Runs everything of a world until nothing is left to do now; says what is to be sent later. */
  settle(worldId: number): Promise<Attempts>;
  stop(): Promise<void>;
}

function followOnce({ exclusively, worlds, catalog }: Installation, worldId: number): Promise<number> {
  return exclusively((connection) => followFacts(connection, worlds, catalog, worldId));
}

/** Follows at least what was there at the beginning; returns what is to be sent then. */
async function followAll(installation: Installation, worldId: number): Promise<Attempts> {
  const startedMs = elapsedMs();
  while ((await followOnce(installation, worldId)) === FOLLOW_BATCH_MAX);
  const { unfollowed, attempts } = await findOutstanding(installation, worldId);
  if (unfollowed === null) return attempts;
  for (;;) {
    const count = await followOnce(installation, worldId);
    if (await isFollowedTo(installation.cold, worldId, unfollowed)) break;
    if (count > 0) continue;
    // Another follower is at work, or a transaction that began before still runs.
    if (elapsedMs() - startedMs >= SETTLE_WITHIN_MS) break;
    await new Promise((resolve) => setTimeout(resolve, SETTLE_PAUSE_MS));
  }
  return (await findOutstanding(installation, worldId)).attempts;
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

type Ended = 'done' | 'behind' | 'failed';

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

  async settle(worldId: number): Promise<Attempts> {
    // What was hinted at until now is followed here: a round beside it would find nothing and be in the way.
    this.#hinted.delete(worldId);
    try {
      const attempts = await followAll(this.#installation, worldId);
      if (attempts.isDue) await deliverAll(this.#installation, worldId, this.#onFault);
      // What a round had taken before is still on its way.
      const sending = [...this.#sending].filter(([, world]) => world === worldId).map(([run]) => run);
      await Promise.all(sending);
      if (!attempts.isDue && sending.length === 0) return attempts;
      return (await findOutstanding(this.#installation, worldId)).attempts;
    } catch (error) {
      this.hint(worldId);
      throw error;
    }
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
      const pauseMs = this.#pauseAfter(await this.#round());
      if (this.#isStopped) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pauseMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  #pauseAfter(ended: Ended): number {
    if (ended === 'behind') return BEHIND_PAUSE_MS;
    return this.#hinted.size > 0 && ended === 'done' ? BUSY_PAUSE_MS : IDLE_PAUSE_MS;
  }

  async #round(): Promise<Ended> {
    let ended: Ended = 'done';
    await this.#refreshWorlds();
    // Worlds without a hint are looked at too, if not as often: another process, or a crash, may have left work behind.
    for (const world of this.#installation.worlds.list()) {
      if (this.#isStopped) return ended;
      const looked = await this.#lookAt(world);
      if (looked === 'failed' || (looked === 'behind' && ended === 'done')) ended = looked;
    }
    return ended;
  }

  /** Another process may have made a world or moved a clock. */
  async #refreshWorlds(): Promise<void> {
    if (elapsedMs() - this.#refreshedAt < LOOK_EVERY_MS) return;
    this.#refreshedAt = elapsedMs();
    await this.#installation.worlds.refresh().catch(this.#onFault);
  }

  async #lookAt({ worldId, mode }: WorldInfo): Promise<Ended> {
    const isDue = elapsedMs() - (this.#lookedAt.get(worldId) ?? 0) >= LOOK_EVERY_MS;
    if (!this.#hinted.delete(worldId) && mode === 'test' && !isDue) return 'done';
    this.#lookedAt.set(worldId, elapsedMs());
    try {
      if (mode === 'live') {
        await sweepUntil(this.#installation, worldId, this.#installation.worlds.now(worldId));
      }
      const count = await followOnce(this.#installation, worldId);
      const { unfollowed, attempts } = await findOutstanding(this.#installation, worldId);
      // Something came in the meantime, or waits for a transaction that began before it.
      if (unfollowed !== null) this.hint(worldId);
      if (attempts.isDue) this.#deliver(worldId);
      return count === FOLLOW_BATCH_MAX ? 'behind' : 'done';
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
