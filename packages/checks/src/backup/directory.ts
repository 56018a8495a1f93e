import { defineCollector, gap, gapCodes } from '@keycloak-release-gate/core';
import type { Collected, Gap } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { describeDumps } from './describe-dumps.ts';
import { BackupManifest } from './manifest.ts';

const time = z.iso.datetime();

export const Dump = z.object({
  name: z.string(),
  bytes: z.number().int(),
  modifiedAt: time,
  /** By its first bytes, not by its name. */
  kind: z.enum(['custom', 'directory', 'tar', 'gzip', 'zstd', 'plain', 'empty', 'unknown']),
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
  /** Of the newest few only. */
  sha256: z.string().nullable(),
  /** Of the newest one only, and of those before it as long as that one is broken. */
  contents: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('not read') }),
    z.object({
      kind: z.literal('whole'),
      keycloakVersion: z.string().nullable(),
      changeSets: z.number().int(),
      counts: z.record(z.string(), z.number().int()),
    }),
    z.object({ kind: z.literal('broken'), why: z.string() }),
  ]),
});
export type Dump = z.infer<typeof Dump>;

/** The dumps in the environment's directory of backups. */
export const BackupDirectory = z.object({
  directory: z.string(),
  /** Newest first. */
  dumps: z.array(Dump),
  /** Older dumps that are not listed. */
  leftOut: z.number().int(),
});
export type BackupDirectory = z.infer<typeof BackupDirectory>;

/** The backups: their names, ages, headers, manifests and hashes; the newest is read to its end. */
export const backupDirectory = defineCollector({
  id: 'backup/directory',
  version: 1,
  title: 'The backups of the database',
  evidence: BackupDirectory,
  // A dump of some gigabytes is hashed and read through pg_restore.
  timeout: 300_000,
  params: () => ({}),
  collect: async (_params, { run, signal }): Promise<Collected<BackupDirectory>> => {
    const { backups, database, timeZone } = run.environment;
    if (!backups) return { gaps: [gap(gapCodes.NOT_DECLARED, { subject: 'backups', reason: 'The environment has no `backups`.' })] };
    try {
      return await describeDumps({ directory: backups.directory, timeZone, ...(database ? { database: database.name } : {}) }, signal);
    } catch (error) {
      return { gaps: [unreadable(error, backups.directory)] };
    }
  },
});

function unreadable(error: unknown, directory: string): Gap {
  if (!(error instanceof Error) || !('syscall' in error)) throw error;
  return gap(codes.DIRECTORY_UNREADABLE, { subject: `directory/${directory}`, reason: `${error.message}.` });
}
