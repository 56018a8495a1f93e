import { hasCode } from '../lab/lab-error.ts';

/** Why a program could not be started, as runc says it. */
export function notStartable(file: string, error: unknown): string {
  const why = error instanceof Error ? error.message : String(error);
  if (hasCode(error, 'ENOENT')) {
    const missing = file.includes('/') ? `stat ${file}: no such file or directory` : 'executable file not found in $PATH';
    return `exec: "${file}": ${missing}: unknown`;
  }
  if (hasCode(error, 'EACCES')) return `exec: "${file}": permission denied: unknown`;
  return `exec: "${file}": ${why}: unknown`;
}

/** What containerd says of a container whose process could not be started. */
export const startErrorText = (file: string, error: unknown): string =>
  `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: ${notStartable(file, error)}`;
