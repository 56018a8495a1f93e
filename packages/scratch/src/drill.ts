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
import { restoreSet } from './set/restore-set.ts';
import type { SetWanted } from './set/restore-set.ts';
import { startScratchServer } from './server.ts';
import type { ScratchServer } from './server.ts';

type Stage = NonNullable<DrillRecord['failure']>['stage'];
type Seconds = DrillRecord['seconds'];

/** Starts the old Keycloak on the restored database, which holds this version: what came of it, and how long it took. */
export type BootOldKeycloak = (
  server: ScratchServer,
  version: string,
) => Promise<{ readonly seconds: number | null; readonly keycloak: NonNullable<DrillRecord['keycloak']> }>;

/** A backup that is to be restored, whatever keeps it. */
export interface DrillSource {
  /** Its SHA-256 and its size. Throws what the file system throws where it cannot be read. */
  identify(signal: AbortSignal): Promise<Drilled['backup']>;
  /** By it a backup is known to have been changed while it was restored. */
  fingerprint(signal: AbortSignal): Promise<string>;
  /** Restores it, with what it takes in the place, and has it looked into; what is then left out of it was left out. */
  restore(
    place: ScratchPlace,
    steps: RestoreSteps,
    look: (server: RestoreTarget, leftOut: readonly string[]) => Promise<void>,
  ): Promise<void>;
}

/** What a restore tells of itself. */
export interface RestoreSteps {
  /** Told what begins. */
  readonly stage: (stage: Stage) => void;
  /** Does a part of it, and measures it. */
  readonly timed: <T>(stage: Stage, work: () => Promise<T>) => Promise<T>;
  /** Told what was measured otherwise: it is added to what is known. */
  readonly took: (seconds: Partial<Seconds>) => void;
  /** Told why a provided database is not empty again. */
  readonly notEmptied: (why: string) => void;
  readonly signal: AbortSignal;
}

export interface DrillWanted {
  readonly source: DrillSource;
  /** How far it is to go; L5 takes `boot`. */
  readonly level: DrillLevel;
  /** Keycloak's schema, where it is known. */
  readonly schema?: string | undefined;
  readonly boot?: BootOldKeycloak | undefined;
  /** Told what begins. */
  readonly stage: (stage: Stage) => void;
  /** Told what could not be dropped from a provided database, or not be removed from this machine; of an interrupted drill too. */
  readonly left?: (what: 'database' | 'folder', why: string) => void;
  readonly signal: AbortSignal;
}

export interface ProvidedTarget {
  readonly way: ProvidedWay;
  readonly systemIdentifier: string;
  readonly major: number;
}

export interface DumpWanted {
  readonly dump: DumpFile;
  readonly tools: PostgresTools;
  readonly live: Live;
  /** A database that a person provides for trials, as it was looked at; without it, a server of the gate's own. It goes no further than L4. */
  readonly provided?: ProvidedTarget | undefined;
  readonly jobs?: number | undefined;
  readonly serverMajor?: number | undefined;
  /** Told how far it is. */
  readonly tell: (done: string) => void;
}

/** A dump, to be restored into a server of its own, or into a provided one. */
export function dumpToDrill({ dump, tools, live, provided, jobs, serverMajor, tell }: DumpWanted): DrillSource {
  return {
    identify: (signal) => hashDump(dump.path, signal),
    fingerprint: () => fingerprint(dump.path),
    restore: async (place, { stage, timed, took, notEmptied, signal }, use) => {
      const restoreAndLook = async (server: RestoreTarget, writes?: () => void): Promise<void> => {
        stage('restore');
        const { seconds, leftOut } = await restoreDump(server, dump, {
          live,
          serverMajor,
          tell,
          signal,
          ...(writes === undefined ? {} : { writes }),
          ...(jobs === undefined ? {} : { jobs }),
        });
        took(seconds);
        await use(server, leftOut);
      };
      if (!provided) return restoreAndLook(await timed('server', () => startScratchServer(place, tools, signal)));
      const server = providedServer(place, tools, provided, signal);
      return inProvided(
        server,
        signal,
        (writes) => restoreAndLook(server, writes),
        (end) => {
          if (!end.emptied) notEmptied(end.why);
        },
      );
    },
  };
}

/** The files of a whole cluster, to be restored by what keeps them. */
export const setToDrill = (
  wanted: Omit<SetWanted, 'stage' | 'signal'>,
  known: Pick<DrillSource, 'identify' | 'fingerprint'>,
): DrillSource => ({
  ...known,
  restore: async (place, { stage, took, signal }, use) => {
    const { server, seconds } = await restoreSet(place, { ...wanted, stage, signal });
    took(seconds);
    await use(server, []);
  },
});

/** What a drill came to, for its record. */
export type Drilled = Pick<DrillRecord, 'level' | 'seconds' | 'restored' | 'leftOut' | 'keycloak' | 'failure'> & {
  readonly backup: Pick<DrillRecord['backup'], 'sha256' | 'bytes'>;
  /** Of the restored database; null where it was not looked into. */
  readonly keys: Keys | null;
};

/**
 * Restores a backup into a scratch server of its own, looks into it, and removes all of it, whatever happens. What is wrong with the backup is
 * told and not thrown, nor is what this machine cannot do. Throws a NotScratch where the server is not the gate's own, the signal's reason when aborted, and what the file system
 * throws where the backup cannot be read.
 */
export async function drillBackup(wanted: DrillWanted): Promise<Drilled> {
  const { source, signal } = wanted;
  const drilled = new Drill(wanted.stage);
  drilled.begin('fetch');
  const before = await source.fingerprint(signal);
  const backup = await drilled.timed('fetch', () => source.identify(signal));
  let place: ScratchPlace | undefined;
  try {
    drilled.begin('server');
    place = await drilled.timed('server', () => openPlace(signal));
    await source.restore(
      place,
      {
        stage: (stage) => drilled.begin(stage),
        timed: (stage, work) => drilled.timed(stage, work),
        took: (seconds) => drilled.took(seconds),
        notEmptied: (why) => wanted.left?.('database', why),
        signal,
      },
      (server, leftOut) => look(wanted, drilled, server, leftOut),
    );
    if ((await source.fingerprint(signal)) !== before)
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
  const { level, seconds, restored, keys, leftOut, keycloak, failure } = drilled;
  return { backup, level, seconds, restored, keys, leftOut, keycloak, failure };
}

async function look(
  { level, schema, boot }: DrillWanted,
  drilled: Drill,
  server: RestoreTarget,
  leftOut: readonly string[],
): Promise<void> {
  drilled.leftOut = leftOut.slice(0, 50);
  drilled.level = 'L3';
  if (level === 'L3') return;
  drilled.begin('look');
  const { restored, keys } = await drilled.timed('look', () => lookInto(server, schema));
  drilled.restored = restored;
  drilled.keys = keys;
  drilled.level = 'L4';
  const { keycloakVersion } = restored;
  // A Keycloak is started on a server of the gate's own alone.
  if (level === 'L4' || !boot || keycloakVersion === null || server.kind !== 'own') return;
  drilled.begin('boot');
  const booted = await drilled.timed('boot', () => boot(server, keycloakVersion));
  drilled.seconds = { ...drilled.seconds, boot: booted.seconds };
  drilled.keycloak = booted.keycloak;
  drilled.level = 'L5';
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
  /** What is under way. */
  stage: Stage = 'fetch';
  readonly #tell: (stage: Stage) => void;

  constructor(tell: (stage: Stage) => void) {
    this.#tell = tell;
  }

  begin(stage: Stage): void {
    this.stage = stage;
    this.#tell(stage);
  }

  took(seconds: Partial<Seconds>): void {
    const { fetch = null, ...rest } = seconds;
    this.seconds = { ...this.seconds, ...rest, fetch: (this.seconds.fetch ?? 0) + (fetch ?? 0) };
  }

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
