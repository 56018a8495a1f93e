import { mkdir, open, readFile, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { hasCode } from '../lab/lab-error.ts';

/** Where the lab keeps what is slow to make: `$XDG_CACHE_HOME/keycloak-release-gate`, else under `~/.cache`. */
export function cacheFolder(): string {
  const base = process.env['XDG_CACHE_HOME'];
  return join(base === undefined || base === '' ? join(homedir(), '.cache') : base, 'keycloak-release-gate');
}

/** True when the file or folder is there. */
export async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return false;
    throw error;
  }
}

/**
 * The folder, made by `make` when it is not there: in a temporary folder beside it, so that it appears whole or not at
 * all. Of several who want it one makes it and the others wait.
 */
export async function cachedFolder(folder: string, make: (unfinished: string) => Promise<void>, signal: AbortSignal): Promise<string> {
  if (await exists(folder)) return folder;
  await mkdir(dirname(folder), { recursive: true });
  const unlock = await lockFile(`${folder}.lock`, signal);
  try {
    if (await exists(folder)) return folder;
    await removeUnfinished(folder);
    const unfinished = `${folder}.unfinished-${process.pid}`;
    await mkdir(unfinished);
    try {
      await make(unfinished);
      await rename(unfinished, folder);
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
    return folder;
  } finally {
    await unlock();
  }
}

/** What makers that were killed left behind; only called by who holds the lock. */
async function removeUnfinished(folder: string): Promise<void> {
  const left = (await readdir(dirname(folder))).filter((name) => name.startsWith(`${basename(folder)}.unfinished-`));
  await Promise.all(left.map((name) => rm(join(dirname(folder), name), { recursive: true, force: true })));
}

/** How often a holder shows that it is alive, and after how long without a sign the lock is anybody's, in ms. */
const heartbeat = 2_000;
const abandonedAfter = 30_000;

/**
 * Takes a lock file, waiting for whoever has it; resolves to the function that gives it back. A holder that is gone, or
 * (where process ids say nothing, as between containers) that gave no sign of life, has lost it.
 */
export async function lockFile(file: string, signal: AbortSignal): Promise<() => Promise<void>> {
  for (;;) {
    signal.throwIfAborted();
    if (await take(file)) break;
    if (await isAbandoned(file)) await rm(file, { force: true });
    else await delay(200, undefined, { signal });
  }
  const beat = setInterval(() => {
    const now = new Date();
    // A lock file that somebody removed by hand is no reason to stop the work.
    utimes(file, now, now).catch(() => clearInterval(beat));
  }, heartbeat);
  beat.unref();
  return async () => {
    clearInterval(beat);
    await rm(file, { force: true });
  };
}

/** Removes the lock file of a holder that was killed; anybody else's stays. */
export async function removeAbandonedLock(file: string): Promise<void> {
  if (await isAbandoned(file)) await rm(file, { force: true });
}

async function take(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

async function isAbandoned(file: string): Promise<boolean> {
  try {
    const age = Date.now() - (await stat(file)).mtimeMs;
    if (age > abandonedAfter) return true;
    const holder = Number(await readFile(file, 'utf8'));
    // The id is written just after the file appears.
    return Number.isInteger(holder) && holder > 0 ? !isAlive(holder) : false;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return true;
    throw error;
  }
}

/** True when there is a process of this id, whoever it belongs to. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if (hasCode(error, 'EPERM')) return true;
    if (hasCode(error, 'ESRCH')) return false;
    throw error;
  }
}
