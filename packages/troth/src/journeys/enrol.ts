/** New parties and their credentials. Secrets are shown once and kept as hashes. */
import type pg from 'pg';
import { type Id, type Instant, isoFromInstant, sha256, uuidOf } from '../kernel/index.ts';
import { exposureToJson, startingExposure } from '../rooms/party/index.ts';
import type { Tools } from './write-set.ts';

type Chance = (size: number) => Buffer;

async function insertParty(
  client: pg.ClientBase,
  tools: Tools,
  worldId: number,
  partyId: Id<'pty'>,
  kind: 'person' | 'merchant',
  now: Instant,
): Promise<Buffer> {
  const { key, wrapped } = tools.vault.newPartyKey(worldId, partyId);
  await client.query(
    `insert into parties (party_id, world_id, kind, state, wrapped_key, exposure, created_at) values ($1, $2, $3, 'active', $4, $5, $6)`,
    [uuidOf(partyId), worldId, kind, wrapped, exposureToJson(startingExposure()), isoFromInstant(now)],
  );
  return key;
}

export interface NewPerson {
  readonly name: string;
  /** Normalised e-mail or telephone number; null when there is none to write to. */
  readonly contact: string | null;
  readonly locale: 'zh' | 'en';
}

/** A person; name and contact are sealed with the person's own key. */
export async function enrolPerson(
  client: pg.ClientBase,
  tools: Tools,
  worldId: number,
  person: NewPerson,
  now: Instant,
): Promise<Id<'pty'>> {
  const partyId = tools.ids.next('pty', now);
  const key = await insertParty(client, tools, worldId, partyId, 'person', now);
  await client.query(
    'insert into persons (party_id, world_id, name_sealed, contact_sealed, contact_index, locale, created_at) values ($1, $2, $3, $4, $5, $6, $7)',
    [
      uuidOf(partyId),
      worldId,
      tools.vault.seal(key, person.name, 'name'),
      person.contact === null ? null : tools.vault.seal(key, person.contact, 'contact'),
      person.contact === null ? null : tools.vault.blindIndex(worldId, person.contact),
      person.locale,
      isoFromInstant(now),
    ],
  );
  return partyId;
}

export async function enrolMerchant(
  client: pg.ClientBase,
  tools: Tools,
  worldId: number,
  name: { readonly zh: string; readonly en: string },
  now: Instant,
): Promise<Id<'pty'>> {
  const merchantId = tools.ids.next('pty', now);
  await insertParty(client, tools, worldId, merchantId, 'merchant', now);
  await client.query(
    `insert into merchants (merchant_id, world_id, name, state, created_at) values ($1, $2, $3, 'active', $4)`,
    [uuidOf(merchantId), worldId, JSON.stringify(name), isoFromInstant(now)],
  );
  return merchantId;
}

export const MERCHANT_SCOPES = [
  'pledges:write',
  'pledges:read',
  'promises:write',
  'promises:read',
  'offers:write',
  'webhooks:write',
  'keys:write',
] as const;
/** Only in a test world, where time can be moved and history imported. */
export const TEST_SCOPES = [...MERCHANT_SCOPES, 'clock:write', 'imports:write'] as const;

export interface NewKey {
  readonly worldId: number;
  readonly mode: 'live' | 'test';
  readonly merchantId: Id<'pty'> | null;
  readonly scopes: readonly string[];
  readonly expiresAt: Instant | null;
}

/** Makes an API key. `text` is the whole secret and is told to nobody again. Times of keys are wall time. */
export async function issueKey(
  client: pg.ClientBase,
  tools: Tools,
  chance: Chance,
  of: NewKey,
  wallNow: Instant,
): Promise<{ keyId: Id<'key'>; text: string }> {
  const keyId = tools.ids.next('key', wallNow);
  const secret = Buffer.from(chance(32)).toString('base64url');
  await client.query(
    'insert into api_keys (key_id, world_id, merchant_id, principal, secret_hash, scopes, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8)',
    [
      uuidOf(keyId),
      of.worldId,
      of.merchantId === null ? null : uuidOf(of.merchantId),
      of.merchantId === null ? 'operator' : 'merchant',
      sha256(secret),
      of.scopes,
      isoFromInstant(wallNow),
      of.expiresAt === null ? null : isoFromInstant(of.expiresAt),
    ],
  );
  return { keyId, text: `trk_${of.mode}_${of.worldId}_${uuidOf(keyId)}_${secret}` };
}

export const SESSION_DAYS = 30;
const DAY_US = 86_400_000_000n;

/** Opens a session for a person who has proved to be one. Times of sessions are wall time. */
export async function openSession(
  client: pg.ClientBase,
  tools: Tools,
  chance: Chance,
  worldId: number,
  partyId: Id<'pty'>,
  wallNow: Instant,
): Promise<string> {
  const sessionId = tools.ids.next('ses', wallNow);
  const secret = Buffer.from(chance(32)).toString('base64url');
  await client.query(
    'insert into sessions (session_id, world_id, party_id, token_hash, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)',
    [
      uuidOf(sessionId),
      worldId,
      uuidOf(partyId),
      sha256(secret),
      isoFromInstant(wallNow),
      isoFromInstant(wallNow + BigInt(SESSION_DAYS) * DAY_US),
    ],
  );
  return `trs_${worldId}_${uuidOf(sessionId)}_${secret}`;
}
