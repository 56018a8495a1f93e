import { defineCollector, gap } from '@keycloak-release-gate/core';
import type { Collected, Gap } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { readDatabase } from './connection.ts';
import type { Reading } from './connection.ts';
import { excessKinds, excessQueries } from './excess-rights.ts';
import { databaseRights } from './rights.ts';
import type { DatabaseRight } from './rights.ts';

/** What the gate's role may do in Keycloak's database. */
export const DatabaseAccess = z.object({
  database: z.string(),
  schema: z.string(),
  role: z.string(),
  /** Whether it may use the schema at all. */
  schemaUsable: z.boolean(),
  /** What the collectors read, as far as this database has it. */
  needed: z.array(
    z.object({
      table: z.string(),
      owner: z.string(),
      /** Empty: the whole table. */
      columns: z.array(z.string()),
      /** Those of the columns that may not be read; where the whole table is needed, its name when not all of it may be. */
      missing: z.array(z.string()),
    }),
  ),
  /** Whether it sees which application the sessions of others are of. */
  seesSessions: z.boolean(),
  /** What it may do, and should not be able to. */
  excess: z.array(z.object({ kind: z.enum(excessKinds), what: z.array(z.string()) })),
});
export type DatabaseAccess = z.infer<typeof DatabaseAccess>;

/** The rights of the gate's role, each asked for of the database itself. */
export const databaseAccess = defineCollector({
  id: 'database/access',
  version: 1,
  title: 'The rights of the gate in the database',
  vantage: 'cluster',
  evidence: DatabaseAccess,
  timeout: 20_000,
  params: () => ({}),
  collect: async (_params, context) => readDatabase(context, readAccess),
});

async function readAccess(reading: Reading): Promise<Collected<DatabaseAccess>> {
  const { name: database, schema } = reading.database;
  const [row] = await reading.query(
    `SELECT current_user::text AS role,
            coalesce((SELECT has_schema_privilege(oid, 'USAGE') FROM pg_namespace WHERE nspname = $1), false) AS usable,
            pg_has_role('pg_read_all_stats', 'USAGE') AS sees_sessions`,
    [schema],
  );
  const needed: DatabaseAccess['needed'] = [];
  for (const right of databaseRights) needed.push(...(await held(reading, right)));
  const excess: DatabaseAccess['excess'] = [];
  for (const kind of excessKinds) {
    const found = await reading.query(excessQueries[kind], [schema]);
    if (found.length > 0) excess.push({ kind, what: found.map(({ what }) => String(what)) });
  }
  return {
    value: {
      database,
      schema,
      role: String(row?.['role']),
      schemaUsable: row?.['usable'] === true,
      needed,
      seesSessions: row?.['sees_sessions'] === true,
      excess,
    },
  };
}

/** What the role holds of one right: a table for each that it covers, as far as there are such tables and columns. */
async function held({ query, database }: Reading, { table, andItsKind, columns }: DatabaseRight): Promise<DatabaseAccess['needed']> {
  const rows = await query(
    `SELECT c.relname AS table, pg_get_userbyid(c.relowner) AS owner,
            array_agg(a.attname::text ORDER BY a.attnum) AS columns,
            coalesce(array_agg(a.attname::text ORDER BY a.attnum) FILTER (WHERE NOT has_column_privilege(c.oid, a.attnum, 'SELECT')), '{}') AS missing
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'v', 'm') AND (c.relname = $2 OR ($3 AND starts_with(c.relname, $2 || '_')))
        AND ($4::text[] IS NULL OR a.attname = ANY ($4))
      GROUP BY c.oid, c.relname, c.relowner ORDER BY c.relname`,
    [database.schema, table, andItsKind === true, columns ?? null],
  );
  return rows.map((row) => {
    const missing = Names.parse(row['missing']);
    const name = String(row['table']);
    const one = { table: name, owner: String(row['owner']) };
    return columns === undefined
      ? { ...one, columns: [], missing: missing.length > 0 ? [name] : [] }
      : { ...one, columns: Names.parse(row['columns']), missing };
  });
}

const Names = z.array(z.string());

/** `read created_date and user_id of credential` */
export const wordsOfDatabaseRight = ({ table, columns }: Pick<DatabaseAccess['needed'][number], 'table' | 'columns'>): string =>
  columns.length === 0 ? `read ${table}` : `read ${columns.join(', ')} of ${table}`;

const afterRestore = 'Tables that came with an upgrade or a restore have no grants: run database-role.sql again.';

/** A gap for each right that is missing. */
export function missingDatabaseRights({ database, schema, role, schemaUsable, needed, seesSessions }: DatabaseAccess): Gap[] {
  const gaps: Gap[] = [];
  if (!schemaUsable)
    gaps.push(
      gap(codes.NOT_ALLOWED, {
        subject: `schema/${schema}`,
        reason: `The database user "${role}" may not use the schema ${schema} of "${database}", or there is none.`,
        remedy: `As its owner: GRANT USAGE ON SCHEMA "${schema}" TO "${role}"; ${afterRestore}`,
      }),
    );
  for (const { table, owner, columns, missing } of needed) {
    if (missing.length === 0) continue;
    const single = columns.length === 0 ? '' : ` (${missing.join(', ')})`;
    gaps.push(
      gap(codes.NOT_ALLOWED, {
        subject: `table/${schema}.${table}`,
        reason: `The database user "${role}" may not read ${columns.length === 0 ? '' : `${missing.join(' and ')} of `}the table ${schema}.${table}.`,
        remedy: `As its owner (${owner}): GRANT SELECT${single} ON "${schema}"."${table}" TO "${role}"; ${afterRestore}`,
      }),
    );
  }
  if (!seesSessions)
    gaps.push(
      gap(codes.NOT_ALLOWED, {
        subject: `role/${role}`,
        reason: `The database user "${role}" does not see which application a session is of, so an engineer's psql cannot be told from Keycloak.`,
        remedy: `As a superuser: GRANT pg_read_all_stats TO "${role}";`,
      }),
    );
  return gaps;
}
