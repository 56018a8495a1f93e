import { describe, expect, it } from 'vitest';
import { codes } from './codes.ts';
import { noErrors } from './no-errors.ts';
import type { LoggedPod, PodLogs, Run } from './pod-logs-evidence.ts';
import { judge, readLog, recordedLogs, recordedNames, reduceLines } from './recorded-logs.ts';

const AT = '2026-11-23T21:22:00.000Z';
const healthy = recordedLogs('healthy-26.7.4');
const [recorded] = healthy.pods;
const whole = recorded?.runs[0];
if (!recorded || !whole) throw new Error('Two pods were recorded.');

const podWith = (runs: readonly Partial<Run>[], ready = true): LoggedPod => ({
  ...recorded,
  name: 'keycloak-0',
  ready,
  runs: runs.map((change) => ({ ...whole, ...change })),
});
const logsOf = (...pods: readonly LoggedPod[]): PodLogs => ({ ...healthy, from: '2026-11-23T20:00:00.000Z', pods: [...pods] });
const gapsOf = (pod: LoggedPod) => judge(noErrors.check, logsOf(pod)).gaps;
const gapOf = (code: typeof codes.RUN_LOST, reason: string) => ({
  code: code.code,
  subject: 'pod/keycloak-0',
  reason,
  remedy: code.remedy,
});
const empty = { lines: 0, bytes: 0, silent: true, log: reduceLines([]), startedAt: '2026-11-23T20:30:00Z' };

describe('an empty log', () => {
  it('of a server that runs is no clean log: it may log into a file', () => {
    expect(gapsOf(podWith([empty]))).toEqual([
      gapOf(codes.LOG_EMPTY, 'Keycloak in keycloak-0 runs since 2026-11-23T20:30:00Z and its log is empty.'),
    ]);
  });

  it.each([
    ['of a container that has just started', podWith([empty], false)],
    ['of a quiet day, with older lines', podWith([{ ...empty, silent: false, fromStart: false }])],
  ])('%s is none', (_, pod) => {
    expect(gapsOf(pod)).toEqual([]);
  });
});

describe('a log in another format', () => {
  const custom = ['Updating the configuration and installing your custom providers, if any. Please wait.'].concat(
    readLog('26.7.4-first-node').map((line) => line.replace(/^\d{4}-\d\d-\d\d ([\d:]+),\d+ (\w+) +/, '$1 [$2] ')),
  );
  const otherKeys = readLog('26.7.4-json').map((line) => line.replace('"level":', '"severity":').replace('"message":', '"msg":'));
  const noLevel = ['20:00:01 org.keycloak.Thing started', '20:00:02 org.keycloak.Thing failed'];

  it.each([
    ['text', custom],
    ['text without a level', noLevel],
    ['JSON', otherKeys],
  ])('is not understood, and no silence: %s', (_, lines) => {
    const log = reduceLines(lines, AT);
    expect(log.strange).toBeGreaterThan(log.records);
    expect(gapsOf(podWith([{ log }]))).toEqual([
      gapOf(
        codes.NOT_UNDERSTOOD,
        `Of the ${log.lines} lines in the log of keycloak-0 ${log.strange} are in a format that is not known, and ${log.records} are records.`,
      ),
    ]);
  });

  it.each(recordedNames)('is not what %s has', (name) => {
    expect(gapsOf(podWith([{ log: reduceLines(readLog(name), whole.startedAt?.replace('Z', '.000Z')) }]))).toEqual([]);
  });

  it('is not what some lines of an extension or of a script make of it', () => {
    const lines = [
      'Waiting for the database',
      '[otel.javaagent] INFO started',
      ...readLog('26.4.0-first-node'),
      '{"my":"document"}',
      '"main" #1 prio=5',
    ];
    expect(gapsOf(podWith([{ log: reduceLines(lines, whole.startedAt?.replace('Z', '.000Z')) }]))).toEqual([]);
  });
});

describe('a run whose log is gone', () => {
  const restarted = { ...whole, attempt: 2 };
  const previous = { ...whole, attempt: 1, which: 'previous', state: 'ended', endedAt: '2026-11-23T21:00:00Z' } as const;

  it('is told where the node has removed it', () => {
    expect(gapsOf(podWith([whole, { ...previous, absent: 'there was no run before' }]))).toEqual([
      gapOf(codes.RUN_LOST, 'The log of keycloak-0 (previous run) is not there: there was no run before.'),
    ]);
  });

  it('is told where the container was restarted more often than the node keeps logs', () => {
    expect(gapsOf(podWith([restarted, previous]))).toEqual([
      gapOf(codes.RUN_LOST, 'Keycloak in keycloak-0 was started 3 times; the logs of the last two runs are there, the others are gone.'),
    ]);
  });

  it('is told where the container runs and the node says that it does not', () => {
    expect(gapsOf(podWith([{ absent: 'the container has not started yet', log: reduceLines([]) }]))).toEqual([
      gapOf(codes.RUN_LOST, 'The log of keycloak-0 (current run) is not there: the container has not started yet.'),
    ]);
  });

  it.each([
    [
      'it ended before the time that is looked at',
      podWith([whole, { ...previous, endedAt: '2026-11-20T21:00:00Z', fromStart: false, absent: 'no' }]),
    ],
    ['the restarts were before the time that is looked at', podWith([restarted, { ...previous, fromStart: false }])],
    ['the pod does not come up', podWith([restarted, previous], false)],
  ])('is none where %s', (_, pod) => {
    expect(gapsOf(pod)).toEqual([]);
  });
});

it('is no clean log where no pod is there, or none of its containers is the one that is declared', () => {
  const message = 'There is no pod whose log could be read.';
  expect(judge(noErrors.check, logsOf())).toMatchObject({ findings: [{ code: codes.NOT_STARTED.code, message }], settling: message });
  expect(gapsOf(podWith([]))).toEqual([gapOf(codes.UNREADABLE, 'keycloak-0 has no container of the name that runs Keycloak.')]);
});
