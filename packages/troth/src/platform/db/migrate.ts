/**
 * Migrations go forward only: numbered SQL files, each applied once in its own transaction and remembered with its checksum.
 * A database that has been through a newer or an edited migration is refused.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { sha256Hex } from '../../kernel/index.ts';

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

export class MigrationRefused extends Error {}

const FILE = /^(\d{4})_([a-z0-9_]+)\.sql$/;

/** The migrations of a directory in order. Throws when numbers repeat or leave a gap. */
export function readMigrations(directory: string): Migration[] {
  const migrations = readdirSync(directory)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const match = FILE.exec(file);
      if (match === null) throw new MigrationRefused(`${file}: a migration is named 0001_like_this.sql`);
      const sql = readFileSync(join(directory, file), 'utf8');
      return { number: Number(match[1]), name: match[2] as string, sql, checksum: sha256Hex(sql) };
    });
  migrations.forEach((migration, i) => {
    if (migration.number !== i + 1)
      throw new MigrationRefused(`migration ${migration.number} is out of sequence: expected ${i + 1}`);
  });
  return migrations;
}

/**
 * Brings the database of `ownerUrl` up to the last of `migrations`; returns the numbers applied now.
 * Two starters at once are safe: the second waits for the first.
 */
export async function migrate(
  ownerUrl: string,
  migrations: readonly Migration[],
  upTo: number = migrations.length,
): Promise<number[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client
      .query(`create table if not exists schema_migrations (
      number int primary key, name text not null, checksum text not null, applied_at timestamptz not null default now())`)
      .catch((error: unknown) => {
        // Two starters creating the table at the same instant: the loser finds it there.
        if ((error as { code?: string }).code !== '23505') throw error;
      });
    const applied: number[] = [];
    for (const migration of migrations.slice(0, upTo)) {
      if (await applyOne(client, migration)) applied.push(migration.number);
    }
    const { rows } = await client.query<{ number: number }>('select number from schema_migrations where number > $1', [
      migrations.length,
    ]);
    if (rows.length > 0)
      throw new MigrationRefused(`the database is newer than this program: it has migration ${rows[0]?.number}`);
    return applied;
  } finally {
    await client.end();
  }
}

async function applyOne(client: pg.Client, migration: Migration): Promise<boolean> {
  await client.query('begin');
  try {
    await client.query('lock table schema_migrations in exclusive mode');
    const { rows } = await client.query<{ checksum: string }>(
      'select checksum from schema_migrations where number = $1',
      [migration.number],
    );
    const known = rows[0];
    if (known !== undefined) {
      if (known.checksum !== migration.checksum)
        throw new MigrationRefused(`migration ${migration.number} was edited after it was applied`);
      await client.query('rollback');
      return false;
    }
    await client.query(migration.sql);
    await client.query('insert into schema_migrations (number, name, checksum) values ($1, $2, $3)', [
      migration.number,
      migration.name,
      migration.checksum,
    ]);
    await client.query('commit');
    return true;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
