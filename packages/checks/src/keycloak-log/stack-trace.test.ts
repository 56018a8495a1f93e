import { describe, expect, it } from 'vitest';
import { codes } from './codes.ts';
import { noErrors } from './no-errors.ts';
import { judge, recordedLogs, reduceLines } from './recorded-logs.ts';
import { beginsStackTrace, exceptionIn, exceptionOf, isStackTrace } from './stack-trace.ts';

const line = (level: string, text: string, logger = 'org.example.Thing'): string =>
  `2026-11-23 21:22:00,000 ${level} [${logger}] (executor-thread-1) ${text}`;
const messagesOf = (lines: readonly string[]) => reduceLines(lines).messages.map(({ fingerprint }) => fingerprint);

describe('a line of a stack trace', () => {
  it.each([
    ['java.lang.IllegalStateException: no', 'java.lang.IllegalStateException', true, true],
    ['Caused by: org.example.Refused: no', 'org.example.Refused', true, false],
    ['\tSuppressed: java.io.IOException: closed', undefined, true, false],
    ['\tat org.example.Thing.run(Thing.java:1)', undefined, true, false],
    ['org.example.Thing: a word', undefined, false, false],
    ['a word', undefined, false, false],
  ])('%s', (text, exception, isOne, begins) => {
    expect([exceptionOf(text), isStackTrace(text), beginsStackTrace(text)]).toEqual([exception, isOne, begins]);
  });

  it.each([
    ['Uncaught server error: org.keycloak.models.ModelException: java.sql.SQLException: no', 'org.keycloak.models.ModelException'],
    ['java.lang.NullPointerException', 'java.lang.NullPointerException'],
    ['see org.example.NoException or org.example.Thing: that', undefined],
  ])('%s: the exception in a message', (message, exception) => {
    expect(exceptionIn(message)).toBe(exception);
  });
});

describe('an exception', () => {
  it('in the line of its record tells one failure of a number from another', () => {
    const failed = (exception: string): string =>
      line('WARN', `KC-SERVICES0013: Failed authentication: ${exception}: no`, 'org.keycloak.services');
    expect(
      messagesOf([failed('org.keycloak.authentication.AuthenticationFlowException'), failed('java.lang.NullPointerException')]),
    ).toEqual([
      'WARN org.keycloak.services KC-SERVICES0013 java.lang.NullPointerException',
      'WARN org.keycloak.services KC-SERVICES0013 org.keycloak.authentication.AuthenticationFlowException',
    ]);
  });

  it.each([null, undefined])('without a message (%s) is a record', (message) => {
    const record = {
      loggerName: 'org.example.Thing',
      level: 'ERROR',
      message,
      exception: { exceptionType: 'java.lang.NullPointerException' },
    };
    expect(messagesOf([JSON.stringify(record)])).toEqual(['ERROR org.example.Thing  java.lang.NullPointerException']);
  });

  it('that was suppressed on the way is not the root', () => {
    const trace = [
      'Caused by: java.sql.SQLException: no',
      '\tat a.B.c(B.java:1)',
      '\tSuppressed: java.io.IOException: closed',
      '\t\tat a.B.d(B.java:2)',
    ];
    expect(messagesOf([line('ERROR', 'Failed: java.lang.RuntimeException: no'), ...trace])).toEqual([
      'ERROR org.example.Thing Failed: java.lang.RuntimeException: no java.sql.SQLException',
    ]);
  });

  it('that was printed past the log, behind a record of no trouble, is found', () => {
    const healthy = recordedLogs('healthy-26.7.4');
    const [first, ...others] = healthy.pods;
    const run = first?.runs[0];
    if (!first || !run) throw new Error('Two pods were recorded.');
    const lines = [line('INFO', 'Synchronising'), 'java.lang.NullPointerException: no realm', '\tat org.example.Thing.run(Thing.java:1)'];
    const log = reduceLines(lines, '2026-11-23T21:22:00.000Z');
    const { findings } = judge(noErrors.check, { ...healthy, pods: [{ ...first, runs: [{ ...run, log }] }, ...others] });
    expect(findings).toEqual([
      {
        code: 'keycloak-log/UNKNOWN_WARNING',
        title: codes.UNKNOWN_WARNING.title,
        severity: 'warn',
        subject: 'log/fda55a40',
        message: `WARN of a line without a logger, once in ${first.name}, at 2026-11-23T21:22:00.000Z: java.lang.NullPointerException: no realm`,
        actual: 'WARN - java.lang.NullPointerException: no realm java.lang.NullPointerException',
        remedy: codes.UNKNOWN_WARNING.remedy,
      },
    ]);
  });

  it.each(['INFO', 'DEBUG'])('of memory behind a record at %s is found', (level) => {
    expect(messagesOf([line(level, 'Synchronising'), 'java.lang.OutOfMemoryError: Java heap space', '\tat a.B.c(B.java:1)'])).toEqual([
      'ERROR - java.lang.OutOfMemoryError: Java heap space java.lang.OutOfMemoryError',
    ]);
  });

  it('behind a record that could not be written belongs to that', () => {
    const { messages, lostRecords } = reduceLines(['LogManager error of type FORMAT_FAILURE: no', 'java.lang.NullPointerException']);
    expect({ messages, lostRecords }).toEqual({ messages: [], lostRecords: 1 });
  });
});
