/** Offers as the write path needs them: versions, which never change, kept in memory; which version is current, and budgets, a second old at most. */
import {
  assert,
  type Clock,
  DAY_US,
  type Id,
  idFromUuid,
  type Instant,
  SECOND_US,
  uuidOf,
} from '../../kernel/index.ts';
import type { ColdDatabase } from '../../platform/db/index.ts';
import type { OfferVersion, OfferVersions } from '../../journeys/offer-versions.ts';
import { compilePolicy } from '../../rooms/admission/index.ts';
import { mostItCanCost, type OfferTerms, purposeOf } from '../../rooms/offer/index.ts';

export interface CurrentOffer {
  readonly worldId: number;
  readonly offerId: Id<'ofr'>;
  readonly merchantId: Id<'pty'>;
  readonly state: 'live' | 'withdrawn';
  readonly versionNumber: number;
  readonly version: OfferVersion;
}

export interface OfferCatalog extends OfferVersions {
  /** The offer with its current version, or null when this world has none by that id. */
  find(worldId: number, offerId: Id<'ofr'>): Promise<CurrentOffer | null> | CurrentOffer | null;
  /** Forgets which version is current: after publishing. */
  forget(offerId: Id<'ofr'>): void;
}

interface VersionRow {
  version_id: string;
  offer_id: string;
  merchant_id: string;
  terms: OfferTerms;
}

interface StateRow {
  offer_id: string;
  state: 'live' | 'withdrawn';
  version: number;
  version_id: string;
}

/** What one world's offers looked like when they were last read, all together. */
interface Shelf {
  readonly offers: Map<Id<'ofr'>, CurrentOffer>;
  readAt: Instant;
  /** Offers that the next reading must ask for: not on the shelf, or published since. */
  readonly wanted: Set<Id<'ofr'>>;
  /** Offers that the reading under way asks for. */
  readonly asking: Set<Id<'ofr'>>;
  reading: Promise<void> | null;
}

const FRESH_US = SECOND_US;
/** What is used is read again before it is too old, beside the orders: at the age limit all of them would wait for it together. */
const AGING_US = FRESH_US / 2n;
/** An installation with more offers in use than this reads the least recent ones again. */
const SHELF_MAX = 20_000;

export function openOfferCatalog(
  cold: ColdDatabase,
  clock: Clock,
  worldNow: (worldId: number) => Instant,
): OfferCatalog {
  const versions = openVersions(cold, worldNow);
  const shelves = new Map<number, Shelf>();

  const isFresh = (shelf: Shelf) => shelf.readAt + FRESH_US > clock.now();
  const isAging = (shelf: Shelf) => shelf.reading === null && shelf.readAt + AGING_US < clock.now();
  const shelfOf = (worldId: number) => shelfIn(shelves, worldId);

  const read = (worldId: number, shelf: Shelf, isWhole: boolean): Promise<void> => {
    shelf.reading ??= readShelf(cold, versions, clock, { worldId, shelf, isWhole }).finally(() => {
      shelf.reading = null;
      shelf.asking.clear();
    });
    return shelf.reading;
  };

  const readThenFind = async (worldId: number, offerId: Id<'ofr'>): Promise<CurrentOffer | null> => {
    const shelf = shelfOf(worldId);
    // A reading under way may have begun before this offer was wanted: then the next one, shared by all who wait, asks for it.
    if (!shelf.offers.has(offerId)) shelf.wanted.add(offerId);
    do {
      await read(worldId, shelf, !isFresh(shelf));
    } while (shelf.wanted.has(offerId) || shelf.asking.has(offerId));
    return shelf.offers.get(offerId) ?? null;
  };

  return {
    find(worldId, offerId) {
      const shelf = shelfOf(worldId);
      if (isFresh(shelf)) {
        // A reading that fails beside the orders is no order's fault: the next one that finds the shelf too old reads it itself.
        if (isAging(shelf)) read(worldId, shelf, true).catch(() => undefined);
        const known = shelf.offers.get(offerId);
        if (known !== undefined) return known;
      }
      return readThenFind(worldId, offerId);
    },
    forget: (offerId) => {
      for (const shelf of shelves.values()) {
        shelf.offers.delete(offerId);
        shelf.wanted.add(offerId);
      }
    },
    get: versions.get,
    load: versions.load,
  };
}

/**
 * One question for all offers of a world that are in use, once a second, and one for those newly wanted: a thousand offers must
 * not be a thousand questions, and a made-up id must not make anybody read them all.
 */
async function readShelf(
  cold: ColdDatabase,
  versions: Versions,
  clock: Clock,
  { worldId, shelf, isWhole }: { worldId: number; shelf: Shelf; isWhole: boolean },
): Promise<void> {
  const wanted = [...shelf.wanted];
  for (const offerId of wanted) shelf.asking.add(offerId);
  shelf.wanted.clear();
  if (isWhole && shelf.offers.size > SHELF_MAX) shelf.offers.clear();
  const asked = isWhole ? [...new Set([...shelf.offers.keys(), ...wanted])] : wanted;
  const readAt = clock.now();
  const rows = await readStates(cold, worldId, asked);
  await versions.loadWithBudgets(
    worldId,
    rows.map((row) => idFromUuid('ofv', row.version_id)),
  );
  for (const offerId of asked) shelf.offers.delete(offerId);
  for (const row of rows) {
    const offer = currentOffer(worldId, row, versions.get(idFromUuid('ofv', row.version_id)));
    // Published while it was being read: what was read may be the version before.
    if (!shelf.wanted.has(offer.offerId)) shelf.offers.set(offer.offerId, offer);
  }
  if (isWhole) shelf.readAt = readAt;
}

function currentOffer(worldId: number, row: StateRow, version: OfferVersion): CurrentOffer {
  const { offerId, merchantId } = version;
  return { worldId, offerId, merchantId, state: row.state, versionNumber: row.version, version };
}

function shelfIn(shelves: Map<number, Shelf>, worldId: number): Shelf {
  let shelf = shelves.get(worldId);
  if (shelf === undefined) {
    shelf = { offers: new Map(), readAt: 0n, wanted: new Set(), asking: new Set(), reading: null };
    shelves.set(worldId, shelf);
  }
  return shelf;
}

async function readStates(cold: ColdDatabase, worldId: number, asked: readonly Id<'ofr'>[]): Promise<StateRow[]> {
  const { rows } = await cold.within({ worldId }, (client) =>
    client.query<StateRow>(
      `select o.offer_id::text, o.state, o.version, v.version_id::text from offers o
         join offer_versions v on v.offer_id = o.offer_id and v.version = o.version where o.offer_id = any($1::uuid[])`,
      [asked.map(uuidOf)],
    ),
  );
  return rows;
}

interface Versions extends OfferVersions {
  /** Loads, and reads how much of their loss budgets the versions have used in the world's present period. */
  loadWithBudgets(worldId: number, versionIds: readonly Id<'ofv'>[]): Promise<void>;
}

function openVersions(cold: ColdDatabase, worldNow: (worldId: number) => Instant): Versions {
  const versions = new Map<Id<'ofv'>, OfferVersion>();
  const budgets = new Map<Id<'ofv'>, number>();

  const keep = (row: VersionRow): OfferVersion => {
    const versionId = idFromUuid('ofv', row.version_id);
    const policy = compilePolicy(row.terms.admission.rows);
    assert(policy.ok, 'a_published_policy_compiles');
    const version: OfferVersion = {
      versionId,
      offerId: idFromUuid('ofr', row.offer_id),
      merchantId: idFromUuid('pty', row.merchant_id),
      terms: row.terms,
      policy: policy.value,
      ceilingMinor: mostItCanCost(row.terms, {}).ceilingMinor,
      purpose: purposeOf(row.terms),
      budgetLeftMinor: () => row.terms.admission.lossBudget.amountMinor - (budgets.get(versionId) ?? 0),
    };
    versions.set(versionId, version);
    return version;
  };

  const load = async (worldId: number, versionIds: readonly Id<'ofv'>[]): Promise<void> => {
    const missing = versionIds.filter((versionId) => !versions.has(versionId));
    if (missing.length === 0) return;
    const { rows } = await cold.within({ worldId }, (client) =>
      client.query<VersionRow>(
        'select version_id::text, offer_id::text, merchant_id::text, terms from offer_versions where version_id = any($1::uuid[])',
        [missing.map(uuidOf)],
      ),
    );
    for (const row of rows) keep(row);
  };

  const readBudgets = async (worldId: number, versionIds: readonly Id<'ofv'>[]): Promise<void> => {
    const now = worldNow(worldId);
    const periods = versionIds.map((versionId) => budgetPeriod((versions.get(versionId) as OfferVersion).terms, now));
    const { rows } = await cold.within({ worldId }, (client) =>
      client.query<{ version_id: string; expected_minor: number }>(
        `select b.version_id::text, b.expected_minor from unnest($1::uuid[], $2::int[]) u(version_id, period)
         join budget_rollups b on b.version_id = u.version_id and b.period = u.period`,
        [versionIds.map(uuidOf), periods],
      ),
    );
    for (const versionId of versionIds) budgets.set(versionId, 0);
    for (const row of rows) budgets.set(idFromUuid('ofv', row.version_id), row.expected_minor);
  };

  return {
    get(versionId) {
      const version = versions.get(versionId);
      assert(version !== undefined, 'version_was_loaded');
      return version;
    },
    load,
    async loadWithBudgets(worldId, versionIds) {
      await load(worldId, versionIds);
      await readBudgets(worldId, versionIds);
    },
  };
}

/** Number of the offer's budget period that holds `at`. */
export function budgetPeriod(terms: OfferTerms, at: Instant): number {
  return Number(at / (BigInt(terms.admission.lossBudget.periodDays) * DAY_US));
}
