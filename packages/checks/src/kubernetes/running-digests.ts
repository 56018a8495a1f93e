import { compare } from '@keycloak-release-gate/core';
import { pulledDigest } from './image.ts';
import { isAlive } from './rollout.ts';
import { Workload } from './workload-evidence.ts';

/** The digests by which Keycloak's image was pulled, in the pods of the newest revision; none where no node tells one. */
export function runningDigests(evidence: unknown): string[] {
  const { success, data } = Workload.safeParse(evidence);
  if (!success) return [];
  const ids = data.pods
    .filter((pod) => pod.current && isAlive(pod))
    .flatMap((pod) => pod.containers.filter(({ name }) => name === data.container).map(({ imageID }) => imageID));
  return [...new Set(ids.flatMap((id) => pulledDigest(id) ?? []))].toSorted(compare);
}
