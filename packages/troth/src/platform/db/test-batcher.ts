/** What tests of the batcher share: connections that count, and journeys that double. */
import { type Batcher, type BatcherOptions, createBatcher, type RunBatch } from './batcher.ts';
import type { HotConnection } from './hot-connection.ts';

/** A connection that counts what is done to it. */
export function fakeConnection(): HotConnection & { rolledBack: number; kill(): void } {
  let alive = true;
  return {
    rolledBack: 0,
    run: async () => [],
    async rollback() {
      this.rolledBack += 1;
    },
    get alive() {
      return alive;
    },
    kill: () => {
      alive = false;
    },
    end: async () => {
      alive = false;
    },
  };
}

export function batcherOf(options: Partial<BatcherOptions> = {}): {
  batcher: Batcher;
  opened: ReturnType<typeof fakeConnection>[];
} {
  const opened: ReturnType<typeof fakeConnection>[] = [];
  const open = async () => {
    const connection = fakeConnection();
    opened.push(connection);
    return connection;
  };
  return { batcher: createBatcher({ open, connectionCount: 1, batchMax: 128, waitingMax: 1_000, ...options }), opened };
}

/** Answers each number with its double; remembers the batches it was given. */
export function doubling(
  batches: number[][],
  before: (commands: readonly number[]) => void = () => undefined,
): RunBatch<number, number> {
  return async (_, commands) => {
    batches.push([...commands]);
    before(commands);
    return commands.map((command) => command * 2);
  };
}

export const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);
