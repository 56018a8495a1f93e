const SPACE = 0x20;
const DIGIT = 0x30;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const BEGIN_THREAD = 0x28;
const END_THREAD = 0x29;

/** `0` stands for a digit. */
const TIME = Buffer.from('0000-00-00 00:00:00,000 ');
const levels = { info: Buffer.from('INFO '), warn: Buffer.from('WARN '), debug: Buffer.from('DEBUG '), trace: Buffer.from('TRACE ') };

/** Where the parts of a record's header are. The header is one object, which is used again at the next call. */
export interface RecordHeader {
  level: keyof typeof levels;
  /** Of the logger's name: its first byte, and the one behind it. */
  logger: number;
  loggerEnd: number;
  message: number;
}
const found: RecordHeader = { level: 'info', logger: 0, loggerEnd: 0, message: 0 };

/**
 * Finds the parts of a usual header, `2026-11-23 21:00:00,000 INFO  [logger] (thread) message` at WARN or below; undefined for any
 * other line. It reads bytes, as most lines of a log are dropped and need no string then.
 */
export function parseHeader(bytes: Uint8Array, start: number, end: number): Readonly<RecordHeader> | undefined {
  if (end - start < TIME.length || !isTime(bytes, start)) return undefined;
  let at = start + TIME.length;
  const level = levelAt(bytes, at);
  if (level === undefined) return undefined;
  at += levels[level].length;
  while (bytes[at] === SPACE) at += 1;
  if (bytes[at] !== OPEN) return undefined;
  const logger = at + 1;
  while (at < end && bytes[at] !== CLOSE) at += 1;
  if (bytes[at + 1] !== SPACE || bytes[at + 2] !== BEGIN_THREAD || bytes[logger + 7] === 0x3d /* traceId= */) return undefined;
  const loggerEnd = at;
  at += 3;
  // A thread's name may hold brackets of its own, so it ends at the first `) `.
  while (at < end - 1 && !(bytes[at] === END_THREAD && bytes[at + 1] === SPACE)) at += 1;
  if (at >= end - 1) return undefined;
  found.level = level;
  found.logger = logger;
  found.loggerEnd = loggerEnd;
  found.message = at + 2;
  return found;
}

function isTime(bytes: Uint8Array, start: number): boolean {
  for (let at = 0; at < TIME.length; at += 1) {
    const wanted = TIME[at] ?? 0;
    const there = bytes[start + at] ?? 0;
    if (wanted === DIGIT ? there < DIGIT || there > 0x39 : there !== wanted) return false;
  }
  return true;
}

function levelAt(bytes: Uint8Array, at: number): keyof typeof levels | undefined {
  if (startsWith(bytes, at, levels.info)) return 'info';
  if (startsWith(bytes, at, levels.warn)) return 'warn';
  if (startsWith(bytes, at, levels.debug)) return 'debug';
  return startsWith(bytes, at, levels.trace) ? 'trace' : undefined;
}

/** True where these bytes stand there. */
export function startsWith(bytes: Uint8Array, start: number, wanted: Uint8Array): boolean {
  for (let at = 0; at < wanted.length; at += 1) if (bytes[start + at] !== wanted[at]) return false;
  return true;
}
