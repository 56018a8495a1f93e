import { access, constants, readFile, readdir, realpath } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { hasCode } from '../lab/lab-error.ts';
import { runCommand } from '../processes/run-command.ts';

/** The oldest Java that runs every Keycloak the lab is made for, and the oldest Go that builds its control plane. */
export const oldestJava = 17;
export const oldestGo = '1.26';

/** The first executable of this name in the directories of PATH, and then in those given. */
export async function locateCommand(name: string, alsoIn: readonly string[] = []): Promise<string | undefined> {
  const directories = [...(process.env['PATH'] ?? '').split(delimiter), ...alsoIn].filter((directory) => directory !== '');
  for (const directory of directories) {
    const file = join(directory, name);
    if (await isExecutable(file)) return file;
  }
  return undefined;
}

async function isExecutable(file: string): Promise<boolean> {
  return isAccessible(file, constants.X_OK);
}

async function isAccessible(file: string, how: number): Promise<boolean> {
  try {
    await access(file, how);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'EACCES', 'ENOTDIR')) return false;
    throw error;
  }
}

async function childrenOf(directory: string): Promise<readonly string[]> {
  try {
    return (await readdir(directory)).map((name) => join(directory, name));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

/** The `java` to run Keycloak with: JAVA_HOME's, PATH's or an installed one, the first that is new enough. */
export async function locateJava(): Promise<string | undefined> {
  const home = process.env['JAVA_HOME'];
  const onPath = await locateCommand('java');
  const candidates = [
    ...(home === undefined || home === '' ? [] : [join(home, 'bin', 'java')]),
    ...(onPath === undefined ? [] : [onPath]),
    ...(await childrenOf('/usr/lib/jvm')).map((directory) => join(directory, 'bin', 'java')),
  ];
  for (const candidate of candidates) {
    if (!(await isExecutable(candidate))) continue;
    const java = await realpath(candidate);
    if ((await javaRelease(java)) >= oldestJava) return java;
  }
  return undefined;
}

/** The feature release of a Java (17, 21…), from the `release` file of its home; 0 where there is none. */
async function javaRelease(java: string): Promise<number> {
  try {
    const [, release = '0'] = /^JAVA_VERSION="(\d+)/m.exec(await readFile(join(dirname(dirname(java)), 'release'), 'utf8')) ?? [];
    return Number(release);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return 0;
    throw error;
  }
}

export const locateMaven = (): Promise<string | undefined> => locateCommand('mvn');

/** The directory with PostgreSQL's server and client programs; the newest where there are several. */
export async function locatePostgres(): Promise<string | undefined> {
  const debian = (await childrenOf('/usr/lib/postgresql')).toSorted((a, b) => Number(b.split('/').at(-1)) - Number(a.split('/').at(-1)));
  const server = await locateCommand('initdb');
  const candidates = [
    ...debian.map((directory) => join(directory, 'bin')),
    ...(server === undefined ? [] : [dirname(await realpath(server))]),
  ];
  for (const directory of candidates) {
    const complete = await Promise.all(
      ['initdb', 'postgres', 'pg_dump', 'pg_restore', 'psql'].map((name) => isExecutable(join(directory, name))),
    );
    if (complete.every(Boolean)) return directory;
  }
  return undefined;
}

/** Apache's server; undefined as well when one of its modules for OpenID Connect and SAML is not there. */
export async function locateApache(): Promise<string | undefined> {
  const [apache, ...modules] = await Promise.all([
    locateCommand('apache2', ['/usr/sbin']),
    ...['openidc', 'mellon'].map((module) => isAccessible(`/usr/lib/apache2/modules/mod_auth_${module}.so`, constants.R_OK)),
  ]);
  return modules.every(Boolean) ? apache : undefined;
}

/** A browser for the login checks. */
export async function locateChromium(): Promise<string | undefined> {
  for (const name of ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) {
    const found = await locateCommand(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A Go that is new enough to build the control plane: PATH's, or the one that `lab up` once put into `folder`. */
export async function locateGo(folder: string, signal: AbortSignal): Promise<string | undefined> {
  for (const go of [await locateCommand('go'), await locateCommand('go', [join(folder, 'bin')])]) {
    if (go !== undefined && isNewEnough(await runCommand(go, { args: ['version'], env: { ...process.env, GOTOOLCHAIN: 'local' }, signal })))
      return go;
  }
  return undefined;
}

/** Judges the output of `go version`. */
export function isNewEnough(goVersion: string): boolean {
  const [, major, minor] = /\bgo(\d+)\.(\d+)/.exec(goVersion) ?? [];
  const [oldestMajor = 0, oldestMinor = 0] = oldestGo.split('.').map(Number);
  if (major === undefined || minor === undefined) return false;
  return Number(major) > oldestMajor || (Number(major) === oldestMajor && Number(minor) >= oldestMinor);
}
