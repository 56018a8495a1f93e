import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hashDump } from '@keycloak-release-gate/checks/backup';
import type { DrillLevel, DrillRecord, DumpFile, Keys } from '@keycloak-release-gate/checks/backup';
import type { RestoreTarget } from './client-environment.ts';
import { StatementFailed } from './connection.ts';
import { lookInto } from './look.ts';
import { lookProblem } from './look-failed.ts';
import { NotRemoved, openPlace } from './place.ts';
import type { ScratchPlace } from './place.ts';
import type { PostgresTools } from './postgres-tools.ts';
import { providedServer } from './provided-server.ts';
import type { ProvidedWay } from './provided-server.ts';
import { inProvided } from './provided-target.ts';
import { restoreDump } from './restore.ts';
import { RestoreFailed } from './restore-failed.ts';
import type { Live } from './scratch-target.ts';
import { ScratchUnavailable } from './scratch-unavailable.ts';
import { startScratchServer } from './server.ts';
import type { ScratchServer } from './server.ts';

type Stage = NonNullable<DrillRecord['failure']>['stage'];

/** Starts the old Keycloak on the restored database: what came of it, and how long it took. */
export type BootOldKeycloak = (
  server: ScratchServer,
) => Promise<{ readonly seconds: number | null; readonly keycloak: NonNullable<DrillRecord['keycloak']> }>;

export interface ProvidedTarget {
  readonly way: ProvidedWay;
  readonly systemIdentifier: string;
  readonly major: number;
}

export interface DrillWanted {
  readonly dump: DumpFile;
  readonly tools: PostgresTools;
  /** How far it is to go; L5 takes `boot`. */
  readonly level: DrillLevel;
  readonly live: Live;
  /** A database that a person provides for trials, as it was looked at; without it, a server of the gate's own. It goes no further than L4. */
  readonly provided?: ProvidedTarget | undefined;
  /** Keycloak's schema, where it is known. */
  readonly schema?: string | undefined;
  readonly jobs?: number | undefined;
  readonly serverMajor?: number | undefined;
  readonly boot?: BootOldKeycloak | undefined;
  /** Told what begins. */
  readonly stage: (stage: Stage) => void;
  /** Told how far that is. */
  readonly tell: (done: string) => void;
  /** Told what could not be dropped from a provided database, or not be removed from this machine; of an interrupted drill too. */
  readonly left?: (what: 'database' | 'folder', why: string) => void;
  readonly signal: AbortSignal;
}

/** What a drill came to, for its record. */
export type Drilled = Pick<DrillRecord, 'level' | 'seconds' | 'restored' | 'leftOut' | 'keycloak' | 'failure'> & {
  readonly backup: Pick<DrillRecord['backup'], 'sha256' | 'bytes'>;
  /** Of the restored database; null where it was not looked into. */
  readonly keys: Keys | null;
  /** Whether a provided database is empty again; undefined where nothing was written into one. */
  readonly emptied?: boolean;
};

/**
 * Restores a backup into a scratch server of its own, looks into it, and removes all of it, whatever happens. What is wrong with the backup is
 * told and not thrown, nor is what this machine cannot do. Throws a NotScratch where the server is not the gate's own, the signal's reason when aborted, and what the file system
 * throws where the backup cannot be read.
 */
export async function drillBackup(wanted: DrillWanted): Promise<Drilled> {
  const { dump, signal, stage } = wanted;
  const drilled = new Drill();
  stage('fetch');
  const before = await fingerprint(dump.path);
  const backup = await drilled.timed('fetch', () => hashDump(dump.path, signal));
  let place: ScratchPlace | undefined;
  try {
    stage('server');
    place = await drilled.timed('server', () => openPlace(signal));
    await (wanted.provided ? inTheProvided(wanted, wanted.provided, drilled, place) : inItsOwn(wanted, drilled, place));
    if ((await fingerprint(dump.path)) !== before)
      drilled.failure = { stage: 'fetch', problem: 'ended', why: 'it was written to while it was restored' };
  } catch (error) {
    signal.throwIfAborted();
    drilled.failure = failureOf(error, drilled.stage);
  } finally {
    await place?.close().catch((error: unknown) => {
      // What the drill came to is known all the same.
      if (!(error instanceof NotRemoved)) throw error;
      wanted.left?.('folder', error.message);
    });
  }
  const { level, seconds, restored, keys, leftOut, keycloak, failure, emptied } = drilled;
  return { backup, level, seconds, restored, keys, leftOut, keycloak, failure, ...(emptied === undefined ? {} : { emptied }) };
}

async function inTheProvided(wanted: DrillWanted, provided: ProvidedTarget, drilled: Drill, place: ScratchPlace): Promise<void> {
  const server = providedServer(place, wanted.tools, provided, wanted.signal);
  const work = (writes: () => void): Promise<void> => restoreAndLook(wanted, drilled, server, writes);
  await inProvided(server, wanted.signal, work, (end) => {
    drilled.emptied = end.emptied;
    if (!end.emptied) wanted.left?.('database', end.why);
  });
}

async function inItsOwn(wanted: DrillWanted, drilled: Drill, place: ScratchPlace): Promise<void> {
  const { tools, level, boot, stage, signal } = wanted;
  const server = await drilled.timed('server', () => startScratchServer(place, tools, signal));
  await restoreAndLook(wanted, drilled, server);
  if (level !== 'L5' || !boot || (drilled.restored?.keycloakVersion ?? null) === null) return;
  stage('boot');
  const booted = await drilled.timed('boot', () => boot(server));
  drilled.seconds = { ...drilled.seconds, boot: booted.seconds };
  drilled.keycloak = booted.keycloak;
  drilled.level = 'L5';
}

async function restoreAndLook(wanted: DrillWanted, drilled: Drill, server: RestoreTarget, writes?: () => void): Promise<void> {
  const { dump, live, jobs, serverMajor, level, schema, stage, tell, signal } = wanted;
  drilled.stage = 'restore';
  stage('restore');
  const { seconds, leftOut } = await restoreDump(server, dump, {
    live,
    serverMajor,
    tell,
    signal,
    ...(writes === undefined ? {} : { writes }),
    ...(jobs === undefined ? {} : { jobs }),
  });
  drilled.leftOut = leftOut.slice(0, 50);
  drilled.seconds = {
    ...drilled.seconds,
    fetch: (drilled.seconds.fetch ?? 0) + (seconds.fetch ?? 0),
    restore: seconds.restore,
    index: seconds.index,
  };
  drilled.level = 'L3';
  if (level === 'L3') return;
  stage('look');
  const { restored, keys } = await drilled.timed('look', () => lookInto(server, schema));
  drilled.restored = restored;
  drilled.keys = keys;
  drilled.level = 'L4';
}

/** What is known by now. */
class Drill {
  level: DrillRecord['level'] = null;
  seconds: DrillRecord['seconds'] = { fetch: null, server: null, restore: null, index: null, look: null, boot: null };
  restored: DrillRecord['restored'] = null;
  keys: Keys | null = null;
  leftOut: string[] = [];
  keycloak: DrillRecord['keycloak'] = null;
  failure: DrillRecord['failure'] = null;
  emptied: boolean | undefined;
  /** What is under way. */
  stage: Stage = 'fetch';

  async timed<T>(stage: Stage, work: () => Promise<T>): Promise<T> {
    this.stage = stage;
    const began = performance.now();
    try {
      return await work();
    } finally {
      this.seconds = { ...this.seconds, [stage]: (performance.now() - began) / 1000 };
    }
  }
}

/** What is the backup's fault, or the machine's; anything else is thrown. */
function failureOf(error: unknown, stage: Stage): NonNullable<DrillRecord['failure']> {
  if (error instanceof RestoreFailed) return { stage: error.stage, problem: error.problem, why: error.message };
  if (error instanceof ScratchUnavailable) return { stage, problem: 'ended', why: error.message.replace(/\.$/, '') };
  // Elsewhere it is a statement of the gate's own on what is its own.
  if (error instanceof StatementFailed) return { stage, problem: stage === 'look' ? lookProblem(error) : 'ended', why: error.message };
  throw error;
}

/** By it a file is known to have been written to: of a directory, by its table of contents too. */
async function fingerprint(path: string): Promise<string> {
  const seen = await stat(path, { bigint: true });
  const inside = seen.isDirectory() ? `${await fingerprint(join(path, 'toc.dat')).catch(() => '')} ` : '';
  return `${inside}${seen.ino} ${seen.size} ${seen.mtimeNs}`;
}
