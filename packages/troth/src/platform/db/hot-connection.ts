/**
 * A connection for the write path: several prepared statements a round trip, one Sync, one write. A statement that fails
 * makes the server skip the rest up to the Sync, `commit` included; the caller then rolls back.
 */
import pg from 'pg';
import { assert } from '../../kernel/index.ts';
import { type Argument, type ParameterType, type RowTypeOids, WireWriter } from './wire.ts';

export interface Statement {
  readonly name: string;
  readonly text: string;
  readonly types: readonly ParameterType[];
}

export type Call = readonly [statement: Statement, ...values: Argument[]];
export type Row = readonly (string | null)[];

/** What one statement answered: its rows as text fields and its command tag. */
export interface Answer {
  readonly rows: Row[];
  tag: string;
}

const SETTINGS =
  '-c role=troth_app -c plan_cache_mode=force_generic_plan -c jit=off -c enable_hashjoin=off -c enable_mergejoin=off -c enable_seqscan=off -c TimeZone=UTC';

/** The part of pg's connection that a submitted query may use. */
interface RawConnection {
  readonly stream: { write(bytes: Buffer): boolean };
}

class RoundTrip {
  readonly #bytes: Buffer;
  readonly #answers: Answer[];
  readonly #resolve: (answers: Answer[]) => void;
  readonly #reject: (error: Error) => void;
  #current = 0;

  constructor(
    bytes: Buffer,
    statementCount: number,
    resolve: (answers: Answer[]) => void,
    reject: (error: Error) => void,
  ) {
    this.#bytes = bytes;
    this.#answers = Array.from({ length: statementCount }, () => ({ rows: [], tag: '' }));
    this.#resolve = resolve;
    this.#reject = reject;
  }

  submit(connection: RawConnection): void {
    connection.stream.write(this.#bytes);
  }

  handleDataRow(message: { fields: (string | null)[] }): void {
    this.#answers[this.#current]?.rows.push(message.fields);
  }

  handleCommandComplete(message: { text: string }): void {
    const answer = this.#answers[this.#current];
    if (answer !== undefined) answer.tag = message.text;
    this.#current += 1;
  }

  handleReadyForQuery(): void {
    this.#resolve(this.#answers);
  }

  handleError(error: Error): void {
    this.#reject(error);
  }

  handleRowDescription(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
}

/** Which statements the server knows by name, and the bytes of a round trip that uses them. */
class PreparedStatements {
  readonly #rowTypes: RowTypeOids;
  #writer: WireWriter;
  readonly #prepared = new Set<string>();
  readonly #doubtful = new Set<string>();

  constructor(rowTypes: RowTypeOids) {
    this.#rowTypes = rowTypes;
    this.#writer = new WireWriter(rowTypes);
  }

  /** Bytes of one round trip, and the statements it prepares. Throws on a value that cannot be written, and then leaves nothing behind. */
  write(calls: readonly Call[]): { bytes: Buffer; fresh: readonly string[] } {
    const fresh: string[] = [];
    try {
      for (const call of calls) this.#writeCall(call, fresh);
    } catch (error) {
      this.#writer.take();
      this.doubt(fresh);
      throw error;
    }
    this.#writer.sync();
    // The socket holds on to these bytes until they are out; an answer says that they are. Before it, or after an error, the next
    // round trip is written elsewhere.
    return { bytes: this.#writer.take(), fresh };
  }

  /** Leaves the bytes of the last round trip to the socket. */
  writeElsewhere(): void {
    this.#writer = new WireWriter(this.#rowTypes);
  }

  /** After an error it is unknown whether a Parse came through: close before preparing it again. Nor whether all bytes are out. */
  doubt(names: readonly string[]): void {
    this.writeElsewhere();
    for (const name of names) {
      this.#prepared.delete(name);
      this.#doubtful.add(name);
    }
  }

  #writeCall([statement, ...values]: Call, fresh: string[]): void {
    const { name, text, types } = statement;
    if (!this.#prepared.has(name)) {
      if (this.#doubtful.delete(name)) this.#writer.closeStatement(name);
      this.#writer.parse(name, text, types);
      this.#prepared.add(name);
      fresh.push(name);
    }
    this.#writer.bindAndExecute(name, types, values);
  }
}

export interface HotConnection {
  /** One round trip. Rejects with PostgreSQL's error, or the socket's. */
  run(calls: readonly Call[]): Promise<Answer[]>;
  /** Undoes an open transaction after an error; closes the connection for good when even that fails. */
  rollback(): Promise<void>;
  readonly alive: boolean;
  end(): Promise<void>;
}

const ROLLBACK: Statement = { name: 'rollback', text: 'rollback', types: [] };

/** The composite types of the schema that are no table's. */
async function readRowTypes(client: pg.Client): Promise<RowTypeOids> {
  const { rows } = await client.query<{ name: string; type: number; array: number }>(
    `select t.typname::text as name, t.oid::int8::int4 as type, t.typarray::int8::int4 as array from pg_type t join pg_class c on c.oid = t.typrelid
     where t.typnamespace = 'public'::regnamespace and c.relkind = 'c'`,
  );
  return new Map(rows.map(({ name, type, array }) => [name, [type, array]]));
}

/** Opens a connection that acts as the application's role, whose plans are generic and made for index lookups. */
export async function openHotConnection(url: string): Promise<HotConnection> {
  const client = new pg.Client({ connectionString: url, options: SETTINGS, keepAlive: true });
  let alive = true;
  client.on('error', () => {
    alive = false;
  });
  client.on('end', () => {
    alive = false;
  });
  await client.connect();
  const statements = new PreparedStatements(await readRowTypes(client));

  let outCount = 0;
  const run = async (calls: readonly Call[]): Promise<Answer[]> => {
    if (outCount > 0) statements.writeElsewhere();
    const { bytes, fresh } = statements.write(calls);
    outCount += 1;
    return send(bytes, calls.length, fresh);
  };
  const send = (bytes: Buffer, callCount: number, fresh: readonly string[]) =>
    new Promise<Answer[]>((resolve, reject) => {
      const succeed = (answers: Answer[]) => {
        outCount -= 1;
        resolve(answers);
      };
      const fail = (error: Error) => {
        outCount -= 1;
        statements.doubt(fresh);
        reject(error);
      };
      client.query(new RoundTrip(bytes, callCount, succeed, fail) as unknown as pg.Submittable);
    });

  return {
    run,
    async rollback() {
      try {
        await run([[ROLLBACK]]);
      } catch (cause) {
        alive = false;
        await client.end().catch(() => undefined);
        assert(cause instanceof Error, 'a_failed_rollback_has_a_cause');
      }
    },
    get alive() {
      return alive;
    },
    async end() {
      alive = false;
      await client.end();
    },
  };
}
