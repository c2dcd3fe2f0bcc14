-- One order the usual way: one transaction, fourteen round trips, eight rows and two updates.
-- Driven by pgbench -M prepared (every statement is parsed once a connection), or by wire-driver.ts where pgbench is absent.
-- The limit is taken before anything is written, as one would; taking it last (a shorter lock on the popular person) was
-- measured in interleaved rounds and made no difference: the cores are full either way.
-- Zipf with exponent 1 by inverting H(m) ~ ln(m + 0.5) + 0.5772156649; pgbench's own random_zipfian cannot do exactly 1
-- and is slow near it. permute() scatters the popular ones over the table, as they would be in life.
\set person_rank least(:people, int(exp(random(0, 999999999) / 1000000000.0 * (ln(:people + 0.5) + 0.5772156649) - 0.5772156649) + 0.5))
\set shop_rank least(:shops, int(exp(random(0, 999999999) / 1000000000.0 * (ln(:shops + 0.5) + 0.5772156649) - 0.5772156649) + 0.5))
\set person 1 + permute(:person_rank - 1, :people, 7)
\set shop 1 + permute(:shop_rank - 1, :shops, 7)
\set amount random(1000, 50000)
\set key random(1, 9000000000000000000)
begin;
insert into idempotency (person_id, key, request_sha256) values (:person, 'order-' || :key::bigint, sha256(convert_to(:key::text || :amount::text, 'UTF8')));
select standing, limit_minor, exposure_minor from people where person_id = :person;
select offer_id, version, grace_days, late_fee_minor, late_fee_cap_minor, terms from offers where shop_id = :shop and version = 1;
update people set exposure_minor = exposure_minor + :amount where person_id = :person and exposure_minor + :amount <= limit_minor returning exposure_minor \gset
insert into commitments (person_id, shop_id, offer_id, order_no, state, amount_minor, currency, starts_at, due_at) values (:person, :shop, :shop, 'A-' || :key::bigint, 'offered', :amount, 'CNY', now(), now() + interval '3 days') returning commitment_id \gset
insert into obligations (commitment_id, seq, kind, amount_minor, due_at, state) values (:commitment_id, 1, 'return', 0, now() + interval '3 days', 'open');
insert into obligations (commitment_id, seq, kind, amount_minor, due_at, state) values (:commitment_id, 2, 'pay', :amount, now() + interval '5 days', 'open');
insert into postings (commitment_id, account, amount_minor, currency) values (:commitment_id, 'exposure/person/' || :person::bigint, :amount, 'CNY');
insert into postings (commitment_id, account, amount_minor, currency) values (:commitment_id, 'exposure/shop/' || :shop::bigint, -:amount::bigint, 'CNY');
insert into outbox (commitment_id, kind, payload) values (:commitment_id, 'commitment.offered', jsonb_build_object('commitmentId', :commitment_id::bigint, 'shopId', :shop::bigint, 'orderNo', 'A-' || :key::bigint, 'amountMinor', :amount::bigint, 'currency', 'CNY', 'state', 'offered'));
insert into evidence (commitment_id, body, sha256) values (:commitment_id, jsonb_build_object('person', :person::bigint, 'shop', :shop::bigint, 'amountMinor', :amount::bigint, 'decision', 'full', 'standing', 1, 'exposureMinor', :exposure_minor::bigint, 'reasons', '["within_limit","enough_kept"]'::jsonb), sha256(convert_to('decision' || :person::text || :shop::text || :amount::text || :key::text, 'UTF8')));
update idempotency set answer = jsonb_build_object('status', 201, 'commitmentId', :commitment_id::bigint, 'state', 'offered') where person_id = :person and key = 'order-' || :key::bigint;
commit;
