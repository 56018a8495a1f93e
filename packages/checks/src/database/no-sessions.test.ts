import fc from 'fast-check';
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
  expect(judgement.settling).toBe('2 sessions are still connected');
});

test('nobody', () => expect(judge(sessions())).toEqual({ findings: [], facts: [{ name: 'sessions of Keycloak', value: 0 }] }));

describe('a known tool is a warning, and is not waited for', () => {
  test.each<[string, DatabaseSessions]>([
    [
      'the engineer who is about to restore',
      sessions({ user: 'keycloak', application: 'psql', count: 1 }, { user: 'postgres', application: 'pg_restore', count: 2 }),
    ],
    ['a monitor', sessions({ user: 'exporter', application: 'postgres_exporter', count: 1 })],
    ['a backup', sessions({ user: 'backup', application: 'pgBackRest [backup]', count: 1 })],
    ['a person at a desk', sessions({ user: 'dana', application: 'pgAdmin 4 - DB:keycloak', count: 1 })],
  ])('%s', (_name, seen) => {
    const judgement = judge(seen);
    expect(judgement.findings.map(({ code, severity, actual }) => [code, severity, actual])).toEqual(
      seen.sessions.map(({ count }) => ['database/OTHERS_CONNECTED', 'warn', count]),
    );
    expect(judgement.settling).toBeUndefined();
    expect(judgement.facts).toHaveLength(1 + seen.sessions.length);
  });
  test('by name', () =>
    expect(judge(sessions({ user: 'dana', application: 'psql', count: 1 })).findings).toEqual([
      {
        code: 'database/OTHERS_CONNECTED',
        title: 'Somebody else is connected to the database',
        severity: 'warn',
        subject: 'database/keycloak/dana',
        message: '1 session of the user "dana" (psql) on the database "keycloak", which cannot be dropped as long as anybody is connected.',
        remedy: 'Have it closed before the restore, or drop the database with `DROP DATABASE … WITH (FORCE)`, which ends every session.',
        expected: 0,
        actual: 1,
      },
    ]));
});

describe('who is not known may be a Keycloak: it is waited for, and then refused', () => {
  test.each<[string, string | null, string]>([
    ['a Keycloak of a role that owns no table, with a name of its own', 'keycloak-prod', 'keycloak-prod'],
    ['one without a name', '', 'unnamed application'],
    ['one whose name is hidden', null, 'application not visible'],
    ['one whose name begins as a tool does', 'psqlodbc', 'psqlodbc'],
  ])('%s', (_name, application, told) => {
    const judgement = judge(sessions({ user: 'sso', application, count: 3 }));
    expect(judgement.findings.map(({ code, severity, message }) => [code, severity, message])).toEqual([
      [
        'database/OTHERS_CONNECTED',
        'fail',
        `3 sessions of the user "sso" (${told}) on the database "keycloak", which cannot be dropped as long as anybody is connected; nothing tells that it is no Keycloak.`,
      ],
    ]);
    expect(judgement.settling).toBe('3 sessions are still connected');
  });

  test('whoever it is, it is never passed over: only tools do not fail', () => {
    fc.assert(
      fc.property(fc.option(fc.string()), fc.constantFrom('keycloak', 'sso', ''), (application, user) => {
        const severities = judge(sessions({ user, application, count: 1 })).findings.map(({ severity }) => severity);
        const isTool = /^(?:psql$|pg_|pgbackrest|barman|wal-g|pgAdmin|DBeaver|DataGrip)/i.test(application ?? '');
        expect(severities).toEqual([isTool ? expect.any(String) : 'fail']);
      }),
    );
  });
});

test('of a replica nothing is told: the sessions of the primary are not there', () => {
  const judgement = judge({ ...sessions(), inRecovery: true });
  expect(judgement).toEqual({
    findings: [],
    gaps: [
      {
        code: 'database/READ_FROM_REPLICA',
        subject: 'database/keycloak',
        reason: 'A replica does not show who is connected to the primary, which is restored.',
        remedy: 'Name the primary in `database.host` of the environment file.',
      },
    ],
  });
});

describe('a Keycloak that shows itself otherwise', () => {
  test.each<[string, DatabaseSessions]>([
    ['its application is hidden', sessions({ user: 'keycloak', application: null, count: 1 })],
    ['it names itself', sessions({ user: 'keycloak', application: 'keycloak-prod', count: 1 })],
    ['it connects as somebody else', sessions({ user: 'sso', application: 'PostgreSQL JDBC Driver', count: 1 })],
  ])('%s', (_name, seen) => expect(judge(seen).findings.map((each) => each.code)).toEqual(['database/KEYCLOAK_CONNECTED']));
});
