import { open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** The kubelet's options of a log request. `since` is a time with nine decimals, as the log's own. */
export interface LogOptions {
  readonly since?: string;
  readonly tailLines?: number;
  readonly limitBytes?: number;
  readonly timestamps: boolean;
  readonly follow: boolean;
}

const block = 256 * 1024;
const newLine = 0x0a;
const space = 0x20;
const full = 0x46;

/**
 * The bytes of a log request, a chunk at a time. Order and limits are those of a kubelet [cri-client logs.go]: the tail
 * is cut first, then `since`, and `limitBytes` keeps the head. Only the current file is read, not the rotated ones.
 * A follower goes on over rotations until `running` says no and the rest was read.
 */
export async function* readContainerLog(
  file: string,
  options: LogOptions,
  running: () => boolean,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  let handle = await open(file, 'r');
  try {
    let position = options.tailLines === undefined ? 0 : await tailStart(handle, options.tailLines);
    const lines = makeTranscript(options);
    let input = Buffer.allocUnsafe(block);
    /** Bytes of a line whose end was not read yet, at the start of `input`. */
    let kept = 0;
    while (!signal.aborted) {
      // Asked before reading: what was written until the end came is still read.
      const more = options.follow && running();
      if (kept === input.length) input = Buffer.concat([input], input.length * 2);
      const { bytesRead } = await handle.read(input, kept, input.length - kept, position);
      position += bytesRead;
      const end = kept + bytesRead;
      const whole = input.subarray(0, end).lastIndexOf(newLine) + 1;
      const output = lines.write(input.subarray(0, whole));
      input.copyWithin(0, whole, end);
      kept = end - whole;
      if (output.length > 0) yield output;
      if (lines.isFull()) return;
      if (bytesRead > 0) continue;
      const rotated = await nextFile(handle, file);
      if (rotated !== undefined) {
        await handle.close();
        handle = rotated;
        position = 0;
        if (!options.follow) return;
      } else if (more) await delay(100, undefined, { signal }).catch(() => undefined);
      else return;
    }
  } finally {
    await handle.close();
  }
}

interface Transcript {
  /** What a client is sent of these lines, each `<time> <stream> <P|F> <text>` with its line end. */
  write(lines: Buffer): Buffer;
  /** No more than this was asked for. */
  isFull(): boolean;
}

/** Logs have hundreds of megabytes, so bytes are copied once, and nothing is made for a single line. */
function makeTranscript({ since, tailLines, limitBytes, timestamps, follow }: LogOptions): Transcript {
  const from = since === undefined ? undefined : Buffer.from(since, 'latin1');
  let left = tailLines === undefined || follow ? Infinity : tailLines;
  let room = limitBytes ?? Infinity;
  let atLineStart = true;
  return {
    write(lines) {
      // Each line loses at least its stream and its tag.
      const output = Buffer.allocUnsafe(lines.length);
      let written = 0;
      for (let start = 0; start < lines.length && left > 0 && written < room;) {
        const end = lines.indexOf(newLine, start);
        const time = spaceIn(lines, start, end);
        const stream = spaceIn(lines, time + 1, end);
        const text = spaceIn(lines, stream + 1, end) + 1;
        left -= 1;
        if (text > 0 && stream > 0 && time > 0) {
          const isWhole = text === stream + 3 && lines[stream + 1] === full;
          if (from === undefined || lines.compare(from, 0, from.length, start, time) >= 0) {
            if (timestamps && atLineStart) written += lines.copy(output, written, start, time + 1);
            written += lines.copy(output, written, text, isWhole ? end + 1 : end);
          }
          atLineStart = isWhole;
        }
        start = end + 1;
      }
      const sent = output.subarray(0, Math.min(written, room));
      room -= sent.length;
      return sent;
    },
    isFull: () => left <= 0 || room <= 0,
  };
}

/** Where the next space is before the end, or -1. */
function spaceIn(bytes: Buffer, start: number, end: number): number {
  for (let at = start; at < end; at += 1) if (bytes[at] === space) return at;
  return -1;
}

/** The file that took this one's place, when it was rotated. */
async function nextFile(handle: FileHandle, file: string): Promise<FileHandle | undefined> {
  const [mine, present] = await Promise.all([handle.stat(), stat(file).catch(() => undefined)]);
  return present === undefined || present.ino === mine.ino ? undefined : open(file, 'r');
}

/** Where the last `lines` lines begin. */
async function tailStart(handle: FileHandle, lines: number): Promise<number> {
  let end = (await handle.stat()).size;
  if (lines === 0) return end;
  let seen = 0;
  // The newline that ends the last line does not begin another.
  let last = end - 1;
  while (end > 0) {
    const start = Math.max(0, end - block);
    const { buffer } = await handle.read(Buffer.alloc(end - start), 0, end - start, start);
    for (let at = buffer.length - 1; at >= 0; at -= 1) {
      if (buffer[at] !== newLine || start + at === last) continue;
      seen += 1;
      if (seen === lines) return start + at + 1;
    }
    end = start;
    last = -1;
  }
  return 0;
}
