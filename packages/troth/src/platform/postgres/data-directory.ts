/** The files of one PostgreSQL: made once by initdb, given to the user it runs as, and found again at the next start. */
import { spawn } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Binaries } from './binaries.ts';
import { type Identity, isReachable } from './identity.ts';
import { HOST_RULES, identityMap, OWNER_ROLE, SOCKET_PORT, type Settings } from './settings.ts';

/** A client's socket address holds 107 bytes on Linux and 103 on macOS. */
const SOCKET_PATH_MAX = 100;

/**
 * How PostgreSQL is told where its data is. Started by root inside a folder its user cannot pass through (a clone under a
 * private home), it gets the folder as its working directory and names it through /proc, which asks nobody on the way.
 */
export function dataArgument(dataDirectory: string, identity: Identity): string {
  if (isReachable(dataDirectory, identity)) return dataDirectory;
  if (existsSync('/proc/self/cwd')) return '/proc/self/cwd';
  throw new Error(`User ${identity.uid} cannot enter ${dataDirectory}. Move the project, or set DATABASE_URL.`);
}

/** Makes the data directory unless it exists. A half-made one, left by a kill, is made again. */
export async function ensureData(directory: string, binaries: Binaries, identity: Identity, settings: Settings) {
  const data = path.join(directory, 'data');
  for (const name of readdirSync(directory)) {
    if (name.startsWith('data.draft-')) rmSync(path.join(directory, name), { recursive: true, force: true });
  }
  if (existsSync(data)) {
    refuseOtherMajor(data, binaries.version);
  } else {
    const draft = mkdtempSync(path.join(directory, 'data.draft-'));
    chownSync(draft, identity.uid, identity.gid);
    await runInitdb(draft, binaries, identity, settings);
    renameSync(draft, data);
  }
  const write = (name: string, text: string) => {
    writeFileSync(path.join(data, name), text, { mode: 0o600 });
    chownSync(path.join(data, name), identity.uid, identity.gid);
  };
  write('pg_hba.conf', HOST_RULES);
  write('pg_ident.conf', identityMap(identity));
  return data;
}

function refuseOtherMajor(data: string, version: string): void {
  const file = path.join(data, 'PG_VERSION');
  if (!existsSync(file)) throw new Error(`${data} is not a PostgreSQL data directory. Move it away and start again.`);
  const found = readFileSync(file, 'utf8').trim();
  const wanted = version.split('.')[0];
  if (found !== wanted) {
    throw new Error(
      `${data} was made by PostgreSQL ${found}, and this Troth brings PostgreSQL ${wanted}. ` +
        'Back up with the version that made it, and restore into a new directory.',
    );
  }
}

async function runInitdb(draft: string, binaries: Binaries, identity: Identity, settings: Settings): Promise<void> {
  const args = [
    ...['-D', dataArgument(draft, identity), '-U', OWNER_ROLE, '--encoding=UTF8', '--locale=C'],
    // The builtin provider sorts the same on every machine, so that an index never depends on the system's library.
    ...[
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--auth=peer',
      '--data-checksums',
      '--no-instructions',
    ],
    ...(settings.fsync === 'off' ? ['--no-sync'] : []),
  ];
  const child = spawn(binaries.initdb, args, {
    ...identity.spawnAs,
    cwd: draft,
    env: postgresEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`initdb ended with ${code ?? 'a signal'}:\n${said.slice(-2000)}`);
}

/** Nothing of our environment: a PGDATA or PGOPTIONS there would change what is started. */
export function postgresEnvironment(): Record<string, string> {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

export type Socket = { readonly directory: string; readonly setting: string; readonly isTemporary: boolean };

/** The socket lies in the data directory, which only its user may enter; when that path is too long, in a private folder. */
export function chooseSocket(data: string, identity: Identity): Socket {
  if (Buffer.byteLength(path.join(data, `.s.PGSQL.${SOCKET_PORT}`)) <= SOCKET_PATH_MAX) {
    return { directory: data, setting: '.', isTemporary: false };
  }
  const places = [tmpdir(), '/tmp'].filter((place) => existsSync(place) && isReachable(place, identity));
  const place = places.find((candidate) => Buffer.byteLength(candidate) < SOCKET_PATH_MAX - 40);
  if (place === undefined) throw new Error(`No folder short enough for a socket: tried ${tmpdir()} and /tmp.`);
  const directory = mkdtempSync(path.join(place, 'troth-socket-'));
  chownSync(directory, identity.uid, identity.gid);
  return { directory, setting: directory, isTemporary: true };
}

/** The folder of one PostgreSQL. Others may enter it (the data inside is private) but not list it. */
export function makeDirectory(directory: string): string {
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  return realpathSync(directory);
}
