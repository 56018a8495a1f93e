import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { stopwatch } from '../stopwatch.ts';
import { isSystemError } from './account.ts';
import type { Account } from './account.ts';

/** Milliseconds after which a hold that nobody renews is one of a process that ended. */
const abandoned = 30_000;
/** Milliseconds between two renewals. */
const renewal = 5_000;
/** Milliseconds between two tries to get hold of it. */
const interval = 200;

/** An account that is held: no other run of the gate on this machine logs in with it meanwhile. */
export interface Hold {
  release(): Promise<void>;
}

/**
 * Gets hold of an account, or undefined where another run keeps it for longer than `patience` milliseconds. Two runs at once
 * would spend each other's one-time codes, and two wrong passwords are nearer to a lock than one. A hold of a process that
 * was killed is taken over.
 */
export async function holdAccount(
  { key, folder }: Account,
  { patience, signal }: { readonly patience: number; readonly signal: AbortSignal },
): Promise<Hold | undefined> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${key}.lock`);
  const mine = randomUUID();
  for (const begin = stopwatch(); !(await take(file, mine));) {
    if (stopwatch() - begin > patience) return undefined;
    await after(interval, undefined, { signal });
  }
  const renewing = setInterval(() => {
    const now = new Date();
    // Removed by hand, it is no longer ours to renew.
    utimes(file, now, now).catch((error: unknown) => isSystemError(error, 'ENOENT'));
  }, renewal);
  renewing.unref();
  return {
    release: async () => {
      clearInterval(renewing);
      if ((await holderOf(file)) === mine) await rm(file, { force: true });
    },
  };
}

async function take(file: string, mine: string): Promise<boolean> {
  try {
    await writeFile(file, mine, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (!isSystemError(error, 'EEXIST')) throw error;
  }
  await dropAbandoned(file);
  return false;
}

/** Removes a hold that nobody renews. Moved away first: of several who find it, one removes it, and nobody a new one. */
async function dropAbandoned(file: string): Promise<void> {
  const holder = await holderOf(file);
  if (holder === undefined || !(await isAbandoned(file))) return;
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return;
    throw error;
  }
  if ((await holderOf(aside)) !== holder) await giveBack(aside, file);
  await rm(aside, { force: true });
}

/** It was somebody's new hold after all. */
async function giveBack(aside: string, file: string): Promise<void> {
  try {
    await writeFile(file, await readFile(aside), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!isSystemError(error, 'EEXIST', 'ENOENT')) throw error;
  }
}

async function isAbandoned(file: string): Promise<boolean> {
  try {
    return Date.now() - (await stat(file)).mtimeMs > abandoned;
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return false;
    throw error;
  }
}

async function holderOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined;
    throw error;
  }
}
