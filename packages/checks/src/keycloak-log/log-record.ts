import { parseJsonHead, restOfBrokenJson } from './json-head.ts';
import { exceptionIn, exceptionOf } from './stack-trace.ts';

/** One record of Keycloak's log, whichever format it was written in. */
export interface LogRecord {
  readonly level: Level;
  readonly logger: string;
  readonly message: string;
  /** Classes of the exceptions in it, outermost first. */
  readonly exceptions: readonly string[];
}

export type Level = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';

const levels: Readonly<Record<string, Level>> = {
  TRACE: 'DEBUG',
  DEBUG: 'DEBUG',
  FINEST: 'DEBUG',
  FINER: 'DEBUG',
  FINE: 'DEBUG',
  CONFIG: 'DEBUG',
  INFO: 'INFO',
  WARN: 'WARN',
  WARNING: 'WARN',
  ERROR: 'ERROR',
  SEVERE: 'ERROR',
  FATAL: 'ERROR',
};

// With `tracing-enabled` and `log-mdc-enabled` Keycloak writes its fields before the level; other set-ups have them behind it.
// A thread's name may hold brackets of its own, `(jgroups-5,vm-29812(v=16.0.14))`, so it ends at the first `) `.
const header =
  /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[,.]\d+(?: ?(?:Z|[+-]\d\d:?\d\d))? +(?:(?:traceId=[^,]*, parentId=[^,]*, spanId=[^,]*, sampled=\S*|\{.{0,2000}?\}(?= +[A-Zt])) +){0,2}([A-Z]+) +(?:\[traceId=[^\]]*\] |traceId=[^[]* )?\[([^\]]*)\] \((.*?)\) ?(?:$|(?<= )(.*)$)/s;
const escapes = /\u001B\[[0-9;]*[A-Za-z]/g;
const jsonNestingLimit = 20;

/** The record that begins with this line; undefined for a line that continues another one or stands bare. */
export function parseRecord(raw: string): LogRecord | undefined {
  const first = raw.charCodeAt(0);
  if (first === 123 /* { */) return parseJson(raw);
  if (first < 48 || first > 57) return undefined;
  const parts = header.exec(raw);
  const level = levels[parts?.[1] ?? ''];
  if (!parts || !level) return undefined;
  const message = parts[4] ?? '';
  return { level, logger: parts[2] ?? '', message, exceptions: namedAt(level, message) };
}

/** A line without colours and byte-order mark. */
export function cleanLine(line: string): string {
  const start = line.charCodeAt(0) === 0xfeff ? line.slice(1) : line;
  const plain = start.includes('\u001B') ? start.replaceAll(escapes, '') : start;
  return plain.endsWith('\r') ? plain.slice(0, -1) : plain;
}

// What the launcher and the Java virtual machine print without time and level. Seen in 24.0.5, 26.4.0 and 26.7.4.
const bareErrors =
  /^(?:ERROR: |Error: |Unknown option|Build time option|Invalid value for option|Missing required|Option .* requires|Disabled option|Expected |The following build time options|Exception in thread|Terminating due to java\.lang\.OutOfMemoryError|java\.lang\.OutOfMemoryError|Error occurred during initialization|# A fatal error has been detected|# There is insufficient memory)/;
const bareWarnings = /^WARNING: /;
const bareNotices =
  /^(?:Running the server in development mode|Updating the configuration|Changes detected in configuration|Server configuration updated|JAVA_OPTS|Try '|Possible solutions|Next time you run|For more details run|UPDATE SUMMARY)/;

/** The level of a line that stands for itself though it has no header; undefined for one that continues a record. */
export function bareLevel(line: string): Level | undefined {
  if (bareErrors.test(line)) return 'ERROR';
  if (bareWarnings.test(line)) return 'WARN';
  return bareNotices.test(line) ? 'INFO' : undefined;
}

function parseJson(raw: string): LogRecord | undefined {
  const body = parseOrUndefined(raw);
  if (!isObject(body)) return parseBrokenJson(raw);
  const level = levels[stringOf(body['level'] ?? body['log.level']).toUpperCase()];
  const logger = stringOf(body['loggerName'] ?? body['log.logger']);
  // An error may have no message, as a NullPointerException has none; a document without a logger is somebody else's.
  if (!level || (typeof body['message'] !== 'string' && logger === '')) return undefined;
  const message = stringOf(body['message']);
  const exceptions = exceptionsOf(body);
  return { level, logger, message, exceptions: exceptions.length > 0 ? exceptions : namedAt(level, message) };
}

/** The exception that a message names itself, where it is about trouble. */
function namedAt(level: Level, message: string): string[] {
  const named = level === 'WARN' || level === 'ERROR' ? exceptionIn(message) : undefined;
  return named === undefined ? [] : [named];
}

/** A record that was cut, as its stack trace is longer than a line may be, is not lost for it. */
function parseBrokenJson(raw: string): LogRecord | undefined {
  const head = parseJsonHead(raw);
  const level = levels[head?.level ?? ''];
  return head && level ? { level, logger: head.logger, ...restOfBrokenJson(raw, head) } : undefined;
}

/** Keycloak's own JSON nests the causes; ECS has one type and the trace as text. */
function exceptionsOf(body: Readonly<Record<string, unknown>>): string[] {
  const found: string[] = [];
  let exception = body['exception'];
  for (let depth = 0; isObject(exception) && depth < jsonNestingLimit; depth += 1) {
    if (typeof exception['exceptionType'] === 'string') found.push(exception['exceptionType']);
    const cause = exception['causedBy'];
    exception = isObject(cause) && isObject(cause['exception']) ? cause['exception'] : cause;
  }
  if (typeof body['error.type'] === 'string') found.push(body['error.type']);
  const trace = stringOf(body['error.stack_trace'] ?? body['stackTrace']);
  for (const line of trace.split('\n')) {
    const named = exceptionOf(line);
    if (named !== undefined && !found.includes(named)) found.push(named);
  }
  return found;
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A line that begins with a brace and is no JSON is an ordinary line.
    return undefined;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const stringOf = (value: unknown): string => (typeof value === 'string' ? value : '');
