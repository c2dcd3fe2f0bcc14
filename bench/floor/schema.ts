// The floor's tables, as a function of its features. Named as Troth's own, with the columns that this floor writes and no more.
import { BENCH_WORLD } from '../troth-world.ts';
import type { FeatureSet } from './features.ts';

/** What all steps share and none writes: filled once, and copied with its rows. Columns as in Troth, so that its rows are filled alike. */
export const CONSENTS_SCHEMA = `
create table consents (
  party_id uuid not null, consent_id uuid not null, world_id int not null, merchant_id uuid not null, purpose text not null, fields text[] not null,
  text_version text not null, granted_at timestamptz not null, expires_at timestamptz not null,
  primary key (party_id, consent_id)
);
create index consents_by_counterparty on consents (party_id, merchant_id, purpose, expires_at);`;

const TABLES = `
create table parties (
  party_id uuid primary key, world_id int not null, wrapped_key bytea, leaf_count bigint not null default 0,
  open_minor bigint not null default 0, limit_minor bigint not null, check (open_minor between 0 and limit_minor)
) with (fillfactor = 70, autovacuum_vacuum_threshold = 10000, autovacuum_vacuum_insert_threshold = 10000, autovacuum_analyze_threshold = 10000);
create table idempotency (
  world_id int not null, party_id uuid not null, key_hash uuid not null, body_hash uuid not null, pledge_id uuid not null,
  primary key (party_id, key_hash)
);
create table pledges (
  world_id int not null, pledge_id uuid not null, party_id uuid not null, merchant_id uuid not null, version_id uuid not null, state text not null,
  outcome text not null, currency text not null, granted_minor bigint not null, deposit_minor bigint not null, offered_at timestamptz not null,
  next_due_at timestamptz, obligations text not null, reasons_sealed bytea,
  primary key (pledge_id, party_id)
) with (fillfactor = 80);
create table transfers (
  world_id int not null, transfer_id uuid not null, party_id uuid not null, pledge_id uuid not null, debit_account text not null,
  credit_account text not null, amount_minor bigint not null,
  primary key (transfer_id, party_id)
);
create table facts (
  world_id int not null, fact_id uuid not null, party_id uuid not null, pledge_id uuid not null, kind text not null, recorded_at timestamptz not null,
  detail text not null, leaf_seq bigint not null, tag bytea, commitment bytea not null, written_in bigint not null,
  primary key (fact_id, party_id)
);
create type given_answer as (party_id uuid, key_hash uuid, body_hash uuid, pledge_id uuid);
create type born_pledge as (
  pledge_id uuid, party_id uuid, merchant_id uuid, version_id uuid, state text, outcome text, currency text, granted_minor bigint,
  deposit_minor bigint, offered_at timestamptz, next_due_at timestamptz, obligations text, reasons_sealed bytea
);
create type new_transfer as (
  transfer_id uuid, party_id uuid, pledge_id uuid, debit_account text, credit_account text, amount_minor bigint
);
create type recorded_fact as (
  fact_id uuid, party_id uuid, pledge_id uuid, kind text, recorded_at timestamptz, detail text, leaf_seq bigint, tag bytea, commitment bytea
);`;

const ORDER_NUMBERS = `
create table order_numbers (
  world_id int not null, merchant_id uuid not null, order_no text not null, party_id uuid not null, pledge_id uuid not null,
  primary key (merchant_id, order_no)
);
create type taken_order_number as (merchant_id uuid, order_no text, party_id uuid, pledge_id uuid);`;

const INDEXES = `
create index pledges_by_party on pledges (party_id, pledge_id);
create index pledges_due on pledges (world_id, next_due_at, pledge_id) where next_due_at is not null;
create index facts_by_pledge on facts (pledge_id, fact_id);
create index facts_in_order on facts (world_id, written_in, fact_id);`;

const FOLLOWER = `
create table leaf_bundles (
  world_id int not null, bundle_index bigint not null, fact_ids uuid[] not null, entries bytea storage external not null,
  primary key (world_id, bundle_index)
);
create table cursors (world_id int primary key, written_in bigint not null, fact_id uuid not null);
insert into cursors values (${BENCH_WORLD}, 0, '00000000-0000-0000-0000-000000000000');`;

/** The same expression as in Troth: the sub-select is evaluated once per statement. */
const IN_WORLD = `world_id = (select current_setting('troth.world')::int)`;

const ROW_LEVEL_SECURITY = `
do $$
declare
  guarded text;
begin
  for guarded in select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' loop
    execute format('alter table %I enable row level security', guarded);
    execute format('alter table %I force row level security', guarded);
    execute format($policy$create policy world on %I using (${IN_WORLD}) with check (${IN_WORLD})$policy$, guarded);
  end loop;
end $$;`;

const ROLE = `
do $$ begin
  if not exists (select from pg_roles where rolname = 'troth_app') then create role troth_app nologin; end if;
end $$;
grant usage on schema public to troth_app;
grant select, insert, update on all tables in schema public to troth_app;`;

/** What makes a copy of the shared database the floor of these features, but for row-level security: the rows come first. */
export function tablesFor(features: FeatureSet): string {
  return [
    TABLES,
    features.has('order_number') ? ORDER_NUMBERS : '',
    features.has('indexes') ? INDEXES : '',
    features.has('follower') ? FOLLOWER : '',
    ROLE,
  ].join('\n');
}

/** Said when the tables are filled. */
export function guardsFor(features: FeatureSet): string {
  return features.has('row_level_security') ? ROW_LEVEL_SECURITY : 'select';
}
