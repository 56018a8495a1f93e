import { codeOf, fingerprintOf, isLogger, templateOf } from './fingerprint.ts';
import type { LogRecord } from './log-record.ts';
import type { LogState } from './log-state.ts';
import { parseUserEvent } from './user-event.ts';

const MOST_MESSAGES = 200;
const MOST_USER_EVENTS = 100;
const MOST_FAILURE_LINES = 12;
const LONGEST_EXCERPT = 700;

type Trouble = LogRecord & { readonly level: 'WARN' | 'ERROR' };

/** Adds a record at WARN or ERROR; `causes` are the lines of its stack trace that name exceptions. */
export function keepTrouble(state: LogState, record: Trouble, causes: readonly string[], at: string | undefined): void {
  if (isLogger(record.logger, 'org.keycloak.events')) {
    keepUserEvent(state, record.message, at);
    return;
  }
  const isStart = record.logger === '' || isLogger(record.logger, 'org.keycloak.quarkus.runtime.cli.ExecutionExceptionHandler');
  if (isStart && record.level === 'ERROR' && !record.exceptions.includes('java.lang.OutOfMemoryError')) {
    if (state.startFailure.length < MOST_FAILURE_LINES) state.startFailure.push(record.message.slice(0, 300));
    return;
  }
  const fingerprint = fingerprintOf(record);
  const known = state.messages.get(fingerprint);
  if (known) {
    known.count += 1;
    if (at !== undefined) known.last = at;
    return;
  }
  if (state.messages.size >= MOST_MESSAGES) {
    state.messagesLeftOut += 1;
    return;
  }
  const code = codeOf(record.message);
  const exception = record.exceptions.at(-1);
  state.messages.set(fingerprint, {
    fingerprint,
    level: record.level,
    logger: record.logger,
    ...(code === undefined ? {} : { code }),
    template: templateOf(record.message),
    ...(exception === undefined ? {} : { exception }),
    count: 1,
    ...(at === undefined ? {} : { first: at, last: at }),
    excerpt: cut([record.message, ...causes].join('\n'), LONGEST_EXCERPT),
  });
}

function keepUserEvent(state: LogState, message: string, at: string | undefined): void {
  const { type, error, client } = parseUserEvent(message);
  const key = `${type}\n${error}\n${client}`;
  const known = state.userEvents.get(key);
  if (known) {
    known.count += 1;
    if (at !== undefined) known.last = at;
  } else if (state.userEvents.size < MOST_USER_EVENTS) {
    // Whoever sends requests chooses the client's name: there may be any number of them.
    state.userEvents.set(key, { type, error, client, count: 1, ...(at === undefined ? {} : { first: at, last: at }) });
  } else state.userEventsLeftOut += 1;
}

const cut = (text: string, longest: number): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);
