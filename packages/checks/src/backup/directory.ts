import { defineCollector, gap } from '@keycloak-release-gate/core';
import type { Collected, Gap } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { describeDumps } from './describe-dumps.ts';
import { dumpKinds, packings } from './dump-kinds.ts';
import { BackupManifest } from './manifest.ts';
import { BackupSets } from './sources/backup-sets.ts';
import { describeSets } from './sources/sets.ts';

const time = z.iso.datetime();

export const Dump = z.object({
  name: z.string(),
  bytes: z.number().int(),
  modifiedAt: time,
  /** What pg_dump wrote, by its first bytes and not by its name. */
  kind: z.enum(dumpKinds),
  /** What that is packed with. */
  packed: z.enum(packings).optional(),
  /** The file was written to moments before, or its name says that it is not finished. */
  inProgress: z.boolean(),
  /** Null where the header could not be read, or where the format has none. */
  header: z
    .object({
      archiveVersion: z.string(),
      compression: z.string(),
      startedAt: z.string(),
      database: z.string(),
      serverVersion: z.string(),
      toolVersion: z.string(),
    })
    .nullable(),
  /** The recovery point. Without a manifest, pg_dump's own time is between the two, for it has no zone. */
  takenAt: z.object({ earliest: time, latest: time, source: z.enum(['manifest', 'header', 'modification time']) }),
  /** Null where there is none beside the dump. */
  manifest: BackupManifest.nullable(),
  manifestProblem: z.string().nullable(),
  /** Of the newest few only; of a directory, that of its files together (`hashDump`). */
  sha256: z.string().nullable(),
  /** Of the newest one only, and of those before it as long as that one is broken. */
  contents: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('not read') }),
    z.object({
      kind: z.literal('whole'),
      keycloakVersion: z.string().nullable(),
      /** Rows of `databasechangelog`. */
      changeSets: z.number().int(),
      /** Rows by table, of all tables of Keycloak's schema. */
      counts: z.record(z.string(), z.number().int()),
      /** Tables that are made without data, or that have data without being made. */
      parts: z.object({ withoutData: z.array(z.string()), withoutTable: z.array(z.string()), constraints: z.number().int() }).optional(),
      /** Locks of a migration that were held when it was taken, and change sets that had failed. */
      locks: z.number().int().optional(),
      failedChangeSets: z.array(z.string()).optional(),
      /** Commands to psql itself in a plain dump, by name, that pg_dump does not write. */
      commands: z.array(z.string()).optional(),
    }),
    /** It ends before its contents do. */
    z.object({ kind: z.literal('truncated'), why: z.string() }),
    z.object({ kind: z.literal('broken'), why: z.string() }),
  ]),
});
export type Dump = z.infer<typeof Dump>;

/** The dumps in the environment's directory of backups; where it has none, what else keeps its backups. */
export const BackupDirectory = z.object({
  /** Of the other, its name. */
  directory: z.string(),
  /** Newest first. */
  dumps: z.array(Dump),
  /** Older dumps that are not listed. */
  leftOut: z.number().int(),
  /** The backups of an environment without a directory of dumps. */
  sets: BackupSets.optional(),
});
export type BackupDirectory = z.infer<typeof BackupDirectory>;

/** Before a restore, the backup of before the release is looked for: that many may have been taken since. */
const MOST_SINCE_RELEASE = 24;

/** The backups: their names, ages, headers, manifests and hashes; the newest dump is read to its end. */
export const backupDirectory = defineCollector({
  id: 'backup/directory',
  version: 1,
  title: 'The backups of the database',
  vantage: 'anywhere',
  evidence: BackupDirectory,
  // A dump of some gigabytes is hashed and read through pg_restore.
  timeout: 300_000,
  params: () => ({}),
  collect: async (_params, { run, signal }): Promise<Collected<BackupDirectory>> => {
    const { backups, database, timeZone } = run.environment;
    if (backups?.directory === undefined) {
      const { value: sets, gaps = [] } = await describeSets(
        run.environment,
        signal,
        run.suite === 'pre-restore' ? { most: MOST_SINCE_RELEASE } : {},
      );
      return sets ? { value: { directory: sets.source, dumps: [], leftOut: 0, sets }, gaps } : { gaps };
    }
    try {
      const declared = database ? { database: database.name, schema: database.schema } : {};
      return await describeDumps({ directory: backups.directory, timeZone, ...declared }, signal);
    } catch (error) {
      return { gaps: [unreadable(error, backups.directory)] };
    }
  },
});

function unreadable(error: unknown, directory: string): Gap {
  if (!(error instanceof Error) || !('syscall' in error)) throw error;
  return gap(codes.DIRECTORY_UNREADABLE, { subject: `directory/${directory}`, reason: `${error.message}.` });
}
