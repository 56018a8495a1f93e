import { describe, expect, test } from 'vitest';
import connected from './fixtures/sessions.json' with { type: 'json' };
import { noKeycloakSessions } from './no-sessions.ts';
import type { DatabaseSessions } from './sessions.ts';

const { check } = noKeycloakSessions;
const judge = (seen: DatabaseSessions) => check.judge({ seen }, {}, { now: '2026-11-23T21:10:00Z' });
const sessions = (...list: DatabaseSessions['sessions']): DatabaseSessions => ({ ...connected, sessions: list });

test('Keycloak still runs', () => {
  const judgement = judge(connected);
  expect(judgement.findings).toEqual([
    {
      code: 'database/KEYCLOAK_CONNECTED',
      title: 'Keycloak is still connected to the database',
      severity: 'fail',
      subject: 'database/keycloak/keycloak',
      message: '2 sessions of the user "keycloak" (PostgreSQL JDBC Driver) on the database "keycloak".',
      remedy: 'Scale the workload to 0 and wait until no pod is left; then find whatever else still runs Keycloak against this database.',
      expected: 0,
      actual: 2,
    },
  ]);
  expect(judgement.settling).toBe('2 sessions of Keycloak are still connected');
});

test('nobody', () => expect(judge(sessions())).toEqual({ findings: [], facts: [{ name: 'sessions of Keycloak', value: 0 }] }));

describe('somebody else is a warning, and is not waited for', () => {
  test.each<[string, DatabaseSessions]>([
    [
      'the engineer who is about to restore',
      sessions({ user: 'keycloak', application: 'psql', count: 1 }, { user: 'postgres', application: 'pg_restore', count: 2 }),
    ],
    ['a monitor', sessions({ user: 'exporter', application: 'postgres_exporter', count: 1 })],
  ])('%s', (_name, seen) => {
    const judgement = judge(seen);
    expect(judgement.findings.map(({ code, severity, actual }) => [code, severity, actual])).toEqual(
      seen.sessions.map(({ count }) => ['database/OTHERS_CONNECTED', 'warn', count]),
    );
    expect(judgement.settling).toBeUndefined();
    expect(judgement.facts).toHaveLength(1 + seen.sessions.length);
  });
  test('by name', () =>
    expect(judge(sessions({ user: 'exporter', application: '', count: 1 })).findings[0]?.message).toBe(
      '1 session of the user "exporter" (unnamed application) on the database "keycloak", which cannot be dropped as long as anybody is connected.',
    ));
});

describe('a Keycloak that shows itself otherwise', () => {
  test.each<[string, DatabaseSessions]>([
    ['its application is hidden', sessions({ user: 'keycloak', application: null, count: 1 })],
    ['it names itself', sessions({ user: 'keycloak', application: 'keycloak-prod', count: 1 })],
    ['it connects as somebody else', sessions({ user: 'sso', application: 'PostgreSQL JDBC Driver', count: 1 })],
  ])('%s', (_name, seen) => expect(judge(seen).findings.map((each) => each.code)).toEqual(['database/KEYCLOAK_CONNECTED']));
});
