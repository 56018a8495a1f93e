import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UnpackError, unpack } from './unpack.ts';
import type { Packing } from './dump-kinds.ts';

const noise = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * index * 31 + (index >> 7)) & 0xff));
const skippable = Buffer.from([0x53, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
/** With the checksum that the program `zstd` writes. */
const zstd = (bytes: Buffer): Buffer => zstdCompressSync(bytes, { params: { [constants.ZSTD_c_checksumFlag]: 1 } });
const pack = { gzip: (bytes: Buffer): Buffer => gzipSync(bytes), zstd } as const;

/** In chunks of this many bytes. */
async function unpacked(bytes: Buffer, packing: Packing, size = 64 * 1024): Promise<Buffer> {
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
  return buffer(unpack(Readable.from(chunks, { objectMode: true }), packing));
}

describe.each(['gzip', 'zstd'] as const)('%s', (packing) => {
  const packed = pack[packing](noise);

  test('one after the other, as pigz and pzstd write it', async () => {
    const parts = [noise.subarray(0, 100_000), noise.subarray(100_000, 100_010), noise.subarray(100_010)].map((part) =>
      pack[packing](part),
    );
    expect((await unpacked(Buffer.concat(parts), packing)).equals(noise)).toBe(true);
  });

  test('however it is cut into chunks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 5_000 }), async (size) => {
        expect((await unpacked(pack[packing](noise.subarray(0, 20_000)), packing, size)).equals(noise.subarray(0, 20_000))).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  test('cut anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: packed.length - 1 }), async (length) => {
        await expect(unpacked(packed.subarray(0, length), packing)).rejects.toMatchObject({ kind: 'truncated' });
      }),
      { numRuns: 30 },
    );
  });

  test('a flipped bit in the data', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 200, max: packed.length - 20 }), fc.nat(7), async (at, bit) => {
        const flipped = Buffer.from(packed);
        flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
        // The few bits that fill up a stored block of gzip mean nothing: what comes out is what was packed, so nothing is to be told.
        const result = await unpacked(flipped, packing).catch((error: unknown) => error);
        expect(result instanceof UnpackError || noise.equals(result as Buffer)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});

test('frames that are to be skipped, as pzstd writes them', async () => {
  const packed = [skippable, zstdCompressSync(noise.subarray(0, 50_000)), skippable, zstdCompressSync(noise.subarray(50_000)), skippable];
  expect((await unpacked(Buffer.concat(packed), 'zstd', 1_000)).equals(noise)).toBe(true);
});

test('rubbish behind a frame', async () => {
  await expect(unpacked(Buffer.concat([zstdCompressSync(noise), Buffer.from('rubbish')]), 'zstd')).rejects.toMatchObject({
    kind: 'broken',
  });
});

test('an error of the source is its own', async () => {
  const source = new Readable({ read: () => source.destroy(Object.assign(new Error('disk'), { code: 'EIO' })) });
  await expect(buffer(unpack(source, 'gzip'))).rejects.toMatchObject({ code: 'EIO' });
});
