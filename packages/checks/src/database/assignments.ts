import { defineCollector } from '@keycloak-release-gate/core';
import type { Gap } from '@keycloak-release-gate/core';
import { gap } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { readDatabase } from './connection.ts';
import type { Reading } from './connection.ts';

const Counts = z.record(z.string(), z.number().int());

/** How much hangs on the objects of all realms, by their ids. Only numbers: whose it is is not read. */
export const Assignments = z.object({
  /** Users who hold a role directly, by its id. */
  roleHolders: Counts,
  /** Members of a group, by its id. */
  groupMembers: Counts,
  /** Users who consented to a client, by its id. */
  consents: Counts,
  /** Offline sessions at a client, by its id. */
  offlineSessions: Counts,
  /** Users who are linked with an identity provider, by its realm's id and its alias: `<id>/<alias>`. */
  linkedUsers: Counts,
});
export type Assignments = z.infer<typeof Assignments>;

/** Where assignments stand: of Keycloak's own users, and of those that a federation keeps elsewhere. */
interface Place {
  readonly of: keyof Assignments;
  readonly table: string;
  /** The columns that are read; none that says to whom something is assigned. */
  readonly columns: readonly string[];
  /** What is assigned, as SQL. */
  readonly id: string;
  readonly where?: string;
}

const linked = "realm_id || '/' || identity_provider";

/** All columns that are read. `gate-role.sql` grants just these. */
export const assignmentPlaces: readonly Place[] = [
  { of: 'roleHolders', table: 'user_role_mapping', columns: ['role_id'], id: 'role_id' },
  { of: 'roleHolders', table: 'fed_user_role_mapping', columns: ['role_id'], id: 'role_id' },
  { of: 'groupMembers', table: 'user_group_membership', columns: ['group_id'], id: 'group_id' },
  { of: 'groupMembers', table: 'fed_user_group_membership', columns: ['group_id'], id: 'group_id' },
  { of: 'consents', table: 'user_consent', columns: ['client_id'], id: 'client_id' },
  { of: 'consents', table: 'fed_user_consent', columns: ['client_id'], id: 'client_id' },
  // Those of '0' end with the browser: since 26 they stand there too, and come and go.
  {
    of: 'offlineSessions',
    table: 'offline_client_session',
    columns: ['client_id', 'offline_flag'],
    id: 'client_id',
    where: "offline_flag = '1'",
  },
  { of: 'linkedUsers', table: 'federated_identity', columns: ['realm_id', 'identity_provider'], id: linked },
  { of: 'linkedUsers', table: 'broker_link', columns: ['realm_id', 'identity_provider'], id: linked },
];

/** How many hold, are in, consented to and are linked with what, as one moment of the database shows it. */
export const assignments = defineCollector({
  id: 'database/assignments',
  version: 1,
  title: 'How many users hang on each role, group, client and provider',
  evidence: Assignments,
  timeout: 60_000,
  params: () => ({}),
  collect: async (_params, context) =>
    readDatabase(context, async (reading) => {
      const value: Assignments = { roleHolders: {}, groupMembers: {}, consents: {}, offlineSessions: {}, linkedUsers: {} };
      const gaps: Gap[] = [];
      for (const place of assignmentPlaces) {
        const missing = await notReadable(reading, place);
        if (missing) gaps.push(missing);
        else for (const [id, count] of await countsOf(reading, place)) value[place.of][id] = (value[place.of][id] ?? 0) + count;
      }
      return { value, gaps };
    }),
});

async function countsOf(reading: Reading, { table, id, where }: Place): Promise<readonly (readonly [id: string, count: number])[]> {
  const rows = await reading.query(
    `SELECT ${id} AS id, count(*)::int AS count FROM ${reading.quoted(table)} WHERE ${where ?? `${id} IS NOT NULL`} GROUP BY 1`,
  );
  return rows.map((row) => [String(row['id']), Number(row['count'])]);
}

/** A grant on single columns is none on their table. */
async function notReadable({ query, database }: Reading, { table, columns }: Place): Promise<Gap | undefined> {
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
    remedy: `As its owner (${String(row['owner'])}): GRANT SELECT (${columns.join(', ')}) ON "${schema}"."${table}" TO "${user}"; or run gate-role.sql again.`,
  });
}
