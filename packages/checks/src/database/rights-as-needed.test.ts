import { describe, expect, it, test } from 'vitest';
import type { DatabaseAccess } from './access.ts';
import { databaseRightsAsNeeded } from './rights-as-needed.ts';

const { check } = databaseRightsAsNeeded;
const judge = (now: DatabaseAccess) => check.judge({ access: now }, {}, { now: '2026-11-23T21:30:00.000Z' });

const needed: DatabaseAccess['needed'] = [
  { table: 'migration_model', owner: 'keycloak', columns: [], missing: [] },
  { table: 'user_consent', owner: 'keycloak', columns: ['client_id', 'created_date'], missing: [] },
];
const sound: DatabaseAccess = {
  database: 'keycloak',
  schema: 'public',
  role: 'gate',
  schemaUsable: true,
  needed,
  seesSessions: true,
  excess: [],
};

it('passes with what is needed', () => {
  expect(judge(sound)).toEqual({
    findings: [],
    gaps: [],
    facts: [{ name: 'tables that are read and may be', value: 2, unit: 'of 2' }],
  });
});

it('names the grant of each right that is missing, as after a restore', () => {
  const { findings, gaps } = judge({
    ...sound,
    schemaUsable: false,
    seesSessions: false,
    needed: [
      { table: 'migration_model', owner: 'keycloak', columns: [], missing: ['migration_model'] },
      { table: 'user_consent', owner: 'keycloak', columns: ['client_id', 'created_date'], missing: ['created_date'] },
    ],
  });
  expect(findings).toEqual([]);
  const again = 'Tables that came with an upgrade or a restore have no grants: run database-role.sql again.';
  expect(gaps).toEqual([
    {
      code: 'database/NOT_ALLOWED',
      subject: 'schema/public',
      reason: 'The database user "gate" may not use the schema public of "keycloak", or there is none.',
      remedy: `As its owner: GRANT USAGE ON SCHEMA "public" TO "gate"; ${again}`,
    },
    {
      code: 'database/NOT_ALLOWED',
      subject: 'table/public.migration_model',
      reason: 'The database user "gate" may not read the table public.migration_model.',
      remedy: `As its owner (keycloak): GRANT SELECT ON "public"."migration_model" TO "gate"; ${again}`,
    },
    {
      code: 'database/NOT_ALLOWED',
      subject: 'table/public.user_consent',
      reason: 'The database user "gate" may not read created_date of the table public.user_consent.',
      remedy: `As its owner (keycloak): GRANT SELECT (created_date) ON "public"."user_consent" TO "gate"; ${again}`,
    },
    {
      code: 'database/NOT_ALLOWED',
      subject: 'role/gate',
      reason:
        'The database user "gate" does not see which application a session is of, so an engineer\'s psql cannot be told from Keycloak.',
      remedy: 'As a superuser: GRANT pg_read_all_stats TO "gate";',
    },
  ]);
});

describe('a role that may do more', () => {
  test('each is a warning with how it is taken away', () => {
    const { findings } = judge({
      ...sound,
      excess: [
        { kind: 'attributes', what: ['CREATEROLE'] },
        { kind: 'memberships', what: ['keycloak', 'pg_read_all_data'] },
        { kind: 'owner', what: ['realm'] },
        { kind: 'writes', what: ['client', 'credential', 'realm', 'user_entity', 'web_origins'] },
        { kind: 'creates', what: ['in the schema public'] },
        { kind: 'secrets', what: ['credential.secret_data'] },
      ],
    });
    expect(findings.map(({ code, severity, subject }) => `${code} ${severity} ${subject}`)).toEqual(
      Array<string>(6).fill('database/RIGHTS_TOO_WIDE warn role/gate'),
    );
    const anew =
      "Give the gate a role of its own (`CREATE ROLE gate LOGIN PASSWORD '…'`) with the rights of `packages/checks/database-role.sql`, and nothing else.";
    expect(findings.map(({ message, remedy }) => [message, remedy])).toEqual([
      ['The gate\'s database user "gate" has CREATEROLE.', 'As a superuser: ALTER ROLE "gate" NOCREATEROLE;'],
      ['The gate\'s database user "gate" is a member of keycloak, pg_read_all_data.', 'REVOKE "keycloak", "pg_read_all_data" FROM "gate";'],
      ['The gate\'s database user "gate" owns tables in the schema public of Keycloak (realm).', anew],
      [
        'The gate\'s database user "gate" may write in the schema public of Keycloak (client, credential, realm and 2 more).',
        'As their owner: REVOKE INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON ALL TABLES IN SCHEMA "public" FROM "gate", PUBLIC; then run database-role.sql again.',
      ],
      [
        'The gate\'s database user "gate" may create objects in the schema public.',
        'REVOKE CREATE ON SCHEMA "public" FROM "gate", PUBLIC; REVOKE CREATE ON DATABASE "keycloak" FROM "gate";',
      ],
      [
        'The gate\'s database user "gate" may read secrets or personal data (credential.secret_data).',
        'As their owner: REVOKE SELECT ON ALL TABLES IN SCHEMA "public" FROM "gate", PUBLIC; then run database-role.sql again.',
      ],
    ]);
  });

  test('a superuser is told once: it can do all the rest', () => {
    const { findings } = judge({
      ...sound,
      excess: [
        { kind: 'superuser', what: ['everything'] },
        { kind: 'writes', what: ['realm'] },
      ],
    });
    expect(findings.map(({ message }) => message)).toEqual(['The gate\'s database user "gate" is a superuser.']);
  });
});
