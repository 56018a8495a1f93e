import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/**
 * The SHA-256 of a dump, in hexadecimal. Of a directory it is the one over a line for each of its files, in the order of their names:
 * name, bytes and SHA-256, with a tab between them and a newline behind. A manifest's `sha256` is the same.
 */
export async function hashOfDump(path: string, signal: AbortSignal): Promise<string> {
  if (!(await stat(path)).isDirectory()) return hashOfFile(path, signal);
  const hash = createHash('sha256');
  for (const name of (await readdir(path)).toSorted((a, b) => (a < b ? -1 : 1))) {
    const file = join(path, name);
    hash.update(`${name}\t${(await stat(file)).size}\t${await hashOfFile(file, signal)}\n`);
  }
  return hash.digest('hex');
}

async function hashOfFile(file: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1024 * 1024 }), hash, { signal });
  return hash.digest('hex');
}
