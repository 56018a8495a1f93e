import { readFile } from 'node:fs/promises';

/** What is written beside a dump, as `<dump>.json`: counted in the dump's own snapshot, so it must match exactly. */
export interface BackupManifest {
  readonly format: 'keycloak-release-gate/backup';
  readonly version: 1;
  /** The dump's file name, without its folder. */
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly database: string;
  /** When the snapshot was taken: the recovery point. UTC, ISO 8601. */
  readonly snapshotAt: string;
  readonly finishedAt: string;
  readonly serverVersion: string;
  /** PostgreSQL's own identifier of the cluster, in decimal digits. */
  readonly systemIdentifier: string;
  /** The newest version in `migration_model`; null where Keycloak was never started on it. */
  readonly migrationVersion: string | null;
  /** Rows of `databasechangelog`. */
  readonly changeSets: number;
  /** Rows of every table. */
  readonly counts: Readonly<Record<string, number>>;
  readonly countedIn: 'snapshot';
  /** Keycloak's schema. */
  readonly schema: 'public';
  /** The names of the realms, sorted. */
  readonly realms: readonly string[];
  /** Rows of `databasechangeloglock` that are locked. */
  readonly locksHeld: number;
}

/** The manifest's place. */
export const manifestOf = (dump: string): string => `${dump}.json`;

/** Reads the manifest of a dump that this lab wrote. */
export async function readManifest(dump: string): Promise<BackupManifest> {
  return JSON.parse(await readFile(manifestOf(dump), 'utf8')) as BackupManifest;
}

/** `keycloak-2026-11-23T20-32-49.123Z.dump`: database and UTC time, sorted by time when sorted by name. */
export const dumpName = (database: string, at: Date): string => `${database}-${at.toISOString().replaceAll(':', '-')}.dump`;
