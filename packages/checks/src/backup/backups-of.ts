import type { CheckInstance, Environment } from '@keycloak-release-gate/core';
import { cataloguedBackupsFresh } from './catalogue-fresh.ts';
import { cloudNativePgSound } from './cloudnativepg-sound.ts';
import { backupFresh } from './fresh.ts';
import { backupJobSucceeded } from './job-succeeded.ts';
import { listedBackupsFresh } from './listed-fresh.ts';
import { pgBackRestSound } from './pgbackrest-sound.ts';
import { volumeSnapshotFresh } from './volume-snapshot-fresh.ts';

/** A check for each place in which an environment's backups are kept; without any, the first one says that none is declared. */
export function backupsOf({ backups }: Pick<Environment, 'backups'>): CheckInstance[] {
  const others = [
    ...(backups?.pgbackrest ? [pgBackRestSound()] : []),
    ...(backups?.cloudnativepg ? [cloudNativePgSound()] : []),
    ...(backups?.cronJob ? [backupJobSucceeded()] : []),
    ...(backups?.volumeSnapshot ? [volumeSnapshotFresh()] : []),
    ...(backups?.catalogue ? [cataloguedBackupsFresh()] : []),
    ...(backups?.command ? [listedBackupsFresh()] : []),
  ];
  return backups?.directory !== undefined || others.length === 0 ? [backupFresh(), ...others] : others;
}
