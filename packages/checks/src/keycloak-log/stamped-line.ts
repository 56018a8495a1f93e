/** A line as the kubelet hands it out with `timestamps=true`. */
export interface StampedLine {
  /** In UTC with nine digits, so that times compare as text. */
  readonly key: string;
  readonly text: string;
}

const stamp = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;
const STAMP = '2026-11-23T21:00:01.123456789Z'.length;
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

/** The same for a line of the usual form whose second is known; undefined for any other line, which may still be a stamped one. */
export function parseLineOfSecond(line: string, second: string): StampedLine | undefined {
  if (second === '' || line.charCodeAt(SECOND) !== 46 /* . */ || line.charCodeAt(STAMP - 1) !== 90 /* Z */) return undefined;
  if (line.charCodeAt(STAMP) !== 32 || !line.startsWith(second)) return undefined;
  for (let at = SECOND + 1; at < STAMP - 1; at += 1) {
    const digit = line.charCodeAt(at);
    if (digit < 48 || digit > 57) return undefined;
  }
  return { key: line.slice(0, STAMP), text: line.slice(STAMP + 1) };
}

/** The time of a line as others write it: to the millisecond. */
export const timeOfKey = (key: string): string => `${key.slice(0, 23)}Z`;
