import { patternOf } from './catalogue/required.ts';
import { parseClusterView } from './cluster-view.ts';
import { codeOf, fingerprintOf, isLogger, templateOf } from './fingerprint.ts';
import { bareLevel, cleanLine, exceptionOf, isStackTrace, parseRecord } from './log-record.ts';
import type { LogRecord } from './log-record.ts';
import type { LogSummary, Message, UserEvents } from './log-summary.ts';
import { parseUserEvent } from './user-event.ts';

/** Takes a log line by line and keeps what it tells; the memory it needs is bounded. */
export interface LogReducer {
  /** `at` is when the line was written (ISO 8601). */
  line(line: string, at?: string): void;
  /** What was told so far, the record that may still go on included. */
  summary(): LogSummary;
}

const MOST_MESSAGES = 200;
const MOST_USER_EVENTS = 100;
const MOST_MIGRATIONS = 60;
const FIRST_MIGRATIONS = 20;
const MOST_FAILURE_LINES = 12;
const LONGEST_EXCERPT = 700;
const MOST_EXCEPTIONS = 20;

interface Pending {
  readonly record: LogRecord;
  readonly at: string | undefined;
  readonly exceptions: string[];
  /** Lines of the stack trace that name exceptions, for the excerpt. */
  readonly causes: string[];
}

/** Pure but for its own state: the same lines give the same summary. */
export function createLogReducer(): LogReducer {
  const state = emptyState();
  let pending: Pending | undefined;

  const finish = (): void => {
    if (pending) keep(state, pending);
    pending = undefined;
  };
  const begin = (record: LogRecord, at: string | undefined): void => {
    finish();
    pending = { record, at, exceptions: [...record.exceptions].slice(0, MOST_EXCEPTIONS), causes: [] };
  };
  return {
    line: (raw, at) => {
      const line = cleanLine(raw);
      state.lines += 1;
      if (at !== undefined) {
        state.first ??= at;
        state.last = at;
      }
      const record = parseRecord(line);
      if (record) {
        begin(record, at);
        return;
      }
      if (pending && isStackTrace(line)) {
        const named = exceptionOf(line);
        if (named !== undefined && pending.exceptions.length < MOST_EXCEPTIONS) {
          pending.exceptions.push(named);
          pending.causes.push(line.trim());
        }
        return;
      }
      const level = bareLevel(line);
      // A line that is neither a record nor known to stand bare goes on with the record before it, or says nothing.
      if (level) begin({ level, logger: '', message: line, exceptions: bareExceptions(line) }, at);
    },
    summary: () => {
      // The last record may go on, so the state itself is left as it is.
      const seen = pending ? copyOf(state) : state;
      if (pending) keep(seen, pending);
      return summaryOf(seen);
    },
  };
}

interface State {
  lines: number;
  records: number;
  first?: string;
  last?: string;
  banner?: NonNullable<LogSummary['banner']>;
  bootstrap?: NonNullable<LogSummary['bootstrap']>;
  profile?: string;
  developmentMode: boolean;
  stopped: boolean;
  view?: NonNullable<LogSummary['view']>;
  views: number;
  migration: LogSummary['migration'];
  startFailure: string[];
  messages: Map<string, Message>;
  messagesLeftOut: number;
  userEvents: Map<string, UserEvents>;
  userEventsLeftOut: number;
}

const emptyState = (): State => ({
  lines: 0,
  records: 0,
  developmentMode: false,
  stopped: false,
  views: 0,
  migration: [],
  startFailure: [],
  messages: new Map(),
  messagesLeftOut: 0,
  userEvents: new Map(),
  userEventsLeftOut: 0,
});

const copyOf = (state: State): State => ({
  ...state,
  migration: [...state.migration],
  startFailure: [...state.startFailure],
  messages: new Map([...state.messages].map(([key, message]) => [key, { ...message }])),
  userEvents: new Map([...state.userEvents].map(([key, event]) => [key, { ...event }])),
});

const summaryOf = ({ messages, userEvents, ...state }: State): LogSummary => ({
  ...state,
  messages: [...messages.values()].toSorted((a, b) => compare(a.fingerprint, b.fingerprint)).map((message) => ({ ...message })),
  userEvents: [...userEvents.values()]
    .toSorted((a, b) => compare(a.type, b.type) || compare(a.error, b.error) || compare(a.client, b.client))
    .map((event) => ({ ...event })),
});

function keep(state: State, { record, at, exceptions, causes }: Pending): void {
  state.records += 1;
  const { level, logger, message } = record;
  if (level === 'INFO') keepInformation(state, logger, message, at);
  else if (level === 'WARN' || level === 'ERROR') keepTrouble(state, { ...record, level, exceptions }, causes, at);
}

const startedIn = patternOf('banner');
const bootstrapped = patternOf('bootstrap');
const profile = patternOf('profile');
const migrations = /^(?:Initializing database schema|Updating database\.|Migrating older model to |migrated realm )/;

function keepInformation(state: State, logger: string, message: string, at: string | undefined): void {
  const when = at === undefined ? {} : { at };
  if (logger === '') {
    if (message.startsWith('Running the server in development mode')) state.developmentMode = true;
    return;
  }
  if (isLogger(logger, 'io.quarkus')) {
    // Only the first counts: a later one can only be a forged line, since a process starts once.
    const banner = startedIn.exec(message);
    if (banner?.[1] !== undefined) state.banner ??= { version: banner[1], seconds: Number(banner[2]) || 0, ...when };
    const activated = profile.exec(message)?.[1];
    if (activated !== undefined) state.profile ??= activated;
    if (message.startsWith('Keycloak stopped in ')) state.stopped = true;
    return;
  }
  const bootstrap = bootstrapped.exec(message);
  if (bootstrap && isLogger(logger, 'org.keycloak.services.resources.KeycloakApplication'))
    state.bootstrap ??= { seconds: Number(bootstrap[1]) || 0, ...when };
  if (message.includes('ISPN00009')) {
    const view = parseClusterView(message);
    if (view) {
      state.views += 1;
      // Views may be logged out of order, so the number counts and not the place.
      if (state.view === undefined || view.id >= state.view.id) state.view = { ...view, ...when };
    }
  }
  if (migrations.test(message)) {
    state.migration.push({ text: message.slice(0, 200), ...when });
    // The first steps and the last ones tell most; with many realms there are hundreds between them.
    if (state.migration.length > MOST_MIGRATIONS) state.migration.splice(FIRST_MIGRATIONS, 1);
  }
}

type Trouble = LogRecord & { readonly level: 'WARN' | 'ERROR' };

function keepTrouble(state: State, record: Trouble, causes: readonly string[], at: string | undefined): void {
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

function keepUserEvent(state: State, message: string, at: string | undefined): void {
  const { type, error, client } = parseUserEvent(message);
  const key = JSON.stringify([type, error, client]);
  const known = state.userEvents.get(key);
  if (known) {
    known.count += 1;
    if (at !== undefined) known.last = at;
  } else if (state.userEvents.size < MOST_USER_EVENTS) {
    // Whoever sends requests chooses the client's name: there may be any number of them.
    state.userEvents.set(key, { type, error, client, count: 1, ...(at === undefined ? {} : { first: at, last: at }) });
  } else state.userEventsLeftOut += 1;
}

const bareExceptions = (line: string): string[] => {
  const named = exceptionOf(line) ?? /java\.lang\.OutOfMemoryError/.exec(line)?.[0];
  return named === undefined ? [] : [named];
};

const cut = (text: string, longest: number): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
