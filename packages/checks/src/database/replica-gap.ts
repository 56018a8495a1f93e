import { gap } from '@keycloak-release-gate/core';
import type { Gap } from '@keycloak-release-gate/core';
import { codes } from './codes.ts';
import type { Reading } from './connection.ts';

/** A gap where the server that is read is a replica: what it does not tell is the reason. */
export async function replicaGap({ query, database }: Reading, reason: string): Promise<Gap[]> {
  const [row] = await query('SELECT pg_is_in_recovery() AS replica');
  return row?.['replica'] === true ? [gap(codes.READ_FROM_REPLICA, { subject: `database/${database.name}`, reason })] : [];
}
