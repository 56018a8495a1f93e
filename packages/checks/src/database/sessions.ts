import { defineCollector } from '@keycloak-release-gate/core';
import type { Collected } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { gateApplicationName, readDatabase } from './connection.ts';
import type { Reading } from './connection.ts';

/** Who is connected to the database, beside the gate. */
export const DatabaseSessions = z.object({
  database: z.string(),
  /** A replica is read: who is connected to the primary is not to be seen there. Absent in older evidence. */
  inRecovery: z.boolean().optional(),
  /** The role that owns Keycloak's tables, and as which Keycloak therefore connects; null where there are no tables. */
  owner: z.string().nullable(),
  /** `application` is what the client calls itself; null where the gate's role may not see it. */
  sessions: z.array(z.object({ user: z.string(), application: z.string().nullable(), count: z.number().int() })),
});
export type DatabaseSessions = z.infer<typeof DatabaseSessions>;

/** The client sessions on Keycloak's database, by user and application. */
export const databaseSessions = defineCollector({
  id: 'database/sessions',
  version: 1,
  title: 'Who is connected to the database',
  vantage: 'cluster',
  evidence: DatabaseSessions,
  timeout: 15_000,
  // After scaling to 0, the last connections take a moment to go.
  settles: true,
  params: () => ({}),
  collect: async (_params, context) => readDatabase(context, readSessions),
});

async function readSessions(reading: Reading): Promise<Collected<DatabaseSessions>> {
  const table = await reading.table('migration_model');
  const [server] = await reading.query('SELECT pg_is_in_recovery() AS replica');
  const rows = await reading.query(
    `SELECT coalesce(usename, '') AS "user", application_name AS application, count(*)::int AS count
       FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()
        AND coalesce(backend_type, 'client backend') = 'client backend'
        AND application_name IS DISTINCT FROM $1
      GROUP BY 1, 2 ORDER BY 1, 2 NULLS FIRST`,
    [gateApplicationName],
  );
  return {
    value: {
      database: reading.database.name,
      inRecovery: server?.replica === true,
      owner: table?.owner ?? null,
      sessions: rows.map((row) => ({
        user: String(row.user),
        application: typeof row.application === 'string' ? row.application : null,
        count: Number(row.count),
      })),
    },
  };
}
