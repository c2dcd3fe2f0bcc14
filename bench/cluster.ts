import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { parentOf } from './accounting.ts';

/** One PostgreSQL for both sides, each in a database of its own. */
export type Cluster = {
  readonly ownerUrl: string;
  readonly postmasterPid: number;
  readonly version: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
};

/** What the embedded launcher gives back; loaded by name so that a benchmark against your own server needs no binaries. */
type Launcher = {
  readonly startPostgres: (options: {
    readonly directory: string;
    readonly settings: Readonly<Record<string, string>>;
    readonly lifetime: 'disposable';
  }) => Promise<{ readonly ownerUrl: string; readonly stop: () => Promise<void> }>;
};

const LAUNCHER = '../packages/troth/src/platform/postgres/index.ts';

/** Long checkpoint distances on both sides: a checkpoint in one round and not in the next would decide the ratio. */
export const CLUSTER_SETTINGS: Readonly<Record<string, string>> = {
  shared_buffers: '2GB',
  max_wal_size: '8GB',
  checkpoint_timeout: '15min',
  max_connections: '100',
};

const REPORTED_SETTINGS = [
  'fsync',
  'synchronous_commit',
  'full_page_writes',
  'data_checksums',
  'shared_buffers',
  'max_wal_size',
  'checkpoint_timeout',
  'autovacuum',
];

/** Starts a fresh embedded cluster, or uses the server `databaseUrl` names (it must run on this machine). */
export async function openCluster(databaseUrl: string | null): Promise<Cluster> {
  if (databaseUrl !== null) return describe(databaseUrl, async () => {});
  const directory = path.join(mkdtempSync(path.join(tmpdir(), 'troth-bench-')), 'postgres');
  const { startPostgres } = (await import(LAUNCHER)) as Launcher;
  const started = await startPostgres({ directory, settings: CLUSTER_SETTINGS, lifetime: 'disposable' });
  return describe(started.ownerUrl, async () => {
    await started.stop();
    rmSync(path.dirname(directory), { recursive: true, force: true });
  });
}

async function describe(ownerUrl: string, stop: () => Promise<void>): Promise<Cluster> {
  const [backend] = await query<{ pid: number; version: string }>(
    ownerUrl,
    `select pg_backend_pid() as pid, version()`,
    (rows) => {
      // Asked while the connection is open: the postmaster is the backend's parent.
      return rows.map((row) => ({ ...row, pid: parentOf(row.pid) }));
    },
  );
  const settings = await query<{ name: string; setting: string }>(
    ownerUrl,
    `select name, current_setting(name) as setting from pg_settings where name in (${REPORTED_SETTINGS.map((name) => `'${name}'`).join(', ')})`,
  );
  return {
    ownerUrl,
    postmasterPid: backend!.pid,
    version: backend!.version.split(' on ')[0]!,
    settings: Object.fromEntries(settings.map((row) => [row.name, row.setting])),
    stop,
  };
}

/** The same server, another database. Works for socket URLs with an empty host too, which URL does not parse. */
export function withDatabase(url: string, database: string): string {
  const parts = /^(postgres(?:ql)?:\/\/[^/?]*)(?:\/[^?]*)?(\?.*)?$/.exec(url);
  if (parts === null) throw new Error('not a PostgreSQL URL');
  return `${parts[1]}/${database}${parts[2] ?? ''}`;
}

/** Runs one text on a connection of its own; `look` sees the rows while the connection is still open. */
export async function query<Row extends pg.QueryResultRow>(
  url: string,
  text: string,
  look: (rows: Row[]) => Row[] = (rows) => rows,
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const result: pg.QueryResult<Row> | pg.QueryResult<Row>[] = await client.query<Row>(text);
    return look(Array.isArray(result) ? (result.at(-1)?.rows ?? []) : result.rows);
  } finally {
    await client.end();
  }
}

/** Drops and creates a database, and returns its URL. */
export async function freshDatabase(cluster: Cluster, name: string): Promise<string> {
  await query(cluster.ownerUrl, `drop database if exists ${name} with (force)`);
  await query(cluster.ownerUrl, `create database ${name}`);
  return withDatabase(cluster.ownerUrl, name);
}

/** Drops a database and creates it again as a copy of another, which nobody may be using; returns its URL. */
export async function copyDatabase(cluster: Cluster, name: string, template: string): Promise<string> {
  await query(cluster.ownerUrl, `drop database if exists ${name} with (force)`);
  await query(cluster.ownerUrl, `create database ${name} template ${template}`);
  return withDatabase(cluster.ownerUrl, name);
}

/** Bytes of write-ahead log so far: high per order means a checkpoint has just passed and full pages are written. */
export async function walBytes(cluster: Cluster): Promise<number> {
  const [row] = await query<{ bytes: string }>(
    cluster.ownerUrl,
    `select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::text as bytes`,
  );
  return Number(row!.bytes);
}

/** A checkpoint now, so that none is due while measuring. */
export async function checkpoint(cluster: Cluster): Promise<void> {
  await query(cluster.ownerUrl, 'checkpoint');
}
