import { gap } from '@keycloak-release-gate/core';
import type { Gap } from '@keycloak-release-gate/core';
import { codes } from './codes.ts';
import type { Reading } from './connection.ts';

/** Columns of one table. */
export interface Columns {
  readonly table: string;
  readonly columns: readonly string[];
}

/** The gap for columns that must be read and cannot be; undefined where they can. A grant on single columns is none on their table. */
export async function columnsGap({ query, database }: Reading, { table, columns }: Columns): Promise<Gap | undefined> {
  const { schema, user, name } = database;
  const [row] = await query(
    `SELECT pg_get_userbyid(c.relowner) AS owner,
            has_schema_privilege(n.oid, 'USAGE') AND (SELECT bool_and(has_column_privilege(c.oid, column_name, 'SELECT')) FROM unnest($3::text[]) AS column_name) AS readable
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p', 'v', 'm')`,
    [schema, table, columns],
  );
  const subject = `table/${schema}.${table}`;
  if (!row) return gap(codes.TABLE_MISSING, { subject, reason: `The database "${name}" has no table ${table} in the schema ${schema}.` });
  if (row['readable'] === true) return undefined;
  return gap(codes.NOT_ALLOWED, {
    subject,
    reason: `The database user "${user}" may not read ${columns.join(' and ')} of the table ${schema}.${table}.`,
    remedy: columnsRemedy(String(row['owner']), { table, columns }, database),
  });
}

/** How the gate's user gets the right to read columns of a table. */
const columnsRemedy = (owner: string, { table, columns }: Columns, { schema, user }: Reading['database']): string =>
  `As its owner (${owner}): GRANT SELECT (${columns.join(', ')}) ON "${schema}"."${table}" TO "${user}"; or run database-role.sql again.`;
