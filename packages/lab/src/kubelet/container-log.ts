import { closeSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { basename, dirname, join } from 'node:path';
import { nowRfc3339Nano } from './go-text.ts';

/** A line longer than this is written in parts, as containerd does. */
const longestPart = 16 * 1024;
const newLine = 0x0a;

export interface ContainerLog {
  /** Takes what one stream of the process writes, until it ends. */
  take(stream: Readable, name: 'stdout' | 'stderr'): void;
  /** Call when the process has ended and both streams are closed. */
  close(): void;
}

/**
 * The log of one run of a container, in the CRI's format: `<time> <stream> <P|F> <text>`, rotated at `maxBytes` into
 * `<file>.<date>-<time>`, of which the newest `maxFiles - 1` are kept. Written at once: what was printed can be read.
 */
export function writeContainerLog(file: string, limits: { readonly maxBytes: () => number; readonly maxFiles: number }): ContainerLog {
  mkdirSync(dirname(file), { recursive: true });
  let descriptor = openSync(file, 'a');
  let size = statSync(file).size;
  let rotations = 0;

  function rotate(): void {
    closeSync(descriptor);
    rotations += 1;
    const stamp = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
    renameSync(file, `${file}.${stamp}.${String(rotations).padStart(6, '0')}`);
    const folder = dirname(file);
    const older = readdirSync(folder)
      .filter((name) => name.startsWith(`${basename(file)}.`))
      .toSorted();
    for (const name of older.slice(0, Math.max(0, older.length - (limits.maxFiles - 1)))) rmSync(join(folder, name));
    descriptor = openSync(file, 'a');
    size = 0;
  }

  function write(lines: readonly Buffer[]): void {
    const bytes = Buffer.concat(lines);
    if (size > 0 && size + bytes.length > limits.maxBytes()) rotate();
    writeSync(descriptor, bytes);
    size += bytes.length;
  }

  return {
    take(stream, name) {
      let rest: Buffer = Buffer.alloc(0);
      const record = (text: Buffer, whole: boolean): Buffer =>
        Buffer.concat([Buffer.from(`${nowRfc3339Nano()} ${name} ${whole ? 'F' : 'P'} `), text, Buffer.from([newLine])]);
      stream.on('data', (chunk: Buffer) => {
        const lines: Buffer[] = [];
        rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
        for (;;) {
          const end = rest.indexOf(newLine);
          if (end >= 0 && end <= longestPart) {
            lines.push(record(rest.subarray(0, end), true));
            rest = rest.subarray(end + 1);
          } else if (rest.length > longestPart) {
            lines.push(record(rest.subarray(0, longestPart), false));
            rest = rest.subarray(longestPart);
          } else break;
        }
        if (lines.length > 0) write(lines);
      });
      stream.on('end', () => {
        if (rest.length > 0) write([record(rest, false)]);
        rest = Buffer.alloc(0);
      });
    },
    close() {
      closeSync(descriptor);
    },
  };
}
