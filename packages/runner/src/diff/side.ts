import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { RealmConfiguration, Server, ServerConfiguration } from '@keycloak-release-gate/checks';
import { ConfigurationError, nearest } from '@keycloak-release-gate/core';
import type { Gap, Release } from '@keycloak-release-gate/core';
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
  /** What is only of this one: the hash of a snapshot, the id of a run. */
  readonly identity?: string;
  /** Keycloak's version, where it is known. */
  readonly version?: string;
  /** What the server is made of, where it was looked at. */
  readonly server?: Server;
  /** How the server is deployed in Kubernetes, where it was looked at. */
  readonly serverConfiguration?: ServerConfiguration;
  readonly realms: Readonly<Record<string, RealmConfiguration>>;
  /** The release that a run is of. */
  readonly release?: Release;
  /** The verdict of a run. */
  readonly verdict?: string;
  /** The realms before that release, where the run's record tells them. */
  readonly before?: Readonly<Record<string, RealmConfiguration>>;
  /** What could not be read. */
  readonly gaps: readonly Gap[];
}

export interface Folders {
  readonly scenarios: string;
  readonly reports: string;
}

/** Reads an environment as it is now. */
export type ReadEnvironment = (id: string) => Promise<Side>;

/**
 * What a side is, by what was typed: a snapshot file, a run (its folder or its id), or an environment. `other` is what it is compared
 * with. Throws a ConfigurationError, also where it is the same one: that a thing is equal to itself proves nothing.
 */
export async function sideOf(typed: string, which: string, folders: Folders, read: ReadEnvironment, other?: Side): Promise<Side> {
  const found = await find(typed, which, folders);
  if (found.kind === 'environment') {
    if (other?.identity === found.id) throw sameSide(other, which);
    return { ...(await read(found.id)), identity: found.id };
  }
  const side = found.kind === 'run' ? runSide(found.path) : readSnapshotFile(found.path, which);
  if (other?.identity !== undefined && other.identity === side.identity) throw sameSide(other, which);
  return side;
}

/** What was recorded: a snapshot file, or a run by its folder or id. Throws a ConfigurationError. */
export function recordedSideOf(typed: string, which: string, reports: string): Side {
  const found = recorded(typed, reports);
  if (found) return found.kind === 'run' ? runSide(found.path) : readSnapshotFile(found.path, which);
  throw new ConfigurationError([
    {
      code: 'UNKNOWN_SIDE',
      message: `"${typed}" is neither a file nor a run in ${reports}.`,
      where: which,
      remedy: 'Name a file of verify snapshot, or a run by its id or its folder.',
    },
  ]);
}

interface Found {
  readonly kind: 'snapshot' | 'run';
  readonly path: string;
}

async function find(
  typed: string,
  which: string,
  { scenarios, reports }: Folders,
): Promise<Found | { readonly kind: 'environment'; readonly id: string }> {
  const known = recorded(typed, reports);
  if (known) return known;
  const environments = await scenarioIds(scenarios, 'environments');
  if (environments.includes(typed)) return { kind: 'environment', id: typed };
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

function recorded(typed: string, reports: string): Found | undefined {
  const path = resolve(typed);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory() && existsSync(join(path, 'run.json'))) return { kind: 'run', path };
  if (stats?.isFile()) return { kind: path.endsWith('run.json') ? 'run' : 'snapshot', path };
  const run = RUN_ID.test(typed) ? folderOf(typed, reports) : undefined;
  return run === undefined ? undefined : { kind: 'run', path: run };
}

const sameSide = ({ name }: Side, which: string): ConfigurationError =>
  new ConfigurationError([
    {
      code: 'SAME_SIDE',
      message: `Both sides are the same: ${name}. That it is equal to itself says nothing.`,
      where: which,
      remedy: 'Name another environment, another snapshot or another run.',
    },
  ]);

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
