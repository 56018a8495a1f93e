import { execFile } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A folder of PostgreSQL's programs. */
export interface PostgresPrograms {
  readonly directory: string;
  /** 15, 16… */
  readonly major: number;
}

/** Where packages put them: Debian's and PGDG's, one folder a version. (Debian's own /usr/bin/pg_restore picks a version by the clusters of
 * this machine, and may pick an old one.) */
const homes = [
  { parent: '/usr/lib/postgresql', name: /^\d+$/ },
  { parent: '/usr', name: /^pgsql-\d+$/ },
  { parent: '/usr/libexec', name: /^postgresql\d+$/ },
] as const;

/** Names the one folder in which PostgreSQL's programs are looked for. */
const NAMED_BY = 'POSTGRES_PROGRAMS';

/**
 * The newest folder on this machine that holds all of these programs, or the one that POSTGRES_PROGRAMS names; undefined where there is
 * none. An older pg_restore cannot read what a newer pg_dump wrote, while a newer one reads all. With `major`, of that version alone.
 */
export async function findPostgresPrograms(
  programs: readonly [string, ...string[]],
  major?: number,
): Promise<PostgresPrograms | undefined> {
  // As the path is: it belongs to the machine, and to no environment file.
  // oxlint-disable-next-line no-process-env
  const named = process.env[NAMED_BY];
  const key = [named, major, ...programs].join('\n');
  const before = found.get(key);
  if (before) return before;
  const newest = await newestOf(programs, named, major);
  // What is not there may be installed yet.
  if (newest) found.set(key, newest);
  return newest;
}

/** What was found before in this process: each look starts some programs. */
const found = new Map<string, PostgresPrograms>();

async function newestOf(
  programs: readonly [string, ...string[]],
  named: string | undefined,
  wanted: number | undefined,
): Promise<PostgresPrograms | undefined> {
  const directories = (named ? [named] : [...new Set([...packaged(), ...(await onPath(programs[0]))])]).filter((directory) =>
    programs.every((program) => isExecutable(join(directory, program))),
  );
  const candidates = await Promise.all(
    directories.map(async (directory) => ({ directory, major: await majorOf(join(directory, programs[0])) })),
  );
  return candidates
    .flatMap(({ directory, major }) => (major === undefined || (wanted !== undefined && major !== wanted) ? [] : [{ directory, major }]))
    .toSorted((a, b) => b.major - a.major)[0];
}

const packaged = (): string[] =>
  homes.flatMap(({ parent, name }) =>
    listed(parent)
      .filter((folder) => name.test(folder))
      .flatMap((folder) => [join(parent, folder, 'bin'), join(parent, folder)]),
  );

/** The folder in which the shell finds a program. */
const onPath = async (program: string): Promise<string[]> =>
  (await output('/bin/sh', ['-c', 'command -v "$1"', 'sh', program]))
    .split('\n')
    .filter((line) => line.startsWith('/'))
    .map((file) => dirname(file));

/** `pg_restore (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)` → 15; undefined where it does not run. */
async function majorOf(program: string): Promise<number | undefined> {
  const major = /\(PostgreSQL\) (\d+)/.exec(await output(program, ['--version']))?.[1];
  return major === undefined ? undefined : Number(major);
}

/** What a program writes; nothing where it does not run. */
const output = async (program: string, args: readonly string[]): Promise<string> =>
  new Promise((resolve) => {
    execFile(program, args, { timeout: 5_000 }, (_error, stdout) => resolve(stdout));
  });

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return [];
    throw error;
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}
