-- What the release gate may read in Keycloak's database, and nothing else. For psql, in that database, as the owner of
-- its tables or a superuser; the role `gate` must exist (CREATE ROLE gate LOGIN PASSWORD '…').
-- Run it again after an upgrade or a restore: tables that came with it have no grants yet.
DO $$
DECLARE
  wanted name;
  readable text;
BEGIN
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO gate', current_database());
  EXECUTE 'GRANT USAGE ON SCHEMA public TO gate';
  FOR wanted IN
    SELECT tablename FROM pg_tables
    WHERE schemaname = 'public'
      -- Custom providers keep changelogs of their own, databasechangelog_…
      AND (tablename IN ('migration_model', 'databasechangeloglock', 'jgroups_ping', 'realm') OR tablename LIKE 'databasechangelog%')
  LOOP
    EXECUTE format('GRANT SELECT ON public.%I TO gate', wanted);
  END LOOP;
  -- How many hang on a role, a group, a client, a provider: only the columns that say on what, none that says who.
  FOR wanted, readable IN
    SELECT t.tablename, v.readable FROM pg_tables t JOIN (VALUES
      ('user_role_mapping', 'role_id'),
      ('fed_user_role_mapping', 'role_id'),
      ('user_group_membership', 'group_id'),
      ('fed_user_group_membership', 'group_id'),
      ('user_consent', 'client_id'),
      ('fed_user_consent', 'client_id'),
      ('offline_client_session', 'client_id, offline_flag'),
      ('federated_identity', 'realm_id, identity_provider'),
      ('broker_link', 'realm_id, identity_provider')
    ) AS v(tablename, readable) ON t.tablename = v.tablename
    WHERE t.schemaname = 'public'
  LOOP
    EXECUTE format('GRANT SELECT (%s) ON public.%I TO gate', readable, wanted);
  END LOOP;
  -- Who is connected, and since when: without this, other accounts' rows in pg_stat_activity are empty.
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = current_user AND rolsuper) THEN
    GRANT pg_read_all_stats TO gate;
  END IF;
END
$$;
ALTER ROLE gate SET default_transaction_read_only = on;
