import { join } from 'node:path';
import { runCommand } from '../processes/run-command.ts';
import { createDatabase, keycloakAccount } from './database.ts';
import { superuserEnvironment } from './psql.ts';
import type { PostgresAddress } from './server.ts';

/**
 * Puts a dump in the place of a database: drops it (whoever is connected is thrown out), makes it anew and restores into
 * it; the first error ends it. Everything belongs to the account `keycloak` afterwards.
 */
export async function restoreDatabase(server: PostgresAddress, database: string, file: string, signal: AbortSignal): Promise<void> {
  await createDatabase(server, database, signal, { replace: true });
  await runCommand(join(server.programs, 'pg_restore'), {
    args: ['--exit-on-error', '--no-owner', '--no-acl', `--role=${keycloakAccount}`, '--jobs=2', '--dbname', database, file],
    env: superuserEnvironment(server, database),
    signal,
  });
}
