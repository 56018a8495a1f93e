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

const block = 64 * 1024;
const newLine = 0x0a;
const space = 0x20;

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
    let left = options.tailLines === undefined || options.follow ? Infinity : options.tailLines;
    let room = options.limitBytes ?? Infinity;
    let rest: Buffer = Buffer.alloc(0);
    let atLineStart = true;
    while (!signal.aborted) {
      // Asked before reading: what was written until the end came is still read.
      const more = options.follow && running();
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(block), 0, block, position);
      position += bytesRead;
      rest = rest.length === 0 ? buffer.subarray(0, bytesRead) : Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
      const output: Buffer[] = [];
      for (let end = rest.indexOf(newLine); end >= 0; end = rest.indexOf(newLine)) {
        if (left === 0 || room === 0) break;
        const line = parse(rest.subarray(0, end));
        rest = rest.subarray(end + 1);
        left -= 1;
        if (line === undefined) continue;
        if (options.since === undefined || line.time >= options.since) {
          const prefix = options.timestamps && atLineStart ? Buffer.from(`${line.time} `) : Buffer.alloc(0);
          const text = Buffer.concat([prefix, line.text, ...(line.whole ? [Buffer.from([newLine])] : [])]);
          const kept = text.subarray(0, Math.min(text.length, room));
          room -= kept.length;
          output.push(kept);
        }
        atLineStart = line.whole;
      }
      if (output.length > 0) yield Buffer.concat(output);
      if (left === 0 || room === 0) return;
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

interface Line {
  readonly time: string;
  readonly whole: boolean;
  readonly text: Buffer;
}

function parse(line: Buffer): Line | undefined {
  const stream = line.indexOf(space);
  const tag = line.indexOf(space, stream + 1);
  const text = line.indexOf(space, tag + 1);
  if (stream < 0 || tag < 0 || text < 0) return undefined;
  return {
    time: line.toString('latin1', 0, stream),
    whole: line.toString('latin1', tag + 1, text) === 'F',
    text: line.subarray(text + 1),
  };
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
