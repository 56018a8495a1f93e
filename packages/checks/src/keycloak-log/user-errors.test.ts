import { describe, expect, it } from 'vitest';
import { knownBefore } from './baseline/known-before.ts';
import { LOG_BASELINE_SCHEMA } from './baseline/log-baseline.ts';
import type { LogBaseline } from './baseline/log-baseline.ts';
import { codes } from './codes.ts';
import type { PodLogs } from './pod-logs-evidence.ts';
import { recordedLogs, reduceLines } from './recorded-logs.ts';
import { judgeUserErrors } from './user-errors.ts';

const healthy = recordedLogs('healthy-26.7.4');
const FROM = '2026-11-23T21:00:00.000Z';

const event = (type: string, error: string, client: string): string =>
  `2026-11-23 21:22:00,000 WARN  [org.keycloak.events] (executor-thread-1) type="${type}", realmId="r", clientId="${client}", userId="null", ipAddress="192.0.2.7", error="${error}", username="alice\\", error=\\"x"`;
const times = (count: number, line: string): string[] => Array.from({ length: count }, () => line);

function judged(lines: readonly string[], events?: LogBaseline['userEvents'], own: readonly string[] = []) {
  const [pod] = healthy.pods;
  const [run] = pod?.runs ?? [];
  if (!pod || !run) throw new Error('Two pods were recorded.');
  const now: PodLogs = { ...healthy, from: FROM, pods: [{ ...pod, runs: [{ ...run, log: reduceLines(lines) }] }] };
  const to = '2026-11-23T20:00:00.000Z';
  const from = '2026-11-22T20:00:00.000Z';
  const baseline: LogBaseline | undefined = events && {
    schema: LOG_BASELINE_SCHEMA,
    environment: 'acc',
    takenAt: to,
    from,
    to,
    hours: 24,
    messages: [],
    short: [],
    sources: [{ name: 'a', from, to, lines: 1 }],
    userEvents: [...events],
  };
  return judgeUserErrors(now, own, { before: knownBefore(baseline, undefined, FROM), hours: 0.5 });
}

describe('errors of users', () => {
  it('are told by error and client where there are very many', () => {
    const lines = [
      ...times(40, event('LOGIN_ERROR', 'invalid_redirect_uri', 'portal')),
      ...times(20, event('CODE_TO_TOKEN_ERROR', 'invalid_redirect_uri', 'portal')),
      ...times(49, event('LOGIN_ERROR', 'invalid_redirect_uri', 'shop')),
    ];
    expect(judged(lines)).toEqual([
      {
        code: 'keycloak-log/USER_ERRORS_MANY',
        title: codes.USER_ERRORS_MANY.title,
        severity: 'warn',
        subject: 'user-errors/invalid_redirect_uri/portal',
        message: '"invalid_redirect_uri" at client "portal", 60 times (CODE_TO_TOKEN_ERROR, LOGIN_ERROR): 120 an hour.',
        actual: 60,
        remedy: codes.USER_ERRORS_MANY.remedy,
      },
    ]);
  });

  it('are noise where people mistype, up to far more', () => {
    expect(judged(times(499, event('LOGIN_ERROR', 'user_not_found', 'portal')))).toEqual([]);
    expect(judged(times(500, event('LOGIN_ERROR', 'user_not_found', 'portal')))).toMatchObject([{ actual: 500 }]);
  });

  it('are compared with what they were before', () => {
    const lines = times(60, event('CLIENT_LOGIN_ERROR', 'invalid_client_credentials', 'batch'));
    const before = (count: number) => [{ type: 'CLIENT_LOGIN_ERROR', error: 'invalid_client_credentials', client: 'batch', count }];
    expect(judged(lines, before(24 * 30))).toEqual([]);
    expect(judged(lines, before(24))).toMatchObject([
      {
        message:
          '"invalid_client_credentials" at client "batch", 60 times (CLIENT_LOGIN_ERROR): 120 an hour, 1 an hour before the release.',
      },
    ]);
    expect(judged(lines, [])).toHaveLength(1);
  });

  it("of the gate's own clients are not told", () => {
    expect(judged(times(60, event('LOGIN_ERROR', 'invalid_code', 'release-gate-witness')), undefined, ['release-gate-witness'])).toEqual(
      [],
    );
  });

  it('name what whoever sends requests chooses only as data, and of bounded length', () => {
    const found = judged(times(60, event('LOGIN_ERROR', 'client_not_found', `x\\", <script>${'y'.repeat(500)}`)));
    expect(found).toHaveLength(1);
    expect(found[0]?.subject.length).toBeLessThan(200);
    expect(found[0]?.message).toContain(String.raw`at client "x\\\", <script>y`);
  });
});

it('takes only events for events: what else their logger says is a message', () => {
  const { messages, userEvents } = reduceLines([
    '2026-11-23 21:22:00,000 ERROR [org.keycloak.events] (executor-thread-1) Could not write the event: error="disk_full"',
  ]);
  expect(userEvents).toEqual([]);
  expect(messages).toMatchObject([{ fingerprint: 'ERROR org.keycloak.events Could not write the event: error=‹…›' }]);
});
