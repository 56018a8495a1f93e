import { describe, expect, it } from 'vitest';
import { codes } from './codes.ts';
import { podsHealthy } from './pods-healthy.ts';
import { judge, recordedWorkload } from './recorded-workload.ts';
import type { Recorded } from './recorded-workload.ts';
import type { Container, Pod, Workload } from './workload-evidence.ts';

const { check } = podsHealthy;
const healthy = recordedWorkload('healthy');
const deployed = { deployed: true };

/** The recorded state with its first pod, and that pod's container, changed. */
function withFirst(pod: Partial<Pod>, container: Partial<Container> = {}): Workload {
  const [first, ...others] = healthy.pods;
  if (!first) throw new Error('Two pods were recorded.');
  return { ...healthy, pods: [{ ...first, ...pod, containers: first.containers.map((each) => ({ ...each, ...container })) }, ...others] };
}
const name = healthy.pods[0]?.name ?? '';
const ended = (exitCode: number, finishedAt: string, reason = 'Error') => ({
  kind: 'terminated' as const,
  reason,
  exitCode,
  message: '',
  finishedAt,
});
const notReady = [
  { type: 'PodScheduled', status: 'True', reason: '', message: '' },
  { type: 'Ready', status: 'False', reason: 'ContainersNotReady', message: 'containers with unready status: [keycloak]' },
];

it('finds nothing wrong with healthy pods, and says how many there are', () => {
  const { findings, facts, settling } = judge(check, healthy, deployed);
  expect({ findings, settling }).toEqual({ findings: [], settling: undefined });
  expect(facts).toEqual([
    { name: 'pods ready', value: '2 of 2' },
    { name: 'restarts', value: 0 },
  ]);
});

describe('one cause is told for each pod that is not well', () => {
  const found = (state: Recorded) => judge(check, recordedWorkload(state), deployed);

  it('an image that is not there', () => {
    const { findings, settling } = found('unknown-image');
    expect(findings).toEqual([
      {
        code: 'kubernetes/IMAGE_PULL_FAILED',
        title: codes.IMAGE_PULL_FAILED.title,
        severity: 'fail',
        subject: 'pod/keycloak-ff8db975f-75qpt',
        message:
          'keycloak-ff8db975f-75qpt, container keycloak: ImagePullBackOff: Back-off pulling image "keycloak:99.9.9": ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/keycloak:99.9.9": failed to resolve reference "docker.io/library/keycloak:99.9.9": docker.io/library/keycloak:99.9.9: not found',
        remedy: codes.IMAGE_PULL_FAILED.remedy,
      },
    ]);
    expect(settling).toBe(findings[0]?.message);
  });

  it.each([
    ['missing-secret', 'kubernetes/CONTAINER_CONFIGURATION_FAILED', /CreateContainerConfigError: secret "keycloak-db" not found$/],
    [
      'missing-volume',
      'kubernetes/VOLUME_NOT_MOUNTED',
      /FailedMount: MountVolume.SetUp failed for volume "themes" : configmap "no-such-themes" not found$/,
    ],
    ['no-node-for-pod', 'kubernetes/POD_UNSCHEDULABLE', /Unschedulable: 0\/1 nodes are available/],
    ['wrong-database-password', 'kubernetes/CONTAINER_DOES_NOT_STAY_UP', /exit code 1 \(an error\), 2 restarts/],
    [
      'wrong-readiness-probe',
      'kubernetes/POD_NOT_READY',
      /runs and is not ready: Readiness probe failed: HTTP probe failed with statuscode: 404$/,
    ],
    ['out-of-memory', 'kubernetes/OUT_OF_MEMORY', /OOMKilled at 2026-11-23T21:23:45Z, exit code 137, 1 restart\.$/],
  ] as const)('%s', (state, code, message) => {
    const { findings } = found(state);
    expect(findings.map((each) => [each.code, each.severity])).toEqual([[code, 'fail']]);
    expect(findings[0]?.message).toMatch(message);
  });

  it('pods that start are waited for', () => {
    const { findings, settling } = found('deploying');
    expect(findings.map((each) => each.code)).toEqual(['kubernetes/POD_NOT_READY', 'kubernetes/POD_NOT_READY']);
    expect(settling).toContain('connection refused');
  });

  it.each([
    ['Evicted', { phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory.' }, {}, 'POD_FAILED'],
    ['a lost node', { phase: 'Unknown', reason: 'NodeLost' }, {}, 'POD_STATE_UNKNOWN'],
    ['a pod that ends', { deleting: '2026-11-23T21:00:00Z', finalizers: ['example.org/hold'] }, {}, 'POD_STUCK_TERMINATING'],
    [
      'an invalid name',
      { conditions: notReady },
      { ready: false, state: { kind: 'waiting', reason: 'InvalidImageName', message: '' } },
      'IMAGE_NAME_INVALID',
    ],
    [
      'a reason that nobody knows',
      { conditions: notReady },
      { ready: false, state: { kind: 'waiting', reason: 'Novelty', message: '' } },
      'CONTAINER_WAITING',
    ],
    [
      'a container to be created',
      { conditions: notReady },
      { ready: false, state: { kind: 'waiting', reason: 'ContainerCreating', message: '' } },
      'POD_STARTING',
    ],
    [
      'a crash loop',
      { conditions: notReady },
      {
        ready: false,
        restarts: 3,
        state: { kind: 'waiting', reason: 'CrashLoopBackOff', message: '' },
        last: ended(1, '2026-11-23T21:21:30Z'),
      },
      'CONTAINER_DOES_NOT_STAY_UP',
    ],
    [
      'a readiness gate',
      {
        readinessGates: ['example.org/balanced'],
        conditions: [{ type: 'ContainersReady', status: 'True', reason: '', message: '' }, ...notReady],
      },
      {},
      'READINESS_GATE_NOT_MET',
    ],
  ] satisfies readonly (readonly [string, Partial<Pod>, Partial<Container>, keyof typeof codes])[])('%s', (_, pod, container, code) => {
    expect(judge(check, withFirst(pod, container), deployed).findings).toMatchObject([
      { code: `kubernetes/${code}`, severity: 'fail', subject: `pod/${name}` },
    ]);
  });

  it('no pod at all', () => {
    expect(judge(check, { ...healthy, pods: [] }, deployed)).toMatchObject({
      findings: [{ code: 'kubernetes/PODS_MISSING', subject: 'deployment/keycloak' }],
      settling: 'Deployment keycloak wants 2 replicas and has no pod of its newest revision.',
    });
  });
});

describe('a container that restarted and runs well', () => {
  const restarted = (restarts: number): Workload => withFirst({}, { restarts, last: ended(143, '2026-11-23T21:21:20Z') });

  it('is a warning after the deploy', () => {
    expect(judge(check, restarted(1), deployed).findings).toEqual([
      {
        code: 'kubernetes/CONTAINER_RESTARTED',
        title: codes.CONTAINER_RESTARTED.title,
        severity: 'warn',
        subject: `pod/${name}/keycloak`,
        message: `${name}, container keycloak: 1 restart, the last at 2026-11-23T21:21:20Z.`,
        expected: 2,
        actual: 1,
        remedy: codes.CONTAINER_RESTARTED.remedy,
      },
    ]);
  });

  it('is a failure where it restarted often, or while the gate looked', () => {
    expect(judge(check, restarted(3), deployed).findings).toMatchObject([{ code: 'kubernetes/CONTAINER_RESTARTED', severity: 'fail' }]);
    expect(judge(check, restarted(1), deployed, healthy).findings).toMatchObject([
      {
        severity: 'fail',
        message: `${name}, container keycloak: 1 restart, the last at 2026-11-23T21:21:20Z, 1 of them while the gate looked.`,
      },
    ]);
  });

  it('is history where it was long ago and nothing was deployed', () => {
    const old = withFirst({ created: '2026-11-01T08:00:00Z' }, { restarts: 7, last: ended(143, '2026-11-03T08:00:00Z') });
    const revisions = healthy.revisions.map((each) => ({ ...each, created: '2026-11-01T08:00:00Z' }));
    expect(judge(check, { ...old, revisions }, { deployed: false }).findings).toEqual([]);
  });
});

describe('a pod that was evicted and replaced', () => {
  const [first] = healthy.pods;
  const evicted = { ...first, name: 'keycloak-evicted', phase: 'Failed', reason: 'Evicted' } as Pod;
  const now: Workload = { ...healthy, pods: [...healthy.pods, evicted] };

  it('is a failure of the deploy, and on other days a warning', () => {
    expect(judge(check, now, deployed).findings).toMatchObject([{ code: 'kubernetes/POD_FAILED', severity: 'fail' }]);
    expect(judge(check, now, { deployed: false }).findings).toMatchObject([{ code: 'kubernetes/POD_FAILED', severity: 'warn' }]);
  });

  it('is only told as a leftover where it belongs to an older revision', () => {
    const judged = judge(check, { ...healthy, pods: [...healthy.pods, { ...evicted, current: false }] }, deployed);
    expect(judged.findings).toEqual([]);
    expect(judged.facts).toContainEqual({ name: 'leftovers of older revisions', value: 'keycloak-evicted (Evicted)' });
  });
});
