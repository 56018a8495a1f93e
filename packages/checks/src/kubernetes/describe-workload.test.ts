import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { describeWorkload } from './describe-workload.ts';
import type { WorkloadObjects } from './describe-workload.ts';
import { Deployment, Event, Pod, ReplicaSet, StatefulSet } from './objects.ts';
import { podsHealthy } from './pods-healthy.ts';
import { judge } from './recorded-workload.ts';
import { Workload } from './workload-evidence.ts';
import { workloadRolledOut } from './workload-rolled-out.ts';

// What the API server of a lab gave after an upgrade and a rollback.
const recorded = z
  .object({ observedAt: z.string(), deployment: Deployment, replicaSets: z.array(ReplicaSet), pods: z.array(Pod), events: z.array(Event) })
  .parse(JSON.parse(readFileSync(new URL('./fixtures/objects.json', import.meta.url), 'utf8')));
const { deployment, ...lists } = recorded;
const objects: WorkloadObjects = {
  namespace: 'sso',
  name: 'keycloak',
  container: 'keycloak',
  workload: { kind: 'Deployment', object: deployment },
  controllerRevisions: [],
  ...lists,
};
const [pod] = recorded.pods;
if (!pod) throw new Error('Pods were recorded.');

it('finds the newest revision by its number, though an earlier one was created later', () => {
  const { revisions, pods } = describeWorkload(objects);
  expect(revisions.map(({ name, number, current, image }) => ({ name, number, current, image }))).toEqual([
    { name: 'keycloak-77976cd68f', number: 22, current: true, image: 'keycloak:26.4.0' },
    { name: 'keycloak-5d5b7b7574', number: 21, current: false, image: 'keycloak:26.7.4' },
  ]);
  expect(pods.map((each) => [each.revision, each.current])).toEqual([
    ['keycloak-77976cd68f', true],
    ['keycloak-77976cd68f', true],
  ]);
});

it('gives evidence of its own schema, with the events of its own objects only', () => {
  const evidence = describeWorkload(objects);
  expect(Workload.parse(evidence)).toEqual(evidence);
  const known = new Set([
    'deployment/keycloak',
    ...evidence.revisions.map((each) => `replicaset/${each.name}`),
    ...evidence.pods.map((each) => `pod/${each.name}`),
  ]);
  expect(evidence.events.length).toBeGreaterThan(0);
  expect(evidence.events.filter((event) => !known.has(event.subject))).toEqual([]);
});

it.each([
  [
    'a series',
    { series: { count: 7, lastObservedTime: '2026-11-23T21:05:00.000000Z' }, lastTimestamp: '2026-11-23T21:04:00Z' },
    '2026-11-23T21:05:00.000000Z',
    7,
  ],
  ['a count', { count: 3, firstTimestamp: '2026-11-23T21:00:00Z', lastTimestamp: '2026-11-23T21:04:00Z' }, '2026-11-23T21:04:00Z', 3],
  ["the scheduler's own", { eventTime: '2026-11-23T21:03:00.000000Z' }, '2026-11-23T21:03:00.000000Z', 1],
  ['nothing but its creation', {}, '2026-11-23T21:00:30Z', 1],
])('reads the time and the count of an event with %s', (_, times, last, count) => {
  const event = Event.parse({
    metadata: { creationTimestamp: '2026-11-23T21:00:30Z' },
    involvedObject: { kind: 'Pod', name: pod.metadata.name, uid: pod.metadata.uid },
    reason: 'Told',
    ...times,
  });
  expect(describeWorkload({ ...objects, events: [event] }).events).toMatchObject([
    { subject: `pod/${pod.metadata.name}`, reason: 'Told', last, count },
  ]);
});

it('describes a container as `kubectl describe` does', () => {
  const [container] = describeWorkload(objects).pods[0]?.containers ?? [];
  expect(container).toEqual({
    name: 'keycloak',
    role: 'main',
    image: 'keycloak:26.4.0',
    imageID: 'docker.io/library/keycloak@sha256:a7a200e0bbf201058b0a31c34e15719148722e1a18d837f153ca3b5385886084',
    ready: true,
    started: true,
    restarts: 0,
    state: { kind: 'running', startedAt: '2026-11-23T21:29:34Z' },
    probes: {
      startup: 'http-get http://:management/health/started delay=0s timeout=5s period=1s #success=1 #failure=150',
      readiness: 'http-get http://:management/health/ready delay=0s timeout=5s period=1s #success=1 #failure=3',
      liveness: 'http-get http://:management/health/live delay=0s timeout=5s period=1s #success=1 #failure=5',
    },
    limits: { memory: '1Gi' },
    requests: { cpu: '100m', memory: '600Mi' },
    ports: ['8080/TCP (http)', '9000/TCP (management)'],
  });
});

it('tells of an event who reported it and which container it is about, and how far back events reach', () => {
  const event = Event.parse({
    metadata: { creationTimestamp: '2026-11-23T21:00:30Z' },
    involvedObject: { kind: 'Pod', name: pod.metadata.name, uid: pod.metadata.uid, fieldPath: 'spec.containers{keycloak}' },
    type: 'Warning',
    reason: 'Unhealthy',
    message: 'Startup probe failed',
    source: { component: 'kubelet' },
    firstTimestamp: '2026-11-23T21:00:30Z',
    lastTimestamp: '2026-11-23T21:00:40Z',
    count: 2,
  });
  const foreign = {
    ...event,
    metadata: { creationTimestamp: '2026-11-23T20:40:00Z' },
    involvedObject: { kind: 'Job', name: 'x', uid: 'x' },
    lastTimestamp: '2026-11-23T20:50:00Z',
  };
  expect(describeWorkload({ ...objects, events: [event, foreign] })).toMatchObject({
    events: [
      {
        subject: `pod/${pod.metadata.name}`,
        container: 'keycloak',
        type: 'Warning',
        reason: 'Unhealthy',
        message: 'Startup probe failed',
        count: 2,
        first: '2026-11-23T21:00:30Z',
        last: '2026-11-23T21:00:40Z',
        component: 'kubelet',
      },
    ],
    eventsReach: '2026-11-23T20:50:00Z',
  });
});

it('keeps a thousand events, warnings before what is normal, and counts the others', () => {
  const many = (type: string, count: number) =>
    Array.from({ length: count }, (_, index) =>
      Event.parse({
        metadata: { creationTimestamp: '2026-11-23T21:00:30Z' },
        involvedObject: { kind: 'Pod', name: pod.metadata.name, uid: pod.metadata.uid },
        type,
        reason: 'Told',
        message: String(index),
      }),
    );
  const kept = (events: Event[]) => {
    const evidence = describeWorkload({ ...objects, events });
    const warnings = evidence.events.filter((each) => each.type === 'Warning').length;
    return [evidence.events.length, warnings, evidence.eventsLeftOut, evidence.warningsLeftOut];
  };
  expect(kept([...many('Normal', 900), ...many('Warning', 200)])).toEqual([1000, 200, 100, 0]);
  expect(kept([...many('Normal', 900), ...many('Warning', 1200)])).toEqual([1000, 1000, 1100, 200]);
  expect(kept(many('Normal', 900))).toEqual([900, 0, 0, undefined]);
});

it('never takes a pod of a Job for one of Keycloak, whatever its labels say', () => {
  const ownerReferences = [{ kind: 'Job', name: 'export', uid: 'job', controller: true }];
  const done = {
    ...pod,
    metadata: { ...pod.metadata, name: 'export-x7', uid: 'u3', ownerReferences },
    status: { ...pod.status, phase: 'Succeeded' },
  };
  expect(describeWorkload({ ...objects, pods: [...objects.pods, done] })).toEqual(describeWorkload(objects));
});

it('gives the same evidence and the same findings in whatever order the lists come', () => {
  const evidence = describeWorkload(objects);
  const findings = (now: Workload): unknown => [judge(workloadRolledOut.check, now, { version: '26.7.4' }), judge(podsHealthy.check, now)];
  const shuffled = <T>(items: readonly T[]): fc.Arbitrary<T[]> => fc.shuffledSubarray([...items], { minLength: items.length });
  fc.assert(
    fc.property(shuffled(objects.replicaSets), shuffled(objects.pods), shuffled(objects.events), (replicaSets, pods, events) => {
      const again = describeWorkload({ ...objects, replicaSets, pods, events });
      expect(again).toEqual(evidence);
      expect(findings(again)).toEqual(findings(evidence));
    }),
    { numRuns: 100 },
  );
});

it('counts a pod whose replica set is gone as one of an older revision, and leaves those of others out', () => {
  const orphan = {
    ...pod,
    metadata: {
      ...pod.metadata,
      name: 'keycloak-gone-1',
      uid: 'u1',
      ownerReferences: [{ kind: 'ReplicaSet', name: 'keycloak-gone', uid: 'gone', controller: true }],
    },
  };
  const foreign = { ...orphan, metadata: { ...orphan.metadata, name: 'other-1', uid: 'u2', labels: { app: 'other' } } };
  const { pods } = describeWorkload({ ...objects, pods: [...objects.pods, orphan, foreign] });
  expect(pods.filter((each) => !each.current).map((each) => [each.name, each.revision])).toEqual([['keycloak-gone-1', 'keycloak-gone']]);
});

it('describes a StatefulSet by its controller revisions', () => {
  const owner = [{ kind: 'StatefulSet', name: 'keycloak', uid: 'sts', controller: true }];
  const metadata = { ...deployment.metadata, uid: 'sts' };
  const set = StatefulSet.parse({
    metadata: { ...metadata, annotations: {} },
    spec: {
      replicas: 1,
      ordinals: { start: 4 },
      selector: { matchLabels: { app: 'keycloak' } },
      template: deployment.spec.template,
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
    },
    status: {
      observedGeneration: metadata.generation,
      replicas: 1,
      updatedReplicas: 1,
      readyReplicas: 1,
      availableReplicas: 1,
      currentRevision: 'keycloak-b',
      updateRevision: 'keycloak-b',
    },
  });
  const revision = (name: string, number: number) => ({
    metadata: { ...metadata, name, uid: name, ownerReferences: owner, creationTimestamp: `2026-11-2${number}T10:00:00Z` },
    revision: number,
  });
  const evidence = describeWorkload({
    ...objects,
    workload: { kind: 'StatefulSet', object: set },
    replicaSets: [],
    controllerRevisions: [revision('keycloak-a', 1), revision('keycloak-b', 2)],
    pods: [
      {
        ...pod,
        metadata: { ...pod.metadata, name: 'keycloak-0', ownerReferences: owner, labels: { 'controller-revision-hash': 'keycloak-b' } },
      },
      // Of a Deployment beside it, with labels that the StatefulSet selects.
      { ...pod, metadata: { ...pod.metadata, name: 'keycloak-metrics-5d5b7b7574-x', uid: 'metrics', labels: { app: 'keycloak' } } },
    ],
  });
  expect(evidence.revisions).toEqual([
    { name: 'keycloak-b', number: 2, created: '2026-11-22T10:00:00Z', current: true },
    { name: 'keycloak-a', number: 1, created: '2026-11-21T10:00:00Z', current: false },
  ]);
  expect(evidence.pods.map((each) => [each.name, each.revision, each.current])).toEqual([['keycloak-0', 'keycloak-b', true]]);
  expect(judge(workloadRolledOut.check, evidence).findings).toEqual([]);
  expect(evidence.object?.firstNumber).toBe(4);
});

it('says that a workload is not there', () => {
  expect(describeWorkload({ ...objects, workload: { kind: 'Deployment', object: undefined } })).toMatchObject({
    object: null,
    pods: [],
    revisions: [],
  });
});
