/** SQL of facts and of the whole numbers that sum them up. */
import { type Id, uuidOf } from '../../kernel/index.ts';
import type { Call, Statement } from '../../platform/db/index.ts';
import type { Fact } from './fact.ts';

/** A fact with the two public halves of its leaf. */
export interface FactRow {
  readonly fact: Fact;
  readonly tag: Buffer;
  readonly commitment: Buffer;
}

/** The number of the writing transaction is asked for once a statement: see rfd/0002. */
const INSERT_FACTS: Statement = {
  name: 'insert_facts',
  text: `insert into facts (world_id, fact_id, party_id, merchant_id, pledge_id, kind, context, reporter, effective_at, recorded_at, weight_milli, detail, leaf_seq, tag, commitment, written_in)
    select $1::int4, r.*, (select pg_current_xact_id()::text::int8 + coalesce(nullif(current_setting('troth.xid_base', true), ''), '0')::int8) from unnest($2::recorded_fact[]) r`,
  types: [
    'int4',
    {
      rows: 'recorded_fact',
      columns: [
        ...(['uuid', 'uuid', 'uuid', 'uuid', 'text', 'text', 'text', 'timestamptz', 'timestamptz'] as const),
        ...(['int4', 'text', 'int8', 'bytea', 'bytea'] as const),
      ],
    },
  ],
};

/** A lateral lookup keeps the batch outside and the index inside, whatever the planner believed when the table was empty. */
const FIND_FOLDS: Statement = {
  name: 'find_folds',
  text: `select f.party_id::text, f.context, f.buckets::text from unnest($1::uuid[], $2::text[]) u(party_id, context)
    cross join lateral (select * from folds where party_id = u.party_id and context = u.context limit 1) f`,
  types: ['uuid[]', 'text[]'],
};

const FIND_FOLDS_OF_PARTIES: Statement = {
  name: 'find_folds_of_parties',
  text: `select f.party_id::text, f.context, f.buckets::text from unnest($1::uuid[]) u(party_id)
    cross join lateral (select * from folds where party_id = u.party_id) f`,
  types: ['uuid[]'],
};

const WRITE_FOLDS: Statement = {
  name: 'write_folds',
  text: `insert into folds (world_id, party_id, context, buckets) select $1::int4, * from unnest($2::uuid[], $3::text[], $4::jsonb[])
    on conflict (party_id, context) do update set buckets = excluded.buckets`,
  types: ['int4', 'uuid[]', 'text[]', 'jsonb[]'],
};

export function insertFacts(worldId: number, rows: readonly FactRow[]): Call {
  return [INSERT_FACTS, worldId, rows.map(rowOfFact)];
}

function rowOfFact({ fact: f, tag, commitment }: FactRow) {
  return [
    uuidOf(f.factId),
    uuidOf(f.partyId),
    uuidOf(f.merchantId),
    uuidOf(f.subjectId),
    f.kind,
    f.context,
    f.reporter,
    f.effectiveAt,
    f.recordedAt,
    f.weightMilli,
    f.detail,
    f.leafSeq,
    tag,
    commitment,
  ];
}

export function findFolds(keys: readonly { partyId: Id<'pty'>; context: string }[]): Call {
  return [FIND_FOLDS, keys.map((key) => uuidOf(key.partyId)), keys.map((key) => key.context)];
}

/** All of them, whatever the context: the same columns as {@link findFolds}. */
export function findFoldsOfParties(partyIds: readonly Id<'pty'>[]): Call {
  return [FIND_FOLDS_OF_PARTIES, [...new Set(partyIds)].map(uuidOf)];
}

export function writeFolds(
  worldId: number,
  rows: readonly { partyId: Id<'pty'>; context: string; buckets: string }[],
): Call {
  return [
    WRITE_FOLDS,
    worldId,
    rows.map((row) => uuidOf(row.partyId)),
    rows.map((row) => row.context),
    rows.map((row) => row.buckets),
  ];
}
