import { open } from 'node:fs/promises';

/** How a walk from header to header of a tar went. */
export type TarWalked = { readonly kind: 'whole' } | { readonly kind: 'truncated' | 'broken'; readonly why: string };

const BLOCK = 512;

/** The name of the first file in a tar (POSIX ustar, as pg_dump writes it); undefined where the bytes are no tar. */
export function firstTarMember(bytes: Buffer): string | undefined {
  if (bytes.subarray(257, 262).toString('latin1') !== 'ustar') return undefined;
  return textOf(bytes.subarray(0, 100));
}

/**
 * Follows the headers of a tar: each has a checksum, and tells where the next one stands. pg_restore itself searches for ever in one that
 * was cut. Give it the block at `next`, until it has `ended`.
 */
class TarWalk {
  /** The place of the next header, in bytes. */
  next = 0;
  ended: TarWalked | undefined;

  /** Takes the 512 bytes at `next`; fewer, where the file ends. */
  header(block: Buffer): void {
    if (block.length < BLOCK) {
      this.ended = { kind: 'truncated', why: 'the tar ends in the middle' };
    } else if (block.every((byte) => byte === 0)) {
      this.ended = { kind: 'whole' };
    } else if (checksumOf(block) !== numberIn(block.subarray(148, 156))) {
      this.ended = { kind: 'broken', why: `the tar has a header with a wrong checksum, at byte ${this.next}` };
    } else {
      const size = numberIn(block.subarray(124, 136));
      if (Number.isSafeInteger(size) && size >= 0) this.next += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
      else this.ended = { kind: 'broken', why: `the tar has a header without a size, at byte ${this.next}` };
    }
  }
}

/** The sum of a header's bytes, its own field taken as blanks. */
const checksumOf = (block: Buffer): number => block.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0);

/** Octal digits; or, for what is too large for them, a first byte of 0x80 and a binary number. */
function numberIn(field: Buffer): number {
  if (field[0] === 0x80) return field.subarray(1).reduce((value, byte) => value * 256 + byte, 0);
  const digits = textOf(field).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
}

const textOf = (field: Buffer): string => field.toString('latin1').split('\0')[0] ?? '';

/** Walks through a tar on disk: a few hundred bytes are read for each file in it. */
export async function walkTar(path: string, signal: AbortSignal): Promise<TarWalked> {
  const file = await open(path);
  try {
    const walk = new TarWalk();
    while (!walk.ended) {
      signal.throwIfAborted();
      const { buffer, bytesRead } = await file.read(Buffer.alloc(BLOCK), 0, BLOCK, walk.next);
      walk.header(buffer.subarray(0, bytesRead));
    }
    return walk.ended;
  } finally {
    await file.close();
  }
}

/** Walks through a tar as it streams by; `end` tells how it went. */
export function tarWalker(): { readonly ended: TarWalked | undefined; add(chunk: Buffer): void; end(): TarWalked } {
  const walk = new TarWalk();
  let position = 0;
  let begun = Buffer.alloc(0);
  return {
    get ended() {
      return walk.ended;
    },
    add: (chunk) => {
      const until = position + chunk.length;
      while (!walk.ended && until > walk.next + begun.length) {
        const from = walk.next + begun.length - position;
        const block = Buffer.concat([begun, chunk.subarray(from, from + BLOCK - begun.length)]);
        begun = block;
        if (block.length < BLOCK) break;
        begun = Buffer.alloc(0);
        walk.header(block);
      }
      position = until;
    },
    end: () => {
      if (!walk.ended) walk.header(begun);
      return walk.ended ?? { kind: 'truncated', why: 'the tar ends in the middle' };
    },
  };
}
