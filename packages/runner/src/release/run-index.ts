import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
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
  for (const place of places) {
    const { runs: folders, unreadable } = below(place.folder);
    for (const { folder, why } of unreadable) {
      const { where, environment, suite } = locate(place, folder, known);
      const of = { run: LATEST, environments: [environment ?? []].flat(), suites: [suite ?? []].flat() };
      refused.push({ code: 'RECORD_UNREADABLE', where, message: `The folder cannot be looked into: ${why}.`, ...of });
    }
    for (const folder of folders) {
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

/** What is below a place: the folders of runs, which are not looked into, and the folders that nobody could look into. */
interface Below {
  readonly runs: string[];
  readonly unreadable: { readonly folder: string; readonly why: string }[];
}

/** What file systems keep for themselves: no run is there, and nobody but root may look. */
const ofFileSystems: ReadonlySet<string> = new Set(['lost+found']);

/** What is below a place. What CI downloaded may be a run under a name of its own; links are followed, each folder once and by its own name first. */
function below(place: string): Below {
  const found: Below = { runs: [], unreadable: [] };
  const seen = new Set<string>();
  const lookInto = (folder: string, depth: number): void => {
    if (isRunId(basename(folder))) return void found.runs.push(folder);
    if (depth > deepest) return;
    try {
      const real = realpathSync(folder);
      if (seen.has(real)) return;
      seen.add(real);
      const entries = readdirSync(folder, { withFileTypes: true });
      if (entries.some(({ name }) => name === 'run.json')) return void found.runs.push(folder);
      for (const { name } of entries.toSorted((a, b) => Number(a.isSymbolicLink()) - Number(b.isSymbolicLink()))) {
        const path = join(folder, name);
        if (name.startsWith('.') || ofFileSystems.has(name) || !isFolder(path)) continue;
        lookInto(path, depth + 1);
      }
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (isGone(error)) return;
      found.unreadable.push({ folder, why: error.message });
    }
  };
  lookInto(place, 0);
  return found;
}

/** Whether it is a folder, or a link to one. Of a link that leads in a circle or where nobody may look, reading it says so. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    return !isGone(error);
  }
}

const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

/** Behind every id of a run: what nobody could look into may hold the newest. */
const LATEST = '~';

/** Where a folder lies, for messages, and the environment and suite whose folders it is in. */
function locate(
  place: PlaceOfRuns,
  folder: string,
  known: KnownFolders,
): { readonly where: string; readonly environment: string | undefined; readonly suite: string | undefined } {
  const path = relative(place.folder, folder);
  const among = (ids: readonly string[]): string | undefined => path.split(sep).findLast((part) => ids.includes(part));
  const where = path === '' ? place.name : `${place.name}${place.name.endsWith(':') ? '' : '/'}${path}`;
  return { where, environment: among(known.environments), suite: among(known.suites) };
}

function indexed(place: PlaceOfRuns, folder: string, known: KnownFolders): IndexedRun | RefusedRun {
  const { where, environment, suite } = locate(place, folder, known);
  const name = basename(folder);
  const by = { environment, suite, run: isRunId(name) ? name : undefined };
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
