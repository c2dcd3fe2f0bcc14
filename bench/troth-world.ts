// Fills an empty database with shops, offers, keys, people and the consents that the coming orders need, set-based.
import pg from 'pg';
import {
  idFromUuid,
  isoFromInstant,
  randomBytesSource,
  randomIds,
  wallClock,
  type Id,
} from '../packages/troth/src/kernel/index.ts';
import { issueKey } from '../packages/troth/src/journeys/enrol.ts';
import { SANDBOX_MASTER_KEY } from '../packages/troth/src/platform/config.ts';
import { migrate, readMigrations } from '../packages/troth/src/platform/db/index.ts';
import { createVault, type Vault } from '../packages/troth/src/platform/keys/index.ts';
import { offerContentHash, READY_MADE_OFFERS, type OfferTerms } from '../packages/troth/src/rooms/offer/index.ts';
import type { Progress } from './progress.ts';
import type { WorldSize } from './troth-crowd.ts';

const MIGRATIONS = new URL('../migrations', import.meta.url).pathname;
export const BENCH_WORLD = 1;
const BATCH = 20_000;
export const FAR_AWAY_MINOR = 4_000_000_000_000_000;

/** What the requests need to know of a shop. */
export type Shop = { readonly merchantId: Id<'pty'>; readonly offerId: Id<'ofr'>; readonly key: string };

/** A camera with its six policy rows and a budget that lasts; nothing of it is switched off. */
export const BENCH_TERMS: OfferTerms = {
  ...READY_MADE_OFFERS.camera,
  admission: {
    ...READY_MADE_OFFERS.camera.admission,
    lossBudget: { ...READY_MADE_OFFERS.camera.admission.lossBudget, amountMinor: 1_000_000_000_000 },
  },
};

const ids = randomIds();
const START = wallClock.now();

/** The id of a person by number: made beforehand, so that requests can be rendered without asking the database. */
export function personId(index: number): Id<'pty'> {
  return idFromUuid(
    'pty',
    `018f0000${(index >>> 16).toString(16).padStart(4, '0')}7${((index >>> 4) & 0xfff).toString(16).padStart(3, '0')}8${(index & 0xf).toString(16)}${((index * 2654435761) >>> 0).toString(16).padStart(14, '0')}`,
  );
}

export function benchVault(): Vault {
  return createVault(SANDBOX_MASTER_KEY, randomBytesSource());
}

export async function fillWorld(
  databaseUrl: string,
  size: WorldSize,
  pairs: { people: Uint32Array; shops: Uint32Array },
  progress: Progress,
): Promise<Shop[]> {
  await migrate(databaseUrl, readMigrations(MIGRATIONS));
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `insert into worlds (world_id, name, mode, clock_at, log_origin, created_at) values ($1, 'bench', 'test', $2, 'bench', $2)`,
      [BENCH_WORLD, isoFromInstant(START)],
    );
    const shops = await fillShops(client, size.shops);
    await fillPeople(client, size.people, progress);
    await fillConsents(client, shops, pairs, progress);
    return shops;
  } finally {
    await client.end();
  }
}

async function fillShops(client: pg.Client, count: number): Promise<Shop[]> {
  const vault = benchVault();
  const chance = randomBytesSource();
  const now = isoFromInstant(START);
  const shops: Shop[] = [];
  for (let i = 0; i < count; i += 1) {
    const merchantId = ids.next('pty', START);
    const offerId = ids.next('ofr', START);
    const { wrapped } = vault.newPartyKey(BENCH_WORLD, merchantId);
    await client.query(
      `insert into parties (party_id, world_id, kind, state, wrapped_key, created_at) values ($1, $2, 'merchant', 'active', $3, $4)`,
      [merchantId.slice(4), BENCH_WORLD, wrapped, now],
    );
    await client.query(
      `insert into merchants (merchant_id, world_id, name, state, created_at) values ($1, $2, '{"zh":"店","en":"Shop"}', 'active', $3)`,
      [merchantId.slice(4), BENCH_WORLD, now],
    );
    await client.query(
      `insert into offers (offer_id, world_id, merchant_id, state, version, created_at) values ($1, $2, $3, 'live', 1, $4)`,
      [offerId.slice(4), BENCH_WORLD, merchantId.slice(4), now],
    );
    await client.query(
      'insert into offer_versions (version_id, offer_id, world_id, merchant_id, version, terms, content_hash, published_at) values ($1, $2, $3, $4, 1, $5, $6, $7)',
      [
        ids.next('ofv', START).slice(4),
        offerId.slice(4),
        BENCH_WORLD,
        merchantId.slice(4),
        JSON.stringify(BENCH_TERMS),
        Buffer.from(offerContentHash(BENCH_TERMS), 'hex'),
        now,
      ],
    );
    const key = await issueKey(
      client,
      { vault, ids },
      chance,
      { worldId: BENCH_WORLD, mode: 'test', merchantId, scopes: ['pledges:write', 'pledges:read'], expiresAt: null },
      START,
    );
    shops.push({ merchantId, offerId, key: key.text });
  }
  return shops;
}

async function fillPeople(client: pg.Client, count: number, progress: Progress): Promise<void> {
  const vault = benchVault();
  const exposure = JSON.stringify({ CNY: { limit: FAR_AWAY_MINOR, open: 0, unpaid: 0 } });
  for (let from = 0; from < count; from += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, count - from) }, (_, i) => from + i);
    const partyIds = numbers.map(personId);
    await client.query(
      `insert into parties (party_id, world_id, kind, state, wrapped_key, exposure, created_at)
       select u.party_id, $1, 'person', 'active', u.wrapped, $4::jsonb, $5 from unnest($2::uuid[], $3::bytea[]) u(party_id, wrapped)`,
      [
        BENCH_WORLD,
        partyIds.map((id) => id.slice(4)),
        partyIds.map((id) => vault.newPartyKey(BENCH_WORLD, id).wrapped),
        exposure,
        isoFromInstant(START),
      ],
    );
    progress.at(from + numbers.length, count);
  }
}

/** One consent for each pair of person and shop that will meet. */
export async function fillConsents(
  client: pg.Client,
  shops: readonly Shop[],
  pairs: { people: Uint32Array; shops: Uint32Array },
  progress: Progress,
): Promise<void> {
  const seen = new Set<number>();
  let batch: [string, string, string][] = [];
  const flush = async () => {
    await client.query(
      `insert into consents (world_id, party_id, consent_id, merchant_id, purpose, fields, text_version, granted_at, expires_at)
       select $1, u.party_id, u.consent_id, u.merchant_id, 'deposit_waiver', '{promises_in_context}', 'deposit_waiver/1', $5::timestamptz, $5::timestamptz + interval '365 days'
       from unnest($2::uuid[], $3::uuid[], $4::uuid[]) u(party_id, consent_id, merchant_id)`,
      [
        BENCH_WORLD,
        batch.map((one) => one[0]),
        batch.map((one) => one[1]),
        batch.map((one) => one[2]),
        isoFromInstant(START),
      ],
    );
    batch = [];
  };
  for (let i = 0; i < pairs.people.length; i += 1) {
    const person = pairs.people[i] as number;
    const shop = pairs.shops[i] as number;
    const pair = person * shops.length + shop;
    if (seen.has(pair)) continue;
    seen.add(pair);
    batch.push([personId(person).slice(4), ids.next('cns', START).slice(4), (shops[shop] as Shop).merchantId.slice(4)]);
    if (batch.length === BATCH) {
      await flush();
      progress.at(i, pairs.people.length);
    }
  }
  if (batch.length > 0) await flush();
}
