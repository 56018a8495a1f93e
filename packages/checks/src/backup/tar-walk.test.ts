import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { firstTarMember, tarWalker, walkTar } from './tar-walk.ts';

const folder = mkdtempSync(join(tmpdir(), 'tar-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function member(name: string, content: Buffer, size = `${content.length.toString(8).padStart(11, '0')} `): Buffer {
  const header = Buffer.alloc(512);
  header.write(name);
  header.write(size, 124, 'latin1');
  header.write('        ', 148);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}
const content = Buffer.alloc(1_000, 'x');
const good = Buffer.concat([member('toc.dat', content), member('12.dat', Buffer.alloc(0)), member('13.dat', content), Buffer.alloc(1_024)]);
// Beyond eight gigabytes, octal digits do not do.
const binary = Buffer.concat([Buffer.from([0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0xe8])]).toString('latin1');

function streamed(bytes: Buffer, size: number): ReturnType<ReturnType<typeof tarWalker>['end']> {
  const walker = tarWalker();
  for (let at = 0; at < bytes.length; at += size) walker.add(bytes.subarray(at, at + size));
  return walker.end();
}
async function onDisk(bytes: Buffer): ReturnType<typeof walkTar> {
  const file = join(folder, 'a.tar');
  writeFileSync(file, bytes);
  return walkTar(file, AbortSignal.timeout(10_000));
}

test('a whole one', async () => {
  expect(firstTarMember(good)).toBe('toc.dat');
  expect(await onDisk(good)).toEqual({ kind: 'whole' });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000 }), (size) => {
      expect(streamed(good, size)).toEqual({ kind: 'whole' });
    }),
  );
  const large = Buffer.concat([member('toc.dat', content, binary), Buffer.alloc(1_024)]);
  expect(await onDisk(large)).toEqual({ kind: 'whole' });
});

describe('a damaged one', () => {
  test('cut anywhere', async () => {
    expect(await onDisk(good.subarray(0, 1_700))).toEqual({ kind: 'truncated', why: 'the tar ends in the middle' });
    fc.assert(
      fc.property(fc.nat(good.length - 1_024), fc.integer({ min: 1, max: 5_000 }), (length, size) => {
        expect(streamed(good.subarray(0, length), size).kind).toBe('truncated');
      }),
    );
  });

  test('a bit of a header has flipped', () => {
    fc.assert(
      fc.property(fc.nat(511), fc.nat(7), (at, bit) => {
        const flipped = Buffer.from(good);
        flipped[1_536 + at] = (flipped[1_536 + at] ?? 0) ^ (1 << bit);
        const place = at >= 148 && at < 156;
        // The field of the checksum has blanks around its digits.
        if (!place)
          expect(streamed(flipped, 700)).toEqual({ kind: 'broken', why: 'the tar has a header with a wrong checksum, at byte 1536' });
      }),
    );
  });
});
