/** A database of its own for a test, with the whole schema and one test world in it. */
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../postgres/test-database.ts';
import { migrate, readMigrations } from './migrate.ts';

const MIGRATIONS = fileURLToPath(new URL('../../../../../migrations', import.meta.url));

export async function createMigratedDatabase(): Promise<TestDatabase> {
  const migrations = readMigrations(MIGRATIONS);
  return createTestDatabase({
    key: `troth-${migrations.at(-1)?.checksum.slice(0, 12)}`,
    migrate: async (url) => void (await migrate(url, migrations)),
  });
}

/** Asks as the owner, whom row-level security binds only where the owner is no superuser. */
export async function askAsOwner(
  ownerUrl: string,
  text: string,
  values: unknown[] = [],
): Promise<pg.QueryResult['rows']> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}
