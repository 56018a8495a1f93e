import { describe, expect, it } from 'vitest';
import { recordedWorkload } from '../kubernetes/recorded-workload.ts';
import type { Container, Workload, WorkloadEvent } from '../kubernetes/workload-evidence.ts';
import { codes } from './codes.ts';
import { migrationUndisturbed } from './migration-undisturbed.ts';
import type { LoggedPod, PodLogs, Run } from './pod-logs-evidence.ts';
import { recordedLines, recordedLogs, reduceLines } from './recorded-logs.ts';

const { check } = migrationUndisturbed;
const judge = (now: Workload, logs: PodLogs): ReturnType<typeof check.judge> =>
  check.judge({ now, logs }, check.expects.parse({}), { now: '2026-11-23T21:30:00.000Z' });

const started = '2026-11-23T20:52:46Z';
/** A real migration from 24 to 26.7.4, up to its third step. */
const lines = recordedLines('26.7.4-on-a-database-of-24');
const third = lines.findIndex((line) => line.includes('migrated realm master to 25.0.0'));
const inTheMiddle = reduceLines(lines.slice(0, third + 1), '2026-11-23T20:53:16.000Z');
const whole = reduceLines(lines, '2026-11-23T20:53:16.000Z');

const cutOff: Run = {
  attempt: 0,
  which: 'previous',
  state: 'ended',
  exitCode: 143,
  startedAt: started,
  bytes: 4_000,
  fromStart: true,
  silent: false,
  log: {
    ...inTheMiddle,
    migration: inTheMiddle.migration.map((step, index) => (index === 0 ? { ...step, at: '2026-11-23T20:52:50.000Z' } : step)),
  },
};
const again: Run = { ...cutOff, attempt: 1, which: 'current', state: 'running', startedAt: '2026-11-23T20:53:20Z' };
const podWith = (runs: readonly Run[], ready = false): LoggedPod => ({ name: 'keycloak-0', ready, runs: [...runs], others: [] });
const logsOf = (...pods: readonly LoggedPod[]): PodLogs => ({ from: started, source: 'a test', replicas: 1, pods: [...pods], leftOut: [] });

const container: Container = {
  name: 'keycloak',
  role: 'main',
  image: '',
  imageID: '',
  ready: false,
  restarts: 1,
  probes: { startup: 'http-get http://:management/health/started delay=0s timeout=5s period=10s #success=1 #failure=3' },
  last: { kind: 'terminated', reason: 'Error', exitCode: 143, message: '', startedAt: started, finishedAt: '2026-11-23T20:53:17Z' },
};
const event = (reason: string, message: string, last = '2026-11-23T20:53:16Z'): WorkloadEvent => ({
  subject: 'pod/keycloak-0',
  type: reason === 'Killing' ? 'Normal' : 'Warning',
  reason,
  message,
  count: 1,
  last,
});
const unhealthy = event('Unhealthy', 'Startup probe failed: HTTP probe failed with statuscode: 503');
const killing = event('Killing', 'Container keycloak failed startup probe, will be restarted');
const workloadWith = (events: readonly WorkloadEvent[], change: Partial<Container> = {}): Workload => {
  const recorded = recordedWorkload('healthy');
  const pods = recorded.pods.slice(0, 1).map((pod) => ({ ...pod, name: 'keycloak-0', containers: [{ ...container, ...change }] }));
  return { ...recorded, container: 'keycloak', pods, events: [...events] };
};

describe('a migration that was cut off', () => {
  it('by a probe is named so, with how long it ran and what the probe allows', () => {
    const { findings, settling } = judge(workloadWith([killing, unhealthy]), logsOf(podWith([again, cutOff])));
    expect(findings).toEqual([
      {
        code: 'keycloak-log/MIGRATION_KILLED_BY_PROBE',
        title: codes.MIGRATION_KILLED_BY_PROBE.title,
        severity: 'fail',
        subject: 'pod/keycloak-0',
        message:
          'The startup probe killed Keycloak in keycloak-0 while it migrated the database after 27 s, at: migrated realm master to 25.0.0. ' +
          'That probe gives it 30 s (http-get http://:management/health/started delay=0s timeout=5s period=10s #success=1 #failure=3). ' +
          'The kubelet: Startup probe failed: HTTP probe failed with statuscode: 503 ' +
          'It is one transaction: nothing of it is left, and the next try begins again from zero.',
        expected: 'a startup probe that outlasts the migration',
        actual: '30 s',
        remedy: codes.MIGRATION_KILLED_BY_PROBE.remedy,
      },
    ]);
    expect(settling).toBe(`${findings[0]?.message} keycloak-0 still migrates the database.`);
  });

  it('is told as got over where a later run came to its end', () => {
    const completed: Run = { ...again, log: whole };
    const { findings, settling } = judge(workloadWith([killing]), logsOf(podWith([completed, cutOff], true)));
    expect(findings).toMatchObject([{ code: 'keycloak-log/MIGRATION_KILLED_BY_PROBE', severity: 'warn' }]);
    expect(findings[0]?.message).toMatch(/ A later try has come to its end\.$/);
    expect(settling).toBeUndefined();
  });

  it.each([
    [
      'for lack of memory',
      [],
      { reason: 'OOMKilled', exitCode: 137 },
      'it ended with exit code 137 (killed: by a probe that gave up, by the node, or for lack of memory) (OOMKilled)',
    ],
    ['by somebody', [event('Killing', 'Stopping container keycloak')], {}, 'the kubelet stopped it (Stopping container keycloak)'],
    [
      'in an earlier life of the pod',
      [event('Killing', killing.message, '2026-11-23T19:00:00Z')],
      {},
      'it ended with exit code 143 (told to end)',
    ],
  ] as const)('%s is told, and no probe is blamed', (_, events, end, why) => {
    const last = {
      kind: 'terminated',
      reason: 'Error',
      exitCode: 143,
      message: '',
      startedAt: started,
      finishedAt: '2026-11-23T20:53:17Z',
      ...end,
    } as const;
    expect(judge(workloadWith(events, { last }), logsOf(podWith([again, cutOff]))).findings).toEqual([
      {
        code: 'keycloak-log/MIGRATION_CUT_OFF',
        title: codes.MIGRATION_CUT_OFF.title,
        severity: 'fail',
        subject: 'pod/keycloak-0',
        message: `Keycloak in keycloak-0 did not finish migrating the database: ${why} after 27 s, at: migrated realm master to 25.0.0. It is one transaction: nothing of it is left, and the next try begins again from zero.`,
        remedy: codes.MIGRATION_CUT_OFF.remedy,
      },
    ]);
  });
});

describe('no such thing', () => {
  it.each(['healthy-26.4.0', 'healthy-26.7.4', 'unknown-option', 'wrong-database-password'] as const)(
    'in the recorded logs: %s',
    (recorded) => {
      const { findings, gaps, settling } = judge(recordedWorkload('healthy'), recordedLogs(recorded));
      expect({ findings, gaps, settling }).toEqual({ findings: [], gaps: undefined, settling: undefined });
    },
  );

  it('is a restart after the migration, even where a probe killed it', () => {
    expect(judge(workloadWith([killing]), logsOf(podWith([{ ...cutOff, log: whole }]))).findings).toEqual([]);
  });

  it('is a start that gave up and said so: that is told as such', () => {
    const log = { ...cutOff.log, startFailure: ['ERROR: Failed to start server in (production) mode'] };
    expect(judge(workloadWith([killing]), logsOf(podWith([{ ...cutOff, log }]))).findings).toEqual([]);
  });

  it('is a run that ended well where the end of the bootstrap is not logged at all', () => {
    const { bootstrap: _, ...silent } = whole;
    const runs = [
      { ...again, log: silent },
      { ...cutOff, log: silent },
    ];
    expect(judge(workloadWith([]), logsOf(podWith(runs, true))).findings).toEqual([]);
  });

  it('is one that still runs: that is too early to tell', () => {
    expect(judge(workloadWith([]), logsOf(podWith([again])))).toMatchObject({
      findings: [],
      settling: 'keycloak-0 still migrates the database.',
    });
  });

  it('can be said without a pod', () => {
    expect(judge(workloadWith([]), logsOf()).findings).toMatchObject([{ code: 'keycloak-log/NOT_STARTED' }]);
  });
});
