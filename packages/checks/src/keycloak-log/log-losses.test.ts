import { describe, expect, it } from 'vitest';
import { codes } from './codes.ts';
import { lossesOf } from './log-losses.ts';
import type { LoggedPod, Run } from './pod-logs-evidence.ts';
import { recordedLines, recordedLogs, reduceLines } from './recorded-logs.ts';

const [recorded] = recordedLogs('healthy-26.7.4').pods;
const podWith = (change: Partial<Run>): LoggedPod => ({
  name: 'keycloak-0',
  ready: true,
  runs: (recorded?.runs ?? []).map((run) => ({ ...run, ...change })),
  others: [],
});

it('finds nothing lost in whole logs', () => {
  expect(recordedLogs('healthy-26.4.0').pods.flatMap(lossesOf)).toEqual([]);
  expect(recordedLogs('wrong-database-password').pods.flatMap(lossesOf)).toEqual([]);
});

it('tells of records that Keycloak could not write', () => {
  const log = reduceLines([
    ...recordedLines('26.7.4-first-node').slice(0, 20),
    'LogManager error of type FORMAT_FAILURE: Formatting error',
    'java.lang.IllegalArgumentException: bad format',
    '\tat org.jboss.logmanager.formatters.PatternFormatter.format(PatternFormatter.java:1)',
    'LogManager error of type CLOSE_FAILURE: it was ending anyway',
  ]);
  expect(log).toMatchObject({ lostRecords: 1, startFailure: [] });
  expect(lossesOf(podWith({ log }))).toEqual([
    {
      code: 'keycloak-log/RECORD_LOST',
      subject: 'pod/keycloak-0',
      reason: 'Keycloak in keycloak-0 says of one record that it could not write it into its log.',
      remedy: codes.RECORD_LOST.remedy,
    },
  ]);
});

describe('a beginning that is gone', () => {
  const lines = recordedLines('26.7.4-first-node').slice(30);
  const run = { startedAt: '2026-11-23T21:00:00Z', fromStart: true };

  it('is told where the log begins long after the container', () => {
    expect(lossesOf(podWith({ ...run, log: reduceLines(lines, '2026-11-23T21:10:00.000Z') }))).toEqual([
      {
        code: 'keycloak-log/BEGINNING_LOST',
        subject: 'pod/keycloak-0',
        reason: 'The log of keycloak-0 begins 2026-11-23T21:10:00.000Z, its container started 2026-11-23T21:00:00Z.',
        remedy: codes.BEGINNING_LOST.remedy,
      },
    ]);
  });

  it.each([
    ['it was asked for from later on', { ...run, fromStart: false, log: reduceLines(lines, '2026-11-23T21:10:00.000Z') }],
    [
      'the start is there, though it came late',
      { ...run, log: reduceLines(recordedLines('26.7.4-first-node'), '2026-11-23T21:10:00.000Z') },
    ],
    ['it begins soon', { ...run, log: reduceLines(lines, '2026-11-23T21:01:00.000Z') }],
  ])('is none where %s', (_, change) => {
    expect(lossesOf(podWith(change))).toEqual([]);
  });
});
