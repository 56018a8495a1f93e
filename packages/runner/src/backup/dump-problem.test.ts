import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dumpProblem } from './dump-problem.ts';

describe.each([
  [
    'psql',
    'psql: error: connection to server at "10.0.0.1", port 5432 failed: FATAL:  password authentication failed for user "keycloak"\n',
    2,
    'CREDENTIALS_REFUSED',
  ],
  ['psql', 'psql: error: connection to server at "db", port 5432 failed: FATAL:  database "sso" does not exist\n', 2, 'DATABASE_UNKNOWN'],
  ['psql', 'psql: error: could not translate host name "db.example" to address: Name or service not known\n', 3, 'UNREACHABLE'],
  ['psql', 'psql: error: connection to server at "db", port 5432 failed: FATAL:  the database system is starting up\n', 3, 'UNREACHABLE'],
  ['psql', 'psql: error: definition of service "nowhere" not found\n', 2, 'BAD_CONNECTION'],
  [
    'pg_dump',
    'pg_dump: error: server version: 16.1; pg_dump version: 15.18\npg_dump: error: aborting because of server version mismatch\n',
    2,
    'TOOL_TOO_OLD',
  ],
  [
    'pg_dump',
    'pg_dump: error: query failed: ERROR:  permission denied for table realm\npg_dump: detail: Query was: LOCK TABLE public.realm IN ACCESS SHARE MODE\n',
    2,
    'NOT_ALLOWED',
  ],
  ['pg_dump', 'pg_dump: error: query failed: ERROR:  canceling statement due to lock timeout\n', 3, 'DATABASE_LOCKED'],
  ['pg_dump', 'pg_dump: error: could not write to file: No space left on device\n', 3, 'DISK_FULL'],
  ['pg_dump', 'pg_dump: error: invalid value "lz4" for option -Z/--compress\n', 2, 'BAD_COMPRESSION'],
  ['pg_dump', 'pg_dump: error: something that nobody has seen\n', 3, 'DUMP_FAILED'],
  ['psql', '', 3, 'DUMP_FAILED'],
])('%s: %s', (program, complaint, exitCode, code) => {
  test(`is ${code}`, () => expect(dumpProblem(complaint, program)).toMatchObject({ exitCode, code }));
});

test('the first complaint is told, without its prefix', () =>
  expect(dumpProblem('psql:<stdin>:3: ERROR:  canceling statement due to lock timeout\nLINE 1: …\n', 'psql').message).toBe(
    'psql said: canceling statement due to lock timeout',
  ));

test('what PostgreSQL quotes of rows is never told', () =>
  fc.assert(
    fc.property(fc.constantFrom('DETAIL', 'CONTEXT', 'Query was', 'Command was', 'QUERY', 'STATEMENT'), (label) => {
      const complaint = `pg_dump: error: Dumping the contents of table "user_entity" failed\npg_dump: detail: ${label}: COPY user_entity, line 3: "robin@example.org"\n${label}:  Key (email)=(robin@example.org) error\n`;
      expect(dumpProblem(complaint, 'pg_dump').message).toBe('pg_dump said: Dumping the contents of table "user_entity" failed');
    }),
  ));
