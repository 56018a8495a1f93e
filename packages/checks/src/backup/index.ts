import { codes } from './codes.ts';
import { backupFresh } from './fresh.ts';
import { pinnedBackupUnchanged } from './pinned-unchanged.ts';

export { backupDirectory } from './directory.ts';
export { backupFresh } from './fresh.ts';
export { pinnedBackupUnchanged } from './pinned-unchanged.ts';

export const backupChecks = [backupFresh, pinnedBackupUnchanged] as const;

export const backupCodes = codes;
