/** Brings an installation up for a command: PostgreSQL if need be, migrations, worlds; and takes it down again. */
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { idFromUuid, wallClock } from '../kernel/index.ts';
import { type Config, ConfigRefused } from '../platform/config.ts';
import { migrate, readMigrations } from '../platform/db/index.ts';
import { findRunningPostgres, startPostgres } from '../platform/postgres/index.ts';
import {
  HOT_CONNECTION_COUNT,
  type Installation,
  openInstallation,
  readKindsFolder,
  type WorldInfo,
} from '../doors/installation/index.ts';
import { checkDatabase } from './check-database.ts';

export const MIGRATIONS_DIRECTORY = fileURLToPath(new URL('../../../../migrations', import.meta.url));
/** `sandbox`, or `sandbox-2` and so on. */
const SANDBOX = /^sandbox(-\d+)?$/;

export interface Running {
  readonly installation: Installation;
  readonly ownerUrl: string;
  stop(): Promise<void>;
}

export interface Database {
  readonly ownerUrl: string;
  stop(): Promise<void>;
}

/** Where Troth's own PostgreSQL lives. */
export function postgresDirectory(config: Config): string {
  return resolve(join(config.directory, 'postgres'));
}

/** The database of the configuration: yours by DATABASE_URL, or Troth's own under its directory, started here. */
export async function openDatabase(config: Config): Promise<Database> {
  if (config.databaseUrl !== null) {
    await checkDatabase(config.databaseUrl);
    return { ownerUrl: config.databaseUrl, stop: async () => undefined };
  }
  const postgres = await startPostgres({ directory: postgresDirectory(config) });
  return { ownerUrl: postgres.ownerUrl, stop: () => postgres.stop() };
}

/** Like `openDatabase`, but a PostgreSQL that a running Troth has started is shared instead of refused. */
export async function reachDatabase(config: Config): Promise<Database> {
  const running = config.databaseUrl === null ? findRunningPostgres(postgresDirectory(config)) : null;
  return running === null ? openDatabase(config) : { ownerUrl: running.ownerUrl, stop: async () => undefined };
}

/** Migrates and opens. In a live installation the live world exists; a sandbox is made by `start`. */
export async function openRunning(
  config: Config,
  database: Database,
  hotConnectionCount = HOT_CONNECTION_COUNT,
): Promise<Running> {
  let installation: Installation | null = null;
  try {
    await migrate(database.ownerUrl, readMigrations(MIGRATIONS_DIRECTORY));
    const options = {
      databaseUrl: database.ownerUrl,
      masterKey: config.masterKey,
      clock: wallClock,
      hotConnectionCount,
      kinds: readKindsFolder(config.kindsDirectory),
    };
    const opened = await openInstallation(options);
    installation = opened;
    await refuseForeignKey(opened);
    await ensureLiveWorld(opened, config);
    return {
      installation: opened,
      ownerUrl: database.ownerUrl,
      async stop() {
        await opened.close();
        await database.stop();
      },
    };
  } catch (error) {
    await installation?.close();
    await database.stop();
    throw error;
  }
}

/** With another master key nothing sealed could be read, and new parties would be sealed under a second key. */
async function refuseForeignKey({ cold, worlds, vault }: Installation): Promise<void> {
  for (const { worldId } of worlds.list()) {
    const { rows } = await cold.within({ worldId }, (client) =>
      client.query<{ party_id: string; wrapped_key: Buffer }>(
        'select party_id::text, wrapped_key from parties where wrapped_key is not null limit 1',
      ),
    );
    const party = rows[0];
    if (party === undefined) continue;
    try {
      vault.unwrap(worldId, idFromUuid('pty', party.party_id), party.wrapped_key);
    } catch (cause) {
      throw new ConfigRefused(
        'TROTH_MASTER_KEY is not the key this database was made with. Set the key it was made with; nothing was changed.',
        { cause },
      );
    }
  }
}

async function ensureLiveWorld({ worlds }: Installation, config: Config): Promise<void> {
  if (config.mode !== 'live' || worlds.list().some((world) => world.mode === 'live')) return;
  await worlds.create({ name: 'live', mode: 'live', clockAt: null });
}

/** The newest sandbox: an older one was left half filled when its first start was interrupted. */
export function findSandbox({ worlds }: Installation): WorldInfo | null {
  return worlds.list().findLast((world) => world.mode === 'test' && SANDBOX.test(world.name)) ?? null;
}

/** The world this installation is for: the live one, or the sandbox. */
export function mainWorldId(installation: Installation, config: Config): number {
  const live = installation.worlds.list().find((world) => world.mode === 'live');
  const world = config.mode === 'live' ? live : findSandbox(installation);
  if (world == null)
    throw new ConfigRefused('There is no sandbox here yet: npm start makes one. 这里还没有沙箱，先运行 npm start。');
  return world.worldId;
}
