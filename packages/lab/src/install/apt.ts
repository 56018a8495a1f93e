import { readFile, rm, writeFile } from 'node:fs/promises';
import { hasCode } from '../lab/lab-error.ts';
import { runCommand } from '../processes/run-command.ts';
import { exists, lockFile } from './cache.ts';
import { locateCommand } from './locate.ts';

/** Debian's switch: while this program answers 101, no package starts its service. */
const servicePolicy = '/usr/sbin/policy-rc.d';
const ours = '#!/bin/sh\n# Written by the lab of keycloak-release-gate while it installs packages.\nexit 101\n';

/** True on Debian and its children, as root: only there does the lab install packages by itself. */
export async function canInstallPackages(): Promise<boolean> {
  return process.getuid?.() === 0 && (await exists('/etc/debian_version')) && (await locateCommand('apt-get')) !== undefined;
}

/** Installs packages without starting the services that some of them bring. Rejects with what apt said. */
export async function installPackages(packages: readonly string[], told: (line: string) => void, signal: AbortSignal): Promise<void> {
  const unlock = await lockFile('/var/lock/keycloak-release-gate-apt', signal);
  const allowServices = await holdServices();
  const apt = (...args: readonly string[]): Promise<string> =>
    runCommand('apt-get', {
      args: ['-q', '-o', 'DPkg::Lock::Timeout=600', ...args],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' },
      onLine: (line) => {
        if (/^(?:Unpacking|Setting up|Need to get) /.test(line)) told(line);
      },
      signal,
    });
  try {
    await apt('update');
    await apt('install', '-y', '--no-install-recommends', ...packages);
  } finally {
    await allowServices();
    await unlock();
  }
}

/** Puts the switch in place, unless the machine has one of its own (which then decides); resolves to its removal. */
async function holdServices(): Promise<() => Promise<void>> {
  try {
    await writeFile(servicePolicy, ours, { flag: 'wx', mode: 0o755 });
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    // One of ours is left from an installation that was killed; anybody else's stays.
    if ((await readFile(servicePolicy, 'utf8')) !== ours) return () => Promise.resolve();
  }
  return () => rm(servicePolicy, { force: true });
}
