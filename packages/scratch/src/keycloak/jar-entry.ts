import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';

/** Signatures and sizes of the ZIP format (PKWARE's APPNOTE, 4.3). */
const END = 0x06054b50;
const ENTRY = 0x02014b50;
const END_SIZE = 22;
const ENTRY_SIZE = 46;
const LOCAL_SIZE = 30;
const DEFLATED = 8;
/** Bytes. What is read here is a page of properties; an archive that says otherwise is not read. */
const LARGEST = 1_048_576;

/** Bytes of a table of contents: that of a jar of a hundred thousand files. */
const LARGEST_DIRECTORY = 16 * 1_048_576;

/** The text of one entry of a jar; undefined where it has none. Throws where the file is no jar that this can read. */
export async function jarEntry(jar: string, name: string): Promise<string | undefined> {
  const file = await open(jar, 'r');
  try {
    const directory = await centralDirectory(file);
    const entry = entriesIn(directory).find((each) => each.name === name);
    return entry && (await content(file, directory, entry.at));
  } finally {
    await file.close();
  }
}

/** The names of all entries of a jar, as `META-INF/MANIFEST.MF`. Throws as `jarEntry` does. */
export async function jarEntries(jar: string): Promise<readonly string[]> {
  const file = await open(jar, 'r');
  try {
    return entriesIn(await centralDirectory(file)).map(({ name }) => name);
  } finally {
    await file.close();
  }
}

function entriesIn(directory: Buffer): readonly { readonly name: string; readonly at: number }[] {
  const entries: { name: string; at: number }[] = [];
  for (let at = 0; at + ENTRY_SIZE <= directory.length && directory.readUInt32LE(at) === ENTRY;) {
    const nameLength = directory.readUInt16LE(at + 28);
    entries.push({ name: directory.toString('utf8', at + ENTRY_SIZE, at + ENTRY_SIZE + nameLength), at });
    at += ENTRY_SIZE + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

async function centralDirectory(file: FileHandle): Promise<Buffer> {
  const { size } = await file.stat();
  // The end's comment may be as long as this.
  const tail = await bytes(file, Math.max(0, size - END_SIZE - 65_535), Math.min(size, END_SIZE + 65_535));
  for (let at = tail.length - END_SIZE; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== END) continue;
    const length = tail.readUInt32LE(at + 12);
    if (length > LARGEST_DIRECTORY) throw new Error(`Its central directory is larger than ${LARGEST_DIRECTORY} bytes.`);
    return bytes(file, tail.readUInt32LE(at + 16), length);
  }
  throw new Error('It is no jar: it has no central directory.');
}

async function content(file: FileHandle, directory: Buffer, at: number): Promise<string> {
  const packed = directory.readUInt32LE(at + 20);
  const whole = directory.readUInt32LE(at + 24);
  const offset = directory.readUInt32LE(at + 42);
  if (packed > LARGEST || whole > LARGEST) throw new Error(`The entry is larger than ${LARGEST} bytes.`);
  const local = await bytes(file, offset, LOCAL_SIZE);
  const data = await bytes(file, offset + LOCAL_SIZE + local.readUInt16LE(26) + local.readUInt16LE(28), packed);
  if (directory.readUInt16LE(at + 10) !== DEFLATED) return data.toString('utf8');
  return (await promisify(inflateRaw)(data, { maxOutputLength: LARGEST })).toString('utf8');
}

async function bytes(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead !== length) throw new Error('The jar is cut off.');
  return buffer;
}
