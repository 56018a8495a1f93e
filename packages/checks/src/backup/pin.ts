import { z } from 'zod';
import { dumpsOf, newestGood } from './good-dump.ts';
import type { BackupDirectory, Dump } from './directory.ts';
import type { DrillRecord } from './drill-record.ts';
import type { Backup } from './sources/backup.ts';
import { pinnedSet } from './sources/backup-sets.ts';

const time = z.iso.datetime();

/** The look that sees the pinned backup. */
export const PINNED_BACKUP_LOOK = 'backup/pinned';

/** The backup that a rollback restores: the newest good one of when it was validated, known by its hash. */
export const Pin = z.object({
  name: z.string(),
  /** What keeps it, where it is no dump in a folder: its SHA-256 is then that of all that its keeper tells of it. */
  keeper: z.string().optional(),
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

/**
 * The backup that is pinned by what was seen; undefined where none was read to its end and hashed. What a backup that is no dump holds, only
 * a drill of it tells.
 */
export function pinOf(seen: BackupDirectory, database: string | undefined, drills: readonly DrillRecord[] = []): Pin | undefined {
  if (seen.sets) {
    const set = pinnedSet(seen.sets);
    return set && asPinnedSet(set, seen.sets.source, drills);
  }
  const good = pinnedDump(seen, database);
  return good && asPin(good);
}

/** The backup that is pinned, with all that was seen of it; undefined where none was read to its end. */
export const pinnedDump = (seen: BackupDirectory, database: string | undefined): Dump | undefined =>
  newestGood(dumpsOf(seen, database)).good;

/** Milliseconds. The end of a physical backup is told a moment after the server has ended it. */
const TOLD_AFTER = 5_000;

/** A backup of another kind as it is pinned; undefined where it is not known by more than its name. */
export function asPinnedSet(
  { id, kind, sha256, bytes, consistentAt }: Backup,
  source: string,
  drills: readonly DrillRecord[],
): Pin | undefined {
  if (sha256 === null || consistentAt === null) return undefined;
  const restored = drills.find((drill) => drill.backup.sha256 === sha256 && drill.restored !== null)?.restored;
  const earliest = kind === 'logical' ? consistentAt : new Date(Date.parse(consistentAt) - TOLD_AFTER).toISOString();
  return {
    name: id,
    keeper: source,
    sha256,
    bytes: bytes ?? 0,
    takenAt: { earliest, latest: consistentAt },
    keycloakVersion: restored?.keycloakVersion ?? null,
    counts: toldOf(restored?.counts ?? {}),
  };
}

/** What its SHA-256 is of, for a reader. */
export const hashName = ({ keeper }: Pick<Pin, 'keeper'>): string => (keeper === undefined ? 'SHA-256' : 'fingerprint');

const toldOf = (counts: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(told.flatMap((table) => (counts[table] === undefined ? [] : [[table, counts[table]]])));

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
    counts: toldOf(counts),
  };
}
