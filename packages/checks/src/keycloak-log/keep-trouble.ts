import { codeOf, fingerprintOf, isLogger, templateOf } from './fingerprint.ts';
import type { LogRecord } from './log-record.ts';
import type { LogState } from './log-state.ts';

const MOST_MESSAGES = 200;
const MOST_FAILURE_LINES = 12;
const LONGEST_EXCERPT = 700;

type Trouble = LogRecord & { readonly level: 'WARN' | 'ERROR' };

/** Adds a record at WARN or ERROR; `causes` are the lines of its stack trace that name exceptions. */
export function keepTrouble(state: LogState, record: Trouble, causes: readonly string[], at: string | undefined): void {
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

const cut = (text: string, longest: number): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);
