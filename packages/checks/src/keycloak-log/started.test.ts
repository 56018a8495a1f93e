import { describe, expect, it } from 'vitest';
import { codes } from './codes.ts';
import type { PodLogs, Run } from './pod-logs-evidence.ts';
import { judge, recordedLogs } from './recorded-logs.ts';
import { serverStarted } from './started.ts';

const { check } = serverStarted;
const versions = { from: '26.4.0', to: '26.7.4' };
const healthy = recordedLogs('healthy-26.7.4');
const name = healthy.pods[0]?.name ?? '';

/** The recorded evidence with the first pod's first run changed. */
function withRun(change: (run: Run) => Run, ready = true): PodLogs {
  const [first, ...others] = healthy.pods;
  if (!first) throw new Error('Two pods were recorded.');
  return { ...healthy, pods: [{ ...first, ready, runs: first.runs.map(change) }, ...others] };
}
const without =
  (member: 'banner' | 'bootstrap' | 'profile'): ((run: Run) => Run) =>
  (run) => {
    const { [member]: _, ...log } = run.log;
    return { ...run, log };
  };

it.each([
  ['healthy-26.7.4', { version: 'to', versions }],
  ['healthy-26.4.0', { version: 'from', versions }],
  ['healthy-26.4.0', { version: 'any' }],
] as const)('passes on %s where %j is expected', (recorded, words) => {
  expect(judge(check, recordedLogs(recorded), words)).toMatchObject({ findings: [], gaps: [] });
  expect(judge(check, recordedLogs(recorded), words).settling).toBeUndefined();
});

it('names each pod that started another version', () => {
  const { findings } = judge(check, healthy, { version: 'from', versions });
  expect(findings).toHaveLength(2);
  expect(findings[0]).toEqual({
    code: 'keycloak-log/WRONG_VERSION',
    title: codes.WRONG_VERSION.title,
    severity: 'fail',
    subject: `pod/${name}`,
    message: `${name} started Keycloak 26.7.4, not 26.4.0.`,
    expected: '26.4.0',
    actual: '26.7.4',
    remedy: codes.WRONG_VERSION.remedy,
  });
});

it('waits for what takes the place of a pod that is gone, and tells which pods were left out', () => {
  const leftOut = [
    { pod: 'keycloak-a', why: 'the pod is being deleted' },
    { pod: 'keycloak-b', why: 'the pod is gone' },
  ];
  const { findings, facts, settling } = judge(check, { ...healthy, leftOut }, { version: 'to', versions });
  expect({ findings, settling, facts: facts?.slice(2) }).toEqual({
    findings: [],
    settling: 'keycloak-b is gone since the pods were listed.',
    facts: [
      { name: 'the log of keycloak-a was not read', value: 'the pod is being deleted' },
      { name: 'the log of keycloak-b was not read', value: 'the pod is gone' },
    ],
  });
});

describe('a pod whose start is not complete', () => {
  it('is waited for while it has not started', () => {
    const { findings, settling } = judge(check, recordedLogs('deploying'), { version: 'to', versions });
    expect(findings.map((each) => each.code)).toEqual(['keycloak-log/NOT_STARTED', 'keycloak-log/NOT_STARTED']);
    expect(settling).toContain('no start of Keycloak');
  });

  it('is waited for after the banner, which proves nothing from 26.6 on', () => {
    const now = withRun(without('bootstrap'), false);
    const last = now.pods[0]?.runs[0]?.log.migration.at(-1)?.text ?? '';
    expect(judge(check, now).settling).toContain('not the end of its bootstrap');
    expect(judge(check, now)).toMatchObject({
      findings: [
        {
          code: 'keycloak-log/BOOTSTRAP_UNFINISHED',
          subject: `pod/${name}`,
          message: `${name} logged the start of Keycloak 26.7.4 and not the end of its bootstrap. Its last step: ${last}`,
        },
      ],
    });
  });

  it('is inconclusive where a ready pod has only half of its log left', () => {
    expect(judge(check, withRun(without('bootstrap')))).toMatchObject({
      findings: [],
      gaps: [{ code: 'keycloak-log/BOOTSTRAP_NOT_SEEN' }],
    });
    expect(judge(check, withRun(without('banner')))).toMatchObject({ findings: [], gaps: [{ code: 'keycloak-log/BANNER_NOT_SEEN' }] });
    expect(judge(check, withRun(without('profile')))).toMatchObject({
      findings: [],
      gaps: [
        {
          code: 'keycloak-log/PROFILE_NOT_SEEN',
          subject: `pod/${name}`,
          reason: `${name} logged its start and not in which profile it runs.`,
        },
      ],
    });
    expect(
      judge(
        check,
        withRun((run) => ({ ...without('banner')(run), fromStart: false })),
      ).gaps?.[0]?.reason,
    ).toContain('read from after its start only');
  });
});

it.each([
  ['wrong-database-password', 'Failed to obtain JDBC connection / FATAL: password authentication failed for user "keycloak"', 1],
  ['unknown-option', "Unknown option: '--no-such-option'", 2],
] as const)('says why Keycloak gave up starting: %s', (recorded, why, exit) => {
  const { findings, settling } = judge(check, recordedLogs(recorded));
  const pod = recordedLogs(recorded).pods[0]?.name ?? '';
  expect(findings).toMatchObject([
    {
      code: 'keycloak-log/START_FAILED',
      severity: 'fail',
      subject: `pod/${pod}`,
      message: `Keycloak in ${pod} gave up starting (exit code ${exit}): ${why}`,
    },
  ]);
  expect(settling).toBe(findings[0]?.message);
});

it('refuses the development mode, unless the environment wants it', () => {
  const now = withRun((run) => ({ ...run, log: { ...run.log, profile: 'dev', developmentMode: true } }));
  expect(judge(check, now).findings).toMatchObject([{ code: 'keycloak-log/DEVELOPMENT_MODE', terminal: true }]);
  expect(judge(check, now, { developmentMode: true }).findings).toEqual([]);
});

it('is never green without a pod, or without knowing the version', () => {
  expect(judge(check, { ...healthy, pods: [] }).findings).toMatchObject([{ code: 'keycloak-log/NOT_STARTED' }]);
  expect(judge(check, healthy, { version: 'to' })).toMatchObject({ findings: [], gaps: [{ code: 'keycloak-log/VERSION_NOT_DECLARED' }] });
});
