/** Something between Troth and its database that can be cut, so that a test decides when the database is away. */
import { createConnection, createServer, type Socket } from 'node:net';
import pg from 'pg';

export interface DatabaseProxy {
  /** The database's URL through the proxy. */
  readonly url: string;
  /** Cuts every connection; new ones are refused until {@link restore}. */
  cut(): void;
  restore(): void;
  /** Cuts each connection as soon as the database has been sent the next COMMIT, before its answer comes back. */
  cutAtCommit(): void;
  readonly cutCount: number;
  close(): Promise<void>;
}

type Mode = 'open' | 'cut' | 'cut_at_commit';

/** The name of the prepared statement or the plain command, as the wire carries it. */
const COMMIT = Buffer.from('commit');

export async function openDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const { host, port } = new pg.Client({ connectionString: databaseUrl });
  const reach = (): Socket =>
    host.startsWith('/') ? createConnection(`${host}/.s.PGSQL.${port}`) : createConnection(port, host);
  const open = new Set<Socket>();
  let mode: Mode = 'open';
  let cutCount = 0;

  const server = createServer((caller) => {
    if (mode === 'cut') {
      caller.destroy();
      return;
    }
    const database = reach();
    const end = () => {
      caller.destroy();
      database.destroy();
      open.delete(caller);
      open.delete(database);
    };
    for (const socket of [caller, database]) {
      open.add(socket);
      socket.on('error', end);
      socket.on('close', end);
    }
    database.on('data', (bytes) => caller.write(bytes));
    caller.on('data', (bytes) => {
      database.write(bytes);
      if (mode !== 'cut_at_commit' || !bytes.includes(COMMIT)) return;
      cutCount += 1;
      // What was sent arrives; what is answered does not.
      database.removeAllListeners('data');
      database.end();
      caller.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  const url = new URL(`postgres://x@127.0.0.1:${address.port}/`);
  const target = new pg.Client({ connectionString: databaseUrl });
  url.username = target.user ?? '';
  url.pathname = `/${target.database}`;
  return {
    url: url.href,
    cut() {
      mode = 'cut';
      for (const socket of open) socket.destroy();
      open.clear();
    },
    restore() {
      mode = 'open';
    },
    cutAtCommit() {
      mode = 'cut_at_commit';
    },
    get cutCount() {
      return cutCount;
    },
    close() {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
