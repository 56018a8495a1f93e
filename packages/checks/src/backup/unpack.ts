import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import type { Packing } from './dump-kinds.ts';
import { zstdFrames } from './zstd-frames.ts';

/** Why what is packed could not be unpacked to its end. */
export class UnpackError extends Error {
  readonly kind: 'truncated' | 'broken';
  constructor(kind: 'truncated' | 'broken', message: string, cause?: unknown) {
    super(message, { cause });
    this.kind = kind;
  }
}

/**
 * What is packed in a stream, piece by piece; its checksums are verified. Throws an `UnpackError` where it is damaged, and what the source
 * throws. The source is closed in every case.
 */
export async function* unpack(source: Readable, packing: Packing): AsyncGenerator<Buffer> {
  try {
    if (packing === 'gzip') yield* through(source, createGunzip);
    // Node's decompressor ends silently with the first frame; pzstd, and whoever concatenates, writes many.
    else for await (const frame of zstdFrames(source)) yield* through(frame, createZstdDecompress);
  } catch (error) {
    throw unpackError(error, packing);
  } finally {
    source.destroy();
  }
}

type Unpacker = ReturnType<typeof createGunzip> | ReturnType<typeof createZstdDecompress>;

/** What comes out; an error of either side is thrown. */
async function* through(source: AsyncIterable<Buffer>, create: () => Unpacker): AsyncGenerator<Buffer> {
  const unpacker = create();
  pipeline(source, unpacker, () => undefined);
  for await (const chunk of unpacker) yield chunk as Buffer;
}

function unpackError(error: unknown, packing: Packing): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error;
  if (error.code === 'Z_BUF_ERROR') return new UnpackError('truncated', `what ${packing} packed ends early`, error);
  if (/^Z_|^ZSTD_/.test(error.code)) return new UnpackError('broken', `what ${packing} packed is damaged (${error.message})`, error);
  return error;
}
