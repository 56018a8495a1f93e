import type { ProcessEnd } from '../place.ts';
import { filledIn } from './programs.ts';
import type { SetPrograms, Words } from './programs.ts';

/** Programs of an environment's own that bring a backup back, as its file names them. */
export interface DeclaredPrograms {
  readonly files: Words;
  readonly wal: Words | undefined;
  /** Names of variables that they are given. */
  readonly variables: readonly string[];
}

/** By it a program says that the backup itself is not good, and not that it could not try: EX_DATAERR of sysexits.h. */
const BAD_DATA = 65;

/** How a backup that a program listed is restored by its own programs. */
export const commandPrograms = (
  { files, wal, variables }: DeclaredPrograms,
  id: string,
  known: Readonly<Record<string, string | undefined>>,
): SetPrograms => ({
  // The folder is known later.
  data: filledIn(files, { id }),
  wal: wal && filledIn(wal, { id }),
  env: Object.fromEntries(variables.flatMap((name) => (known[name] === undefined ? [] : [[name, known[name]]]))),
  absence: 'any',
  why: (end) => ({ problem: end.code === BAD_DATA ? 'broken' : 'ended', why: ended(files[0], end) }),
});

// What it complained of is not told: nobody knows what a program of somebody's own writes there.
const ended = (program: string, { code, signal }: ProcessEnd): string => `\`${program}\` ended with ${signal ?? `exit code ${code}`}`;
