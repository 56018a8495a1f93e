import { execFile } from 'node:child_process';
import { readlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ConfigurationError } from '@keycloak-release-gate/core';
import type { ProcessEnd, ScratchPlace, SpawnOptions } from '../place.ts';
import { rights } from './island-orders.ts';
import type { IslandOrders, Relay } from './island-orders.ts';

export interface IslandWanted {
  /** A folder within the place, for its sockets; the command's working directory. */
  readonly folder: string;
  readonly inward: readonly Relay[];
  readonly outward: readonly Relay[];
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly stdio: NonNullable<SpawnOptions['stdio']>;
}

/** A program that is alone on the net. */
export interface Island {
  readonly ended: Promise<ProcessEnd>;
  running(): boolean;
  /** Asks it to end, and kills it after `graceMs`; resolves when nothing of it runs any more. */
  stop(graceMs: number): Promise<void>;
}

/** As in a place. */
const searchPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

const program = join(import.meta.dirname, 'island-program.ts');

/** Own processes too, of which the first takes all others with it when it ends. */
const namespaces = ['--net', '--pid', '--fork', '--kill-child=KILL'] as const;

/** Who is not root becomes it within a user namespace: only there it may have a network of its own. */
const unshareOptions = (): readonly string[] => [...(process.getuid?.() === 0 ? [] : ['--user', '--map-root-user']), ...namespaces];

const refusal = (code: string, message: string, remedy: string): ConfigurationError =>
  new ConfigurationError([{ code, message: `A Keycloak on a copy must not reach anything, and here it would: ${message}`, remedy }]);

/** What is asked of the machine. */
interface Machine {
  readonly platform: string;
  /** Where its programs are: PATH. */
  readonly path: string;
}

/**
 * Throws a ConfigurationError where this machine cannot give a program a network of its own: it is no Linux, `unshare`, `ip`
 * or `setpriv` is missing, or the kernel does not allow it (a container without CAP_SYS_ADMIN, Ubuntu's AppArmor).
 */
export async function requireIsland({ platform, path }: Machine = { platform: process.platform, path: searchPath }): Promise<void> {
  if (platform !== 'linux')
    throw refusal('ISLAND_NOT_LINUX', `${platform} has no network namespaces.`, 'Run it on a Linux machine, or without Keycloak.');
  try {
    const inside = ['setpriv', '--no-new-privs', ...rights, 'ip', 'link', 'show', 'dev', 'lo'];
    await promisify(execFile)('unshare', [...unshareOptions(), 'sh', '-c', `ip link set dev lo up && exec ${inside.join(' ')}`], {
      timeout: 10_000,
      env: { PATH: path },
    });
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim().split('\n').at(-1) : undefined;
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw refusal('ISLAND_TOOLS_MISSING', 'there is no `unshare`.', 'Install util-linux and iproute2.');
    if (/not found/.test(said ?? ''))
      throw refusal('ISLAND_TOOLS_MISSING', `${said}.`, 'Install util-linux and iproute2 (the programs `unshare`, `setpriv` and `ip`).');
    throw refusal(
      'ISLAND_NOT_ALLOWED',
      `the system allows no network of its own (${said ?? 'unshare failed'}).`,
      'Run it as root, or allow user namespaces (sysctl user.max_user_namespaces, kernel.apparmor_restrict_unprivileged_userns=0); a container needs CAP_SYS_ADMIN.',
    );
  }
}

/** Starts a command on an island of its own in the place. See `requireIsland` for where that is not possible. */
export async function startOnIsland(place: ScratchPlace, wanted: IslandWanted): Promise<Island> {
  const control = join(wanted.folder, 'control.sock');
  const orders: IslandOrders = {
    inward: wanted.inward,
    outward: wanted.outward,
    control,
    command: wanted.command,
    notOn: await readlink('/proc/self/ns/net'),
  };
  const started = await place.spawn('unshare', [...unshareOptions(), '--', process.execPath, program, JSON.stringify(orders)], {
    cwd: wanted.folder,
    env: wanted.env,
    stdio: wanted.stdio,
  });
  let over = false;
  const ended = started.ended.then((end) => {
    over = true;
    return end;
  });
  return {
    ended,
    running: () => !over,
    async stop(graceMs) {
      if (over) return;
      connect({ path: control })
        // It is not up yet, or has just ended.
        .on('error', () => started.kill('SIGKILL'))
        .resume();
      const clock = new AbortController();
      const late = delay(graceMs, true, { signal: clock.signal }).catch(() => false);
      if (await Promise.race([late, ended.then(() => false)])) started.kill('SIGKILL');
      clock.abort();
      await ended;
    },
  };
}
