/** A backup: every table of one snapshot in one file, while everything goes on. The master key is not in it: keep that elsewhere. */
import { existsSync, renameSync, rmSync } from 'node:fs';
import pg from 'pg';
import { type BackupManifest, BackupRefused, type BackupWriter, openBackupWriter } from './backup-file.ts';
import { copyOut } from './copy.ts';
import { columnsByTable, tablesInOrder } from './tables.ts';

/** Rows are gathered into frames of about this size. */
const FRAME_BYTES = 64 * 1024;

export async function writeBackup(ownerUrl: string, path: string): Promise<BackupManifest> {
  if (existsSync(path)) throw new BackupRefused(`${path} exists already`);
  const part = `${path}.part`;
  rmSync(part, { force: true });
  const client = new pg.Client({
    connectionString: ownerUrl,
    options: '-c TimeZone=UTC -c DateStyle=ISO -c extra_float_digits=3',
  });
  await client.connect();
  const writer = openBackupWriter(part);
  try {
    await client.query('begin isolation level repeatable read read only');
    const manifest = await writeSnapshot(client, writer);
    renameSync(part, path);
    return manifest;
  } catch (error) {
    writer.abandon();
    rmSync(part, { force: true });
    throw error;
  } finally {
    await client.query('rollback').catch(() => undefined);
    await client.end();
  }
}

async function writeSnapshot(client: pg.Client, writer: BackupWriter): Promise<BackupManifest> {
  const schema = await client.query<{ number: number; name: string; checksum: string }>(
    'select number, name, checksum from schema_migrations order by number',
  );
  await writer.write({ kind: 'header', header: { format: 'troth-backup', version: 1, schema: schema.rows } });
  const worlds = await client.query<{ world_id: number }>('select world_id from worlds order by world_id');
  const columns = await columnsByTable(client);
  const rows: Record<string, number> = {};
  let sectionCount = 0;
  for (const table of await tablesInOrder(client)) {
    const names = columns.get(table) ?? [];
    const isTenant = names.includes('world_id') && table !== 'worlds';
    rows[table] = 0;
    for (const worldId of isTenant ? worlds.rows.map((row) => row.world_id) : [null]) {
      await client.query(`select set_config('troth.world', $1, true)`, [worldId === null ? '' : String(worldId)]);
      rows[table] += await writeSection(client, writer, table, names, worldId);
      sectionCount += 1;
    }
  }
  return writer.finish({ sectionCount, rows });
}

async function writeSection(
  client: pg.Client,
  writer: BackupWriter,
  table: string,
  columns: readonly string[],
  worldId: number | null,
): Promise<number> {
  await writer.write({ kind: 'section', section: { table, columns, worldId } });
  const list = columns.map((column) => `"${column}"`).join(', ');
  const where = worldId === null ? '' : ` where world_id = ${worldId}`;
  let gathered: Buffer[] = [];
  let size = 0;
  const flush = () => {
    const bytes = Buffer.concat(gathered);
    gathered = [];
    size = 0;
    return bytes.length === 0 ? null : writer.write({ kind: 'data', bytes });
  };
  const rowCount = await copyOut(client, `copy (select ${list} from "${table}"${where}) to stdout`, (chunk) => {
    gathered.push(chunk);
    size += chunk.length;
    return size < FRAME_BYTES ? null : flush();
  });
  await flush();
  await writer.write({ kind: 'end', rowCount });
  return rowCount;
}
