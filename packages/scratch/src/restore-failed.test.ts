import { describe, expect, test } from 'vitest';
import { restoreFailed } from './restore-failed.ts';

const ended = { code: 1, signal: null } as const;
const failed = (complaint: string, leftOut: readonly string[] = [], older = false) => {
  const { problem, stage, message } = restoreFailed(
    'pg_restore',
    ended,
    `pg_restore: error: could not execute query: ERROR:  ${complaint}\n`,
    'restore',
    older,
    leftOut,
  );
  return { problem, stage, message };
};

describe('what the machine of the gate has not is not the fault of the backup', () => {
  // As PostgreSQL 15 says it.
  test.each([
    'extension "pgaudit" is not available',
    'could not open extension control file "/usr/share/postgresql/15/extension/pgaudit.control": No such file or directory',
    'could not access file "$libdir/pgaudit": No such file or directory',
    'language "plpython3u" does not exist',
    'collation "public.german" for encoding "UTF8" does not exist',
    'could not create locale "de_DE.utf8": No such file or directory',
    'role "reporting" does not exist',
    'tablespace "fast" does not exist',
  ])('%s', (complaint) => {
    const { problem, message } = failed(complaint);
    expect(problem).toBe('not here');
    // The value of what is not to be shown is not shown; the name of what is missing is.
    expect(message).toBe(complaint);
  });

  test('what an extension makes that was left out, which is named', () => {
    expect(failed('type "public.citext" does not exist', ['extension citext'])).toEqual({
      problem: 'not here',
      stage: 'restore',
      message: 'type "public.citext" does not exist (it was restored without: extension citext)',
    });
  });

  test('neither is what a newer server would know', () =>
    expect(failed('type "public.new" does not exist', [], true).problem).toBe('tool too old'));
});

test.each([
  ['type "public.citext" does not exist', []],
  ['relation "public.client" does not exist', ['foreign table remote']],
  ['column "x" does not exist', ['extension citext']],
  ['duplicate key value violates unique constraint "constraint_7"', ['extension citext']],
])('anything else is: %s, without %j', (complaint, leftOut) => expect(failed(complaint, leftOut).problem).toBe('broken'));
