import { constants } from 'node:fs';
import { access, mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { ConfigurationError } from '@keycloak-release-gate/core';
import { jarEntry } from './jar-entry.ts';

/** An unpacked Keycloak: the content of an image's `/opt/keycloak`. It is shared, and never written to. */
export interface KeycloakHome {
  readonly folder: string;
  readonly version: string;
  /** The options that it was built with, without `kc.`: `db`, `http-relative-path`, `features`… */
  readonly builtWith: Readonly<Record<string, string>>;
  /** The file names of what its owner added in `providers`. */
  readonly providers: readonly string[];
  /** The image that it was unpacked from, as the file `image` in it says; null where nobody wrote that down. */
  readonly image: string | null;
  /** The `java` to run it with. */
  readonly java: string;
}

/** The variables that say where Java is: those of the process. */
export type JavaVariables = Readonly<Partial<Record<string, string>>>;

const where = 'backups.restore.keycloak';

/**
 * The home of a version: `pattern` is the environment's `backups.restore.keycloak`, such as `/opt/keycloak/{version}`. Throws a
 * ConfigurationError where there is none, where it is of another version, where there is no Java, or where it was not built for
 * PostgreSQL: a start would then build it anew, which writes into it, and runs something else than what is released.
 */
export async function keycloakHome(pattern: string, version: string, variables: JavaVariables): Promise<KeycloakHome> {
  if (!/^\d[\w.-]*$/.test(version)) throw problem('KEYCLOAK_VERSION', `"${version}" is no version of Keycloak.`, 'Name it as 26.7.4.');
  if (!pattern.includes('{version}'))
    throw problem('KEYCLOAK_HOME', `"${pattern}" has no {version} in it.`, 'Write it as /opt/keycloak/{version}: a folder per version.');
  const folder = resolve(pattern.replaceAll('{version}', version));
  const readable = await Promise.all([
    isAccessible(join(folder, 'bin', 'kc.sh'), constants.X_OK),
    isAccessible(join(folder, 'lib', 'quarkus-run.jar'), constants.R_OK),
  ]);
  if (!readable.every(Boolean))
    throw problem(
      'KEYCLOAK_MISSING',
      `There is no Keycloak ${version} in ${folder} (no bin/kc.sh and lib/quarkus-run.jar that can be read).`,
      'Unpack /opt/keycloak of the very image that is released, with its providers, into that folder.',
    );
  const told = await versionOf(folder);
  if (told !== version)
    throw problem(
      'KEYCLOAK_OTHER_VERSION',
      `${folder} holds Keycloak ${told ?? 'of no version that it tells'}, not ${version}.`,
      'Unpack the image of the right version into that folder.',
    );
  const builtWith = await builtOptions(folder);
  if (builtWith['optimized'] !== 'true' || builtWith['db'] !== 'postgres')
    throw problem(
      'KEYCLOAK_NOT_BUILT',
      `The Keycloak in ${folder} was not built for PostgreSQL${builtWith['db'] === undefined ? '' : ` (but for ${builtWith['db']})`}.`,
      `Run \`${join(folder, 'bin', 'kc.sh')} build --db=postgres\` once, with the build options of your image.`,
    );
  const [providers, image] = await Promise.all([providersIn(folder), imageOf(folder)]);
  return { folder, version, builtWith, providers, image, java: await locateJava(variables) };
}

/** Keycloak itself does not know which image it came in: whoever unpacks one writes it down. */
async function imageOf(folder: string): Promise<string | null> {
  const text = await readFile(join(folder, 'image'), 'utf8').catch(() => '');
  return text.trim() === '' ? null : text.trim();
}

/** What `version.txt` says, else what the server's own jar is called. */
async function versionOf(folder: string): Promise<string | undefined> {
  const text = await readFile(join(folder, 'version.txt'), 'utf8').catch(() => '');
  const told = /Version (\S+)/.exec(text)?.[1];
  if (told !== undefined) return told;
  const jars = await readdir(join(folder, 'lib', 'lib', 'main')).catch(() => []);
  return jars.map((jar) => /^org\.keycloak\.keycloak-quarkus-server-(\d[\w.-]*)\.jar$/.exec(jar)?.[1]).find((found) => found !== undefined);
}

/** What `kc.sh build` wrote down. */
async function builtOptions(folder: string): Promise<Readonly<Record<string, string>>> {
  const jar = join(folder, 'lib', 'quarkus', 'generated-bytecode.jar');
  const text = await jarEntry(jar, 'META-INF/keycloak-persisted.properties').catch(() => undefined);
  const lines = (text ?? '').split(/\r?\n/).map((line) => /^kc\.([\w.-]+)=(.*)$/.exec(line));
  return Object.fromEntries(lines.flatMap((line) => (line?.[1] === undefined ? [] : [[line[1], (line[2] ?? '').replaceAll('\\', '')]])));
}

async function providersIn(folder: string): Promise<readonly string[]> {
  const files = await readdir(join(folder, 'providers')).catch(() => []);
  return files.filter((file) => file !== 'README.md' && !file.startsWith('.')).toSorted();
}

/** The `java` that `kc.sh` would take: JAVA_HOME's, else PATH's. */
async function locateJava({ JAVA_HOME: home = '', PATH: path = '' }: JavaVariables): Promise<string> {
  for (const folder of [...(home === '' ? [] : [join(home, 'bin')]), ...path.split(delimiter)]) {
    if (folder !== '' && (await isAccessible(join(folder, 'java'), constants.X_OK))) return join(folder, 'java');
  }
  throw problem(
    'JAVA_MISSING',
    'There is no Java to run Keycloak with.',
    'Install the Java that your image has (17 or newer), or set JAVA_HOME.',
  );
}

async function isAccessible(file: string, how: number): Promise<boolean> {
  return access(file, how).then(
    () => true,
    () => false,
  );
}

const problem = (code: string, message: string, remedy: string): ConfigurationError =>
  new ConfigurationError([{ code, message, where, remedy }]);

/** A folder in which a home runs without being written to. */
export interface RunFolder {
  readonly folder: string;
  /** What Java resolves names by: nothing but this machine's own, whatever the system's resolver would ask. */
  readonly hosts: string;
  readonly temporary: string;
  /** The home that is told to Keycloak: its own `data`, everything else links into the shared one. */
  readonly home: string;
}

/** Makes the folder, which must not be there. */
export async function makeRunFolder(folder: string, shared: KeycloakHome): Promise<RunFolder> {
  const [home, temporary, hosts] = [join(folder, 'home'), join(folder, 'tmp'), join(folder, 'hosts')];
  await mkdir(folder, { mode: 0o700 });
  await mkdir(join(home, 'data'), { recursive: true });
  await mkdir(temporary);
  for (const part of await readdir(shared.folder)) if (part !== 'data') await symlink(join(shared.folder, part), join(home, part));
  await writeFile(hosts, `127.0.0.1 localhost ${hostname()}\n`);
  return { folder, hosts, temporary, home };
}
