import { readFileSync } from 'node:fs';
import type { Judgement } from '@keycloak-release-gate/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { codes } from './codes.ts';
import { describeWorkload } from './describe-workload.ts';
import type { WorkloadObjects } from './describe-workload.ts';
import { eventsExplained } from './events-explained.ts';
import { Deployment, Event, Pod as PodObject, ReplicaSet } from './objects.ts';
import { podsHealthy } from './pods-healthy.ts';
import { podsRestartedSinceDeploy } from './pods-restarted-since-deploy.ts';
import { judge, recordedWorkload } from './recorded-workload.ts';
import type { Recorded } from './recorded-workload.ts';
import { scaledToZero } from './scaled-to-zero.ts';
import type { Container, Pod, State, Workload } from './workload-evidence.ts';
import { workloadRolledOut } from './workload-rolled-out.ts';

const checks = [workloadRolledOut, podsHealthy, eventsExplained, podsRestartedSinceDeploy, scaledToZero].map(({ check }) => check);
const judgeAll = (now: Workload): Judgement[] =>
  checks.map((check) => judge(check, now, check === podsHealthy.check ? { deployed: true } : {}));
const shuffled = <T>(items: readonly T[]): fc.Arbitrary<T[]> => fc.shuffledSubarray([...items], { minLength: items.length });

const raw = z
  .object({
    observedAt: z.string(),
    deployment: Deployment,
    replicaSets: z.array(ReplicaSet),
    pods: z.array(PodObject),
    events: z.array(Event),
  })
  .parse(JSON.parse(readFileSync(new URL('./fixtures/objects.json', import.meta.url), 'utf8')));
const describe = (lists: Pick<WorkloadObjects, 'replicaSets' | 'pods' | 'events'>): Workload =>
  describeWorkload({
    namespace: 'sso',
    name: 'keycloak',
    container: 'keycloak',
    observedAt: raw.observedAt,
    workload: { kind: 'Deployment', object: raw.deployment },
    controllerRevisions: [],
    ...lists,
  });

it('judges the objects of the API the same in whatever order they come', () => {
  // Trouble of several kinds, so that there are findings to be in order.
  const pods = raw.pods.map((pod, index) => ({
    ...pod,
    status: { ...pod.status, phase: 'Failed', reason: index === 0 ? 'Evicted' : 'NodeLost' },
  }));
  const expected = judgeAll(describe({ ...raw, pods }));
  expect(expected.flatMap(({ findings }) => findings).length).toBeGreaterThan(1);
  fc.assert(
    fc.property(shuffled(raw.replicaSets), shuffled(pods), shuffled(raw.events), (replicaSets, some, events) => {
      expect(judgeAll(describe({ replicaSets, pods: some, events }))).toEqual(expected);
    }),
    { numRuns: 100 },
  );
});

// The collector gives its lists in one order; what a judge finds must not depend on the order of conditions in them.
it.each<Recorded>([
  'missing-secret',
  'missing-volume',
  'unknown-image',
  'wrong-database-password',
  'wrong-readiness-probe',
  'out-of-memory',
])('judges the recorded %s the same with its conditions and revisions in any order', (state) => {
  const now = recordedWorkload(state);
  const findings = (of: Workload) => judgeAll(of).map((each) => [each.findings, each.settling]);
  const expected = findings(now);
  fc.assert(
    fc.property(shuffled(now.revisions), fc.tuple(...now.pods.map((pod) => shuffled(pod.conditions))), (revisions, conditions) => {
      const pods = now.pods.map((pod, index) => ({ ...pod, conditions: conditions[index] ?? [] }));
      expect(findings({ ...now, revisions, pods })).toEqual(expected);
    }),
    { numRuns: 100 },
  );
});

const healthy = recordedWorkload('healthy');
const [template] = healthy.pods;
const [containerTemplate] = template?.containers ?? [];
if (!template || !containerTemplate) throw new Error('A pod with a container was recorded.');

const text = fc.oneof(
  fc.constantFrom('', 'CrashLoopBackOff', 'ImagePullBackOff', 'CreateContainerConfigError', 'OOMKilled', 'Error', 'constructor'),
  fc.string(),
);
const time = fc.option(
  fc.oneof(
    fc
      .date({ noInvalidDate: true, min: new Date('2026-11-23T21:00:00Z'), max: new Date('2026-11-23T22:00:00Z') })
      .map((date) => date.toISOString()),
    fc.string(),
  ),
  { nil: undefined },
);
const withTimes = <T extends object>(state: T, startedAt: string | undefined, finishedAt?: string) => ({
  ...state,
  ...(startedAt === undefined ? {} : { startedAt }),
  ...(finishedAt === undefined ? {} : { finishedAt }),
});
const state: fc.Arbitrary<State> = fc.oneof(
  fc.record({ kind: fc.constant('waiting' as const), reason: text, message: text }),
  time.map((startedAt) => withTimes({ kind: 'running' as const }, startedAt)),
  fc
    .tuple(text, fc.integer({ min: -1, max: 300 }), text, time, time)
    .map(([reason, exitCode, message, startedAt, finishedAt]) =>
      withTimes({ kind: 'terminated' as const, reason, exitCode, message }, startedAt, finishedAt),
    ),
);
const container: fc.Arbitrary<Container> = fc
  .tuple(
    fc.constantFrom<Container['role']>('main', 'init', 'sidecar', 'ephemeral'),
    fc.boolean(),
    fc.option(fc.boolean(), { nil: undefined }),
    fc.nat(20),
    fc.option(state, { nil: undefined }),
    fc.option(state, { nil: undefined }),
  )
  .map(([role, ready, started, restarts, now, last]) => {
    const { state: _state, started: _started, ...plain } = containerTemplate;
    return {
      ...plain,
      role,
      ready,
      restarts,
      ...(started === undefined ? {} : { started }),
      ...(now ? { state: now } : {}),
      ...(last ? { last } : {}),
    };
  });
const conditionType = fc.constantFrom(
  'Ready',
  'ContainersReady',
  'PodScheduled',
  'Initialized',
  'PodReadyToStartContainers',
  'DisruptionTarget',
);
const pod: fc.Arbitrary<Pod> = fc
  .tuple(
    fc.constantFrom('Running', 'Pending', 'Failed', 'Unknown', 'Succeeded', 'Novelty'),
    text,
    fc.uniqueArray(fc.record({ type: conditionType, status: fc.constantFrom('True', 'False', 'Unknown'), reason: text, message: text }), {
      selector: ({ type }) => type,
    }),
    fc.array(container, { minLength: 1, maxLength: 3 }),
  )
  .map(([phase, reason, conditions, containers]) => ({ ...template, phase, reason, conditions, containers }));

it('judges every state of a container and a pod, and never passes a pod that is not ready', () => {
  fc.assert(
    fc.property(pod, (one) => {
      const object = healthy.object && { ...healthy.object, replicas: { ...healthy.object.replicas, wanted: 1 } };
      const { findings } = judge(podsHealthy.check, { ...healthy, object, pods: [one] }, { deployed: true });
      const isReady = one.phase !== 'Succeeded' && one.conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
      const failures = findings.filter(({ severity }) => severity === 'fail');
      if (!isReady) expect(failures.length).toBeGreaterThan(0);
      expect(failures.filter(({ code }) => !Object.values(codes).some((known) => known.code === code))).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
});
