/** The only place that reads the environment. */
import { sha256 } from '../kernel/index.ts';

/** A key that everybody knows: good enough for a sandbox, refused by a live installation. */
export const SANDBOX_MASTER_KEY = sha256('troth sandbox master key: not a secret');

export interface Config {
  /** Your own PostgreSQL (15 or newer); null: Troth starts one itself. */
  readonly databaseUrl: string | null;
  readonly host: string;
  readonly port: number;
  readonly mode: 'sandbox' | 'live';
  readonly masterKey: Buffer;
  /** Where Troth keeps its own PostgreSQL and the sandbox's keys. */
  readonly directory: string;
  /** Under which address people reach the server, when it is not the one it listens on. */
  readonly publicUrl: string | null;
  /** The operator's own gateway that carries one-time links to people; trusted, so it may be on this machine. */
  readonly linkGateway: string | null;
  /** A folder of JSON files, each of which describes one more kind of offer. */
  readonly kindsDirectory: string | null;
}

export class ConfigRefused extends Error {}

/** Reads and checks the environment; every fault names its variable. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const port = Number(environment.PORT ?? '3000');
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new ConfigRefused('PORT must be a port number.');
  const mode = environment.TROTH_MODE ?? 'sandbox';
  if (mode !== 'sandbox' && mode !== 'live') throw new ConfigRefused('TROTH_MODE must be sandbox or live.');
  return {
    databaseUrl: environment.DATABASE_URL || null,
    host: environment.HOST ?? '127.0.0.1',
    port,
    mode,
    masterKey: readMasterKey(environment.TROTH_MASTER_KEY, mode),
    directory: environment.TROTH_DIRECTORY ?? '.troth',
    publicUrl: readUrl('TROTH_PUBLIC_URL', environment.TROTH_PUBLIC_URL),
    linkGateway: readUrl('TROTH_LINK_GATEWAY', environment.TROTH_LINK_GATEWAY),
    kindsDirectory: environment.TROTH_KINDS || null,
  };
}

function readUrl(name: string, text: string | undefined): string | null {
  if (text === undefined) return null;
  if (!URL.canParse(text) || !/^https?:/.test(text))
    throw new ConfigRefused(`${name} must be an http or https address.`);
  return text;
}

function readMasterKey(text: string | undefined, mode: 'sandbox' | 'live'): Buffer {
  if (text === undefined) {
    if (mode === 'live')
      throw new ConfigRefused(
        'TROTH_MASTER_KEY is missing: a live installation needs 32 bytes of its own, as 64 hex characters.',
      );
    return SANDBOX_MASTER_KEY;
  }
  if (!/^[0-9a-f]{64}$/i.test(text)) throw new ConfigRefused('TROTH_MASTER_KEY must be 32 bytes as 64 hex characters.');
  const key = Buffer.from(text, 'hex');
  if (mode === 'live' && key.equals(SANDBOX_MASTER_KEY))
    throw new ConfigRefused('TROTH_MASTER_KEY is the sandbox key, which everybody knows.');
  return key;
}
