import { codes } from './codes.ts';
import { containerTrouble, newestEvent } from './container-trouble.ts';
import type { Circumstances, Trouble } from './container-trouble.ts';
import type { Pod } from './workload-evidence.ts';

/** A pod that was to be gone is stuck after this long. */
const SLACK_MILLISECONDS = 30_000;

/**
 * The one root cause why a pod does not serve, or undefined for one that does. Where several things are wrong, the one that
 * explains the others is told.
 */
export function podTrouble(pod: Pod, circumstances: Circumstances, observedAt: string | undefined): Trouble | undefined {
  if (pod.deleting !== undefined) return terminating(pod, pod.deleting, observedAt);
  const said = [pod.reason, pod.message].filter((text) => text !== '').join(': ');
  if (pod.phase === 'Failed') return { code: codes.POD_FAILED, message: `${pod.name} failed${said === '' ? '' : `: ${said}`}.` };
  if (pod.phase === 'Unknown' || pod.reason === 'NodeLost')
    return {
      code: codes.POD_STATE_UNKNOWN,
      message: `The state of ${pod.name} on ${pod.node ?? 'an unknown node'} is unknown${said === '' ? '' : `: ${said}`}.`,
    };
  const condition = (type: string) => pod.conditions.find((each) => each.type === type);
  const scheduled = condition('PodScheduled');
  if (scheduled?.status === 'False')
    return { code: codes.POD_UNSCHEDULABLE, message: `${pod.name}: ${scheduled.reason}: ${scheduled.message}` };
  for (const container of pod.containers) {
    const trouble = containerTrouble(container, pod, circumstances);
    if (trouble) return trouble;
  }
  const ready = condition('Ready');
  if (ready?.status === 'True') return undefined;
  const missing = pod.readinessGates.filter((gate) => condition(gate)?.status !== 'True');
  if (condition('ContainersReady')?.status === 'True' && missing.length > 0)
    return {
      code: codes.READINESS_GATE_NOT_MET,
      message: `${pod.name}: the containers are ready, the readiness gate ${missing.join(', ')} is not met.`,
    };
  const main = pod.containers.filter((each) => each.role === 'main');
  const unready = main.filter((each) => !each.ready).map((each) => each.name);
  const running = main.some((each) => each.state?.kind === 'running');
  if (!running) return { code: codes.POD_STARTING, message: `${pod.name} has not started its containers (${unready.join(', ')}).` };
  const probe = newestEvent(circumstances.events, pod, ['Unhealthy', 'ProbeError']);
  const why = probe ? probe.message : (ready?.message ?? 'no condition Ready is reported');
  return { code: codes.POD_NOT_READY, message: `${pod.name} runs and is not ready: ${why}` };
}

function terminating(pod: Pod, until: string, observedAt: string | undefined): Trouble {
  const late = observedAt !== undefined && Date.parse(observedAt) > Date.parse(until) + SLACK_MILLISECONDS;
  const finalizers = pod.finalizers.length === 0 ? '' : ` Its finalizers: ${pod.finalizers.join(', ')}.`;
  return {
    code: codes.POD_STUCK_TERMINATING,
    message: `${pod.name} is terminating and was to be gone at ${until}${late ? '; that time is past' : ''}.${finalizers}`,
  };
}
