import { chown, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ScratchPlace } from '../place.ts';
import type { PostgresTools } from '../postgres-tools.ts';
import { RestoreFailed } from '../restore-failed.ts';
import { runToLog } from '../server.ts';
import type { ScratchServer } from '../server.ts';
import { filledIn } from './programs.ts';
import type { SetPrograms } from './programs.ts';
import { recover } from './recover.ts';
import { give, readyToStart } from './restored-files.ts';
import { takeOver } from './take-over.ts';

export interface SetWanted {
  /** What brings it back into this folder. */
  readonly programsOf: (folder: string) => Promise<SetPrograms>;
  readonly tools: PostgresTools;
  /** Keycloak's database in the cluster. */
  readonly database: string;
  /** What the backup's keeper says of it, where it does: PostgreSQL's identifier of the cluster, and where its log begins. */
  readonly systemIdentifier: string | null;
  readonly startLsn: string | undefined;
  /** A volume as it was at one moment begins nowhere. */
  readonly isSnapshot: boolean;
  /** Told what begins. */
  readonly stage: (stage: 'fetch' | 'restore') => void;
  readonly signal: AbortSignal;
}

export interface RestoredSet {
  readonly server: ScratchServer;
  /** Seconds: the files copied, and recovered to the moment at which they are consistent. */
  readonly seconds: { readonly fetch: number; readonly restore: number };
}

/**
 * Restores the files of a cluster into a place, recovers them to the moment at which they are consistent, and takes the server over: nobody
 * but the gate's own accounts is let in, by its socket alone. It has the system identifier of the live server, which it is a copy of: that it
 * is not that server is told by its data directory and its process, both of the place. Throws a RestoreFailed where the backup cannot be
 * restored, a NotScratch where the server is not the gate's own.
 */
export async function restoreSet(place: ScratchPlace, wanted: SetWanted): Promise<RestoredSet> {
  const { tools, isSnapshot, startLsn, stage, signal } = wanted;
  const programs = await wanted.programsOf(place.folder);
  const data = join(place.folder, 'data');
  for (const name of ['data', 'tablespaces', 'log', 'lock']) await makeFolder(place, join(place.folder, name));
  stage('fetch');
  const began = performance.now();
  await requireHere(place, programs);
  await fetchFiles(place, programs, data);
  signal.throwIfAborted();
  const files = await readyToStart(place, data);
  if (files.major !== tools.major)
    throw new RestoreFailed('not here', 'fetch', `it is of PostgreSQL ${files.major}, and the server here is of ${tools.major}`);
  if (files.startLsn === null && !isSnapshot)
    throw new RestoreFailed('broken', 'fetch', 'the restored files have no backup_label: nobody knows from where on they are consistent');
  if (startLsn !== undefined && files.startLsn !== startLsn)
    throw new RestoreFailed(
      'broken',
      'fetch',
      `the restored files begin at ${files.startLsn ?? 'no position of the log'}, and the backup at ${startLsn}`,
    );
  const fetched = performance.now();
  stage('restore');
  await recover(place, data, { programs, tools, signal }, files.startLsn !== null);
  const server = await takeOver(place, data, wanted);
  return { server, seconds: { fetch: (fetched - began) / 1000, restore: (performance.now() - fetched) / 1000 } };
}

async function makeFolder({ account }: ScratchPlace, folder: string): Promise<void> {
  await mkdir(folder, { mode: 0o700 });
  if (account) await chown(folder, account.uid, account.gid);
}

/** A program that runs in a container or on another host would make the folder there, and leave your users' data in it. */
async function requireHere(place: ScratchPlace, { isHere, env }: SetPrograms): Promise<void> {
  const probe = isHere?.(place.folder);
  if (!probe) return;
  await give(place, probe.file, probe.content);
  const [program, ...args] = probe.program;
  const log = join(place.folder, 'here.log');
  const end = await runToLog(place, program, args, log, { env });
  if (end.code === 0) return;
  const said = (await readFile(log, 'utf8')).replaceAll(/\s+/g, ' ').trim().slice(0, 200);
  throw new RestoreFailed(
    'not here',
    'fetch',
    `\`${program}\` cannot be run here on files of this machine (${said || `it ended with ${end.signal ?? `code ${end.code}`}`}): a restore takes a pgBackRest on the machine that drills, which reaches the repository`,
  );
}

async function fetchFiles(place: ScratchPlace, { data: words, env, why }: SetPrograms, data: string): Promise<void> {
  const [program, ...args] = filledIn(words, { directory: data });
  const log = join(place.folder, 'restore.log');
  const end = await runToLog(place, program, args, log, { env });
  if (end.code === 0) return;
  const failed = why(end, await readFile(log, 'utf8'));
  throw new RestoreFailed(failed.problem, 'fetch', failed.why);
}
