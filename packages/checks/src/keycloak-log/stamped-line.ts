/** A line as the kubelet hands it out with `timestamps=true`. */
export interface StampedLine {
  /** In UTC with nine digits, so that times compare as text. */
  readonly key: string;
  readonly text: string;
}

const stamp = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;
/** The length of a time in the usual form. */
export const STAMP = '2026-11-23T21:00:01.123456789Z'.length;
const MILLISECOND = '2026-11-23T21:00:01.123'.length;
const SECOND = '2026-11-23T21:00:01'.length;

/** Parts the kubelet's time from the line; undefined for a line without one, which is no line of the log. */
export function parseStampedLine(line: string): StampedLine | undefined {
  const space = line.indexOf(' ');
  const time = space === -1 ? line : line.slice(0, space);
  const text = space === -1 ? '' : line.slice(space + 1);
  // The usual form needs no conversion.
  if (time.length === STAMP && time.endsWith('Z') && stamp.test(time)) return { key: time, text };
  const parts = stamp.exec(time);
  if (!parts) return undefined;
  const milliseconds = Date.parse(`${parts[1]}${parts[3]}`);
  if (Number.isNaN(milliseconds)) return undefined;
  return { key: `${new Date(milliseconds).toISOString().slice(0, SECOND)}.${(parts[2] ?? '').padEnd(9, '0')}Z`, text };
}

/** True for the beginning of the kubelet's time, and nothing more: a line that was cut on its way within it. */
export const isCutStamp = (line: string): boolean => line.length < STAMP && /^\d{1,4}(?:-[-\dT:.]*)?$/.test(line);

/** True where a line of the usual form, of that second, begins there; false for any other line, which may still be a stamped one. */
export function isLineOfSecond(bytes: Uint8Array, start: number, end: number, second: Uint8Array): boolean {
  if (end - start <= STAMP || second.length !== SECOND) return false;
  if (bytes[start + SECOND] !== 0x2e /* . */ || bytes[start + STAMP - 1] !== 0x5a /* Z */ || bytes[start + STAMP] !== 0x20) return false;
  // From its end on, where times differ most.
  for (let at = SECOND - 1; at >= 0; at -= 1) if (bytes[start + at] !== second[at]) return false;
  for (let at = start + SECOND + 1; at < start + STAMP - 1; at += 1) {
    const digit = bytes[at] ?? 0;
    if (digit < 0x30 || digit > 0x39) return false;
  }
  return true;
}

/** The key of a line of the usual form. */
export const keyAt = (bytes: Buffer, start: number): string => bytes.toString('latin1', start, start + STAMP);

/** The time of a line as others write it: to the millisecond. */
export const timeOfKey = (key: string): string => `${key.slice(0, MILLISECOND)}Z`;

/** The same of a line of the usual form. */
export const timeAt = (bytes: Buffer, start: number): string => `${bytes.toString('latin1', start, start + MILLISECOND)}Z`;
