import type { Condition, Container, ContainerStateView, ContainerStatus, Pod, PodPhase, PodStatus } from '../kubernetes-api/objects.ts';
import { rfc3339 } from './go-text.ts';
import type { PodVerdict } from './pod-verdict.ts';

/** How a run of a container ended. */
export interface RunEnd {
  readonly code: number;
  readonly reason: string;
  readonly message?: string;
  readonly at: Date;
}

/** One run of a container, as its status tells it. */
export interface RunView {
  readonly containerId: string;
  readonly imageId: string;
  /** How many runs came before it. */
  readonly attempt: number;
  readonly startedAt: Date;
  readonly end?: RunEnd;
}

/** A container of a pod, as the kubelet knows it. */
export interface ContainerView {
  readonly spec: Container;
  readonly kind: 'init' | 'sidecar' | 'main' | 'ephemeral';
  readonly run?: RunView;
  readonly previous?: RunView;
  /** Why it could not be started, while it ought to run. */
  readonly waiting?: { readonly reason: string; readonly message: string };
  readonly started: boolean;
  readonly ready: boolean;
  /** Whether it is going to be started again when it does not run. */
  readonly restarts: boolean;
}

export interface PodView {
  readonly containers: readonly ContainerView[];
  readonly podIP: string;
  readonly hostIP: string;
  readonly startTime: Date;
  /** The pod will not start anything any more: it is deleted, or has run to its end. */
  readonly terminal: boolean;
  /** Why the kubelet has ended the pod for good. */
  readonly verdict?: PodVerdict;
  readonly now: Date;
}

/**
 * The status a kubelet would write for this pod [kubelet_pods.go, status/generate.go of 1.36]. Conditions of others
 * (PodScheduled, readiness gates) are not part of it. `before` gives the times of conditions that did not change.
 */
export function podStatus(pod: Pod, view: PodView, before: PodStatus): PodStatus {
  const statuses = view.containers.map((container) => containerStatus(container, hasInit(view)));
  const of = (kinds: readonly ContainerView['kind'][]): readonly ContainerStatus[] =>
    statuses.filter((_, index) => kinds.includes(view.containers[index]?.kind ?? 'main'));
  const phase = view.verdict === undefined ? podPhase(pod, view, statuses) : 'Failed';
  const ephemeral = of(['ephemeral']);
  const init = of(['init', 'sidecar']);
  const generation = pod.metadata?.generation;
  const condition = (made: Omit<Condition, 'lastTransitionTime'>): Condition => {
    const old = before.conditions?.find(({ type }) => type === made.type);
    const since = old?.status === made.status ? old.lastTransitionTime : undefined;
    return {
      ...made,
      lastProbeTime: null,
      lastTransitionTime: since ?? rfc3339(view.now),
      ...(generation === undefined ? {} : { observedGeneration: generation }),
    };
  };
  const containersReady = containersReadyCondition(view, statuses, phase);
  const alive = phase !== 'Succeeded' && phase !== 'Failed';
  return {
    phase,
    ...(view.verdict === undefined ? {} : { reason: view.verdict.reason, message: view.verdict.message }),
    conditions: [
      ...(view.verdict?.disruption === undefined
        ? []
        : [condition({ type: 'DisruptionTarget', status: 'True', reason: 'TerminationByKubelet', message: view.verdict.disruption })]),
      condition({ type: 'PodReadyToStartContainers', status: alive && !view.terminal ? 'True' : 'False' }),
      condition(initializedCondition(view, statuses, phase)),
      condition(readyCondition(pod, containersReady, before)),
      condition({ type: 'ContainersReady', ...containersReady }),
    ],
    containerStatuses: of(['main']),
    ...(init.length === 0 ? {} : { initContainerStatuses: init }),
    ...(ephemeral.length === 0 ? {} : { ephemeralContainerStatuses: ephemeral }),
    hostIP: view.hostIP,
    hostIPs: [{ ip: view.hostIP }],
    podIP: view.podIP,
    podIPs: [{ ip: view.podIP }],
    startTime: rfc3339(view.startTime),
    ...(generation === undefined ? {} : { observedGeneration: generation }),
  };
}

const hasInit = (view: PodView): boolean => view.containers.some(({ kind }) => kind === 'init' || kind === 'sidecar');

/** The state of a run that ended, or an empty state. */
function terminated(run: RunView | undefined): ContainerStateView {
  if (run?.end === undefined) return {};
  return {
    terminated: {
      exitCode: run.end.code,
      reason: run.end.reason,
      ...(run.end.message === undefined ? {} : { message: run.end.message }),
      startedAt: rfc3339(run.startedAt),
      finishedAt: rfc3339(run.end.at),
      containerID: run.containerId,
    },
  };
}

function containerStatus(container: ContainerView, initialises: boolean): ContainerStatus {
  const { spec, run, previous, waiting } = container;
  let state: ContainerStateView;
  let lastState = terminated(previous);
  if (run !== undefined && run.end === undefined) state = { running: { startedAt: rfc3339(run.startedAt) } };
  else if (waiting !== undefined && container.restarts) {
    state = { waiting: { reason: waiting.reason, message: waiting.message } };
    if (run !== undefined) lastState = terminated(run);
  } else if (run !== undefined) state = terminated(run);
  else state = { waiting: { reason: initialises ? 'PodInitializing' : 'ContainerCreating' } };
  const resources = spec.resources;
  const hasRun = run !== undefined;
  return {
    name: spec.name,
    image: spec.image,
    imageID: run?.imageId ?? '',
    ...(hasRun ? { containerID: run.containerId } : {}),
    restartCount: run?.attempt ?? 0,
    started: container.started,
    ready: container.ready,
    state,
    lastState,
    ...(hasRun && resources !== undefined ? { resources } : {}),
    ...(hasRun && resources?.requests !== undefined ? { allocatedResources: resources.requests } : {}),
  };
}

function podPhase(pod: Pod, view: PodView, statuses: readonly ContainerStatus[]): PodPhase {
  let pending = 0;
  let sidecarsPending = 0;
  let running = 0;
  let waiting = 0;
  let stopped = 0;
  let succeeded = 0;
  let stopsForGood = 0;
  let initialisationFailed = false;
  for (const [index, { kind, restarts }] of view.containers.entries()) {
    const status = statuses[index];
    if (status === undefined || kind === 'ephemeral') continue;
    const exit = status.state.terminated ?? (status.state.waiting ? status.lastState.terminated : undefined);
    if (kind === 'init') {
      if (exit === undefined) pending += 1;
      else if (exit.exitCode !== 0 && pod.spec.restartPolicy === 'Never') initialisationFailed = true;
    } else if (kind === 'sidecar') {
      if (status.state.running) {
        running += 1;
        if (status.started !== true) sidecarsPending += 1;
      } else if (exit === undefined) {
        sidecarsPending += 1;
        waiting += 1;
      }
    } else if (status.state.running) running += 1;
    else if (exit === undefined) waiting += 1;
    else {
      stopped += 1;
      if (exit.exitCode === 0) succeeded += 1;
      if (!restarts) stopsForGood += 1;
    }
  }
  if (initialisationFailed) return 'Failed';
  const initialised = view.containers.some(({ kind, run }) => kind === 'main' && run !== undefined);
  if (pending > 0 || (sidecarsPending > 0 && !initialised) || waiting > 0) {
    // A pod that was deleted before it began has failed.
    return view.terminal ? 'Failed' : 'Pending';
  }
  if (running > 0) return 'Running';
  if (view.terminal || stopped === stopsForGood) return stopped === succeeded ? 'Succeeded' : 'Failed';
  return 'Running';
}

type Unnamed = Pick<Condition, 'status' | 'reason' | 'message'>;

/** Why a list of containers is not as it should be, in Go's way of printing a list. */
const listed = (names: readonly string[]): string => `[${names.join(' ')}]`;

function containersReadyCondition(view: PodView, statuses: readonly ContainerStatus[], phase: PodPhase): Unnamed {
  if (phase === 'Succeeded') return { status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { status: 'False', reason: 'PodFailed' };
  const unready = statuses
    .filter((status, index) => ['main', 'sidecar'].includes(view.containers[index]?.kind ?? 'main') && !status.ready)
    .map(({ name }) => name);
  if (unready.length === 0) return { status: 'True' };
  return {
    status: 'False',
    reason: 'ContainersNotReady',
    message: `containers with unready status: ${listed(unready)}`,
  };
}

function readyCondition(pod: Pod, containersReady: Unnamed, before: PodStatus): Omit<Condition, 'lastTransitionTime'> {
  if (containersReady.status !== 'True') return { type: 'Ready', ...containersReady };
  const unmet = (pod.spec.readinessGates ?? []).flatMap(({ conditionType }) => {
    const gate = before.conditions?.find(({ type }) => type === conditionType);
    if (gate === undefined) return [`corresponding condition of pod readiness gate "${conditionType}" does not exist.`];
    if (gate.status === 'True') return [];
    return [`the status of pod readiness gate "${conditionType}" is not "True", but ${gate.status}`];
  });
  if (unmet.length === 0) return { type: 'Ready', status: 'True' };
  return { type: 'Ready', status: 'False', reason: 'ReadinessGatesNotReady', message: unmet.join(', ') };
}

function initializedCondition(view: PodView, statuses: readonly ContainerStatus[], phase: PodPhase): Omit<Condition, 'lastTransitionTime'> {
  if (phase === 'Succeeded') return { type: 'Initialized', status: 'True', reason: 'PodCompleted' };
  if (view.containers.some(({ kind, run }) => kind === 'main' && run !== undefined)) {
    return { type: 'Initialized', status: 'True' };
  }
  const incomplete = statuses
    .filter((status, index) => {
      const kind = view.containers[index]?.kind;
      return (kind === 'init' && !status.ready) || (kind === 'sidecar' && status.started !== true);
    })
    .map(({ name }) => name);
  if (incomplete.length === 0) return { type: 'Initialized', status: 'True' };
  return {
    type: 'Initialized',
    status: 'False',
    reason: 'ContainersNotInitialized',
    message: `containers with incomplete status: ${listed(incomplete)}`,
  };
}
