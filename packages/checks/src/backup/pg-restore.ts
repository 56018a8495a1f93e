import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { dumpContentsReducer } from './dump-contents.ts';
import type { DumpContents } from './dump-contents.ts';
import { findPostgresPrograms } from './postgres-programs.ts';

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
 * Reads a whole dump as a restore would, into a counter instead of a database: nothing is stored. Throws only when aborted.
 * Damage in the data is found by its checksums; in the table of contents it may only change a name, which a hash tells.
 */
export async function readDump(file: string, signal: AbortSignal, stall = STALL): Promise<DumpReading> {
  const programs = await findPostgresPrograms(['pg_restore']);
  if (!programs) return { kind: 'no tool' };
  const reducer = dumpContentsReducer();
  // Through `env`, so that it complains in English whatever language the machine speaks.
  const child = spawn('env', ['LC_ALL=C', join(programs.directory, 'pg_restore'), '--file=-', file], {
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
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
  if (/unsupported version \(/.test(complaint)) return { kind: 'tool too old', why };
  if (code !== 0) return { kind: 'broken', why: why || `pg_restore ended with exit code ${String(code)}` };
  const contents = reducer.end();
  return contents.complete ? { kind: 'read', contents } : { kind: 'broken', why: 'pg_restore found no end in it' };
}

/** Only what pg_restore says of the file: further lines may quote what is in it. */
const firstLine = (complaint: string): string =>
  (complaint.split('\n').find((line) => /error|fatal/i.test(line)) ?? complaint.split('\n')[0] ?? '')
    .replace(/^pg_restore: (?:error: |\[archiver\] )?/, '')
    .slice(0, 300);
