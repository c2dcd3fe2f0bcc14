/**
 * The planted fault: a write path that says "done" when its last round trip has been sent, not when PostgreSQL has acknowledged the
 * commit. Nothing in the product knows of it: a batcher is handed its connections.
 */
import {
  type Batcher,
  createBatcher,
  type HotConnection,
  openHotConnection,
} from '../packages/troth/src/platform/db/index.ts';

export function answersBeforeCommit(databaseUrl: string, connectionCount: number): Batcher {
  const open = async () => hasty(await openHotConnection(databaseUrl));
  return createBatcher({ open, connectionCount, batchMax: 128, waitingMax: 20_000 });
}

function hasty(connection: HotConnection): HotConnection {
  return {
    run: (calls) => {
      const answered = connection.run(calls);
      if (calls.at(-1)?.[0].name !== 'commit') return answered;
      answered.catch(() => undefined);
      return Promise.resolve(calls.map(() => ({ rows: [], tag: '' })));
    },
    rollback: () => connection.rollback(),
    get alive() {
      return connection.alive;
    },
    end: () => connection.end(),
  };
}
