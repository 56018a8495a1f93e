import { isDullJson, isDullRecord, isStackFrame } from './dull-record.ts';
import { isLogger } from './fingerprint.ts';
import { glanceUserEvent } from './glance-user-event.ts';
import { keepInformation } from './keep-information.ts';
import { keepTrouble } from './keep-trouble.ts';
import { bareLevel, cleanLine, parseRecord } from './log-record.ts';
import type { LogRecord } from './log-record.ts';
import { copyOf, emptyState, summaryOf, timeIn } from './log-state.ts';
import type { LogState } from './log-state.ts';
import type { LogSummary } from './log-summary.ts';
import type { LogSink } from './pod-log-reader.ts';
import { textOf } from './raw-line.ts';
import { parseHeader } from './record-header.ts';
import { beginsStackTrace, exceptionOf, isStackTrace } from './stack-trace.ts';
import { parseUserEvent } from './user-event.ts';

const MOST_EXCEPTIONS = 20;
const ESCAPE = 0x1b;

interface Pending {
  readonly record: LogRecord;
  readonly at: string | undefined;
  readonly exceptions: string[];
  /** Lines of the stack trace that name exceptions, for the excerpt. */
  readonly causes: string[];
}

// What JBoss LogManager prints, without time and level, where a record could not be written.
const lostRecord = /^LogManager error of type (?:FORMAT|WRITE|FLUSH)_FAILURE/;

/** Reduces Keycloak's log; the memory it needs is bounded. Pure but for its own state: the same lines give the same summary. */
export function createLogReducer(): LogSink<LogSummary> {
  const state = emptyState();
  /** The record that may go on in the next line; `dull` and `lost` where nobody asks how. */
  let pending: Pending | 'dull' | 'lost' | undefined;
  let hasHeaders = false;

  const finish = (): void => {
    if (typeof pending === 'object') keep(state, pending);
    pending = undefined;
  };
  const begin = (record: LogRecord, key: string | undefined): void => {
    finish();
    const at = key === undefined ? undefined : timeIn(key);
    pending = { record, at, exceptions: [...record.exceptions].slice(0, MOST_EXCEPTIONS), causes: [] };
  };
  return {
    glance: (bytes, start, end, key) => {
      // Colours are taken out before a line is parsed: it says something else then.
      if (bytes.subarray(start, end).includes(ESCAPE)) return false;
      if (isStackFrame(bytes, start)) {
        state.lines += 1;
        return true;
      }
      const header = parseHeader(bytes, start, end);
      const isDull = header ? isDullRecord(header, bytes) : isDullJson(bytes, start, end);
      const event = header && !isDull ? glanceUserEvent(header, bytes, end) : undefined;
      if (!isDull && !event) return false;
      finish();
      hasHeaders = true;
      state.lines += 1;
      state.records += 1;
      pending = 'dull';
      if (event) state.userEvents.addAt(event, bytes, key);
      return true;
    },
    reached: (key) => {
      state.last = key;
    },
    line: (raw, key) => {
      state.lines += 1;
      if (key !== undefined) {
        state.first ??= timeIn(key);
        state.last = key;
      }
      const line = cleanLine(textOf(raw));
      const record = parseRecord(line);
      hasHeaders ||= record !== undefined;
      if (record && isUserEvent(record)) {
        finish();
        state.records += 1;
        state.userEvents.add(parseUserEvent(record.message), key === undefined ? undefined : timeIn(key));
        pending = 'dull';
        return;
      }
      if (record) {
        begin(record, key);
        return;
      }
      if (lostRecord.test(line)) {
        finish();
        state.lostRecords += 1;
        pending = 'lost';
        return;
      }
      const isUncaught = beginsStackTrace(line) && !mayHaveTrace(pending);
      if (!isUncaught && isStackTrace(line)) {
        const named = exceptionOf(line);
        if (named !== undefined && typeof pending === 'object' && pending.exceptions.length < MOST_EXCEPTIONS) {
          pending.exceptions.push(named);
          pending.causes.push(line.trim());
        }
        return;
      }
      // How bad it is, nobody said.
      const level = bareLevel(line) ?? (isUncaught ? 'WARN' : undefined);
      // A line that is neither a record nor known to stand bare goes on with the record before it, or is of another format.
      if (level) begin({ level, logger: '', message: line, exceptions: bareExceptions(line) }, key);
      else if (line.trim() !== '' && (!hasHeaders || looksLikeRecord(line))) state.strange += 1;
    },
    summary: () => {
      // The last record may go on, so the state itself is left as it is.
      const seen = typeof pending === 'object' ? copyOf(state) : state;
      if (typeof pending === 'object') keep(seen, pending);
      return summaryOf(seen);
    },
  };
}

const looksLikeRecord = (line: string): boolean =>
  line.startsWith('{') || /\b(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|SEVERE|FATAL)\b/.test(line.slice(0, 200));

/** False behind a record that tells of no trouble: an exception there belongs to none. */
const mayHaveTrace = (pending: Pending | 'dull' | 'lost' | undefined): boolean =>
  pending === 'lost' || (typeof pending === 'object' && (pending.record.level === 'WARN' || pending.record.level === 'ERROR'));

function keep(state: LogState, { record, at, exceptions, causes }: Pending): void {
  state.records += 1;
  const { level, logger, message } = record;
  if (level === 'INFO') keepInformation(state, logger, message, at);
  else if (level === 'WARN' || level === 'ERROR') keepTrouble(state, { ...record, level, exceptions }, causes, at);
}

const bareExceptions = (line: string): string[] => {
  const named = exceptionOf(line) ?? /java\.lang\.OutOfMemoryError/.exec(line)?.[0];
  return named === undefined ? [] : [named];
};

/** An event begins with a name and its value; whatever else that logger says at WARN or ERROR is a message as any. */
const isUserEvent = ({ level, logger, message }: LogRecord): boolean =>
  (level === 'WARN' || level === 'ERROR') && isLogger(logger, 'org.keycloak.events') && /^[A-Za-z_]+=/.test(message);
