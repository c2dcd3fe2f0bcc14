/** A test world of one's own for a simulation, served to it alone: the same database as the sandbox, another world. */
import type { Instant } from '../packages/troth/src/kernel/clock.ts';
import { readConfig } from '../packages/troth/src/platform/config.ts';
import { issueOperatorKey } from '../packages/troth/src/cli/sandbox.ts';
import { openRunning, reachDatabase } from '../packages/troth/src/cli/running.ts';
import { serve } from '../packages/troth/src/cli/serve.ts';
import type { Installation } from '../packages/troth/src/doors/installation/index.ts';
import { openSimApi } from './api-client.ts';
import type { SimApi } from './api-client.ts';

/** Requests in flight at the same time; what arrives together the server does together. */
const LANES = 128;

export interface SimGround {
  readonly directory: string;
  readonly installation: Installation;
  /** Makes a test world whose clock stands at `at`; a name that is taken gets a number. */
  makeWorld(
    name: string,
    at: Instant,
  ): Promise<{ readonly worldId: number; readonly name: string; readonly operatorKey: string }>;
  openApi(operatorKey: string): SimApi;
  stop(): Promise<void>;
}

async function makeWorld(installation: Installation, name: string, at: Instant) {
  for (let nth = 1; ; nth += 1) {
    const made = await installation.worlds.create({
      name: nth === 1 ? name : `${name}-${nth}`,
      mode: 'test',
      clockAt: at,
    });
    if (!made.ok) continue;
    const { worldId } = made.value;
    return { worldId, name: made.value.name, operatorKey: await issueOperatorKey(installation, worldId, null) };
  }
}

/** A ground on an installation that is served at `url`. */
export function groundOn(installation: Installation, url: string, directory: string): SimGround {
  const apis: SimApi[] = [];
  return {
    directory,
    installation,
    makeWorld: (name, at) => makeWorld(installation, name, at),
    openApi(operatorKey) {
      const api = openSimApi(url, operatorKey, LANES);
      apis.push(api);
      return api;
    },
    async stop() {
      for (const api of apis) api.close();
    },
  };
}

/** Opens the installation of the configuration and serves it on a port nobody else knows. */
export async function openSimGround(): Promise<SimGround> {
  const config = readConfig();
  const running = await openRunning(config, await reachDatabase(config));
  const served = await serve(running.installation, {
    host: '127.0.0.1',
    port: 0,
    requestsPerMinuteMax: 100_000_000,
    sendLink: null,
  });
  const ground = groundOn(running.installation, served.url, config.directory);
  return {
    ...ground,
    async stop() {
      await ground.stop();
      await served.stop();
      await running.stop();
    },
  };
}
