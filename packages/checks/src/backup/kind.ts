import { isArchive } from './archive-header.ts';
import type { DumpKind, Packing } from './dump-kinds.ts';
import { firstTarMember } from './tar-walk.ts';

/** A dump on disk, as `kindOf` told it by its first bytes. */
export interface DumpFile {
  readonly path: string;
  readonly kind: DumpKind;
  readonly packed?: Packing | undefined;
}

/** Known formats that are not read, by the bytes that they begin with. */
const others: readonly (readonly [name: string, magic: Buffer])[] = [
  ['lz4', Buffer.from([0x04, 0x22, 0x4d, 0x18])],
  ['bzip2', Buffer.from('BZh')],
  ['xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00])],
  ['zip', Buffer.from([0x50, 0x4b, 0x03, 0x04])],
  ['7z', Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c])],
  ['age encryption', Buffer.from('age-encryption.org/')],
  ['OpenSSL encryption', Buffer.from('Salted__')],
  ['PGP encryption', Buffer.from('-----BEGIN PGP MESSAGE')],
];

/** The beginning of what pg_dump and pg_dumpall write in plain format. */
const plain = /^--\r?\n-- PostgreSQL database (?:cluster )?dump\r?\n/;

/** What a file is, by its first bytes (512 tell all). */
export function kindOf(bytes: Buffer): DumpKind {
  if (bytes.length === 0) return 'empty';
  if (isArchive(bytes)) return 'custom';
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip';
  // A frame, or one that is to be skipped, as pzstd writes first.
  if (bytes.subarray(1, 4).equals(Buffer.from([0xb5, 0x2f, 0xfd])) && bytes[0] === 0x28) return 'zstd';
  if (bytes.subarray(1, 4).equals(Buffer.from([0x2a, 0x4d, 0x18])) && ((bytes[0] ?? 0) & 0xf0) === 0x50) return 'zstd';
  const member = firstTarMember(bytes);
  if (member !== undefined) return member === 'toc.dat' ? 'tar' : 'other';
  if (otherFormat(bytes) !== undefined) return 'other';
  return plain.test(bytes.subarray(0, 100).toString('latin1')) ? 'plain' : 'unknown';
}

/** The name of a known format that the gate does not read. */
export function otherFormat(bytes: Buffer): string | undefined {
  const member = firstTarMember(bytes);
  if (member !== undefined)
    return `a tar whose first file is "${member.slice(0, 60)}", not the table of contents that pg_dump writes first`;
  return others.find(([, magic]) => bytes.subarray(0, magic.length).equals(magic))?.[0];
}

/** Where the header of an archive stands in a file of this kind. */
export const archiveIn = (kind: DumpKind, bytes: Buffer): Buffer => (kind === 'tar' ? bytes.subarray(512) : bytes);
