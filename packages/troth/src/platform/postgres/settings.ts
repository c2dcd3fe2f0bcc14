/** How PostgreSQL is set for Troth, and who may speak to it. */
import type { Identity } from './identity.ts';

export type Settings = Readonly<Record<string, string>>;

/** PostgreSQL listens on no network at all, so this only names the socket file. */
export const SOCKET_PORT = 5432;
export const OWNER_ROLE = 'troth_owner';
export const DATABASE_NAME = 'troth';

/**
 * What every cluster gets. Long distances between checkpoints matter most: after each, every touched page is logged whole.
 * Nothing of a statement or its parameters may reach PostgreSQL's own log, since parameters are people's data.
 */
export const DEFAULT_SETTINGS: Settings = {
  listen_addresses: '',
  max_connections: '100',
  shared_buffers: '512MB',
  max_wal_size: '8GB',
  min_wal_size: '512MB',
  checkpoint_timeout: '15min',
  checkpoint_completion_target: '0.9',
  wal_level: 'replica',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_statement: 'none',
  log_min_duration_statement: '-1',
  // Neither the statement nor the message of an error: both can quote a value. The application logs errors itself.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_line_prefix: '%m [%p] %e ',
};

/** For clusters that live as long as one test run: nothing there needs to survive a power cut. */
export const DISPOSABLE_SETTINGS: Settings = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  shared_buffers: '256MB',
  max_wal_size: '1GB',
  min_wal_size: '128MB',
  max_connections: '300',
};

export function settingArguments(settings: Settings): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Only the user who started PostgreSQL may connect, as any role; the kernel says who it is, no password exists. */
export const HOST_RULES = 'local all all peer map=launcher\n';

export function identityMap(identity: Identity): string {
  return `launcher "${identity.launcherName}" all\n`;
}

/** `localhost` only keeps the text a valid URL; `host` names the folder of the socket and wins. */
export function connectionUrl(socketDirectory: string, database: string): string {
  return `postgres://${OWNER_ROLE}@localhost/${database}?host=${encodeURIComponent(socketDirectory)}&port=${SOCKET_PORT}`;
}
