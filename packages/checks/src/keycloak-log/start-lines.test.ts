import { expect, it } from 'vitest';
import { codes } from './codes.ts';
import type { LoggedPod, Run } from './pod-logs-evidence.ts';
import { readLog, recordedLogs, reduceLines } from './recorded-logs.ts';
import { judgeStartLines } from './start-lines.ts';

const [recorded] = recordedLogs('healthy-26.7.4').pods;
const whole = recorded?.runs[0];
if (!recorded || !whole) throw new Error('Two pods were recorded.');

const thrown = 'Exception in thread "worker" java.lang.IllegalStateException: no';
const previous = { attempt: 0, which: 'previous', state: 'ended' } as const;
const podWith = (change: Partial<Run>): LoggedPod => ({
  ...recorded,
  name: 'keycloak-0',
  runs: [
    { ...whole, attempt: 1 },
    { ...whole, ...previous, ...change },
  ],
});
const told = (severity: 'warn' | 'fail', code: typeof codes.START_FAILED, message: string) => [
  { code: code.code, title: code.title, severity, subject: 'pod/keycloak-0', message, actual: [thrown], remedy: code.remedy },
];

it.each(['26.4.0-first-node', '26.7.4-first-node'])(
  'a run of %s that had started has not failed to start, whatever it said before it ended',
  (name) => {
    const log = reduceLines([...readLog(name), thrown]);
    expect(judgeStartLines(podWith({ log }))).toEqual(told('warn', codes.UNKNOWN_ERROR, `keycloak-0 logged, before it ended: ${thrown}`));
  },
);

it('nor has one whose start was before the time that is looked at', () => {
  expect(judgeStartLines(podWith({ fromStart: false, log: reduceLines([thrown]) }))).toEqual(
    told('warn', codes.UNKNOWN_ERROR, `keycloak-0 logged, before it ended: ${thrown}`),
  );
});

it('one that ended before its start did has', () => {
  expect(judgeStartLines(podWith({ exitCode: 1, log: reduceLines([thrown]) }))).toEqual(
    told('warn', codes.START_FAILED, `Keycloak in keycloak-0 gave up starting (exit code 1): ${thrown}`),
  );
});
