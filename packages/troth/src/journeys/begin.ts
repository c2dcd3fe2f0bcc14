/** How every journey begins: a transaction, the world it is in, and the merchants whose rows it may write. */
import { type Id, uuidOf } from '../kernel/index.ts';
import { BEGIN, type Call, type Statement } from '../platform/db/index.ts';

const SET_SCOPE: Statement = {
  name: 'set_scope',
  text: `select set_config('troth.world', $1::int4::text, true), set_config('troth.merchants', $2, true)`,
  types: ['int4', 'text'],
};

export function beginIn(worldId: number, merchantIds: readonly Id<'pty'>[]): Call[] {
  return [BEGIN, [SET_SCOPE, worldId, `{${[...new Set(merchantIds)].map(uuidOf).join(',')}}`]];
}

const SET_SCOPE_OF_PLEDGES: Statement = {
  name: 'set_scope_of_pledges',
  text: `select set_config('troth.merchants', (select coalesce(array_agg(distinct merchant_id), '{}')::text from pledges where pledge_id = any($1)), true)`,
  types: ['uuid[]'],
};

/** For work that is about pledges of whatever merchants: time, and the persons themselves. */
export function beginAboutPledges(worldId: number, pledgeIds: readonly Id<'plg'>[]): Call[] {
  return [BEGIN, [SET_SCOPE, worldId, '{}'], [SET_SCOPE_OF_PLEDGES, pledgeIds.map(uuidOf)]];
}
