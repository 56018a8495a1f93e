import { describe, expect, it } from 'vitest';
import { knownBefore } from './baseline/known-before.ts';
import { LOG_BASELINE_SCHEMA } from './baseline/log-baseline.ts';
import type { LogBaseline } from './baseline/log-baseline.ts';
import { codes } from './codes.ts';
import { fingerprintOf } from './fingerprint.ts';
import { groupMessages } from './message-groups.ts';
import { judgeMessage } from './message-verdict.ts';
import type { LoggedPod, PodLogs, Run } from './pod-logs-evidence.ts';
import { readLog, recordedLogs, reduceLines } from './recorded-logs.ts';

const healthy = recordedLogs('healthy-26.7.4');
const FROM = '2026-11-23T21:00:00.000Z';
const AT = '2026-11-23T21:22:00.000Z';

interface PodChange {
  readonly ready?: boolean;
  readonly state?: Run['state'];
  /** False where the lines of a whole start are not in the log. */
  readonly started?: boolean;
}

/** One pod that logged these lines after a whole start. */
function podWith(lines: readonly string[], change: PodChange = {}): LoggedPod {
  const { ready = true, state = 'running', started = true } = change;
  const [pod] = healthy.pods;
  const run = pod?.runs[0];
  if (!pod || !run) throw new Error('Two pods were recorded.');
  const log = reduceLines([...(started ? readLog('26.7.4-first-node').slice(0, 40) : []), ...lines], AT);
  return { ...pod, name: 'keycloak-0', ready, runs: [{ ...run, state, log }] };
}

function judged(pod: LoggedPod, baseline?: LogBaseline, record?: PodLogs) {
  const now: PodLogs = { ...healthy, from: FROM, pods: [pod] };
  const context = { before: knownBefore(baseline, record, FROM), hours: 0.5 };
  return groupMessages(now, () => true).flatMap((group) => judgeMessage(group, context));
}

const line = (level: string, logger: string, text: string): string =>
  `2026-11-23 21:22:00,000 ${level} [${logger}] (executor-thread-1) ${text}`;
const uncaught = line('ERROR', 'org.example.Thing', 'Uncaught server error: boom');
const odd = line('WARN', 'org.example.Thing', 'odd');
const migrationFailed = line('ERROR', 'org.keycloak.services', 'KC-SERVICES0002: Failed to migrate datamodel');
const listenerMissing = line('ERROR', 'org.keycloak.services', 'KC-SERVICES0083: Event listener x registered, but provider not found');
const mailFailed = line('ERROR', 'org.keycloak.services', 'KC-SERVICES0029: Failed to send email');
const memory = 'Terminating due to java.lang.OutOfMemoryError: Java heap space';

type Known = LogBaseline['messages'][number];
const known = (level: 'WARN' | 'ERROR', logger: string, message: string, more: Partial<Known> = {}): Known => ({
  fingerprint: fingerprintOf({ level, logger, message, exceptions: [] }),
  level,
  logger,
  template: message,
  count: 1,
  first: '2026-11-23T10:00:00.000Z',
  last: '2026-11-23T10:00:00.000Z',
  ...more,
});
const uncaughtBefore = (more: Partial<Known> = {}): Known => known('ERROR', 'org.example.Thing', 'Uncaught server error: boom', more);

const baseline = (messages: readonly Known[], hours = 24): LogBaseline => {
  const to = '2026-11-23T20:59:00.000Z';
  const from = new Date(Date.parse(to) - hours * 3_600_000).toISOString();
  return {
    schema: LOG_BASELINE_SCHEMA,
    environment: 'acc',
    takenAt: to,
    from,
    to,
    hours,
    sources: [{ name: 'pod/keycloak-0', from, to, lines: 1000 }],
    messages: [...messages],
    userEvents: [],
    short: [],
  };
};

const short = (found: ReturnType<typeof judged>) => found.map(({ code, severity }) => `${severity} ${code.replace('keycloak-log/', '')}`);

describe('a message that nobody knows', () => {
  it('is new where the baseline does not have it: count, times, pods, excerpt, a name to waive it by', () => {
    expect(judged(podWith([uncaught, uncaught, odd]), baseline([]))).toEqual([
      {
        code: 'keycloak-log/NEW_ERROR',
        title: codes.NEW_ERROR.title,
        severity: 'fail',
        subject: 'log/9ef087c3',
        message: `ERROR of org.example.Thing, 2 times in keycloak-0, first at ${AT}, last at ${AT}: Uncaught server error: boom\nIt was not there before the release: in 24 h of logs.`,
        actual: 'ERROR org.example.Thing Uncaught server error: boom',
        remedy: codes.NEW_ERROR.remedy,
      },
      {
        code: 'keycloak-log/NEW_WARNING',
        title: codes.NEW_WARNING.title,
        severity: 'warn',
        subject: 'log/c2c39fff',
        message: `WARN of org.example.Thing, once in keycloak-0, at ${AT}: odd\nIt was not there before the release: in 24 h of logs.`,
        actual: 'WARN org.example.Thing odd',
        remedy: codes.NEW_WARNING.remedy,
      },
    ]);
  });

  it('is unknown where there is no baseline, or none of before the deploy', () => {
    expect(short(judged(podWith([uncaught, odd])))).toEqual(['fail UNKNOWN_ERROR', 'warn UNKNOWN_WARNING']);
    const later = { ...baseline([uncaughtBefore()]), sources: [{ name: 'x', from: FROM, to: AT, lines: 1 }] };
    expect(short(judged(podWith([uncaught]), later))).toEqual(['fail UNKNOWN_ERROR']);
  });

  it('is only told where it was there before', () => {
    expect(judged(podWith([uncaught]), baseline([uncaughtBefore({ count: 12 })]))).toEqual([
      {
        code: 'keycloak-log/UNKNOWN_ERROR',
        title: codes.UNKNOWN_ERROR.title,
        severity: 'info',
        subject: 'log/9ef087c3',
        message: `ERROR of org.example.Thing, once in keycloak-0, at ${AT}: Uncaught server error: boom\nIt was there before the release, too: 0.5 an hour before the release, 2 an hour now.`,
        actual: 'ERROR org.example.Thing Uncaught server error: boom',
        remedy: codes.UNKNOWN_ERROR.remedy,
      },
    ]);
  });

  it('is a warning where it comes far more often than before', () => {
    const often = Array.from({ length: 30 }, () => uncaught);
    expect(judged(podWith(often), baseline([uncaughtBefore({ count: 12 })]))).toMatchObject([
      {
        code: 'keycloak-log/ERROR_MORE_OFTEN',
        severity: 'warn',
        message: `ERROR of org.example.Thing, 30 times in keycloak-0, first at ${AT}, last at ${AT}: Uncaught server error: boom\nIt comes far more often: 0.5 an hour before the release, 60 an hour now.`,
      },
    ]);
    // What came once in a day is no thing of every hour.
    expect(short(judged(podWith(often.slice(0, 6)), baseline([uncaughtBefore()])))).toEqual(['warn ERROR_MORE_OFTEN']);
    expect(short(judged(podWith(often.slice(0, 3)), baseline([uncaughtBefore()])))).toEqual(['info UNKNOWN_ERROR']);
    // Ten times as often, and yet few; many, and yet not ten times as often.
    expect(short(judged(podWith(often.slice(0, 15)), baseline([uncaughtBefore({ count: 12 })])))).toEqual(['info UNKNOWN_ERROR']);
    expect(short(judged(podWith(often), baseline([uncaughtBefore({ count: 24 * 20 })])))).toEqual(['info UNKNOWN_ERROR']);
  });

  it('is excused no more where it was there more than a week before the baseline ends', () => {
    const longAgo = { first: '2026-08-23T10:00:00.000Z', last: '2026-08-23T10:00:00.000Z' };
    const months = baseline([uncaughtBefore(longAgo), known('WARN', 'org.example.Thing', 'odd', longAgo)], 24 * 120);
    const note = 'It was there last 2026-08-23T10:00:00.000Z, and not in the week before the baseline ends: that excuses it no more.';
    expect(judged(podWith([uncaught, uncaught, odd]), months)).toMatchObject([
      { code: 'keycloak-log/NEW_ERROR', severity: 'fail', message: expect.stringContaining(note) as string },
      { code: 'keycloak-log/NEW_WARNING', severity: 'warn', message: expect.stringContaining(note) as string },
    ]);
    // A rare error may come once beside a release; where a pod is not well, it is the first suspect.
    expect(short(judged(podWith([uncaught]), months))).toEqual(['warn NEW_ERROR']);
    expect(short(judged(podWith([uncaught], { ready: false }), months))).toEqual(['fail NEW_ERROR']);
    // Nor does it excuse what is known to be bad.
    const listener = known('ERROR', 'org.keycloak.services', 'KC-SERVICES0083: x', longAgo);
    expect(short(judged(podWith([listenerMissing]), baseline([listener], 24 * 120)))).toEqual(['fail SERVICE_FAILURE']);
  });

  it('was not there before where the baseline has it from after the deploy only', () => {
    expect(judged(podWith([uncaught]), baseline([uncaughtBefore({ first: AT, last: AT })]))).toMatchObject([
      {
        code: 'keycloak-log/NEW_ERROR',
        severity: 'fail',
        message: expect.stringContaining('The baseline goes on after the deploy began, and has it only from there.') as string,
      },
    ]);
  });

  it('is a warning where it came once, the pods are ready and the baseline is short', () => {
    expect(judged(podWith([uncaught]), baseline([], 6))).toMatchObject([
      {
        code: 'keycloak-log/NEW_ERROR',
        severity: 'warn',
        message: `ERROR of org.example.Thing, once in keycloak-0, at ${AT}: Uncaught server error: boom\nIt was not there before the release: in 6 h of logs. That is less than a day, in which a rare error may not have come; it came once, and every pod that logged it is ready.`,
      },
    ]);
    expect(short(judged(podWith([uncaught, uncaught]), baseline([], 6)))).toEqual(['fail NEW_ERROR']);
    expect(short(judged(podWith([uncaught], { ready: false }), baseline([], 6)))).toEqual(['fail NEW_ERROR']);
    // An hour of silence at night is no short baseline.
    expect(short(judged(podWith([uncaught]), baseline([], 23.2)))).toEqual(['fail NEW_ERROR']);
  });

  it('is known from the record of the run before the release, too', () => {
    const record = { ...healthy, from: '2026-11-22T21:00:00.000Z', pods: [podWith([uncaught])] };
    const early = JSON.parse(JSON.stringify(record).replaceAll(AT, '2026-11-23T09:00:00.000Z')) as PodLogs;
    expect(short(judged(podWith([uncaught]), undefined, early))).toEqual(['fail UNKNOWN_ERROR']);
    const [pod] = early.pods;
    const [run] = pod?.runs ?? [];
    if (!pod || !run) throw new Error('It has a pod.');
    const longer = {
      ...early,
      pods: [{ ...pod, runs: [{ ...run, log: { ...run.log, first: '2026-11-22T21:00:00.000Z' }, startedAt: '2026-11-22T21:00:00Z' }] }],
    };
    expect(short(judged(podWith([uncaught, odd]), undefined, longer))).toEqual(['info UNKNOWN_ERROR', 'warn NEW_WARNING']);
  });
});

describe('a message that is known to be bad', () => {
  it('about this start is only a warning where every pod is ready and has finished its start: a line can be forged', () => {
    expect(judged(podWith([migrationFailed]))).toMatchObject([
      {
        code: 'keycloak-log/MIGRATION_FAILED',
        severity: 'warn',
        message: `ERROR of org.keycloak.services, once in keycloak-0, at ${AT}: KC-SERVICES0002: Failed to migrate datamodel\nThe realms could not be migrated, and Keycloak gives up starting.\nEvery pod that logged it is ready and has finished its start: a later try came up, or somebody forged the line.`,
      },
    ]);
    expect(short(judged(podWith([migrationFailed], { ready: false })))).toEqual(['fail MIGRATION_FAILED']);
    expect(short(judged(podWith([migrationFailed], { started: false })))).toEqual(['fail MIGRATION_FAILED']);
    expect(short(judged(podWith([migrationFailed], { state: 'ended' })))).toEqual(['fail MIGRATION_FAILED']);
  });

  it('about this start is not excused by the baseline', () => {
    const before = baseline([known('ERROR', 'org.keycloak.services', 'KC-SERVICES0002: Failed to migrate datamodel')]);
    expect(short(judged(podWith([migrationFailed], { ready: false }), before))).toEqual(['fail MIGRATION_FAILED']);
  });

  it('about the service is a warning where it was there before the release', () => {
    expect(short(judged(podWith([listenerMissing]), baseline([])))).toEqual(['fail SERVICE_FAILURE']);
    const before = baseline([
      known('ERROR', 'org.keycloak.services', 'KC-SERVICES0083: Event listener x registered, but provider not found'),
    ]);
    expect(judged(podWith([listenerMissing]), before)).toMatchObject([
      {
        severity: 'warn',
        message: expect.stringContaining('It was there before the release, too: the release is not its cause.') as string,
      },
    ]);
  });

  it('stays a warning where it is one', () => {
    expect(short(judged(podWith([mailFailed]), baseline([])))).toEqual(['warn SERVICE_WARNING']);
  });

  it('of memory is believed, unless the process that is said to have ended still runs and is ready', () => {
    expect(short(judged(podWith([memory])))).toEqual(['warn MEMORY_EXHAUSTED']);
    expect(short(judged(podWith([memory], { ready: false })))).toEqual(['fail MEMORY_EXHAUSTED']);
    expect(short(judged(podWith([memory], { state: 'ended' })))).toEqual(['fail MEMORY_EXHAUSTED']);
    const caught = line('ERROR', 'org.example.Thing', 'Request failed\njava.lang.OutOfMemoryError: Java heap space');
    expect(short(judged(podWith(caught.split('\n'))))).toEqual(['fail MEMORY_EXHAUSTED']);
  });
});

describe('a message that is known to be benign', () => {
  const afterShutdown = line('ERROR', 'org.example.Thing', 'Something failed [Error Occurred After Shutdown]');

  it('at the end of a process is believed of a process that has ended only', () => {
    expect(judged(podWith([afterShutdown], { state: 'ended' }))).toEqual([]);
    expect(judged(podWith([afterShutdown]))).toMatchObject([
      { code: 'keycloak-log/UNKNOWN_ERROR', message: expect.stringContaining('the server was ending, and the server runs') as string },
    ]);
  });

  it('of other versions is not known in this one', () => {
    const transactions = line(
      'WARN',
      'io.quarkus.agroal.runtime.DataSources',
      'Datasource <default> enables XA but transaction recovery is not enabled.',
    );
    expect(short(judged(podWith([transactions])))).toEqual(['warn UNKNOWN_WARNING']);
    expect(short(judged(podWith([transactions], { started: false })))).toEqual([]);
  });
});
