import { chown, lstat, readdir, readFile, readlink, realpath, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { ScratchPlace } from '../place.ts';
import { RestoreFailed } from '../restore-failed.ts';

/** What the files of a cluster say of themselves. */
export interface RestoredFiles {
  readonly major: number;
  /** Where the log begins that makes them consistent (`0/2000028`); null where nothing says so. */
  readonly startLsn: string | null;
}

/** Files that say what a server is to do: of the live one, and not for this one. */
const instructions = ['postgresql.auto.conf', 'standby.signal', 'recovery.signal', 'recovery.conf', 'postmaster.pid', 'postmaster.opts'];

/** Before it, recovery was told in a file that stands no longer. */
const OLDEST = 12;

/**
 * Looks at the restored files before any server does, and takes out what would have it act as the live one: its settings, replication slots.
 * Throws a RestoreFailed where they are no cluster, or lead out of the place.
 */
export async function readyToStart(place: ScratchPlace, data: string): Promise<RestoredFiles> {
  const version = await textOf(join(data, 'PG_VERSION'));
  const major = Number(/^(\d+)/.exec(version ?? '')?.[1]);
  if (version === undefined || Number.isNaN(major))
    throw new RestoreFailed('ended', 'fetch', 'the program that restores put no cluster of PostgreSQL into the folder');
  if (major < OLDEST)
    throw new RestoreFailed('not here', 'fetch', `it is of PostgreSQL ${version.trim()}, and the gate starts ${OLDEST} or newer`);
  await staysWithin(await realpath(place.folder), data);
  for (const name of instructions) await rm(join(data, name), { force: true });
  // An empty one is not missed: the server reads it whatever else it is told.
  await give(place, join(data, 'postgresql.auto.conf'), '');
  for (const slot of await namesIn(join(data, 'pg_replslot'))) await rm(join(data, 'pg_replslot', slot), { recursive: true });
  const label = await textOf(join(data, 'backup_label'));
  return { major, startLsn: /^START WAL LOCATION: ([0-9A-F]+\/[0-9A-F]+) /m.exec(label ?? '')?.[1] ?? null };
}

/** Writes a file of the place, for the account of its server. */
export async function give({ account }: ScratchPlace, file: string, content: string, mode = 0o600): Promise<void> {
  await writeFile(file, content, { mode });
  if (account) await chown(file, account.uid, account.gid);
}

/**
 * A link that leads out of the place (the log or a tablespace on a disk of its own) would have the server write there: into the live one's
 * files, perhaps. A file `tablespace_map` has it make such links.
 */
async function staysWithin(folder: string, data: string): Promise<void> {
  const refuse = (what: string, to: string): RestoreFailed =>
    new RestoreFailed(
      'not here',
      'fetch',
      `${what} leads to ${to}, out of the folder that it was to be restored into: have the program restore links and tablespaces into it`,
    );
  const isInside = (path: string): boolean => path === folder || path.startsWith(`${folder}/`);
  for (const line of ((await textOf(join(data, 'tablespace_map'))) ?? '').split('\n')) {
    const [, to] = /^\d+ (.*)$/.exec(line) ?? [];
    if (to !== undefined && !isInside(resolve(data, to))) throw refuse('its tablespace_map', to);
  }
  const waiting = [data];
  for (let current = waiting.pop(); current !== undefined; current = waiting.pop())
    for (const entry of await readdir(current, { withFileTypes: true })) {
      const path = join(current, entry.name);
      if (entry.isDirectory()) waiting.push(path);
      if (!entry.isSymbolicLink()) continue;
      const to = await realpath(path).catch(async () => resolve(dirname(path), await readlink(path)));
      if (!isInside(to)) throw refuse(entry.name, to);
      if ((await lstat(to).catch(() => undefined))?.isDirectory() && !to.startsWith(`${data}/`)) waiting.push(to);
    }
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

const namesIn = (folder: string): Promise<readonly string[]> => readdir(folder).catch(() => []);
