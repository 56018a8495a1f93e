import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gap } from '@keycloak-release-gate/core';
import type { CollectContext, Environment, Gap } from '@keycloak-release-gate/core';
import { codes } from './codes.ts';

const run = promisify(execFile);

/** Milliseconds for one call of `certutil`, which takes a few. */
const patience = 10_000;

/**
 * A home folder for the browser in which the environment's own authorities (`chromiumCaFile`) are known; undefined where it declares
 * none, a gap where they cannot be given. It is made once a run and gone with it.
 *
 * On Linux, Chromium takes further authorities from the NSS database of whoever runs it, and from nowhere else. There a server that one
 * of them vouches for is held to all that any server is: its name, its dates, its chain. The switch
 * `--ignore-certificate-errors-spki-list` would need no `certutil`, but takes every error for none as soon as a listed key stands
 * anywhere in what is shown, and what a genuine server shows can be shown by anybody: so it is not used.
 */
export async function browserHome(
  { chromiumCaFile: file }: Pick<Environment, 'chromiumCaFile'>,
  shared: CollectContext<unknown>['shared'],
  subject: string,
): Promise<string | Gap | undefined> {
  if (file === undefined) return undefined;
  const made = await shared(
    `browser-home/${file}`,
    () => makeHome(file),
    async (home) => ('path' in home ? rm(home.path, { recursive: true, force: true }) : undefined),
  );
  return 'path' in made ? made.path : gap(codes.BROWSER_AUTHORITIES, { subject, reason: made.problem });
}

/** The variables of a browser with this home. */
export const variablesFor = (
  home: string,
  variables: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> => ({
  ...variables,
  HOME: home,
  // One with a window finds its way to the screen by a file in the home folder, where no variable names it.
  XAUTHORITY: variables['XAUTHORITY'] ?? join(homedir(), '.Xauthority'),
});

async function makeHome(file: string): Promise<{ readonly path: string } | { readonly problem: string }> {
  if (process.platform !== 'linux')
    return { problem: '`chromiumCaFile` is for Linux: here the browser takes what the machine trusts, and the authority is added there.' };
  const text = await readFile(file, 'utf8').catch((error: unknown) => error);
  if (typeof text !== 'string')
    return { problem: `\`chromiumCaFile\` cannot be read: ${text instanceof Error ? text.message : String(text)}.` };
  const certificates = certificatesIn(text);
  if (certificates === undefined || certificates.length === 0)
    return { problem: `\`chromiumCaFile\` (${file}) holds no certificates in PEM form.` };
  const path = await mkdtemp(join(tmpdir(), 'keycloak-release-gate-browser-'));
  try {
    const database = join(path, '.pki', 'nssdb');
    await mkdir(database, { recursive: true });
    const certutil = (...args: readonly string[]) => run('certutil', ['-d', `sql:${database}`, ...args], { timeout: patience });
    await certutil('-N', '--empty-password');
    for (const [index, certificate] of certificates.entries()) {
      const one = join(path, `authority-${index}.pem`);
      await writeFile(one, certificate);
      // C: it may vouch for servers, and for nothing else.
      await certutil('-A', '-n', `authority ${index}`, '-t', 'C,,', '-i', one);
    }
    return { path };
  } catch (error) {
    await rm(path, { recursive: true, force: true });
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { problem: '`certutil` is not installed here.' };
    return { problem: `\`certutil\` did not take the certificates of ${file}: ${lastLine(error)}` };
  }
}

/** The certificates of a file, each as its PEM; undefined where one of them is none. */
function certificatesIn(text: string): readonly string[] | undefined {
  try {
    return (text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map((each) =>
      new X509Certificate(each).toString(),
    );
  } catch {
    // What is wrong with it is of no use to a reader: OpenSSL names a place in its own source.
    return undefined;
  }
}

function lastLine(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
  return said.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
}
