import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { psql } from './psql.ts';
import type { PostgresAddress } from './server.ts';

/** Keycloak's database in the lab, and the accounts. */
export const databaseName = 'keycloak';
export const keycloakAccount = 'keycloak';
export const gateAccount = 'gate';

export interface DatabasePasswords {
  readonly keycloak: string;
  readonly gate: string;
}

/** Makes the accounts `keycloak` and `gate`. */
export async function createAccounts(server: PostgresAddress, passwords: DatabasePasswords, signal: AbortSignal): Promise<void> {
  await psql(server, {
    file: fileURLToPath(new URL('roles.sql', import.meta.url)),
    env: { KEYCLOAK_DATABASE_PASSWORD: passwords.keycloak, GATE_DATABASE_PASSWORD: passwords.gate },
    signal,
  });
}

/** Makes an empty database that the account `keycloak` owns; with `replace`, instead of the one that is there. */
export async function createDatabase(server: PostgresAddress, name: string, signal: AbortSignal, { replace = false } = {}): Promise<void> {
  const sql = `
    ${replace ? `DROP DATABASE IF EXISTS ${name} WITH (FORCE);` : ''}
    CREATE DATABASE ${name} OWNER ${keycloakAccount} TEMPLATE template0;
    REVOKE ALL ON DATABASE ${name} FROM PUBLIC;
    \\connect ${name}
    ALTER SCHEMA public OWNER TO ${keycloakAccount};
  `;
  await psql(server, { sql, signal });
}

/** What the gate may read, as it is shipped: the lab's gate has no other rights. */
const gateRoleScript = join(import.meta.dirname, '../../../checks/database-role.sql');

/** Gives the gate's account what the shipped script says; again after tables were added or restored. */
export async function grantToGate(server: PostgresAddress, signal: AbortSignal): Promise<void> {
  await psql(server, { database: databaseName, file: gateRoleScript, signal });
}

/**
 * Empties JGROUPS_PING. Nodes that start find there whom to join: with the rows of nodes that are gone, as a dump of a
 * running cluster has them, each start waits for ten joins that time out (26.4.0: 33 s instead of 8, hundreds of ERROR
 * lines) and may end with clusters of one.
 */
export async function forgetClusterMembers(server: PostgresAddress, signal: AbortSignal): Promise<void> {
  const sql = `DO $$ BEGIN IF to_regclass('public.jgroups_ping') IS NOT NULL THEN DELETE FROM public.jgroups_ping; END IF; END $$;`;
  await psql(server, { database: databaseName, sql, signal });
}
