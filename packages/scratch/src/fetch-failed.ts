import { UnpackError } from '@keycloak-release-gate/checks/backup';
import { RestoreFailed } from './restore-failed.ts';

/** Damage of the packing is the backup's; a full disk is not. */
export function fetchFailed(error: unknown): unknown {
  if (error instanceof UnpackError) return new RestoreFailed('broken', 'fetch', error.message);
  if (error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT'))
    return new RestoreFailed('no space', 'fetch', 'there is no room for it in the folder for temporary files');
  return error;
}
