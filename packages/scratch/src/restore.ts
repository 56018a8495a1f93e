import type { DumpFile } from '@keycloak-release-gate/checks/backup';
import { restoreArchive } from './restore-archive.ts';
import { restorePlain } from './restore-plain.ts';
import type { RestoreTarget } from './client-environment.ts';
import { assertProvided } from './provided-target.ts';
import { assertScratch } from './scratch-target.ts';
import type { Live } from './scratch-target.ts';

export interface RestoreOptions {
  /** Databases that are in use: nothing is ever restored into them. */
  readonly live: Live;
  /** How many tables and indexes at once, of the formats that allow it; without it, one for each processor up to 4. */
  readonly jobs?: number;
  /** The major version of the server that was dumped, where it is known. */
  readonly serverMajor?: number | undefined;
  /** Tells a person how far it is. */
  readonly tell?: (done: string) => void;
  /** Called before the first write, once the target was found to be what it must be. */
  readonly writes?: () => void;
  readonly signal: AbortSignal;
}

/** A dump that has been restored. */
export interface Restored {
  /** Seconds: unpacking where that is a step of its own, the rows, and the indexes and constraints. */
  readonly seconds: { readonly fetch: number | null; readonly restore: number; readonly index: number };
  /** What was left out, because only a superuser may make it. */
  readonly leftOut: readonly string[];
}

/**
 * Restores a dump into a scratch server, as the owner of its database. Throws a NotScratch before anything is written where the server is
 * neither the gate's own nor one for trials, or not empty, a RestoreFailed where the dump cannot be restored, and the signal's reason when aborted.
 */
export async function restoreDump(server: RestoreTarget, dump: DumpFile, options: RestoreOptions): Promise<Restored> {
  await (server.kind === 'own' ? assertScratch(server, options.live) : assertProvided(server, options.live));
  options.writes?.();
  try {
    const makeable = await makeableExtensions(server);
    return await (dump.kind === 'plain' ? restorePlain : restoreArchive)(server, dump, options, makeable);
  } catch (error) {
    options.signal.throwIfAborted();
    throw error;
  }
}

/** Those that this machine has and that trust an owner who is no superuser. */
async function makeableExtensions(server: RestoreTarget): Promise<ReadonlySet<string>> {
  const rows = await server.query('SELECT DISTINCT name::text AS name FROM pg_available_extension_versions WHERE trusted OR NOT superuser');
  return new Set(rows.map(({ name }) => String(name)));
}
