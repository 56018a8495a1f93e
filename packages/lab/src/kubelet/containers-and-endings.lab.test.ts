import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { controlPlaneBinaries } from '../control-plane/binaries.ts';
import { startControlPlane } from '../control-plane/start.ts';
import type { ControlPlane } from '../control-plane/start.ts';
import { until } from '../faults/condition.ts';
import { cacheFolder } from '../install/cache.ts';
import { connectKubernetes } from '../kubernetes-api/kubernetes-api.ts';
import type { KubernetesApi } from '../kubernetes-api/kubernetes-api.ts';
import { pathOf } from '../kubernetes-api/objects.ts';
import type { Container, Event, Pod } from '../kubernetes-api/objects.ts';
import { applyNamespace } from '../manifests/apply-lab.ts';
import { labNamespace } from '../manifests/names.ts';
import type { ImageRuntime } from './image-runtime.ts';
import { startKubelet } from './kubelet.ts';
import type { Kubelet } from './kubelet.ts';

/** An image that runs whatever command it is given. */
const shell: ImageRuntime = {
  pull: (image) =>
    Promise.resolve({
      imageId: `docker.io/library/${image}`,
      prepare: ({ command: [file = 'true', ...args], env, directory }) =>
        Promise.resolve({ file, args, env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', ...env }, cwd: directory }),
    }),
};

const { signal } = new AbortController();
let dir: string;
let plane: ControlPlane;
let kubelet: Kubelet;
let api: KubernetesApi;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lab-kubelet-'));
  const binaries = await controlPlaneBinaries({ cacheDir: cacheFolder(), signal });
  plane = await startControlPlane({ dir: join(dir, 'control-plane'), binaries, signal });
  kubelet = await startKubelet({ ...plane, token: plane.tokens.kubelet, dir: join(dir, 'kubelet'), images: shell, signal });
  api = await connectKubernetes({ ...plane, token: plane.tokens.admin });
  await applyNamespace(api, signal);
});

afterAll(async () => {
  await kubelet.stop();
  api.close();
  await plane.stop();
  await rm(dir, { recursive: true, force: true });
});

const sleeping: Container = { name: 'main', image: 'shell:1', command: ['sleep', '3600'] };
const where = (name: string) => ({ name, namespace: labNamespace });

const run = async (name: string, container: Partial<Container>, spec: Partial<Pod['spec']> = {}): Promise<void> =>
  void (await api.create(
    'Pod',
    { metadata: where(name), spec: { terminationGracePeriodSeconds: 2, containers: [{ ...sleeping, ...container }], ...spec } },
    signal,
  ));

const podWhere = (name: string, is: (pod: Pod) => boolean): Promise<Pod> =>
  until(
    `pod ${name}`,
    async () => {
      const pod = await api.get('Pod', where(name), signal);
      return is(pod) && pod;
    },
    signal,
    30_000,
  );
const main = (pod: Pod) => pod.status?.containerStatuses?.[0];
const isReady = (pod: Pod): boolean => main(pod)?.ready === true;
const eventWhere = (name: string, reason: string): Promise<Event> =>
  until(
    `event ${reason} of ${name}`,
    async () =>
      (await api.list('Event', { namespace: labNamespace, fieldSelector: `involvedObject.name=${name}` }, signal)).items.find(
        (event) => event.reason === reason,
      ),
    signal,
    30_000,
  );

test('a command that is not there cannot be started', async () => {
  await run('no-command', { command: ['kc-start'] });
  const pod = await podWhere('no-command', (one) => main(one)?.state.waiting?.reason === 'CrashLoopBackOff');
  expect(main(pod)?.lastState.terminated).toMatchObject({
    exitCode: 128,
    reason: 'StartError',
    message:
      'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "kc-start": executable file not found in $PATH: unknown',
  });
});

test('a post-start hook that fails ends its container', async () => {
  await run('hook', { lifecycle: { postStart: { exec: { command: ['sh', '-c', 'echo secret; exit 4'] } } } });
  const pod = await podWhere('hook', (one) => main(one)?.state.waiting?.reason === 'PostStartHookError');
  expect(main(pod)?.state.waiting?.message).toContain(`command 'sh -c echo secret; exit 4' exited with 4: secret\n, message: "secret\\n"`);
  expect((await eventWhere('hook', 'FailedPostStartHook')).message).toBe('PostStartHook failed');
  expect((await eventWhere('hook', 'Killing')).message).toBe('FailedPostStartHook');
});

test('a pre-stop hook that fails is told, and the container ends all the same', async () => {
  await run('leaving', { lifecycle: { preStop: { exec: { command: ['false'] } } } });
  await podWhere('leaving', isReady);
  await api.delete('Pod', where('leaving'), signal);
  expect((await eventWhere('leaving', 'FailedPreStopHook')).message).toBe('PreStopHook failed');
});

test('a probe that is a command decides over readiness', async () => {
  const command = ['sh', '-c', 'test -e ready || { echo not yet; exit 1; }'];
  await run('probed', {
    command: ['sh', '-c', 'sleep 2; touch ready; sleep 3600'],
    readinessProbe: { exec: { command }, periodSeconds: 1 },
  });
  expect((await eventWhere('probed', 'Unhealthy')).message).toBe('Readiness probe failed: not yet\n');
  await podWhere('probed', isReady);
});

test('a pod that has run for longer than it may is ended for good', async () => {
  await run('late', {}, { activeDeadlineSeconds: 1 });
  const { status } = await podWhere('late', (pod) => pod.status?.phase === 'Failed');
  expect(status).toMatchObject({ reason: 'DeadlineExceeded', message: 'Pod was active on the node longer than the specified deadline' });
});

test('a node that needs its memory evicts a pod, and says so', async () => {
  await run('victim', {});
  await podWhere('victim', isReady);
  kubelet.endPod('victim', 'evicted');
  const { status } = await podWhere('victim', (pod) => pod.status?.phase === 'Failed');
  const message =
    'The node was low on resource: memory. Threshold quantity: 100Mi, available: 68584Ki. Container main was using 1048576Ki, request is 0, has larger consumption of memory. ';
  expect(status).toMatchObject({ reason: 'Evicted', message });
  expect(status?.conditions).toContainEqual(
    expect.objectContaining({ type: 'DisruptionTarget', status: 'True', reason: 'TerminationByKubelet', message }),
  );
  expect((await eventWhere('victim', 'Evicted')).type).toBe('Warning');
});

test('a container that is added to a running pod runs once, and changes nothing else', async () => {
  await run('looked-into', {});
  await podWhere('looked-into', isReady);
  const debuggers = [{ name: 'debugger', image: 'shell:1', command: ['sh', '-c', 'echo looked; exit 3'] }];
  await api.patch('Pod', where('looked-into'), { spec: { ephemeralContainers: debuggers } }, signal, {
    type: 'strategic',
    subresource: 'ephemeralcontainers',
  });
  const pod = await podWhere('looked-into', (one) => one.status?.ephemeralContainerStatuses?.[0]?.state.terminated !== undefined);
  expect(pod.status?.ephemeralContainerStatuses).toMatchObject([
    { name: 'debugger', restartCount: 0, state: { terminated: { exitCode: 3 } } },
  ]);
  expect([pod.status?.phase, isReady(pod)]).toEqual(['Running', true]);
});

test('a log is cut in the middle of a line where the connection breaks, and the API server calls it whole', async () => {
  await run('talking', { command: ['sh', '-c', 'for i in 1 2 3 4 5 6 7; do echo "line $i of the log"; done; sleep 3600'] });
  await podWhere('talking', isReady);
  const log = async (): Promise<string> => text(await api.open({ path: pathOf('Pod', where('talking'), 'log'), signal }));
  await until('it was printed', async () => (await log()).includes('line 7'), signal, 10_000);
  await kubelet.setLogFault('cut');
  const cut = await log();
  await kubelet.setLogFault(undefined);
  expect(cut).toMatch(/^line 1 of the log\n/);
  expect(cut.endsWith('\n')).toBe(false);
});
