import { createLineSplitter } from '../log-lines.ts';
import { cleanLine, parseRecord } from '../log-record.ts';
import { createLogReducer } from '../log-reducer.ts';
import type { LogSummary } from '../log-summary.ts';
import { textOf } from '../raw-line.ts';
import { timeOfKey } from '../stamped-line.ts';
import { unwrap } from './export-line.ts';

/** What was read of an exported log. */
export interface ExportedLog {
  readonly log: LogSummary;
  /** Documents in JSON that are no record of Keycloak: what they tell is lost. */
  readonly foreign: number;
  /** It begins with the newest line: causes stand before what they belong to. */
  readonly newestFirst: boolean;
}

/** Reads an exported log as its bytes come; what it needs in memory is bounded. */
export interface ExportReader {
  push(chunk: Buffer): void;
  end(): ExportedLog;
}

const MINUTE = 60_000;

/** Reduces a log as the pods' logs are. `since` leaves out what was written before (ISO 8601). */
export function createExportReader(since?: string): ExportReader {
  const reducer = createLogReducer();
  const earliest = since === undefined ? '' : new Date(since).toISOString();
  let first: string | undefined;
  let key: string | undefined;
  let oldest: string | undefined;
  let newest: string | undefined;
  let foreign = 0;
  const splitter = createLineSplitter((whole) => {
    const line = unwrap(whole);
    // A line without a time goes on with the record before it.
    key = line.key ?? key;
    const time = key === undefined ? undefined : timeOfKey(key);
    if ((time ?? '') < earliest) return;
    first ??= time;
    if (time !== undefined && (oldest === undefined || time < oldest)) oldest = time;
    if (time !== undefined && (newest === undefined || time > newest)) newest = time;
    if (line.raw.startsWith('{') && !parseRecord(cleanLine(textOf(line.raw)))) foreign += 1;
    reducer.line(line.raw, key);
  });
  return {
    push: splitter.push,
    end: () => {
      splitter.end();
      const log = reducer.summary();
      const last = key === undefined ? undefined : timeOfKey(key);
      return {
        foreign,
        newestFirst: first !== undefined && last !== undefined && Date.parse(last) < Date.parse(first) - MINUTE,
        log: {
          ...log,
          ...(oldest === undefined || newest === undefined ? {} : { first: oldest, last: newest }),
          messages: log.messages.map((message) => ({ ...message, ...inOrder(message) })),
        },
      };
    },
  };
}

/** Lines of several pods in one file may be a little out of order. */
const inOrder = ({ first, last }: LogSummary['messages'][number]): { first?: string; last?: string } =>
  first !== undefined && last !== undefined && last < first ? { first: last, last: first } : {};
