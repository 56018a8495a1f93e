import { spawn } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { dumpContentsReducer } from './dump-contents.ts';
import type { DumpContents } from './dump-contents.ts';

/** How reading a dump to its end went. */
export type DumpReading =
  | { readonly kind: 'read'; readonly contents: DumpContents }
  | { readonly kind: 'broken'; readonly why: string }
  | { readonly kind: 'tool too old'; readonly why: string }
  | { readonly kind: 'stalled'; readonly why: string }
  | { readonly kind: 'no tool' };

/** Milliseconds without a byte. A single flipped bit in a length can make pg_restore search for ever. */
const STALL = 20_000;

/**
 * The newest pg_restore that Debian's packages have installed; else its bare name, for the path to find. (Debian's own
 * /usr/bin/pg_restore is a wrapper that picks a version by the clusters of this machine.)
 */
function newestPgRestore(): string {
  const versions = listed('/usr/lib/postgresql').toSorted((a, b) => Number(b) - Number(a));
  return versions.map((version) => join('/usr/lib/postgresql', version, 'bin', 'pg_restore')).find(isExecutable) ?? 'pg_restore';
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return [];
    throw error;
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}

/**
 * Reads a whole dump as a restore would, into a counter instead of a database: nothing is stored. Throws only when aborted.
 * Damage in the data is found by its checksums; in the table of contents it may only change a name, which a hash tells.
 */
export async function readDump(file: string, signal: AbortSignal, stall = STALL): Promise<DumpReading> {
  const reducer = dumpContentsReducer();
  // Through `env`, so that it complains in English whatever language the machine speaks.
  const child = spawn('env', ['LC_ALL=C', newestPgRestore(), '--file=-', file], { stdio: ['ignore', 'pipe', 'pipe'], signal });
  let complaint = '';
  let stalled = false;
  const guard = setTimeout(() => (stalled = child.kill('SIGKILL')), stall);
  child.stdout.on('data', (chunk: Buffer) => {
    guard.refresh();
    reducer.add(chunk);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (complaint.length < 2_000) complaint += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).finally(() => clearTimeout(guard));
  signal.throwIfAborted();
  const why = firstLine(complaint);
  if (stalled) return { kind: 'stalled', why: `pg_restore brought nothing for ${stall / 1000} s` };
  if (code === NOT_FOUND) return { kind: 'no tool' };
  if (/unsupported version \(/.test(complaint)) return { kind: 'tool too old', why };
  if (code !== 0) return { kind: 'broken', why: why || `pg_restore ended with exit code ${String(code)}` };
  const contents = reducer.end();
  return contents.complete ? { kind: 'read', contents } : { kind: 'broken', why: 'pg_restore found no end in it' };
}

/** The exit code of `env` for a program that is not there. */
const NOT_FOUND = 127;

/** Only what pg_restore says of the file: further lines may quote what is in it. */
const firstLine = (complaint: string): string =>
  (complaint.split('\n').find((line) => /error|fatal/i.test(line)) ?? complaint.split('\n')[0] ?? '')
    .replace(/^pg_restore: (?:error: |\[archiver\] )?/, '')
    .slice(0, 300);
