import { describe, expect, it } from 'vitest';
import type { codes } from './codes.ts';
import { containerTrouble } from './container-trouble.ts';
import { recordedWorkload } from './recorded-workload.ts';
import type { Circumstances } from './trouble.ts';
import type { Container, WorkloadEvent } from './workload-evidence.ts';

const [pod] = recordedWorkload('healthy').pods;
const [healthy] = pod?.containers ?? [];
if (!pod || !healthy) throw new Error('A pod with a container was recorded.');

const observedAt = '2026-11-23T21:21:41.000Z';
const told = (reason: string, message: string, more: Partial<WorkloadEvent> = {}): WorkloadEvent => ({
  subject: `pod/${pod.name}`,
  type: 'Warning',
  reason,
  message,
  count: 1,
  last: '2026-11-23T21:21:20Z',
  ...more,
});
const circumstances = (events: readonly WorkloadEvent[] = []): Circumstances => ({ events, since: undefined, observedAt });
const trouble = (container: Partial<Container>, events: readonly WorkloadEvent[] = []) => {
  const { code, ...said } = containerTrouble({ ...healthy, ...container }, pod, circumstances(events)) ?? {};
  return { code: code?.code, ...said };
};
const waiting = (reason: string, message = ''): Partial<Container> => ({ ready: false, state: { kind: 'waiting', reason, message } });
const ended = (exitCode: number, reason = 'Error', more: { signal?: number; message?: string } = {}) => ({
  kind: 'terminated' as const,
  reason,
  exitCode,
  message: '',
  startedAt: '2026-11-23T21:21:00Z',
  finishedAt: '2026-11-23T21:21:21Z',
  ...more,
});
const who = `${pod.name}, container keycloak`;
type Name = keyof typeof codes;

describe('a container that waits', () => {
  it.each<[string, string, Name]>([
    ['ErrImagePull', 'rpc error: code = NotFound desc = not found', 'IMAGE_PULL_FAILED'],
    ['ErrImagePull', 'failed to authorize: 401 Unauthorized', 'IMAGE_PULL_FAILED'],
    [
      'ImagePullBackOff',
      'Back-off pulling image "a": ErrImagePull: dial tcp: lookup registry.example: no such host',
      'REGISTRY_UNAVAILABLE',
    ],
    ['RegistryUnavailable', '', 'REGISTRY_UNAVAILABLE'],
    ['ImageInspectError', 'Failed to inspect image', 'IMAGE_INSPECT_FAILED'],
    ['ErrImageNeverPull', 'Container image is not present with pull policy of Never', 'IMAGE_NEVER_PULLED'],
    ['InvalidImageName', "couldn't parse image name", 'IMAGE_NAME_INVALID'],
    ['SignatureValidationFailed', 'image signature validation failed', 'IMAGE_SIGNATURE_REFUSED'],
    ['CreateContainerConfigError', 'configmap "sso-settings" not found', 'CONFIG_MAP_MISSING'],
    ['CreateContainerConfigError', 'secret "keycloak-db" not found', 'SECRET_MISSING'],
    ['CreateContainerConfigError', "couldn't find key password in Secret sso/keycloak-db", 'CONFIG_KEY_MISSING'],
    ['CreateContainerConfigError', 'failed to sync configmap cache: timed out waiting for the condition', 'CONTAINER_CONFIGURATION_FAILED'],
    ['CreateContainerConfigError', 'container has runAsNonRoot and image will run as root', 'CONTAINER_CONFIGURATION_FAILED'],
    ['CreateContainerError', 'context deadline exceeded', 'CONTAINER_CREATION_FAILED'],
    ['RunContainerError', 'exec: "kc.sh": executable file not found in $PATH', 'CONTAINER_CANNOT_RUN'],
    ['PreCreateHookError', '', 'CONTAINER_HOOK_FAILED'],
    ['PreStartHookError', '', 'CONTAINER_HOOK_FAILED'],
    ['PostStartHookError', "command '/bin/warm-up' exited with 1", 'CONTAINER_HOOK_FAILED'],
    ['CreatePodSandboxError', '', 'SANDBOX_FAILED'],
    ['ConfigPodSandboxError', '', 'SANDBOX_FAILED'],
    ['Novelty', 'nobody knows it', 'CONTAINER_WAITING'],
  ])('%s: %s', (reason, message, code) => {
    expect(trouble(waiting(reason, message))).toMatchObject({
      code: `kubernetes/${code}`,
      message: `${who}: ${reason}${message === '' ? '' : `: ${message}`}`,
    });
  });

  it.each(['', 'ContainerCreating', 'PodInitializing'])('%s is about to start', (reason) => {
    expect(trouble(waiting(reason))).toEqual({ code: undefined });
  });

  it('to back off from a pull tells what the event of the pull said, and that the pull secret is not there', () => {
    const events = [
      told('FailedToRetrieveImagePullSecret', 'Unable to retrieve some image pull secrets (registry); attempting to pull may not succeed.'),
      told('Failed', 'Failed to pull image "sso:9": rpc error: authentication required'),
    ];
    expect(trouble(waiting('ImagePullBackOff', 'Back-off pulling image "sso:9"'), events)).toEqual({
      code: 'kubernetes/IMAGE_PULL_FAILED',
      message: `${who}: ImagePullBackOff: Back-off pulling image "sso:9"; Failed to pull image "sso:9": rpc error: authentication required; Unable to retrieve some image pull secrets (registry); attempting to pull may not succeed.`,
      remedy: 'The registry refuses the pull: check the pull secret of the workload and its service account, and that the image exists.',
    });
  });

  it.each<[string, string, Name]>([
    ['FailedMount', 'MountVolume.SetUp failed for volume "themes" : configmap "themes" not found', 'CONFIG_MAP_MISSING'],
    ['FailedMount', 'MountVolume.SetUp failed for volume "tls" : secret "tls" not found', 'SECRET_MISSING'],
    ['FailedMount', 'MountVolume.SetUp failed for volume "tls" : references non-existent secret key: tls.key', 'CONFIG_KEY_MISSING'],
    ['FailedMount', 'Unable to attach or mount volumes: unmounted volumes=[data]', 'VOLUME_NOT_MOUNTED'],
    ['FailedAttachVolume', 'Multi-Attach error for volume "pvc-1"', 'VOLUME_NOT_MOUNTED'],
    ['FailedMapVolume', 'MapVolume.MapPodDevice failed', 'VOLUME_NOT_MOUNTED'],
    ['FailedCreatePodSandBox', 'plugin type="calico" failed', 'SANDBOX_FAILED'],
    ['NetworkNotReady', 'network is not ready', 'SANDBOX_FAILED'],
  ])('to be created: %s: %s', (reason, message, code) => {
    expect(trouble(waiting('ContainerCreating'), [told(reason, message)])).toEqual({
      code: `kubernetes/${code}`,
      message: `${pod.name}: ${reason}: ${message}`,
    });
  });

  it('to be created names a service account that is missing', () => {
    const message = 'MountVolume.SetUp failed for volume "kube-api-access" : failed to fetch token: serviceaccounts "keycloak" not found';
    expect(trouble(waiting('ContainerCreating'), [told('FailedMount', message)])).toEqual({
      code: 'kubernetes/VOLUME_NOT_MOUNTED',
      message: `${pod.name}: FailedMount: ${message}`,
      remedy: 'Create the service account that the message names, or correct `serviceAccountName` in the workload.',
    });
  });

  it('tells what is missing although a time-out was reported later, and nothing once the image is pulled', () => {
    const missing = told('FailedMount', 'MountVolume.SetUp failed for volume "themes" : configmap "themes" not found');
    const late = told('FailedMount', 'Unable to attach or mount volumes: timed out waiting for the condition');
    expect(trouble(waiting('ContainerCreating'), [late, missing])).toEqual({
      code: 'kubernetes/CONFIG_MAP_MISSING',
      message: `${pod.name}: FailedMount: ${missing.message}`,
    });
    const pulling = told('Pulling', 'Pulling image "sso:9"', { type: 'Normal' });
    expect(trouble(waiting('ContainerCreating'), [pulling, missing])).toEqual({ code: undefined });
  });
});

describe('a container whose run ended', () => {
  it.each<[ReturnType<typeof ended>, Name, string]>([
    [ended(1), 'CONTAINER_DOES_NOT_STAY_UP', 'ended with exit code 1 (an error).'],
    [ended(2), 'CONTAINER_DOES_NOT_STAY_UP', 'ended with exit code 2 (options or configuration refused).'],
    [
      ended(137),
      'CONTAINER_DOES_NOT_STAY_UP',
      'ended with exit code 137 (killed: by a probe that gave up, by the node, or for lack of memory).',
    ],
    [ended(139), 'CONTAINER_DOES_NOT_STAY_UP', 'ended with exit code 139 (it crashed with a segmentation fault).'],
    [ended(143), 'CONTAINER_DOES_NOT_STAY_UP', 'ended with exit code 143 (told to end).'],
    [ended(0, 'Completed'), 'CONTAINER_DOES_NOT_STAY_UP', 'ended with exit code 0 (no error).'],
    [ended(0, 'Error', { signal: 11 }), 'CONTAINER_DOES_NOT_STAY_UP', 'ended with signal 11 (it crashed with a segmentation fault).'],
    [ended(126), 'CONTAINER_CANNOT_RUN', 'ended with exit code 126 (the command cannot be executed).'],
    [ended(127), 'CONTAINER_CANNOT_RUN', 'ended with exit code 127 (the command was not found).'],
    [
      ended(128, 'StartError', { message: 'exec: "kc.sh": not found' }),
      'CONTAINER_CANNOT_RUN',
      'ended with exit code 128 (it could not be started) (StartError), saying: exec: "kc.sh": not found.',
    ],
    [
      ended(127, 'ContainerCannotRun'),
      'CONTAINER_CANNOT_RUN',
      'ended with exit code 127 (the command was not found) (ContainerCannotRun).',
    ],
    [
      ended(137, 'ContainerStatusUnknown'),
      'CONTAINER_STATUS_UNKNOWN',
      'ended with exit code 137 (killed: by a probe that gave up, by the node, or for lack of memory) (ContainerStatusUnknown).',
    ],
  ])('%j', (last, code, how) => {
    const loop = { ...waiting('CrashLoopBackOff'), restarts: 2, last };
    expect(trouble(loop)).toEqual({ code: `kubernetes/${code}`, message: `${who}: CrashLoopBackOff, 2 restarts; the last run ${how}` });
    expect(trouble({ ready: false, restarts: 2, state: last })).toEqual({
      code: `kubernetes/${code}`,
      message: `${who}: Terminated, 2 restarts; the last run ${how}`,
    });
  });

  it('for lack of memory, with its limit', () => {
    expect(trouble({ ...waiting('CrashLoopBackOff'), restarts: 1, last: ended(137, 'OOMKilled'), limits: { memory: '1Gi' } })).toEqual({
      code: 'kubernetes/OUT_OF_MEMORY',
      message: `${who}: OOMKilled at 2026-11-23T21:21:21Z, exit code 137, memory limit 1Gi, 1 restart.`,
    });
  });

  it.each(['liveness', 'startup'])('by its %s probe, with what that said last', (probe) => {
    const events = [
      told('Killing', `Container keycloak failed ${probe} probe, will be restarted`, { type: 'Normal', container: 'keycloak' }),
      told('Unhealthy', 'Readiness probe failed: connection refused', { count: 9 }),
      told('Unhealthy', `${probe === 'startup' ? 'Startup' : 'Liveness'} probe failed: HTTP probe failed with statuscode: 503`, {
        count: 5,
      }),
    ];
    const words = `killed at 2026-11-23T21:21:20Z because its ${probe} probe failed: ${probe === 'startup' ? 'Startup' : 'Liveness'} probe failed: HTTP probe failed with statuscode: 503 (5 times).`;
    expect(trouble({ ...waiting('CrashLoopBackOff'), restarts: 3, last: ended(143) }, events)).toEqual({
      code: 'kubernetes/KILLED_BY_PROBE',
      message: `${who}: CrashLoopBackOff, 3 restarts; ${words}`,
    });
    expect(trouble({ ready: false, restarts: 1, last: ended(143) }, events)).toEqual({
      code: 'kubernetes/KILLED_BY_PROBE',
      message: `${who}: running again, not ready (Readiness probe failed: connection refused), 1 restart; ${words}`,
    });
  });

  it('because its post-start hook failed, also while it backs off', () => {
    const hook = told('FailedPostStartHook', 'PostStartHook failed', { container: 'keycloak' });
    const container = { ...waiting('CrashLoopBackOff'), last: ended(143), restarts: 2 };
    expect(trouble(container, [hook])).toEqual({
      code: 'kubernetes/CONTAINER_HOOK_FAILED',
      message: `${who}: CrashLoopBackOff, 2 restarts; the last run was ended because its post-start hook failed (PostStartHook failed).`,
    });
    expect(trouble(container, [{ ...hook, last: '2026-11-23T21:20:50Z' }]).code).toBe('kubernetes/CONTAINER_DOES_NOT_STAY_UP');
  });

  it('by itself, after a probe had killed an earlier run', () => {
    const killing = told('Killing', 'Container keycloak failed liveness probe, will be restarted', { last: '2026-11-23T21:20:50Z' });
    expect(trouble({ ...waiting('CrashLoopBackOff'), restarts: 3, last: ended(1) }, [killing])).toMatchObject({
      code: 'kubernetes/CONTAINER_DOES_NOT_STAY_UP',
    });
  });
});

describe('a container that is not the main one', () => {
  it.each<[string, Partial<Container>, Name | undefined]>([
    ['an init container that ended well', { role: 'init', ready: true, state: ended(0, 'Completed') }, undefined],
    ['an init container that failed', { role: 'init', ready: false, state: ended(1) }, 'INIT_CONTAINER_FAILED'],
    [
      'an init container that fails again and again',
      { role: 'init', ...waiting('CrashLoopBackOff'), restarts: 4, last: ended(1) },
      'INIT_CONTAINER_FAILED',
    ],
    ['an init container that runs', { role: 'init', ready: false, started: true }, undefined],
    ['a sidecar that runs', { role: 'sidecar' }, undefined],
    ['a sidecar that ended, even well', { role: 'sidecar', ready: false, state: ended(0, 'Completed') }, 'SIDECAR_NOT_RUNNING'],
    ['a sidecar that crashes', { role: 'sidecar', ...waiting('CrashLoopBackOff'), restarts: 4, last: ended(1) }, 'SIDECAR_NOT_RUNNING'],
    ['a sidecar that has not started in time', { role: 'sidecar', started: false, ready: false }, 'SIDECAR_NOT_STARTED'],
    [
      'a sidecar that has just begun',
      { role: 'sidecar', started: false, ready: false, state: { kind: 'running', startedAt: '2026-11-23T21:21:39Z' } },
      undefined,
    ],
    ['a debugging container that ended', { role: 'ephemeral', ready: false, state: ended(1) }, undefined],
  ])('%s', (_, container, code) => {
    expect(trouble(container).code).toBe(code === undefined ? undefined : `kubernetes/${code}`);
  });
});
