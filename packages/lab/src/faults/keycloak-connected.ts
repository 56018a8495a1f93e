import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { databaseName, keycloakAccount } from '../postgres/database.ts';
import { until } from './condition.ts';
import type { Fault } from './fault.ts';
import { scaleTo } from './workload.ts';

/** What Java's driver calls itself, and so every Keycloak. */
const application = 'PostgreSQL JDBC Driver';
const sessions = `FROM pg_stat_activity WHERE usename = '${keycloakAccount}' AND datname = '${databaseName}'`;

export const keycloakConnected: Fault = {
  id: 'keycloak-connected',
  title: 'All pods are gone, and some other Keycloak is still connected to the database',
  inject: async (lab, signal) => {
    await scaleTo(lab, 0, signal);
    const { programs, host, port } = lab.state.database;
    const { PATH = '/usr/bin:/bin' } = process.env;
    // A process of its own, which outlives this one; it ends with its session, or with the server.
    spawn(
      join(programs, 'psql'),
      ['-X', '-q', '-h', host, '-p', String(port), '-U', keycloakAccount, '-c', 'SELECT pg_sleep(86400)', databaseName],
      {
        env: { PATH, PGPASSWORD: lab.state.passwords.keycloak, PGAPPNAME: application },
        stdio: 'ignore',
        detached: true,
      },
    ).unref();
    await until(
      'the session is there',
      async () => (await lab.sql(`SELECT 1 ${sessions} AND application_name = $1`, [application], signal)).length > 0,
      signal,
      20_000,
    );
  },
  heal: async (lab, signal) => {
    await lab.sql(`SELECT pg_terminate_backend(pid) ${sessions} AND query LIKE '%pg_sleep(86400)%'`, [], signal);
    await scaleTo(lab, 2, signal);
  },
  expect: { suite: 'pre-restore', cause: 'database/KEYCLOAK_CONNECTED', exitCode: 1, mayAlso: [], domains: ['database'] },
};
