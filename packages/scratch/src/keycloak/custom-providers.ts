import { ConfigurationError } from '@keycloak-release-gate/core';
import type { ScratchServer } from '../server.ts';
import type { KeycloakHome } from './home.ts';

/** The change logs in the copy that are not Keycloak's own: `databasechangelog_<provider>`. */
async function customChangeLogs(copy: ScratchServer, schema: string): Promise<readonly string[]> {
  const rows = await copy.query(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND c.relname LIKE 'databasechangelog\\_%' ORDER BY 1`,
    [schema],
  );
  return rows.map((row) => String(row['name']));
}

/**
 * Throws a ConfigurationError where a provider keeps tables of its own in the copy and the home has no provider at all: the
 * stock distribution knows nothing of their change sets, and what it does on the copy says nothing of the release.
 */
export async function requireOwnProviders(copy: ScratchServer, home: KeycloakHome, schema: string): Promise<void> {
  const logs = await customChangeLogs(copy, schema);
  if (logs.length === 0 || home.providers.length > 0) return;
  throw new ConfigurationError([
    {
      code: 'KEYCLOAK_WITHOUT_PROVIDERS',
      message: `The database has change sets of custom providers (${logs.join(', ')}), and ${home.folder} has no provider.`,
      where: 'backups.restore.keycloak',
      remedy: 'Unpack /opt/keycloak of the very image that is released, with its `providers`, and build it.',
    },
  ]);
}
