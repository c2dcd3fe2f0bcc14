/** A database of its own for every test file, cloned from a template that is migrated once per run. */
import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { type TestCluster, testCluster, withDatabase } from './test-cluster.ts';

export { type TestCluster, testCluster } from './test-cluster.ts';

export type TestDatabase = { readonly ownerUrl: string; drop(): Promise<void> };

export type TestDatabasePlan = {
  /** Brings an empty database to the wanted schema, and closes its connections. */
  readonly migrate: (ownerUrl: string) => Promise<void>;
  /** Names what `migrate` makes: the same key shares one template. */
  readonly key: string;
};

const CLONE_TRIES_MAX = 50;
/** Any fixed number: it only keeps test processes apart while one of them migrates. */
const TEMPLATE_LOCK = 7_401_286;

/** A fresh database in the state that `migrate` makes. Safe to call from many test processes at once. */
export async function createTestDatabase(plan: TestDatabasePlan): Promise<TestDatabase> {
  const cluster = await testCluster();
  const template = await ensureTemplate(cluster, plan);
  const name = `${cluster.run}_${randomUUID().replaceAll('-', '').slice(0, 16)}`;
  await onCluster(cluster, (client) => clone(client, template, name));
  return {
    ownerUrl: withDatabase(cluster.ownerUrl, name),
    drop: () =>
      onCluster(cluster, async (client) => {
        await client.query(`drop database if exists "${name}" with (force)`);
      }),
  };
}

async function ensureTemplate(cluster: TestCluster, plan: TestDatabasePlan): Promise<string> {
  const name = `${cluster.run}_t_${createHash('sha256').update(plan.key).digest('hex').slice(0, 12)}`;
  await onCluster(cluster, async (client) => {
    // One at a time whatever the key: migrations also make roles, which belong to the whole cluster.
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const found = await client.query<{ datistemplate: boolean }>(
      'select datistemplate from pg_database where datname = $1',
      [name],
    );
    if (found.rows[0]?.datistemplate === true) return;
    // Without the mark it was left half made.
    await client.query(`drop database if exists "${name}" with (force)`);
    await client.query(`create database "${name}" template template0 encoding 'UTF8'`);
    await plan.migrate(withDatabase(cluster.ownerUrl, name));
    await client.query(`alter database "${name}" with is_template true`);
  });
  return name;
}

/** A connection that `migrate` just closed may take a moment to leave; PostgreSQL clones only unused templates. */
async function clone(client: pg.Client, template: string, name: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(`create database "${name}" template "${template}"`);
      return;
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || error.code !== '55006' || attempt === CLONE_TRIES_MAX) throw error;
      await client.query('select pg_sleep(0.1)');
    }
  }
}

async function onCluster<T>(cluster: TestCluster, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: cluster.ownerUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Removes every database of a run; for a PostgreSQL that outlives it. */
export async function dropDatabasesOfRun(cluster: TestCluster): Promise<void> {
  await onCluster(cluster, async (client) => {
    const { rows } = await client.query<{ datname: string; datistemplate: boolean }>(
      'select datname, datistemplate from pg_database where starts_with(datname, $1)',
      [`${cluster.run}_`],
    );
    for (const { datname, datistemplate } of rows) {
      if (datistemplate) await client.query(`alter database "${datname}" with is_template false`);
      await client.query(`drop database if exists "${datname}" with (force)`);
    }
  });
}
