// What the floor says to PostgreSQL: one statement for each table and direction, as Troth says it.
import type { Statement } from '../../packages/troth/src/platform/db/index.ts';
import { BENCH_WORLD } from '../troth-world.ts';
import type { FeatureSet } from './features.ts';

/** The key is read only where something is done with it. */
export function lockPartiesFor(features: FeatureSet): Statement {
  const key = features.has('party_keys') ? 'wrapped_key::text' : 'null';
  return {
    name: 'lock_parties',
    text: `select p.* from unnest($1::uuid[]) u(party_id) cross join lateral
      (select party_id::text, open_minor, limit_minor, leaf_count, ${key} from parties where party_id = u.party_id for no key update) p`,
    types: ['uuid[]'],
  };
}

export const FIND_ANSWERS: Statement = {
  name: 'find_answers',
  text: `select i.party_id::text, i.key_hash::text, i.pledge_id::text from unnest($1::uuid[], $2::uuid[]) u(party_id, key_hash)
    cross join lateral (select * from idempotency where party_id = u.party_id and key_hash = u.key_hash limit 1) i`,
  types: ['uuid[]', 'uuid[]'],
};

export const FIND_CONSENTS: Statement = {
  name: 'find_consents',
  text: `select c.party_id::text, c.merchant_id::text, c.consent_id::text from unnest($1::uuid[], $2::uuid[]) u(party_id, merchant_id)
    cross join lateral (select * from consents where party_id = u.party_id and merchant_id = u.merchant_id and purpose = 'deposit_waiver'
      and expires_at > now() limit 1) c`,
  types: ['uuid[]', 'uuid[]'],
};

export const FIND_ORDER_NUMBERS: Statement = {
  name: 'find_order_numbers',
  text: `select o.merchant_id::text, o.order_no from unnest($1::uuid[], $2::text[]) u(merchant_id, order_no)
    cross join lateral (select * from order_numbers where merchant_id = u.merchant_id and order_no = u.order_no limit 1) o`,
  types: ['uuid[]', 'text[]'],
};

export const INSERT_ANSWERS: Statement = {
  name: 'insert_answers',
  text: `insert into idempotency select ${BENCH_WORLD}, r.* from unnest($1::given_answer[]) r`,
  types: [{ rows: 'given_answer', columns: ['uuid', 'uuid', 'uuid', 'uuid'] }],
};

export const INSERT_ORDER_NUMBERS: Statement = {
  name: 'insert_order_numbers',
  text: `insert into order_numbers select ${BENCH_WORLD}, r.* from unnest($1::taken_order_number[]) r`,
  types: [{ rows: 'taken_order_number', columns: ['uuid', 'text', 'uuid', 'uuid'] }],
};

export const INSERT_PLEDGES: Statement = {
  name: 'insert_pledges',
  text: `insert into pledges select ${BENCH_WORLD}, r.* from unnest($1::born_pledge[]) r`,
  types: [
    {
      rows: 'born_pledge',
      columns: [
        ...(['uuid', 'uuid', 'uuid', 'uuid', 'text', 'text', 'text'] as const),
        ...(['int8', 'int8', 'timestamptz', 'timestamptz', 'text', 'bytea'] as const),
      ],
    },
  ],
};

export const INSERT_TRANSFERS: Statement = {
  name: 'insert_transfers',
  text: `insert into transfers select ${BENCH_WORLD}, r.* from unnest($1::new_transfer[]) r`,
  types: [{ rows: 'new_transfer', columns: ['uuid', 'uuid', 'uuid', 'text', 'text', 'int8'] }],
};

export const INSERT_FACTS: Statement = {
  name: 'insert_facts',
  text: `insert into facts select ${BENCH_WORLD}, r.*, (select pg_current_xact_id()::text::int8) from unnest($1::recorded_fact[]) r`,
  types: [
    {
      rows: 'recorded_fact',
      columns: ['uuid', 'uuid', 'uuid', 'text', 'timestamptz', 'text', 'int8', 'bytea', 'bytea'],
    },
  ],
};

export const WRITE_PARTIES: Statement = {
  name: 'write_parties',
  text: `update parties p set open_minor = u.open_minor, leaf_count = u.leaf_count
    from unnest($1::uuid[], $2::int8[], $3::int8[]) u(party_id, open_minor, leaf_count) where p.party_id = u.party_id`,
  types: ['uuid[]', 'int8[]', 'int8[]'],
};
