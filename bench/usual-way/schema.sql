-- The usual way, as a careful team would write it without knowing Troth: bigint identities, real foreign keys to the
-- person and to the commitment, amounts in minor units, the limit guarded by a conditional update.
-- Left out in its favour: a foreign key from commitments to shops. Under a Zipf load it makes every order share-lock
-- the same few shop rows and costs this side more than it costs Troth.
create table people (
  person_id bigint primary key,
  standing smallint not null,
  limit_minor bigint not null,
  exposure_minor bigint not null default 0 check (exposure_minor >= 0)
) with (fillfactor = 70);

create table shops (
  shop_id bigint primary key,
  name text not null
);

create table offers (
  offer_id bigint primary key,
  shop_id bigint not null references shops,
  version integer not null,
  grace_days integer not null,
  late_fee_minor bigint not null,
  late_fee_cap_minor bigint not null,
  terms jsonb not null,
  unique (shop_id, version)
);

create table idempotency (
  person_id bigint not null references people,
  key text not null,
  request_sha256 bytea not null,
  answer jsonb,
  created_at timestamptz not null default now(),
  primary key (person_id, key)
) with (fillfactor = 80);

create table commitments (
  commitment_id bigint generated always as identity primary key,
  person_id bigint not null references people,
  shop_id bigint not null,
  offer_id bigint not null,
  order_no text not null,
  state text not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  starts_at timestamptz not null,
  due_at timestamptz not null,
  created_at timestamptz not null default now(),
  unique (shop_id, order_no)
);
create index commitments_person on commitments (person_id, created_at);

create table obligations (
  commitment_id bigint not null references commitments,
  seq smallint not null,
  kind text not null,
  amount_minor bigint not null,
  due_at timestamptz not null,
  state text not null,
  primary key (commitment_id, seq)
);

create table postings (
  posting_id bigint generated always as identity primary key,
  commitment_id bigint not null references commitments,
  account text not null,
  amount_minor bigint not null,
  currency text not null,
  posted_at timestamptz not null default now()
);

create table outbox (
  outbox_id bigint generated always as identity primary key,
  commitment_id bigint not null references commitments,
  kind text not null,
  payload jsonb not null,
  created_at timestamptz not null default now(),
  sent_at timestamptz
);

create table evidence (
  evidence_id bigint generated always as identity primary key,
  commitment_id bigint not null references commitments,
  body jsonb not null,
  sha256 bytea not null,
  recorded_at timestamptz not null default now()
);
