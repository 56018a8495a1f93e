import { describe, expect, it } from 'vitest';
import type { codes } from './codes.ts';
import { podTrouble } from './pod-trouble.ts';
import { recordedWorkload } from './recorded-workload.ts';
import type { Condition, Container, Pod, WorkloadEvent } from './workload-evidence.ts';

const [healthy] = recordedWorkload('healthy').pods;
if (!healthy) throw new Error('A pod was recorded.');
const { name } = healthy;
const observedAt = '2026-11-23T21:21:41.000Z';
type Name = keyof typeof codes;

const condition = (type: string, status: string, reason = '', message = '', since?: string): Condition => ({
  type,
  status,
  reason,
  message,
  ...(since === undefined ? {} : { since }),
});
/** The recorded conditions with these in their place. */
const conditions = (...changed: readonly Condition[]): Condition[] => [
  ...healthy.conditions.filter((each) => !changed.some(({ type }) => type === each.type)),
  ...changed,
];
const unready = [condition('Ready', 'False', 'ContainersNotReady'), condition('ContainersReady', 'False')];
const container = (change: Partial<Container>): Container[] => healthy.containers.map((each) => ({ ...each, ...change }));
const trouble = (pod: Partial<Pod>, events: readonly WorkloadEvent[] = []) => {
  const { code, ...said } = podTrouble({ ...healthy, ...pod }, { events, since: undefined, observedAt }) ?? {};
  return { code: code?.code, ...said };
};

it('finds nothing wrong with a pod that is ready', () => {
  expect(trouble({})).toEqual({ code: undefined });
});

describe('a pod that failed', () => {
  it.each<[string, Name]>([
    ['Evicted', 'POD_EVICTED'],
    ['NodeShutdown', 'POD_NODE_SHUTDOWN'],
    ['Shutdown', 'POD_NODE_SHUTDOWN'],
    ['Terminated', 'POD_NODE_SHUTDOWN'],
    ['Preempting', 'POD_PREEMPTED'],
    ['OutOfcpu', 'POD_OUT_OF_RESOURCES'],
    ['OutOfmemory', 'POD_OUT_OF_RESOURCES'],
    ['OutOfpods', 'POD_OUT_OF_RESOURCES'],
    ['UnexpectedAdmissionError', 'POD_ADMISSION_REFUSED'],
    ['NodeAffinity', 'POD_ADMISSION_REFUSED'],
    ['DeadlineExceeded', 'POD_DEADLINE_EXCEEDED'],
    ['NodeLost', 'POD_STATE_UNKNOWN'],
    ['Novelty', 'POD_FAILED'],
  ])('because of %s', (reason, code) => {
    expect(trouble({ phase: 'Failed', reason, message: 'The node says so.' })).toEqual({
      code: `kubernetes/${code}`,
      message: `${name} failed: ${reason}: The node says so.`,
    });
  });

  it('without a reason', () => {
    expect(trouble({ phase: 'Failed' })).toEqual({ code: 'kubernetes/POD_FAILED', message: `${name} failed.` });
  });
});

describe('a pod of which nothing is known, or that is about to go', () => {
  it.each([{ phase: 'Unknown' }, { reason: 'NodeLost' }])('%j', (pod) => {
    expect(trouble(pod).code).toBe('kubernetes/POD_STATE_UNKNOWN');
  });

  it('is disrupted', () => {
    expect(
      trouble({ conditions: conditions(condition('DisruptionTarget', 'True', 'EvictionByEvictionAPI', 'Eviction API: evicting')) }),
    ).toEqual({ code: 'kubernetes/POD_DISRUPTED', message: `${name} is about to go: EvictionByEvictionAPI: Eviction API: evicting` });
  });

  it('does not end, and its node is the reason', () => {
    const events = [
      {
        subject: `pod/${name}`,
        type: 'Warning',
        reason: 'NodeNotReady',
        message: 'Node is not ready',
        count: 1,
        last: '2026-11-23T21:19:00Z',
      },
    ];
    expect(trouble({ deleting: '2026-11-23T21:20:00Z', reason: 'NodeLost', finalizers: ['a', 'b'] }, events)).toEqual({
      code: 'kubernetes/POD_STUCK_TERMINATING',
      message: `${name} is terminating and was to be gone at 2026-11-23T21:20:00Z; that time is past. Its finalizers: a, b. Its node: lab-node (NodeLost). NodeNotReady: Node is not ready`,
    });
  });
});

describe('a pod that has no node', () => {
  const { node: _, ...nowhere } = healthy;
  const waiting = (reason: string, since: string) => ({
    ...nowhere,
    phase: 'Pending',
    conditions: [condition('PodScheduled', 'False', reason, '0/1 nodes are available.', since)],
    containers: container({ ready: false }).map(({ state: _state, ...each }) => each),
  });

  it('has a quarter of a minute to find one', () => {
    const message = `${name}: Unschedulable: 0/1 nodes are available.`;
    const of = (since: string) => {
      const { code, ...said } = podTrouble(waiting('Unschedulable', since), { events: [], since: undefined, observedAt }) ?? {};
      return { code: code?.code, ...said };
    };
    expect(of('2026-11-23T21:21:30Z')).toEqual({ code: 'kubernetes/POD_STARTING', message });
    expect(of('2026-11-23T21:21:20Z')).toEqual({ code: 'kubernetes/POD_UNSCHEDULABLE', message });
  });

  it('is held back by a gate', () => {
    const gated = { ...waiting('SchedulingGated', observedAt), schedulingGates: ['example.org/quota'] };
    expect(podTrouble(gated, { events: [], since: undefined, observedAt })).toMatchObject({
      code: { code: 'kubernetes/POD_SCHEDULING_GATED' },
      message: `${name} is held back from the scheduler by example.org/quota: 0/1 nodes are available.`,
    });
  });

  it('was not looked at by any scheduler', () => {
    const fresh = { ...waiting('', observedAt), conditions: [] };
    expect(podTrouble(fresh, { events: [], since: undefined, observedAt })).toMatchObject({
      code: { code: 'kubernetes/POD_STARTING' },
      message: `${name} has not started its containers: it is not on a node yet.`,
    });
  });
});

describe('a pod that starts', () => {
  const creating = container({ ready: false, state: { kind: 'waiting', reason: 'ContainerCreating', message: '' } });

  it('waits for its sandbox, for an init container, or for its containers', () => {
    const of = (pod: Partial<Pod>) => trouble({ phase: 'Pending', containers: creating, ...pod }).message;
    expect(of({ conditions: conditions(...unready, condition('PodReadyToStartContainers', 'False')) })).toBe(
      `${name} has not started its containers: its sandbox and network are not ready (PodReadyToStartContainers).`,
    );
    const init: Container = {
      name: 'themes',
      role: 'init',
      image: 'a',
      imageID: '',
      ready: false,
      restarts: 0,
      state: { kind: 'running' },
    };
    expect(of({ conditions: conditions(...unready, condition('Initialized', 'False')), containers: [init, ...creating] })).toBe(
      `${name} has not started its containers: the init container themes is not done.`,
    );
    expect(of({ conditions: conditions(...unready) })).toBe(`${name} has not started its containers: keycloak (ContainerCreating).`);
  });

  it('is not ready: because of its probe, of its readiness gate, or of its node', () => {
    const events = [{ subject: `pod/${name}`, type: 'Warning', reason: 'Unhealthy', message: 'Readiness probe failed: 503', count: 1 }];
    expect(trouble({ conditions: conditions(...unready), containers: container({ ready: false }) }, events)).toEqual({
      code: 'kubernetes/POD_NOT_READY',
      message: `${name} runs and is not ready: Readiness probe failed: 503`,
    });
    expect(
      trouble({ conditions: conditions(condition('Ready', 'False', 'ReadinessGatesNotReady')), readinessGates: ['a.example/up'] }),
    ).toEqual({
      code: 'kubernetes/READINESS_GATE_NOT_MET',
      message: `${name}: the containers are ready, the readiness gate a.example/up (no such condition) is not met.`,
    });
    expect(trouble({ conditions: conditions(condition('Ready', 'False')) })).toEqual({
      code: 'kubernetes/POD_NOT_READY',
      message: `${name} runs and is not ready: its containers are ready, the pod is not; its node may have stopped reporting`,
    });
  });
});
