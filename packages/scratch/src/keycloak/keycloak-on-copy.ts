import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProcessEnd } from '../place.ts';
import type { ScratchServer } from '../server.ts';
import { ask } from './ask.ts';
import type { Answer, Question } from './ask.ts';
import { makeRunFolder } from './home.ts';
import type { KeycloakHome } from './home.ts';
import { requireIsland, startOnIsland } from './island.ts';
import { firstErrorIn } from './log.ts';
import { atLeast } from './version.ts';

/** A Keycloak on a copy of a database, on an island: nothing reaches it but its maker, and it reaches nothing but the copy. */
export interface KeycloakOnCopy {
  readonly version: string;
  /** Asks it; `path` begins behind its relative path: `/realms/master`. */
  ask(path: string, question?: Question): Promise<Answer>;
  /** Resolves with the seconds from its start, when it serves its master realm; throws a NotReady when it ended or took too long. */
  ready(): Promise<number>;
  readonly ended: Promise<ProcessEnd>;
  /** What it logged so far. It stays in the place. */
  log(): Promise<string>;
  /** Ends it as a pod is ended. */
  stop(): Promise<void>;
}

/** A Keycloak that did not become ready, with the first error of its log. */
export class NotReady extends Error {
  override readonly name = 'NotReady';
}

export interface StartOptions {
  /** What `start` is given beside what makes it an island's. */
  readonly arguments?: readonly string[];
  /** Seconds for the start, with its migration. */
  readonly within: number;
  readonly schema: string;
  /** Has Java compile less, which halves the start: for where its time is not told of the release. */
  readonly quick?: boolean;
}

const httpPort = 8080;
const databasePort = 5432;

let runs = 0;

/**
 * Starts the home on the server's database. Throws a ConfigurationError where there is no way to an island. The caller has made
 * the copy quiet.
 */
export async function startKeycloak(
  copy: ScratchServer,
  home: KeycloakHome,
  options: StartOptions,
  signal: AbortSignal,
): Promise<KeycloakOnCopy> {
  await requireIsland();
  runs += 1;
  const run = await makeRunFolder(join(copy.place.folder, `keycloak-${runs}`), home);
  const http = join(run.folder, 'http.sock');
  const logFile = join(run.folder, 'keycloak.log');
  const log = await open(logFile, 'a', 0o600);
  const began = Date.now();
  const started = startOnIsland(copy.place, {
    folder: run.folder,
    inward: [{ port: databasePort, socket: join(copy.socket, `.s.PGSQL.${copy.port}`) }],
    outward: [{ port: httpPort, socket: http }],
    command: [
      join(home.folder, 'bin', 'kc.sh'),
      'start',
      '--optimized',
      ...(options.arguments ?? []),
      // Its own script takes itself for the home; what comes last counts.
      `-Dkc.home.dir=${run.home}`,
    ],
    env: {
      JAVA: home.java,
      // Its own log goes by UTC; its names are not looked up; it puts nothing outside of the place.
      JAVA_OPTS_APPEND: [
        '-Duser.timezone=UTC',
        `-Djdk.net.hosts.file=${run.hosts}`,
        `-Djava.io.tmpdir=${run.temporary}`,
        '-XX:-UsePerfData',
        ...(options.quick === true ? ['-XX:TieredStopAtLevel=1'] : []),
        ...(atLeast(home.version, 25) ? [] : clusterOfOne),
      ].join(' '),
      KC_DB_URL: `jdbc:postgresql://127.0.0.1:${databasePort}/${copy.database}`,
      KC_DB_USERNAME: copy.owner.name,
      KC_DB_PASSWORD: copy.owner.password,
      KC_DB_SCHEMA: options.schema,
      KC_HTTP_ENABLED: 'true',
      KC_HTTP_HOST: '127.0.0.1',
      KC_HTTP_PORT: String(httpPort),
      KC_HOSTNAME_STRICT: 'false',
      KC_PROXY_HEADERS: 'xforwarded',
      KC_CACHE: 'local',
      KC_LOG: 'console',
      KC_LOG_LEVEL: 'info',
      KC_LOG_CONSOLE_OUTPUT: 'default',
    },
    stdio: ['ignore', log.fd, log.fd],
  });
  await Promise.allSettled([started]);
  await log.close();
  const island = await started;

  const basePath = (home.builtWith['http-relative-path'] ?? '').replace(/\/+$/, '');
  const asked = (path: string, question: Question = {}): Promise<Answer> => ask(http, `${basePath}${path}`, question, signal);
  const readLog = (): Promise<string> => readFile(logFile, 'utf8');
  return {
    version: home.version,
    ask: asked,
    ended: island.ended,
    log: readLog,
    stop: () => island.stop(20_000),
    async ready() {
      for (;;) {
        signal.throwIfAborted();
        if (await serves(asked)) return (Date.now() - began) / 1_000;
        const seconds = (Date.now() - began) / 1_000;
        const why = !island.running()
          ? `ended after ${Math.round(seconds)} s`
          : seconds > options.within
            ? `was not ready within ${options.within} s`
            : undefined;
        if (why !== undefined) {
          const first = firstErrorIn(await readLog());
          throw new NotReady(`Keycloak ${home.version} ${why}${first === undefined ? '.' : `: ${first}`}`);
        }
        await delay(100);
      }
    },
  };
}

/**
 * Before 25 the cache was an option of the build: it forms a cluster, in which it is alone. Which of these it needs depends on the
 * stack that it was built with; `kubernetes` does not start without a name to ask for.
 */
const clusterOfOne = [
  '-Djgroups.bind.address=127.0.0.1',
  '-Djgroups.bind_addr=127.0.0.1',
  '-Djgroups.tcpping.initial_hosts=127.0.0.1[7800]',
  '-Djgroups.dns.query=localhost',
];

/** Whether it serves a realm out of its database: while it migrates it answers 503, if at all. */
async function serves(asked: KeycloakOnCopy['ask']): Promise<boolean> {
  try {
    const { status, text } = await asked('/realms/master/.well-known/openid-configuration', { within: 10_000 });
    return status === 200 && text.includes('"issuer"');
  } catch {
    // Nobody listens there yet; whether it ever will is told by its end.
    return false;
  }
}
