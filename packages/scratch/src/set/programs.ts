import type { ProcessEnd } from '../place.ts';
import type { RestoreProblem } from '../restore-failed.ts';

/** A program and its arguments. No shell has a part in it. */
export type Words = readonly [string, ...string[]];

/** What brings one backup of a whole cluster back. */
export interface SetPrograms {
  /** Puts the files into the folder `{directory}` of its arguments, which is empty and its own. */
  readonly data: Words;
  /** Fetches one file of the write-ahead log: `{segment}` into `{file}`. Undefined where the files bring all that they need. */
  readonly wal: Words | undefined;
  /** All of their environment, but for what says where they are. */
  readonly env: Readonly<Record<string, string>>;
  /** How `wal` says that there is no such file: by exit code 1 alone, or by any but 0. */
  readonly absence: 'one' | 'any';
  /** A program that ends well only where it sees the place's own files: what runs elsewhere would restore there. Given the place's folder. */
  readonly isHere?: ((folder: string) => { readonly program: Words; readonly file: string; readonly content: string }) | undefined;
  /** What it means that one of them ended so, and what to tell of it. */
  why(end: ProcessEnd, said: string): { readonly problem: RestoreProblem; readonly why: string };
}

/** Arguments with what stands for their placeholders. */
export const filledIn = (words: Words, values: Readonly<Record<string, string>>): Words => {
  const fill = (word: string): string => word.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  const [program, ...args] = words;
  return [fill(program), ...args.map(fill)];
};

/** A word for a shell. */
export const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;
