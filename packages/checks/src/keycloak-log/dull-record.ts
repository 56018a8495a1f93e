import { parseJsonHead } from './json-head.ts';
import { startsWith } from './record-header.ts';
import type { RecordHeader } from './record-header.ts';

/** With these begins whatever is read at INFO: the banner, the profile, the bootstrap, a cluster view, a step of the migration. */
const telling = new Set(Buffer.from('KPBIUMm'));

/**
 * True for what most lines of a log are: a record at INFO or below that says nothing of the start, the cluster or the migration.
 * It says no to whatever it is not sure of; the parser of records decides then.
 */
export const isDullRecord = ({ level, message }: RecordHeader, bytes: Uint8Array): boolean =>
  level !== 'warn' && (level !== 'info' || !telling.has(bytes[message] ?? 0));

const OPEN = 0x7b;
/** In bytes; what is told before the message is shorter. */
const LONGEST_HEAD = 600;
const lowLevels: ReadonlySet<string> = new Set(['INFO', 'DEBUG', 'TRACE']);

/** The same for a record in JSON. */
export function isDullJson(bytes: Buffer, start: number, end: number): boolean {
  if (bytes[start] !== OPEN) return false;
  const head = parseJsonHead(bytes.toString('latin1', start, Math.min(end, start + LONGEST_HEAD)));
  return head !== undefined && lowLevels.has(head.level) && (head.level !== 'INFO' || !telling.has(bytes[start + head.message] ?? 0));
}

const FRAME = Buffer.from('\tat ');
const MORE_FRAMES = Buffer.from('\t... ');

/** True for the lines of a stack trace that name no exception: most of it. */
export const isStackFrame = (bytes: Uint8Array, start: number): boolean =>
  bytes[start] === FRAME[0] && (startsWith(bytes, start, FRAME) || startsWith(bytes, start, MORE_FRAMES));
