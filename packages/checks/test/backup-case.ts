import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { hashDump } from '../src/backup/dump-hash.ts';
import type { BackupManifest } from '../src/backup/manifest.ts';

/** By what a damaged backup has to be found: metadata, hash and header, reading to the end, restoring, looking into what was restored. */
export type Level = 'L0' | 'L1' | 'L2' | 'L3' | 'L4';

/** A backup in a folder of its own, and what has to be found in it. */
export interface BackupCase {
  readonly name: string;
  readonly level: Level;
  /** One of these findings or gaps must be told; empty for a good backup. */
  readonly codes: readonly string[];
  /** The folder, which holds nothing else. */
  readonly folder: string;
  /** The dump in it. */
  readonly path: string;
  readonly database: string;
  readonly hasManifest: boolean;
}

/** Sets all times of a dump: one that was written just now would be taken for one that is still written. */
export function written(path: string, secondsAgo = 60): string {
  const at = Date.now() / 1000 - secondsAgo;
  for (const file of statSync(path).isDirectory() ? readdirSync(path).map((name) => join(path, name)) : []) utimesSync(file, at, at);
  utimesSync(path, at, at);
  return path;
}

/** A copy of a dump in a folder of its own. */
export function copyInto(folder: string, dump: string, name = basename(dump)): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  if (statSync(dump).isDirectory()) cpSync(dump, path, { recursive: true });
  else copyFileSync(dump, path);
  chmodSync(path, 0o700);
  return path;
}

/** Changes the content of a file. */
export function change(file: string, by: (content: Buffer) => Uint8Array): void {
  writeFileSync(file, by(readFileSync(file)));
}

export const cutTo =
  (length: number) =>
  (content: Buffer): Buffer =>
    content.subarray(0, length < 0 ? content.length + length : length < 1 ? Math.floor(content.length * length) : length);

export const flipAt =
  (at: number | ((content: Buffer) => number), bit = 0) =>
  (content: Buffer): Buffer => {
    const place = typeof at === 'function' ? at(content) : at < 0 ? content.length + at : at < 1 ? Math.floor(content.length * at) : at;
    const flipped = Buffer.from(content);
    flipped[place] = (flipped[place] ?? 0) ^ (1 << bit);
    return flipped;
  };

/** Where a text stands, plus an offset. */
export const placeOf =
  (text: string, offset = 0) =>
  (content: Buffer): number => {
    const at = content.indexOf(text, 0, 'latin1');
    if (at === -1) throw new Error(`"${text}" is not in it.`);
    return at + offset;
  };

/** Writes a manifest beside a dump. */
export async function writeManifest(
  path: string,
  facts: Pick<BackupManifest, 'database' | 'systemIdentifier' | 'counts' | 'changeSets' | 'migrationVersion'>,
  changes: Partial<BackupManifest> = {},
): Promise<void> {
  const at = new Date(Date.now() - 90_000).toISOString();
  const manifest: BackupManifest = {
    format: 'keycloak-release-gate/backup',
    version: 1,
    file: basename(path),
    ...(await hashDump(path, AbortSignal.timeout(30_000))),
    snapshotAt: at,
    finishedAt: at,
    serverVersion: '15',
    ...facts,
    ...changes,
  };
  writeFileSync(`${path}.json`, JSON.stringify(manifest));
}
