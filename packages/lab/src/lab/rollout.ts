import { setTimeout as delay } from 'node:timers/promises';
import type { KubernetesApi } from '../kubernetes-api/kubernetes-api.ts';
import type { Deployment, Pod } from '../kubernetes-api/objects.ts';
import { keycloakDeploymentName } from '../manifests/apply-lab.ts';
import { keycloakName, labNamespace } from '../manifests/names.ts';
import { LabError } from './lab-error.ts';

/** Longer than a migration with a crowd of changes takes on a slow machine, in ms. */
const rolloutWithin = 300_000;

/** The pods of the lab's Keycloak. */
async function keycloakPods(api: KubernetesApi, signal: AbortSignal): Promise<readonly Pod[]> {
  return (await api.list('Pod', { namespace: labNamespace, labelSelector: `app=${keycloakName}` }, signal)).items;
}

/** Resolves when the Deployment is what its spec says: as many pods as wanted, all new, all ready, and no other pod left. */
export async function awaitRollout(api: KubernetesApi, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + rolloutWithin;
  for (;;) {
    const deployment = await api.get('Deployment', keycloakDeploymentName, signal);
    const pods = await keycloakPods(api, signal);
    if (isRolledOut(deployment, pods)) return;
    const trouble = hopeless(pods);
    if (trouble !== undefined || Date.now() > deadline) {
      const said = trouble ?? pods.map((pod) => `${pod.metadata?.name ?? ''}: ${pod.status?.phase ?? 'unknown'}`).join('; ');
      throw new LabError(
        `Keycloak did not get ready${trouble === undefined ? ` within ${rolloutWithin / 1000} s` : ''}: ${said}.`,
        'Look at its pods and their logs.',
      );
    }
    await delay(100, undefined, { signal });
  }
}

/** What `kubectl rollout status` waits for, and beyond it that the old pods are gone. */
export function isRolledOut({ metadata, spec, status }: Deployment, pods: readonly Pod[]): boolean {
  const wanted = spec.replicas ?? 1;
  const counts = [status?.replicas ?? 0, status?.updatedReplicas ?? 0, status?.availableReplicas ?? 0];
  return (
    (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0) && counts.every((count) => count === wanted) && pods.length === wanted
  );
}

/** A container that crashed three times, or an image that is not there, does not get better by waiting. */
function hopeless(pods: readonly Pod[]): string | undefined {
  for (const pod of pods) {
    for (const container of pod.status?.containerStatuses ?? []) {
      const reason = container.state?.waiting?.reason;
      const crashed = reason === 'CrashLoopBackOff' && container.restartCount >= 3;
      if (crashed || reason === 'ImagePullBackOff' || reason === 'InvalidImageName') {
        return `pod ${pod.metadata?.name ?? ''} is in ${reason} (${container.state?.waiting?.message ?? ''})`;
      }
    }
  }
  return undefined;
}
