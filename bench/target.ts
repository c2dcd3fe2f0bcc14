// Everything the benchmark knows about Troth: how a world is filled, how a server is started, what a request looks like.
// Nothing else in this folder but troth-*.ts, lifecycle.ts and floor/ names a table, a route or an id of Troth.
import type { Progress } from './progress.ts';
import { type Server, startServer } from './server-process.ts';
import { drawMeetings, pairsOf, type Refer, type Requests, requestsOf, type WorldSize } from './troth-crowd.ts';
import { BENCH_WORLD, benchVault, fillWorld } from './troth-world.ts';

/** A filled world: what is needed to render requests against it. */
export type World = Requests & {
  readonly databaseUrl: string;
  readonly size: WorldSize;
  /** One line of prose for the report: what is switched on, what was left out. */
  readonly features: string;
};

export type Target = {
  /** Text that stands exactly once in an answer for every order that was made. */
  readonly okToken: string;
  /** Migrates an empty database and fills it by set-based statements: shops, offers, keys, people, consents. */
  readonly prepare: (databaseUrl: string, size: WorldSize, progress: Progress) => Promise<World>;
  /** Starts a server on a free port of 127.0.0.1 in a process of its own. */
  readonly boot: (world: World) => Promise<Server>;
};

const FEATURES =
  'row-level security forced, keys checked (hashed, at most a second old), strict JSON and schema checks, rate limit, idempotency key and order number, consent looked up, ' +
  'six CEL rows with a loss budget, exposure reserved under a check constraint, reasons sealed with the person’s own key, tagged and committed leaf per fact, sequencer, webhook fan-out and ' +
  'budget roll-up following; no webhook endpoint subscribed, so no calls go out';

async function prepare(databaseUrl: string, size: WorldSize, progress: Progress): Promise<World> {
  const crowds = drawMeetings(size);
  const shops = await fillWorld(databaseUrl, size, pairsOf(crowds), progress);
  const vault = benchVault();
  const refer: Refer = (merchantId, partyId) => vault.pairwise(BENCH_WORLD, merchantId, partyId);
  return { databaseUrl, size, features: FEATURES, ...requestsOf(shops, crowds, refer) };
}

function boot(world: World): Promise<Server> {
  return startServer(new URL('./troth-server.ts', import.meta.url), [world.databaseUrl]);
}

export const target: Target = { okToken: '"state":"offered"', prepare, boot };
