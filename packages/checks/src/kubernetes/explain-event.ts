import { isSince } from './deploy-start.ts';
import { isStuck } from './pod-trouble.ts';
import { isAlive } from './rollout.ts';
import type { Pod, Workload, WorkloadEvent } from './workload-evidence.ts';

/** How an event that is no routine is explained. */
export type Explanation =
  /** Its object became well after it, or it is older than what is judged. */
  | { readonly kind: 'passed'; readonly why: string }
  /** It says nothing that the check of the pods does not say better, or it is about what is going anyway. */
  | { readonly kind: 'elsewhere'; readonly why: string }
  | { readonly kind: 'failure'; readonly why: string }
  | { readonly kind: 'ceased failure'; readonly why: string }
  | { readonly kind: 'probe'; readonly why: string }
  | { readonly kind: 'warning'; readonly why: string };

/** What is known of the objects when an event is explained. */
export interface EventObjects {
  readonly now: Workload;
  readonly pods: ReadonlyMap<string, Pod>;
  /** Names of the pods that nothing is wrong with. */
  readonly well: ReadonlySet<string>;
  readonly rolloutDone: boolean;
  /** What is older than this is history. */
  readonly from: string | undefined;
}

// Those of spec and k8sgpt's pkg/analyzer that mean a failure; `BackOff` of an image pull is of the type Normal.
const failures = new Set([
  'FailedScheduling',
  'FailedCreate',
  'Failed',
  'BackOff',
  'ErrImageNeverPull',
  'InspectFailed',
  'FailedMount',
  'FailedAttachVolume',
  'FailedMapVolume',
  'FailedCreatePodSandBox',
  'NetworkNotReady',
  'FailedPostStartHook',
  'Evicted',
  'Preempting',
  'OOMKilling',
  'FailedKillPod',
  'FailedValidation',
  'ReplicaSetCreateError',
]);
const probes = new Set(['Unhealthy', 'ProbeError']);
const atTheEnd = new Set(['FailedKillPod', 'FailedPreStopHook', 'ExceededGracePeriod']);

/** Milliseconds after which a repeated failure counts as over: the kubelet tries again at least every two minutes. */
const PERSISTING = 150_000;

/** True for an event that must be explained: a warning, or a failure by another name. */
export const needsExplanation = ({ type, reason }: WorkloadEvent): boolean => type !== 'Normal' || failures.has(reason);

/**
 * What an event means for its object as it is now. Start-up makes noise: what was reported before a pod was placed, mounted,
 * started or ready has passed when it is.
 */
export function explainEvent(event: WorkloadEvent, objects: EventObjects): Explanation {
  const { now, from } = objects;
  const last = timeOf(event.last);
  const name = event.subject.slice(event.subject.indexOf('/') + 1);
  const pod = event.subject.startsWith('pod/') ? objects.pods.get(name) : undefined;
  // What is told of a pod that the deploy made came after the deploy, whatever the clock of its node says.
  const isOfDeploy = pod !== undefined && from !== undefined && isSince(pod.created, from);
  if (from !== undefined && last !== undefined && last < Math.floor(Date.parse(from) / 1000) * 1000 && !isOfDeploy)
    return { kind: 'passed', why: 'before the deploy' };
  if (pod) return ofPod(event, pod, objects);
  if (event.subject.startsWith('replicaset/') && !now.revisions.some((each) => each.current && each.name === name))
    return { kind: 'elsewhere', why: 'of an older revision' };
  if (!objects.rolloutDone) return { kind: failures.has(event.reason) ? 'failure' : 'warning', why: 'the rollout is not done' };
  return isOver(last, newestReady(now)) ? { kind: 'passed', why: 'before the rollout was done' } : afterwards(event, now);
}

function ofPod(event: WorkloadEvent, pod: Pod, { now, well }: EventObjects): Explanation {
  if (isStuck(pod, now.observedAt) && atTheEnd.has(event.reason))
    return { kind: failures.has(event.reason) ? 'failure' : 'warning', why: 'the pod does not end' };
  if (pod.deleting !== undefined) return { kind: 'elsewhere', why: 'the pod is ending' };
  if (!isAlive(pod)) return { kind: 'elsewhere', why: 'the pod is dead' };
  if (!pod.current) return { kind: 'elsewhere', why: 'of an older revision' };
  // It cannot be removed from its pod: an image that it lacks is tried again for as long as the pod lives.
  if (event.container !== undefined && pod.containers.some(({ name, role }) => role === 'ephemeral' && name === event.container))
    return { kind: 'elsewhere', why: 'of a debugging container' };
  const last = timeOf(event.last);
  if (well.has(pod.name)) {
    if (isOver(last, timeOf(since(pod, 'Ready')))) return { kind: 'passed', why: 'before the pod was ready' };
    return probes.has(event.reason) ? { kind: 'probe', why: 'after the pod was ready' } : afterwards(event, now);
  }
  if (probes.has(event.reason)) return { kind: 'elsewhere', why: 'the pod is not ready' };
  if (isOver(last, timeOf(since(pod, event.reason === 'FailedScheduling' ? 'PodScheduled' : 'PodReadyToStartContainers'), startOf(event))))
    return { kind: 'passed', why: 'the pod is past that' };
  if (isOver(last, timeOf(startedSince(event, pod)))) return { kind: 'passed', why: 'before the container started' };
  return { kind: failures.has(event.reason) ? 'failure' : 'warning', why: 'the pod is not well' };
}

/** What is reported of an object that is well, and later than that it became so. */
function afterwards(event: WorkloadEvent, now: Workload): Explanation {
  if (!failures.has(event.reason)) return { kind: 'warning', why: 'its object is well' };
  const [last, observed] = [timeOf(event.last), timeOf(now.observedAt)];
  return last === undefined || observed === undefined || observed - last <= PERSISTING
    ? { kind: 'failure', why: 'it goes on' }
    : { kind: 'ceased failure', why: 'it has ceased' };
}

/** Only what comes before volumes and network is over when the pod is ready to start its containers. */
const startOf = ({ reason }: WorkloadEvent): boolean =>
  ['FailedScheduling', 'FailedMount', 'FailedAttachVolume', 'FailedMapVolume', 'FailedCreatePodSandBox', 'NetworkNotReady'].includes(
    reason,
  );

/** When the run began that the container of an event, or the pod's last container to start, is in. */
function startedSince(event: WorkloadEvent, pod: Pod): string | undefined {
  const about = pod.containers.filter(({ name, role }) => (event.container === undefined ? role === 'main' : name === event.container));
  const runs = about.map(({ state }) => (state?.kind === 'running' ? state.startedAt : undefined));
  return runs.every((run) => run !== undefined) ? runs.toSorted((a, b) => Date.parse(a) - Date.parse(b))[0] : undefined;
}

const since = (pod: Pod, type: string): string | undefined =>
  pod.conditions.find((each) => each.type === type && each.status === 'True')?.since;

function newestReady({ pods }: Workload): number | undefined {
  const times = pods.filter((pod) => pod.current && isAlive(pod)).map((pod) => timeOf(since(pod, 'Ready') ?? pod.created) ?? 0);
  return times.length === 0 ? undefined : Math.max(...times);
}

/** Times of the API are whole seconds: what happened in the same second came before. */
const isOver = (last: number | undefined, recovered: number | undefined): boolean =>
  last !== undefined && recovered !== undefined && last < recovered + 1000;

const timeOf = (time: string | undefined, counts = true): number | undefined => {
  const milliseconds = time === undefined || !counts ? Number.NaN : Date.parse(time);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
};
