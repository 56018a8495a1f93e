import { createReadStream, createWriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { dumpContentsReducer } from './dump-contents.ts';
import { readingOf } from './dump-reading.ts';
import type { DumpReading } from './dump-reading.ts';
import { HEADER_BYTES } from './archive-header.ts';
import type { Packing } from './dump-kinds.ts';
import type { DumpFile } from './kind.ts';
import { readArchive } from './pg-restore.ts';
import type { Patience } from './pg-restore.ts';
import { unendedTable } from './table-files.ts';
import { tarWalker, walkTar } from './tar-walk.ts';
import type { TarWalked } from './tar-walk.ts';
import { UnpackError, unpack } from './unpack.ts';
import { makeUnpackFolder } from './unpack-folder.ts';

/** Bytes that are read at a time. */
const PIECE = 256 * 1024;

/** Of a file that is nothing pg_dump writes. */
export const notBegun = 'it does not begin as any format of pg_dump does';

/**
 * Reads a whole dump of any kind as a restore would, into a counter instead of a database. What is packed is unpacked on the way. Throws
 * when aborted, and what the file system throws.
 */
export async function readDump(dump: DumpFile, signal: AbortSignal, patience?: Patience): Promise<DumpReading> {
  const { path, kind, packed } = dump;
  if (kind === 'unknown' && packed === undefined) return { kind: 'broken', why: notBegun };
  if (kind === 'empty') return { kind: 'truncated', why: 'it holds nothing' };
  if (kind === 'other' || kind === 'gzip' || kind === 'zstd') return { kind: 'format not read', why: `it is of the format "${kind}"` };
  try {
    if (kind === 'plain') return await readPlain(pieces(path, packed, signal));
    if (kind === 'unknown') return await readNothing(pieces(path, packed, signal));
    if (packed !== undefined) return await readPacked({ path, kind, packed }, signal, patience);
    const walked = kind === 'tar' ? await walkTar(path, signal) : whole;
    if (walked.kind !== 'whole') return walked;
    const reading = withoutNeed(await readArchive(path, signal, patience));
    const unended = kind === 'directory' && reading.kind === 'read' ? await unendedTable(path) : undefined;
    return unended === undefined ? reading : { kind: 'truncated', why: unended };
  } catch (error) {
    if (error instanceof UnpackError) return { kind: error.kind, why: error.message };
    throw error;
  }
}

/** The first bytes of what is packed; fewer where it ends early or is damaged, which reading it to its end tells. */
export async function firstPacked(path: string, packed: Packing, signal: AbortSignal): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of pieces(path, packed, signal, HEADER_BYTES)) {
      parts.push(piece);
      length += piece.length;
      if (length >= HEADER_BYTES) break;
    }
  } catch (error) {
    if (!(error instanceof UnpackError)) throw error;
  }
  return Buffer.concat(parts).subarray(0, HEADER_BYTES);
}

function pieces(path: string, packed: Packing | undefined, signal: AbortSignal, size = PIECE): AsyncIterable<Buffer> {
  return packed === undefined ? inOneBuffer(path, signal) : unpack(createReadStream(path, { highWaterMark: size, signal }), packed);
}

/** A file piece by piece, each in the place of the one before: whoever takes one is done with it, or has a copy, when he asks for the next. */
async function* inOneBuffer(path: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  const file = await open(path);
  try {
    const buffer = Buffer.alloc(PIECE);
    for (;;) {
      signal.throwIfAborted();
      const { bytesRead } = await file.read(buffer, 0, PIECE);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

async function readPlain(source: AsyncIterable<Buffer>): Promise<DumpReading> {
  const reducer = dumpContentsReducer();
  for await (const piece of source) reducer.add(piece);
  return readingOf(reducer.end());
}

/** Of what begins like nothing known, only the damage of its packing is of interest. */
async function readNothing(source: AsyncIterable<Buffer>): Promise<DumpReading> {
  let bytes = 0;
  for await (const piece of source) bytes += piece.length;
  return { kind: 'broken', why: `the ${bytes} bytes that are packed in it do not begin as any format of pg_dump does` };
}

const whole: TarWalked = { kind: 'whole' };

interface Packed extends DumpFile {
  readonly packed: Packing;
}

async function readPacked(dump: Packed, signal: AbortSignal, patience: Patience | undefined): Promise<DumpReading> {
  const walker = dump.kind === 'tar' ? tarWalker() : undefined;
  const reading = await readArchive(checkedTar(pieces(dump.path, dump.packed, signal), walker), signal, patience).catch(
    (error: unknown) => {
      if (error instanceof TarError) return error.walked;
      throw error;
    },
  );
  return reading.kind === 'needs a file' ? unpackedOnDisk(dump, signal, patience) : reading;
}

class TarError extends Error {
  readonly walked: Exclude<TarWalked, { kind: 'whole' }>;
  constructor(tar: Exclude<TarWalked, { kind: 'whole' }>) {
    super(tar.why);
    this.walked = tar;
  }
}

/** The pieces as they are; throws a `TarError` as soon as they are no whole tar, in which pg_restore would search for ever. */
async function* checkedTar(source: AsyncIterable<Buffer>, walker: ReturnType<typeof tarWalker> | undefined): AsyncGenerator<Buffer> {
  for await (const piece of source) {
    walker?.add(piece);
    if (walker?.ended && walker.ended.kind !== 'whole') throw new TarError(walker.ended);
    yield piece;
  }
  const end = walker?.end();
  if (end && end.kind !== 'whole') throw new TarError(end);
}

/** For pg_restore, which must go to and fro in it: unpacked into a folder that only this user can read, and that is removed. */
async function unpackedOnDisk({ path, packed }: Packed, signal: AbortSignal, patience: Patience | undefined): Promise<DumpReading> {
  const folder = await makeUnpackFolder();
  try {
    const file = join(folder, 'archive');
    await pipeline(pieces(path, packed, signal), createWriteStream(file, { mode: 0o600 }), { signal });
    return withoutNeed(await readArchive(file, signal, patience));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const withoutNeed = (reading: Awaited<ReturnType<typeof readArchive>>): DumpReading =>
  reading.kind === 'needs a file' ? { kind: 'broken', why: 'pg_restore finds its parts in another order than it can read' } : reading;
