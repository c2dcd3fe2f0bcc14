/** SQL of parties on the write path: lock in id order, write back at once. */
import { assert, type Id, idFromUuid, uuidOf } from '../../kernel/index.ts';
import type { Call, Row, Statement } from '../../platform/db/index.ts';
import type { Vault } from '../../platform/keys/index.ts';
import type { ExposureByCurrency, Party, PartyKind, PartyLife } from './party.ts';

const COLUMNS = 'party_id::text, kind, state, wrapped_key::text, leaf_count, open_count, exposure::text';

/** Locked in id order, so that two batches never wait for each other in a circle: the order in which the ids are given. */
const LOCK_PARTIES: Statement = {
  name: 'lock_parties',
  text: `select p.* from unnest($1::uuid[]) u(party_id) cross join lateral (select ${COLUMNS} from parties where party_id = u.party_id for no key update) p`,
  types: ['uuid[]'],
};

const LOCK_PARTIES_OF_PLEDGES: Statement = {
  name: 'lock_parties_of_pledges',
  text: `select ${COLUMNS} from parties where party_id = any(array(select party_id from pledges where pledge_id = any($1))) order by party_id for no key update`,
  types: ['uuid[]'],
};

const WRITE_PARTIES: Statement = {
  name: 'write_parties',
  text: `update parties p set leaf_count = u.leaf_count, open_count = u.open_count, exposure = u.exposure
    from unnest($1::uuid[], $2::int8[], $3::int4[], $4::jsonb[]) u(party_id, leaf_count, open_count, exposure) where p.party_id = u.party_id`,
  types: ['uuid[]', 'int8[]', 'int4[]', 'jsonb[]'],
};

export function lockParties(partyIds: readonly Id<'pty'>[]): Call {
  return [LOCK_PARTIES, partyIds.map(uuidOf).sort()];
}

export function lockPartiesOfPledges(pledgeIds: readonly Id<'plg'>[]): Call {
  return [LOCK_PARTIES_OF_PLEDGES, pledgeIds.map(uuidOf)];
}

export function writeParties(parties: readonly Party[]): Call {
  return [
    WRITE_PARTIES,
    parties.map((party) => uuidOf(party.partyId)),
    parties.map((party) => party.leafCount),
    parties.map((party) => party.openCount),
    parties.map((party) => exposureToJson(party.exposure)),
  ];
}

export function partyFromRow(row: Row, worldId: number, vault: Vault): Party {
  const [id, kind, life, wrappedHex, leafCount, openCount, exposure] = row;
  const partyId = idFromUuid('pty', id as string);
  assert((life === 'erased') === (wrappedHex === null), 'only_an_erased_party_has_no_key');
  return {
    partyId,
    kind: kind as PartyKind,
    life: life as PartyLife,
    key: wrappedHex === null ? null : vault.unwrapHex(worldId, partyId, wrappedHex as string),
    leafCount: Number(leafCount),
    openCount: Number(openCount),
    exposure: exposureFromJson(exposure as string),
  };
}

/** As stored: `{"CNY": {"limit": …, "open": …, "unpaid": …}}`. */
export function exposureToJson(exposure: ExposureByCurrency): string {
  const parts: string[] = [];
  for (const currency in exposure) {
    const { limitMinor, openMinor, unpaidMinor } = exposure[currency as keyof ExposureByCurrency] as NonNullable<
      ExposureByCurrency[keyof ExposureByCurrency]
    >;
    parts.push(`"${currency}":{"limit":${limitMinor},"open":${openMinor},"unpaid":${unpaidMinor}}`);
  }
  return `{${parts.join(',')}}`;
}

export function exposureFromJson(text: string): ExposureByCurrency {
  const stored = JSON.parse(text) as Record<string, { limit: number; open: number; unpaid: number }>;
  const exposure: Record<string, { limitMinor: number; openMinor: number; unpaidMinor: number }> = {};
  for (const currency in stored) {
    const { limit, open, unpaid } = stored[currency] as { limit: number; open: number; unpaid: number };
    exposure[currency] = { limitMinor: limit, openMinor: open, unpaidMinor: unpaid };
  }
  return exposure as ExposureByCurrency;
}
