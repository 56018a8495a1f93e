import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { compare, contentHash } from '@keycloak-release-gate/core';
import { MANIFEST } from '../record/folder.ts';
import { isRunId } from '../record/read.ts';
import { RunSummary, SUMMARY, summaryInRecord } from '../record/run-summary.ts';

/** A run as its folder says it is. Nothing of it is believed before `trustRun` has read it. */
export interface IndexedRun {
  /** The place that it was found in, as it was named. */
  readonly place: string;
  readonly folder: string;
  /** Where it lies, for messages: the place and the way in it. */
  readonly where: string;
  readonly summary: RunSummary;
}

/** A run that says nothing that could be believed, and why. */
export interface RefusedRun {
  readonly code: 'RECORD_EDITED' | 'RECORD_MISPLACED' | 'RECORD_UNREADABLE';
  readonly where: string;
  readonly message: string;
  /** The run's id, by the name of its folder: ids are in the order of time. */
  readonly run: string;
  /** Of which environments and suite it may be, by its folder and by what it says. */
  readonly environments: readonly string[];
  readonly suites: readonly string[];
  /** What it says to be of, where it says that. */
  readonly release?: string;
}

/** The finished runs in some places, newest first. */
export interface RunIndex {
  readonly runs: readonly IndexedRun[];
  readonly refused: readonly RefusedRun[];
}

/** How deep runs are looked for: artefacts may be unpacked below a folder of their own. */
const deepest = 6;

/** A place whose runs are wanted: the folder to read, and how it is named. */
export interface PlaceOfRuns {
  readonly folder: string;
  readonly name: string;
}

/** The ids that name folders in which runs of another environment or suite do not belong. */
export interface KnownFolders {
  readonly environments: readonly string[];
  readonly suites: readonly string[];
}

/**
 * The runs below these folders, by the summaries that lie beside the records. One that lies in the folder of another run, suite or
 * environment than it is of is refused; folders of other names mean nothing. A run that is found twice counts once, and where the two
 * differ, the second is refused.
 */
export function indexRuns(places: readonly PlaceOfRuns[], known: KnownFolders): RunIndex {
  const runs = new Map<string, IndexedRun>();
  const refused: RefusedRun[] = [];
  for (const place of places)
    for (const folder of runFolders(place.folder)) {
      const found = indexed(place, folder, known);
      if ('code' in found) {
        refused.push(found);
        continue;
      }
      const twin = runs.get(found.summary.run);
      if (!twin) runs.set(found.summary.run, found);
      else if (twin.folder !== folder && manifestOf(twin.folder) !== manifestOf(folder))
        refused.push(refusal(found, 'RECORD_EDITED', `The run ${found.summary.run} lies in ${twin.where} too, and the two differ.`));
    }
  return { runs: [...runs.values()].toSorted((a, b) => compare(b.summary.run, a.summary.run)), refused };
}

/** A run that turned out not to be what its summary says. */
export const refusal = ({ where, summary }: IndexedRun, code: RefusedRun['code'], message: string): RefusedRun => ({
  code,
  where,
  message,
  run: summary.run,
  environments: [summary.environment],
  suites: [summary.suite],
  ...(summary.release === undefined ? {} : { release: summary.release.id }),
});

/** The folders of runs, which are not looked into. What CI downloaded may be a run under a name of its own. */
function runFolders(folder: string, depth = 0): string[] {
  if (isRunId(basename(folder))) return [folder];
  if (depth > deepest) return [];
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    if (entries.some(({ name }) => name === 'run.json')) return [folder];
    return entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .flatMap((entry) => runFolders(join(folder, entry.name), depth + 1));
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return [];
    throw error;
  }
}

function indexed(place: PlaceOfRuns, folder: string, known: KnownFolders): IndexedRun | RefusedRun {
  const path = relative(place.folder, folder);
  const where = path === '' ? place.name : `${place.name}${place.name.endsWith(':') ? '' : '/'}${path}`;
  const name = basename(folder);
  const among = (ids: readonly string[]): string | undefined => path.split(sep).findLast((part) => ids.includes(part));
  const by = { environment: among(known.environments), suite: among(known.suites), run: isRunId(name) ? name : undefined };
  const of = { where, run: name, environments: [by.environment ?? []].flat(), suites: [by.suite ?? []].flat() };
  let summary: RunSummary;
  try {
    const bytes = readOrUndefined(join(folder, SUMMARY));
    // A run of before there were summaries is read as a whole.
    summary =
      bytes === undefined
        ? summaryInRecord(readFileSync(join(folder, 'run.json'), 'utf8'))
        : RunSummary.parse(JSON.parse(bytes.toString('utf8')));
    if (
      bytes !== undefined &&
      !manifestOf(folder)
        .split('\n')
        .includes(`${contentHash(bytes)}  ${SUMMARY}`)
    )
      return { ...of, code: 'RECORD_EDITED', message: `${SUMMARY} does not have the hash that ${MANIFEST} gives.` };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { ...of, code: 'RECORD_UNREADABLE', message: `The run cannot be read: ${(error.message.split('\n')[0] ?? '').slice(0, 200)}` };
  }
  const wrong = (['environment', 'suite', 'run'] as const).find((what) => by[what] !== undefined && by[what] !== summary[what]);
  if (wrong === undefined) return { place: place.name, folder, where, summary };
  return {
    ...of,
    environments: [...new Set([...of.environments, summary.environment])],
    suites: [...new Set([...of.suites, summary.suite])],
    code: 'RECORD_MISPLACED',
    message: `It lies in the folder of the ${wrong} "${by[wrong]}", and is the run ${summary.run} (${summary.suite}) of "${summary.environment}".`,
    ...(summary.release === undefined ? {} : { release: summary.release.id }),
  };
}

const manifestOf = (folder: string): string => readOrUndefined(join(folder, MANIFEST))?.toString('utf8') ?? '';

function readOrUndefined(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
