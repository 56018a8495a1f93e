import { expect, test } from 'vitest';
import type { Pod } from '../kubernetes-api/objects.ts';
import { podStatus } from './pod-status.ts';
import type { ContainerView, PodView, RunView } from './pod-status.ts';

const now = new Date('2026-01-02T03:04:05.678Z');
const run = (more: Partial<RunView> = {}): RunView => ({
  containerId: 'containerd://1',
  imageId: 'docker.io/library/x@sha256:0',
  attempt: 0,
  startedAt: now,
  ...more,
});
const container = (more: Partial<ContainerView> = {}): ContainerView => ({
  spec: { name: 'main', image: 'x:1' },
  kind: 'main',
  started: false,
  ready: false,
  restarts: true,
  ...more,
});
const pod = (more: Partial<Pod['spec']> = {}): Pod => ({
  metadata: { name: 'p', generation: 3 },
  spec: { restartPolicy: 'Always', containers: [{ name: 'main', image: 'x:1' }], ...more },
});
const status = (containers: readonly ContainerView[], more: Partial<PodView> = {}, of: Pod = pod(), before = {}) =>
  podStatus(of, { containers, podIP: '10.0.0.2', hostIP: '127.0.0.1', startTime: now, terminal: false, now, ...more }, before);
const failed = { code: 143, reason: 'Error', at: now };

test('a pod that begins is Pending, and says of what it waits', () => {
  expect(status([container()])).toMatchObject({
    phase: 'Pending',
    observedGeneration: 3,
    containerStatuses: [{ imageID: '', restartCount: 0, state: { waiting: { reason: 'ContainerCreating' } }, lastState: {} }],
  });
});

test('a running pod is Running; a condition keeps its time while it does not change', () => {
  const since = '2025-01-01T00:00:00Z';
  const before = { conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: since }] };
  const told = status([container({ run: run(), started: true, ready: true })], {}, pod(), before);
  expect(told.phase).toBe('Running');
  expect(told.conditions).toContainEqual(expect.objectContaining({ type: 'Ready', status: 'True', lastTransitionTime: since }));
  expect(told.conditions).toContainEqual(
    expect.objectContaining({ type: 'ContainersReady', status: 'True', lastTransitionTime: '2026-01-02T03:04:05Z' }),
  );
});

test('a container in its back-off waits, and its last run is told', () => {
  const waiting = { reason: 'CrashLoopBackOff', message: 'back-off 10s' };
  const told = status([container({ run: run({ end: failed, attempt: 2 }), waiting })]);
  expect(told).toMatchObject({
    phase: 'Running',
    containerStatuses: [{ restartCount: 2, state: { waiting }, lastState: { terminated: { exitCode: 143, reason: 'Error' } } }],
  });
});

test('a deleted pod whose container ended badly has failed', () => {
  const told = status([container({ run: run({ end: failed }), restarts: false })], { terminal: true });
  expect(told.phase).toBe('Failed');
  expect(told.conditions).toContainEqual(expect.objectContaining({ type: 'Ready', status: 'False', reason: 'PodFailed' }));
  expect(told.containerStatuses?.[0]?.state.terminated?.exitCode).toBe(143);
});

test('a readiness gate without its condition holds the pod back, by name', () => {
  const gated = pod({ readinessGates: [{ conditionType: 'example.org/warm' }] });
  const told = status([container({ run: run(), started: true, ready: true })], {}, gated);
  expect(told.conditions).toContainEqual(
    expect.objectContaining({
      type: 'Ready',
      status: 'False',
      reason: 'ReadinessGatesNotReady',
      message: 'corresponding condition of pod readiness gate "example.org/warm" does not exist.',
    }),
  );
  expect(told.conditions).toContainEqual(expect.objectContaining({ type: 'ContainersReady', status: 'True' }));
});

test('an init container holds back the others, by name', () => {
  const init = container({ spec: { name: 'prepare', image: 'x:1' }, kind: 'init', run: run() });
  const told = status([init, container()]);
  expect(told.phase).toBe('Pending');
  expect(told.initContainerStatuses?.[0]?.state).toHaveProperty('running');
  expect(told.containerStatuses?.[0]?.state).toEqual({ waiting: { reason: 'PodInitializing' } });
  expect(told.conditions).toContainEqual(
    expect.objectContaining({ type: 'Initialized', status: 'False', message: 'containers with incomplete status: [prepare]' }),
  );
});
