import { z } from 'zod';

/**
 * What a backup job writes beside a dump, as `<dump>.json`: counted in the very snapshot that was dumped, so that it must
 * match exactly. Members that are not listed here are ignored.
 */
export const BackupManifest = z.object({
  format: z.literal('keycloak-release-gate/backup'),
  version: z.literal(1),
  file: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().min(0),
  database: z.string(),
  /** When the snapshot was taken: the recovery point. */
  snapshotAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  serverVersion: z.string(),
  systemIdentifier: z.string(),
  /** The newest version in `migration_model`. */
  migrationVersion: z.string().nullable(),
  /** Rows of `databasechangelog`. */
  changeSets: z.number().int(),
  /** Rows by table. */
  counts: z.record(z.string(), z.number().int()),
});
export type BackupManifest = z.infer<typeof BackupManifest>;
