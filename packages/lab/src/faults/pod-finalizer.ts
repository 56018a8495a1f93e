import type { Lab } from '../lab/lab.ts';
import { labNamespace } from '../manifests/names.ts';
import { nameOf, pods } from './workload.ts';

const finalizer = 'example.org/backup-agent';

/** Lets nobody remove a pod from the API, as an agent does that wants to be asked first. */
export async function keepPod(lab: Lab, name: string, signal: AbortSignal): Promise<void> {
  await lab.kubernetes.patch('Pod', { name, namespace: labNamespace }, { metadata: { finalizers: [finalizer] } }, signal);
}

/** Takes that from all of Keycloak's pods again. */
export async function freePods(lab: Lab, signal: AbortSignal): Promise<void> {
  for (const pod of await pods(lab, signal)) {
    if (pod.metadata?.finalizers?.includes(finalizer) !== true) continue;
    await lab.kubernetes.patch('Pod', { name: nameOf(pod), namespace: labNamespace }, { metadata: { finalizers: null } }, signal);
  }
}
