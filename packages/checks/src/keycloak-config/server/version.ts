import { isGap, newestMigration } from '../../database/newest-migration.ts';
import type { DatabaseState } from '../../database/state.ts';
import { versionOfImage } from '../../database/version.ts';
import type { Workload } from '../../kubernetes/workload-evidence.ts';
import type { Server } from './evidence.ts';

/** What was seen of the places that tell a version. */
export interface VersionTold {
  readonly server?: Server | undefined;
  readonly workload?: Workload | undefined;
  readonly database?: DatabaseState | undefined;
}

/**
 * The server's version and who tells it, the nearest to what runs first: the server, which since 26.4 tells it to administrators of
 * realm master only; its image's tag; and the schema, on which an older server may run as well. Undefined where nobody does.
 */
export function versionOfServer({
  server,
  workload,
  database,
}: VersionTold): { readonly value: string; readonly from: string } | undefined {
  if (server?.version !== undefined) return { value: server.version, from: 'the server' };
  const image = workload?.object?.image;
  const tagged = image === undefined ? undefined : versionOfImage(image);
  if (tagged !== undefined) return { value: tagged, from: "the tag of the workload's image" };
  const newest = database === undefined ? undefined : newestMigration(database);
  return newest === undefined || isGap(newest) ? undefined : { value: newest.version, from: "the database's schema" };
}
