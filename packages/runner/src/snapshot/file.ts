import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Snapshot } from '@keycloak-release-gate/checks';
import { canonicalJson, ConfigurationError } from '@keycloak-release-gate/core';

/** Where a snapshot is written that is given no place: with the environment's reports, under its time. */
export const snapshotFile = (reports: string, { environment, at }: Pick<Snapshot, 'environment' | 'at'>): string =>
  join(reports, environment, 'snapshots', `${at.replaceAll(/[-:]|\.\d+/g, '')}.json`);

/** Writes the file whole or not at all. Throws a ConfigurationError where there can be no such file. */
export function writeSnapshot(file: string, snapshot: Snapshot): void {
  const draft = `${file}.unfinished-${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(draft, `${canonicalJson(snapshot)}\n`);
    renameSync(draft, file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError([
      {
        code: 'SNAPSHOT_UNWRITABLE',
        message: `The snapshot cannot be written: ${why}`,
        where: '--output',
        remedy: 'Name a file in a folder that can be written to.',
      },
    ]);
  } finally {
    rmSync(draft, { force: true });
  }
}
