-- What the release gate may read in Keycloak's database, and nothing else. Made from the code (`pnpm run docs`).
--
-- For psql, in that database, as a superuser (else as the owner of Keycloak's tables: it then says what is still missing):
--   psql -d keycloak -f database-role.sql
--   psql -d keycloak -v role=gate -v schema=public -f database-role.sql
-- The role must exist:
--   CREATE ROLE gate LOGIN PASSWORD '…' CONNECTION LIMIT 10;
-- Run it again after every upgrade and after every restore: tables that came with it have no grants yet.
\set ON_ERROR_STOP on
\if :{?role}
\else
  \set role gate
\endif
\if :{?schema}
\else
  \set schema public
\endif

SELECT format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), :'role') \gexec
SELECT format('GRANT USAGE ON SCHEMA %I TO %I', :'schema', :'role') \gexec

-- Versions, change sets (custom providers keep change logs of their own, databasechangelog_…), locks, members of the cluster.
SELECT format('GRANT SELECT ON %I.%I TO %I', schemaname, tablename, :'role')
  FROM pg_tables
 WHERE schemaname = :'schema'
   AND (tablename IN ('migration_model', 'databasechangelog', 'databasechangeloglock', 'jgroups_ping')
        OR tablename LIKE 'databasechangelog\_%')
\gexec

-- Numbers of what hangs on objects, and of what came since a moment: columns that say on what and when, none that says who.
SELECT format('GRANT SELECT (%s) ON %I.%I TO %I', string_agg(format('%I', a.attname), ', ' ORDER BY a.attname), n.nspname, c.relname, :'role')
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN (VALUES
    ('user_role_mapping', 'role_id'), ('fed_user_role_mapping', 'role_id'), ('user_group_membership', 'group_id'),
    ('fed_user_group_membership', 'group_id'), ('user_consent', 'client_id'), ('user_consent', 'created_date'),
    ('user_consent', 'last_updated_date'), ('fed_user_consent', 'client_id'), ('fed_user_consent', 'created_date'),
    ('fed_user_consent', 'last_updated_date'), ('offline_client_session', 'client_id'), ('offline_client_session', 'offline_flag'),
    ('federated_identity', 'realm_id'), ('federated_identity', 'identity_provider'), ('broker_link', 'realm_id'),
    ('broker_link', 'identity_provider'), ('user_entity', 'created_timestamp'), ('user_entity', 'id'),
    ('credential', 'created_date'), ('fed_user_credential', 'created_date'), ('offline_user_session', 'created_on'),
    ('offline_user_session', 'offline_flag'), ('event_entity', 'realm_id'), ('event_entity', 'event_time'),
    ('admin_event_entity', 'realm_id'), ('admin_event_entity', 'admin_event_time'), ('realm', 'id'), ('client', 'id'),
    ('keycloak_role', 'id')
  ) AS readable(table_name, column_name) ON readable.table_name = c.relname AND readable.column_name = a.attname
 WHERE n.nspname = :'schema' AND c.relkind IN ('r', 'p', 'v', 'm')
 GROUP BY n.nspname, c.relname
\gexec

-- Which application a session is of: without this, that column is empty for other accounts' sessions.
SELECT pg_has_role(current_user, 'pg_read_all_stats', 'MEMBER WITH ADMIN OPTION') AS may_grant \gset
\if :may_grant
  SELECT format('GRANT pg_read_all_stats TO %I', :'role') \gexec
\else
  \echo Not granted, as it takes a superuser: GRANT pg_read_all_stats TO :"role";
\endif

-- The gate reads in read-only transactions anyway; so does then whoever else has its password.
SELECT rolsuper AS is_superuser FROM pg_roles WHERE rolname = current_user \gset
\if :is_superuser
  SELECT format('ALTER ROLE %I SET default_transaction_read_only = on', :'role') \gexec
\endif
