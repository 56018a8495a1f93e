import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { RealmConfiguration, Server } from '@keycloak-release-gate/checks';
import { ConfigurationError, nearest } from '@keycloak-release-gate/core';
import type { Gap } from '@keycloak-release-gate/core';
import { scenarioIds } from '../scenarios/load.ts';
import { readSnapshotFile } from './snapshot-file.ts';
import { runSide } from './run-side.ts';

/** One side of a comparison: the configuration of realms, of a moment, in an environment. */
export interface Side {
  /** As it is told: `"acc" as it is now`. */
  readonly name: string;
  readonly environment: string;
  /** When it was read, ISO 8601. */
  readonly at: string;
  /** Keycloak's version, where it is known. */
  readonly version?: string;
  /** What the server is made of, where it was looked at. */
  readonly server?: Server;
  readonly realms: Readonly<Record<string, RealmConfiguration>>;
  /** What could not be read. */
  readonly gaps: readonly Gap[];
}

export interface Folders {
  readonly scenarios: string;
  readonly reports: string;
}

/** Reads an environment as it is now. */
export type ReadEnvironment = (id: string) => Promise<Side>;

/** What a side is, by what was typed: a snapshot file, a run (its folder or its id), or an environment. Throws a ConfigurationError. */
export async function sideOf(typed: string, which: 'A' | 'B', { scenarios, reports }: Folders, read: ReadEnvironment): Promise<Side> {
  const path = resolve(typed);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory() && existsSync(join(path, 'run.json'))) return runSide(path);
  if (stats?.isFile()) return path.endsWith('run.json') ? runSide(path) : readSnapshotFile(path, which);
  const run = RUN_ID.test(typed) ? folderOf(typed, reports) : undefined;
  if (run !== undefined) return runSide(run);
  const environments = await scenarioIds(scenarios, 'environments');
  if (environments.includes(typed)) return read(typed);
  const guess = nearest(typed, environments);
  throw new ConfigurationError([
    {
      code: 'UNKNOWN_SIDE',
      message: `"${typed}" is neither a file, nor a run in ${reports}, nor an environment.`,
      where: which,
      remedy: `${guess ? `Did you mean "${guess}"? ` : ''}Environments are: ${environments.join(', ')}. A run is named by its id or its folder.`,
    },
  ]);
}

const RUN_ID = /^[0-9A-HJKMNP-TV-Z]{26}$/;

/** The folder of a run, wherever among the reports it lies. */
function folderOf(id: string, reports: string): string | undefined {
  for (const environment of folders(reports))
    for (const suite of folders(environment)) if (existsSync(join(suite, id, 'run.json'))) return join(suite, id);
  return undefined;
}

const folders = (path: string): string[] =>
  existsSync(path)
    ? readdirSync(path, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => join(path, name))
    : [];
