import type { Code } from '@keycloak-release-gate/core';
import { codes } from './codes.ts';
import { endTrouble } from './container-end.ts';
import { imagePullCause } from './image-pull.ts';
import { missingConfiguration, serviceAccountRemedy } from './missing-configuration.ts';
import { containerInWords, newestEvent } from './trouble.ts';
import type { Circumstances, End, Trouble } from './trouble.ts';
import type { Container, Pod, State } from './workload-evidence.ts';

type Waiting = Extract<State, { kind: 'waiting' }>;

// After k8sgpt's pkg/analyzer/pod.go and the kubelet's own list of reasons.
const waitingReasons: ReadonlyMap<string, Code> = new Map(
  Object.entries({
    RegistryUnavailable: codes.REGISTRY_UNAVAILABLE,
    ImageInspectError: codes.IMAGE_INSPECT_FAILED,
    ErrImageNeverPull: codes.IMAGE_NEVER_PULLED,
    InvalidImageName: codes.IMAGE_NAME_INVALID,
    SignatureValidationFailed: codes.IMAGE_SIGNATURE_REFUSED,
    CreateContainerError: codes.CONTAINER_CREATION_FAILED,
    RunContainerError: codes.CONTAINER_CANNOT_RUN,
    StartError: codes.CONTAINER_CANNOT_RUN,
    ContainerCannotRun: codes.CONTAINER_CANNOT_RUN,
    PreCreateHookError: codes.CONTAINER_HOOK_FAILED,
    PreStartHookError: codes.CONTAINER_HOOK_FAILED,
    PostStartHookError: codes.CONTAINER_HOOK_FAILED,
    CreatePodSandboxError: codes.SANDBOX_FAILED,
    ConfigPodSandboxError: codes.SANDBOX_FAILED,
  }),
);
const stillStarting = new Set(['', 'ContainerCreating', 'PodInitializing']);

const startEvents: ReadonlyMap<string, Code> = new Map(
  Object.entries({
    FailedMount: codes.VOLUME_NOT_MOUNTED,
    FailedAttachVolume: codes.VOLUME_NOT_MOUNTED,
    FailedMapVolume: codes.VOLUME_NOT_MOUNTED,
    FailedCreatePodSandBox: codes.SANDBOX_FAILED,
    NetworkNotReady: codes.SANDBOX_FAILED,
  }),
);
/** What happens only after volumes and sandbox are there. */
const laterEvents = ['Pulling', 'Pulled', 'Created', 'Started'];

/** Why a container waits, by its reason, its message and the events of its pod; undefined where it is only about to start. */
export function waitingTrouble(
  state: Waiting,
  ended: End | undefined,
  container: Container,
  pod: Pod,
  circumstances: Circumstances,
): Trouble | undefined {
  const said = `${containerInWords(pod, container)}: ${state.reason}${state.message === '' ? '' : `: ${state.message}`}`;
  switch (state.reason) {
    case 'CrashLoopBackOff':
      return endTrouble(pod, container, ended, state.reason, circumstances);
    case 'ErrImagePull':
    case 'ImagePullBackOff':
      return pullTrouble(state, said, pod, circumstances);
    case 'CreateContainerConfigError':
      // "failed to sync configmap cache" passes by itself: it is no missing ConfigMap, and the next look tells.
      return { code: missingConfiguration(state.message) ?? codes.CONTAINER_CONFIGURATION_FAILED, message: said };
    default: {
      const code = waitingReasons.get(state.reason);
      if (code) return { code, message: said, ...(code === codes.IMAGE_NAME_INVALID ? { terminal: true } : {}) };
      return stillStarting.has(state.reason) ? startTrouble(pod, circumstances) : { code: codes.CONTAINER_WAITING, message: said };
    }
  }
}

/** While it backs off, an older kubelet leaves out why the pull failed; its event then tells. */
function pullTrouble(state: Waiting, said: string, pod: Pod, { events }: Circumstances): Trouble {
  const own = events.filter((event) => event.subject === `pod/${pod.name}`);
  const failed = own.find((event) => event.reason === 'Failed' && event.message.includes('pull image'));
  const detail = failed && !/Err\w+: /.test(state.message) ? failed.message : '';
  const { code, remedy } = imagePullCause(`${state.message} ${detail}`);
  const secret = own.find((event) => event.reason === 'FailedToRetrieveImagePullSecret');
  const message = [said, detail, secret?.message ?? ''].filter((text) => text !== '').join('; ');
  return { code, message, ...(remedy === undefined ? {} : { remedy }) };
}

/** What keeps a pod from starting, by its newest event; undefined where it is past that. */
function startTrouble(pod: Pod, { events }: Circumstances): Trouble | undefined {
  const newest = newestEvent(events, pod, [...startEvents.keys(), ...laterEvents]);
  const code = newest && startEvents.get(newest.reason);
  if (!newest || !code) return undefined;
  // A time-out that names only the volumes may come after the event that names what is missing.
  const telling = events.find(
    (event) => event.subject === newest.subject && event.reason === 'FailedMount' && missingConfiguration(event.message) !== undefined,
  );
  const event = code === codes.VOLUME_NOT_MOUNTED && telling ? telling : newest;
  const remedy = serviceAccountRemedy(event.message);
  return {
    code: missingConfiguration(event.message) ?? code,
    message: `${pod.name}: ${event.reason}: ${event.message}`,
    ...(remedy === undefined ? {} : { remedy }),
  };
}
