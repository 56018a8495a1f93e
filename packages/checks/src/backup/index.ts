import { cataloguedBackupsFresh } from './catalogue-fresh.ts';
import { cloudNativePgSound } from './cloudnativepg-sound.ts';
import { codes } from './codes.ts';
import { backupFresh } from './fresh.ts';
import { pinnedBackupUnchanged } from './pinned-unchanged.ts';
import { backupJobSucceeded } from './job-succeeded.ts';
import { listedBackupsFresh } from './listed-fresh.ts';
import { pgBackRestSound } from './pgbackrest-sound.ts';
import { backupRestorable } from './restorable.ts';
import { sourceCodes } from './sources/codes.ts';
import { volumeSnapshotFresh } from './volume-snapshot-fresh.ts';

export { backupsOf } from './backups-of.ts';
export { describeDumps } from './describe-dumps.ts';
export type { ReadingLevel } from './describe-dumps.ts';
export { BackupDirectory, backupDirectory, Dump } from './directory.ts';
export { drillFacts, judgeDrill } from './drill-findings.ts';
export type { DrillExpected, DrillJudgement } from './drill-findings.ts';
export { drillLevels, DrillRecord, restoreInWords } from './drill-record.ts';
export type { DrillLevel, RestoredFacts } from './drill-record.ts';
export { hashDump } from './dump-hash.ts';
export { dumpsOf, newestGood } from './good-dump.ts';
export { backupFresh } from './fresh.ts';
export { keycloakSchemas, readKeycloakFacts, unreadableTables } from './keycloak-facts.ts';
export type { KeycloakFacts } from './keycloak-facts.ts';
export type { DumpFile } from './kind.ts';
export { BackupManifest } from './manifest.ts';
export { missingKeys } from './missing-keys.ts';
export type { Keys } from './missing-keys.ts';
export { processProgress } from './process-progress.ts';
export { SqlScanner } from './sql-scanner.ts';
export { unpack, UnpackError } from './unpack.ts';
export { backupDrills, Drills } from './drills.ts';
export { backupRestorable, telling } from './restorable.ts';
export { pinnedBackup } from './pinned.ts';
export { pinnedBackupUnchanged } from './pinned-unchanged.ts';
export { findPostgresPrograms } from './postgres-programs.ts';
export type { PostgresPrograms } from './postgres-programs.ts';

export { BackupList } from './sources/backup.ts';
export { asPinnedSet } from './pin.ts';
export { pinnedSet } from './sources/backup-sets.ts';
export type { BackupSets } from './sources/backup-sets.ts';
export { describeSets } from './sources/sets.ts';
export { BackupJob } from './sources/job-run.ts';
export { ListedBackups } from './sources/listed.ts';
export type { Backup } from './sources/backup.ts';

export const backupChecks = [
  backupFresh,
  backupRestorable,
  pinnedBackupUnchanged,
  pgBackRestSound,
  cloudNativePgSound,
  backupJobSucceeded,
  volumeSnapshotFresh,
  cataloguedBackupsFresh,
  listedBackupsFresh,
] as const;

export const backupCodes = { ...codes, ...sourceCodes };
