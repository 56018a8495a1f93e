import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { controlPlaneBinaries } from '../control-plane/binaries.ts';
import { startControlPlane } from '../control-plane/start.ts';
import type { ControlPlane } from '../control-plane/start.ts';
import { cacheFolder } from '../install/cache.ts';
import { put } from '../kubernetes-api/apply.ts';
import { connectKubernetes } from '../kubernetes-api/kubernetes-api.ts';
import type { KubernetesApi } from '../kubernetes-api/kubernetes-api.ts';
import { pathOf } from '../kubernetes-api/objects.ts';
import type { Container, Deployment, Event, Pod } from '../kubernetes-api/objects.ts';
import { applyDatabaseSecret, applyNamespace } from '../manifests/apply-lab.ts';
import { databaseSecretName, frozenAnnotation, labNamespace } from '../manifests/names.ts';
import { ImageNotFound } from './image-runtime.ts';
import type { ImageRuntime } from './image-runtime.ts';
import { startKubelet } from './kubelet.ts';
import type { Kubelet } from './kubelet.ts';

/** A small HTTP server that can be told to fail; TERM ends it with the code that Java ends with. */
const server = `
  const { createServer } = require('node:http');
  let healthy = true;
  console.log('hello from ' + process.env.HOSTNAME + ' at ' + process.env.POD_IP);
  console.error('the password has ' + (process.env.PASSWORD ?? '').length + ' characters');
  createServer((request, response) => {
    if (request.url === '/crash') { response.end(); console.log('crashing'); process.exit(3); }
    if (request.url === '/sicken') healthy = false;
    if (request.url.startsWith('/say/')) console.log(request.url.slice(5));
    response.statusCode = healthy ? 200 : 503;
    response.end();
  }).listen(8080, process.env.ADDRESS);
  process.on('SIGTERM', () => process.exit(143));
`;

const images: ImageRuntime = {
  async pull(image) {
    if (image !== 'node-http:1' && image !== 'exit:1') throw new ImageNotFound(image);
    return {
      imageId: `docker.io/library/${image}`,
      prepare: (run) =>
        Promise.resolve({
          file: process.execPath,
          args: ['-e', image === 'exit:1' ? 'console.log("once"); process.exit(Number(process.argv[1] ?? 1))' : server, ...run.args],
          env: { ...run.env, ADDRESS: run.address },
          cwd: run.directory,
        }),
    };
  },
};

const signal = new AbortController().signal;
let dir: string;
let plane: ControlPlane;
let kubelet: Kubelet;
let api: KubernetesApi;

const probed: Container = {
  name: 'main',
  image: 'node-http:1',
  ports: [{ name: 'http', containerPort: 8080 }],
  env: [{ name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }],
  startupProbe: { httpGet: { path: '/', port: 'http' }, periodSeconds: 1, failureThreshold: 20 },
  readinessProbe: { httpGet: { path: '/', port: 8080 }, periodSeconds: 1, failureThreshold: 1 },
};

const deployment = (name: string, container: Partial<Container>, replicas = 1): Deployment => ({
  metadata: { name, namespace: labNamespace },
  spec: {
    replicas,
    strategy: { type: 'Recreate' },
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { terminationGracePeriodSeconds: 5, containers: [{ ...probed, ...container }] },
    },
  },
});

const deploy = (wanted: Deployment): Promise<Deployment> => put(api, 'Deployment', wanted, signal);

const podsOf = async (app: string): Promise<readonly Pod[]> =>
  (await api.list('Pod', { namespace: labNamespace, labelSelector: `app=${app}` }, signal)).items;

/** The value that `look` gives at last; an error that shows the last pods when it never does. */
async function eventually<T>(look: () => Promise<T | undefined>, seconds = 30): Promise<T> {
  const until = Date.now() + seconds * 1000;
  while (Date.now() < until) {
    const value = await look();
    if (value !== undefined) return value;
    await delay(100);
  }
  const pods = (await api.list('Pod', { namespace: labNamespace }, signal)).items;
  throw new Error(
    `Not seen within ${seconds} s. The pods: ${JSON.stringify(pods.map(({ metadata, status }) => [metadata?.name, status]))}`,
  );
}

const podWhere = (app: string, matches: (pod: Pod) => boolean): Promise<Pod> => eventually(async () => (await podsOf(app)).find(matches));

const isReady = (pod: Pod): boolean => pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true;
const main = (pod: Pod) => pod.status?.containerStatuses?.[0];

const eventsOf = async (pod: Pod): Promise<readonly Event[]> =>
  (await api.list('Event', { namespace: labNamespace, fieldSelector: `involvedObject.uid=${pod.metadata?.uid ?? ''}` }, signal)).items;

const eventWhere = (pod: Pod, reason: string): Promise<Event> =>
  eventually(async () => (await eventsOf(pod)).find((event) => event.reason === reason));

async function ask(pod: Pod, path: string): Promise<void> {
  const address = kubelet.addressOf(pod.metadata?.name ?? '');
  await new Promise<void>((resolve, reject) => {
    get(`http://${address ?? 'unknown'}:8080${path}`, { agent: false }, (response) => {
      response.resume().once('close', resolve).once('error', resolve);
    }).once('error', reject);
  });
}

async function logOf(pod: Pod, query: Readonly<Record<string, string>> = {}): Promise<string> {
  const name = { name: pod.metadata?.name ?? '', namespace: labNamespace };
  return text(await api.open({ path: pathOf('Pod', name, 'log'), query, signal }));
}

const gone = (app: string): Promise<true> => eventually(async () => ((await podsOf(app)).length === 0 ? true : undefined));

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lab-kubelet-'));
  const binaries = await controlPlaneBinaries({ cacheDir: cacheFolder(), signal });
  plane = await startControlPlane({ dir: join(dir, 'control-plane'), binaries, signal });
  kubelet = await startKubelet({
    ...plane,
    token: plane.tokens.kubelet,
    dir: join(dir, 'kubelet'),
    images,
    settings: { crashBackOff: { baseSeconds: 2, maxSeconds: 8 }, imageBackOff: { baseSeconds: 2, maxSeconds: 8 } },
    signal,
  });
  api = await connectKubernetes({ ...plane, token: plane.tokens.admin });
  await applyNamespace(api, signal);
});

afterAll(async () => {
  await kubelet.stop();
  api.close();
  await plane.stop();
  await rm(dir, { recursive: true, force: true });
});

describe('a pod that works', () => {
  test('runs, is ready, is reached through its address, and ends without a trace', async () => {
    await deploy(deployment('works', {}, 2));
    const pods = await eventually(async () => {
      const found = (await podsOf('works')).filter(isReady);
      return found.length === 2 ? found : undefined;
    });
    expect(new Set(pods.map(({ status }) => status?.podIP)).size).toBe(2);
    for (const pod of pods) {
      expect(pod.status?.podIP).toMatch(/^10\./);
      expect(main(pod)).toMatchObject({
        ready: true,
        started: true,
        restartCount: 0,
        imageID: 'docker.io/library/node-http:1',
        lastState: {},
      });
      expect(await logOf(pod)).toContain(`hello from ${pod.metadata?.name ?? ''} at ${pod.status?.podIP ?? ''}`);
    }
    const [first] = pods;
    if (first === undefined) throw new Error('There is no pod.');
    const reasons = (await eventsOf(first)).map(({ reason }) => reason);
    expect(reasons).toEqual(expect.arrayContaining(['Scheduled', 'Pulled', 'Created', 'Started']));

    await deploy(deployment('works', {}, 0));
    await gone('works');
    // The API server tells that a pod is gone a moment before the kubelet hears of it.
    await eventually(() => Promise.resolve(kubelet.addresses().length === 0 || undefined));
    expect(await readdir(join(dir, 'kubelet', 'processes'))).toEqual([]);
    expect((await eventWhere(first, 'Killing')).message).toBe('Stopping container main');
  });

  test('has its log served by tail, time and bytes, and no previous one', async () => {
    await deploy(deployment('logs', {}));
    const pod = await podWhere('logs', isReady);
    for (const word of ['one', 'two', 'three']) await ask(pod, `/say/${word}`);
    expect(await eventually(async () => ((await logOf(pod)).endsWith('three\n') ? logOf(pod, { tailLines: '2' }) : undefined))).toBe(
      'two\nthree\n',
    );
    const stamped = (await logOf(pod, { timestamps: 'true', tailLines: '1' })).trim();
    expect(stamped).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z three$/);
    const [time = ''] = stamped.split(' ');
    expect(await logOf(pod, { sinceTime: new Date(Date.parse(time) + 2000).toISOString() })).toBe('');
    expect(await logOf(pod, { sinceTime: new Date(Date.parse(time) - 60_000).toISOString(), limitBytes: '5' })).toBe('hello');
    await expect(logOf(pod, { previous: 'true' })).rejects.toThrow(
      `previous terminated container "main" in pod "${pod.metadata?.name ?? ''}" not found`,
    );

    const following = logOf(pod, { follow: 'true', tailLines: '0' });
    await delay(200);
    await ask(pod, '/say/later');
    await eventually(async () => ((await logOf(pod)).includes('later') ? true : undefined));
    await kubelet.setLogFault('unretrievable');
    expect(await logOf(pod)).toMatch(/^unable to retrieve container logs for containerd:\/\//);
    await kubelet.setLogFault('unreachable');
    await expect(logOf(pod)).rejects.toMatchObject({ status: 500 });
    await kubelet.setLogFault(undefined);
    await deploy(deployment('logs', {}, 0));
    expect(await following).toBe('later\n');
    await gone('logs');
  });
});

describe('a pod that fails', () => {
  test('crashes: restarts at once, then backs off, and the previous log can be read', async () => {
    await deploy(deployment('crash', { image: 'exit:1' }));
    const pod = await podWhere('crash', (one) => main(one)?.state.waiting?.reason === 'CrashLoopBackOff');
    const { name = '', uid = '' } = pod.metadata ?? {};
    expect(main(pod)).toMatchObject({
      ready: false,
      started: false,
      state: { waiting: { message: `back-off 2s restarting failed container=main pod=${name}_sso(${uid})` } },
      lastState: { terminated: { exitCode: 1, reason: 'Error' } },
    });
    expect(pod.status?.phase).toBe('Running');
    expect(pod.status?.conditions).toContainEqual(
      expect.objectContaining({
        type: 'Ready',
        status: 'False',
        reason: 'ContainersNotReady',
        message: 'containers with unready status: [main]',
      }),
    );
    expect(await logOf(pod, { previous: 'true' })).toBe('once\n');
    expect((await eventWhere(pod, 'BackOff')).message).toBe(`Back-off restarting failed container main in pod ${name}_sso(${uid})`);
    await deploy(deployment('crash', {}, 0));
    await gone('crash');
  });

  test('has an image that is not there', async () => {
    await deploy(deployment('image', { image: 'nowhere:9' }));
    const pod = await podWhere('image', (one) => main(one)?.state.waiting?.reason === 'ImagePullBackOff');
    expect(main(pod)?.state.waiting?.message).toMatch(/^Back-off pulling image "nowhere:9": ErrImagePull: rpc error: code = NotFound/);
    expect(pod.status?.phase).toBe('Pending');
    await expect(logOf(pod)).rejects.toThrow('is waiting to start: trying and failing to pull image');
    const reasons = new Set((await eventsOf(pod)).map(({ reason, message }) => `${reason} ${message.slice(0, 24)}`));
    expect(reasons).toContain('Failed Error: ErrImagePull');
    await deploy(deployment('image', {}, 0));
    await gone('image');
  });

  test('misses its Secret until there is one', async () => {
    const env = [{ name: 'PASSWORD', valueFrom: { secretKeyRef: { name: databaseSecretName, key: 'password' } } }];
    await deploy(deployment('secret', { env }));
    const pod = await podWhere('secret', (one) => main(one)?.state.waiting?.reason === 'CreateContainerConfigError');
    expect(main(pod)?.state.waiting?.message).toBe(`secret "${databaseSecretName}" not found`);
    await applyDatabaseSecret(api, 'twelve chars', signal);
    expect(await logOf(await podWhere('secret', isReady))).toContain('the password has 12 characters');
    await deploy(deployment('secret', {}, 0));
    await gone('secret');
  });

  test('is sick: not ready at first, and killed when it is not live', async () => {
    const livenessProbe = { httpGet: { path: '/', port: 'http' }, periodSeconds: 1, failureThreshold: 3 };
    await deploy(deployment('sick', { livenessProbe }));
    const pod = await podWhere('sick', isReady);
    await ask(pod, '/sicken');
    await podWhere('sick', (one) => !isReady(one));
    const healed = await podWhere('sick', (one) => main(one)?.restartCount === 1 && isReady(one));
    expect(main(healed)?.lastState.terminated).toMatchObject({ exitCode: 143, reason: 'Error' });
    expect((await eventWhere(pod, 'Killing')).message).toBe('Container main failed liveness probe, will be restarted');
    const unhealthy = (await eventsOf(pod)).filter(({ reason }) => reason === 'Unhealthy').map(({ message }) => message);
    expect(unhealthy).toContain('Liveness probe failed: HTTP probe failed with statuscode: 503');
    await deploy(deployment('sick', {}, 0));
    await gone('sick');
  });

  test('is frozen: what was written to its status stays', async () => {
    await deploy(deployment('frozen', {}));
    const pod = await podWhere('frozen', isReady);
    const name = { name: pod.metadata?.name ?? '', namespace: labNamespace };
    await api.patch('Pod', name, { metadata: { annotations: { [frozenAnnotation]: 'true' } } }, signal);
    await api.patch('Pod', name, { status: { reason: 'Evicted', message: 'The node was low on resource: memory.' } }, signal, {
      subresource: 'status',
    });
    await ask(pod, '/crash');
    await delay(1500);
    expect((await api.get('Pod', name, signal)).status).toMatchObject({ reason: 'Evicted', phase: 'Running' });
    await api.patch('Pod', name, { metadata: { annotations: { [frozenAnnotation]: null } } }, signal);
    const thawed = await podWhere('frozen', (one) => main(one)?.restartCount === 1);
    expect(thawed.status?.reason).toBeUndefined();
    await deploy(deployment('frozen', {}, 0));
    await gone('frozen');
  });
});

describe('init and sidecar containers', () => {
  test('run in order, and the pod succeeds when its main container does', async () => {
    const init: Container = { name: 'prepare', image: 'exit:1', args: ['0'] };
    const sidecar: Container = { ...probed, name: 'sidecar', restartPolicy: 'Always' };
    const once: Container = { name: 'main', image: 'exit:1', args: ['0'] };
    const pod: Pod = {
      metadata: { name: 'job', namespace: labNamespace, labels: { app: 'job' } },
      spec: { restartPolicy: 'Never', initContainers: [init, sidecar], containers: [once] },
    };
    await api.create('Pod', pod, signal);
    const done = await podWhere('job', ({ status }) => status?.phase === 'Succeeded');
    expect(done.status?.initContainerStatuses).toMatchObject([
      { name: 'prepare', ready: true, state: { terminated: { exitCode: 0, reason: 'Completed' } } },
      { name: 'sidecar', state: { terminated: { exitCode: 143 } } },
    ]);
    const [prepare, beside] = done.status?.initContainerStatuses ?? [];
    expect(Date.parse(prepare?.state.terminated?.finishedAt ?? '')).toBeLessThanOrEqual(
      Date.parse(beside?.state.terminated?.startedAt ?? ''),
    );
    await api.delete('Pod', { name: 'job', namespace: labNamespace }, signal);
    await gone('job');
  });
});

test('a lab that is stopped leaves no process behind', async () => {
  await deploy(deployment('left', {}));
  await podWhere('left', isReady);
  const records = join(dir, 'kubelet', 'processes');
  const pids = (await readdir(records)).map((file) => Number(file.replace('.json', '')));
  expect(pids).toHaveLength(1);
  await kubelet.stop();
  await plane.stop();
  pids.push(...plane.processes.map(({ pid }) => pid));
  for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  expect(await readdir(records)).toEqual([]);
  expect(await readdir(join(dir, 'control-plane', 'processes'))).toEqual([]);
});
