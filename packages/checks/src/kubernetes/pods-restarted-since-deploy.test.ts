import { describe, expect, it } from 'vitest';
import { codes } from './codes.ts';
import { identityCodes } from './identity-codes.ts';
import { podsRestartedSinceDeploy } from './pods-restarted-since-deploy.ts';
import { judge, recordedWorkload } from './recorded-workload.ts';
import type { Workload } from './workload-evidence.ts';

const { check } = podsRestartedSinceDeploy;
const healthy = recordedWorkload('healthy');
const [first] = healthy.pods;
const name = first?.name ?? '';

it('passes where every pod came with the newest revision, and says when the deploy began', () => {
  const { findings, facts, settling } = judge(check, healthy);
  expect({ findings, settling }).toEqual({ findings: [], settling: undefined });
  expect(facts?.slice(0, 2)).toEqual([
    { name: 'start of the deploy', value: '2026-11-23T21:20:42Z' },
    { name: 'source of that time', value: 'when the ReplicaSet keycloak-5d5b7b7574 was created' },
  ]);
});

it('takes the time that the user gave, to the second, as the API knows no less', () => {
  expect(judge(check, healthy, { since: { at: '2026-11-23T21:20:42.900Z', source: 'as given by --since' } }).findings).toEqual([]);
  expect(judge(check, healthy, { since: { at: '2026-11-23T22:20:43+01:00', source: 'as given by --since' } }).findings).toHaveLength(2);
});

it('names the pod that is older than the deploy', () => {
  const old = { ...healthy, pods: healthy.pods.map((pod) => (pod.name === name ? { ...pod, created: '2026-11-20T10:00:00Z' } : pod)) };
  expect(judge(check, old)).toMatchObject({
    findings: [
      {
        code: 'kubernetes/POD_OLDER_THAN_DEPLOY',
        title: codes.POD_OLDER_THAN_DEPLOY.title,
        severity: 'fail',
        subject: `pod/${name}`,
        message: `${name} was created 2026-11-20T10:00:00Z, before the deploy began (2026-11-23T21:20:42Z, when the ReplicaSet keycloak-5d5b7b7574 was created).`,
        expected: '2026-11-23T21:20:42Z',
        actual: '2026-11-20T10:00:00Z',
      },
    ],
  });
  expect(judge(check, old).settling).toBeUndefined();
});

it('does not take pods for restarted that were there before the release, where only the revision tells when the deploy began', () => {
  const judged = (before: Workload, expected: object = {}) =>
    check.judge({ now: healthy, before }, check.expects.parse({ upgrades: false, ...expected }), { now: '2026-11-23T21:30:00.000Z' });
  const others = { ...healthy, pods: healthy.pods.map((pod) => ({ ...pod, uid: `before ${pod.uid}` })) };
  expect(judged(others)).toMatchObject({ findings: [], gaps: [] });
  expect(judged({ ...healthy, observedAt: '2026-11-23T21:25:00.000Z' })).toMatchObject({
    findings: [],
    gaps: [
      {
        code: 'kubernetes/DEPLOY_START_UNKNOWN',
        subject: 'deployment/keycloak',
        reason: `${healthy.pods.map((pod) => pod.name).join(', ')} were there when the state before the release was recorded (2026-11-23T21:25:00.000Z): either the deploy restarted nothing, or that was recorded after it.`,
        remedy: codes.DEPLOY_START_UNKNOWN.remedy,
      },
    ],
  });
  // Another version is told by the image; and where the start is known, it tells that they were created by it.
  expect(judged(healthy, { upgrades: true })).toMatchObject({ findings: [], gaps: [] });
  expect(judged(healthy, { since: { at: '2026-11-23T21:20:00Z', source: 'as given by --since' } })).toMatchObject({
    findings: [],
    gaps: [],
  });
});

it('waits while the old pods are being replaced', () => {
  expect(judge(check, recordedWorkload('unknown-image'))).toMatchObject({
    findings: [{ code: 'kubernetes/POD_OLDER_THAN_DEPLOY' }, { code: 'kubernetes/POD_OLDER_THAN_DEPLOY' }],
    settling: 'the old pods are being replaced',
  });
});

it('waits for a deploy that is yet to reach the workload, as a controller brings it', () => {
  const since = (at: string) => judge(check, healthy, { since: { at, source: 'as given by --since' } });
  expect(since('2026-11-23T21:21:00Z')).toMatchObject({
    findings: [{ code: 'kubernetes/POD_OLDER_THAN_DEPLOY' }, { code: 'kubernetes/POD_OLDER_THAN_DEPLOY' }],
    settling: 'the deploy has not changed the workload yet',
  });
  const late = { ...healthy, pods: healthy.pods.map((pod) => ({ ...pod, created: '2026-11-23T21:00:00Z' })) };
  expect(judge(check, late, { since: { at: '2026-11-23T21:20:00Z', source: 'as given by --since' } }).settling).toBeUndefined();
});

describe('a revision that was taken up again', () => {
  it('does not tell when the deploy began: it came after the revision that it replaced', () => {
    const [current, ...older] = healthy.revisions;
    if (!current) throw new Error('A revision was recorded.');
    const rolledBack: Workload = {
      ...healthy,
      revisions: [
        { ...current, created: '2026-11-01T08:00:00Z' },
        { ...current, name: 'keycloak-newer', number: current.number - 1, current: false, created: '2026-11-23T21:00:00Z' },
        ...older.map((each) => ({ ...each, created: '2026-10-01T08:00:00Z' })),
      ],
    };
    const { findings, facts } = judge(check, rolledBack);
    expect(findings).toEqual([]);
    expect(facts?.slice(0, 2)).toEqual([
      { name: 'start of the deploy', value: '2026-11-23T21:00:00Z' },
      {
        name: 'source of that time',
        value: `after the ReplicaSet keycloak-newer was created, which an earlier one (${current.name}) has replaced again`,
      },
    ]);
  });
});

it('fails without a pod, and is inconclusive without a revision', () => {
  expect(judge(check, { ...healthy, pods: [] }).findings).toMatchObject([{ code: 'kubernetes/PODS_MISSING' }]);
  expect(judge(check, { ...healthy, revisions: [] })).toMatchObject({ findings: [], gaps: [{ code: 'kubernetes/DEPLOY_START_UNKNOWN' }] });
});

it('does not apply to a release that deploys nothing', () => {
  expect(check.skip({ release: { deploys: false } } as never, undefined)).toBe('The release deploys nothing: no restart is expected.');
  expect(check.skip({ release: { deploys: true } } as never, undefined)).toBeUndefined();
});

describe("the Deploy action's run", () => {
  const since = { at: '2026-11-23T21:20:00Z', source: "the Deploy action's run 106 (GitHub's API)" };
  const url = 'https://github.com/octo/sso/actions/runs/30433642';

  it('is told with its commit and who set it off', () => {
    const { findings, gaps, facts } = judge(check, healthy, { since, run: { commit: '009b8a3', actor: 'octocat', url } });
    expect({ findings, gaps, facts: facts?.slice(0, 5) }).toEqual({
      findings: [],
      gaps: [],
      facts: [
        { name: 'start of the deploy', value: since.at },
        { name: 'source of that time', value: since.source },
        { name: 'commit of the deploy', value: '009b8a3' },
        { name: 'set off by', value: 'octocat' },
        { name: 'run of the Deploy action', value: url },
      ],
    });
  });

  it('fails where it did not succeed, whatever the pods show', () => {
    expect(judge(check, healthy, { since, run: { failed: 'cancelled', url } }).findings).toEqual([
      {
        code: 'kubernetes/DEPLOY_RUN_FAILED',
        title: "The Deploy action's run did not succeed",
        severity: 'fail',
        subject: 'deploy',
        message: `The Deploy action's run ended with "cancelled": ${url}.`,
        remedy: identityCodes.DEPLOY_RUN_FAILED.remedy,
        expected: 'success',
        actual: 'cancelled',
        terminal: true,
      },
    ]);
  });

  it('is a gap where it was asked for and could not be read: the newest revision does not take its place unsaid', () => {
    const unread = { code: 'kubernetes/DEPLOY_RUN_UNREADABLE', subject: 'deploy', reason: 'No answer.', remedy: 'Look.' };
    const { findings, gaps, facts } = judge(check, healthy, { run: { unread } });
    expect({ findings, gaps, source: facts?.[1]?.value }).toEqual({
      findings: [],
      gaps: [unread],
      source: "when the ReplicaSet keycloak-5d5b7b7574 was created (the Deploy action's run could not be read)",
    });
  });
});
