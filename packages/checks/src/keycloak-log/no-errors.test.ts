import { plannedRead } from '@keycloak-release-gate/core';
import { describe, expect, it } from 'vitest';
import { LOG_BASELINE_SCHEMA } from './baseline/log-baseline.ts';
import type { LogBaseline } from './baseline/log-baseline.ts';
import { lookUp } from './catalogue/index.ts';
import { codes } from './codes.ts';
import { noErrors } from './no-errors.ts';
import type { PodLogs, Run } from './pod-logs-evidence.ts';
import { judge, recordedLines, recordedLogs, reduceLines } from './recorded-logs.ts';

const { check } = noErrors;
const healthy = recordedLogs('healthy-26.7.4');
const name = healthy.pods[0]?.name ?? '';
const AT = '2026-11-23T21:22:00.000Z';

/** The recorded evidence, with what these lines tell in place of the first pod's log. */
function withLines(lines: readonly string[], change: Partial<Run> = {}, ready = true): PodLogs {
  const [first, ...others] = healthy.pods;
  const run = first?.runs[0];
  if (!first || !run) throw new Error('Two pods were recorded.');
  return { ...healthy, pods: [{ ...first, ready, runs: [{ ...run, log: reduceLines(lines, AT), ...change }] }, ...others] };
}
const line = (level: string, logger: string, text: string): string =>
  `2026-11-23 21:22:00,000 ${level} [${logger}] (executor-thread-1) ${text}`;
const uncaught = line('ERROR', 'org.keycloak.services.error.KeycloakErrorHandler', 'Uncaught server error: boom');

describe('a healthy start', () => {
  it.each(['healthy-26.4.0', 'healthy-26.7.4'] as const)('%s: nothing is found in the logs of a real cluster', (recorded) => {
    const { findings, gaps, settling } = judge(check, recordedLogs(recorded));
    expect({ findings, gaps, settling }).toEqual({ findings: [], gaps: [], settling: undefined });
  });

  it.each([
    '24.0.5',
    '26.4.0-first-node',
    '26.4.0-second-node',
    '26.7.4-first-node',
    '26.7.4-second-node',
    '26.7.4-json',
    '26.7.4-ecs',
    '26.7.4-on-a-database-of-24',
    '26.7.4-development-mode',
  ] as const)('%s: every error and warning of a real start and stop is known to be benign', (recorded) => {
    const { messages } = reduceLines(recordedLines(recorded));
    expect(messages.filter((message) => lookUp(message, undefined)?.kind !== 'benign')).toEqual([]);
  });

  it('counts what users do wrong, and finds no fault with it', () => {
    const { findings, facts } = judge(check, withLines(recordedLines('26.7.4-first-node')));
    expect(findings).toEqual([]);
    expect(facts).toContainEqual({ name: 'failed logins and other events of users', value: 1 });
  });
});

it('tells of a baseline that is old, where a deploy is judged', () => {
  const to = '2026-11-01T20:00:00.000Z';
  const old: LogBaseline = {
    schema: LOG_BASELINE_SCHEMA,
    environment: 'acc',
    takenAt: to,
    from: '2026-10-31T20:00:00.000Z',
    to,
    hours: 24,
    sources: [{ name: 'a', from: '2026-10-31T20:00:00.000Z', to, lines: 10 }],
    messages: [],
    userEvents: [],
    short: [],
  };
  const { findings } = judge(check, healthy, {}, undefined, old);
  expect(findings).toEqual([
    {
      code: 'keycloak-log/BASELINE_OLD',
      title: codes.BASELINE_OLD.title,
      severity: 'warn',
      subject: 'logs',
      message: `What is known from before the release ends ${to}, and what is judged begins ${healthy.from}.`,
      actual: to,
      remedy: codes.BASELINE_OLD.remedy,
    },
  ]);
  expect(judge(check, healthy, { afterDeploy: false }, undefined, old).findings).toEqual([]);
});

describe('an error', () => {
  it('that nobody knows is a failure, told once for all pods', () => {
    const [first, second] = withLines([uncaught, uncaught]).pods;
    if (!first || !second) throw new Error('Two pods were recorded.');
    const { findings } = judge(check, { ...healthy, pods: [first, { ...second, runs: first.runs }] });
    expect(findings).toEqual([
      {
        code: 'keycloak-log/UNKNOWN_ERROR',
        title: codes.UNKNOWN_ERROR.title,
        severity: 'fail',
        subject: 'log/b9859c0c',
        message: `ERROR of org.keycloak.services.error.KeycloakErrorHandler, 4 times in ${first.name}, ${second.name}, first at ${AT}, last at ${AT}: Uncaught server error: boom`,
        actual: 'ERROR org.keycloak.services.error.KeycloakErrorHandler Uncaught server error: boom',
        remedy: codes.UNKNOWN_ERROR.remedy,
      },
    ]);
  });

  it.each([
    [
      'MIGRATION_FAILED',
      'fail',
      line(
        'ERROR',
        'org.keycloak.quarkus.runtime.storage.database.liquibase.QuarkusJpaUpdaterProvider',
        'Error has occurred while updating the database',
      ),
    ],
    ['MIGRATION_FAILED', 'fail', line('ERROR', 'org.keycloak.services', 'KC-SERVICES0002: Failed to migrate datamodel')],
    [
      'MIGRATION_LOCK',
      'fail',
      line(
        'ERROR',
        'org.keycloak.connections.jpa.updater.liquibase.lock.CustomLockService',
        'Could not acquire change log lock within specified timeout 900 seconds',
      ),
    ],
    [
      'MIGRATION_LOCK',
      'warn',
      line(
        'WARN',
        'org.keycloak.connections.jpa.updater.liquibase.lock.CustomLockService',
        "Lock didn't yet acquired. Will possibly retry to acquire lock. Details: x",
      ),
    ],
    [
      'DATABASE_NOT_MIGRATED',
      'fail',
      line('ERROR', 'org.keycloak.x', 'Database not up-to-date, please migrate database with keycloak-database-update.sql'),
    ],
    ['MEMORY_EXHAUSTED', 'fail', line('ERROR', 'org.keycloak.x', 'failed: java.lang.OutOfMemoryError: Java heap space')],
    [
      'CLUSTER_UNHEALTHY',
      'fail',
      line('WARN', 'org.keycloak.infinispan.health.impl.JdbcPingClusterHealthImpl', 'Keycloak cluster health check: DOWN'),
    ],
    [
      'SERVICE_FAILURE',
      'fail',
      line('ERROR', 'org.keycloak.services', "KC-SERVICES0083: Event listener 'audit-trail' registered, but provider not found"),
    ],
    [
      'SERVICE_FAILURE',
      'fail',
      line('ERROR', 'org.keycloak.events.EventBuilder', 'Event listeners [audit-trail] registered, but provider not found'),
    ],
    ['SERVICE_WARNING', 'warn', line('ERROR', 'org.keycloak.services', 'KC-SERVICES0029: Failed to send email')],
    [
      'SERVICE_WARNING',
      'warn',
      line(
        'WARN',
        'org.keycloak.quarkus.runtime.storage.database.jpa.DatabaseIndexChecker',
        'Missing database index: idx_x on table y. Create the index manually',
      ),
    ],
  ] as const)('that is known: %s, %s: %s', (code, severity, text) => {
    expect(judge(check, withLines([text])).findings.map((each) => [each.code, each.severity])).toEqual([
      [`keycloak-log/${code}`, severity],
    ]);
  });

  it('that any visitor can cause is no finding', () => {
    expect(
      judge(check, withLines([line('ERROR', 'org.keycloak.services', 'KC-SERVICES0092: Missing parameter: client_id')])).findings,
    ).toEqual([]);
  });

  it('of a rollback without restore is a warning', () => {
    expect(judge(check, withLines(recordedLines('26.4.0-on-a-database-of-26.7'))).findings).toMatchObject([
      { code: 'keycloak-log/DATABASE_NEWER', severity: 'warn' },
    ]);
  });
});

describe('a start that failed', () => {
  it('is one finding, without the warnings that it caused', () => {
    const { findings, settling } = judge(check, recordedLogs('wrong-database-password'));
    expect(findings.map((each) => each.code)).toEqual(['keycloak-log/START_FAILED']);
    expect(settling).toBe(findings[0]?.message);
  });

  it('is told with the failed migration that caused it', () => {
    const lines = [
      line(
        'ERROR',
        'org.keycloak.quarkus.runtime.storage.database.liquibase.QuarkusJpaUpdaterProvider',
        'Error has occurred while updating the database',
      ),
      line('ERROR', 'org.keycloak.quarkus.runtime.cli.ExecutionExceptionHandler', 'ERROR: Failed to update database'),
      line('WARN', 'org.example.Thing', 'a consequence'),
    ];
    const { findings } = judge(check, withLines(lines, { state: 'ended', exitCode: 1 }, false));
    expect(findings.map((each) => each.code)).toEqual(['keycloak-log/MIGRATION_FAILED', 'keycloak-log/START_FAILED']);
  });

  it('is a warning where a later try came up', () => {
    const failed = recordedLogs('wrong-database-password').pods[0]?.runs.find((run) => run.exitCode === 1);
    const [first, ...others] = healthy.pods;
    if (!failed || !first) throw new Error('A failed run was recorded.');
    const now = { ...healthy, pods: [{ ...first, runs: [...first.runs, failed] }, ...others] };
    expect(judge(check, now).findings).toMatchObject([{ code: 'keycloak-log/START_FAILED', severity: 'warn' }]);
  });

  it('is not believed of a pod that is ready: whoever controls a logged value can forge the line', () => {
    const now = withLines([...recordedLines('26.7.4-first-node'), 'ERROR: Failed to start server in (production) mode', 'ERROR: forged']);
    expect(judge(check, now).findings).toMatchObject([
      { code: 'keycloak-log/UNKNOWN_ERROR', severity: 'warn', message: `${name} logged, while it went on running: forged` },
    ]);
  });
});

describe('what is not there to be read', () => {
  it('is a gap where the beginning was rotated away', () => {
    const now = withLines([line('INFO', 'org.example', 'later')], { startedAt: '2026-11-23T21:00:00Z', fromStart: true });
    expect(judge(check, now)).toMatchObject({ findings: [], gaps: [{ code: 'keycloak-log/BEGINNING_LOST', subject: `pod/${name}` }] });
    expect(
      judge(check, withLines([line('INFO', 'org.example', 'later')], { startedAt: '2026-11-23T21:00:00Z', fromStart: false })).gaps,
    ).toEqual([]);
  });

  it('is a gap where there were too many different messages', () => {
    const now = withLines([uncaught]);
    const pods = now.pods.map((pod) => ({ ...pod, runs: pod.runs.map((run) => ({ ...run, log: { ...run.log, messagesLeftOut: 5 } })) }));
    expect(judge(check, { ...now, pods }).gaps).toMatchObject([
      { code: 'keycloak-log/TOO_MANY_MESSAGES' },
      { code: 'keycloak-log/TOO_MANY_MESSAGES' },
    ]);
  });
});

it('gives the same findings in whatever order the pods come', () => {
  const now = withLines([uncaught, line('WARN', 'org.example.Thing', 'odd')]);
  const findings = judge(check, now).findings;
  expect(judge(check, { ...now, pods: now.pods.toReversed() }).findings).toEqual(findings);
});

it('is waited for until the logs are good: every look that it takes settles', () => {
  const taken = Object.values(check.reads)
    .map(plannedRead)
    .filter(({ revision }) => revision === 'latest');
  expect(taken.map(({ collector }) => [collector.id, collector.settles])).toEqual(taken.map(({ collector }) => [collector.id, true]));
});
