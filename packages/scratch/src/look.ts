import { keycloakSchemas, readKeycloakFacts } from '@keycloak-release-gate/checks/backup';
import type { Keys, RestoredFacts } from '@keycloak-release-gate/checks/backup';
import type { RestoreTarget } from './client-environment.ts';
import type { Connection } from './connection.ts';

export interface Looked {
  readonly restored: RestoredFacts;
  readonly keys: Keys;
}

/**
 * Looks into a restored database: counts, versions, locks, keys; never a row of a person. Keycloak's schema is the one that is named, where it
 * is there. Throws a StatementFailed where what Keycloak needs is not there.
 */
export async function lookInto(server: RestoreTarget, schema: string | undefined): Promise<Looked> {
  return server.session(async ({ query }) => {
    const [row] = await query("SELECT current_setting('server_version') AS version");
    const serverVersion = String(row?.['version']);
    const schemas = await keycloakSchemas(query);
    const chosen = schemas.find((name) => name === schema) ?? schemas[0];
    if (chosen === undefined) return { restored: { serverVersion, ...nothing }, keys: { constraints: [], indexes: [] } };
    const { migrationVersion, changeLogs, locksHeld, realms, counts, constraints, indexes } = await readKeycloakFacts(query, chosen);
    return {
      restored: { serverVersion, keycloakVersion: migrationVersion, changeLogs, locksHeld, realms, counts, constraints, indexes },
      keys: {
        constraints: await names(query, constraintNames, chosen),
        indexes: await names(query, indexNames, chosen),
      },
    };
  });
}

const constraintNames = `SELECT c.relname || '.' || k.conname AS name FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND k.contype IN ('p', 'u', 'f', 'c', 'x') ORDER BY 1`;
const indexNames = `SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 ORDER BY 1`;

const names = async (query: Connection['query'], sql: string, schema: string): Promise<readonly string[]> =>
  (await query(sql, [schema])).map(({ name }) => String(name));

/** What a database holds that no Keycloak has ever used. */
const nothing: Omit<RestoredFacts, 'serverVersion'> = {
  keycloakVersion: null,
  changeLogs: [],
  locksHeld: 0,
  realms: [],
  counts: {},
  constraints: { total: 0, notValidated: 0 },
  indexes: { total: 0, invalid: 0 },
};
