import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Lab } from '../lab/lab.ts';
import { databaseName, keycloakAccount } from '../postgres/database.ts';
import { until } from './condition.ts';

/**
 * Opens a session of Keycloak's account that runs `statement` and then stays, whatever becomes of this process; it ends with
 * `closeSessions`, or with the server. `application` is the name that it gives itself.
 */
export async function openSession(lab: Lab, application: string, statement: string, signal: AbortSignal): Promise<void> {
  const { programs, host, port } = lab.state.database;
  const { PATH = '/usr/bin:/bin' } = process.env;
  const script = `${statement}; SELECT pg_sleep(86400)`;
  spawn(join(programs, 'psql'), ['-X', '-q', '-h', host, '-p', String(port), '-U', keycloakAccount, '-c', script, databaseName], {
    env: { PATH, PGPASSWORD: lab.state.passwords.keycloak, PGAPPNAME: application },
    stdio: 'ignore',
    detached: true,
  }).unref();
  await until(
    'the session is there',
    async () =>
      (
        await lab.sql(
          `SELECT 1 FROM pg_stat_activity WHERE application_name = $1 AND wait_event = 'PgSleep' AND usename = '${keycloakAccount}'`,
          [application],
          signal,
        )
      ).length > 0,
    signal,
    20_000,
  );
}

/** Ends what `openSession` opened. */
export async function closeSessions(lab: Lab, signal: AbortSignal): Promise<void> {
  await lab.sql(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(86400)%' AND pid <> pg_backend_pid()`,
    [],
    signal,
  );
}
