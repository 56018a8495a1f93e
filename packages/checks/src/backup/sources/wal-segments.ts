const MB = 1024 * 1024;
/** Bytes of a segment that PostgreSQL can be made with; nearly every server has the first. */
const sizes = [16, 1, 2, 4, 8, 32, 64, 128, 256, 512, 1024].map((megabytes) => megabytes * MB);
/** A number of a segment has two halves: each of the first stands for 4 GB. */
const HALF = 0x1_0000_0000;
/** More than anybody waits for to be listed: 1 TB of 16 MB each. */
const MOST = 65_536;

/**
 * The names of all segments of the write-ahead log from the first to the last, both included (`00000001000000000000000A`); undefined where
 * that cannot be told: they are of two time lines, or not in order. `startLsn` (`0/A000028`) tells how large a segment is.
 */
export function segmentsBetween(first: string, last: string, startLsn: string | undefined): readonly string[] | undefined {
  const [from, to] = [parsed(first), parsed(last)];
  if (!from || !to || from.timeline !== to.timeline) return undefined;
  const size = from.high === to.high ? 16 * MB : sizeOf(from, startLsn);
  if (size === undefined) return undefined;
  const each = HALF / size;
  // Within one half they follow each other, whatever their size.
  const [begin, end] = from.high === to.high ? [from.low, to.low] : [from.high * each + from.low, to.high * each + to.low];
  if (end < begin || end - begin >= MOST) return undefined;
  return Array.from({ length: end - begin + 1 }, (_, index) => {
    const number = begin + index;
    const [high, low] = from.high === to.high ? [from.high, number] : [Math.floor(number / each), number % each];
    return `${from.timeline}${hex(high)}${hex(low)}`;
  });
}

interface Segment {
  readonly timeline: string;
  readonly high: number;
  readonly low: number;
}

function parsed(name: string): Segment | undefined {
  const [, timeline, high, low] = /^([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})$/.exec(name) ?? [];
  if (timeline === undefined || high === undefined || low === undefined) return undefined;
  return { timeline, high: Number.parseInt(high, 16), low: Number.parseInt(low, 16) };
}

function sizeOf({ high, low }: Segment, lsn: string | undefined): number | undefined {
  const [, half, offset] = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/.exec(lsn ?? '') ?? [];
  if (half === undefined || offset === undefined || Number.parseInt(half, 16) !== high) return undefined;
  return sizes.find((size) => Math.floor(Number.parseInt(offset, 16) / size) === low);
}

const hex = (number: number): string => number.toString(16).toUpperCase().padStart(8, '0');
