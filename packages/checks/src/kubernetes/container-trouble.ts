import type { Code } from '@keycloak-release-gate/core';
import { codes } from './codes.ts';
import { isSince } from './deploy-start.ts';
import { exitCodeInWords } from './exit-code.ts';
import type { Container, Pod, State, WorkloadEvent } from './workload-evidence.ts';

/** What is wrong with a container or pod; `settling` unless waiting cannot help. */
export interface Trouble {
  readonly code: Code;
  readonly message: string;
  readonly terminal?: boolean;
}

/** What a pod is judged by, beside itself. */
export interface Circumstances {
  /** Events, newest first. */
  readonly events: readonly WorkloadEvent[];
  /** Restarts before this time are history. */
  readonly since: string | undefined;
}

// After k8sgpt's pkg/analyzer/pod.go and the kubelet's own list of reasons.
const waitingReasons: Readonly<Record<string, Code>> = {
  CrashLoopBackOff: codes.CONTAINER_DOES_NOT_STAY_UP,
  ErrImagePull: codes.IMAGE_PULL_FAILED,
  ImagePullBackOff: codes.IMAGE_PULL_FAILED,
  RegistryUnavailable: codes.IMAGE_PULL_FAILED,
  ImageInspectError: codes.IMAGE_INSPECT_FAILED,
  ErrImageNeverPull: codes.IMAGE_NEVER_PULLED,
  InvalidImageName: codes.IMAGE_NAME_INVALID,
  SignatureValidationFailed: codes.IMAGE_SIGNATURE_REFUSED,
  CreateContainerConfigError: codes.CONTAINER_CONFIGURATION_FAILED,
  CreateContainerError: codes.CONTAINER_CREATION_FAILED,
  RunContainerError: codes.CONTAINER_CREATION_FAILED,
  PreCreateHookError: codes.CONTAINER_HOOK_FAILED,
  PreStartHookError: codes.CONTAINER_HOOK_FAILED,
  PostStartHookError: codes.CONTAINER_HOOK_FAILED,
  CreatePodSandboxError: codes.SANDBOX_FAILED,
  ConfigPodSandboxError: codes.SANDBOX_FAILED,
};
const stillStarting = new Set(['', 'ContainerCreating', 'PodInitializing']);

const startEvents: Readonly<Record<string, Code>> = {
  FailedMount: codes.VOLUME_NOT_MOUNTED,
  FailedAttachVolume: codes.VOLUME_NOT_MOUNTED,
  FailedMapVolume: codes.VOLUME_NOT_MOUNTED,
  FailedCreatePodSandBox: codes.SANDBOX_FAILED,
  NetworkNotReady: codes.SANDBOX_FAILED,
};

/** The first thing that is wrong with a container, its cause before its consequence; undefined for one that runs or is done. */
export function containerTrouble(container: Container, pod: Pod, circumstances: Circumstances): Trouble | undefined {
  const { state, last, role } = container;
  if (role === 'ephemeral') return undefined;
  const who = role === 'main' ? `${pod.name}, container ${container.name}` : `${pod.name}, ${role} container ${container.name}`;
  const ended = lastEnd(state, last, circumstances.since);
  if (ended?.reason === 'OOMKilled')
    return {
      code: codes.OUT_OF_MEMORY,
      message: `${who}: OOMKilled${ended.finishedAt === undefined ? '' : ` at ${ended.finishedAt}`}, exit code ${ended.exitCode}, ${times(container)}.`,
    };
  if (!state) return undefined;
  switch (state.kind) {
    case 'waiting':
      return waitingTrouble(state, ended, container, pod, who, circumstances);
    case 'terminated': {
      if (role === 'init' && state.exitCode === 0) return undefined;
      return { code: codes.CONTAINER_DOES_NOT_STAY_UP, message: `${who}: ${endInWords(state)}, ${times(container)}.` };
    }
    case 'running': {
      // Between two crashes it looks as if it were starting; what it did before tells.
      if (container.ready || !ended || container.restarts === 0) return undefined;
      const probe = newestEvent(circumstances.events, pod, ['Unhealthy']);
      const why = probe ? `; ${probe.message}` : '';
      return {
        code: codes.CONTAINER_DOES_NOT_STAY_UP,
        message: `${who}: started again after it ${endInWords(ended)}, ${times(container)}, and not ready${why}.`,
      };
    }
  }
}

function waitingTrouble(
  state: Extract<State, { kind: 'waiting' }>,
  ended: Extract<State, { kind: 'terminated' }> | undefined,
  container: Container,
  pod: Pod,
  who: string,
  { events }: Circumstances,
): Trouble | undefined {
  const code = waitingReasons[state.reason];
  if (code === codes.CONTAINER_DOES_NOT_STAY_UP)
    return { code, message: `${who}: ${state.reason}, ${times(container)}${ended ? `; the last run ${endInWords(ended)}` : ''}.` };
  const said = `${who}: ${state.reason}${state.message === '' ? '' : `: ${state.message}`}`;
  if (code) return { code, message: said, ...(code === codes.IMAGE_NAME_INVALID ? { terminal: true } : {}) };
  if (!stillStarting.has(state.reason)) return { code: codes.CONTAINER_WAITING, message: said };
  const event = newestEvent(events, pod, Object.keys(startEvents));
  const cause = event && startEvents[event.reason];
  return cause ? { code: cause, message: `${pod.name}: ${event.reason}: ${event.message}` } : undefined;
}

/** How the run before this one ended, where that is not older than the deploy. */
function lastEnd(
  state: State | undefined,
  last: State | undefined,
  since: string | undefined,
): Extract<State, { kind: 'terminated' }> | undefined {
  const ended = state?.kind === 'terminated' ? state : last;
  if (ended?.kind !== 'terminated') return undefined;
  return since === undefined || ended.finishedAt === undefined || isSince(ended.finishedAt, since) ? ended : undefined;
}

/** The newest event of a pod with one of the reasons. */
export const newestEvent = (events: readonly WorkloadEvent[], pod: Pod, reasons: readonly string[]): WorkloadEvent | undefined =>
  events.find((event) => event.subject === `pod/${pod.name}` && reasons.includes(event.reason));

const endInWords = (end: Extract<State, { kind: 'terminated' }>): string => {
  const said = end.message.trim();
  return `ended with ${exitCodeInWords(end.exitCode)}${end.reason === '' || end.reason === 'Error' || end.reason === 'Completed' ? '' : ` (${end.reason})`}${said === '' ? '' : `, saying: ${said}`}`;
};

const times = ({ restarts }: Container): string => (restarts === 1 ? '1 restart' : `${restarts} restarts`);
