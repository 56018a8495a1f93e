import { describe, expect, it } from 'vitest';
import { codes } from './codes.ts';
import { judge, recordedWorkload } from './recorded-workload.ts';
import type { Workload } from './workload-evidence.ts';
import { workloadRolledOut } from './workload-rolled-out.ts';

const { check } = workloadRolledOut;
const versions = { from: '26.4.0', to: '26.7.4' };
const healthy = recordedWorkload('healthy');
const object = healthy.object ?? expect.fail('The recorded workload is there.');
const subject = 'deployment/keycloak';

const changed = (change: Partial<NonNullable<Workload['object']>>): Workload => ({ ...healthy, object: { ...object, ...change } });
const condition = (type: string, status: string, reason: string, message: string) => ({ type, status, reason, message });

describe('a workload that is rolled out', () => {
  it('gives no finding, and says what runs', () => {
    const { findings, gaps, facts, settling } = judge(check, healthy, { version: 'to', versions });
    expect({ findings, gaps, settling }).toEqual({ findings: [], gaps: [], settling: undefined });
    expect(facts).toEqual([
      { name: 'image', value: 'keycloak:26.7.4' },
      { name: 'replicas available', value: '2 of 2' },
      { name: 'newest revision created', value: '2026-11-23T21:20:42Z' },
    ]);
  });

  it.each(['any', '26.7.4'])('is as expected where %s is expected', (version) => {
    expect(judge(check, healthy, { version })).toMatchObject({ findings: [], gaps: [] });
  });

  it('is not the release where the version before it is expected', () => {
    expect(judge(check, healthy, { version: 'from', versions }).findings).toEqual([
      {
        code: 'kubernetes/IMAGE_NOT_RELEASED',
        title: codes.IMAGE_NOT_RELEASED.title,
        severity: 'fail',
        subject,
        message: 'Deployment keycloak runs keycloak:26.7.4, not Keycloak 26.4.0.',
        expected: 'Keycloak 26.4.0',
        actual: 'keycloak:26.7.4',
        remedy: codes.IMAGE_NOT_RELEASED.remedy,
        terminal: true,
      },
    ]);
  });

  it('is compared with the image that the release names', () => {
    const words = { version: 'to', versions, image: 'registry.example/sso:4f2a91c' };
    expect(judge(check, changed({ image: 'registry.example/sso:4f2a91c' }), words).findings).toEqual([]);
    expect(judge(check, healthy, words).findings).toMatchObject([{ code: 'kubernetes/IMAGE_NOT_RELEASED', expected: words.image }]);
  });

  it('may still become the release, where the deploy has not reached it', () => {
    const terminal = (at: string) =>
      judge(check, healthy, { version: 'from', versions, since: { at, source: 'as given by --since' } }).findings.map(
        (each) => each.terminal,
      );
    expect(terminal('2026-11-23T21:20:00Z')).toEqual([true]);
    expect(terminal('2026-11-23T21:30:00Z')).toEqual([undefined]);
  });

  it('cannot be compared where the tag is no version, or no release says which', () => {
    expect(judge(check, changed({ image: 'registry.example/sso:4f2a91c' }), { version: 'to', versions })).toMatchObject({
      findings: [],
      gaps: [{ code: 'kubernetes/IMAGE_TELLS_NO_VERSION' }],
    });
    expect(judge(check, healthy, { version: 'to' })).toMatchObject({ findings: [], gaps: [{ code: 'kubernetes/VERSION_NOT_DECLARED' }] });
  });
});

describe('a workload that is not what it should be', () => {
  it('is missing', () => {
    expect(judge(check, { ...healthy, object: null, pods: [], revisions: [] }).findings).toEqual([
      {
        code: 'kubernetes/WORKLOAD_MISSING',
        title: codes.WORKLOAD_MISSING.title,
        severity: 'fail',
        subject,
        message: 'There is no Deployment keycloak in the namespace sso.',
        remedy: codes.WORKLOAD_MISSING.remedy,
        terminal: true,
      },
    ]);
  });

  it('has no replica, or has some where none is expected', () => {
    const none = changed({ replicas: { wanted: 0, existing: 0, updated: 0, ready: 0, available: 0 } });
    expect(judge(check, none).findings).toMatchObject([{ code: 'kubernetes/SCALED_TO_ZERO', terminal: true }]);
    expect(judge(check, none, { replicas: 'none' }).findings).toEqual([]);
    expect(judge(check, healthy, { replicas: 'none' }).findings).toMatchObject([{ code: 'kubernetes/NOT_SCALED_TO_ZERO', actual: 2 }]);
  });

  it('has no container of the declared name', () => {
    const { image: _, ...without } = object;
    expect(judge(check, { ...healthy, object: without }).findings).toMatchObject([{ code: 'kubernetes/CONTAINER_MISSING' }]);
  });

  it('runs two images under one tag', () => {
    const [first, second] = healthy.pods;
    if (!first || !second) throw new Error('Two pods were recorded.');
    const other = second.containers.map((each) => ({ ...each, imageID: `docker.io/library/keycloak@sha256:${'b'.repeat(64)}` }));
    expect(judge(check, { ...healthy, pods: [first, { ...second, containers: other }] }).findings).toMatchObject([
      { code: 'kubernetes/IMAGE_DIFFERS', subject },
    ]);
  });

  it('is paused, or leaves its old pods to be deleted by hand', () => {
    expect(judge(check, changed({ paused: true })).findings).toMatchObject([{ code: 'kubernetes/ROLLOUT_PAUSED', severity: 'warn' }]);
    expect(judge(check, changed({ strategy: 'OnDelete' })).findings).toMatchObject([
      { code: 'kubernetes/ROLLOUT_BY_HAND', severity: 'warn' },
    ]);
  });
});

describe('a rollout', () => {
  it('is too early to judge while it is under way', () => {
    const { findings, settling } = judge(check, recordedWorkload('deploying'), { version: 'to', versions });
    expect(settling).toBe('0 of 2 replicas of the newest revision are available.');
    expect(findings).toEqual([
      {
        code: 'kubernetes/ROLLOUT_UNFINISHED',
        title: codes.ROLLOUT_UNFINISHED.title,
        severity: 'fail',
        subject,
        message: 'Deployment keycloak: 0 of 2 replicas of the newest revision are available.',
        actual: { wanted: 2, existing: 2, updated: 2, ready: 0, available: 0 },
        remedy: codes.ROLLOUT_UNFINISHED.remedy,
      },
    ]);
  });

  it('is unfinished while the last change was not taken up', () => {
    expect(judge(check, changed({ generation: object.generation + 1 }))).toMatchObject({
      findings: [{ code: 'kubernetes/ROLLOUT_UNFINISHED' }],
      settling: 'Kubernetes has not taken up the last change yet.',
    });
  });

  it('that its own deadline ended is told as that', () => {
    const late = condition('Progressing', 'False', 'ProgressDeadlineExceeded', 'ReplicaSet "keycloak-1" has timed out progressing.');
    const now = changed({ conditions: [late], replicas: { wanted: 2, existing: 3, updated: 1, ready: 2, available: 2 } });
    expect(judge(check, now).findings).toMatchObject([
      {
        code: 'kubernetes/PROGRESS_DEADLINE_EXCEEDED',
        message: 'Deployment keycloak: ReplicaSet "keycloak-1" has timed out progressing. 1 of 2 replicas are of the newest revision.',
      },
    ]);
  });

  it('whose pods are refused is told by its cause', () => {
    const refused = condition('ReplicaFailure', 'True', 'FailedCreate', 'pods "keycloak-1" is forbidden: exceeded quota: memory');
    const now = changed({ conditions: [refused], replicas: { wanted: 2, existing: 1, updated: 1, ready: 1, available: 1 } });
    expect(judge(check, now).findings).toMatchObject([
      {
        code: 'kubernetes/POD_CREATION_FAILED',
        message: 'Deployment keycloak: FailedCreate: pods "keycloak-1" is forbidden: exceeded quota: memory',
      },
    ]);
  });

  it('whose pods lack a service account says so', () => {
    const message = 'error looking up service account sso/keycloak: serviceaccount "keycloak" not found';
    const now = changed({ conditions: [condition('ReplicaFailure', 'True', 'FailedCreate', message)] });
    expect(judge(check, now).findings).toMatchObject([
      {
        code: 'kubernetes/POD_CREATION_FAILED',
        message: `Deployment keycloak: FailedCreate: ${message}`,
        remedy: 'Create the service account that the message names, or correct `serviceAccountName` in the workload.',
      },
    ]);
  });

  it('with a partition keeps its older pods on purpose, and warns', () => {
    const [first, second] = healthy.pods;
    if (!first || !second) throw new Error('Two pods were recorded.');
    const pods = [
      { ...first, name: 'keycloak-0', current: false },
      { ...second, name: 'keycloak-1' },
    ];
    const replicas = { wanted: 2, existing: 2, updated: 1, ready: 2, available: 2 };
    const now: Workload = { ...changed({ strategy: 'RollingUpdate', partition: 1, replicas }), kind: 'StatefulSet', pods };
    expect(judge(check, now).findings).toMatchObject([{ code: 'kubernetes/ROLLOUT_BY_HAND', severity: 'warn' }]);
    // The numbers may begin elsewhere than at 0 (`spec.ordinals.start`): the partition counts from there.
    const later = { ...now, object: now.object && { ...now.object, firstNumber: 4 } };
    const numbered = pods.map((pod, index) => ({ ...pod, name: `keycloak-${index + 4}` }));
    expect(judge(check, { ...later, pods: numbered }).findings).toMatchObject([{ code: 'kubernetes/ROLLOUT_BY_HAND', severity: 'warn' }]);
  });

  it('that was done lost a replica afterwards', () => {
    const { findings, settling } = judge(check, recordedWorkload('out-of-memory'), { version: 'to', versions });
    expect(findings).toMatchObject([
      { code: 'kubernetes/REPLICAS_UNAVAILABLE', message: 'Deployment keycloak: 1 of 2 replicas are available.' },
    ]);
    expect(settling).toBe('1 of 2 replicas are available.');
  });

  it('is not done while a pod of an older revision lives, and is when it is only a leftover', () => {
    const [first] = healthy.pods;
    if (!first) throw new Error('Two pods were recorded.');
    const old = { ...first, name: 'keycloak-old-1', revision: 'keycloak-old', current: false };
    expect(judge(check, { ...healthy, pods: [...healthy.pods, old] })).toMatchObject({
      findings: [
        {
          code: 'kubernetes/OLD_PODS_ALIVE',
          subject: 'pod/keycloak-old-1',
          message: 'keycloak-old-1 belongs to keycloak-old, an older revision, and is still running.',
        },
      ],
      settling: '1 pod of an older revision still to end: keycloak-old-1',
    });
    expect(judge(check, { ...healthy, pods: [...healthy.pods, { ...old, phase: 'Failed', reason: 'Evicted' }] }).findings).toEqual([]);
  });
});

it('expects what the release says', () => {
  const release = { keycloak: versions, image: 'keycloak:26.7.4' };
  expect(check.expected({ release } as never, undefined)).toEqual({ version: 'to', versions, image: 'keycloak:26.7.4' });
  expect(check.expected({} as never, undefined)).toEqual({});
});
