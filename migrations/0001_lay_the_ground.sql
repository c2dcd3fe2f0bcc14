-- Worlds, parties, offers, pledges, facts, books: the first schema.
-- The person's party_id is in every primary and unique key of person-side tables. It leads where the hot path looks up by
-- party; append-only tables lead with a time-ordered id, so that they grow at the right edge of their indexes.
-- Tables that batches update by key are analysed only from ten thousand rows on: statistics of a handful of rows make a generic
-- plan that reads the whole index for each batch, and keep it while the table grows. Without any, it looks rows up.
-- Two tables are keyed by merchant instead: order_numbers, and idempotency of requests that name no person (there the
-- merchant is the party). Hot tables declare no foreign keys; references.ts lists each reference and the audit proves it.

create table worlds (
  world_id   int primary key,
  name       text not null unique,
  mode       text not null check (mode in ('live', 'test')),
  clock_at   timestamptz,
  log_origin text not null unique,
  created_at timestamptz not null,
  check ((mode = 'test') = (clock_at is not null))
);

-- One row per party, locked by every journey that touches the party, in id order.
-- exposure: {"CNY": {"limit": 500000, "open": 120000, "unpaid": 0}} in minor units; a currency without a member grants nothing.
create table parties (
  party_id    uuid primary key,
  world_id    int not null,
  kind        text not null check (kind in ('person', 'merchant', 'institution', 'agent')),
  state       text not null check (state in ('active', 'suspended', 'erased')),
  wrapped_key bytea,
  leaf_count  bigint not null default 0 check (leaf_count >= 0),
  open_count  int not null default 0 check (open_count >= 0),
  exposure    jsonb not null default '{}'
    constraint exposure_within_limit check (not jsonb_path_exists(exposure, '$.* ? (@.open > @.limit || @.open < 0 || @.unpaid < 0)')),
  created_at  timestamptz not null,
  check ((state = 'erased') = (wrapped_key is null))
) with (fillfactor = 70, autovacuum_vacuum_threshold = 10000, autovacuum_vacuum_insert_threshold = 10000, autovacuum_analyze_threshold = 10000);

create table persons (
  party_id       uuid primary key references parties,
  world_id       int not null,
  name_sealed    bytea,
  contact_sealed bytea,
  contact_index  bytea,
  locale         text not null check (locale in ('zh', 'en')),
  created_at     timestamptz not null,
  unique (world_id, contact_index)
);

create table merchants (
  merchant_id uuid primary key references parties (party_id),
  world_id    int not null,
  name        jsonb not null,
  state       text not null check (state in ('active', 'suspended')),
  created_at  timestamptz not null
);

create table api_keys (
  key_id      uuid primary key,
  world_id    int not null,
  merchant_id uuid references merchants,
  principal   text not null check (principal in ('merchant', 'operator')),
  secret_hash bytea not null,
  scopes      text[] not null,
  created_at  timestamptz not null,
  expires_at  timestamptz,
  revoked_at  timestamptz,
  check ((principal = 'merchant') = (merchant_id is not null))
);

create table sessions (
  session_id uuid primary key,
  world_id   int not null,
  party_id   uuid not null references parties,
  token_hash bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz
);

create table sign_in_links (
  link_id    uuid primary key,
  world_id   int not null,
  party_id   uuid not null references parties,
  token_hash bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at    timestamptz
);

create table offers (
  offer_id    uuid primary key,
  world_id    int not null,
  merchant_id uuid not null references merchants,
  state       text not null check (state in ('live', 'withdrawn')),
  version     int not null check (version >= 1),
  created_at  timestamptz not null
);

create table offer_versions (
  version_id   uuid primary key,
  offer_id     uuid not null references offers,
  world_id     int not null,
  merchant_id  uuid not null references merchants,
  version      int not null,
  terms        jsonb not null,
  content_hash bytea not null,
  published_at timestamptz not null,
  unique (offer_id, version)
);

create table consents (
  party_id     uuid not null,
  consent_id   uuid not null,
  world_id     int not null,
  merchant_id  uuid not null,
  purpose      text not null,
  fields       text[] not null,
  text_version text not null,
  granted_at   timestamptz not null,
  expires_at   timestamptz not null,
  revoked_at   timestamptz,
  primary key (party_id, consent_id)
) with (autovacuum_vacuum_threshold = 10000, autovacuum_vacuum_insert_threshold = 10000, autovacuum_analyze_threshold = 10000);
create index consents_by_counterparty on consents (party_id, merchant_id, purpose, expires_at);

-- A basis of its own: facts that happened before Troth, and who supplied them.
create table historic_imports (
  import_id   uuid primary key,
  world_id    int not null,
  merchant_id uuid not null references merchants,
  supplied_by text not null,
  source      text not null,
  created_at  timestamptz not null
);

create table evidence (
  evidence_id    uuid not null,
  party_id       uuid not null,
  world_id       int not null,
  merchant_id    uuid not null,
  pledge_id      uuid not null,
  content_hash   bytea not null,
  media_type     text not null,
  size_bytes     int not null check (size_bytes > 0),
  -- promisor: a shop that promises, as merchant is the one promised to.
  supplied_by    text not null check (supplied_by in ('person', 'promisor', 'merchant', 'operator', 'historic_import')),
  effective_at   timestamptz not null,
  recorded_at    timestamptz not null,
  content_sealed bytea,
  primary key (evidence_id, party_id)
);
create index evidence_by_pledge on evidence (pledge_id, evidence_id);

create table pledges (
  pledge_id           uuid not null,
  party_id            uuid not null,
  world_id            int not null,
  merchant_id         uuid not null,
  version_id          uuid not null,
  order_no            text,
  state               text not null,
  context             text not null,
  currency            text not null,
  outcome             text not null check (outcome in ('full', 'partial', 'ordinary')),
  granted_minor       bigint not null check (granted_minor >= 0),
  deposit_minor       bigint not null check (deposit_minor >= 0),
  ceiling_minor       bigint not null check (ceiling_minor >= 0),
  expected_loss_minor bigint not null,
  basis               text not null check (basis in ('consent', 'historic_import')),
  basis_id            uuid not null,
  reasons_sealed      bytea,
  offered_at          timestamptz not null,
  starts_at           timestamptz not null,
  due_at              timestamptz not null,
  grace_until         timestamptz not null,
  next_due_at         timestamptz,
  accepted_at         timestamptz,
  begun_at            timestamptz,
  declared_at         timestamptz,
  answer_by           timestamptz,
  ended_at            timestamptz,
  extension_count     smallint not null default 0,
  charged_minor       bigint not null default 0,
  -- What the promisee claims for loss or damage in its notice.
  claim_minor         bigint check (claim_minor > 0),
  -- [[seq, type, owedBy, dueAt, graceUntil, state, and where something is counted asked, done, enjoyedMinor], …]: read and written with
  -- their pledge and never without it, in the very words of its facts.
  obligations         text not null,
  -- Since when a dispute holds its clock, and when time would have moved it next.
  disputed_at         timestamptz,
  held_due_at         timestamptz,
  -- When its clock stood, [[from, until], …]: nothing is charged for that time.
  stood               text,
  primary key (pledge_id, party_id),
  check (charged_minor between 0 and ceiling_minor),
  check (disputed_at is null or (ended_at is null and next_due_at is null)),
  check (held_due_at is null or disputed_at is not null)
) with (fillfactor = 80, autovacuum_vacuum_threshold = 10000, autovacuum_vacuum_insert_threshold = 10000, autovacuum_analyze_threshold = 10000);
create index pledges_by_party on pledges (party_id, pledge_id);
create index pledges_due on pledges (world_id, next_due_at, pledge_id) where next_due_at is not null;

create table charges (
  charge_id    uuid not null,
  party_id     uuid not null,
  world_id     int not null,
  merchant_id  uuid not null,
  pledge_id    uuid not null,
  kind         text not null,
  -- The obligation it comes from.
  seq          smallint not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency     text not null,
  state        text not null check (state in ('open', 'collected', 'forgiven', 'credited')),
  raised_at    timestamptz not null,
  settled_at   timestamptz,
  -- What was paid of it so far; of a credited charge, what is to be paid back.
  paid_minor   bigint not null default 0,
  primary key (charge_id, party_id),
  check ((state = 'open') = (settled_at is null)),
  check (case state when 'collected' then paid_minor = amount_minor when 'credited' then paid_minor between 1 and amount_minor
    else paid_minor between 0 and amount_minor - 1 end)
) with (autovacuum_vacuum_threshold = 10000, autovacuum_vacuum_insert_threshold = 10000, autovacuum_analyze_threshold = 10000);
create index charges_by_pledge on charges (pledge_id, charge_id);

-- Double entry in one row: the amount leaves one account and enters another, in one currency.
create table transfers (
  transfer_id    uuid not null,
  party_id       uuid not null,
  world_id       int not null,
  merchant_id    uuid not null,
  pledge_id      uuid not null,
  debit_account  text not null,
  credit_account text not null,
  amount_minor   bigint not null check (amount_minor > 0),
  currency       text not null,
  effective_at   timestamptz not null,
  recorded_at    timestamptz not null,
  primary key (transfer_id, party_id),
  check (debit_account <> credit_account)
);

-- Coverage is read by everybody, so it must not go through all transfers; orders that touch no deposit pay nothing for this.
create index transfers_of_custody on transfers (merchant_id, currency, effective_at)
  where 'custody_held' in (debit_account, credit_account) or credit_account = 'custody_cash';

-- What the provider says lies in custody for a shop. Told by the operator, never edited: a later statement stands beside it.
create table custody_statements (
  statement_id  uuid primary key,
  world_id      int not null,
  merchant_id   uuid not null references merchants,
  currency      text not null,
  balance_minor bigint not null check (balance_minor >= 0),
  balance_at    timestamptz not null,
  supplied_by   text not null,
  content_hash  bytea not null,
  recorded_at   timestamptz not null
);
create index custody_statements_of_shop on custody_statements (merchant_id, currency, balance_at);

-- A fact is event, outbox row and pending leaf at once: a single row, never edited.
-- written_in is the number of the writing transaction: readers stop below the oldest one still running, so that a cursor
-- over (written_in, fact_id) never passes a row that commits later. The base is raised by restore, where numbers start anew.
create table facts (
  fact_id      uuid not null,
  party_id     uuid not null,
  world_id     int not null,
  merchant_id  uuid not null,
  pledge_id    uuid not null,
  kind         text not null,
  context      text not null,
  reporter     text not null check (reporter in ('person', 'promisor', 'merchant', 'operator', 'system', 'historic_import')),
  effective_at timestamptz not null,
  recorded_at  timestamptz not null,
  weight_milli int not null default 0,
  detail       text not null,
  leaf_seq     bigint not null,
  tag          bytea not null,
  commitment   bytea not null,
  written_in   bigint not null,
  primary key (fact_id, party_id)
);
create index facts_by_pledge on facts (pledge_id, fact_id);
create index facts_in_order on facts (world_id, written_in, fact_id);

-- One side says that a fact is not so. What was said, answered and decided is in evidence, sealed; here is only where it stands.
create table disputes (
  dispute_id   uuid not null,
  party_id     uuid not null,
  world_id     int not null,
  merchant_id  uuid not null,
  pledge_id    uuid not null,
  fact_id      uuid not null,
  about        text not null check (about in ('fact', 'charge', 'admission')),
  opened_by    text not null check (opened_by in ('person', 'promisor', 'merchant')),
  duty         text not null check (duty in ('none', 'refund')),
  stops_clock  boolean not null,
  state        text not null check (state in ('open', 'answered', 'decided', 'lapsed')),
  outcome      text check (outcome in ('upheld', 'corrected')),
  norm         text,
  statement_id uuid not null,
  answer_id    uuid,
  outcome_id   uuid,
  opened_at    timestamptz not null,
  answer_by    timestamptz not null,
  decide_by    timestamptz not null,
  next_due_at  timestamptz,
  answered_at  timestamptz,
  ended_at     timestamptz,
  primary key (dispute_id, party_id),
  check ((state in ('open', 'answered')) = (next_due_at is not null)),
  check ((state in ('open', 'answered')) = (ended_at is null)),
  check ((state = 'decided') = (outcome is not null)),
  check ((outcome is null) = (norm is null)),
  check ((answer_id is null) = (answered_at is null))
) with (autovacuum_vacuum_threshold = 10000, autovacuum_vacuum_insert_threshold = 10000, autovacuum_analyze_threshold = 10000);
create index disputes_by_pledge on disputes (pledge_id, dispute_id);
create index disputes_due on disputes (world_id, next_due_at, dispute_id) where next_due_at is not null;

-- Whole numbers per party and context, by the party's own 30-day periods: [[period, kept, broken, late], …] in thousandths.
create table folds (
  party_id uuid not null,
  context  text not null,
  world_id int not null,
  buckets  jsonb not null,
  primary key (party_id, context)
) with (fillfactor = 80, autovacuum_vacuum_threshold = 10000, autovacuum_vacuum_insert_threshold = 10000, autovacuum_analyze_threshold = 10000);

create table idempotency (
  party_id    uuid not null,
  key_hash    uuid not null,
  world_id    int not null,
  body_hash   uuid not null,
  answer      text not null,
  subject_id  uuid,
  renderer    smallint not null,
  recorded_at timestamptz not null,
  primary key (party_id, key_hash)
);

create table order_numbers (
  merchant_id uuid not null,
  order_no    text not null,
  world_id    int not null,
  party_id    uuid not null,
  pledge_id   uuid not null,
  primary key (merchant_id, order_no)
);

-- Who takes work from the facts, and how far: the sequencer, the fan-out to webhooks, the roll-up of budgets and merchant files.
create table cursors (
  world_id   int not null,
  consumer   text not null,
  written_in bigint not null default 0,
  fact_id    uuid not null default '00000000-0000-0000-0000-000000000000',
  done_count bigint not null default 0,
  primary key (world_id, consumer)
);

-- The logbook in order: up to 256 leaves a row, in the shape of an entry bundle (length-prefixed entries).
create table leaf_bundles (
  world_id         int not null,
  bundle_index     bigint not null,
  first_written_in bigint not null,
  first_fact_id    uuid not null,
  fact_ids         uuid[] not null,
  -- Hashes do not compress: trying to costs more than the rest of the statement.
  entries          bytea storage external not null,
  primary key (world_id, bundle_index),
  check (cardinality(fact_ids) between 1 and 256)
);

create table budget_rollups (
  version_id     uuid not null,
  world_id       int not null,
  merchant_id    uuid not null,
  period         int not null,
  expected_minor bigint not null default 0,
  realised_minor bigint not null default 0,
  primary key (version_id, period)
);

create table webhook_endpoints (
  world_id               int not null,
  endpoint_id            uuid primary key,
  merchant_id            uuid not null references merchants,
  url                    text not null,
  events                 text[] not null,
  secret_sealed          bytea not null,
  previous_secret_sealed bytea,
  state                  text not null check (state in ('enabled', 'disabled')),
  disabled_reason        text,
  created_at             timestamptz not null
);

create table webhook_deliveries (
  world_id        int not null,
  delivery_id     uuid not null,
  endpoint_id     uuid not null,
  merchant_id     uuid not null,
  event_id        uuid not null,
  event_type      text not null,
  effective_at    timestamptz not null,
  state           text not null check (state in ('pending', 'delivered', 'dead')),
  attempt_count   int not null,
  next_attempt_at timestamptz,
  last_status     int,
  last_error      text,
  delivered_at    timestamptz,
  primary key (delivery_id, merchant_id)
);
create index webhook_deliveries_due on webhook_deliveries (world_id, next_attempt_at) where state = 'pending';
create index webhook_deliveries_by_endpoint on webhook_deliveries (endpoint_id, delivery_id);
create unique index webhook_deliveries_once on webhook_deliveries (endpoint_id, event_id, merchant_id);

-- Every look at a person's file, and by which basis.
create table file_looks (
  look_id  uuid not null,
  party_id uuid not null,
  world_id int not null,
  looker   text not null,
  looker_id uuid,
  purpose  text not null,
  basis    text not null,
  basis_id uuid,
  looked_at timestamptz not null,
  primary key (party_id, look_id)
);

-- What the write path inserts, a row at a time and a batch at once. A column that a table gains later makes a new type beside the old one.
create type born_pledge as (
  pledge_id uuid, party_id uuid, merchant_id uuid, version_id uuid, order_no text, state text, context text, currency text, outcome text,
  granted_minor bigint, deposit_minor bigint, ceiling_minor bigint, expected_loss_minor bigint, basis text, basis_id uuid, reasons_sealed bytea,
  offered_at timestamptz, starts_at timestamptz, due_at timestamptz, grace_until timestamptz, next_due_at timestamptz, accepted_at timestamptz,
  begun_at timestamptz, obligations text
);
create type recorded_fact as (
  fact_id uuid, party_id uuid, merchant_id uuid, pledge_id uuid, kind text, context text, reporter text, effective_at timestamptz, recorded_at timestamptz,
  weight_milli int, detail text, leaf_seq bigint, tag bytea, commitment bytea
);
create type new_transfer as (
  transfer_id uuid, party_id uuid, merchant_id uuid, pledge_id uuid, debit_account text, credit_account text, amount_minor bigint, currency text,
  effective_at timestamptz, recorded_at timestamptz
);
create type given_answer as (party_id uuid, key_hash uuid, body_hash uuid, answer text, subject_id uuid, recorded_at timestamptz);
create type taken_order_number as (merchant_id uuid, order_no text, party_id uuid, pledge_id uuid);
