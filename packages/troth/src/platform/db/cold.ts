/**
 * Connections for everything off the write path. Each piece of work is one transaction that first says which world it is in
 * (and, when it writes a merchant's rows, which merchants): row-level security lets it see nothing else.
 */
import pg from 'pg';
import { assert, instantFromIso, type Instant } from '../../kernel/index.ts';
import { asUnavailable } from './faults.ts';

const OID_INT8 = 20;
const OID_TIMESTAMPTZ = 1184;
const OID_NUMERIC = 1700;

const types = new pg.TypeOverrides();
types.setTypeParser(OID_INT8, (text: string) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`int8 ${text} is not a safe integer`);
  return value;
});
types.setTypeParser(OID_NUMERIC, (text: string) => Number(text));
types.setTypeParser(OID_TIMESTAMPTZ, (text: string) => readInstant(text));

/** An instant from PostgreSQL's text form. */
export function readInstant(text: string): Instant {
  // Sessions are in UTC, so that nearly every instant has this shape; a journey reads ten of them for each pledge.
  if (text.length >= 22 && text.endsWith('+00') && text[4] === '-' && (text[0] as string) > '0') {
    const ms = Date.UTC(
      +text.slice(0, 4),
      +text.slice(5, 7) - 1,
      +text.slice(8, 10),
      +text.slice(11, 13),
      +text.slice(14, 16),
      +text.slice(17, 19),
    );
    const fraction = text.length === 22 ? 0 : +text.slice(20, -3).padEnd(6, '0');
    return BigInt(ms) * 1000n + BigInt(fraction);
  }
  const at = instantFromIso(text);
  if (at === null) throw new Error(`not an instant: ${text}`);
  return at;
}

/** What a transaction may see and write. */
export interface Scope {
  readonly worldId: number;
  /** uuids (32 hex or dashed) of the merchants whose rows may be written. */
  readonly merchantIds?: readonly string[];
}

export interface ColdDatabase {
  /** Runs `work` in one transaction as the application's role. Rolls back when it throws. */
  within<T>(scope: Scope, work: (client: pg.ClientBase) => Promise<T>): Promise<T>;
  /** For tables that belong to no tenant (worlds). */
  beyondWorlds<T>(work: (client: pg.ClientBase) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const UUID_TEXT = /^[0-9a-f-]{32,36}$/;

/** Begins and says the scope in one round trip: half of a small transaction is waiting for the next word. */
function beginWithin({ worldId, merchantIds = [] }: Scope): string {
  assert(Number.isSafeInteger(worldId), 'a_world_is_a_whole_number');
  for (const merchantId of merchantIds) assert(UUID_TEXT.test(merchantId), 'a_merchant_is_a_uuid');
  return `begin; select set_config('troth.world', '${worldId}', true), set_config('troth.merchants', '{${merchantIds.join(',')}}', true)`;
}

export function openColdDatabase(url: string, connectionMax: number): ColdDatabase {
  const pool = new pg.Pool({
    connectionString: url,
    max: connectionMax,
    options: '-c role=troth_app -c TimeZone=UTC -c jit=off',
    types,
    connectionTimeoutMillis: 5000,
  });
  pool.on('error', () => undefined);
  // While a connection is lent out the pool does not listen to it: lost between two queries, its error would end the process.
  // Whoever holds it learns of it from the next query.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const inTransaction = async <T>(
    begin: (client: pg.ClientBase) => Promise<unknown>,
    work: (client: pg.ClientBase) => Promise<T>,
  ): Promise<T> => {
    const client = await pool.connect().catch((error: unknown) => {
      throw asUnavailable(error);
    });
    let broken: Error | undefined;
    try {
      await begin(client);
      const value = await work(client);
      await client.query('commit');
      return value;
    } catch (error) {
      await client.query('rollback').catch((cause: unknown) => {
        broken = cause as Error;
      });
      throw asUnavailable(error);
    } finally {
      client.release(broken);
    }
  };
  return {
    within: (scope, work) => inTransaction((client) => client.query(beginWithin(scope)), work),
    beyondWorlds: (work) => inTransaction((client) => client.query('begin'), work),
    close: () => pool.end(),
  };
}
