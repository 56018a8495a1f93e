import { codes } from './codes.ts';
import { containerTrouble } from './container-trouble.ts';
import { failureCode } from './pod-failure.ts';
import { isBeyondGrace, newestEvent } from './trouble.ts';
import type { Circumstances, Trouble } from './trouble.ts';
import type { Condition, Pod } from './workload-evidence.ts';

/** Milliseconds after which a pod that was to be gone is stuck. */
const SLACK = 30_000;

/**
 * The one root cause why a pod does not serve, or undefined for one that does. Where several things are wrong, the one that
 * explains the others is told.
 */
export function podTrouble(pod: Pod, circumstances: Circumstances): Trouble | undefined {
  if (pod.deleting !== undefined) return terminating(pod, pod.deleting, circumstances);
  // The kubelet's sentences end with a full stop, some with a space behind it.
  const said = [pod.reason, pod.message.trim().replace(/\.$/, '')].filter((text) => text !== '').join(': ');
  const condition = (type: string) => pod.conditions.find((each) => each.type === type);
  if (pod.phase === 'Failed') return { code: failureCode(pod), message: `${pod.name} failed${said === '' ? '' : `: ${said}`}.` };
  if (pod.phase === 'Unknown' || pod.reason === 'NodeLost')
    return {
      code: codes.POD_STATE_UNKNOWN,
      message: `The state of ${pod.name} on ${pod.node ?? 'an unknown node'} is unknown${said === '' ? '' : `: ${said}`}.`,
    };
  const scheduled = condition('PodScheduled');
  if (scheduled?.status === 'False') return unscheduled(pod, scheduled, circumstances);
  for (const container of pod.containers) {
    const trouble = containerTrouble(container, pod, circumstances);
    if (trouble) return trouble;
  }
  const disrupted = condition('DisruptionTarget');
  if (disrupted?.status === 'True')
    return { code: codes.POD_DISRUPTED, message: `${pod.name} is about to go: ${disrupted.reason}: ${disrupted.message}` };
  return condition('Ready')?.status === 'True' ? undefined : notReady(pod, circumstances);
}

/** True for a pod that was told to end and should have been gone by now. */
export const isStuck = (pod: Pick<Pod, 'deleting'>, observedAt: string | undefined): boolean =>
  pod.deleting !== undefined && observedAt !== undefined && Date.parse(observedAt) > Date.parse(pod.deleting) + SLACK;

function terminating(pod: Pod, until: string, { events, observedAt }: Circumstances): Trouble {
  const late = isStuck(pod, observedAt) ? '; that time is past' : '';
  const finalizers = pod.finalizers.length === 0 ? '' : ` Its finalizers: ${pod.finalizers.join(', ')}.`;
  const lost = newestEvent(events, pod, ['NodeNotReady', 'TaintManagerEviction', 'FailedKillPod']);
  const told = lost ? ` ${lost.reason}: ${lost.message}` : '';
  const node = pod.node === undefined ? '' : ` Its node: ${pod.node}${pod.reason === '' ? '' : ` (${pod.reason})`}.`;
  return {
    code: codes.POD_STUCK_TERMINATING,
    message: `${pod.name} is terminating and was to be gone at ${until}${late}.${finalizers}${node}${told}`,
  };
}

function unscheduled(pod: Pod, scheduled: Condition, { observedAt }: Circumstances): Trouble {
  if (scheduled.reason === 'SchedulingGated') {
    const gates = pod.schedulingGates ?? [];
    return {
      code: codes.POD_SCHEDULING_GATED,
      message: `${pod.name} is held back from the scheduler${gates.length === 0 ? '' : ` by ${gates.join(', ')}`}: ${scheduled.message}`,
    };
  }
  const why = `${pod.name}: ${scheduled.reason}: ${scheduled.message}`;
  // A node may just be on its way: an autoscaler begins only now.
  return { code: isBeyondGrace(scheduled.since ?? pod.created, observedAt) ? codes.POD_UNSCHEDULABLE : codes.POD_STARTING, message: why };
}

function notReady(pod: Pod, { events }: Circumstances): Trouble {
  const condition = (type: string) => pod.conditions.find((each) => each.type === type);
  const missing = pod.readinessGates.filter((gate) => condition(gate)?.status !== 'True');
  const allReady = condition('ContainersReady')?.status === 'True';
  if (allReady && missing.length > 0)
    return {
      code: codes.READINESS_GATE_NOT_MET,
      message: `${pod.name}: the containers are ready, the readiness gate ${missing.map((gate) => `${gate} (${stateOf(condition(gate))})`).join(', ')} is not met.`,
    };
  const serving = pod.containers.filter((each) => each.role === 'main' || each.role === 'sidecar');
  if (!serving.some((each) => each.role === 'main' && each.state?.kind === 'running'))
    return { code: codes.POD_STARTING, message: `${pod.name} has not started its containers: ${startingInWords(pod)}.` };
  const probe = newestEvent(events, pod, ['Unhealthy', 'ProbeError']);
  const ready = condition('Ready');
  const why = allReady
    ? `its containers are ready, the pod is not${ready?.message ? `: ${ready.message}` : '; its node may have stopped reporting'}`
    : (probe?.message ?? ready?.message ?? 'no condition Ready is reported');
  return { code: codes.POD_NOT_READY, message: `${pod.name} runs and is not ready: ${why}` };
}

const stateOf = (condition: Condition | undefined): string =>
  condition ? [condition.status, condition.reason].filter((text) => text !== '').join(', ') : 'no such condition';

/** How far a pod is that runs no container of its own yet. */
function startingInWords(pod: Pod): string {
  const isFalse = (type: string) => pod.conditions.some((each) => each.type === type && each.status === 'False');
  if (pod.node === undefined) return 'it is not on a node yet';
  if (isFalse('PodReadyToStartContainers')) return 'its sandbox and network are not ready (PodReadyToStartContainers)';
  const init = pod.containers.find(
    ({ role, state, started }) =>
      (role === 'init' && !(state?.kind === 'terminated' && state.exitCode === 0)) || (role === 'sidecar' && started !== true),
  );
  if (isFalse('Initialized') && init) return `the ${init.role} container ${init.name} is not done`;
  return pod.containers
    .filter(({ role, ready }) => role === 'main' && !ready)
    .map(({ name, state }) => (state?.kind === 'waiting' && state.reason !== '' ? `${name} (${state.reason})` : name))
    .join(', ');
}
