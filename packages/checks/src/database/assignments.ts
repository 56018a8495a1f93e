import { defineCollector } from '@keycloak-release-gate/core';
import type { Gap } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { assignmentPlaces } from './assignment-places.ts';
import type { AssignmentPlace } from './assignment-places.ts';
import { columnsGap } from './columns-gap.ts';
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

/** How many hold, are in, consented to and are linked with what, as one moment of the database shows it. */
export const assignments = defineCollector({
  id: 'database/assignments',
  version: 1,
  title: 'How many users hang on each role, group, client and provider',
  vantage: 'cluster',
  evidence: Assignments,
  timeout: 60_000,
  params: () => ({}),
  collect: async (_params, context) =>
    readDatabase(context, async (reading) => {
      const value: Assignments = { roleHolders: {}, groupMembers: {}, consents: {}, offlineSessions: {}, linkedUsers: {} };
      const gaps: Gap[] = [];
      for (const place of assignmentPlaces) {
        const missing = await columnsGap(reading, place);
        if (missing) gaps.push(missing);
        else for (const [id, count] of await countsOf(reading, place)) value[place.of][id] = (value[place.of][id] ?? 0) + count;
      }
      return { value, gaps };
    }),
});

async function countsOf(
  reading: Reading,
  { table, id, where }: AssignmentPlace,
): Promise<readonly (readonly [id: string, count: number])[]> {
  const rows = await reading.query(
    `SELECT ${id} AS id, count(*)::int AS count FROM ${reading.quoted(table)} WHERE ${where ?? `${id} IS NOT NULL`} GROUP BY 1`,
  );
  return rows.map((row) => [String(row['id']), Number(row['count'])]);
}
