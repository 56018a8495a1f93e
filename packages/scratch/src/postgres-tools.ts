import { findPostgresPrograms } from '@keycloak-release-gate/checks/backup';
import type { PostgresPrograms } from '@keycloak-release-gate/checks/backup';

/** PostgreSQL's programs of one version, on this machine: the server's and the clients'. */
export type PostgresTools = PostgresPrograms;

/** The newest folder that holds all of what a scratch server takes; undefined where there is none. */
export const findPostgresTools = (): Promise<PostgresTools | undefined> =>
  findPostgresPrograms(['initdb', 'postgres', 'pg_restore', 'psql']);

/** The server of this very major version: no other one starts on its files. Undefined where it is not here. */
export const findPostgresServer = (major: number): Promise<PostgresTools | undefined> => findPostgresPrograms(['postgres'], major);
