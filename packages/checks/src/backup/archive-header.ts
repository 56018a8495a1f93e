/** What stands at the beginning of every archive of pg_dump (custom, directory and tar format). */
export interface ArchiveHeader {
  /** `1.14.0`: of the format, not of PostgreSQL. */
  readonly archiveVersion: string;
  readonly format: 'custom' | 'tar' | 'directory' | 'unknown';
  readonly compression: 'none' | 'gzip' | 'lz4' | 'zstd' | 'unknown';
  /** When pg_dump began, in the wall time of its machine: there is no zone in it. `2026-11-23T21:02:09` */
  readonly startedAt: string;
  readonly database: string;
  readonly serverVersion: string;
  readonly toolVersion: string;
}

/** The newest format that is known: that of pg_dump 17 and 18. */
const knownFormat = { major: 1, minor: 16 } as const;

/** It is an archive of a newer format than is known here: its header may stand differently. */
export const isNewerArchive = (bytes: Uint8Array): boolean =>
  isArchive(bytes) && ((bytes[5] ?? 0) > knownFormat.major || (bytes[6] ?? 0) > knownFormat.minor);

/** Bytes that hold any header: names and versions are short. */
export const HEADER_BYTES = 4_096;
/** Bytes of the magic number. */
export const isArchive = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(0, 5)).toString('latin1') === 'PGDMP';

const compressions = ['none', 'gzip', 'lz4', 'zstd'] as const;
const formats: Readonly<Record<number, ArchiveHeader['format']>> = { 1: 'custom', 3: 'tar', 5: 'directory' };

/**
 * Reads the header of an archive (after ReadHead in PostgreSQL's pg_backup_archiver.c). Returns undefined where the bytes are
 * no archive, or end within the header, or make no sense.
 */
export function readArchiveHeader(bytes: Uint8Array): ArchiveHeader | undefined {
  if (!isArchive(bytes)) return undefined;
  try {
    const header = parse(new Reader(bytes, 5));
    // Every database has a name.
    return header.database === '' ? undefined : header;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function parse(reader: Reader): ArchiveHeader {
  const [major, minor, revision] = [reader.byte(), reader.byte(), reader.byte()];
  reader.intSize = reader.byte();
  reader.byte(); // the size of an offset
  const format = formats[reader.byte()] ?? 'unknown';
  // Before 1.15 there was gzip only, and its level; then the algorithm.
  const compression = major > 1 || minor >= 15 ? (compressions[reader.byte()] ?? 'unknown') : reader.int() === 0 ? 'none' : 'gzip';
  const [second, minute, hour, day, month, year] = [reader.int(), reader.int(), reader.int(), reader.int(), reader.int(), reader.int()];
  reader.int(); // daylight saving time, as the machine thought
  return {
    archiveVersion: `${major}.${minor}.${revision}`,
    format,
    compression,
    startedAt: wallTime({ year: year + 1900, month: month + 1, day, hour, minute, second }),
    database: reader.text(),
    serverVersion: reader.text(),
    toolVersion: reader.text(),
  };
}

function wallTime(parts: Readonly<Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>>): string {
  const { year, month, day, hour, minute, second } = parts;
  const time = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  // toISOString throws a RangeError for what is no date.
  return time.toISOString().slice(0, 19);
}

class Reader {
  intSize = 4;
  readonly #bytes: Uint8Array;
  #at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  byte(): number {
    const value = this.#bytes[this.#at];
    if (value === undefined) throw new RangeError('The header ends early.');
    this.#at += 1;
    return value;
  }

  /** A sign byte, then the magnitude, least significant byte first. */
  int(): number {
    const negative = this.byte() !== 0;
    let value = 0;
    for (let index = 0; index < this.intSize; index += 1) value += this.byte() * 2 ** (8 * index);
    return negative ? -value : value;
  }

  text(): string {
    const length = this.int();
    if (length < 0) return '';
    if (this.#at + length > this.#bytes.length) throw new RangeError('The header ends early.');
    const text = Buffer.from(this.#bytes.subarray(this.#at, this.#at + length)).toString('utf8');
    this.#at += length;
    return text;
  }
}
