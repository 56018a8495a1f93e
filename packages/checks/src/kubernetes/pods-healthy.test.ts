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
        remedy: 'The registry has no such image: check that the tag was pushed, and its name in the workload.',
      },
    ]);
    expect(settling).toBe(findings[0]?.message);
  });

  it.each([
    ['missing-secret', 'kubernetes/SECRET_MISSING', /CreateContainerConfigError: secret "keycloak-db" not found$/],
    [
      'missing-volume',
      'kubernetes/CONFIG_MAP_MISSING',
      /FailedMount: MountVolume.SetUp failed for volume "themes" : configmap "no-such-themes" not found$/,
    ],
    ['no-node-for-pod', 'kubernetes/POD_UNSCHEDULABLE', /Unschedulable: 0\/1 nodes are available/],
    [
      'wrong-database-password',
      'kubernetes/CONTAINER_DOES_NOT_STAY_UP',
      /, 2 restarts; the last run ended with exit code 1 \(an error\)\.$/,
    ],
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
        message: `${name}, container keycloak: 1 restart, the last at 2026-11-23T21:21:20Z: it ended with exit code 143 (told to end).`,
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
        message: `${name}, container keycloak: 1 restart (1 of them while the gate looked), the last at 2026-11-23T21:21:20Z: it ended with exit code 143 (told to end).`,
      },
    ]);
  });

  it('is history where it was long ago and nothing was deployed', () => {
    const old = withFirst({ created: '2026-11-01T08:00:00Z' }, { restarts: 7, last: ended(143, '2026-11-03T08:00:00Z') });
    const revisions = healthy.revisions.map((each) => ({ ...each, created: '2026-11-01T08:00:00Z' }));
    expect(judge(check, { ...old, revisions }, { deployed: false }).findings).toEqual([]);
  });
});

it('a container of a pod that the deploy made ran out of memory since, whatever the clock of its node says', () => {
  const outOfMemory = withFirst({}, { restarts: 1, last: ended(137, '2026-11-23T21:10:00Z', 'OOMKilled') });
  expect(judge(check, outOfMemory, deployed).findings).toMatchObject([{ code: 'kubernetes/OUT_OF_MEMORY', severity: 'fail' }]);
});

describe('a pod that was evicted and replaced', () => {
  const [first] = healthy.pods;
  const evicted = { ...first, name: 'keycloak-evicted', phase: 'Failed', reason: 'Evicted' } as Pod;
  const now: Workload = { ...healthy, pods: [...healthy.pods, evicted] };

  it('is a failure of the deploy, and on other days a warning', () => {
    expect(judge(check, now, deployed).findings).toMatchObject([{ code: 'kubernetes/POD_EVICTED', severity: 'fail' }]);
    expect(judge(check, now, { deployed: false }).findings).toMatchObject([{ code: 'kubernetes/POD_EVICTED', severity: 'warn' }]);
  });

  it('is only told as a leftover where it belongs to an older revision, or failed before the deploy', () => {
    const leftover = { name: 'leftovers of older pods', value: 'keycloak-evicted (Evicted)' };
    const older = judge(check, { ...healthy, pods: [...healthy.pods, { ...evicted, current: false }] }, deployed);
    expect(older.findings).toEqual([]);
    expect(older.facts).toContainEqual(leftover);
    const conditions = evicted.conditions.map((each) => ({ ...each, since: '2026-11-23T21:00:00Z' }));
    const before = { ...evicted, created: '2026-11-23T20:00:00Z', conditions, containers: [] };
    const judged = judge(check, { ...healthy, pods: [...healthy.pods, before] }, deployed);
    expect(judged.findings).toEqual([]);
    expect(judged.facts).toContainEqual(leftover);
  });
});

describe('a pod that was told to end', () => {
  const [first, second] = healthy.pods;
  if (!first || !second) throw new Error('Two pods were recorded.');
  const inTime = { ...first, name: 'keycloak-ending', uid: 'ending', deleting: '2026-11-23T21:22:11Z' };

  it('is only told while it has time and the others are as many as wanted: so ends a scale-down', () => {
    const judged = judge(check, { ...healthy, pods: [...healthy.pods, inTime] }, deployed);
    expect({ findings: judged.findings, settling: judged.settling }).toEqual({ findings: [], settling: undefined });
    expect(judged.facts).toContainEqual({ name: 'pods that are told to end', value: 'keycloak-ending' });
  });

  it('is waited for where another must take its place', () => {
    const message = 'Deployment keycloak wants 2 pods of its newest revision and has 1 that stay.';
    expect(judge(check, { ...healthy, pods: [inTime, second] }, deployed)).toMatchObject({
      findings: [{ code: 'kubernetes/PODS_MISSING', severity: 'fail', message, expected: 2, actual: 1 }],
      settling: message,
    });
  });

  it('and does not end is a failure, of whatever revision', () => {
    const stuck = { ...inTime, current: false, deleting: '2026-11-23T21:21:00Z', finalizers: ['example.org/hold'] };
    expect(judge(check, { ...healthy, pods: [...healthy.pods, stuck] }, deployed).findings).toEqual([
      {
        code: 'kubernetes/POD_STUCK_TERMINATING',
        title: codes.POD_STUCK_TERMINATING.title,
        severity: 'fail',
        subject: 'pod/keycloak-ending',
        message:
          'keycloak-ending is terminating and was to be gone at 2026-11-23T21:21:00Z; that time is past. Its finalizers: example.org/hold. Its node: lab-node.',
        remedy: codes.POD_STUCK_TERMINATING.remedy,
      },
    ]);
  });
});

it('says what is worst first', () => {
  const [first, second] = healthy.pods;
  if (!first || !second) throw new Error('Two pods were recorded.');
  const restarted = first.containers.map((each) => ({ ...each, restarts: 1 }));
  const now = {
    ...healthy,
    pods: [
      { ...first, containers: restarted },
      { ...second, phase: 'Failed', reason: 'OutOfmemory' },
    ],
  };
  expect(judge(check, now, deployed).findings.map(({ code }) => code)).toEqual([
    'kubernetes/POD_OUT_OF_RESOURCES',
    'kubernetes/CONTAINER_RESTARTED',
  ]);
});
