/** The PostgreSQL that tests share: one per run, started by the test runner, or by a test file that is run alone. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPostgres } from './launcher.ts';
import { DISPOSABLE_SETTINGS } from './settings.ts';

export type TestCluster = {
  /** A role that may create roles and databases, on the maintenance database. */
  readonly ownerUrl: string;
  /** Starts every database name of this run, so that runs sharing a server do not meet. */
  readonly run: string;
};

/** How the test runner hands its cluster to the test files. */
export const TEST_CLUSTER_VARIABLE = 'TROTH_TEST_CLUSTER';

let cluster: Promise<TestCluster> | null = null;

/** The cluster of this run. `TEST_DATABASE_URL` names a PostgreSQL of yours instead. */
export function testCluster(): Promise<TestCluster> {
  cluster ??= findCluster();
  return cluster;
}

async function findCluster(): Promise<TestCluster> {
  const handed = process.env[TEST_CLUSTER_VARIABLE];
  if (handed !== undefined) return JSON.parse(handed) as TestCluster;
  const { cluster: started } = await startTestCluster();
  return started;
}

/** Starts (or, with `TEST_DATABASE_URL`, names) a cluster. Without `stop` the watchdog ends and removes it at exit. */
export async function startTestCluster(): Promise<{ cluster: TestCluster; stop: () => Promise<void> }> {
  const run = `troth_test_${process.pid}`;
  const yours = process.env.TEST_DATABASE_URL;
  if (yours !== undefined && yours !== '') {
    return { cluster: { ownerUrl: yours, run }, stop: async () => {} };
  }
  const postgres = await startPostgres({
    directory: mkdtempSync(path.join(tmpdir(), 'troth-test-')),
    settings: DISPOSABLE_SETTINGS,
    lifetime: 'disposable',
  });
  const ownerUrl = withDatabase(postgres.ownerUrl, 'postgres');
  return { cluster: { ownerUrl, run }, stop: () => postgres.stop() };
}

export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
