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
import { mostItCanCost, type OfferTerms } from '../../rooms/offer/index.ts';

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

const FRESH_US = SECOND_US;

export function openOfferCatalog(
  cold: ColdDatabase,
  clock: Clock,
  worldNow: (worldId: number) => Instant,
): OfferCatalog {
  const versions = new Map<Id<'ofv'>, OfferVersion>();
  const current = new Map<Id<'ofr'>, { offer: CurrentOffer; until: bigint }>();
  const budgets = new Map<Id<'ofv'>, number>();

  const keep = (worldId: number, row: VersionRow): OfferVersion => {
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
      purpose: row.terms.grants.length > 0 ? 'deposit_waiver' : 'appointment',
      budgetLeftMinor: () => row.terms.admission.lossBudget.amountMinor - (budgets.get(versionId) ?? 0),
    };
    assert(worldId > 0, 'a_version_belongs_to_a_world');
    versions.set(versionId, version);
    return version;
  };

  const read = async (worldId: number, offerId: Id<'ofr'>): Promise<CurrentOffer | null> => {
    const found = await cold.within({ worldId }, async (client) => {
      const { rows } = await client.query<VersionRow & { state: 'live' | 'withdrawn'; version: number }>(
        `select o.state, v.version, v.version_id::text, v.offer_id::text, v.merchant_id::text, v.terms
         from offers o join offer_versions v on v.offer_id = o.offer_id and v.version = o.version where o.offer_id = $1`,
        [uuidOf(offerId)],
      );
      const row = rows[0];
      if (row === undefined) return null;
      const period = budgetPeriod(row.terms, worldNow(worldId));
      const used = await client.query<{ used: number }>(
        'select coalesce(sum(expected_minor), 0)::bigint as used from budget_rollups where version_id = $1 and period = $2',
        [row.version_id, period],
      );
      return { row, usedMinor: used.rows[0]?.used ?? 0 };
    });
    if (found === null) return null;
    const versionId = idFromUuid('ofv', found.row.version_id);
    budgets.set(versionId, found.usedMinor);
    const version = versions.get(versionId) ?? keep(worldId, found.row);
    const offer: CurrentOffer = {
      worldId,
      offerId,
      merchantId: version.merchantId,
      state: found.row.state,
      versionNumber: found.row.version,
      version,
    };
    current.set(offerId, { offer, until: clock.now() + FRESH_US });
    return offer;
  };

  const reading = new Map<Id<'ofr'>, Promise<CurrentOffer | null>>();
  return {
    find(worldId, offerId) {
      const known = current.get(offerId);
      if (known !== undefined && known.until > clock.now()) return known.offer.worldId === worldId ? known.offer : null;
      let pending = reading.get(offerId);
      if (pending === undefined) {
        pending = read(worldId, offerId).finally(() => reading.delete(offerId));
        reading.set(offerId, pending);
      }
      return pending;
    },
    forget: (offerId) => {
      current.delete(offerId);
    },
    get(versionId) {
      const version = versions.get(versionId);
      assert(version !== undefined, 'version_was_loaded');
      return version;
    },
    async load(worldId, versionIds) {
      const missing = versionIds.filter((versionId) => !versions.has(versionId));
      if (missing.length === 0) return;
      const { rows } = await cold.within({ worldId }, (client) =>
        client.query<VersionRow>(
          'select version_id::text, offer_id::text, merchant_id::text, terms from offer_versions where version_id = any($1::uuid[])',
          [missing.map(uuidOf)],
        ),
      );
      for (const row of rows) keep(worldId, row);
    },
  };
}

/** Number of the offer's budget period that holds `at`. */
export function budgetPeriod(terms: OfferTerms, at: Instant): number {
  return Number(at / (BigInt(terms.admission.lossBudget.periodDays) * DAY_US));
}
