import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tools } from '../install/install.ts';
import { keycloakBuild } from '../keycloak/build.ts';
import { createAccounts, databaseName, grantToGate } from '../postgres/database.ts';
import type { DatabasePasswords } from '../postgres/database.ts';
import { psql } from '../postgres/psql.ts';
import { restoreDatabase } from '../postgres/restore.ts';
import { startPostgres } from '../postgres/server.ts';
import type { Postgres, PostgresWanted } from '../postgres/server.ts';
import { killRecordedProcesses } from '../processes/recorded-process.ts';
import { databaseTemplate } from './database-template.ts';
import { claimNetwork, close, listenOn } from './network.ts';

/** A PostgreSQL of its own, with the accounts `keycloak` and `gate` and the database that a Keycloak has left. No Keycloak runs on it. */
export interface DatabaseServer {
  readonly server: Postgres;
  readonly database: string;
  readonly passwords: DatabasePasswords;
  /** A folder of its own, which the account that PostgreSQL runs as can reach. */
  readonly folder: string;
  /** Runs SQL as the superuser, in Keycloak's database or another; returns psql's unaligned output. */
  sql(text: string, database?: string): Promise<string>;
  dispose(): Promise<void>;
}

export interface DatabaseServerWanted extends Pick<PostgresWanted, 'settings' | 'initialised'> {
  readonly tools: Tools;
  /** Of the Keycloak whose database it is. */
  readonly version: string;
  readonly signal: AbortSignal;
}

/** Brings it up, from the cached template of that version. */
export async function openDatabaseServer({ tools, version, signal, ...how }: DatabaseServerWanted): Promise<DatabaseServer> {
  const build = await keycloakBuild({ version, java: tools.java, maven: tools.maven, signal });
  const { dump } = await databaseTemplate(tools, build, signal);
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'keycloak-release-gate-database-')));
  const { network, held } = await claimNetwork(folder, async (candidate) => {
    const server = createServer();
    await listenOn(server, 8080, `${candidate}.0.1`);
    return server;
  });
  const records = join(folder, 'processes');
  const dispose = async (): Promise<void> => {
    await killRecordedProcesses(records);
    await close(held);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await chmod(folder, 0o711);
    const directory = join(folder, 'database');
    const server = await startPostgres({ programs: tools.postgres, directory, host: `${network}.0.2`, records, signal, ...how });
    const passwords = { keycloak: randomBytes(18).toString('base64url'), gate: randomBytes(18).toString('base64url') };
    await createAccounts(server, passwords, signal);
    await restoreDatabase(server, databaseName, dump, signal);
    await grantToGate(server, signal);
    return {
      server,
      database: databaseName,
      passwords,
      folder,
      sql: (text, database = databaseName) => psql(server, { sql: text, database, signal }),
      dispose: async () => {
        await server.stop();
        await dispose();
      },
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}
