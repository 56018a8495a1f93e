import type { Condition, Pod, PodStatus } from '../kubernetes-api/objects.ts';

/**
 * The strategic merge patch that makes a pod's status this one. Conditions are merged by type, so what a condition no
 * longer has must be said, and addresses by their value, so that they must be replaced; a status that somebody else wrote meanwhile is refused as a conflict, not overwritten.
 */
export function statusPatch(pod: Pod, status: PodStatus): object {
  const { uid, resourceVersion } = pod.metadata ?? {};
  return {
    metadata: { uid, resourceVersion },
    status: {
      reason: null,
      message: null,
      ...status,
      podIPs: [...(status.podIPs ?? []), { $patch: 'replace' }],
      hostIPs: [...(status.hostIPs ?? []), { $patch: 'replace' }],
      conditions: status.conditions?.map((condition: Condition) => ({ reason: null, message: null, ...condition })),
    },
  };
}
