import { z } from 'zod';
import { dumpsOf, newestGood } from './good-dump.ts';
import type { BackupDirectory, Dump } from './directory.ts';

const time = z.iso.datetime();

/** The backup that a rollback restores: the newest good one of when it was validated, known by its hash. */
export const Pin = z.object({
  name: z.string(),
  sha256: z.string(),
  bytes: z.number().int(),
  takenAt: z.object({ earliest: time, latest: time }),
  /** The Keycloak version that it holds; null where it tells none. */
  keycloakVersion: z.string().nullable(),
  /** Rows of the tables that tell most, as far as they were counted: in its manifest, else in it. */
  counts: z.record(z.string(), z.number().int()),
});
export type Pin = z.infer<typeof Pin>;

/** What is told of a backup's rows: a manifest counts every table. */
const told = ['realm', 'client', 'keycloak_role', 'user_entity', 'credential', 'user_role_mapping', 'databasechangelog'] as const;

/** The backup that is pinned by what was seen; undefined where none was read to its end and hashed. */
export function pinOf(seen: BackupDirectory, database: string | undefined): Pin | undefined {
  const good = pinnedDump(seen, database);
  return good && asPin(good);
}

/** The backup that is pinned, with all that was seen of it; undefined where none was read to its end. */
export const pinnedDump = (seen: BackupDirectory, database: string | undefined): Dump | undefined =>
  newestGood(dumpsOf(seen, database)).good;

/** A backup as it is pinned; undefined where it was not read to its end and hashed. */
export function asPin({ name, sha256, bytes, takenAt: { earliest, latest }, contents, manifest }: Dump): Pin | undefined {
  if (sha256 === null || contents.kind !== 'whole') return undefined;
  const counts: Readonly<Record<string, number>> = { databasechangelog: contents.changeSets, ...contents.counts, ...manifest?.counts };
  return {
    name,
    sha256,
    bytes,
    takenAt: { earliest, latest },
    keycloakVersion: contents.keycloakVersion,
    counts: Object.fromEntries(told.flatMap((table) => (counts[table] === undefined ? [] : [[table, counts[table]]]))),
  };
}
