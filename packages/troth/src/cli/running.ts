/** Brings an installation up for a command: PostgreSQL if need be, migrations, worlds; and takes it down again. */
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { wallClock } from '../kernel/index.ts';
import type { Config } from '../platform/config.ts';
import { migrate, readMigrations } from '../platform/db/index.ts';
import { startPostgres } from '../platform/postgres/index.ts';
import { type Installation, openInstallation } from '../doors/installation/index.ts';

export const MIGRATIONS_DIRECTORY = fileURLToPath(new URL('../../../../migrations', import.meta.url));
export const SANDBOX_WORLD = 'sandbox';

export interface Running {
  readonly installation: Installation;
  readonly ownerUrl: string;
  stop(): Promise<void>;
}

export interface Database {
  readonly ownerUrl: string;
  stop(): Promise<void>;
}

/** The database of the configuration: yours by DATABASE_URL, or Troth's own under its directory. */
export async function openDatabase(config: Config): Promise<Database> {
  if (config.databaseUrl !== null) return { ownerUrl: config.databaseUrl, stop: async () => undefined };
  const postgres = await startPostgres({ directory: resolve(join(config.directory, 'postgres')) });
  return { ownerUrl: postgres.ownerUrl, stop: () => postgres.stop() };
}

/** Migrates and opens. The live world exists in a live installation, the sandbox world in a sandbox. */
export async function openRunning(config: Config, hotConnectionCount = 3): Promise<Running> {
  const database = await openDatabase(config);
  try {
    await migrate(database.ownerUrl, readMigrations(MIGRATIONS_DIRECTORY));
    const installation = await openInstallation({
      databaseUrl: database.ownerUrl,
      masterKey: config.masterKey,
      clock: wallClock,
      hotConnectionCount,
    });
    await ensureWorld(installation, config);
    return {
      installation,
      ownerUrl: database.ownerUrl,
      async stop() {
        await installation.close();
        await database.stop();
      },
    };
  } catch (error) {
    await database.stop();
    throw error;
  }
}

async function ensureWorld(installation: Installation, config: Config): Promise<void> {
  const { worlds } = installation;
  if (config.mode === 'live') {
    if (!worlds.list().some((world) => world.mode === 'live'))
      await worlds.create({ name: 'live', mode: 'live', clockAt: null });
    return;
  }
  if (!worlds.list().some((world) => world.name === SANDBOX_WORLD))
    await worlds.create({ name: SANDBOX_WORLD, mode: 'test', clockAt: wallClock.now() });
}
