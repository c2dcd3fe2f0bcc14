// Fills the floor: the people and consents that the benchmark's own crowd needs, in tables of the floor.
import pg from 'pg';
import { randomBytesSource, randomIds, wallClock } from '../../packages/troth/src/kernel/index.ts';
import { type Cluster, copyDatabase, freshDatabase, query } from '../cluster.ts';
import type { Progress } from '../progress.ts';
import {
  type Crowd,
  drawMeetings,
  type Meetings,
  pairsOf,
  type Requests,
  requestsOf,
  type WorldSize,
} from '../troth-crowd.ts';
import { BENCH_WORLD, benchVault, FAR_AWAY_MINOR, fillConsents, personId, type Shop } from '../troth-world.ts';
import type { FeatureSet } from './features.ts';
import { CONSENTS_SCHEMA, guardsFor, tablesFor } from './schema.ts';

const SHARED_DATABASE = 'bench_floor_shared';
const BATCH = 20_000;

/** What all steps have in common. */
export type SharedWorld = {
  readonly size: WorldSize;
  readonly shops: readonly Shop[];
  readonly crowds: Record<Crowd, Meetings>;
};

/** One floor, filled. */
export type FloorWorld = { readonly databaseUrl: string; readonly requests: Requests };

/** The same crowd as the whole benchmark's, with its consents; shops are names only, since the floor knows them by heart. */
export async function fillShared(cluster: Cluster, size: WorldSize, progress: Progress): Promise<SharedWorld> {
  const ids = randomIds();
  const chance = randomBytesSource();
  const now = wallClock.now();
  const shops = Array.from({ length: size.shops }, () => ({
    merchantId: ids.next('pty', now),
    offerId: ids.next('ofr', now),
    // As long as one of Troth's.
    key: `trk_test_${BENCH_WORLD}_${chance(16).toString('hex')}_${chance(32).toString('base64url')}`,
  }));
  const crowds = drawMeetings(size);
  const url = await freshDatabase(cluster, SHARED_DATABASE);
  await query(url, CONSENTS_SCHEMA);
  await withClient(url, (client) => fillConsents(client, shops, pairsOf(crowds), progress));
  await query(url, 'vacuum analyze');
  progress.done();
  return { size, shops, crowds };
}

/** A fresh floor of these features; the one before is dropped. */
export async function fillFloor(cluster: Cluster, shared: SharedWorld, features: FeatureSet): Promise<FloorWorld> {
  const databaseUrl = await copyDatabase(cluster, 'bench_floor', SHARED_DATABASE);
  await query(databaseUrl, tablesFor(features));
  await withClient(databaseUrl, (client) => fillParties(client, shared.size.people, features));
  await query(databaseUrl, 'vacuum analyze');
  await query(databaseUrl, guardsFor(features));
  const vault = benchVault();
  const requests = requestsOf(shared.shops, shared.crowds, (merchantId, partyId) =>
    features.has('pairwise') ? vault.pairwise(BENCH_WORLD, merchantId, partyId) : partyId,
  );
  return { databaseUrl, requests };
}

async function fillParties(client: pg.Client, count: number, features: FeatureSet): Promise<void> {
  const vault = benchVault();
  for (let from = 0; from < count; from += BATCH) {
    const people = Array.from({ length: Math.min(BATCH, count - from) }, (_, i) => personId(from + i));
    await client.query(
      `insert into parties (world_id, limit_minor, party_id, wrapped_key) select $1, $2, * from unnest($3::uuid[], $4::bytea[])`,
      [
        BENCH_WORLD,
        FAR_AWAY_MINOR,
        people.map((partyId) => partyId.slice(4)),
        people.map((partyId) => (features.has('party_keys') ? vault.newPartyKey(BENCH_WORLD, partyId).wrapped : null)),
      ],
    );
  }
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
