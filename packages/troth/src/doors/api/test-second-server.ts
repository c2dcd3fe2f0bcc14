/** A second process in front of the same database, as far as PostgreSQL can tell: its own caches, connections and batches. */
import { SANDBOX_MASTER_KEY } from '../../platform/config.ts';
import { wallClock } from '../../kernel/index.ts';
import { openInstallation, startBackground } from '../installation/index.ts';
import { apiRoutes, createServer } from './index.ts';
import type { TestTroth } from './test-troth.ts';

export interface SecondServer {
  readonly url: string;
  /** Learns at once what the first has done to the worlds; by itself it would within a second. */
  catchUp(): Promise<void>;
  close(): Promise<void>;
}

export async function openSecondServer(troth: TestTroth, databaseUrl: string = troth.ownerUrl): Promise<SecondServer> {
  const installation = await openInstallation({
    databaseUrl,
    masterKey: SANDBOX_MASTER_KEY,
    clock: wallClock,
    hotConnectionCount: 3,
  });
  const background = startBackground(installation, () => undefined);
  const context = { installation, background, trace: () => undefined, sendLink: null };
  const app = await createServer(context, { requestsPerMinuteMax: 10_000_000 }, (server) => apiRoutes(server, context));
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    catchUp: () => installation.worlds.refresh(),
    async close() {
      await app.close();
      await background.stop();
      await installation.close();
    },
  };
}
