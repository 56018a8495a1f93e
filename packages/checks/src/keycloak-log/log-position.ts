import { createRecount } from './recount.ts';
import type { Recount } from './recount.ts';
import { isLineOfSecond, keyAt } from './stamped-line.ts';

/**
 * Where reading goes on: at the newest second that was seen. The API knows whole seconds only, and lines of standard output and
 * standard error may be a little out of order, so the lines of that second are asked for again and counted off.
 */
export interface LogPosition {
  /** From when on to ask; undefined before the first line. */
  readonly since: string | undefined;
  /** Notes a line by its key. */
  pass(key: string): void;
  /** Notes a line of the newest second by where it stands; its bytes are held until the next `last`. */
  passAt(bytes: Buffer, start: number): void;
  /** True where a line of the newest second and of the usual form stands there. */
  isOfNewestSecond(bytes: Buffer, start: number, end: number): boolean;
  /** The key of the last line of the newest second. */
  last(): string;
  /** For counting off the lines that are known; undefined before the first line. */
  recount(): Recount | undefined;
}

export function createLogPosition(): LogPosition {
  let second = '';
  let secondBytes = Buffer.alloc(0);
  let count = 0;
  let lastKey = '';
  let lastIn: Buffer | undefined;
  let lastAt = 0;
  const last = (): string => {
    if (lastIn) lastKey = keyAt(lastIn, lastAt);
    lastIn = undefined;
    return lastKey;
  };
  return {
    get since() {
      return second === '' ? undefined : `${second}Z`;
    },
    pass: (key) => {
      const itsSecond = second !== '' && key.startsWith(second) ? second : key.slice(0, 19);
      if (itsSecond > second) {
        second = itsSecond;
        secondBytes = Buffer.from(second, 'latin1');
        count = 0;
      }
      if (itsSecond !== second) return;
      count += 1;
      lastKey = key;
      lastIn = undefined;
    },
    passAt: (bytes, start) => {
      count += 1;
      lastIn = bytes;
      lastAt = start;
    },
    isOfNewestSecond: (bytes, start, end) => isLineOfSecond(bytes, start, end, secondBytes),
    last,
    recount: () => (count === 0 ? undefined : createRecount({ second, count, last: last() })),
  };
}
