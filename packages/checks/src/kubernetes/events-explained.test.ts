import { describe, expect, it } from 'vitest';
import { codes } from './codes.ts';
import { eventsExplained } from './events-explained.ts';
import { judge, recordedWorkload } from './recorded-workload.ts';
import type { Recorded } from './recorded-workload.ts';
import type { Pod, Workload, WorkloadEvent } from './workload-evidence.ts';

const { check } = eventsExplained;
const healthy = recordedWorkload('healthy');
const deployed = { deployed: true };
// The first of the recorded pods was ready at 21:21:20; the look was at 21:21:41.
const [first, second] = healthy.pods;
if (!first || !second) throw new Error('Two pods were recorded.');

const event = (reason: string, more: Partial<WorkloadEvent> = {}): WorkloadEvent => ({
  subject: `pod/${first.name}`,
  type: 'Warning',
  reason,
  message: 'as the kubelet says it',
  count: 1,
  first: '2026-11-23T21:21:30Z',
  last: '2026-11-23T21:21:30Z',
  ...more,
});
const withEvents = (...events: readonly WorkloadEvent[]): Workload => ({ ...healthy, events: [...events, ...healthy.events] });
const found = (now: Workload, words: object = deployed, opened: Workload = now) =>
  judge(check, now, words, opened).findings.map(({ code, severity, message }) => [code, severity, message]);
const withFirst = (change: Partial<Pod>, ...events: readonly WorkloadEvent[]): Workload => ({
  ...withEvents(...events),
  pods: [{ ...first, ...change }, second],
});

it('finds nothing in a healthy start, and says what has passed and how far back it could look', () => {
  const { findings, facts, gaps, settling } = judge(check, healthy, deployed);
  expect({ findings, gaps, settling }).toEqual({ findings: [], gaps: [], settling: undefined });
  expect(facts).toEqual([
    { name: 'warnings that have passed', value: 85 },
    { name: 'events reach back to', value: '2026-11-23T21:19:17Z' },
  ]);
});

it('is not concerned with a debugging container, whose image is tried again for as long as the pod lives', () => {
  const [main] = first.containers;
  if (!main) throw new Error('A container was recorded.');
  const debugged = { containers: [...first.containers, { ...main, name: 'debugger-x', role: 'ephemeral' as const }] };
  const about = { container: 'debugger-x', message: 'Back-off pulling image "busybox:nope"' };
  expect(found(withFirst(debugged, event('BackOff', { ...about, type: 'Normal' }), event('Failed', about)))).toEqual([]);
  expect(found(withFirst({}, event('Failed', about))).map(([code]) => code)).toEqual(['kubernetes/FAILURE_EVENT']);
});

it('says what no event tells any more', () => {
  const late = { ...healthy, events: [], eventsReach: '2026-11-23T23:00:00Z', observedAt: '2026-11-24T00:00:00.000Z' };
  expect(judge(check, late, deployed).facts).toEqual([
    { name: 'events reach back to', value: '2026-11-23T23:00:00Z' },
    { name: 'not told by any event', value: 'what happened from 2026-11-23T21:20:42Z until 2026-11-23T23:00:00Z' },
  ]);
  const { eventsReach: _, ...none } = late;
  expect(judge(check, none, deployed).facts).toEqual([
    { name: 'not told by any event', value: 'what happened from 2026-11-23T21:20:42Z until now' },
  ]);
});

describe('a failure that has not passed', () => {
  it.each<[Recorded, string]>([
    ['missing-secret', 'Failed (6 times, the last at 2026-11-23T21:22:02Z; the pod is not well): Error: secret "keycloak-db" not found'],
    [
      'missing-volume',
      'FailedMount (7 times, the last at 2026-11-23T21:22:09Z; the pod is not well): MountVolume.SetUp failed for volume "themes" : configmap "no-such-themes" not found',
    ],
  ])('%s', (state, said) => {
    const now = recordedWorkload(state);
    const { findings, settling } = judge(check, now, deployed);
    const pod = now.pods.find((each) => each.current)?.name ?? '';
    expect(findings).toEqual([
      {
        code: 'kubernetes/FAILURE_EVENT',
        title: codes.FAILURE_EVENT.title,
        severity: 'fail',
        subject: `pod/${pod}`,
        message: `${pod}: ${said}`,
        remedy: codes.FAILURE_EVENT.remedy,
      },
    ]);
    expect(settling).toBe(findings[0]?.message);
  });

  it.each<Recorded>(['deploying', 'wrong-database-password', 'wrong-readiness-probe', 'out-of-memory'])(
    '%s: what the check of the pods says is not said twice',
    (state) => {
      expect(found(recordedWorkload(state))).toEqual([]);
    },
  );

  it('goes on although the pod is ready, or has ceased', () => {
    expect(found(withEvents(event('FailedMount')))).toEqual([
      [
        'kubernetes/FAILURE_EVENT',
        'fail',
        `${first.name}: FailedMount (once, the last at 2026-11-23T21:21:30Z; it goes on): as the kubelet says it`,
      ],
    ]);
    expect(found({ ...withEvents(event('FailedMount')), observedAt: '2026-11-23T21:31:00Z' })).toEqual([
      [
        'kubernetes/FAILURE_EVENT',
        'warn',
        `${first.name}: FailedMount (once, the last at 2026-11-23T21:21:30Z; it has ceased): as the kubelet says it`,
      ],
    ]);
  });

  it('of the workload itself counts until the rollout is done', () => {
    const refused = event('FailedCreate', {
      subject: 'replicaset/keycloak-5d5b7b7574',
      message: 'exceeded quota',
      last: '2026-11-23T21:20:50Z',
    });
    expect(found(withEvents(refused))).toEqual([]);
    const object = healthy.object && { ...healthy.object, replicas: { ...healthy.object.replicas, updated: 1, available: 1 } };
    expect(found({ ...withEvents(refused), object })).toMatchObject([
      ['kubernetes/FAILURE_EVENT', 'fail', expect.stringContaining('FailedCreate (once')],
    ]);
    expect(found({ ...withEvents({ ...refused, subject: 'replicaset/keycloak-77976cd68f' }), object })).toEqual([]);
  });
});

describe('start-up makes noise', () => {
  it.each(['FailedScheduling', 'FailedMount', 'BackOff', 'Unhealthy', 'FailedCreatePodSandBox', 'Novelty'])(
    '%s before the pod was ready has passed',
    (reason) => {
      expect(found(withEvents(event(reason, { last: '2026-11-23T21:21:20Z' })))).toEqual([]);
    },
  );

  it('has passed for a pod that is not ready yet, once it is past that', () => {
    const conditions = first.conditions.map((each) => (each.type.endsWith('Ready') ? { ...each, status: 'False' } : each));
    const containers = first.containers.map((each) => ({ ...each, ready: false }));
    const early = { last: '2026-11-23T21:20:42Z' };
    const starting = (...events: WorkloadEvent[]) => found(withFirst({ conditions, containers }, ...events));
    expect(starting(event('FailedScheduling', early), event('FailedMount', early), event('BackOff', early))).toEqual([]);
    expect(starting(event('FailedScheduling'), event('FailedMount'), event('BackOff')).map(([code]) => code)).toEqual(
      Array.from({ length: 3 }, () => 'kubernetes/FAILURE_EVENT'),
    );
  });
});

describe('a probe that fails after the pod was ready', () => {
  const unhealthy = event('Unhealthy', { message: 'Readiness probe failed: HTTP probe failed with statuscode: 503', count: 5 });

  it('is a warning, and a failure where it goes on while the gate looks', () => {
    const said = `${first.name}: Unhealthy (5 times, the last at 2026-11-23T21:21:30Z; after the pod was ready): ${unhealthy.message}`;
    expect(judge(check, withEvents(unhealthy), deployed).findings).toEqual([
      {
        code: 'kubernetes/PROBE_FAILS_AFTER_READY',
        title: codes.PROBE_FAILS_AFTER_READY.title,
        severity: 'warn',
        subject: `pod/${first.name}`,
        message: said,
        remedy: codes.PROBE_FAILS_AFTER_READY.remedy,
      },
    ]);
    expect(found(withEvents(unhealthy), deployed, withEvents({ ...unhealthy, count: 2 }))).toEqual([
      ['kubernetes/PROBE_FAILS_AFTER_READY', 'fail', `${said} (3 of them while the gate looked)`],
    ]);
  });

  it('made a pod lose its readiness in between', () => {
    const conditions = first.conditions.map((each) => (each.type === 'Ready' ? { ...each, since: '2026-11-23T21:21:38Z' } : each));
    expect(found(withFirst({ conditions }), deployed, healthy)).toEqual([
      [
        'kubernetes/PROBE_FAILS_AFTER_READY',
        'warn',
        `${first.name} was ready when the gate first looked, then was not, and is again since 2026-11-23T21:21:38Z.`,
      ],
    ]);
  });
});

describe('a warning that nothing explains', () => {
  it('is told with its count', () => {
    expect(
      found(
        withEvents(
          event('DNSConfigForming', { count: 3 }),
          event('Novelty', { subject: 'deployment/keycloak', last: '2026-11-23T21:21:40Z' }),
        ),
      ),
    ).toEqual([
      [
        'kubernetes/WARNING_EVENT',
        'warn',
        'keycloak: Novelty (once, the last at 2026-11-23T21:21:40Z; its object is well): as the kubelet says it',
      ],
      [
        'kubernetes/WARNING_EVENT',
        'warn',
        `${first.name}: DNSConfigForming (3 times, the last at 2026-11-23T21:21:30Z; its object is well): as the kubelet says it`,
      ],
    ]);
  });

  it.each<[string, Partial<Pod>]>([
    ['of an older revision', { current: false }],
    ['that is ending', { deleting: '2026-11-23T21:22:00Z' }],
    ['that is dead', { phase: 'Failed', reason: 'Evicted' }],
  ])('is none for a pod %s', (_, change) => {
    expect(found(withFirst(change, event('Novelty'), event('Unhealthy'), event('FailedPreStopHook')))).toEqual([]);
  });

  it('is one for a pod that does not end', () => {
    const stuck = withFirst({ deleting: '2026-11-23T21:20:00Z' }, event('FailedKillPod'), event('FailedPreStopHook'), event('Unhealthy'));
    expect(found(stuck).map(([code, severity]) => [code, severity])).toEqual([
      ['kubernetes/FAILURE_EVENT', 'fail'],
      ['kubernetes/WARNING_EVENT', 'warn'],
    ]);
  });

  it('is none of before the deploy where the pod was made by it, though the clock of its node is behind', () => {
    const early = event('FailedMount', { first: '2026-11-23T21:10:00Z', last: '2026-11-23T21:10:00Z' });
    const waiting = { kind: 'waiting' as const, reason: 'ContainerCreating', message: '' };
    const unready = {
      conditions: first.conditions.filter(({ type }) => type === 'PodScheduled'),
      containers: first.containers.map((each) => ({ ...each, state: waiting })),
    };
    expect(found(withFirst(unready, early)).map(([code]) => code)).toEqual(['kubernetes/FAILURE_EVENT']);
    expect(found(withFirst({ ...unready, created: '2026-11-23T21:05:00Z' }, early))).toEqual([]);
  });

  it('is history where it came before the deploy, or the day before', () => {
    const old = event('Novelty', { last: '2026-11-22T20:00:00Z' });
    const conditions = first.conditions.map((each) => ({ ...each, since: '2026-11-20T20:00:00Z' }));
    const pods = [{ ...first, conditions, created: '2026-11-20T20:00:00Z' }, second];
    const revisions = healthy.revisions.map((each) => ({ ...each, created: '2026-11-20T20:00:00Z' }));
    expect(found({ ...healthy, events: [old], pods, revisions }, { deployed: false })).toEqual([]);
    expect(found({ ...withEvents(event('Novelty')), pods }, { since: { at: '2026-11-23T21:21:35Z', source: 'as given' } })).toEqual([]);
  });
});

it('does not pass where warnings were left out, or where there is no workload', () => {
  expect(judge(check, { ...healthy, eventsLeftOut: 9, warningsLeftOut: 3 }, deployed).gaps).toEqual([
    {
      code: 'kubernetes/EVENTS_LEFT_OUT',
      subject: 'deployment/keycloak',
      reason: `3 warnings that are older than the ${healthy.events.length} newest events were not read.`,
      remedy: codes.EVENTS_LEFT_OUT.remedy,
    },
  ]);
  expect(judge(check, { ...healthy, object: null, pods: [], events: [] }, deployed)).toMatchObject({
    findings: [{ code: 'kubernetes/PODS_MISSING', severity: 'fail' }],
  });
});
