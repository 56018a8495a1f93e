import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';
import { dumpContentsReducer } from './dump-contents.ts';
import { readingOf } from './dump-reading.ts';
import type { DumpReading } from './dump-reading.ts';
import { findPostgresPrograms } from './postgres-programs.ts';
import { processProgress } from './process-progress.ts';

/** How long pg_restore may be at it without bringing anything. */
export interface Patience {
  /** Milliseconds without a byte from it, or for it. */
  readonly stall: number;
  /** Seconds of processor time without a byte read or written: a flipped bit in a length can make it search for ever. */
  readonly spin: number;
}

const usual: Patience = { stall: 20_000, spin: 2 };

/**
 * Reads a whole archive through pg_restore, as a restore would, into a counter instead of a database: nothing is stored. `archive` is a
 * path, or the archive itself piece by piece; `needs a file` where its parts stand in another order than that in which they are restored,
 * so that it cannot be read piece by piece. Throws when aborted, and what the pieces throw.
 * Damage in the data is found by its checksums; in the table of contents it may only change a name, which a hash tells.
 */
export async function readArchive(
  archive: string | AsyncIterable<Buffer>,
  signal: AbortSignal,
  patience: Patience = usual,
): Promise<DumpReading | { readonly kind: 'needs a file' }> {
  const programs = await findPostgresPrograms(['pg_restore']);
  if (!programs) return { kind: 'no tool' };
  const reducer = dumpContentsReducer();
  const isPath = typeof archive === 'string';
  // Through `env`, so that it complains in English whatever language the machine speaks.
  const child = spawn('env', ['LC_ALL=C', join(programs.directory, 'pg_restore'), '--file=-', ...(isPath ? [archive] : [])], { signal });
  let [moved, complaint]: [number, string] = [0, ''];
  const move = (bytes: number): void => {
    moved += bytes;
  };
  child.stdout.on('data', (chunk: Buffer) => {
    move(chunk.length);
    reducer.add(chunk);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (complaint.length < 2_000) complaint += text;
  });
  const ended = new Promise<number | string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, killedBy) => resolve(code ?? killedBy ?? 'nothing'));
  });
  const watch = watchFor(
    child.pid,
    () => moved,
    patience,
    () => child.kill('SIGKILL'),
  );
  try {
    const [end] = await Promise.all([ended, isPath ? child.stdin.end() : feed(archive, child, move)]);
    signal.throwIfAborted();
    return watch.hang ?? told(end, complaint) ?? readingOf(reducer.end());
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    watch.end();
    child.kill('SIGKILL');
  }
}

/**
 * Writes the pieces to a process. One that has seen enough may end before all was written: the rest is taken all the same, for what unpacks
 * it verifies it up to its end; unless the process failed.
 */
async function feed(pieces: AsyncIterable<Buffer>, child: ChildProcessWithoutNullStreams, move: (bytes: number) => void): Promise<void> {
  const { stdin } = child;
  stdin.on('error', () => undefined);
  try {
    for await (const piece of pieces) {
      if ((child.exitCode ?? 0) !== 0 || child.signalCode !== null) break;
      move(piece.length);
      // One piece at a time: those that wait would live long enough to pile up.
      if (!stdin.destroyed) await new Promise<void>((resolve) => stdin.write(piece, () => resolve()));
    }
  } finally {
    stdin.end();
  }
}

interface Watch {
  readonly hang: DumpReading | undefined;
  end(): void;
}

/** Looks twice a second whether a process gets on, and stops it where it does not. `moved` counts the bytes that are seen from here. */
function watchFor(pid: number | undefined, moved: () => number, { stall, spin }: Patience, stop: () => void): Watch {
  let hang: DumpReading | undefined;
  const look = (): { readonly at: number; readonly moved: number; readonly bytes: number; readonly seconds: number } => ({
    at: performance.now(),
    moved: moved(),
    ...(processProgress(pid ?? 0) ?? { bytes: 0, seconds: 0 }),
  });
  let seen = look();
  let worked = seen;
  const timer = setInterval(() => {
    const now = look();
    if (now.moved !== seen.moved) seen = now;
    if (now.moved !== worked.moved || now.bytes !== worked.bytes) worked = now;
    if (now.seconds - worked.seconds >= spin) hang = { kind: 'broken', why: 'pg_restore searches in it without an end' };
    else if (now.at - seen.at >= stall) hang = { kind: 'not read', why: `pg_restore brought nothing for ${stall / 1000} s` };
    else return;
    clearInterval(timer);
    stop();
  }, 500);
  return {
    get hang() {
      return hang;
    },
    end: () => clearInterval(timer),
  };
}

/** What pg_restore complained of; undefined where it ended well. */
function told(end: number | string, complaint: string): DumpReading | { readonly kind: 'needs a file' } | undefined {
  if (end === 0) return undefined;
  const why = firstLine(complaint) || `pg_restore ended with ${end}`;
  if (/unsupported version \(/.test(complaint)) return { kind: 'tool too old', why };
  if (/does not support compression/.test(complaint)) return { kind: 'format not read', why };
  if (/out of order|out-of-order/.test(complaint)) return { kind: 'needs a file' };
  if (typeof end === 'string') return { kind: 'not read', why };
  return { kind: /end of file|too short/.test(why) ? 'truncated' : 'broken', why };
}

/** Only what pg_restore says of the file: further lines may quote what is in it. */
const firstLine = (complaint: string): string =>
  (complaint.split('\n').find((line) => /error|fatal/i.test(line)) ?? complaint.split('\n')[0] ?? '')
    .replace(/^pg_restore: (?:error: |\[archiver\] )?/, '')
    .slice(0, 300);
