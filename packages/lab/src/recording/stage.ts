import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { hostname, networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '../install/cache.ts';
import type { Tools } from '../install/install.ts';
import { claimNetwork, close, listenOn } from '../lab/network.ts';
import { keycloakBuild } from '../keycloak/build.ts';
import { startSingleNode } from '../keycloak/single-node.ts';
import { firstAdministrator } from '../keycloak/version.ts';
import { killRecordedProcesses } from '../processes/recorded-process.ts';
import { createAccounts, createDatabase, databaseName, gateAccount, grantToGate, keycloakAccount } from '../postgres/database.ts';
import { dumpDatabase } from '../postgres/dump.ts';
import { psql } from '../postgres/psql.ts';
import { startPostgres } from '../postgres/server.ts';
import { cleanLog } from './clean-log.ts';

/** A node whose log is recorded. */
export interface RecordedNode {
  readonly url: string;
  /** Stops it as a kubelet does, and returns its whole log, without anything of this machine in it. */
  end(): Promise<string>;
}

/** A PostgreSQL of its own, and room for nodes of Keycloak beside it. */
export interface Stage {
  /** Who administers the Keycloak that initialised the database. */
  readonly administrator: { readonly username: string; readonly password: string };
  /** Puts an empty database in the place of the one that is there. */
  emptyDatabase(): Promise<void>;
  /** Starts a node on the database and resolves when it is ready; two nodes at a time need numbers of their own. */
  start(version: string, options?: { readonly node?: number; readonly arguments?: readonly string[] }): Promise<RecordedNode>;
  /** Where the database is, and the gate's own account there. It has its rights from the first dump on. */
  readonly database: {
    readonly host: string;
    readonly port: number;
    readonly name: string;
    readonly user: string;
    readonly password: string;
  };
  /** Dumps the database into a folder, with a manifest. */
  dump(directory: string): Promise<void>;
  /** Runs SQL in the database, as the superuser. */
  sql(text: string): Promise<void>;
  dispose(): Promise<void>;
}

export async function openStage(tools: Tools, signal: AbortSignal): Promise<Stage> {
  const work = await realpath(await mkdtemp(join(tmpdir(), 'keycloak-release-gate-recording-')));
  const { network, held } = await claimNetwork(work, async (candidate) => {
    const server = createServer();
    await listenOn(server, 8080, `${candidate}.0.1`);
    return server;
  });
  // The account that PostgreSQL runs as must reach its folder in there.
  await chmod(work, 0o711);
  const records = join(work, 'processes');
  const server = await startPostgres({
    programs: tools.postgres,
    directory: join(work, 'database'),
    host: `${network}.0.2`,
    records,
    signal,
  });
  const administrator = { username: 'admin', password: randomBytes(18).toString('base64url') };
  const password = randomBytes(18).toString('base64url');
  await createAccounts(server, { keycloak: password, gate: password }, signal);
  const addresses = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter((each) => !each.internal)
    .map(({ address }) => address);
  let started = 0;
  return {
    administrator,
    database: { host: server.host, port: server.port, name: databaseName, user: gateAccount, password },
    async dump(directory) {
      await grantToGate(server, signal);
      await dumpDatabase(server, databaseName, directory, signal);
    },
    async sql(text) {
      await psql(server, { database: databaseName, sql: text, signal });
    },
    emptyDatabase: () => createDatabase(server, databaseName, signal, { replace: true }),
    async start(version, { node = 1, arguments: more = [] } = {}) {
      const build = await keycloakBuild({ version, java: tools.java, maven: tools.maven, signal });
      started += 1;
      const directory = join(work, `keycloak-${started}`);
      const running = await startSingleNode({
        java: tools.java,
        build,
        address: `${network}.0.${2 + node}`,
        directory,
        records,
        arguments: more,
        env: {
          KC_DB_URL: `jdbc:postgresql://${server.host}:${server.port}/${databaseName}`,
          KC_DB_USERNAME: keycloakAccount,
          KC_DB_PASSWORD: password,
          ...firstAdministrator(build.version, administrator.username, administrator.password),
        },
        signal,
      });
      return {
        url: running.url,
        async end() {
          await running.stop();
          return cleanLog(await readFile(join(directory, 'keycloak.log'), 'utf8'), {
            hostname: hostname(),
            addresses,
            network,
            folders: [
              [join(directory, 'home'), '/opt/keycloak'],
              [build.directory, '/opt/keycloak'],
              [directory, '/home/keycloak'],
              [work, '/tmp'],
              [cacheFolder(), '/opt'],
              [tools.java, '/usr/bin/java'],
            ],
          });
        },
      };
    },
    async dispose() {
      await server.stop();
      // A node that nobody ended, because what used it failed, would outlive its folder.
      await killRecordedProcesses(records);
      await close(held);
      await rm(work, { recursive: true, force: true });
    },
  };
}
