import { readdir } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigurationError, nearest, Release, releaseProblems } from '@keycloak-release-gate/core';
import type { EnvironmentDefinition, PolicySentence, Problem, Suite } from '@keycloak-release-gate/core';
import { withConfirmations } from '../confirmations/of-release.ts';

/** A scenario file and what it exports. */
export interface Loaded<T> {
  /** Relative to the working directory, for messages. */
  readonly file: string;
  readonly value: T;
}

export type ScenarioKind = 'environments' | 'suites' | 'releases';

/** The ids of one kind of scenario: the names of its files. */
export async function scenarioIds(directory: string, kind: ScenarioKind): Promise<string[]> {
  try {
    const files = await readdir(join(directory, kind));
    return files
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file) => basename(file, '.ts'))
      .toSorted();
  } catch (error) {
    throw new ConfigurationError([
      {
        code: 'SCENARIOS_UNREADABLE',
        message: `The folder ${join(directory, kind)} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
        remedy: 'Run verify in the folder that holds scenarios/, or name it with --scenarios.',
      },
    ]);
  }
}

export const loadEnvironment = (directory: string, id: string): Promise<Loaded<EnvironmentDefinition>> =>
  load(directory, 'environments', id, (value): value is EnvironmentDefinition => isObject(value) && 'keycloak' in value);

export const loadSuite = (directory: string, id: string): Promise<Loaded<Suite>> =>
  load(directory, 'suites', id, (value): value is Suite => isObject(value) && typeof value['steps'] === 'function');

/** The sentences of the policy, in its order: what `policy.ts` exports as `policy`. */
export async function loadPolicy(directory: string): Promise<Loaded<readonly PolicySentence[]>> {
  const path = join(directory, 'policy.ts');
  const file = relative(process.cwd(), path);
  const module = await importModule(path, file, directory);
  const chapters = isObject(module) && isObject(module['policy']) ? Object.values(module['policy']) : [];
  const sentences = chapters.flatMap((chapter) => (isObject(chapter) ? Object.values(chapter) : [undefined]));
  if (sentences.length > 0 && sentences.every(isSentence)) return { file, value: sentences };
  throw new ConfigurationError([
    {
      code: 'BAD_POLICY',
      message: 'The file exports no policy.',
      where: file,
      remedy: 'Write `export const policy = definePolicy({ … })`, with at least one sentence.',
    },
  ]);
}

const isSentence = (value: unknown): value is PolicySentence =>
  isObject(value) && typeof value['id'] === 'string' && typeof value['sentence'] === 'string';

/** A release, checked against its schema and for members that contradict each other, with the confirmations that were added to it. */
export async function loadRelease(directory: string, id: string): Promise<Loaded<Release>> {
  const { file, value } = await loadReleaseFile(directory, id);
  return { file, value: withConfirmations(directory, value, file) };
}

/** A release as its file alone says it, checked against its schema and for members that contradict each other. */
export async function loadReleaseFile(directory: string, id: string): Promise<Loaded<Release>> {
  const { file, value } = await load(directory, 'releases', id, isObject);
  const parsed = Release.safeParse(value);
  if (parsed.success) {
    const problems = releaseProblems(parsed.data);
    if (problems.length > 0) throw new ConfigurationError(problems.map((problem) => ({ ...problem, where: file })));
    return { file, value: parsed.data };
  }
  throw new ConfigurationError(
    parsed.error.issues.map((issue) => ({
      code: 'BAD_RELEASE',
      message: `${issue.path.join('.')}: ${issue.message}`,
      where: file,
      remedy: 'Correct the release file.',
    })),
  );
}

async function load<T>(directory: string, kind: ScenarioKind, id: string, fits: (value: unknown) => value is T): Promise<Loaded<T>> {
  const ids = await scenarioIds(directory, kind);
  const singular = kind.slice(0, -1);
  if (!ids.includes(id)) {
    const guess = nearest(id, ids);
    throw new ConfigurationError([
      {
        code: `UNKNOWN_${singular.toUpperCase()}`,
        message: `There is no ${singular} "${id}".`,
        remedy: `${guess ? `Did you mean "${guess}"? ` : ''}There are: ${ids.join(', ')}.`,
      },
    ]);
  }
  const path = join(directory, kind, `${id}.ts`);
  const file = relative(process.cwd(), path);
  const value = await importDefault(path, file, directory);
  if (!fits(value)) {
    throw new ConfigurationError([
      {
        code: 'BAD_SCENARIO',
        message: `The default export is no ${singular}.`,
        where: file,
        remedy: `Write \`export default define${singular[0]?.toUpperCase()}${singular.slice(1)}({ … })\`.`,
      },
    ]);
  }
  if (isObject(value) && value['id'] !== id) {
    throw new ConfigurationError([
      {
        code: 'ID_MISMATCH',
        message: `The file is named ${id}.ts and holds the ${singular} "${String(value['id'])}".`,
        where: file,
        remedy: 'Give both the same name.',
      },
    ]);
  }
  return { file, value };
}

async function importDefault(path: string, file: string, directory: string): Promise<unknown> {
  const module = await importModule(path, file, directory);
  return isObject(module) ? module['default'] : undefined;
}

async function importModule(path: string, file: string, directory: string): Promise<unknown> {
  try {
    return await import(pathToFileURL(path).href);
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    throw new ConfigurationError(importProblems(error, file, directory));
  }
}

/** What went wrong, with file and line: they stand in the stack, of a syntax error too. */
function importProblems(error: unknown, file: string, directory: string): Problem[] {
  const text = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  // The scenarios' own lines only: the frames of the loader say nothing to who wrote the file.
  const place = [...`${text}\n${stack}`.matchAll(/(?:file:\/\/)?(\/[^\s():?]+\.ts)(?:\?[^:\s]*)?:(\d+)(?::(\d+))?/g)].find(
    ([, path = '']) => path.startsWith(directory),
  );
  const where = place ? `${relative(process.cwd(), place[1] ?? file)}:${place[2]}${place[3] ? `:${place[3]}` : ''}` : file;
  return [
    {
      code: 'SCENARIO_DOES_NOT_COMPILE',
      message: text.split('\n')[0] ?? text,
      where,
      remedy: 'Correct the file; `pnpm typecheck` shows all errors of the scenarios.',
    },
  ];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
