import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readArchiveHeader } from './archive-header.ts';

const bytes = readFileSync(new URL('fixtures/small.dump', import.meta.url));

test('the header of a dump by pg_dump 15', () =>
  expect(readArchiveHeader(bytes)).toEqual({
    archiveVersion: '1.14.0',
    format: 'custom',
    compression: 'gzip',
    startedAt: '2026-11-23T21:20:01',
    database: 'small',
    serverVersion: '15.18 (Debian 15.18-0+deb12u1)',
    toolVersion: '15.18 (Debian 15.18-0+deb12u1)',
  }));

/** Since format 1.15 (pg_dump 16) one byte names the algorithm, where four and a sign told the level. */
test('the header of a dump by pg_dump 16 and later', () => {
  const later = Buffer.concat([bytes.subarray(0, 6), Buffer.from([16]), bytes.subarray(7, 11), Buffer.from([3]), bytes.subarray(16)]);
  expect(readArchiveHeader(later)).toMatchObject({
    archiveVersion: '1.16.0',
    compression: 'zstd',
    startedAt: '2026-11-23T21:20:01',
    database: 'small',
  });
});

test('what is no archive, or ends in its header, has none', () => {
  const end = bytes.indexOf('small') + 80;
  expect(readArchiveHeader(Buffer.from('-- PostgreSQL database dump'))).toBeUndefined();
  expect(
    Array.from({ length: bytes.indexOf('small') }, (_, length) => readArchiveHeader(bytes.subarray(0, length))).every(
      (header) => header === undefined,
    ),
  ).toBe(true);
  expect(readArchiveHeader(bytes.subarray(0, end))).toBeDefined();
});

test('no bytes make it throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
      const header = readArchiveHeader(Buffer.concat([Buffer.from('PGDMP'), noise]));
      expect(header === undefined || header.startedAt.length === 19).toBe(true);
    }),
  );
});
