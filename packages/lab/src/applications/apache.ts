import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { apacheConfiguration, mellonFiles } from './apache-configuration.ts';
import { selfSignedCertificate } from '../certificate/self-signed-certificate.ts';
import type { ApplicationSettings, RunningApplication } from './application.ts';
import { page } from './page.ts';
import { end, ending } from './process.ts';

/** Where Debian and Ubuntu keep what this needs. */
const binary = '/usr/sbin/apache2';
const modules = '/usr/lib/apache2/modules';
/** Debian's user for web servers: as root, Apache hands its work to it. */
const webUser = 'www-data';
/** Milliseconds until it must listen. */
const patience = 10_000;

type Module = 'openidc' | 'mellon';

/**
 * Starts an Apache with mod_auth_openidc or mod_auth_mellon in the foreground, with a ServerRoot of its own. As root, its workers run as
 * `www-data`, which must be able to enter the folder. Throws with the end of its error log when it does not come up.
 */
export async function startApache(settings: ApplicationSettings, module: Module): Promise<RunningApplication> {
  const { directory, signal, url } = settings;
  signal.throwIfAborted();
  const asRoot = process.getuid?.() === 0;
  await writeServerRoot(settings, module, asRoot);
  if (module === 'mellon') await writeForSaml(settings);
  if (asRoot) await assertOthersMayEnter(directory);
  const logPath = join(directory, 'error.log');
  const log = await open(logPath, 'a');
  const child = spawn(binary, ['-d', directory, '-f', join(directory, 'apache.conf'), '-DFOREGROUND'], {
    // A group of its own, so that its workers can be killed with it.
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  await log.close();
  const failure = new Promise<never>((_resolve, reject) => child.once('error', reject));
  const ended = ending(child);
  const kill = (): void => killGroup(child);
  signal.addEventListener('abort', kill, { once: true });
  try {
    const up = await Promise.race([failure, answers(url, signal), ended.then(() => false)]);
    if (!up || child.pid === undefined) {
      if (child.pid !== undefined) await end(child);
      const said = (await readFile(logPath, 'utf8')).trim().split('\n').slice(-5).join('\n');
      throw new Error(`Apache did not start at ${url}. Its log, ${logPath}, ends with:\n${said}`);
    }
    child.unref();
    return { url, pid: child.pid, ended, kill, stop: () => end(child) };
  } finally {
    signal.removeEventListener('abort', kill);
  }
}

function killGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGKILL');
}

async function writeServerRoot(settings: ApplicationSettings, module: Module, asRoot: boolean): Promise<void> {
  const { directory } = settings;
  const documents = join(directory, 'documents');
  await mkdir(documents, { recursive: true });
  const configuration = apacheConfiguration({
    ...settings,
    module,
    modules,
    documents,
    passphrase: randomBytes(32).toString('hex'),
    ...(asRoot ? { user: webUser } : {}),
  });
  // It holds the client's secret: only we read it; Apache does so before it gives up its rights.
  await writeFile(join(directory, 'apache.conf'), configuration, { mode: 0o600 });
  const landing = encodeURIComponent(`${settings.url}/signed-out.html`);
  const signedIn = page(
    'Welcome',
    `<p>You are <b id="user"><!--#echo var="${module === 'openidc' ? 'OIDC_CLAIM_preferred_username' : 'MELLON_NAME_ID'}" --></b>.</p>
<p><a id="log-out" href="${module === 'openidc' ? '/redirect_uri?logout=' : '/mellon/logout?ReturnTo='}${landing}">Log out</a></p>`,
  );
  await writeFile(join(documents, 'index.html'), signedIn);
  await writeFile(join(documents, 'signed-out.html'), page('Signed out', '<p><a href="/">Home</a></p>'));
  for (const path of [directory, documents]) await chmod(path, 0o755);
  for (const name of ['index.html', 'signed-out.html']) await chmod(join(documents, name), 0o644);
}

/** A key of its own, and what Keycloak says of itself: mod_auth_mellon looks there once, when it starts. */
async function writeForSaml({ address, directory, issuer, signal }: ApplicationSettings): Promise<void> {
  const answer = await fetch(`${issuer}/protocol/saml/descriptor`, { signal });
  if (!answer.ok) throw new Error(`Keycloak gave no SAML descriptor at ${issuer}: ${answer.status}.`);
  const { key, cert } = selfSignedCertificate('saml.lab.example', address, { algorithm: 'rsa' });
  await writeFile(join(directory, mellonFiles.provider), await answer.text(), { mode: 0o644 });
  await writeFile(join(directory, mellonFiles.certificate), cert, { mode: 0o644 });
  // Apache reads it before it gives up its rights.
  await writeFile(join(directory, mellonFiles.key), key, { mode: 0o600 });
}

/** Throws when a folder on the way is closed to others; every page would be a 403. */
async function assertOthersMayEnter(directory: string): Promise<void> {
  for (let path = directory; ; path = dirname(path)) {
    const { mode } = await stat(path);
    if ((mode & 0o001) === 0) {
      throw new Error(
        `Apache's workers run as ${webUser} and cannot enter ${path}. Put the lab in a folder that others may enter, or run: chmod o+x ${path}`,
      );
    }
    if (path === dirname(path)) return;
  }
}

/** True when the address answers at all; false when it does not in time. */
async function answers(url: string, signal: AbortSignal): Promise<boolean> {
  const until = Date.now() + patience;
  while (Date.now() < until) {
    signal.throwIfAborted();
    try {
      await fetch(`${url}/signed-out.html`, { redirect: 'manual', signal });
      return true;
    } catch {
      // Not listening yet; the loop's end says so if it never does.
      await after(50, undefined, { signal });
    }
  }
  return false;
}
