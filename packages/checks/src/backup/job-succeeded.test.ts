import { describe, expect, test } from 'vitest';
import { backupJobSucceeded } from './job-succeeded.ts';
import { BackupJob } from './sources/job-run.ts';

const { check } = backupJobSucceeded;
const now = '2026-11-28T12:00:00Z';
const cronJob = {
  schedule: '0 2 * * *',
  timeZone: 'Europe/Brussels',
  suspended: false,
  lastScheduleTime: '2026-11-28T01:00:00Z',
  lastSuccessfulTime: '2026-11-28T01:03:10Z',
};
const complete = {
  name: 'backup-1',
  startedAt: '2026-11-28T01:00:00Z',
  endedAt: '2026-11-28T01:03:10Z',
  state: 'complete',
  why: null,
} as const;
const failed = {
  name: 'backup-2',
  startedAt: '2026-11-28T10:00:00Z',
  endedAt: '2026-11-28T10:01:00Z',
  state: 'failed',
  why: 'BackoffLimitExceeded: Job has reached the specified backoff limit',
} as const;
const running = { name: 'backup-3', startedAt: '2026-11-28T11:59:00Z', endedAt: null, state: 'running', why: null } as const;
const judge = (more: Partial<BackupJob>) =>
  check.judge(
    { seen: BackupJob.parse({ namespace: 'sso', name: 'keycloak-backup', cronJob, jobs: [complete], ...more }) },
    check.expects.parse({}),
    { now },
  );
const told = (more: Partial<BackupJob>): string[] => {
  const { findings, gaps = [] } = judge(more);
  return [...findings.map(({ severity, code }) => `${severity} ${code}`), ...gaps.map(({ code }) => `gap ${code}`)];
};
const succeededAt = (lastSuccessfulTime: string | null) => ({ ...cronJob, lastSuccessfulTime });

test('a success last night', () => {
  const { findings, gaps = [], facts } = judge({});
  expect({ findings, gaps }).toEqual({ findings: [], gaps: [] });
  expect(facts).toEqual([
    { name: 'schedule', value: '0 2 * * * (Europe/Brussels)' },
    { name: 'last success of the backup job', value: '2026-11-28T01:03:10Z' },
    { name: 'age', value: 10.9, unit: 'h' },
  ]);
});

describe.each<[string, Partial<BackupJob>, readonly string[]]>([
  ['no CronJob', { cronJob: null, jobs: [] }, ['fail backup/JOB_MISSING']],
  ['a suspended one', { cronJob: { ...cronJob, suspended: true } }, ['warn backup/JOB_SUSPENDED']],
  ['half a day ago', { cronJob: succeededAt('2026-11-27T23:59:00Z') }, ['warn backup/STALE']],
  ['more than a day ago', { cronJob: succeededAt('2026-11-27T11:59:00Z') }, ['fail backup/STALE']],
  ['never', { cronJob: succeededAt(null), jobs: [] }, ['fail backup/NONE_FOUND']],
  ['never, and the first one runs', { cronJob: succeededAt(null), jobs: [running] }, ['gap backup/IN_PROGRESS_ONLY']],
  [
    'never, the first one failed, and the second one runs',
    { cronJob: succeededAt(null), jobs: [running, failed] },
    ['fail backup/LAST_RUN_FAILED'],
  ],
  ['one more runs', { jobs: [running, complete] }, []],
  ['the newest failed, behind a success', { jobs: [failed, complete] }, ['warn backup/LAST_RUN_FAILED']],
  [
    'the newest failed, and the success is old',
    { jobs: [failed], cronJob: succeededAt('2026-11-27T01:03:10Z') },
    ['fail backup/LAST_RUN_FAILED', 'fail backup/STALE'],
  ],
  [
    'one failed before the last success',
    { jobs: [complete, { ...failed, startedAt: '2026-11-28T00:00:00Z', endedAt: '2026-11-28T00:01:00Z' }] },
    [],
  ],
  ['succeeded by hand since', { jobs: [failed], cronJob: succeededAt('2026-11-28T11:00:00Z') }, []],
])('%s', (_name, more, expected) => {
  test('is told as it is', () => expect(told(more)).toEqual(expected));
});

test('says why the Job failed', () =>
  expect(judge({ cronJob: succeededAt(null), jobs: [failed] }).findings).toMatchObject([
    {
      subject: 'job/backup-2',
      message: 'The Job backup-2 failed at 2026-11-28T10:01:00Z: BackoffLimitExceeded: Job has reached the specified backoff limit.',
    },
  ]));

describe('where nothing but the CronJob is declared', () => {
  const alone = (more: Partial<BackupJob>) =>
    check.judge(
      { seen: BackupJob.parse({ namespace: 'sso', name: 'keycloak-backup', cronJob, jobs: [complete], ...more }) },
      check.expects.parse({ alone: true }),
      { now },
    );
  test('that it succeeded is no backup', () => {
    const { findings, gaps } = alone({});
    expect(findings).toEqual([]);
    expect(gaps?.map(({ code, reason }) => [code, reason])).toEqual([
      [
        'backup/BACKUPS_UNSEEN',
        'The CronJob keycloak-backup has succeeded; a backup that could be restored was not seen, for the environment names no place of one.',
      ],
    ]);
  });
  test('that it failed is told as it is', () => {
    const { findings, gaps } = alone({ cronJob: succeededAt('2026-11-27T01:03:10Z') });
    expect({ codes: findings.map(({ code }) => code), gaps }).toEqual({ codes: ['backup/STALE'], gaps: [] });
  });
  test.each([
    ['alone', { cronJob: { name: 'keycloak-backup' } }, true],
    ['beside a directory', { cronJob: { name: 'keycloak-backup' }, directory: '/backups' }, false],
    ['beside a program', { cronJob: { name: 'keycloak-backup' }, command: ['list-backups'] }, false],
  ])('%s', (_name, backups, expected) => {
    const environment = { backups: { ...backups, warnAfterHours: 12, failAfterHours: 24 } };
    const run = { environment } as unknown as Parameters<typeof check.expected>[0];
    expect(check.expected(run, undefined)).toMatchObject({ alone: expected });
  });
});
