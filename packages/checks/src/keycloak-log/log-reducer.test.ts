import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineSplitter } from './log-lines.ts';
import { createLogReducer } from './log-reducer.ts';
import { LogSummary } from './log-summary.ts';
import { rawOf, textOf } from './raw-line.ts';
import { recordedLines, reduceLines } from './recorded-logs.ts';
import type { RecordedLog } from './recorded-logs.ts';

const every: readonly RecordedLog[] = [
  '24.0.5',
  '26.4.0-first-node',
  '26.4.0-on-a-database-of-26.7',
  '26.4.0-second-node',
  '26.4.0-without-database',
  '26.7.4-development-mode',
  '26.7.4-ecs',
  '26.7.4-first-node',
  '26.7.4-json',
  '26.7.4-on-a-database-of-24',
  '26.7.4-other-build-options',
  '26.7.4-second-node',
  '26.7.4-unknown-option',
  '26.7.4-without-database',
  '26.7.4-without-hostname',
];

describe('a recorded start', () => {
  it.each([
    ['24.0.5', '24.0.5', undefined, 'prod', false, 1],
    ['26.4.0-first-node', '26.4.0', undefined, 'prod', false, 3],
    ['26.7.4-first-node', '26.7.4', 8.461, 'prod', false, 3],
    ['26.7.4-json', '26.7.4', 3.108, 'prod', false, 1],
    ['26.7.4-ecs', '26.7.4', 3.031, 'prod', false, 1],
    ['26.7.4-development-mode', '26.7.4', 8.746, 'dev', true, 0],
  ] as const)('%s: version, end of the bootstrap, profile, views', (name, version, bootstrap, profile, developmentMode, views) => {
    const summary = reduceLines(recordedLines(name));
    expect(summary.banner?.version).toBe(version);
    expect(summary.bootstrap?.seconds).toBe(bootstrap);
    expect(summary).toMatchObject({ profile, developmentMode, views });
  });

  it('tells the newest view with its members, without their versions', () => {
    const joined = recordedLines('26.7.4-first-node').filter((line) => !line.includes('|2]'));
    expect(reduceLines(joined).view).toEqual({ id: 1, coordinator: 'vm-29812', size: 2, members: ['vm-22731', 'vm-29812'], merged: false });
    // The order in the log does not count.
    expect(reduceLines(joined.toReversed()).view?.id).toBe(1);
  });

  it('tells the steps of the migration', () => {
    expect(
      reduceLines(recordedLines('26.7.4-on-a-database-of-24'))
        .migration.map((step) => step.text)
        .slice(0, 3),
    ).toEqual([
      'Updating database. Using changelog META-INF/jpa-changelog-master.xml',
      'Migrating older model to 25.0.0',
      'migrated realm master to 25.0.0',
    ]);
  });

  it('is the same whether it was written as text or as JSON', () => {
    const [json, ecs] = [reduceLines(recordedLines('26.7.4-json')), reduceLines(recordedLines('26.7.4-ecs'))];
    expect(json.messages.map((message) => message.fingerprint)).toEqual(ecs.messages.map((message) => message.fingerprint));
    expect(json.userEvents.map(({ type, error, client, count }) => ({ type, error, client, count }))).toEqual([
      { type: 'LOGIN_ERROR', error: 'user_not_found', client: 'admin-cli', count: 1 },
    ]);
  });
});

describe('a start that failed', () => {
  it.each([
    [
      '26.7.4-without-hostname',
      [
        'ERROR: Failed to start server in (production) mode',
        'ERROR: Failed to start quarkus',
        'ERROR: hostname is not configured; either configure hostname, or set hostname-strict to false',
      ],
    ],
    ['26.7.4-unknown-option', ["Unknown option: '--hostname-url'"]],
    ['26.7.4-other-build-options', [expect.stringContaining('The following build time options have values that differ')]],
    [
      '26.7.4-without-database',
      [
        'ERROR: Failed to start server in (production) mode',
        'ERROR: Failed to obtain JDBC connection',
        'ERROR: FATAL: database "nope" does not exist',
        expect.stringMatching(/^For more details/),
      ],
    ],
    [
      '26.4.0-without-database',
      [
        'ERROR: Failed to start server in (production) mode',
        'ERROR: Failed to obtain JDBC connection',
        'ERROR: FATAL: database "nope" does not exist',
        expect.stringMatching(/^For more details/),
      ],
    ],
  ] as const)('%s', (name, lines) => {
    expect(reduceLines(recordedLines(name)).startFailure).toEqual(lines);
  });

  it('has its stack trace joined to its record, with the exception at the root', () => {
    const { messages } = reduceLines(recordedLines('26.7.4-without-database'));
    const joined = messages.find((message) => message.code === 'HHH100046');
    expect(joined?.excerpt).toContain('\nCaused by: org.postgresql.util.PSQLException: FATAL: database "nope" does not exist');
    expect(joined).toMatchObject({
      fingerprint: 'WARN org.hibernate.orm.jdbc HHH100046 org.postgresql.util.PSQLException',
      exception: 'org.postgresql.util.PSQLException',
      count: 1,
    });
  });
});

describe('messages', () => {
  const at = (second: number): string => `2026-11-23T21:00:0${second}.000Z`;
  const error = (text: string): string =>
    `2026-11-23 21:00:00,000 ERROR [org.keycloak.services.error.KeycloakErrorHandler] (executor-thread-1) ${text}`;

  it('are grouped by what does not vary in them', () => {
    const reducer = createLogReducer();
    reducer.line(rawOf(error('Uncaught server error: user "alice" of 10.1.2.3 in 12 ms')), at(1));
    reducer.line(rawOf('java.lang.IllegalStateException: no'), at(1));
    reducer.line(rawOf('\tat org.keycloak.Some.method(Some.java:1)'), at(1));
    reducer.line(rawOf('Caused by: java.io.IOException: closed'), at(1));
    reducer.line(rawOf(error('Uncaught server error: user "bob" of 10.1.2.4 in 7 ms')), at(2));
    reducer.line(rawOf('java.lang.IllegalStateException: no'), at(2));
    reducer.line(rawOf('Caused by: java.io.IOException: closed'), at(2));
    expect(reducer.summary().messages).toEqual([
      {
        fingerprint:
          'ERROR org.keycloak.services.error.KeycloakErrorHandler Uncaught server error: user ‹…› of # in # ms java.io.IOException',
        level: 'ERROR',
        logger: 'org.keycloak.services.error.KeycloakErrorHandler',
        template: 'Uncaught server error: user ‹…› of # in # ms',
        exception: 'java.io.IOException',
        count: 2,
        first: at(1),
        last: at(2),
        excerpt:
          'Uncaught server error: user "alice" of 10.1.2.3 in 12 ms\njava.lang.IllegalStateException: no\nCaused by: java.io.IOException: closed',
      },
    ]);
  });

  it('are read with colours, byte-order mark, tracing and shortened names', () => {
    const summary = reduceLines([
      '\uFEFF\u001B[32m2026-11-23 21:00:00,000\u001B[0m WARN  traceId=abc, parentId=, spanId=def, sampled=true [org.key.ser.res.Thing] (main) odd thing\r',
      '2026-11-23 21:00:00,001 INFO  [i.quarkus] (main) Keycloak 26.7.4 on JVM (powered by Quarkus 3.33.3.2) started in 4.5s. Listening on: http://x',
    ]);
    expect(summary.messages).toMatchObject([{ fingerprint: 'WARN org.key.ser.res.Thing odd thing', template: 'odd thing' }]);
    expect(summary.banner).toEqual({ version: '26.7.4', seconds: 4.5 });
  });

  it('of users are kept apart, and quotes in their values are honoured', () => {
    const forged = 'type="LOGIN_ERROR", clientId="a\\", error=\\"none", userId="null", error="user_not_found", username="x"';
    const { messages, userEvents } = reduceLines([`2026-11-23 21:00:00,000 WARN  [org.keycloak.events] (executor-thread-1) ${forged}`]);
    expect(messages).toEqual([]);
    expect(userEvents).toEqual([{ type: 'LOGIN_ERROR', error: 'user_not_found', client: 'a\\", error=\\"none', count: 1 }]);
  });

  it('of more kinds than there is room for are counted', () => {
    // Words alone tell them apart: numbers are left out of a fingerprint.
    const word = (index: number): string => index.toString(2).replaceAll('1', 'x').replaceAll('0', 'y');
    const lines = Array.from({ length: 500 }, (_, index) => error(`novelty ${word(index)}`));
    const { messages, messagesLeftOut } = reduceLines(lines);
    expect([messages.length, messagesLeftOut]).toEqual([200, 300]);
  });

  it('of the banner count once: a process starts once', () => {
    const banner = (version: string): string =>
      `2026-11-23 21:00:00,000 INFO  [io.quarkus] (main) Keycloak ${version} on JVM (powered by Quarkus 3) started in 1s.`;
    expect(reduceLines([banner('26.7.4'), banner('99.0.0')]).banner?.version).toBe('26.7.4');
    expect(reduceLines([banner('26.7.4').replace('io.quarkus', 'org.example')]).banner).toBeUndefined();
  });

  it('about lack of memory stand for themselves', () => {
    expect(reduceLines(['Terminating due to java.lang.OutOfMemoryError: Java heap space'])).toMatchObject({
      startFailure: [],
      messages: [{ level: 'ERROR', exception: 'java.lang.OutOfMemoryError' }],
    });
  });
});

describe('whatever the input', () => {
  const someLine = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(...every.flatMap((name) => recordedLines(name))),
    fc.tuple(fc.constantFrom(...every.flatMap((name) => recordedLines(name))), fc.nat(200)).map(([line, at]) => line.slice(at)),
    fc.json(),
  );
  const noLineEnd = someLine.map((line) => line.replaceAll('\n', ' '));

  it('the reducer does not throw, counts every line, and stays within its schema', () => {
    fc.assert(
      fc.property(fc.array(noLineEnd, { maxLength: 60 }), (lines) => {
        const summary = reduceLines(lines);
        expect(summary.lines).toBe(lines.length);
        expect(LogSummary.parse(summary)).toEqual(summary);
        const counted = summary.messages.reduce((sum, each) => sum + each.count, 0) + summary.messagesLeftOut;
        expect(counted + summary.userEvents.reduce((sum, each) => sum + each.count, 0)).toBeLessThanOrEqual(summary.records);
      }),
    );
  });

  it('a summary in between changes nothing', () => {
    fc.assert(
      fc.property(fc.array(noLineEnd, { maxLength: 40 }), (lines) => {
        const reducer = createLogReducer();
        for (const line of lines) {
          reducer.line(rawOf(line));
          reducer.summary();
        }
        expect(reducer.summary()).toEqual(reduceLines(lines));
      }),
    );
  });

  it('chunks may begin and end anywhere', () => {
    const bytes = Buffer.from(recordedLines('26.7.4-first-node').join('\n') + '\nÄ€😀 without a line end');
    const whole = linesOf([bytes]);
    expect(whole.at(-1)).toBe('Ä€😀 without a line end');
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 50 }), (cuts) => {
        const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
        expect(linesOf(places.slice(1).map((end, index) => bytes.subarray(places[index], end)))).toEqual(whole);
      }),
    );
  });

  it('a line without end does not fill the memory', () => {
    const lines = linesOf(Array.from({ length: 40 }, () => Buffer.alloc(65_536, 97)).concat([Buffer.from('\nnext')]));
    expect(lines.map((line) => line.length)).toEqual([65_536, 4]);
  });
});

function linesOf(chunks: readonly Buffer[]): string[] {
  const lines: string[] = [];
  const splitter = createLineSplitter((raw) => lines.push(textOf(raw)));
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return lines;
}
