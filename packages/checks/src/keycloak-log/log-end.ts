import { z } from 'zod';
import { cleanLine } from './log-record.ts';
import type { LogSink } from './pod-log-reader.ts';
import { textOf } from './raw-line.ts';
import { timeOfKey } from './stamped-line.ts';

const time = z.string().optional();

/** What a container ends with whose log follows rules that nobody knows here: its last words. */
export const LogEnd = z.object({
  /** How many lines were read; there may be more before them. */
  lines: z.number(),
  first: time,
  last: time,
  /** The last lines that are not empty, cut. */
  lastLines: z.array(z.string()),
});
export type LogEnd = z.infer<typeof LogEnd>;

const MOST_LINES = 10;
const LONGEST_LINE = 300;

/** Keeps a log's end; the memory it needs is bounded. */
export function createLogEnd(): LogSink<LogEnd> {
  let lines = 0;
  let first: string | undefined;
  let last: string | undefined;
  const newest: string[] = [];
  return {
    line: (raw, key) => {
      lines += 1;
      first ??= key === undefined ? undefined : textOf(timeOfKey(key));
      last = key ?? last;
      // Spaces are cut later: decoding each line to keep the last ones would be a waste.
      if (raw === '' || raw === '\r') return;
      newest.push(raw.slice(0, LONGEST_LINE * 4));
      if (newest.length > MOST_LINES) newest.shift();
    },
    summary: () => ({
      lines,
      ...(first === undefined ? {} : { first }),
      ...(last === undefined ? {} : { last: timeOfKey(last) }),
      lastLines: newest.map((raw) => cut(cleanLine(textOf(raw)).trimEnd())).filter((line) => line !== ''),
    }),
  };
}

const cut = (line: string): string => (line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line);
