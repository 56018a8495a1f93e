import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { hashToRestore } from './hash-to-restore.ts';

const folder = mkdtempSync(join(tmpdir(), 'hash-to-restore-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
writeFileSync(join(folder, 'a.dump'), 'PGDMP');
const sha256 = createHash('sha256').update('PGDMP').digest('hex');
const signal = new AbortController().signal;

test('the dump that was looked at', async () => expect(await hashToRestore({ name: 'a.dump', sha256 }, folder, signal)).toBe(sha256));
test('one whose hash was not taken by then', async () =>
  expect(await hashToRestore({ name: 'a.dump', sha256: null }, folder, signal)).toBe(sha256));
test('one that was written to since', () =>
  expect(hashToRestore({ name: 'a.dump', sha256: 'a'.repeat(64) }, folder, signal)).rejects.toMatchObject({
    problems: [
      {
        code: 'BACKUP_CHANGED',
        message: `The backup a.dump was written to since it was looked at: its SHA-256 was aaaaaaaaaaaaaaaa… and is ${sha256.slice(0, 16)}….`,
        where: join(folder, 'a.dump'),
      },
    ],
  }));
