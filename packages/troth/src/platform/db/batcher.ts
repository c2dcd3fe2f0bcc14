/**
 * Gathers concurrent commands into batches. A lone command is a batch of one and waits for nobody. While a batch is out the next one
 * leaves when that one is back, or on another of the few connections once enough commands wait to make it worth while: a batch has a
 * price of its own, and many small ones side by side cost twice what few full ones do. See rfd/0007.
 *
 * A command may say which row it is going to lock. While one batch holds that row, commands for it stay in the queue instead of
 * making a second batch, and everybody in it, wait inside PostgreSQL: somebody much asked for then delays only themselves.
 */
import type { HotConnection } from './hot-connection.ts';
import { faultKind, Unavailable, asUnavailable } from './faults.ts';

/** Runs one batch in one database transaction and answers each command, in order. */
export type RunBatch<C, A> = (connection: HotConnection, commands: readonly C[]) => Promise<A[]>;

export interface BatcherOptions {
  readonly open: () => Promise<HotConnection>;
  readonly connectionCount: number;
  readonly batchMax: number;
  /** Commands waiting beyond this many are answered 503 at once: a queue that only grows helps nobody. */
  readonly waitingMax: number;
}

interface Waiting<C, A> {
  readonly command: C;
  readonly lane: string;
  readonly locks: string | null;
  readonly run: RunBatch<C, A>;
  readonly resolve: (answer: A) => void;
  readonly reject: (error: unknown) => void;
}

/** One queue holds commands of every journey; their types meet only inside a lane. */
type AnyWaiting = Waiting<unknown, unknown>;

export interface Batcher {
  /** Commands of one lane (a world and a journey) share batches. `locks` names the row the command will lock, where that is known. */
  submit<C, A>(lane: string, run: RunBatch<C, A>, command: C, locks?: string | null): Promise<A>;
  readonly waitingCount: number;
  close(): Promise<void>;
}

/** So many must wait, for each batch that is out, before one more goes out beside it. */
export const WAITING_PER_BATCH_OUT = 32;
/** A batch that is out for so long is stuck on something; nobody else waits for it any longer. */
export const PATIENCE_MS = 30;

const RETRY_COUNT_MAX = 5;
/** Whoever looks again finds the number taken; a number that is never found taken is a bug, not a race. */
const RACED_TRY_MAX = 3;

export function createBatcher(options: BatcherOptions): Batcher {
  let queue: AnyWaiting[] = [];
  let scheduled: NodeJS.Immediate | null = null;
  let closed = false;
  const idle: (HotConnection | null)[] = Array.from({ length: options.connectionCount }, () => null);
  let busyCount = 0;
  let whenDrained: (() => void) | null = null;

  const schedule = () => {
    if (scheduled === null) scheduled = setImmediate(flush);
  };

  const locked = new Set<string>();
  /** Sends out one batch; false when no connection is free or all that wait, wait for a row. */
  const leave = (): boolean => {
    if (queue.length === 0 || idle.length === 0) return false;
    const { batch, rest } = pickBatch(queue, locked, options.batchMax);
    if (batch.length === 0) return false;
    queue = rest;
    for (const { locks } of batch) if (locks !== null) locked.add(locks);
    const slot = idle.pop() as HotConnection | null;
    busyCount += 1;
    void serve(slot, batch, options).then((connection) => {
      idle.push(connection);
      busyCount -= 1;
      patience.calm();
      for (const { locks } of batch) if (locks !== null) locked.delete(locks);
      if (queue.length > 0) schedule();
      else if (busyCount === 0) whenDrained?.();
    });
    return true;
  };

  const patience = createPatience(() => leave() && queue.length > 0);
  const flush = () => {
    scheduled = null;
    while (queue.length > 0 && (busyCount === 0 || queue.length >= busyCount * WAITING_PER_BATCH_OUT))
      if (!leave()) return;
    if (queue.length > 0) patience.arm();
  };

  return {
    submit<C, A>(lane: string, run: RunBatch<C, A>, command: C, locks: string | null = null): Promise<A> {
      return new Promise<A>((resolve, reject) => {
        if (closed || queue.length >= options.waitingMax) {
          reject(new Unavailable('overloaded', 1, undefined));
          return;
        }
        queue.push({ command, lane, locks, run, resolve, reject } as Waiting<C, A> as unknown as AnyWaiting);
        schedule();
      });
    },
    get waitingCount() {
      return queue.length;
    },
    async close() {
      closed = true;
      if (queue.length > 0 || busyCount > 0) {
        await new Promise<void>((resolve) => {
          whenDrained = resolve;
        });
      }
      await Promise.all(idle.map((connection) => connection?.end().catch(() => undefined)));
    },
  };
}

/**
 * Runs out {@link PATIENCE_MS} after it was first armed, unless something calms it: whoever comes later does not prolong it. `lost` says
 * whether there is more to wait for.
 */
function createPatience(lost: () => boolean) {
  let timer: NodeJS.Timeout | null = null;
  const run = () => {
    timer = lost() ? setTimeout(run, PATIENCE_MS) : null;
  };
  return {
    arm() {
      timer ??= setTimeout(run, PATIENCE_MS);
    },
    calm() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}

/** Up to a batch of commands of one lane whose rows nobody holds, in the order in which they came; none when all must wait. */
function pickBatch(
  queue: readonly AnyWaiting[],
  locked: ReadonlySet<string>,
  batchMax: number,
): { batch: AnyWaiting[]; rest: AnyWaiting[] } {
  const batch: AnyWaiting[] = [];
  const rest: AnyWaiting[] = [];
  for (const waiting of queue) {
    const isFree = waiting.locks === null || !locked.has(waiting.locks);
    const isOfLane = batch[0] === undefined || batch[0].lane === waiting.lane;
    if (isFree && isOfLane && batch.length < batchMax) batch.push(waiting);
    else rest.push(waiting);
  }
  return { batch, rest };
}

/** Answers a whole batch on one connection and gives the connection back, or null when it is gone. */
async function serve(
  slot: HotConnection | null,
  batch: readonly AnyWaiting[],
  options: BatcherOptions,
): Promise<HotConnection | null> {
  let connection = slot;
  try {
    if (connection === null || !connection.alive) connection = await options.open();
  } catch (error) {
    for (const waiting of batch) waiting.reject(asUnavailable(error));
    return null;
  }
  await attempt(connection, batch);
  return connection.alive ? connection : null;
}

async function attempt(connection: HotConnection, batch: readonly AnyWaiting[]): Promise<void> {
  const run = (batch[0] as AnyWaiting).run;
  for (let tryCount = 1; ; tryCount += 1) {
    try {
      const answers = await run(
        connection,
        batch.map((waiting) => waiting.command),
      );
      for (const [i, waiting] of batch.entries()) waiting.resolve(answers[i]);
      return;
    } catch (error) {
      if (connection.alive) await connection.rollback();
      const kind = faultKind(error);
      if (kind === 'retry' && tryCount < RETRY_COUNT_MAX && connection.alive) continue;
      if (kind === 'raced' && tryCount < RACED_TRY_MAX && connection.alive) continue;
      if ((kind === 'poisoned' || kind === 'raced') && batch.length > 1 && connection.alive) {
        // One command of the batch makes it fail: halve until it stands alone, so that its neighbours are answered.
        const middle = batch.length >> 1;
        await attempt(connection, batch.slice(0, middle));
        await attempt(connection, batch.slice(middle));
        return;
      }
      for (const waiting of batch)
        waiting.reject(kind === 'retry' ? new Unavailable('overloaded', 1, error) : asUnavailable(error));
      return;
    }
  }
}
