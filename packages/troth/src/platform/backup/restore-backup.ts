/**
 * Restores a backup into an empty database: the file is read whole and proved first, then loaded in one transaction under the schema it
 * was made with, then migrated forward.
 */
import pg from 'pg';
import { type Migration, migrate } from '../db/index.ts';
import {
  type BackupHeader,
  type BackupManifest,
  BackupRefused,
  type BackupSection,
  type Frame,
  readBackup,
} from './backup-file.ts';
import { copyIn } from './copy.ts';
import { columnsByTable, tablesInOrder } from './tables.ts';

const INSUFFICIENT_PRIVILEGE = '42501';

export interface Restored {
  readonly manifest: BackupManifest;
  /** Migrations applied after loading. */
  readonly migrated: readonly number[];
}

export async function restoreBackup(
  ownerUrl: string,
  path: string,
  migrations: readonly Migration[],
): Promise<Restored> {
  const { header, manifest } = await proveFile(path);
  refuseForeignSchema(header, migrations);
  await refuseUnlessEmpty(ownerUrl, header);
  await migrate(ownerUrl, migrations, header.schema.length);
  await load(ownerUrl, path, manifest);
  return { manifest, migrated: await migrate(ownerUrl, migrations) };
}

/** Reads the file to its end before anything is touched. */
async function proveFile(path: string): Promise<{ header: BackupHeader; manifest: BackupManifest }> {
  let header: BackupHeader | null = null;
  let manifest: BackupManifest | null = null;
  for await (const frame of readBackup(path)) {
    if (header === null && frame.kind !== 'header') break;
    if (frame.kind === 'header') header = frame.header;
    if (frame.kind === 'manifest') manifest = frame.manifest;
  }
  if (header === null || manifest === null) throw new BackupRefused('this is not a backup of Troth');
  return { header, manifest };
}

function refuseForeignSchema(header: BackupHeader, migrations: readonly Migration[]): void {
  header.schema.forEach(({ number, checksum }, i) => {
    const known = migrations[i];
    if (known === undefined)
      throw new BackupRefused(`the backup is newer than this program: it has migration ${number}`);
    if (known.checksum !== checksum) throw new BackupRefused(`the backup was made with another migration ${number}`);
  });
}

/** Empty: no tables at all, or those of a restore of this very schema that was broken off before a row was loaded. */
async function refuseUnlessEmpty(ownerUrl: string, header: BackupHeader): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      `select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')`,
    );
    if (tables.rows.length === 0) return;
    const isOurs = ['worlds', 'schema_migrations'].every((name) => tables.rows.some((row) => row.name === name));
    if (!isOurs) throw new BackupRefused('the database is not empty');
    const worlds = await client.query('select 1 from worlds limit 1');
    const { rows } = await client.query<{ count: number }>('select count(*)::int as count from schema_migrations');
    if (worlds.rowCount !== 0 || rows[0]?.count !== header.schema.length)
      throw new BackupRefused('the database is not empty');
  } finally {
    await client.end();
  }
}

async function load(ownerUrl: string, path: string, manifest: BackupManifest): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('begin');
    const tables = await tablesInOrder(client);
    const forced = await client.query<{ name: string }>(
      `select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relforcerowsecurity`,
    );
    // COPY does not load under row-level security; within this transaction the owner stands above it.
    for (const { name } of forced.rows) await client.query(`alter table "${name}" no force row level security`);
    const rows = await loadSections(client, path, await columnsByTable(client));
    for (const table of tables) {
      if ((rows.get(table) ?? 0) !== (manifest.rows[table] ?? 0))
        throw new BackupRefused(`${table} has ${rows.get(table) ?? 0} rows of ${manifest.rows[table] ?? 0}`);
    }
    await raiseBase(client);
    for (const { name } of forced.rows) await client.query(`alter table "${name}" force row level security`);
    await client.query('commit');
    await client.query('analyze');
  } finally {
    await client.query('rollback').catch(() => undefined);
    await client.end();
  }
}

async function loadSections(
  client: pg.Client,
  path: string,
  columns: ReadonlyMap<string, readonly string[]>,
): Promise<Map<string, number>> {
  const rows = new Map<string, number>();
  const frames = readBackup(path);
  for (let next = await frames.next(); !next.done; next = await frames.next()) {
    if (next.value.kind !== 'section') continue;
    const { section } = next.value;
    const known = columns.get(section.table) ?? [];
    if (!section.columns.every((column) => known.includes(column)))
      throw new BackupRefused(`the schema has no such ${section.table}`);
    const loaded = await loadSection(client, frames, section);
    rows.set(section.table, (rows.get(section.table) ?? 0) + loaded);
  }
  return rows;
}

async function loadSection(client: pg.Client, frames: AsyncGenerator<Frame>, section: BackupSection): Promise<number> {
  let told = -1;
  const chunks = async function* (): AsyncGenerator<Buffer> {
    for (let next = await frames.next(); !next.done; next = await frames.next()) {
      if (next.value.kind === 'data') yield next.value.bytes;
      else if (next.value.kind === 'end') {
        told = next.value.rowCount;
        return;
      } else throw new BackupRefused('a section of the backup does not end');
    }
  };
  const list = section.columns.map((column) => `"${column}"`).join(', ');
  const loaded = await copyIn(client, `copy "${section.table}" (${list}) from stdin`, chunks());
  if (loaded !== told) throw new BackupRefused(`${section.table} has ${loaded} rows of ${told}`);
  return loaded;
}

/**
 * Transaction numbers start anew in another cluster, and facts are followed in the order of theirs: the base is raised so that whatever
 * is written from now on comes after everything that was restored.
 */
async function raiseBase(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ base: string; name: string; user: string }>(
    `select greatest((select max(written_in) from facts), (select max(written_in) from cursors), 0)::text as base,
       current_database()::text as name, current_user::text as user`,
  );
  const row = rows[0];
  if (row === undefined) throw new Error('a database has a name');
  const name = pg.escapeIdentifier(row.name);
  try {
    await client.query(`alter database ${name} set troth.xid_base = ${pg.escapeLiteral(row.base)}`);
  } catch (cause) {
    if ((cause as { code?: string }).code !== INSUFFICIENT_PRIVILEGE) throw cause;
    const grant = `grant set on parameter troth.xid_base to ${pg.escapeIdentifier(row.user)}`;
    throw new BackupRefused(
      `${row.user} may not set troth.xid_base. Once, as an administrator of that server: ${grant}`,
      {
        cause,
      },
    );
  }
}
