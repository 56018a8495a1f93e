import { defineCollector } from '@keycloak-release-gate/core';
import type { Collected } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { readDatabase, tableGap } from './connection.ts';
import type { Reading } from './connection.ts';

/** The Keycloak nodes that find each other through the database (JGroups' JDBC_PING). */
export const ClusterMembers = z.object({
  /** Null where this Keycloak keeps no such table: before 26.1, or with another way of discovery. */
  members: z
    .array(
      z.object({
        address: z.string(),
        name: z.string().nullable(),
        cluster: z.string(),
        ip: z.string(),
        coordinator: z.boolean().nullable(),
        /** The node whose cluster it is in; null before 26.7, which does not write it. */
        coordinatedBy: z.string().nullable(),
        /** When the node last wrote its row, about every 30 s; null before 26.7. */
        updatedAt: z.iso.datetime().nullable(),
      }),
    )
    .nullable(),
});
export type ClusterMembers = z.infer<typeof ClusterMembers>;

const pingTable = 'jgroups_ping';

/** The members of the cluster, as the nodes themselves have written them. */
export const clusterMembers = defineCollector({
  id: 'database/members',
  version: 1,
  title: 'The cluster members in the database',
  vantage: 'cluster',
  evidence: ClusterMembers,
  timeout: 15_000,
  // A node enters itself while it starts; one that crashed is taken out by the others within seconds.
  settles: true,
  params: () => ({}),
  collect: async (_params, context) => readDatabase(context, readMembers),
});

async function readMembers(reading: Reading): Promise<Collected<ClusterMembers>> {
  const table = await reading.table(pingTable);
  if (!table) return { value: { members: null } };
  const missing = tableGap(table, pingTable, reading.database);
  if (missing) return { gaps: [missing] };
  const rows = await reading.query(
    // Through to_jsonb, so that a version whose table lacks a column is read all the same.
    `SELECT to_jsonb(p) AS member FROM ${reading.quoted(pingTable)} p ORDER BY p.address`,
  );
  const members = rows.map(({ member }) => {
    const row = Row.parse(member);
    return {
      address: row.address,
      name: row.name ?? null,
      cluster: row.cluster_name,
      ip: row.ip ?? '',
      coordinator: row.coord ?? null,
      coordinatedBy: row.coordinated_by ?? null,
      updatedAt: typeof row.last_update === 'number' ? new Date(row.last_update * 1000).toISOString() : null,
    };
  });
  return { value: { members } };
}

const Row = z.object({
  address: z.string(),
  name: z.string().nullish(),
  cluster_name: z.string(),
  ip: z.string().nullish(),
  coord: z.boolean().nullish(),
  coordinated_by: z.string().nullish(),
  last_update: z.number().nullish(),
});
