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
  /** PostgreSQL's identifier of the cluster; null where the account that dumped may not ask for it, or where only the dump was there to count. */
  systemIdentifier: z.string().nullable(),
  /** The newest version in `migration_model`. */
  migrationVersion: z.string().nullable(),
  /** Rows of `databasechangelog`. */
  changeSets: z.number().int(),
  /** Rows by table. */
  counts: z.record(z.string(), z.number().int()),

  // Since its first version; a manifest may lack these.
  /** Where the rows were counted: in the snapshot that was dumped, or afterwards in the dump, which then proves nothing about what is missing. */
  countedIn: z.enum(['snapshot', 'dump']).optional(),
  /** `pg_dump` and its version. */
  tool: z.string().optional(),
  /** Keycloak's schema. */
  schema: z.string().optional(),
  /** By name of the table: Keycloak's own change log and those of custom providers. */
  changeLogs: z.array(z.object({ table: z.string(), changeSets: z.number().int(), failed: z.number().int(), hash: z.string() })).optional(),
  /** Rows of `databasechangeloglock` that are locked: above 0, a migration was under way, or broke off. */
  locksHeld: z.number().int().optional(),
  realms: z.array(z.string()).optional(),
  /** In Keycloak's schema: primary, unique and foreign keys, checks and exclusions. */
  constraints: z.object({ total: z.number().int(), notValidated: z.number().int() }).optional(),
  /** In Keycloak's schema. */
  indexes: z.object({ total: z.number().int(), invalid: z.number().int() }).optional(),
});
export type BackupManifest = z.infer<typeof BackupManifest>;

/** When the rows of a manifest were counted, as the end of a sentence about them. */
export const countedWhen = ({ countedIn }: BackupManifest): string =>
  countedIn === 'dump' ? 'were counted in the dump itself, later' : 'were counted when it was taken';
