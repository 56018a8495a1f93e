import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** How big a dump is, and the hash by which it is known. */
export interface DumpHash {
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/**
 * The size and SHA-256 of a dump. That of a directory dump is over one line a file, `<sha256>  <bytes>  <name>\n`, sorted by name in
 * the order of their bytes. Throws what the file system throws.
 */
export async function hashDump(path: string, signal: AbortSignal): Promise<DumpHash> {
  if (!(await stat(path)).isDirectory()) return hashFile(path, signal);
  const names = (await readdir(path)).toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const whole = createHash('sha256');
  let bytes = 0;
  for (const name of names) {
    const file = await hashFile(join(path, name), signal);
    whole.update(`${file.sha256}  ${file.bytes}  ${name}\n`);
    bytes += file.bytes;
  }
  return { bytes, sha256: whole.digest('hex') };
}

async function hashFile(path: string, signal: AbortSignal): Promise<DumpHash> {
  const hash = createHash('sha256');
  let bytes = 0;
  await pipeline(
    createReadStream(path, { highWaterMark: 1024 * 1024 }),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        bytes += chunk.length;
        yield chunk;
      }
    },
    hash,
    { signal },
  );
  return { bytes, sha256: hash.digest('hex') };
}
