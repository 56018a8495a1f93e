/** Columns that hold secrets or personal data, of tables that the gate has nothing to read in, or not this. */
const secretColumns = [
  ['user_entity', 'username'],
  ['user_entity', 'email'],
  ['user_attribute', 'value'],
  ['credential', 'secret_data'],
  ['fed_user_credential', 'secret_data'],
  ['client', 'secret'],
  ['component_config', 'value'],
  ['identity_provider_config', 'value'],
  ['realm_smtp_config', 'value'],
] as const;

const ofSchema = `pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'v', 'm')`;

/**
 * What a role that only reads should not be able to do, as queries by kind; $1 is the schema. Each row (`what`) is something that it
 * can. The first that finds anything explains the rest: a superuser can do everything.
 */
export const excessQueries = {
  superuser: `SELECT 'everything' AS what FROM pg_roles WHERE rolname = current_user AND rolsuper AND $1::text IS NOT NULL`,
  attributes: `SELECT what FROM pg_roles, LATERAL (VALUES ('CREATEROLE', rolcreaterole), ('CREATEDB', rolcreatedb), ('REPLICATION', rolreplication), ('BYPASSRLS', rolbypassrls)) AS a(what, held)
                WHERE rolname = current_user AND held AND $1::text IS NOT NULL`,
  memberships: `SELECT r.rolname AS what FROM pg_roles r
                 WHERE r.rolname <> current_user AND pg_has_role(r.oid, 'MEMBER')
                   AND (r.rolname IN ('pg_write_all_data', 'pg_read_all_data', 'pg_maintain', 'pg_signal_backend', 'pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program')
                        OR r.rolsuper OR r.oid IN (SELECT c.relowner FROM ${ofSchema}))
                 ORDER BY 1`,
  owner: `SELECT c.relname AS what FROM ${ofSchema} AND pg_get_userbyid(c.relowner) = current_user ORDER BY 1`,
  writes: `SELECT c.relname AS what FROM ${ofSchema}
              AND (has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER') OR has_any_column_privilege(c.oid, 'INSERT, UPDATE'))
            ORDER BY 1`,
  creates: `SELECT what FROM (VALUES ('in the schema ' || $1, coalesce((SELECT has_schema_privilege(oid, 'CREATE') FROM pg_namespace WHERE nspname = $1), false)),
                                     ('in the database', has_database_privilege(current_database(), 'CREATE'))) AS c(what, held) WHERE held`,
  secrets: `SELECT c.relname || '.' || a.attname AS what FROM pg_attribute a, ${ofSchema} AND a.attrelid = c.oid AND NOT a.attisdropped
               AND (c.relname, a.attname) IN (${secretColumns.map(([table, column]) => `('${table}', '${column}')`).join(', ')})
               AND has_column_privilege(c.oid, a.attnum, 'SELECT')
             ORDER BY 1`,
} as const;

export type ExcessKind = keyof typeof excessQueries;
export const excessKinds = Object.keys(excessQueries).filter((kind): kind is ExcessKind => kind in excessQueries);
