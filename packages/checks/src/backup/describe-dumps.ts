import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { gap } from '@keycloak-release-gate/core';
import type { Collected, Gap } from '@keycloak-release-gate/core';
import { HEADER_BYTES, isArchive, readArchiveHeader } from './archive-header.ts';
import { codes } from './codes.ts';
import type { BackupDirectory, Dump } from './directory.ts';
import { BackupManifest } from './manifest.ts';
import { readDump } from './pg-restore.ts';
import { instantOf } from './wall-time.ts';

const MOST_LISTED = 50;
/** How many of the newest are hashed, and how many of them are read to their end before the search for a good one ends. */
const MOST_HASHED = 5;
const MOST_READ = 3;
/** Milliseconds. A dump that was written to more recently may still be written. */
const QUIET = 10_000;
const CLOCK_TOLERANCE = 300_000;

const dumpNames = /\.(?:dump|dmp|backup|bak|pgdump|custom|tar|sql|gz|tgz|zst)$/i;
const unfinishedNames = /\.(?:unfinished|part|partial|tmp|temp|incomplete)$/i;

export interface Place {
  readonly directory: string;
  /** Of the machine that takes the backups. */
  readonly timeZone: string;
  /** The database whose backups are looked for, where it is declared: others in the same folder are only listed. */
  readonly database?: string;
}

/** Looks at the dumps in a folder. Throws what the file system throws where the folder itself cannot be read. */
export async function describeDumps({ directory, timeZone, database }: Place, signal: AbortSignal): Promise<Collected<BackupDirectory>> {
  const entries = await readdir(directory, { withFileTypes: true });
  const gaps: Gap[] = [];
  const found: Dump[] = [];
  for (const entry of entries) {
    signal.throwIfAborted();
    if (entry.name.startsWith('.')) continue;
    const dump = await describe(join(directory, entry.name), entry.name, timeZone).catch((error: unknown) => {
      if (isGone(error)) return undefined;
      gaps.push(unreadable(entry.name, error));
      return undefined;
    });
    if (dump) found.push(dump);
  }
  const newestFirst = found.toSorted((a, b) => order(b).localeCompare(order(a)));
  const listed = newestFirst.slice(0, MOST_LISTED);
  const wanted = (dump: Dump): boolean => !dump.inProgress && (database === undefined || !dump.header || dump.header.database === database);
  const read = await readContents(directory, listed, wanted, gaps, signal);
  return {
    value: { directory, dumps: await hashNewest(directory, read, wanted, signal), leftOut: newestFirst.length - listed.length },
    gaps,
  };
}

const order = (dump: Dump): string => `${dump.takenAt.latest} ${dump.name}`;

async function describe(path: string, name: string, timeZone: string): Promise<Dump | undefined> {
  const found = await stat(path);
  const archive = found.isDirectory() ? join(path, 'toc.dat') : path;
  if (!found.isFile() && !(found.isDirectory() && (await exists(archive)))) return undefined;
  const beginning = await firstBytes(archive);
  const kind = found.isDirectory() ? 'directory' : kindOf(beginning);
  const unfinished = unfinishedNames.test(name);
  // Manifests, logs and the like are no dumps, broken ones neither.
  if ((kind === 'unknown' || kind === 'empty') && !dumpNames.test(name.replace(unfinishedNames, ''))) return undefined;
  const header = readArchiveHeader(beginning);
  const { manifest, problem } = await readManifest(`${path}.json`);
  return {
    name,
    bytes: found.isDirectory() ? await totalBytes(path) : found.size,
    modifiedAt: found.mtime.toISOString(),
    kind,
    inProgress: unfinished || (manifest === null && Math.abs(Date.now() - found.mtimeMs) < QUIET),
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
    takenAt: takenAt(manifest, header?.startedAt, found.mtimeMs, timeZone),
    manifest,
    manifestProblem: problem,
    sha256: null,
    contents: { kind: 'not read' },
  };
}

function kindOf(bytes: Buffer): Dump['kind'] {
  if (bytes.length === 0) return 'empty';
  if (isArchive(bytes)) return 'custom';
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip';
  if (bytes.subarray(0, 4).equals(Buffer.from([0x28, 0xb5, 0x2f, 0xfd]))) return 'zstd';
  if (bytes.subarray(257, 262).toString('latin1') === 'ustar') return 'tar';
  return /^--\r?\n-- PostgreSQL database (?:cluster )?dump/.test(bytes.subarray(0, 100).toString('latin1')) ? 'plain' : 'unknown';
}

function takenAt(manifest: BackupManifest | null, wallTime: string | undefined, modified: number, timeZone: string): Dump['takenAt'] {
  if (manifest) return { earliest: manifest.snapshotAt, latest: manifest.snapshotAt, source: 'manifest' };
  const readings = wallTime === undefined ? [] : [Date.parse(`${wallTime}Z`), instantOf(wallTime, timeZone)].toSorted((a, b) => a - b);
  // The file was last written after pg_dump began: a reading of its time that is later cannot be right.
  const possible = readings.filter((reading) => reading <= modified + CLOCK_TOLERANCE);
  const earliest = possible[0] ?? readings[0] ?? modified;
  const latest = possible.at(-1) ?? earliest;
  return {
    earliest: new Date(earliest).toISOString(),
    latest: new Date(latest).toISOString(),
    source: wallTime === undefined ? 'modification time' : 'header',
  };
}

async function readContents(
  directory: string,
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
    const contents = await contentsOf(directory, dump, gaps, signal);
    result[index] = { ...dump, contents };
    if (contents.kind !== 'broken') break;
  }
  return result;
}

async function contentsOf(directory: string, dump: Dump, gaps: Gap[], signal: AbortSignal): Promise<Dump['contents']> {
  const subject = `backup/${dump.name}`;
  if (dump.kind === 'unknown') return { kind: 'broken', why: 'it does not begin as any format of pg_dump does' };
  if (dump.kind !== 'custom' && dump.kind !== 'directory') {
    gaps.push(gap(codes.FORMAT_NOT_READ, { subject, reason: `${dump.name} is of the format "${dump.kind}".` }));
    return { kind: 'not read' };
  }
  if (!dump.header) return { kind: 'broken', why: 'its header ends early' };
  const reading = await readDump(join(directory, dump.name), signal);
  switch (reading.kind) {
    case 'stalled':
      gaps.push(gap(codes.NOT_READ, { subject, reason: `${reading.why} of ${dump.name}: the disk is very slow, or the file is damaged.` }));
      return { kind: 'not read' };
    case 'no tool':
      gaps.push(gap(codes.TOOL_MISSING, { subject, reason: 'No pg_restore was found, so no dump could be read to its end.' }));
      return { kind: 'not read' };
    case 'tool too old':
      gaps.push(
        gap(codes.TOOL_TOO_OLD, { subject, reason: `${dump.name} was written by pg_dump ${dump.header.toolVersion}: ${reading.why}.` }),
      );
      return { kind: 'not read' };
    case 'broken':
      return { kind: 'broken', why: reading.why };
    case 'read': {
      const { rows, keycloakVersion } = reading.contents;
      const counts = Object.fromEntries(
        ['realm', 'client', 'user_entity'].flatMap((table) => (rows[table] === undefined ? [] : [[table, rows[table]]])),
      );
      return { kind: 'whole', keycloakVersion, changeSets: rows['databasechangelog'] ?? 0, counts };
    }
  }
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
    const hash = hashed < MOST_HASHED && dump.kind !== 'directory' && wanted(dump);
    if (hash) hashed += 1;
    result.push(hash ? { ...dump, sha256: await hashOf(join(directory, dump.name), signal) } : dump);
  }
  return result;
}

async function hashOf(file: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1024 * 1024 }), hash, { signal });
  return hash.digest('hex');
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

async function totalBytes(folder: string): Promise<number> {
  const names = await readdir(folder);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

const exists = async (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    (error: unknown) => {
      if (isGone(error)) return false;
      throw error;
    },
  );

const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

const unreadable = (name: string, error: unknown): Gap =>
  gap(codes.FILE_UNREADABLE, { subject: `backup/${name}`, reason: error instanceof Error ? `${error.message}.` : String(error) });
