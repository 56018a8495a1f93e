import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeContainerLog } from './container-log.ts';
import { readContainerLog } from './read-container-log.ts';
import type { LogOptions } from './read-container-log.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'container-log-'));
  file = join(folder, '0.log');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function print(chunks: readonly string[], maxBytes = 1_000_000): Promise<void> {
  const log = writeContainerLog(file, { maxBytes: () => maxBytes, maxFiles: 3 });
  const stream = new PassThrough();
  log.take(stream, 'stdout');
  for (const chunk of chunks) {
    stream.write(chunk);
    await new Promise(setImmediate);
  }
  stream.end();
  await finished(stream);
  log.close();
}

async function read(options: Partial<LogOptions> = {}): Promise<string> {
  const { signal } = new AbortController();
  const chunks: Buffer[] = [];
  for await (const chunk of readContainerLog(file, { timestamps: false, follow: false, ...options }, () => false, signal))
    chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

test('what was printed is read, however it was cut into chunks', async () => {
  await print(['one\ntw', 'o\n', 'three without an end']);
  expect(await read()).toBe('one\ntwo\nthree without an end');
  expect(await read({ timestamps: true })).toMatch(/^\S+Z one\n\S+Z two\n\S+Z three without an end$/);
});

test('a very long line is stored in parts and read as one', async () => {
  const long = 'x'.repeat(50_000);
  await print([`${long}\nshort\n`]);
  expect(await read()).toBe(`${long}\nshort\n`);
  expect((await read({ timestamps: true })).match(/Z /g)).toHaveLength(2);
});

test('the tail is cut by lines, the limit by bytes from the head', async () => {
  await print([Array.from({ length: 20_000 }, (_, line) => `line ${line}\n`).join('')]);
  expect(await read({ tailLines: 2 })).toBe('line 19998\nline 19999\n');
  expect((await read({ tailLines: 15_000 })).startsWith('line 5000\n')).toBe(true);
  expect((await read({ tailLines: 30_000 })).startsWith('line 0\n')).toBe(true);
  expect(await read({ tailLines: 0 })).toBe('');
  expect(await read({ limitBytes: 9 })).toBe('line 0\nli');
});

test('lines before a time are left out', async () => {
  await print(['one\n']);
  expect(await read({ since: '2020-01-01T00:00:00.000000000Z' })).toBe('one\n');
  expect(await read({ since: '2999-01-01T00:00:00.000000000Z' })).toBe('');
});

test('a log is rotated at its size; only the newest file is read, and old ones go', async () => {
  await print(
    Array.from({ length: 10 }, (_, line) => `line ${line}\n`),
    100,
  );
  expect(await read()).toBe('line 8\nline 9\n');
  expect(readdirSync(folder)).toHaveLength(3);
});
