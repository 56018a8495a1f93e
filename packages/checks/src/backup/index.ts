import { codes } from './codes.ts';
import { backupFresh } from './fresh.ts';
import { pinnedBackupUnchanged } from './pinned-unchanged.ts';

export { describeDumps } from './describe-dumps.ts';
export { backupDirectory, Dump } from './directory.ts';
export { hashDump } from './dump-hash.ts';
export { backupFresh } from './fresh.ts';
export { keycloakSchemas, readKeycloakFacts, unreadableTables } from './keycloak-facts.ts';
export type { KeycloakFacts } from './keycloak-facts.ts';
export type { DumpFile } from './kind.ts';
export { BackupManifest } from './manifest.ts';
export { pinnedBackupUnchanged } from './pinned-unchanged.ts';
export { findPostgresPrograms } from './postgres-programs.ts';
export type { PostgresPrograms } from './postgres-programs.ts';
export { SqlScanner } from './sql-scanner.ts';
export { unpack, UnpackError } from './unpack.ts';

export const backupChecks = [backupFresh, pinnedBackupUnchanged] as const;

export const backupCodes = codes;
