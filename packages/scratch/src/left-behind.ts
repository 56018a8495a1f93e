import { constants } from 'node:fs';
import { lstat, open, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from './account.ts';

/** Milliseconds. A keeper takes a few from making its folder to standing in it. */
const NEWBORN = 60_000;

/** The places in a folder whose keeper is dead. Never one that is alive, of somebody else, or too young to tell. */
export async function leftBehind(base: string, account: Account | undefined): Promise<readonly string[]> {
  const owners = [process.getuid?.(), account?.uid];
  const found: string[] = [];
  for (const name of await readdir(base)) {
    if (!/^kcgate-\w{10}$/.test(name)) continue;
    const folder = join(await realpath(base), name);
    const seen = await lstat(folder).catch(() => undefined);
    if (!seen?.isDirectory() || !owners.includes(seen.uid) || Date.now() - seen.mtimeMs < NEWBORN) continue;
    if (!(await isKept(folder))) found.push(folder);
  }
  return found;
}

/** Whether a keeper has the place's pipe open. */
async function isKept(folder: string): Promise<boolean> {
  try {
    const pipe = await open(join(folder, 'alive'), constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    await pipe.close();
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    // No reader, or no pipe. What cannot be told is left alone.
    return code !== 'ENXIO' && code !== 'ENOENT';
  }
}
