import { z } from 'zod';
import { dumpKinds, packings } from './dump-kinds.ts';
import { BackupManifest } from './manifest.ts';

const time = z.iso.datetime();
const seconds = z.number().min(0).nullable();

/** What a restored database holds, by exact counts: no row, no name of a person. */
export const RestoredFacts = z.object({
  serverVersion: z.string(),
  keycloakVersion: z.string().nullable(),
  changeLogs: z.array(z.object({ table: z.string(), changeSets: z.number().int(), failed: z.number().int(), hash: z.string() })),
  locksHeld: z.number().int(),
  realms: z.array(z.string()),
  /** Rows by table of Keycloak's schema. */
  counts: z.record(z.string(), z.number().int()),
  constraints: z.object({ total: z.number().int(), notValidated: z.number().int() }),
  indexes: z.object({ total: z.number().int(), invalid: z.number().int() }),
});
export type RestoredFacts = z.infer<typeof RestoredFacts>;

/** How far a drill of a backup goes: restored; looked into; and the old Keycloak booted on it and logged in to. */
export const drillLevels = ['L3', 'L4', 'L5'] as const;
export type DrillLevel = (typeof drillLevels)[number];

/** What came of one restore of one backup into a scratch server: `<reports>/<environment>/drills/<finishedAt>-<sha256>.json`. */
export const DrillRecord = z.object({
  format: z.literal('keycloak-release-gate/drill'),
  version: z.literal(1),
  startedAt: time,
  finishedAt: time,
  /** The machine that it was restored on, and the account that did it. */
  host: z.string(),
  by: z.string(),
  /** The gate's own version, and PostgreSQL's here. */
  tool: z.string(),
  backup: z.object({
    name: z.string(),
    kind: z.enum([...dumpKinds, 'logical', 'physical', 'snapshot']),
    packed: z.enum(packings).optional(),
    bytes: z.number().int(),
    /** Of a dump, its content's; of another backup, that of all that its keeper tells of it. */
    sha256: z.string(),
    source: z.string(),
    takenAt: z.object({ earliest: time, latest: time }),
    database: z.string().nullable(),
  }),
  manifest: BackupManifest.nullable(),
  /** The server that a person provided to restore into, and what it was held against so as not to be one in use; without it, one of the gate's own. */
  provided: z
    .object({
      at: z.string(),
      database: z.string(),
      serverVersion: z.string(),
      comparedWith: z.array(z.object({ environment: z.string(), by: z.array(z.string()) })),
      /** Why it is not empty again; null where it is. */
      notEmptied: z.string().nullable(),
    })
    .optional(),
  /** How far it came; null where the restore itself did not come to its end. */
  level: z.enum(drillLevels).nullable(),
  /** Copying or unpacking, making the server, the rows, the indexes and constraints, looking, and Keycloak's start; null for what was not done. */
  seconds: z.object({ fetch: seconds, server: seconds, restore: seconds, index: seconds, look: seconds, boot: seconds }),
  restored: RestoredFacts.nullable(),
  /**
   * Held against the database as it was at the drill, where that could be read and was of the same version: constraints (`table.name`) and
   * indexes that it has and the restored one has not, the first of each. Null where nothing could be compared.
   */
  live: z.object({ missingConstraints: z.array(z.string()), missingIndexes: z.array(z.string()) }).nullable(),
  /** What a restore by an owner without rights leaves out: `extension pg_stat_statements`. */
  leftOut: z.array(z.string()),
  /** The old Keycloak on the restored database; `loggedIn` is null where that could not be tried, and `why` tells what did not go well. */
  keycloak: z.object({ version: z.string(), ready: z.boolean(), loggedIn: z.boolean().nullable(), why: z.string().nullable() }).nullable(),
  /** `broken` is the backup's own fault; the others say that it could not be tried. */
  failure: z
    .object({
      stage: z.enum(['fetch', 'server', 'restore', 'index', 'look', 'boot']),
      problem: z.enum(['broken', 'tool too old', 'not here', 'no space', 'stalled', 'ended']),
      why: z.string(),
    })
    .nullable(),
});
export type DrillRecord = z.infer<typeof DrillRecord>;

/** A backup of the files of a whole cluster: copied, and rolled forward by its log. */
export const isPhysical = ({ backup: { kind } }: Pick<DrillRecord, 'backup'>): boolean => kind === 'physical' || kind === 'snapshot';

/**
 * The time that a restore took, in seconds: from the backup in its place to a Keycloak that serves. Where its start was not measured, to a
 * database that can be used: then the time is at least this.
 */
export const measuredRestore = ({ seconds: { fetch, restore, index, boot } }: Pick<DrillRecord, 'seconds'>): number =>
  (fetch ?? 0) + (restore ?? 0) + (index ?? 0) + (boot ?? 0);

/** That time for a reader: `1.3 s`, or `at least 1.3 s`. */
export function restoreInWords(record: Pick<DrillRecord, 'seconds'>): string {
  const took = `${measuredRestore(record).toFixed(1)} s`;
  return record.seconds.boot === null ? `at least ${took}` : took;
}
