import { databaseName } from '../postgres/database.ts';
import { psql } from '../postgres/psql.ts';
import type { PostgresAddress } from '../postgres/server.ts';
import type { ApplicationUrl, LabSecrets } from '../realm/index.ts';
import { placeholderSecret, placeholderUrl } from './database-template.ts';

/** What a lab has of its own. */
export interface LabIdentity {
  readonly publicUrl: string;
  readonly applications: readonly ApplicationUrl[];
  readonly secrets: LabSecrets;
}

/**
 * Puts a lab's own addresses and secrets into a database that was restored from a template, before Keycloak starts on
 * it: wherever a text in any table holds a placeholder.
 */
export async function personaliseDatabase(server: PostgresAddress, identity: LabIdentity, signal: AbortSignal): Promise<void> {
  const replacements: readonly (readonly [string, string])[] = [
    [placeholderUrl('keycloak'), identity.publicUrl],
    ...identity.applications.map(({ id, url }) => [placeholderUrl(id), url] as const),
    ...Object.entries(identity.secrets.clients).map(([clientId, secret]) => [placeholderSecret(clientId), secret] as const),
  ];
  await psql(server, { database: databaseName, sql: replacing(replacements), signal });
}

/** SQL that replaces texts in all text columns of all tables. The texts are addresses and base64url: nothing to escape. */
export function replacing(replacements: readonly (readonly [string, string])[]): string {
  const unsafe = replacements.flat().find((text) => !/^[\w.:/-]+$/.test(text));
  if (unsafe !== undefined) throw new Error(`"${unsafe}" cannot be put into a database as it is.`);
  const pairs = replacements.map(([from, to]) => `['${from}', '${to}']`).join(', ');
  return `
DO $$
DECLARE
  pairs text[] := ARRAY[${pairs}];
  place record;
  pair text[];
BEGIN
  FOR place IN
    SELECT c.table_name, c.column_name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.data_type IN ('character varying', 'text')
  LOOP
    FOREACH pair SLICE 1 IN ARRAY pairs LOOP
      EXECUTE format('UPDATE %1$I SET %2$I = replace(%2$I, $1, $2) WHERE position($1 IN %2$I) > 0', place.table_name, place.column_name) USING pair[1], pair[2];
    END LOOP;
  END LOOP;
END
$$;
`;
}
