/**
 * Troth's own PostgreSQL: real binaries from npm, no network, no password, one starter per directory. It survives its own
 * death (it is started again) but not that of its starter (a watchdog ends it).
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { prepareBinaries } from './binaries.ts';
import { chooseSocket, ensureData, makeDirectory } from './data-directory.ts';
import { isAlive, lockDirectory } from './directory-lock.ts';
import { identityFor } from './identity.ts';
import { endLeftover } from './leftover.ts';
import { type Server, superviseServer } from './server.ts';
import { connectionUrl, DATABASE_NAME, DEFAULT_SETTINGS, SOCKET_PORT, type Settings } from './settings.ts';

export type PostgresOptions = {
  /** Where its files live, e.g. `.troth/postgres`; made when absent. */
  readonly directory: string;
  /** Settings on top of {@link DEFAULT_SETTINGS}. */
  readonly settings?: Settings;
  /** `disposable` removes the directory after the stop, also when the starter was killed. */
  readonly lifetime?: 'kept' | 'disposable';
};

export type RunningPostgres = {
  /** Connects the owner of everything to the database `troth`. The path of this URL may be replaced by another database. */
  readonly ownerUrl: string;
  readonly socketDirectory: string;
  readonly port: number;
  /** The postmaster; changes when it had to be started again. */
  readonly pid: number;
  stop(): Promise<void>;
};

/** Starts PostgreSQL on a directory, making it first where needed. Throws `DirectoryInUse` when another Troth runs it. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { lifetime = 'kept' } = options;
  const directory = makeDirectory(options.directory);
  const lock = lockDirectory(directory);
  const settings = { ...DEFAULT_SETTINGS, ...options.settings };
  const noteFile = path.join(directory, 'running.json');
  let server: Server | null = null;
  try {
    const data = path.join(directory, 'data');
    const identity = identityFor(data);
    const binaries = prepareBinaries(identity);
    await endLeftover(data);
    await ensureData(directory, binaries, identity, settings);
    const socket = chooseSocket(data, identity);
    if (lifetime === 'disposable') writeFileSync(path.join(directory, '.disposable'), '');
    server = await superviseServer({
      directory,
      data,
      program: binaries.postgres,
      identity,
      socket,
      settings,
      lifetime,
    });
    const ownerUrl = connectionUrl(socket.directory, DATABASE_NAME);
    await ensureDatabase(socket.directory);
    writeFileSync(noteFile, JSON.stringify({ starterPid: process.pid, ownerUrl }), { mode: 0o600 });
    const cleanUp = () => {
      rmSync(noteFile, { force: true });
      if (socket.isTemporary) rmSync(socket.directory, { recursive: true, force: true });
      lock.release();
      if (lifetime === 'disposable') rmSync(directory, { recursive: true, force: true });
    };
    return handle(server, { ownerUrl, socketDirectory: socket.directory }, cleanUp);
  } catch (error) {
    await server?.stop();
    lock.release();
    throw error;
  }
}

function handle(
  server: Server,
  place: { ownerUrl: string; socketDirectory: string },
  cleanUp: () => void,
): RunningPostgres {
  let stopped: Promise<void> | null = null;
  return {
    ...place,
    port: SOCKET_PORT,
    get pid() {
      return server.pid;
    },
    stop: () => {
      stopped ??= server.stop().then(cleanUp);
      return stopped;
    },
  };
}

async function ensureDatabase(socketDirectory: string): Promise<void> {
  const client = new pg.Client({ connectionString: connectionUrl(socketDirectory, 'postgres') });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [DATABASE_NAME]);
    if (found.rowCount === 0) await client.query(`create database ${DATABASE_NAME}`);
  } finally {
    await client.end();
  }
}

/** The PostgreSQL that another process of ours runs on this directory right now, or null. */
export function findRunningPostgres(directory: string): { readonly ownerUrl: string } | null {
  try {
    const note = JSON.parse(readFileSync(path.join(directory, 'running.json'), 'utf8')) as {
      starterPid: number;
      ownerUrl: string;
    };
    return isAlive(note.starterPid) ? { ownerUrl: note.ownerUrl } : null;
  } catch {
    return null;
  }
}
