import { createReadStream, createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { unpack } from '@keycloak-release-gate/checks/backup';
import type { DumpFile } from '@keycloak-release-gate/checks/backup';
import { ownerEnvironment } from './client-environment.ts';
import type { RestoreTarget } from './client-environment.ts';
import { fetchFailed } from './fetch-failed.ts';
import type { ScratchProcess } from './place.ts';
import { RestoreFailed, restoreFailed } from './restore-failed.ts';
import type { RestoreOptions, Restored } from './restore.ts';
import { endWhereItSpins } from './spinning.ts';
import { selectEntries } from './toc.ts';
import type { Selection } from './toc.ts';

/** Ends at the first error: without it, a foreign key that does not hold is left out without a word. */
const always = [
  '--exit-on-error',
  '--no-owner',
  '--no-acl',
  '--no-comments',
  '--no-publications',
  '--no-subscriptions',
  '--no-security-labels',
  '--no-tablespaces',
  '--no-password',
  '--verbose',
] as const;

/**
 * Restores an archive of pg_dump in two runs, so that the time of the rows and that of the indexes and constraints are known apart (which
 * takes no longer than one). Throws a RestoreFailed.
 */
export async function restoreArchive(
  server: RestoreTarget,
  dump: DumpFile,
  options: RestoreOptions,
  makeable: ReadonlySet<string>,
): Promise<Restored> {
  const began = performance.now();
  const file = dump.packed === undefined ? resolve(dump.path) : await unpacked(server, dump.path, dump.packed, options.signal);
  const fetched = performance.now();
  const selection = await select(server, file, options, makeable);
  const list = join(server.place.folder, 'restore.list');
  if (selection.list !== undefined) await writeFile(list, selection.list, { mode: 0o600 });
  const parallel = dump.kind === 'custom' || dump.kind === 'directory';
  const args = [
    ...always,
    `--jobs=${parallel ? (options.jobs ?? Math.min(availableParallelism(), 4)) : 1}`,
    `--dbname=${server.database}`,
    ...(selection.list === undefined ? [] : [`--use-list=${list}`]),
    '--',
    file,
  ];
  await restoreSections(
    server,
    'restore',
    ['--section=pre-data', '--section=data', ...args],
    rowsProgress(selection.tables),
    options,
    selection.leftOut,
  );
  const filled = performance.now();
  await restoreSections(server, 'index', ['--section=post-data', ...args], indexProgress(selection.indexes), options, selection.leftOut);
  return {
    seconds: {
      fetch: dump.packed === undefined ? null : (fetched - began) / 1000,
      restore: (filled - fetched) / 1000,
      index: (performance.now() - filled) / 1000,
    },
    leftOut: selection.leftOut,
  };
}

/** Takes a line of `pg_restore --verbose`; returns how far it is, in words. */
type Progress = (line: string) => string;

/** With several jobs pg_restore tells when it has finished a table, with one only when it begins with it. */
function rowsProgress(tables: number): Progress {
  let [begun, finished] = [0, 0];
  return (line) => {
    if (line.startsWith('pg_restore: processing data for table ')) begun += 1;
    else if (/^pg_restore: finished item \d+ TABLE DATA /.test(line)) finished += 1;
    return `rows: table ${finished || begun} of ${tables}`;
  };
}

function indexProgress(indexes: number): Progress {
  let begun = 0;
  return (line) => {
    if (line.startsWith('pg_restore: creating ')) begun += 1;
    return `indexes and constraints: ${begun} of ${indexes}`;
  };
}

async function restoreSections(
  server: RestoreTarget,
  stage: 'restore' | 'index',
  args: readonly string[],
  progress: Progress,
  options: RestoreOptions,
  leftOut: readonly string[],
): Promise<void> {
  const program = await run(server, args);
  const { child, ended } = program;
  const watch = endWhereItSpins(program);
  let complaint = '';
  if (child.stderr)
    for await (const line of createInterface({ input: child.stderr })) {
      if (/^pg_restore: (?:error|from TOC entry|while)/.test(line) && complaint.length < 8_000) complaint += `${line.slice(0, 2_000)}\n`;
      options.tell?.(progress(line));
    }
  const end = await ended;
  watch.end();
  if (watch.spun) throw new RestoreFailed('broken', stage, 'pg_restore searches in it without an end');
  if (end.code !== 0) throw restoreFailed('pg_restore', end, complaint, stage, isOlder(server, options), leftOut);
}

const isOlder = ({ tools }: RestoreTarget, { serverMajor }: RestoreOptions): boolean =>
  serverMajor !== undefined && serverMajor > tools.major;

/** With the owner's way into the database, and no other. */
const run = (server: RestoreTarget, args: readonly string[]): Promise<ScratchProcess> =>
  server.place.spawn(join(server.tools.directory, 'pg_restore'), args, {
    env: ownerEnvironment(server),
    stdio: ['ignore', 'pipe', 'pipe'],
  });

async function select(server: RestoreTarget, file: string, options: RestoreOptions, makeable: ReadonlySet<string>): Promise<Selection> {
  const program = await run(server, ['--list', '--', file]);
  const { child, ended } = program;
  const watch = endWhereItSpins(program);
  const [list, complaint, end] = await Promise.all([textOf(child.stdout), textOf(child.stderr), ended]);
  watch.end();
  if (watch.spun) throw new RestoreFailed('broken', 'restore', 'pg_restore searches in its table of contents without an end');
  if (end.code !== 0) throw restoreFailed('pg_restore', end, complaint, 'restore', isOlder(server, options));
  return selectEntries(list, makeable);
}

async function textOf(stream: Readable | null): Promise<string> {
  let text = '';
  if (stream) for await (const chunk of stream.setEncoding('utf8')) text += String(chunk);
  return text;
}

/** pg_restore goes to and fro in an archive: what is packed is unpacked into the place, which nobody else can read. */
async function unpacked(server: RestoreTarget, path: string, packing: 'gzip' | 'zstd', signal: AbortSignal): Promise<string> {
  const file = join(server.place.folder, 'archive');
  try {
    await pipeline(unpack(createReadStream(path), packing), createWriteStream(file, { mode: 0o600 }), { signal });
    return file;
  } catch (error) {
    signal.throwIfAborted();
    throw fetchFailed(error);
  }
}
