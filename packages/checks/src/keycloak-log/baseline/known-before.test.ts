import { expect, it } from 'vitest';
import { reduceLines, readLog, recordedLogs } from '../recorded-logs.ts';
import { isFarMoreOften, knownBefore } from './known-before.ts';
import { LogBaseline } from './log-baseline.ts';
import { logsOfPods, makeBaseline } from './make-baseline.ts';

const of = { environment: 'acc', takenAt: '2026-11-23T21:00:00.000Z', wantedHours: 24, unread: [] };
const log = (name: string, first: string, last: string) => ({ ...reduceLines(readLog(`recorded/${name}`), first), last });

it('puts logs together: what was read, how long, and every message with its count', () => {
  const baseline = makeBaseline(
    [
      { name: 'a.log', log: log('25.0.6-first-start', '2026-11-22T20:00:00.000Z', '2026-11-23T12:00:00.000Z'), lacks: [] },
      { name: 'b.log', log: log('25.0.6-second-start-json', '2026-11-23T08:00:00.000Z', '2026-11-23T20:30:00.000Z'), lacks: [] },
    ],
    of,
  );
  expect(baseline).toMatchObject({
    schema: 'keycloak-release-gate/log-baseline/1',
    environment: 'acc',
    takenAt: '2026-11-23T21:00:00.000Z',
    from: '2026-11-22T20:00:00.000Z',
    to: '2026-11-23T20:30:00.000Z',
    hours: 24.5,
    sources: [
      { name: 'a.log', from: '2026-11-22T20:00:00.000Z', to: '2026-11-23T12:00:00.000Z', lines: 42 },
      { name: 'b.log', from: '2026-11-23T08:00:00.000Z', to: '2026-11-23T20:30:00.000Z', lines: 31 },
    ],
    short: [],
  });
  expect(baseline?.messages.map(({ fingerprint, count, first, last }) => [fingerprint, count, first, last])).toEqual([
    ['ERROR org.keycloak.services KC-SERVICES0093', 2, '2026-11-22T20:00:00.000Z', '2026-11-23T08:00:00.000Z'],
    ['WARN org.jgroups.stack.Configurator JGRP000014', 2, '2026-11-22T20:00:00.000Z', '2026-11-23T08:00:00.000Z'],
    [
      'WARN org.keycloak.protocol.oidc.endpoints.LogoutEndpoint Client ‹…› not found.',
      2,
      '2026-11-22T20:00:00.000Z',
      '2026-11-23T08:00:00.000Z',
    ],
    [
      'WARN org.keycloak.protocol.oidc.endpoints.request.AuthorizationEndpointRequestParserProcessor Parameter ‹…› not present or present multiple times in the HTTP request parameters',
      2,
      '2026-11-22T20:00:00.000Z',
      '2026-11-23T08:00:00.000Z',
    ],
  ]);
  expect(baseline?.userEvents).toContainEqual({ type: 'LOGIN_ERROR', error: 'client_not_found', client: 'no-such-client', count: 2 });
  expect(LogBaseline.parse(baseline)).toEqual(baseline);
});

it('says what it lacks, and is none without a line', () => {
  const short = log('25.0.6-first-start', '2026-11-23T08:00:00.000Z', '2026-11-23T12:00:00.000Z');
  expect(
    makeBaseline([{ name: 'a', log: { ...short, messagesLeftOut: 3, lostRecords: 2 }, lacks: ['Half of a is gone.'] }], {
      ...of,
      unread: ['b could not be read.'],
    })?.short,
  ).toEqual([
    'b could not be read.',
    'Half of a is gone.',
    'It covers 4 of 24 hours.',
    '3 further errors and warnings were not kept apart.',
    '2 records could not be written into the log by the server itself.',
  ]);
  expect(makeBaseline([], of)).toBeUndefined();
  const [pod] = recordedLogs('deploying').pods;
  const [run] = pod?.runs ?? [];
  if (!pod || !run) throw new Error('A pod was recorded.');
  const silent = { ...pod, runs: [{ ...run, log: { ...run.log, lines: 0 } }] };
  expect(logsOfPods({ ...recordedLogs('deploying'), pods: [silent] })).toEqual([]);
});

it('covers what its sources cover before the time that is judged', () => {
  const baseline = makeBaseline(
    [{ name: 'a', log: log('25.0.6-first-start', '2026-11-23T08:00:00.000Z', '2026-11-23T12:00:00.000Z'), lacks: [] }],
    of,
  );
  const hours = (from: string) => knownBefore(baseline, undefined, from).hours;
  expect([hours('2026-11-23T20:00:00.000Z'), hours('2026-11-23T09:00:00.000Z'), hours('2026-11-23T07:00:00.000Z')]).toEqual([4, 1, 0]);
  // On a day without a deploy all of it counts.
  expect(knownBefore(baseline, undefined, undefined).hours).toBe(4);
  expect(knownBefore(undefined, undefined, '2026-11-23T20:00:00.000Z')).toMatchObject({ hours: undefined, sources: [] });
});

it('takes no pod that does not work, and no start that failed, for what was there before', () => {
  const error = '2026-11-23 21:22:00,000 ERROR [org.example.Thing] (main) broken';
  const logs = recordedLogs('healthy-26.7.4');
  const [pod] = logs.pods;
  const [run] = pod?.runs ?? [];
  if (!pod || !run) throw new Error('A pod was recorded.');
  const withRun = (change: object, ready = true): typeof logs => ({
    ...logs,
    pods: [{ ...pod, name: 'keycloak-0', ready, runs: [{ ...run, log: reduceLines([error], '2026-11-23T20:00:00.000Z'), ...change }] }],
  });
  const isKnown = (record: typeof logs): boolean =>
    knownBefore(undefined, record, undefined).message('ERROR org.example.Thing broken') !== undefined;
  const lacks = (record: typeof logs): readonly string[] => logsOfPods(record).flatMap((each) => each.lacks);
  expect([isKnown(withRun({})), lacks(withRun({}))]).toEqual([true, []]);
  const broken = withRun({}, false);
  expect([isKnown(broken), lacks(broken)]).toEqual([false, ['keycloak-0 is not ready: what it logs is not how a sound system logs.']]);
  const failed = withRun({
    state: 'ended',
    log: reduceLines([error, 'ERROR: Failed to start server in (production) mode'], '2026-11-23T20:00:00.000Z'),
  });
  expect([isKnown(failed), lacks(failed)]).toEqual([false, ['Keycloak in keycloak-0 (current run) gave up starting.']]);
  const empty = withRun({ silent: true, startedAt: '2026-11-23T19:00:00Z', log: reduceLines([]) });
  expect(lacks(empty)).toEqual(['Keycloak in keycloak-0 runs since 2026-11-23T19:00:00Z and its log is empty.']);
});

it('calls it far more often from ten times the rate on, and twenty more than expected', () => {
  expect([isFarMoreOften(20, 1, 0), isFarMoreOften(19, 1, 0), isFarMoreOften(100, 1, 10), isFarMoreOften(99, 1, 10)]).toEqual([
    true,
    false,
    true,
    false,
  ]);
});
