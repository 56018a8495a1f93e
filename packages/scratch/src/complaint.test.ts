import { expect, it } from 'vitest';
import { complaintIn } from './complaint.ts';

const restoring = `pg_restore: while PROCESSING TOC:
pg_restore: from TOC entry 3456; 0 16480 TABLE DATA user_entity keycloak
`;

it.each([
  [
    'pg_restore, of rows',
    `${restoring}pg_restore: error: COPY failed for table "user_entity": ERROR:  duplicate key value violates unique constraint "constraint_fb"\nDETAIL:  Key (id)=(alice@example.org) already exists.\nCONTEXT:  COPY user_entity, line 7\n`,
    'COPY failed for table "user_entity": ERROR:  duplicate key value violates unique constraint "constraint_fb" (TABLE DATA user_entity)',
  ],
  [
    'pg_restore, of a statement',
    `${restoring.replace('TABLE DATA', 'FK CONSTRAINT')}pg_restore: error: could not execute query: ERROR:  column "x" does not exist\nHINT:  alice\nCommand was: INSERT INTO a VALUES ('alice');\n`,
    'column "x" does not exist (FK CONSTRAINT user_entity)',
  ],
  [
    'psql',
    'psql:<stdin>:12: ERROR:  invalid input syntax for type integer: "alice"\nLINE 1: SELECT alice\n',
    'invalid input syntax for type integer: (a value)',
  ],
  ['a program that says nothing of an error', 'pg_restore: connecting to database for restore\n', undefined],
])('%s', (_title, stderr, told) => expect(complaintIn(stderr)).toBe(told));
