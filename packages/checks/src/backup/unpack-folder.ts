import { lstat, mkdtemp, readdir, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Makes a folder that only this user can read, for what is unpacked of a backup, after it has removed those of processes that were killed:
 * they hold personal data. The caller removes it. Throws what the file system throws.
 */
export async function makeUnpackFolder(base: string = tmpdir()): Promise<string> {
  const mine = `unpacked-backup-${await processNamespace()}-`;
  for (const name of await readdir(base)) {
    const pid = name.startsWith(mine) ? /^(\d+)-\w{6}$/.exec(name.slice(mine.length))?.[1] : undefined;
    if (pid === undefined || isRunning(Number(pid))) continue;
    const folder = join(base, name);
    const seen = await lstat(folder).catch(() => undefined);
    if (seen?.isDirectory() && seen.uid === process.getuid?.()) await rm(folder, { recursive: true, force: true });
  }
  return mkdtemp(join(base, `${mine}${process.pid}-`));
}

/** Containers may share a folder, and each of them has its own process 1. One for all where the system has no such namespaces. */
async function processNamespace(): Promise<string> {
  const link = await readlink('/proc/self/ns/pid').catch(() => '');
  return /^pid:\[(\d+)\]$/.exec(link)?.[1] ?? '0';
}

/** Another user's process cannot be sent to, and is there. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
