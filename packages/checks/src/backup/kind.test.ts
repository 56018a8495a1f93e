import { readFileSync } from 'node:fs';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { kindOf, otherFormat } from './kind.ts';

const archive = readFileSync(new URL('fixtures/small.dump', import.meta.url));
const tar = (name: string): Buffer => {
  const header = Buffer.alloc(512);
  header.write(name);
  header.write('ustar', 257);
  return header;
};

test.each([
  ['empty', Buffer.alloc(0)],
  ['custom', archive],
  ['gzip', gzipSync(archive)],
  ['zstd', zstdCompressSync(archive)],
  ['zstd', Buffer.from([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0])],
  ['tar', tar('toc.dat')],
  ['other', tar('base/PG_VERSION')],
  ['other', Buffer.from([0x04, 0x22, 0x4d, 0x18, 0])],
  ['plain', Buffer.from('--\n-- PostgreSQL database dump\n--\n')],
  ['plain', Buffer.from('--\r\n-- PostgreSQL database cluster dump\r\n--\r\n')],
  ['unknown', Buffer.from('-- PostgreSQL database dump complete\n')],
  ['unknown', Buffer.from('a note')],
])('%s', (kind, bytes) => expect(kindOf(bytes)).toBe(kind));

test('what is not read is told by name', () => {
  expect(otherFormat(Buffer.from('Salted__12345678'))).toBe('OpenSSL encryption');
  expect(otherFormat(tar('base/PG_VERSION'))).toContain('"base/PG_VERSION"');
});
