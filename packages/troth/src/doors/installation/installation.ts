/** One running Troth: its database, keys, worlds, caches and the batcher of its write path, put together once. */
import { type Clock, type Id, type Instant, randomBytesSource, randomIds } from '../../kernel/index.ts';
import {
  asUnavailable,
  type Batcher,
  type ColdDatabase,
  createBatcher,
  type HotConnection,
  openColdDatabase,
  openHotConnection,
} from '../../platform/db/index.ts';
import { pinnedRequest } from '../../platform/egress/index.ts';
import { createVault, type Vault } from '../../platform/keys/index.ts';
import type { Tools } from '../../journeys/write-set.ts';
import { type Kinds, OWN_KINDS } from '../../rooms/offer/index.ts';
import { createLanes, type DeliveryPorts, type DeliveryWorld, LANE_BOUNDS } from '../webhooks/index.ts';
import { loadEvents } from './load-events.ts';
import { type OfferCatalog, openOfferCatalog } from './offer-catalog.ts';
import { openPrincipals, type Principals } from './principals.ts';
import { openWorlds, type Worlds } from './worlds.ts';

export interface InstallationOptions {
  readonly databaseUrl: string;
  /** 32 bytes that live outside the database. */
  readonly masterKey: Buffer;
  readonly clock: Clock;
  /** Connections of the write path, 2 to 4. */
  readonly hotConnectionCount: number;
  /** The kinds that offers may be of; those that come with Troth where nothing is said. */
  readonly kinds?: Kinds;
}

export interface Installation {
  readonly kinds: Kinds;
  readonly cold: ColdDatabase;
  readonly batcher: Batcher;
  readonly vault: Vault;
  readonly tools: Tools;
  readonly chance: (size: number) => Buffer;
  readonly clock: Clock;
  readonly worlds: Worlds;
  readonly catalog: OfferCatalog;
  readonly principals: Principals;
  /** Runs work of the background on its own connection, one at a time. */
  exclusively<T>(work: (connection: HotConnection) => Promise<T>): Promise<T>;
  deliveryPorts(worldId: number): DeliveryPorts;
  deliveryWorld(worldId: number): DeliveryWorld;
  close(): Promise<void>;
}

/** With two, PostgreSQL waits for the process and the process for PostgreSQL; with four, batches become smaller than they need be. */
export const HOT_CONNECTION_COUNT = 3;
const BATCH_MAX = 128;
const WAITING_MAX = 20_000;
const COLD_CONNECTION_MAX = 8;

export async function openInstallation(options: InstallationOptions): Promise<Installation> {
  const { clock, databaseUrl } = options;
  const chance = randomBytesSource();
  const vault = createVault(options.masterKey, chance);
  const cold = openColdDatabase(databaseUrl, COLD_CONNECTION_MAX);
  const open = () => openHotConnection(databaseUrl);
  const worlds = await openWorlds(cold, clock);
  const catalog = openOfferCatalog(cold, clock, (worldId: number): Instant => worlds.now(worldId));
  const principals = openPrincipals(open, clock, (worldId) => worlds.find(worldId)?.mode ?? null);
  const batcher = createBatcher({
    open,
    connectionCount: options.hotConnectionCount,
    batchMax: BATCH_MAX,
    waitingMax: WAITING_MAX,
  });
  const lanes = createLanes(LANE_BOUNDS);
  let background: HotConnection | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  const exclusively = <T>(work: (connection: HotConnection) => Promise<T>): Promise<T> => {
    const mine = turn.then(async () => {
      try {
        if (background === null || !background.alive) background = await open();
        return await work(background);
      } catch (error) {
        if (background?.alive) await background.rollback();
        throw asUnavailable(error);
      }
    });
    turn = mine.catch(() => undefined);
    return mine;
  };
  const modeOf = (worldId: number) => worlds.find(worldId)?.mode ?? 'test';

  return {
    kinds: options.kinds ?? OWN_KINDS,
    cold,
    batcher,
    vault,
    chance,
    clock,
    worlds,
    catalog,
    principals,
    exclusively,
    tools: { vault, ids: randomIds() },
    deliveryPorts: (worldId) => ({
      db: cold,
      lanes,
      wall: clock,
      request: (sent) => pinnedRequest(sent),
      loadEvents: (client, world, eventIds) => loadEvents(vault, modeOf(worldId), client, world, eventIds),
      openSecret: (world, endpointId: Id<'whe'>, sealed) =>
        vault.open(vault.worldKey(world, 'webhook-secrets'), sealed, endpointId).toString('utf8'),
    }),
    deliveryWorld: (worldId) => ({
      worldId,
      reach: modeOf(worldId) === 'live' ? 'public' : { loopbackPorts: 'any_port' },
      clock: { now: () => worlds.now(worldId) },
    }),
    async close() {
      await batcher.close();
      await turn;
      await (background as HotConnection | null)?.end().catch(() => undefined);
      await principals.close();
      await cold.close();
    },
  };
}
