import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lab } from '../lab/lab.ts';
import { hasCode } from '../lab/lab-error.ts';
import { keycloakName } from '../manifests/names.ts';

/** The process id of Keycloak in a pod, from the records that the kubelet keeps; undefined while none runs. */
export async function keycloakProcess(lab: Lab, podName: string): Promise<number | undefined> {
  const folder = join(lab.folder.kubelet, 'processes');
  for (const file of await readdir(folder)) {
    const record: unknown = await readFile(join(folder, file), 'utf8').then(JSON.parse, (error: unknown) => {
      // It ended meanwhile, or its record is being written.
      if (hasCode(error, 'ENOENT') || error instanceof SyntaxError) return undefined;
      throw error;
    });
    if (typeof record !== 'object' || record === null || !('name' in record) || !('pid' in record)) continue;
    if (record.name === `${podName}/${keycloakName}` && typeof record.pid === 'number') return record.pid;
  }
  return undefined;
}
