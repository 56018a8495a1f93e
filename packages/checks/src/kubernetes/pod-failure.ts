import type { Code } from '@keycloak-release-gate/core';
import { codes } from './codes.ts';
import type { Pod } from './workload-evidence.ts';

// The reasons that the kubelet and the controllers write into a pod's status. A map: a reason may be any word, `constructor` too.
const codeOfReason: ReadonlyMap<string, Code> = new Map(
  Object.entries({
    Evicted: codes.POD_EVICTED,
    NodeShutdown: codes.POD_NODE_SHUTDOWN,
    Shutdown: codes.POD_NODE_SHUTDOWN,
    Terminated: codes.POD_NODE_SHUTDOWN,
    Preempting: codes.POD_PREEMPTED,
    UnexpectedAdmissionError: codes.POD_ADMISSION_REFUSED,
    NodeAffinity: codes.POD_ADMISSION_REFUSED,
    NodeName: codes.POD_ADMISSION_REFUSED,
    TopologyAffinityError: codes.POD_ADMISSION_REFUSED,
    PodOSNotSupported: codes.POD_ADMISSION_REFUSED,
    DeadlineExceeded: codes.POD_DEADLINE_EXCEEDED,
    NodeLost: codes.POD_STATE_UNKNOWN,
  }),
);

/** What the end of a pod is called, by the reason in its status: `OutOfmemory`, `Evicted`. */
export const failureCode = ({ reason }: Pick<Pod, 'reason'>): Code =>
  codeOfReason.get(reason) ?? (/^OutOf[a-z]/.test(reason) ? codes.POD_OUT_OF_RESOURCES : codes.POD_FAILED);

/** When a failed pod failed, as far as it tells: the last end of a container, or the last change of a condition. */
export function failedAt({ containers, conditions, created }: Pod): string {
  const times = [
    ...containers.flatMap(({ state }) => (state?.kind === 'terminated' && state.finishedAt !== undefined ? [state.finishedAt] : [])),
    ...conditions.flatMap(({ since }) => (since === undefined ? [] : [since])),
  ];
  return times.reduce((latest, time) => (Date.parse(time) > Date.parse(latest) ? time : latest), created);
}
