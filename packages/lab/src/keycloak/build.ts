import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder, cachedFolder } from '../install/cache.ts';
import { runCommand } from '../processes/run-command.ts';
import { unpackDistribution, UnknownKeycloakVersion } from './distribution.ts';
import { stackFile, tcpStack } from './tcp-stack.ts';
import { atLeast, clustersByDatabase, parseKeycloakVersion } from './version.ts';
import type { KeycloakVersion } from './version.ts';

/** A Keycloak that is configured for PostgreSQL and ready for `start --optimized`. */
export interface KeycloakBuild {
  readonly version: KeycloakVersion;
  /** The home folder; shared by all nodes that run it, and never written to. */
  readonly directory: string;
  /** `sha256:…` of what runs: equal for equal builds. */
  readonly imageId: string;
}

export interface BuildWanted {
  readonly version: string;
  readonly java: string;
  readonly maven: string;
  readonly signal: AbortSignal;
}

function buildOptions(version: KeycloakVersion): readonly string[] {
  const common = ['--db=postgres', '--health-enabled=true', '--metrics-enabled=true'];
  // From 25 on it is an option of the start.
  return atLeast(version, 25) ? common : [...common, `--cache-config-file=${stackFile}`];
}

/**
 * The build of a version, from the cache; the first time it is fetched by Maven (8 s) and built (15–40 s). Rejects with
 * UnknownKeycloakVersion.
 */
export async function keycloakBuild({ version: text, java, maven, signal }: BuildWanted): Promise<KeycloakBuild> {
  const version = parseKeycloakVersion(text);
  if (!version) throw new UnknownKeycloakVersion(text);
  const options = buildOptions(version);
  const key = createHash('sha256').update(JSON.stringify(options)).digest('hex').slice(0, 8);
  const directory = await cachedFolder(
    join(cacheFolder(), 'keycloak', `${version.text}-${key}`),
    async (unfinished) => {
      const home = join(unfinished, 'home');
      await unpackDistribution(maven, version.text, home, signal);
      if (!clustersByDatabase(version))
        await writeFile(join(home, 'conf', stackFile), tcpStack(await readFile(join(home, 'conf', 'cache-ispn.xml'), 'utf8')));
      await runCommand(join(home, 'bin', 'kc.sh'), { args: ['build', ...options], env: { ...process.env, JAVA: java }, cwd: home, signal });
      await writeFile(join(unfinished, 'image-id'), await imageId(home));
    },
    signal,
  );
  return { version, directory: join(directory, 'home'), imageId: await readFile(join(directory, 'image-id'), 'utf8') };
}

/** The digest of the version and of the code that the build generated. */
async function imageId(home: string): Promise<string> {
  const hash = createHash('sha256');
  for (const file of ['version.txt', 'lib/quarkus-run.jar', 'lib/quarkus/quarkus-application.dat', 'lib/quarkus/build-system.properties']) {
    hash.update(await readFile(join(home, file)));
  }
  return `sha256:${hash.digest('hex')}`;
}
