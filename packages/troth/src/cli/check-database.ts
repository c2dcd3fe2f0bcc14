/** Looks at a PostgreSQL that somebody brought, before anything is written to it, and says in words what is missing. */
import pg from 'pg';

const VERSION_MIN = 150_000;
const CONNECT_WITHIN_MS = 5_000;
const APP_ROLE = 'troth_app';

/** The database of DATABASE_URL cannot be used as it is; the message says what to do. */
export class DatabaseRefused extends Error {}

/** The address without user and password. */
export function placeOf(url: string): string {
  try {
    const { host, pathname, searchParams } = new URL(url);
    return `${host === '' ? (searchParams.get('host') ?? 'the local socket') : host}${pathname}`;
  } catch {
    return 'the address given';
  }
}

export async function checkDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_WITHIN_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (cause) {
    await client.end().catch(() => undefined);
    const why = cause instanceof AggregateError ? (cause.errors[0] as Error).message : (cause as Error).message;
    throw new DatabaseRefused(`DATABASE_URL: no PostgreSQL can be reached at ${placeOf(url)} (${why}).`, { cause });
  }
  try {
    await checkServer(client, url);
  } finally {
    await client.end();
  }
}

interface Server {
  version: number;
  shown: string;
  user: string;
  database: string;
  encoding: string;
  in_recovery: boolean;
  may_create: boolean;
  may_make_roles: boolean;
  role_exists: boolean;
}

async function checkServer(client: pg.Client, url: string): Promise<void> {
  const { rows } = await client.query<Server>(
    `select current_setting('server_version_num')::int as version, current_setting('server_version') as shown, current_user as user,
       current_database() as database, current_setting('server_encoding') as encoding, pg_is_in_recovery() as in_recovery,
       has_schema_privilege(current_user, 'public', 'create') as may_create,
       (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) as may_make_roles,
       exists (select 1 from pg_roles where rolname = $1) as role_exists`,
    [APP_ROLE],
  );
  const server = rows[0] as Server;
  const here = placeOf(url);
  if (server.version < VERSION_MIN)
    throw new DatabaseRefused(`DATABASE_URL: ${here} is PostgreSQL ${server.shown}; Troth needs 15 or newer.`);
  if (server.in_recovery)
    throw new DatabaseRefused(`DATABASE_URL: ${here} is a replica and cannot be written. Name the primary.`);
  if (server.encoding !== 'UTF8')
    throw new DatabaseRefused(`DATABASE_URL: ${here} has encoding ${server.encoding}; make a database with UTF8.`);
  if (!server.may_create)
    throw new DatabaseRefused(
      `DATABASE_URL: ${server.user} may not make tables in ${here}. As its administrator: alter database "${server.database}" owner to "${server.user}";`,
    );
  if (await mayAct(client, server)) return;
  const words = server.role_exists
    ? `grant ${APP_ROLE} to "${server.user}";`
    : `create role ${APP_ROLE} nologin; grant ${APP_ROLE} to "${server.user}";`;
  throw new DatabaseRefused(
    `DATABASE_URL: Troth works as the role ${APP_ROLE}, which owns nothing and sees one world at a time, and ${server.user} may not ` +
      `${server.role_exists ? 'act as it' : 'make it'}. Once, as an administrator of that server: ${words}`,
  );
}

/** Whether the owner can become the application's role, now or after the migrations have made it. */
async function mayAct(client: pg.Client, server: Server): Promise<boolean> {
  if (!server.role_exists) return server.may_make_roles;
  const kind = server.version >= 160_000 ? 'SET' : 'MEMBER';
  const { rows } = await client.query<{ may: boolean }>('select pg_has_role(current_user, $1, $2) as may', [
    APP_ROLE,
    kind,
  ]);
  if (rows[0]?.may === true) return true;
  // Before 16 whoever may make roles may also grant them; since then only whoever was given them with the admin option.
  if (server.version < 160_000) return server.may_make_roles;
  const admin = await client.query<{ may: boolean }>(
    `select pg_has_role(current_user, $1, 'MEMBER WITH ADMIN OPTION') as may`,
    [APP_ROLE],
  );
  return admin.rows[0]?.may === true;
}
