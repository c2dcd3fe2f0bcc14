/** Serves an installation over HTTP: the API, its documentation and the pages. */
import type { AddressInfo } from 'node:net';
import { apiRoutes, createServer, type SendLink } from '../doors/api/index.ts';
import { pageRoutes } from '../doors/pages/index.ts';
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
  /** Carries one-time links to people; null: nobody can sign in by one here. */
  readonly sendLink: SendLink | null;
}

export async function serve(installation: Installation, options: ServeOptions): Promise<Served> {
  const trace = (line: object) => process.stderr.write(`${JSON.stringify(line)}\n`);
  const background = startBackground(installation, (error) =>
    trace({ what: 'background fault', message: error instanceof Error ? error.message : String(error) }),
  );
  const context = { installation, background, trace, sendLink: options.sendLink };
  try {
    const app = await createServer(context, { requestsPerMinuteMax: options.requestsPerMinuteMax }, async (server) => {
      apiRoutes(server, context);
      await pageRoutes(server, context);
    });
    await app.listen({ host: options.host, port: options.port });
    const { port } = app.server.address() as AddressInfo;
    return {
      url: `http://${shownHost(options.host)}:${port}`,
      background,
      async stop() {
        await app.close();
        await background.stop();
      },
    };
  } catch (error) {
    await background.stop();
    throw error;
  }
}

/** An address a browser on this machine can open. */
function shownHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
