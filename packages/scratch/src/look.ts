import { keycloakSchemas, readKeycloakFacts } from '@keycloak-release-gate/checks/backup';
import type { RestoredFacts } from '@keycloak-release-gate/checks/backup';
import type { ScratchServer } from './server.ts';

/**
 * Looks into a restored database: counts, versions, locks, keys; never a row of a person. Keycloak's schema is the one that is named, where it
 * is there. Throws a StatementFailed where what Keycloak needs is not there.
 */
export async function lookInto(server: ScratchServer, schema: string | undefined): Promise<RestoredFacts> {
  return server.session(async ({ query }) => {
    const [row] = await query("SELECT current_setting('server_version') AS version");
    const serverVersion = String(row?.['version']);
    const schemas = await keycloakSchemas(query);
    const chosen = schemas.find((name) => name === schema) ?? schemas[0];
    if (chosen === undefined) return { serverVersion, ...nothing };
    const { migrationVersion, changeLogs, locksHeld, realms, counts, constraints, indexes } = await readKeycloakFacts(query, chosen);
    return { serverVersion, keycloakVersion: migrationVersion, changeLogs, locksHeld, realms, counts, constraints, indexes };
  });
}

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
