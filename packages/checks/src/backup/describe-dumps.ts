import { open, readFile, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { gap } from '@keycloak-release-gate/core';
import type { Code, Collected, Gap } from '@keycloak-release-gate/core';
import { HEADER_BYTES, isNewerArchive, readArchiveHeader } from './archive-header.ts';
import { codes } from './codes.ts';
import type { BackupDirectory, Dump } from './directory.ts';
import type { SchemaContents, DumpContents } from './dump-contents.ts';
import { databaseOf } from './good-dump.ts';
import { hashDump } from './dump-hash.ts';
import { archiveIn, kindOf, otherFormat } from './kind.ts';
import type { DumpKind, Packing } from './dump-kinds.ts';
import { BackupManifest } from './manifest.ts';
import { firstPacked, notBegun, readDump } from './read-dump.ts';
import { takenAt } from './taken-at.ts';

const MOST_LISTED = 50;
/** How many of the newest are hashed, and how many of them are read to their end before the search for a good one ends. */
const MOST_HASHED = 5;
const MOST_READ = 3;
/** Milliseconds. A dump that was written to more recently may still be written. */
const QUIET = 10_000;

const dumpNames = /\.(?:dump|dmp|backup|bak|pgdump|custom|tar|sql|gz|tgz|zst)$/i;
/** Packed or encrypted by what the gate does not read: a dump by its name, where what is in it cannot be seen. */
const otherNames = /\.(?:dump|dmp|backup|bak|pgdump|custom|tar|sql)\.(?:lz4|xz|bz2|zip|7z|gpg|pgp|asc|age|enc)$/i;
const logNames = /\.log(?:\.\d+)?\.(?:gz|zst)$/i;
const unfinishedNames = /\.(?:unfinished|part|partial|tmp|temp|incomplete)$/i;

/** How closely dumps are looked at: their names, times and manifests; their headers and hashes; all that is in the newest. */
export const readingLevels = ['L0', 'L1', 'L2'] as const;
export type ReadingLevel = (typeof readingLevels)[number];

export interface Place {
  readonly directory: string;
  /** Of the machine that takes the backups. */
  readonly timeZone: string;
  /** The database whose backups are looked for, where it is declared: others in the same folder are only listed. */
  readonly database?: string;
  /** The schema of Keycloak's tables; without it, the one in which they are found. */
  readonly schema?: string | undefined;
  /** The one dump that is looked at; without it, all. */
  readonly only?: string | undefined;
  /** Whoever asks knows that they are finished, however young. */
  readonly finished?: boolean;
  /** Without it, L2. */
  readonly level?: ReadingLevel;
}

/** Looks at the dumps in a folder. Throws what the file system throws where the folder itself cannot be read. */
export async function describeDumps(
  { directory, timeZone, database, schema, only, finished = false, level = 'L2' }: Place,
  signal: AbortSignal,
): Promise<Collected<BackupDirectory>> {
  const entries = await readdir(directory, { withFileTypes: true });
  const gaps: Gap[] = [];
  const found: Dump[] = [];
  const names = new Set<string>();
  // Links last: by then it is known which dumps they may lead to.
  for (const entry of entries.toSorted((a, b) => Number(a.isSymbolicLink()) - Number(b.isSymbolicLink()))) {
    signal.throwIfAborted();
    if (entry.name.startsWith('.') || (only !== undefined && entry.name !== only)) continue;
    const path = join(directory, entry.name);
    try {
      if (entry.isSymbolicLink() && (await leadsToOneOf(names, path, directory))) continue;
      const dump = await describe(path, entry.name, timeZone, signal);
      if (!dump) continue;
      found.push(dump);
      names.add(dump.name);
    } catch (error) {
      if (!isGone(error)) gaps.push(unreadable(entry.name, error));
    }
  }
  const newestFirst = found.toSorted((a, b) => order(b).localeCompare(order(a)));
  const listed = newestFirst.slice(0, MOST_LISTED);
  const wanted = (dump: Dump): boolean =>
    (finished || !dump.inProgress) && (database === undefined || (databaseOf(dump) ?? database) === database);
  const read = level === 'L0' ? listed : await readContents({ directory, schema, level }, listed, wanted, gaps, signal);
  const dumps = level === 'L0' ? read : await hashNewest(directory, read, wanted, signal);
  return {
    value: { directory, dumps, leftOut: newestFirst.length - listed.length },
    gaps,
  };
}

/** Whether a link is a second name of a dump in the same folder, such as `latest.dump`: tomorrow it leads to another one. */
async function leadsToOneOf(names: ReadonlySet<string>, link: string, directory: string): Promise<boolean> {
  const [target, folder] = await Promise.all([realpath(link), realpath(directory)]);
  return dirname(target) === folder && names.has(basename(target));
}

const order = (dump: Dump): string => `${dump.takenAt.latest} ${dump.name}`;

async function describe(path: string, name: string, timeZone: string, signal: AbortSignal): Promise<Dump | undefined> {
  const found = await look(path, signal);
  if (!found) return undefined;
  const { kind, packed, beginning, bytes, modified } = found;
  const unfinished = unfinishedNames.test(name);
  // Manifests, logs and the like are no dumps, broken ones neither.
  if (kind !== 'directory' && !isDump(kind, name.replace(unfinishedNames, ''))) return undefined;
  const header = readArchiveHeader(archiveIn(kind, beginning));
  const { manifest, problem } = await readManifest(`${path}.json`);
  return {
    name,
    bytes,
    modifiedAt: new Date(modified).toISOString(),
    kind,
    ...(packed === undefined ? {} : { packed }),
    inProgress: unfinished || (manifest === null && Math.abs(Date.now() - modified) < QUIET),
    header: header
      ? {
          archiveVersion: header.archiveVersion,
          compression: header.compression,
          startedAt: header.startedAt,
          database: header.database,
          serverVersion: header.serverVersion,
          toolVersion: header.toolVersion,
        }
      : null,
    takenAt: takenAt({ name, manifest, wallTime: header?.startedAt, modified }, timeZone),
    manifest,
    manifestProblem: problem,
    sha256: null,
    contents: { kind: 'not read' },
  };
}

interface Found {
  readonly kind: DumpKind;
  readonly packed?: Packing;
  /** Of what pg_dump wrote. */
  readonly beginning: Buffer;
  readonly bytes: number;
  /** When it was last written to, in milliseconds since 1970. */
  readonly modified: number;
}

/** What is there under this name; undefined where it is neither a file nor a folder that pg_dump has written into. */
async function look(path: string, signal: AbortSignal): Promise<Found | undefined> {
  const found = await stat(path);
  if (found.isDirectory()) return lookInto(path);
  if (!found.isFile()) return undefined;
  const file = { bytes: found.size, modified: found.mtimeMs };
  const outside = await firstBytes(path);
  const kind = kindOf(outside);
  if (kind !== 'gzip' && kind !== 'zstd') return { ...file, kind, beginning: outside };
  const beginning = await firstPacked(path, kind, signal);
  // Damaged so early that nothing comes out of it: what it is, nobody can say.
  const isEmpty = beginning.length === 0 && found.size > EMPTY_PACKED;
  return { ...file, kind: isEmpty ? 'unknown' : kindOf(beginning), packed: kind, beginning };
}

/** Bytes. Nothing, packed with a long name, is no longer. */
const EMPTY_PACKED = 512;

/** A dump in directory format: its table of contents is what pg_dump writes last. */
async function lookInto(path: string): Promise<Found | undefined> {
  const names = await readdir(path);
  const hasContents = names.includes('toc.dat');
  if (!hasContents && !names.some((name) => /^(?:\d+|blobs?_\d+)\.dat(?:\.\w+)?$/.test(name))) return undefined;
  const stats = await Promise.all(names.map(async (name) => stat(join(path, name))));
  return {
    kind: 'directory',
    beginning: hasContents ? await firstBytes(join(path, 'toc.dat')) : Buffer.alloc(0),
    bytes: stats.reduce((sum, { size }) => sum + size, 0),
    modified: Math.max(...stats.map(({ mtimeMs }) => mtimeMs)),
  };
}

function isDump(kind: DumpKind, name: string): boolean {
  if (kind === 'other') return dumpNames.test(name) || otherNames.test(name);
  return (kind !== 'unknown' && kind !== 'empty') || (dumpNames.test(name) && !logNames.test(name)) || otherNames.test(name);
}

type Reading = Pick<Place, 'directory' | 'schema'> & { readonly level: ReadingLevel };

async function readContents(
  place: Reading,
  dumps: readonly Dump[],
  wanted: (dump: Dump) => boolean,
  gaps: Gap[],
  signal: AbortSignal,
): Promise<Dump[]> {
  const result = [...dumps];
  let tries = 0;
  for (const [index, dump] of dumps.entries()) {
    if (!wanted(dump) || dump.kind === 'empty') continue;
    if (tries === MOST_READ) break;
    tries += 1;
    const contents = await contentsOf(place, dump, gaps, signal);
    result[index] = { ...dump, contents };
    if (contents.kind !== 'broken' && contents.kind !== 'truncated') break;
  }
  return result;
}

async function contentsOf({ directory, schema, level }: Reading, dump: Dump, gaps: Gap[], signal: AbortSignal): Promise<Dump['contents']> {
  const { name, kind, packed, header } = dump;
  const path = join(directory, name);
  const fault = await headerFault(dump, path, signal);
  if (fault) return fault;
  if (level === 'L1') return { kind: 'not read' };
  const notRead = (code: Code, reason: string): Dump['contents'] => {
    gaps.push(gap(code, { subject: `backup/${name}`, reason }));
    return { kind: 'not read' };
  };
  if (kind === 'other') {
    const other = otherFormat(packed === undefined ? await firstBytes(path) : await firstPacked(path, packed, signal));
    return notRead(
      codes.FORMAT_NOT_READ,
      `${name} is ${packed === undefined ? '' : `packed with ${packed}, and in that `}${other ?? 'of an unknown format'}.`,
    );
  }
  const reading = await readDump({ path, kind, packed }, signal).catch((error: unknown) => {
    signal.throwIfAborted();
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    return { kind: 'not read' as const, why: error.message };
  });
  switch (reading.kind) {
    case 'not read':
      return notRead(codes.NOT_READ, `${name}: ${reading.why}.`);
    case 'format not read':
      return notRead(codes.FORMAT_NOT_READ, `${name}: ${reading.why}.`);
    case 'no tool':
      return notRead(codes.TOOL_MISSING, `No pg_restore was found, so ${name} could not be read to its end.`);
    case 'tool too old':
      return notRead(codes.TOOL_TOO_OLD, `${name} was written by pg_dump ${header?.toolVersion ?? '(a newer one)'}: ${reading.why}.`);
    case 'broken':
    case 'truncated':
      return reading;
    case 'read':
      return wholeContents(reading.contents, dump.manifest?.schema ?? schema, kind);
  }
}

/** What its first bytes tell, without reading on: that it ends there, or is nothing that pg_dump writes. */
async function headerFault(dump: Dump, path: string, signal: AbortSignal): Promise<Dump['contents'] | undefined> {
  const { kind, packed, header } = dump;
  if (kind === 'unknown' && packed === undefined) return { kind: 'broken', why: notBegun };
  if (kind === 'directory' && dump.bytes > 0 && !header)
    return { kind: 'truncated', why: 'it has no readable table of contents (toc.dat), which pg_dump writes last' };
  if ((kind === 'custom' || kind === 'tar') && !header && !(await isNewer(dump, path, signal)))
    return dump.bytes < HEADER_BYTES
      ? { kind: 'truncated', why: 'it ends within its header' }
      : { kind: 'broken', why: 'its header makes no sense' };
  return undefined;
}

/** What pg_restore thinks of it tells more than that its header makes no sense here. */
const isNewer = async ({ kind, packed }: Dump, path: string, signal: AbortSignal): Promise<boolean> =>
  isNewerArchive(archiveIn(kind, packed === undefined ? await firstBytes(path) : await firstPacked(path, packed, signal)));

function wholeContents({ schemas, constraints, commands }: DumpContents, declared: string | undefined, kind: DumpKind): Dump['contents'] {
  const { rows, made, keycloakVersion, locks, failed } = keycloakSchema(schemas, declared);
  return {
    kind: 'whole',
    keycloakVersion,
    changeSets: rows['databasechangelog'] ?? 0,
    counts: rows,
    parts: {
      withoutData: made.filter((table) => !Object.hasOwn(rows, table)).toSorted(),
      withoutTable: Object.keys(rows)
        .filter((table) => !made.includes(table))
        .toSorted(),
      constraints,
    },
    locks,
    failedChangeSets: [...failed],
    // A restore through pg_restore runs none of them.
    commands: kind === 'plain' ? [...commands] : [],
  };
}

/** The schema that Keycloak's tables are in: the declared one, else the one that knows Keycloak's version. */
function keycloakSchema(schemas: DumpContents['schemas'], declared: string | undefined): SchemaContents {
  const found =
    declared !== undefined && Object.hasOwn(schemas, declared)
      ? schemas[declared]
      : Object.values(schemas).find(({ keycloakVersion }) => keycloakVersion !== null);
  return found ?? { rows: {}, made: [], keycloakVersion: null, locks: 0, failed: [] };
}

async function hashNewest(
  directory: string,
  dumps: readonly Dump[],
  wanted: (dump: Dump) => boolean,
  signal: AbortSignal,
): Promise<Dump[]> {
  const result: Dump[] = [];
  let hashed = 0;
  for (const dump of dumps) {
    const hash = hashed < MOST_HASHED && wanted(dump);
    if (hash) hashed += 1;
    result.push(hash ? { ...dump, sha256: (await hashDump(join(directory, dump.name), signal)).sha256 } : dump);
  }
  return result;
}

async function readManifest(path: string): Promise<{ readonly manifest: BackupManifest | null; readonly problem: string | null }> {
  try {
    return { manifest: BackupManifest.parse(JSON.parse(await readFile(path, 'utf8'))), problem: null };
  } catch (error) {
    if (isGone(error)) return { manifest: null, problem: null };
    const why =
      error instanceof SyntaxError
        ? 'it is not JSON'
        : error instanceof Error && 'issues' in error
          ? 'it is not a manifest of this gate'
          : String(error);
    return { manifest: null, problem: why };
  }
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

const unreadable = (name: string, error: unknown): Gap =>
  gap(codes.FILE_UNREADABLE, { subject: `backup/${name}`, reason: error instanceof Error ? `${error.message}.` : String(error) });
