/** Serves an installation over HTTP: the API, its documentation and the pages. */
import type { AddressInfo } from 'node:net';
import { apiRoutes, createServer } from '../doors/api/index.ts';
import { type Background, type Installation, startBackground } from '../doors/installation/index.ts';

export interface Served {
  readonly url: string;
  readonly background: Background;
  stop(): Promise<void>;
}

export interface ServeOptions {
  readonly host: string;
  readonly port: number;
  readonly requestsPerMinuteMax: number;
}

export async function serve(installation: Installation, options: ServeOptions): Promise<Served> {
  const trace = (line: object) => process.stderr.write(`${JSON.stringify(line)}\n`);
  const background = startBackground(installation, (error) =>
    trace({ what: 'background fault', message: error instanceof Error ? error.message : String(error) }),
  );
  const context = { installation, background, trace };
  const app = await createServer(context, { requestsPerMinuteMax: options.requestsPerMinuteMax }, (server) =>
    apiRoutes(server, context),
  );
  await app.listen({ host: options.host, port: options.port });
  const { port } = app.server.address() as AddressInfo;
  return {
    url: `http://${options.host}:${port}`,
    background,
    async stop() {
      await app.close();
      await background.stop();
    },
  };
}
