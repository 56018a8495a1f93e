import type { Container, Pod } from '../kubernetes-api/objects.ts';

/** Why a kubelet has ended a pod for good: what its status says from then on. */
export interface PodVerdict {
  readonly reason: string;
  readonly message: string;
  /** What the condition DisruptionTarget says, where the pod was a victim of its node. */
  readonly disruption?: string;
  readonly event?: { readonly type: 'Normal' | 'Warning'; readonly reason: string };
}

/** What a node can do to a pod. */
export type PodEnding = 'evicted' | 'node-shutdown' | 'preempted';

/** The verdict in the words of a kubelet [eviction/helpers.go, nodeshutdown_manager.go, preemption.go]. */
export function verdictOf(ending: PodEnding, pod: Pod): PodVerdict {
  switch (ending) {
    case 'evicted': {
      const message = `The node was low on resource: memory. Threshold quantity: 100Mi, available: 68584Ki. ${consumption(pod.spec.containers)}`;
      return { reason: 'Evicted', message, disruption: message, event: { type: 'Warning', reason: 'Evicted' } };
    }
    case 'node-shutdown': {
      const message = 'Pod was terminated in response to imminent node shutdown.';
      return { reason: 'Terminated', message, disruption: message };
    }
    case 'preempted':
      return {
        reason: 'Preempting',
        message: 'Preempted in order to admit critical pod',
        disruption: 'Pod was preempted by Kubelet to accommodate a critical pod.',
        event: { type: 'Warning', reason: 'Preempting' },
      };
  }
}

const consumption = (containers: readonly Container[]): string =>
  containers
    .map(
      ({ name, resources }) =>
        `Container ${name} was using 1048576Ki, request is ${resources?.requests?.['memory'] ?? '0'}, has larger consumption of memory. `,
    )
    .join('');

/** The pod ran longer than it may [active_deadline.go]. */
export const deadlineExceeded: PodVerdict = {
  reason: 'DeadlineExceeded',
  message: 'Pod was active on the node longer than the specified deadline',
  event: { type: 'Normal', reason: 'DeadlineExceeded' },
};
