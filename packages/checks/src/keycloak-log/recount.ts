import type { StampedLine } from './stamped-line.ts';

/** Recognises the lines of a second that were read before, when that second is read once more. */
export interface Recount {
  /** True when these were all the lines that are known, false as soon as they are not, undefined while it is not clear. */
  count(line: StampedLine): boolean | undefined;
  /** Those among the lines so far that can only be new ones. */
  readonly newer: readonly StampedLine[];
}

const MOST_NEWER = 10_000;

/** `last` is the key of the line that was read last. Lines at or before it are known whatever comes, so they are not held. */
export function createRecount(known: { readonly second: string; readonly count: number; readonly last: string }): Recount {
  let seen = 0;
  const newer: StampedLine[] = [];
  return {
    count: (line) => {
      seen += 1;
      if (line.key > known.last) newer.push(line);
      if (seen === known.count) return line.key === known.last;
      // The second is over, and lines of it are missing.
      return newer.length > MOST_NEWER || line.key.slice(0, known.second.length) > known.second ? false : undefined;
    },
    newer,
  };
}
