-- The tenant is the world. Every tenant-bearing table forces row-level security; the application's role owns nothing.
-- Reading is bounded by the world; writing rows of a merchant is bounded further by the merchants of the batch.
-- A setting that is absent is an error, never a pass. The sub-selects are evaluated once per statement.

-- Roles belong to the whole server: another installation, or an administrator, may have made this one; then a plain owner needs
-- no right to make roles, only membership.
do $$
declare
  -- Since 16 being a member and being allowed to become the role are two things.
  membership constant text := case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end;
begin
  if not exists (select from pg_roles where rolname = 'troth_app') then
    begin
      create role troth_app nologin;
    exception when duplicate_object or unique_violation then null;
    end;
  end if;
  if not pg_has_role(current_user, 'troth_app', membership) then
    execute format('grant troth_app to %I', current_user);
  end if;
end $$;

grant usage on schema public to troth_app;
grant select, insert, update on all tables in schema public to troth_app;
grant delete on idempotency, webhook_deliveries to troth_app;
revoke update on facts, transfers, order_numbers, offer_versions, evidence, historic_imports, file_looks, custody_statements from troth_app;
grant update (content_sealed) on evidence to troth_app;

do $$
declare
  tenant_table text;
  bound_by_merchant constant text[] := array['pledges', 'charges', 'transfers', 'facts', 'order_numbers', 'evidence', 'disputes', 'custody_statements'];
begin
  for tenant_table in
    select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attname = 'world_id' and c.relname <> 'worlds'
  loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('alter table %I force row level security', tenant_table);
    execute format('create policy reads on %I for select using (world_id = (select current_setting(''troth.world'')::int))', tenant_table);
    if tenant_table = any (bound_by_merchant) then
      execute format('create policy inserts on %I for insert with check (world_id = (select current_setting(''troth.world'')::int)'
        ' and merchant_id = any ((select current_setting(''troth.merchants'')::uuid[])::uuid[]))', tenant_table);
      execute format('create policy updates on %I for update using (world_id = (select current_setting(''troth.world'')::int)'
        ' and merchant_id = any ((select current_setting(''troth.merchants'')::uuid[])::uuid[]))', tenant_table);
    else
      execute format('create policy inserts on %I for insert with check (world_id = (select current_setting(''troth.world'')::int))', tenant_table);
      execute format('create policy updates on %I for update using (world_id = (select current_setting(''troth.world'')::int))', tenant_table);
    end if;
    execute format('create policy deletes on %I for delete using (world_id = (select current_setting(''troth.world'')::int))', tenant_table);
  end loop;
end $$;
