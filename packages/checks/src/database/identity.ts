import { defineCollector } from '@keycloak-release-gate/core';
import type { Collected } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { readDatabase } from './connection.ts';
import type { Reading } from './connection.ts';
import { replicaGap } from './replica-gap.ts';
import { countedTables } from './rights.ts';
import { withinTime } from './within-time.ts';

const time = z.iso.datetime();

/**
 * Which very database this is: of what PostgreSQL itself made when the database, its tables and their rows were made, and makes anew
 * when they are restored from a dump.
 */
export const DatabaseIdentity = z.object({
  server: z.object({
    systemIdentifier: z.string().nullable(),
    /** Rises when a base backup is recovered to a point in time, and when a replica takes over. Null where it may not be read. */
    timeline: z.number().int().nullable(),
    startedAt: time,
    /** How far the write-ahead log has come, in bytes; null where it may not be read. */
    walBytes: z.number().int().nullable(),
  }),
  database: z.string(),
  /** PostgreSQL's numbers of the database, and of Keycloak's oldest tables, as far as they are there. */
  databaseNumber: z.number().int(),
  tables: z.array(z.object({ name: z.string(), number: z.number().int() })),
  /**
   * The rows of migration_model, with the number of the transaction that wrote each: no Keycloak changes one. Null where they may
   * not be read.
   */
  versions: z.array(z.object({ id: z.string(), version: z.string(), writtenBy: z.string() })).nullable(),
  /** How many rows there are, by table; those that may not be counted, or not in time, are not in it. */
  rows: z.record(z.string(), z.number().int()),
});
export type DatabaseIdentity = z.infer<typeof DatabaseIdentity>;

/** Tables that every Keycloak has, and that no migration makes anew. */
const oldest = ['migration_model', 'databasechangelog', 'databasechangeloglock', ...countedTables, 'credential', 'component'];

/** Which database this is, so that it can be told later whether it was restored. */
export const databaseIdentity = defineCollector({
  id: 'database/identity',
  version: 1,
  title: 'Which database this is',
  vantage: 'cluster',
  evidence: DatabaseIdentity,
  timeout: 30_000,
  params: () => ({}),
  collect: async (_params, context) => readDatabase(context, readIdentity),
});

async function readIdentity(reading: Reading): Promise<Collected<DatabaseIdentity>> {
  const { name: database, schema } = reading.database;
  const tables = await reading.query(
    `SELECT c.relname AS name, c.oid::bigint AS number FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = $1 AND c.relname = ANY ($2) AND c.relkind IN ('r', 'p') ORDER BY 1`,
    [schema, oldest],
  );
  const [row] = await reading.query('SELECT oid::bigint AS number FROM pg_database WHERE datname = current_database()');
  return {
    gaps: await replicaGap(
      reading,
      'A replica tells when it was started itself, and how far it has followed: the primary may have been restored meanwhile.',
    ),
    value: {
      server: await readServer(reading),
      database,
      databaseNumber: Number(row?.['number']),
      tables: tables.map(({ name, number }) => ({ name: String(name), number: Number(number) })),
      versions: await readVersions(reading),
      rows: await countRows(reading),
    },
  };
}

async function readServer({ query }: Reading): Promise<DatabaseIdentity['server']> {
  const [row] = await query(
    `SELECT pg_postmaster_start_time() AS started, pg_is_in_recovery() AS replica,
            has_function_privilege('pg_control_system()', 'EXECUTE') AS may_identify,
            has_function_privilege('pg_control_checkpoint()', 'EXECUTE') AS may_read_timeline,
            has_function_privilege('pg_current_wal_lsn()', 'EXECUTE') AS may_read_wal`,
  );
  const one = async (may: unknown, sql: string): Promise<unknown> => (may === true ? (await query(sql))[0]?.['value'] : undefined);
  const identifier = await one(row?.['may_identify'], 'SELECT system_identifier::text AS value FROM pg_control_system()');
  const timeline = await one(row?.['may_read_timeline'], 'SELECT timeline_id AS value FROM pg_control_checkpoint()');
  const position = row?.['replica'] === true ? 'pg_last_wal_replay_lsn()' : 'pg_current_wal_lsn()';
  const wal = await one(row?.['may_read_wal'], `SELECT (${position} - '0/0'::pg_lsn)::text AS value`);
  const started = row?.['started'];
  return {
    systemIdentifier: typeof identifier === 'string' ? identifier : null,
    timeline: typeof timeline === 'number' ? timeline : null,
    startedAt: started instanceof Date ? started.toISOString() : '',
    walBytes: typeof wal === 'string' ? Number(wal) : null,
  };
}

async function readVersions(reading: Reading): Promise<DatabaseIdentity['versions']> {
  const table = await reading.table('migration_model');
  if (table?.readable !== true) return null;
  const rows = await reading.query(`SELECT id, version, xmin::text AS written_by FROM ${reading.quoted('migration_model')} ORDER BY id`);
  return rows.map((row) => ({ id: String(row['id']), version: String(row['version']), writtenBy: String(row['written_by']) }));
}

async function countRows(reading: Reading): Promise<DatabaseIdentity['rows']> {
  const rows: Record<string, number> = {};
  for (const table of countedTables) {
    const [right] = await reading.query(
      `SELECT 1 AS held FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = $1 AND c.relname = $2 AND has_schema_privilege(n.oid, 'USAGE') AND has_column_privilege(c.oid, 'id', 'SELECT')`,
      [reading.database.schema, table],
    );
    if (!right) continue;
    const counted = await withinTime(reading, () => reading.query(`SELECT count(*)::int AS count FROM ${reading.quoted(table)}`));
    if (counted) rows[table] = Number(counted[0]?.['count']);
  }
  return rows;
}
