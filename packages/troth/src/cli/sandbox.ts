/**
 * The sandbox of a first start: filled once, kept for ever after, and the keys to it in a file beside it. Keys are stored as hashes
 * only, so a file that is lost, or belongs to another database, is written anew with new keys.
 */
import type pg from 'pg';
import {
  assert,
  DAY_US,
  HOUR_US,
  type Id,
  idFromUuid,
  type Instant,
  isoFromInstant,
  MINUTE_US,
} from '../kernel/index.ts';
import type { Config } from '../platform/config.ts';
import { issueKey, openSession, TEST_SCOPES } from '../journeys/enrol.ts';
import type { Installation, WorldInfo } from '../doors/installation/index.ts';
import { apiCaller } from './api-caller.ts';
import { findSandbox } from './running.ts';
import {
  readSandboxFile,
  type SandboxFile,
  type SandboxPerson,
  type SandboxShop,
  writeSandboxFile,
} from './sandbox-file.ts';
import type { SandboxSeed } from './sandbox-seed.ts';

/** The file holds the first few of each; the sandbox may hold many more. */
const SHOPS_IN_FILE = 24;
const OFFERS_IN_FILE = 5;
const PEOPLE_IN_FILE = 8;

/** Fills a sandbox when there is none yet, and leaves the file with keys that work. */
export async function ensureSandbox(
  config: Config,
  installation: Installation,
  url: string,
  seed: SandboxSeed,
): Promise<SandboxFile> {
  const known = await findFilled(installation);
  const world = known ?? (await makeSandbox(installation, url, seed));
  const kept = known === null ? null : await stillValid(installation, world.worldId, readSandboxFile(config.directory));
  const file = kept === null ? await gather(installation, world.worldId, url) : { ...kept, url };
  writeSandboxFile(config.directory, file);
  return file;
}

/** The sandbox whose history was lived to its end; null when there is none, or a first start was interrupted. */
async function findFilled(installation: Installation): Promise<WorldInfo | null> {
  const world = findSandbox(installation);
  if (world === null) return null;
  const { rowCount } = await installation.cold.beyondWorlds((client) =>
    client.query('select 1 from worlds where world_id = $1 and clock_at >= created_at', [world.worldId]),
  );
  return rowCount === 1 ? world : null;
}

async function makeSandbox(installation: Installation, url: string, seed: SandboxSeed): Promise<WorldInfo> {
  const { worlds, clock } = installation;
  const before = findSandbox(installation);
  const name = before === null ? 'sandbox' : `sandbox-${Number(before.name.split('-')[1] ?? '1') + 1}`;
  const madeAt = clock.now();
  const startsAt = madeAt - BigInt(seed.days) * DAY_US;
  const made = await worlds.create({ name, mode: 'test', clockAt: startsAt });
  assert(made.ok, 'the_next_sandbox_has_a_free_name');
  const { worldId } = made.value;
  const operatorKey = await issueOperatorKey(installation, worldId, 24n);
  process.stderr.write('Filling a new sandbox with people and their life, some seconds… 正在布置沙箱…\n');
  await seed.fill({ url, operatorKey, startsAt });
  // A minute later than made: the mark of a history that was lived to its end.
  const toInstant = isoFromInstant(madeAt + MINUTE_US);
  if (worlds.now(worldId) < madeAt + MINUTE_US)
    await apiCaller(url).post('/v1/clock/advance', operatorKey, { toInstant }, 'seed-end');
  return made.value;
}

/** An operator key for whoever holds the database; `livesHours` null: until it is revoked. */
export async function issueOperatorKey(
  installation: Installation,
  worldId: number,
  livesHours: bigint | null,
): Promise<string> {
  const { cold, tools, chance, clock, worlds } = installation;
  const now = clock.now();
  const mode = worlds.find(worldId)?.mode ?? 'test';
  const expiresAt: Instant | null = livesHours === null ? null : now + livesHours * HOUR_US;
  const key = await cold.within({ worldId }, (client) =>
    issueKey(client, tools, chance, { worldId, mode, merchantId: null, scopes: ['operator'], expiresAt }, now),
  );
  return key.text;
}

async function issueShopKey(installation: Installation, worldId: number, merchantId: Id<'pty'>): Promise<string> {
  const { cold, tools, chance, clock } = installation;
  const of = { worldId, mode: 'test', merchantId, scopes: TEST_SCOPES, expiresAt: null } as const;
  const key = await cold.within({ worldId }, (client) => issueKey(client, tools, chance, of, clock.now()));
  return key.text;
}

function openPersonSession(installation: Installation, worldId: number, partyId: Id<'pty'>): Promise<string> {
  const { cold, tools, chance, clock } = installation;
  return cold.within({ worldId }, (client) => openSession(client, tools, chance, worldId, partyId, clock.now()));
}

/** The file with sessions renewed where they ran out; null when its keys are of another database or no longer work. */
async function stillValid(
  installation: Installation,
  worldId: number,
  file: SandboxFile | null,
): Promise<SandboxFile | null> {
  if (file === null) return null;
  const { principals } = installation;
  for (const key of [file.operatorKey, ...file.shops.map((shop) => shop.key)]) {
    const principal = await principals.find(key);
    if (principal === null || principal.worldId !== worldId) return null;
  }
  const people: SandboxPerson[] = [];
  for (const person of file.people) {
    const principal = await principals.find(person.session);
    people.push(
      principal !== null
        ? person
        : { ...person, session: await openPersonSession(installation, worldId, person.partyId as Id<'pty'>) },
    );
  }
  return file.shops.length === 0 || people.length === 0 ? null : { ...file, people };
}

async function gather(installation: Installation, worldId: number, url: string): Promise<SandboxFile> {
  const operatorKey = await issueOperatorKey(installation, worldId, null);
  const { cold, worlds } = installation;
  const now = isoFromInstant(worlds.now(worldId));
  const found = await cold.within({ worldId }, async (client) => {
    const ready = await findReadyPair(client, now);
    return {
      shops: await readShops(client, ready?.merchant_id ?? null),
      people: await readPeople(client, ready?.party_id ?? null),
    };
  });
  const shops: SandboxShop[] = [];
  for (const shop of found.shops)
    shops.push({ ...shop, key: await issueShopKey(installation, worldId, shop.merchantId) });
  const people: SandboxPerson[] = [];
  for (const row of found.people) people.push(await readPerson(installation, worldId, row, shops));
  return { url, operatorKey, shops, people };
}

interface ReadyPair {
  readonly party_id: string;
  readonly merchant_id: string;
}

/** Between whom something can be lent now, with no deposit to be paid in before: the dearest thing, and of those who may have it the person who is known best. They come first in the file. */
async function findReadyPair(client: pg.ClientBase, now: string): Promise<ReadyPair | null> {
  const { rows } = await client.query<ReadyPair>(
    `select c.party_id::text, c.merchant_id::text from consents c join parties p on p.party_id = c.party_id
     cross join lateral (
       select max((v.terms -> 'item' ->> 'valueMinor')::bigint) as value from offers o
       join offer_versions v on v.offer_id = o.offer_id and v.version = o.version
       where o.merchant_id = c.merchant_id and o.state = 'live' and v.terms -> 'grants' -> 0 ->> 'type' = 'deposit_waiver'
         and v.terms -> 'obligations' -> 0 ->> 'type' = 'return_item') best
     where c.purpose = 'deposit_waiver' and c.revoked_at is null and c.expires_at > $1 and p.state = 'active' and p.open_count = 0
       and best.value is not null
     order by best.value desc, p.leaf_count desc, c.party_id limit 1`,
    [now],
  );
  return rows[0] ?? null;
}

interface TwoNames {
  readonly zh: string;
  readonly en: string;
}

async function readShops(
  client: pg.ClientBase,
  firstId: string | null,
): Promise<(Omit<SandboxShop, 'key'> & { readonly merchantId: Id<'pty'> })[]> {
  const shops = await client.query<{ merchant_id: string; name: TwoNames }>(
    `select merchant_id::text, name from merchants where state = 'active' order by merchant_id is distinct from $1::uuid, merchant_id limit ${SHOPS_IN_FILE}`,
    [firstId],
  );
  const offers = await client.query<{ offer_id: string; merchant_id: string; title: TwoNames }>(
    `select o.offer_id::text, o.merchant_id::text, v.terms -> 'title' as title from unnest($1::uuid[]) shop (id) cross join lateral
       (select * from offers where merchant_id = shop.id and state = 'live' order by offer_id limit ${OFFERS_IN_FILE}) o
     join offer_versions v on v.offer_id = o.offer_id and v.version = o.version
     order by (v.terms -> 'item' ->> 'valueMinor')::bigint desc nulls last, o.offer_id`,
    [shops.rows.map((row) => row.merchant_id)],
  );
  return shops.rows.map((row) => ({
    merchantId: idFromUuid('pty', row.merchant_id),
    name: row.name,
    offers: offers.rows
      .filter((offer) => offer.merchant_id === row.merchant_id)
      .map((offer) => {
        const offerId = idFromUuid('ofr', offer.offer_id);
        return { offerId, title: offer.title, acceptPath: `/a/${offerId}` };
      }),
  }));
}

interface PersonRow {
  readonly party_id: string;
  readonly name_sealed: Buffer;
  readonly wrapped_key: Buffer;
}

async function readPeople(client: pg.ClientBase, firstId: string | null): Promise<PersonRow[]> {
  const { rows } = await client.query<PersonRow>(
    `select party_id::text, name_sealed, wrapped_key from persons join parties using (party_id)
     where parties.state = 'active' and name_sealed is not null order by party_id is distinct from $1::uuid, party_id limit ${PEOPLE_IN_FILE}`,
    [firstId],
  );
  return rows;
}

async function readPerson(
  installation: Installation,
  worldId: number,
  row: PersonRow,
  shops: readonly SandboxShop[],
): Promise<SandboxPerson> {
  const { vault } = installation;
  const partyId = idFromUuid('pty', row.party_id);
  const name = vault.open(vault.unwrap(worldId, partyId, row.wrapped_key), row.name_sealed, 'name').toString('utf8');
  const refs = Object.fromEntries(
    shops.map(({ merchantId }) => [merchantId, vault.pairwise(worldId, merchantId as Id<'pty'>, partyId)]),
  );
  return { partyId, name, session: await openPersonSession(installation, worldId, partyId), refs };
}

/** The id of a key, from its text. */
export function keyIdOf(keyText: string): Id<'key'> | null {
  const match = /^trk_(?:live|test)_\d+_([0-9a-f]{32})_/.exec(keyText);
  return match === null ? null : idFromUuid('key', match[1] as string);
}

/** Puts another key in the place of `old` in the sandbox's file; false when the file does not know it. */
export function replaceKeyInFile(directory: string, old: string, next: string): boolean {
  const file = readSandboxFile(directory);
  if (file === null || !file.shops.some((shop) => shop.key === old)) return false;
  const shops = file.shops.map((shop) => (shop.key === old ? { ...shop, key: next } : shop));
  writeSandboxFile(directory, { ...file, shops });
  return true;
}

/** A shop of the file by its id or a part of its name; the first when nothing is asked. */
export function findShop(file: SandboxFile, asked: string | undefined): SandboxShop | null {
  if (asked === undefined) return file.shops[0] ?? null;
  const wanted = asked.toLowerCase();
  const isIt = (shop: SandboxShop) =>
    shop.merchantId === asked || shop.name.en.toLowerCase().includes(wanted) || shop.name.zh.includes(asked);
  return file.shops.find(isIt) ?? null;
}
