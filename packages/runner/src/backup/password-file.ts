import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Variables } from '../scenarios/resolve-environment.ts';

interface Wanted {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

/** The password of an account, as psql finds it: PGPASSWORD, else libpq's password file. Source: PostgreSQL's documentation, 34.16. */
export function passwordOf({ host, port, database, user }: Wanted, variables: Variables): string | undefined {
  if (variables['PGPASSWORD']) return variables['PGPASSWORD'];
  const file = variables['PGPASSFILE'] || join(variables['HOME'] ?? homedir(), '.pgpass');
  const wanted = [host.startsWith('/') ? 'localhost' : host, String(port), database, user];
  return linesOf(file)
    .map(fieldsOf)
    .find(
      (fields) =>
        fields.length >= 5 && wanted.every((value, at) => fields[at] === '*' || fields[at] === value || (at === 0 && fields[0] === host)),
    )?.[4];
}

/** Nothing of a file that others may read, as libpq does. */
function linesOf(file: string): readonly string[] {
  try {
    if ((statSync(file).mode & 0o077) !== 0) return [];
    return readFileSync(file, 'utf8')
      .split(/\r?\n/)
      .filter((line) => line !== '' && !line.startsWith('#'));
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return [];
    throw error;
  }
}

/** By colons; a backslash takes the meaning from the sign behind it. */
const fieldsOf = (line: string): readonly string[] =>
  [...line.matchAll(/((?:\\.|[^:\\])*)(?::|$)/g)].map(([, field = '']) => field.replaceAll(/\\(.)/g, '$1'));
