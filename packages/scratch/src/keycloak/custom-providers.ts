import { ConfigurationError } from '@keycloak-release-gate/core';
import type { Problem } from '@keycloak-release-gate/core';
import type { ScratchServer } from '../server.ts';
import { changeLogFilesMissing } from './change-log-files.ts';
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

/** The files that the change sets of a log come from. */
async function filesOf(copy: ScratchServer, schema: string, log: string): Promise<readonly string[]> {
  const rows = await copy.query(`SELECT DISTINCT filename AS name FROM ${quoted(schema)}.${quoted(log)} ORDER BY 1`);
  return rows.map((row) => String(row['name']));
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * Throws a ConfigurationError where a provider keeps tables of its own in the copy and the home is not known to hold that provider: whatever
 * has no provider, or only others (a theme), knows nothing of its change sets, and what it does on the copy says nothing of the release. A
 * provider is known by the files that its change sets come from.
 */
export async function requireOwnProviders(copy: ScratchServer, home: KeycloakHome, schema: string): Promise<void> {
  const logs = await customChangeLogs(copy, schema);
  if (logs.length === 0) return;
  if (home.providers.length === 0)
    throw refused({
      code: 'KEYCLOAK_WITHOUT_PROVIDERS',
      message: `The database has change sets of custom providers (${logs.join(', ')}), and ${home.folder} has no provider.`,
    });
  for (const log of logs) {
    const files = await filesOf(copy, schema, log);
    if (files.length === 0)
      throw refused({
        code: 'KEYCLOAK_OTHER_PROVIDERS',
        message: `The change log ${log} is empty, so that nobody can tell whether its provider is in ${home.folder}.`,
      });
    const missing = await changeLogFilesMissing(home, files);
    if (missing.length > 0)
      throw refused({
        code: 'KEYCLOAK_OTHER_PROVIDERS',
        message: `The change sets of ${log} come from ${missing.join(', ')}, which no provider in ${home.folder} holds.`,
      });
  }
}

const refused = (problem: Pick<Problem, 'code' | 'message'>): ConfigurationError =>
  new ConfigurationError([
    {
      ...problem,
      where: 'backups.restore.keycloak',
      remedy: 'Unpack /opt/keycloak of the very image that is released, with its `providers`, and build it.',
    },
  ]);
