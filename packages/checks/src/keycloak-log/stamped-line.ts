/** A line as the kubelet hands it out with `timestamps=true`. */
export interface StampedLine {
  /** In UTC with nine digits, so that times compare as text. */
  readonly key: string;
  readonly text: string;
}

const stamp = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

/** Parts the kubelet's time from the line; undefined for a line without one, which is no line of the log. */
export function parseStampedLine(line: string): StampedLine | undefined {
  const space = line.indexOf(' ');
  const time = space === -1 ? line : line.slice(0, space);
  const text = space === -1 ? '' : line.slice(space + 1);
  // The usual form needs no conversion.
  if (time.length === 30 && time.endsWith('Z') && stamp.test(time)) return { key: time, text };
  const parts = stamp.exec(time);
  if (!parts) return undefined;
  const milliseconds = Date.parse(`${parts[1]}${parts[3]}`);
  if (Number.isNaN(milliseconds)) return undefined;
  return { key: `${new Date(milliseconds).toISOString().slice(0, 19)}.${(parts[2] ?? '').padEnd(9, '0')}Z`, text };
}

/** The time of a line as others write it: to the millisecond. */
export const timeOfKey = (key: string): string => `${key.slice(0, 23)}Z`;
